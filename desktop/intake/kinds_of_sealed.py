"""Files in a signature, and files that are encrypted for a key: S/MIME and its kin, and OpenPGP.

Sources: RFC 5652, section 3 (the kind of content comes first); RFC 9580, sections 4.2 (packets),
5.1 (session keys) and 6.2 (armour).
"""

import binascii
import re

_CONTENT = re.compile(
    rb"\x30(?:[\x0b-\x80]|\x81.|\x82..|\x83...|\x84....)"
    rb"\x06[\x09\x0b]\x2a\x86\x48\x86\xf7\x0d\x01(\x07[\x02\x03\x04\x06]|\x09\x10\x01\x17)",
    re.DOTALL,
)
"""A length, and the name of the kind: 1.2.840.113549.1.7.N, or 9.16.1.23 behind the same."""

_SIGNED = b"\x07\x02"
_IN_BASE64 = re.compile(
    rb"\s*(?:-----BEGIN (?:PKCS7|PKCS #7 SIGNED DATA|CMS)-----\s+)?(MI[A-Za-z0-9+/]{38})"
)
_ARMOUR = re.compile(rb"\s*-----BEGIN PGP MESSAGE-----\r?\n")
_SESSION_KEY = re.compile(
    rb"(?:\x84.|\x85..|\xc1[\x00-\xbf]|\xc1[\xc0-\xdf].)\x03.{8}[\x01\x02\x10\x12\x19\x1a]"
    rb"|(?:\x8c.|\xc3[\x00-\xbf])\x04[\x07-\x0d][\x00\x01\x03\x04]",
    re.DOTALL,
)
"""The first packet of what OpenPGP encrypts: a key for somebody, or one made from a password."""


def is_signed(content: bytes) -> bool:
    """Whether a file is a signature, with what it signs inside as a rule."""
    return _kind(content) == _SIGNED


def is_encrypted_for_key(content: bytes) -> bool:
    """Whether a file is encrypted by S/MIME or OpenPGP."""
    return (
        _kind(content) not in {b"", _SIGNED}
        or _ARMOUR.match(content) is not None
        or _SESSION_KEY.match(content) is not None
    )


def _kind(content: bytes) -> bytes:
    """The end of the name of the kind, b"" where there is none."""
    written = _IN_BASE64.match(content)
    head = binascii.a2b_base64(written[1]) if written else content
    found = _CONTENT.match(head)
    return found[1] if found else b""
