"""Rich Text taken apart: groups, control words, bytes of text.

Source: Rich Text Format Specification 1.9.1, "Contents of an RTF file".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

_TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?"  # a word, its number, the blank that ends it
    rb"|\\'([0-9A-Fa-f]{2})"  # a byte
    rb"|\\(.)"  # a sign
    rb"|([{}])"
    rb"|([^\\{}\r\n]+)",
    re.DOTALL,
)


class Part(Enum):
    """What a token is."""

    BEGIN = 1
    END = 2
    WORD = 3
    SIGN = 4
    BYTES = 5


@dataclass(frozen=True, slots=True)
class Token:
    """One part of Rich Text.

    Attributes:
        word: Of WORD its name, of SIGN the sign.
        number: Behind a control word, None where there is none.
        data: Of BYTES.
    """

    part: Part
    word: str = ""
    number: int | None = None
    data: bytes = b""


_BEGIN, _END = Token(Part.BEGIN), Token(Part.END)


def tokens_of(data: bytes) -> Iterator[Token]:
    """The tokens of a file; the bytes behind the word "bin" are passed over."""
    at = 0
    while match := _TOKEN.search(data, at):
        at = match.end()
        word, number, byte, sign, brace, text = match.groups()
        if word is not None:
            value = None if number is None else int(number)
            yield Token(Part.WORD, word.decode("ascii"), value)
            if word == b"bin" and value is not None:
                at += max(0, value)
        elif byte is not None:
            yield Token(Part.BYTES, data=bytes([int(byte, 16)]))
        elif sign is not None:
            yield Token(Part.SIGN, sign.decode("latin-1"))
        elif brace is not None:
            yield _BEGIN if brace == b"{" else _END
        else:
            yield Token(Part.BYTES, data=text)
