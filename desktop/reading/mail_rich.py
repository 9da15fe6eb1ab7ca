"""Rich Text as Outlook keeps the body of a message: packed by a method of its own.

Source: Microsoft's [MS-OXRTFCP], sections 2 and 3.

    size of what follows (4) | size unpacked (4) | "LZFu" or "MELA" (4) | checksum (4) | content

The dictionary is a ring of 4,096 bytes that begins with words that Rich Text often has. A byte of
flags goes before each eight tokens: 0 is a byte as it is; 1 is two bytes, an offset (12 bits) and a
length less two (4 bits). The offset where the next byte would be written ends the content.
"""

import struct

from desktop.domain.errors import PartTooLargeError

MAX_RICH_BYTES = 64 << 20
"""Unpacked; a message of that length has 10,000 pages."""

_HEAD = struct.Struct("<II4sI")
_RING_BYTES = 4096
_BEGINNING = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern"
    b" \\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def unpacked(packed: bytes) -> bytes:
    """The Rich Text; what is there of it where the content was cut off.

    Raises:
        PartTooLargeError: It is longer than MAX_RICH_BYTES.
    """
    if len(packed) < _HEAD.size:
        return b""
    _, size, kind, _ = _HEAD.unpack_from(packed)
    if size > MAX_RICH_BYTES:
        raise PartTooLargeError
    content = packed[_HEAD.size :]
    if kind == b"MELA":
        return content[:size]
    return _unpacked(content, size) if kind == b"LZFu" else b""


def _unpacked(content: bytes, size: int) -> bytes:
    ring = bytearray(_BEGINNING.ljust(_RING_BYTES, b"\0"))
    write, made, at = len(_BEGINNING), bytearray(), 0
    while at < len(content) and len(made) < size:
        flags, at = content[at], at + 1
        for bit in range(8):
            if flags >> bit & 1:
                token, at = int.from_bytes(content[at : at + 2], "big"), at + 2
                read, length = token >> 4, (token & 0xF) + 2
                if read == write or at > len(content):
                    return bytes(made[:size])
                piece = [ring[(read + step) % _RING_BYTES] for step in range(length)]
            else:
                piece, at = list(content[at : at + 1]), at + 1
            for byte in piece:
                made.append(byte)
                ring[write] = byte
                write = (write + 1) % _RING_BYTES
    return bytes(made[:size])
