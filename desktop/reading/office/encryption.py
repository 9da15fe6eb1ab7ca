"""How Office encrypts its documents: what a password is made into, and how the document comes out.

Source: Microsoft's [MS-OFFCRYPTO], sections 2.3.4.5 to 2.3.4.9 (standard, of Office 2007) and
2.3.4.10 to 2.3.4.15 (agile, since 2010).

    EncryptionInfo      version (2 + 2) | flags (4) | agile: XML
                                                    | standard: length (4) | header | verifier
    EncryptedPackage    size of the document (8) | the document, encrypted

Agile has a code over the whole (HMAC), which is checked before a byte is decrypted; standard has
none, so that what comes out of a changed file is damaged or not, and nothing can tell.
"""

import base64
import binascii
import hashlib
import hmac
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from desktop.domain.errors import DocumentDamagedError, PackingUnsupportedError
from desktop.reading.ciphers import BLOCK_BYTES, from_cbc, from_ecb
from desktop.reading.office.xml import Element, below, parsed, value_of, whole_number

MAX_INFO_BYTES = 1 << 20
"""Of how it is encrypted; what Office writes has about 1 kB."""

MAX_SPINS = 10_000_000
"""Rounds of hashing in a file; more is forbidden by the standard. Office writes 100,000."""

_VERSION = struct.Struct("<HHI")
_NUMBER = struct.Struct("<I")
_SIZE = struct.Struct("<Q")
_AGILE = (4, 4)
_STANDARD_MAJORS, _STANDARD_MINOR = frozenset({2, 3, 4}), 2
_SEGMENT_BYTES = 4096

_HASHES = {"SHA1": "sha1", "SHA-1": "sha1"} | {
    f"SHA{bits}": f"sha{bits}" for bits in (256, 384, 512)
}
_FILL = b"\x36"
_FOR_INPUT = bytes.fromhex("fea7d2763b4b9e79")
_FOR_VALUE = bytes.fromhex("d7aa0f6d3061344e")
_FOR_KEY = bytes.fromhex("146e0be7abacd0d6")
_FOR_CODE_KEY = bytes.fromhex("5fb2ad010cb9e1f6")
_FOR_CODE = bytes.fromhex("a0677f02b22c8433")

_HEADER = struct.Struct("<8I")
_VERIFIER = struct.Struct("<I16s16sI32s")
_AES_BITS = {0x660E: 128, 0x660F: 192, 0x6610: 256}
_SHA_1 = 0x8004
_STANDARD_SPINS = 50_000
_PADS, _PADDED_BYTES = (0x36, 0x5C), 64


class Encryption(Protocol):
    """How one document is encrypted."""

    @property
    def spins(self) -> int:
        """Rounds of hashing that one password takes."""

    def key_of(self, password: str) -> bytes | None:
        """The key of the document, None where the password is another."""

    def opened(self, key: bytes, package: bytes) -> bytes:
        """The document.

        Raises:
            DocumentDamagedError: It was changed or cut off.
        """


def encryption_of(info: bytes) -> Encryption:
    """Read how a document is encrypted.

    Raises:
        PackingUnsupportedError: In a way that is not read.
        DocumentDamagedError: It does not say so soundly.
    """
    if not _VERSION.size < len(info) <= MAX_INFO_BYTES:
        raise DocumentDamagedError
    major, minor, _ = _VERSION.unpack_from(info)
    rest = info[_VERSION.size :]
    try:
        if (major, minor) == _AGILE:
            return _agile(parsed(rest))
        if major in _STANDARD_MAJORS and minor == _STANDARD_MINOR:
            return _standard(rest)
    except (struct.error, binascii.Error, ValueError):
        raise DocumentDamagedError from None
    raise PackingUnsupportedError


def _spun(name: str, salt: bytes, password: str, spins: int) -> bytes:
    """A password, hashed so often that guessing is slow."""
    make, number = getattr(hashlib, name), _NUMBER.pack
    made: bytes = make(salt + password.encode("utf-16-le", "replace")).digest()
    for count in range(spins):
        made = make(number(count) + made).digest()
    return made


