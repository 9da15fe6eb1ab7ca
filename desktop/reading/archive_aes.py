"""Files in ZIP archives that are encrypted with AES, as WinZip and 7-Zip write them (AE-1, AE-2).

Source: WinZip's "AES Encryption Information", version 1.04; PKWARE's APPNOTE 6.3.10, 4.3.7, 4.4.5.

    extra field 0x9901:  version (2) | "AE" (2) | strength (1) | method of packing (2)
    content:             salt (8, 12, 16) | check of the password (2) | encrypted | code (10)
    keys:                PBKDF2-HMAC-SHA1, 1,000 rounds: AES key | key of the code | check

The code (HMAC-SHA1, cut to 80 bits) is checked before a byte is decrypted, and what comes out is
bounded by the size that the list of names claims.
"""

import bz2
import hashlib
import hmac
import struct
import zipfile
import zlib
from dataclasses import dataclass

from desktop.domain.errors import PackingUnsupportedError, PartDamagedError, PasswordNeededError
from desktop.reading.ciphers import from_counter

AES = 99
"""The method of packing that stands in the list of names instead of the real one."""

_EXTRA = 0x9901
_EXTRA_HEAD = struct.Struct("<HH")
_EXTRA_BODY = struct.Struct("<H2sBH")
_LOCAL = struct.Struct("<4s22xHH")
_LOCAL_MARK = b"PK\x03\x04"
_KEY_BYTES = {1: 16, 2: 24, 3: 32}
_ROUNDS = 1_000
_CHECK_BYTES, _CODE_BYTES = 2, 10
_WITH_CRC = 1
"""The version whose list of names also has the checksum of the content."""


@dataclass(frozen=True, slots=True)
class LockedFile:
    """An encrypted file as it lies in an archive.

    Attributes:
        method: How it was packed before it was encrypted.
        size_bytes: Unpacked, as the list of names claims.
        crc: Of the content, None where the version keeps none.
    """

    method: int
    key_bytes: int
    salt: bytes
    check: bytes
    encrypted: memoryview
    code: bytes
    size_bytes: int
    crc: int | None

    def key_of(self, password: bytes) -> bytes:
        """The key that a password gives.

        Raises:
            PasswordNeededError: The password is another; of 65,536 others one passes for right and
                ends as damage.
            PartDamagedError: The content was changed or cut off.
        """
        made = hashlib.pbkdf2_hmac(
            "sha1", password, self.salt, _ROUNDS, 2 * self.key_bytes + _CHECK_BYTES
        )
        if not hmac.compare_digest(made[-_CHECK_BYTES:], self.check):
            raise PasswordNeededError
        code_key = made[self.key_bytes : 2 * self.key_bytes]
        code = hmac.digest(code_key, self.encrypted, "sha1")[:_CODE_BYTES]
        if not hmac.compare_digest(code, self.code):
            raise PartDamagedError
        return made[: self.key_bytes]

    def demand_right(self, password: bytes) -> None:
        """Find out whether a password is right.

        Raises:
            PasswordNeededError: It is another.
            PartDamagedError: It seems right, and the content was changed or cut off.
        """
        self.key_of(password)

    def opened(self, password: bytes) -> bytes:
        """Its content.

        Raises:
            PasswordNeededError: The password is another.
            PartDamagedError: It was changed, cut off or packed wrongly.
            PackingUnsupportedError: It was packed in a way that is not read.
        """
        packed = from_counter(self.key_of(password), self.encrypted)
        content = _unpacked(packed, self.method, self.size_bytes)
        if self.crc is not None and zlib.crc32(content) != self.crc:
            raise PartDamagedError
        return content


def locked_file(data: bytes, entry: zipfile.ZipInfo) -> LockedFile:
    """Find an encrypted file in its archive.

    Args:
        data: The archive.
        entry: Its entry in the list of names, whose method is `AES`.

    Raises:
        PackingUnsupportedError: It does not say how it is encrypted, or says a way unheard of.
        PartDamagedError: It does not lie where the list says, or is too short.
    """
    version, strength, method = _said(entry.extra)
    content = _content(data, entry)
    salt_bytes = _KEY_BYTES[strength] // 2
    if len(content) < salt_bytes + _CHECK_BYTES + _CODE_BYTES:
        raise PartDamagedError
    return LockedFile(
        method=method,
        key_bytes=_KEY_BYTES[strength],
        salt=bytes(content[:salt_bytes]),
        check=bytes(content[salt_bytes : salt_bytes + _CHECK_BYTES]),
        encrypted=content[salt_bytes + _CHECK_BYTES : -_CODE_BYTES],
        code=bytes(content[-_CODE_BYTES:]),
        size_bytes=entry.file_size,
        crc=entry.CRC if version == _WITH_CRC else None,
    )


def _said(extra: bytes) -> tuple[int, int, int]:
    """Version, strength and method from the extra field that tells them."""
    at = 0
    while at + _EXTRA_HEAD.size <= len(extra):
        mark, length = _EXTRA_HEAD.unpack_from(extra, at)
        at += _EXTRA_HEAD.size
        if mark == _EXTRA and at + _EXTRA_BODY.size <= len(extra):
            version, vendor, strength, method = _EXTRA_BODY.unpack_from(extra, at)
            if vendor == b"AE" and version in {1, 2} and strength in _KEY_BYTES:
                return version, strength, method
            break
        at += length
    raise PackingUnsupportedError


def _content(data: bytes, entry: zipfile.ZipInfo) -> memoryview:
    """The bytes of an entry as they lie in the archive."""
    at = entry.header_offset
    if at < 0 or at + _LOCAL.size > len(data):
        raise PartDamagedError
    mark, name_bytes, extra_bytes = _LOCAL.unpack_from(data, at)
    begin = at + _LOCAL.size + name_bytes + extra_bytes
    if mark != _LOCAL_MARK or begin + entry.compress_size > len(data):
        raise PartDamagedError
    return memoryview(data)[begin : begin + entry.compress_size]


def _unpacked(packed: bytes, method: int, size_bytes: int) -> bytes:
    """Unpack no more than the size that is claimed.

    Raises:
        PartDamagedError: It is more, or less, or cannot be unpacked.
        PackingUnsupportedError: By a method that is not read.
    """
    try:
        match method:
            case zipfile.ZIP_STORED:
                content = packed
            case zipfile.ZIP_DEFLATED:
                content = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, size_bytes + 1)
            case zipfile.ZIP_BZIP2:
                content = bz2.BZ2Decompressor().decompress(packed, size_bytes + 1)
            case _:
                raise PackingUnsupportedError
    except (zlib.error, OSError, EOFError, ValueError):
        raise PartDamagedError from None
    if len(content) != size_bytes:
        raise PartDamagedError
    return content
