"""Frames: how messages and bytes travel over a pipe.

Layout, integers big-endian:

    offset  size  what
    0       4     length H of the header in bytes, 1 to 32 MiB
    4       8     length P of the payload in bytes, 0 to 1.25 GiB
    12      H     header: one message as JSON
    12+H    P     payload: a file or pixels

Both lengths are checked before anything is allocated. Never pickle: a worker that was taken over by
a document must not be able to run code in the app.
"""

import struct
from typing import BinaryIO

import msgspec

from desktop.domain.errors import WorkerNonsenseError
from desktop.wire.messages import AnyMessage

MAX_HEADER_BYTES = 32 << 20
"""The densest page allowed (50,000 words with boxes) takes about 8 MiB of JSON."""

MAX_PAYLOAD_BYTES = 5 << 28
"""1.25 GiB: the largest file that is let in, with room to spare."""

_PREFIX = struct.Struct(">IQ")
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(AnyMessage)


def write_frame(pipe: BinaryIO, message: AnyMessage, payload: bytes | memoryview = b"") -> None:
    """Write one frame and flush it."""
    header = _encoder.encode(message)
    pipe.write(_PREFIX.pack(len(header), len(payload)))
    pipe.write(header)
    if payload:
        pipe.write(payload)
    pipe.flush()


def read_frame(pipe: BinaryIO) -> tuple[AnyMessage, bytes]:
    """Read one frame.

    Raises:
        EOFError: The other side closed the pipe, between frames or within one.
        WorkerNonsenseError: What came is no frame.
    """
    header_length, payload_length = _PREFIX.unpack(_read_exactly(pipe, _PREFIX.size))
    if not 1 <= header_length <= MAX_HEADER_BYTES or payload_length > MAX_PAYLOAD_BYTES:
        raise WorkerNonsenseError
    header = _read_exactly(pipe, header_length)
    payload = _read_exactly(pipe, payload_length)
    try:
        return _decoder.decode(header), payload
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise WorkerNonsenseError from None


def _read_exactly(pipe: BinaryIO, length: int) -> bytes:
    parts: list[bytes] = []
    missing = length
    while missing:
        part = pipe.read(min(missing, 1 << 20))
        if not part:
            raise EOFError
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)
