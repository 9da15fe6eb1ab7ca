"""Inputs that are nearly right: seeds of the right form, altered in some places."""

import struct
from collections.abc import Sequence

from hypothesis import strategies as st

MAX_EDITS = 8
NUMBERS = (0, 1, -1, 127, 128, 255, 256, 32_767, 65_535, 1 << 31, (1 << 32) - 1, (1 << 63) - 1)
WORDS = (
    *(b"", b"\0", b"\xff\xff", b"\xc0\x80", b"\xed\xa0\x80", b"\xe2\x80\xae", b"\r\n", b'"', b"\\"),
    *(b"NaN", b"1e999", b"-0", b"null", b"true", b"[", b"]" * 50, b"{", b"(" * 200, b"9" * 400),
    *(b"../", b"%s", b"<img src=x>", b"\x1b[31m", b"=1+1", "\U0001f9ff".encode(), b"a" * 5_000),
)
"""Bytes at which readers of text and of records have been seen to stumble."""


@st.composite
def mutated(draw: st.DrawFn, seeds: Sequence[bytes]) -> bytes:
    """A seed with some edits: bits turned, bytes cut, doubled, put in, numbers made extreme."""
    data = bytearray(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(0, MAX_EDITS))):
        at = draw(st.integers(0, len(data)))
        end = min(len(data), at + draw(st.integers(0, 40)))
        match draw(st.integers(0, 6)):
            case 0 if at < len(data):
                data[at] ^= 1 << draw(st.integers(0, 7))
            case 1:
                del data[at:end]
            case 2:
                data[at:at] = data[at:end]
            case 3:
                data[at:at] = draw(st.sampled_from(WORDS))
            case 4:
                data[at : at + 8] = struct.pack(
                    draw(st.sampled_from((">Q", "<Q"))),
                    draw(st.sampled_from(NUMBERS)) & 0xFFFFFFFFFFFFFFFF,
                )
            case 5:
                data[at:end] = draw(st.sampled_from(seeds))[at:end]
            case _:
                data[at:at] = draw(st.binary(max_size=16))
    return bytes(data)
