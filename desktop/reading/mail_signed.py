"""The message inside a signature that is wrapped around it, as Outlook and some gateways send it.

Nothing is verified. Only the way to the content is read; lengths that are left open until an end
is written are followed, since Outlook writes them. Sources: RFC 5652, sections 5.1 and 5.2; ITU-T
X.690.

    ContentInfo ::= SEQUENCE { OID, [0] SignedData }
    SignedData  ::= SEQUENCE { version, digests, SEQUENCE { OID, [0] OCTET STRING }, ... }
"""

from collections.abc import Iterator
from typing import NamedTuple

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_OCTETS, _OCTETS_IN_PIECES, _SEQUENCE, _CONTEXT_0 = 0x04, 0x24, 0x30, 0xA0
_OPEN_LENGTH = 0x80
_END = b"\0\0"
_MAX_DEPTH = 24


class _Item(NamedTuple):
    """Where the content of an item begins and ends, and where the next item begins."""

    tag: int
    begin: int
    end: int
    after: int


def signed_content(data: bytes) -> bytes | None:
    """The content of a signature, None where it holds none, or is none.

    Args:
        data: DER or BER.
    """
    try:
        info = list(_inside(data, _item(data, 0, 0)))
        if data[info[0].begin : info[0].end] != _SIGNED_DATA:
            return None
        [signed] = _inside(data, info[1])
        wrapped = next(each for each in _inside(data, signed) if each.tag == _SEQUENCE)
        explicit = next(each for each in _inside(data, wrapped) if each.tag == _CONTEXT_0)
        return b"".join(_octets(data, next(_inside(data, explicit)), 0))
    except (IndexError, ValueError, StopIteration):
        return None


def _item(data: bytes, at: int, depth: int) -> _Item:
    """The item at a place.

    Raises:
        ValueError: There is none, or it is nested too deep.
        IndexError: The bytes end within it.
    """
    tag, length, begin = data[at], data[at + 1], at + 2
    if depth > _MAX_DEPTH:
        raise ValueError
    if length == _OPEN_LENGTH:
        end = begin
        while data[end : end + 2] != _END:
            end = _item(data, end, depth + 1).after
        return _Item(tag, begin, end, end + 2)
    if length > _OPEN_LENGTH:
        count = length & 0x7F
        length = int.from_bytes(data[begin : begin + count], "big")
        begin += count
    if begin + length > len(data):
        raise ValueError
    return _Item(tag, begin, begin + length, begin + length)


def _inside(data: bytes, item: _Item) -> Iterator[_Item]:
    at = item.begin
    while at < item.end:
        inner = _item(data, at, 0)
        yield inner
        at = inner.after


def _octets(data: bytes, item: _Item, depth: int) -> Iterator[bytes]:
    """The bytes of a string, whether in one piece or in several."""
    if item.tag == _OCTETS:
        yield data[item.begin : item.end]
    elif item.tag == _OCTETS_IN_PIECES and depth < _MAX_DEPTH:
        for each in _inside(data, item):
            yield from _octets(data, each, depth + 1)
    else:
        raise ValueError