def _fitted(data: bytes, length: int) -> bytes:
    """Cut, or filled up, to a length."""
    return data[:length].ljust(length, _FILL)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What keys and hashes of one half of an agile file are like.

    Attributes:
        hash_name: As hashlib calls it.
    """

    hash_name: str
    hash_bytes: int
    key_bytes: int
    salt: bytes

    def hashed(self, *data: bytes) -> bytes:
        """The hash of some bytes."""
        return hashlib.new(self.hash_name, b"".join(data)).digest()

    def start_of(self, what: bytes) -> bytes:
        """The first block that something is mixed with."""
        return _fitted(self.hashed(self.salt, what), BLOCK_BYTES)


@dataclass(frozen=True, slots=True)
class _Agile:
    """Since Office 2010."""

    spins: int
    password: _Shape
    data: _Shape
    values: Mapping[str, bytes]

    def key_of(self, password: str) -> bytes | None:
        """The key of the document, None where the password is another."""
        shape = self.password
        made = _spun(shape.hash_name, shape.salt, password, self.spins)
        given = self._opened(made, _FOR_INPUT, "encryptedVerifierHashInput")[: len(shape.salt)]
        expected = self._opened(made, _FOR_VALUE, "encryptedVerifierHashValue")
        if not hmac.compare_digest(shape.hashed(given), expected[: shape.hash_bytes]):
            return None
        return self._opened(made, _FOR_KEY, "encryptedKeyValue")[: self.data.key_bytes]

    def opened(self, key: bytes, package: bytes) -> bytes:
        """The document.

        Raises:
            DocumentDamagedError: Its code is not right, or its size not its own.
        """
        shape = self.data
        code_key, code = (
            from_cbc(key, shape.start_of(what), self.values[name])[: shape.hash_bytes]
            for what, name in (
                (_FOR_CODE_KEY, "encryptedHmacKey"),
                (_FOR_CODE, "encryptedHmacValue"),
            )
        )
        if not hmac.compare_digest(hmac.digest(code_key, package, shape.hash_name), code):
            raise DocumentDamagedError
        segments = range(_SIZE.size, len(package), _SEGMENT_BYTES)
        content = b"".join(
            from_cbc(key, shape.start_of(_NUMBER.pack(number)), package[at : at + _SEGMENT_BYTES])
            for number, at in enumerate(segments)
        )
        return _cut_to_size(content, package)

    def _opened(self, made: bytes, what: bytes, name: str) -> bytes:
        shape = self.password
        key = _fitted(shape.hashed(made, what), shape.key_bytes)
        return from_cbc(key, _fitted(shape.salt, BLOCK_BYTES), self.values[name])


@dataclass(frozen=True, slots=True)
class _Standard:
    """Of Office 2007."""

    key_bytes: int
    salt: bytes
    verifier: bytes
    verifier_hash: bytes
    spins: int = _STANDARD_SPINS

    def key_of(self, password: str) -> bytes | None:
        """The key of the document, None where the password is another."""
        made = _spun("sha1", self.salt, password, self.spins)
        last = hashlib.sha1(made + _NUMBER.pack(0), usedforsecurity=False).digest()
        halves = (
            hashlib.sha1(
                bytes(byte ^ pad for byte in last.ljust(_PADDED_BYTES, b"\0")),
                usedforsecurity=False,
            )
            for pad in _PADS
        )
        key = b"".join(half.digest() for half in halves)[: self.key_bytes]
        given = hashlib.sha1(from_ecb(key, self.verifier), usedforsecurity=False).digest()
        expected = from_ecb(key, self.verifier_hash)[: len(given)]
        return key if hmac.compare_digest(given, expected) else None

    def opened(self, key: bytes, package: bytes) -> bytes:
        """The document.

        Raises:
            DocumentDamagedError: It is shorter than it says.
        """
        whole = len(package) - (len(package) - _SIZE.size) % BLOCK_BYTES
        return _cut_to_size(from_ecb(key, package[_SIZE.size : whole]), package)


def _cut_to_size(content: bytes, package: bytes) -> bytes:
    """What was decrypted, without what fills the last block."""
    if len(package) < _SIZE.size:
        raise DocumentDamagedError
    (size,) = _NUMBER.unpack_from(package)
    if size > len(content):
        raise DocumentDamagedError
    return content[:size]


def _agile(root: Element) -> _Agile:
    """From the XML that describes it."""
    data = next(below(root, "keyData"), None)
    integrity = next(below(root, "dataIntegrity"), None)
    by_password = next(below(root, "encryptedKey"), None)
    if data is None or integrity is None:
        raise DocumentDamagedError
    if by_password is None or not value_of(by_password, "spinCount"):
        raise PackingUnsupportedError  # by a certificate alone
    spins = whole_number(value_of(by_password, "spinCount"), -1)
    if not 0 <= spins <= MAX_SPINS:
        raise DocumentDamagedError
    names = ("encryptedVerifierHashInput", "encryptedVerifierHashValue", "encryptedKeyValue")
    values = {name: _blocks(by_password, name) for name in names}
    values |= {
        name: _blocks(integrity, name) for name in ("encryptedHmacKey", "encryptedHmacValue")
    }
    return _Agile(spins, _shape(by_password), _shape(data), values)


def _shape(element: Element) -> _Shape:
    """How keys and hashes are made there.

    Raises:
        PackingUnsupportedError: By other ciphers than AES in blocks that are chained.
    """
    name = _HASHES.get(value_of(element, "hashAlgorithm").upper())
    cipher = value_of(element, "cipherAlgorithm"), value_of(element, "cipherChaining")
    bits = whole_number(value_of(element, "keyBits"), 0)
    if name is None or cipher != ("AES", "ChainingModeCBC") or bits not in _AES_BITS.values():
        raise PackingUnsupportedError
    salt = base64.b64decode(value_of(element, "saltValue"), validate=True)
    return _Shape(name, hashlib.new(name).digest_size, bits // 8, salt)


def _blocks(element: Element, name: str) -> bytes:
    """An encrypted value."""
    value = base64.b64decode(value_of(element, name), validate=True)
    if not value or len(value) % BLOCK_BYTES:
        raise DocumentDamagedError
    return value


def _standard(rest: bytes) -> _Standard:
    """From its header and verifier."""
    (length,) = _NUMBER.unpack_from(rest)
    _, _, cipher, hashing, bits, *_ = _HEADER.unpack_from(rest, _NUMBER.size)
    if _AES_BITS.get(cipher) != bits or hashing not in {0, _SHA_1}:
        raise PackingUnsupportedError
    _, salt, verifier, _, verifier_hash = _VERIFIER.unpack_from(rest, _NUMBER.size + length)
    return _Standard(bits // 8, salt, verifier, verifier_hash)
