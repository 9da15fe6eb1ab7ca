"""Who a PDF signature says made it: the common name in the certificate of its signer.

The signature is a CMS SignedData (RFC 5652) in DER. Nothing is verified: the name is shown as a
claim. Only the few fields on the way are read; whatever is not as expected gives no name.

    ContentInfo ::= SEQUENCE { OID, [0] SignedData }
    SignedData  ::= SEQUENCE { version, digests, content, [0] certificates, [1] lists, signers }
    SignerInfo  ::= SEQUENCE { version, SEQUENCE { issuer, serial } | [0] key identifier, ... }
    Certificate ::= SEQUENCE { SEQUENCE { [0] version, serial, algorithm, issuer, validity,
                               subject, ... }, ... }
"""

from collections.abc import Iterator
from typing import NamedTuple

_SEQUENCE, _SET, _INTEGER, _OBJECT_ID, _CONTEXT_0 = 0x30, 0x31, 0x02, 0x06, 0xA0
_COMMON_NAME = bytes((0x55, 0x04, 0x03))
_ORGANISATION = bytes((0x55, 0x04, 0x0A))
_MAX_ITEMS = 200

_TEXTS = {0x0C: "utf-8", 0x13: "ascii", 0x14: "latin-1", 0x16: "ascii", 0x1E: "utf-16-be"}
"""Tags of DER's strings and how they are encoded."""


class _Item(NamedTuple):
    tag: int
    body: bytes
    whole: bytes


class _UnexpectedError(Exception):
    """The bytes are not what they should be."""


def signer_of(signature: bytes) -> str:
    """The name of the signer, "" where it cannot be told.

    Args:
        signature: DER, perhaps with zeros behind it.
    """
    try:
        return _signer(signature)
    except (_UnexpectedError, IndexError, ValueError):
        return ""


def _signer(signature: bytes) -> str:
    content = _items(_first(signature, _SEQUENCE))
    signed = _items(_first(content[1].body, _SEQUENCE))
    certificates = [item for item in signed[3:] if item.tag == _CONTEXT_0]
    signer = _items(_items(signed[-1].body)[0].body)
    wanted = _items(signer[1].body) if signer[1].tag == _SEQUENCE else []
    for certificate in _items(certificates[0].body):
        fields = _items(_first(certificate.body, _SEQUENCE))
        if fields[0].tag == _CONTEXT_0:
            del fields[0]
        serial, issuer, subject = fields[0], fields[2], fields[4]
        is_signers = len(wanted) == 2 and (issuer.whole, serial.whole) == (
            wanted[0].whole,
            wanted[1].whole,
        )
        if is_signers or not wanted:
            return _name(subject)
    return ""


def _name(subject: _Item) -> str:
    """The common name of a subject, else its organisation."""
    found: dict[bytes, str] = {}
    for part in _items(subject.body):
        for pair in _items(part.body):
            kind, value = _items(pair.body)[:2]
            if kind.tag == _OBJECT_ID and value.tag in _TEXTS:
                found[kind.body] = value.body.decode(_TEXTS[value.tag], "replace")
    return found.get(_COMMON_NAME) or found.get(_ORGANISATION) or ""


def _first(data: bytes, tag: int) -> bytes:
    """The body of the first item, which must have this tag."""
    item = next(_each(data), None)
    if item is None or item.tag != tag:
        raise _UnexpectedError
    return item.body


def _items(data: bytes) -> list[_Item]:
    found = []
    for item in _each(data):
        found.append(item)
        if len(found) > _MAX_ITEMS:
            raise _UnexpectedError
    return found


def _each(data: bytes) -> Iterator[_Item]:
    """The items one behind the other; lengths must be definite, as DER demands."""
    at = 0
    while at < len(data):
        start, tag = at, data[at]
        length, at = data[at + 1], at + 2
        if length & 0x80:
            count = length & 0x7F
            if not 1 <= count <= 4:
                raise _UnexpectedError
            length, at = int.from_bytes(data[at : at + count], "big"), at + count
        if at + length > len(data):
            raise _UnexpectedError
        yield _Item(tag, data[at : at + length], data[start : at + length])
        at += length
