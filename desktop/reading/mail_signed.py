"""The message inside a signature that is wrapped around it, as Outlook and some gateways send it.

Nothing is verified. Only the way to the content is read; lengths that are left open until an end
is written are followed, since Outlook writes them. Sources: RFC 5652, sections 5.1 and 5.2; ITU-T
X.690.

    ContentInfo ::= SEQUENCE { OID, [0] SignedData }
    SignedData  ::= SEQUENCE { version, digests, SEQUENCE { OID, [0] OCTET STRING }, ... }
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_OCTETS, _OCTETS_IN_PIECES, _SEQUENCE, _CONTEXT_0 = 0x04, 0x24, 0x30, 0xA0
_OPEN_LENGTH = 0x80
_END = b"\0\0"
_MESSAGE = re.compile(
    rb"\r?\n|(?:[!-9;-~]{1,76}[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*){0,30}?content-type[ \t]*:",
    re.IGNORECASE,
)
"""How a message begins within a signature: fields, one of which says what follows, or none."""

_SEALED = re.compile(
    rb"\x30(?:[\x0b-\x80]|\x81.|\x82..|\x83...|\x84....)\x06"
    rb"(?:\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07[\x03\x04\x06]"
    rb"|\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x01\x17)",
    re.DOTALL,
)
"""A length, and the name of a kind that is encrypted."""

_MAX_DEPTH = 24
_MAX_STEPS = 3_000_000
"""Items looked at, each of open length once for each it lies in: some seconds. The largest message
in pieces of 1,000 bytes takes about 800,000."""


class _Item(NamedTuple):
    """Where the content of an item begins and ends, and where the next item begins."""

    tag: int
    begin: int
    end: int
    after: int


class _TooMuchError(Exception):
    """There is no such item, or it is nested too deep, or there are too many."""


def signed_content(data: bytes) -> bytes | None:
    """The content of a signature, None where it holds none, or is none.

    Args:
        data: DER or BER.
    """
    try:
        return _Walk(data).content()
    except (IndexError, ValueError, StopIteration, _TooMuchError):
        return None


def is_signature(data: bytes) -> bool:
    """Whether it is a signature at all, with or without what it signs.

    Args:
        data: DER or BER.
    """
    try:
        return _Walk(data).is_signature()
    except (IndexError, ValueError, StopIteration, _TooMuchError):
        return False


def is_sealed(data: bytes) -> bool:
    """Whether it is encrypted for a key, and no file of another kind."""
    return _SEALED.match(data) is not None


def is_message(content: bytes) -> bool:
    """Whether what was signed is a message, and no file of another kind."""
    return _MESSAGE.match(content) is not None


class _Walk:
    """The way through the items to the content."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left = _MAX_STEPS

    def is_signature(self) -> bool:
        """Whether the kind is that of signatures, and all that it announces is there."""
        kind = next(self._inside(self._item(0, 0)))
        return self._data[kind.begin : kind.end] == _SIGNED_DATA

    def content(self) -> bytes | None:
        """The content; whatever is not as expected ends in an error."""
        info = list(self._inside(self._item(0, 0)))
        if self._data[info[0].begin : info[0].end] != _SIGNED_DATA:
            return None
        [signed] = self._inside(info[1])
        wrapped = next(each for each in self._inside(signed) if each.tag == _SEQUENCE)
        explicit = next(each for each in self._inside(wrapped) if each.tag == _CONTEXT_0)
        return b"".join(self._octets(next(self._inside(explicit)), 0))

    def _item(self, at: int, depth: int) -> _Item:
        self._left -= 1
        if depth > _MAX_DEPTH or self._left < 0:
            raise _TooMuchError
        tag, length, begin = self._data[at], self._data[at + 1], at + 2
        if length == _OPEN_LENGTH:
            end = begin
            while self._data[end : end + 2] != _END:
                end = self._item(end, depth + 1).after
            return _Item(tag, begin, end, end + 2)
        if length > _OPEN_LENGTH:
            count = length & 0x7F
            length = int.from_bytes(self._data[begin : begin + count], "big")
            begin += count
        if begin + length > len(self._data):
            raise _TooMuchError
        return _Item(tag, begin, begin + length, begin + length)

    def _inside(self, item: _Item) -> Iterator[_Item]:
        at = item.begin
        while at < item.end:
            inner = self._item(at, 0)
            yield inner
            at = inner.after

    def _octets(self, item: _Item, depth: int) -> Iterator[bytes]:
        """The bytes of a string, whether in one piece or in several."""
        if item.tag == _OCTETS:
            yield self._data[item.begin : item.end]
        elif item.tag == _OCTETS_IN_PIECES and depth < _MAX_DEPTH:
            for each in self._inside(item):
                yield from self._octets(each, depth + 1)
        else:
            raise _TooMuchError
