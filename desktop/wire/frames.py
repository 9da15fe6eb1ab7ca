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

PIPE_BUFFER_BYTES = 1 << 16
"""What a pipe holds on Linux: with buffers of this size a small frame is one call each way."""

_PREFIX = struct.Struct(">IQ")
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(AnyMessage)


def write_frame(pipe: BinaryIO, message: AnyMessage, payload: bytes | memoryview = b"") -> None:
    """Write one frame and flush it.

    Large payloads go from the caller's memory to the pipe without a copy.
    """
    header = _encoder.encode(message)
    body = memoryview(payload).cast("B")
    pipe.write(_PREFIX.pack(len(header), len(body)))
    pipe.write(header)
    if body:
        pipe.write(body)
    pipe.flush()


def read_frame(
    pipe: BinaryIO, *, max_payload_bytes: int = MAX_PAYLOAD_BYTES
) -> tuple[AnyMessage, bytes]:
    """Read one frame.

    Args:
        pipe: A buffered reader: its `read(n)` fills one object of n bytes, whose memory the
            operating system hands out only as it is filled.
        max_payload_bytes: The largest payload that can be right here.

    Raises:
        EOFError: The other side closed the pipe, between frames or within one.
        WorkerNonsenseError: What came is no frame.
    """
    header_length, payload_length = _PREFIX.unpack(_read_exactly(pipe, _PREFIX.size))
    if not 1 <= header_length <= MAX_HEADER_BYTES or payload_length > max_payload_bytes:
        raise WorkerNonsenseError
    header = _read_exactly(pipe, header_length)
    payload = _read_exactly(pipe, payload_length) if payload_length else b""
    try:
        return _decoder.decode(header), payload
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise WorkerNonsenseError from None


def _read_exactly(pipe: BinaryIO, length: int) -> bytes:
    whole = pipe.read(length)
    if len(whole) < length:
        raise EOFError
    return whole
