"""An archive that is open: its entries, the passwords for them, and what is unpacked of them.

What a list of names claims is looked at before anything is unpacked. One password opens an archive
as a rule; which of those that are kept it is, a few of its smallest encrypted files tell.
"""

import io
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from desktop.domain.errors import (
    DocumentDamagedError,
    PackingUnsupportedError,
    PartDamagedError,
    PartTooLargeError,
    PasswordNeededError,
    ReadingError,
    TooManyPartsError,
)
from desktop.domain.limits import MAX_PART_BYTES, MAX_ZIP_RATIO
from desktop.reading.archive_aes import AES, locked_file

MAX_NAMES_BYTES = 8 << 20
"""Of the list of names at the end, which is read as a whole; 5,000 names take about 0.5 MiB."""

_FREE_BYTES = 1 << 20
"""So much may come out of anything, however tightly it is packed."""

_ASKED = 3
"""Encrypted files of which one must open for a password to be that of the archive: one may be
damaged."""

_TRIED_AGAIN = 20
"""Passwords, that of the archive among them, that are tried on each file: some have their own."""

_END = b"PK\x05\x06"
_END_BYTES = 22
_END_REACH_BYTES = _END_BYTES + (1 << 16)
"""The end of an archive, and the longest comment behind it, as far as `zipfile` looks for it."""

_END_OF_LARGE, _END_OF_LARGE_BYTES = b"PK\x06\x06", 56
_WHERE_LARGE, _WHERE_LARGE_BYTES = b"PK\x06\x07", 20
"""The end that a large archive has besides, and where that lies; both stand before the end."""

_ENCRYPTED, _OTHERWISE = 0x1, 0x60
"""Bits of an entry. The others: a patch of a file (0x20), or PKWARE's later encryption (0x40)."""

_METHODS = frozenset(
    {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
)
_PASSWORD_ENCODINGS = ("utf-8", "cp437", "cp1252")
"""Nothing says how the program that packed a file wrote the letters of its password."""

for _encoding in _PASSWORD_ENCODINGS:
    "".encode(_encoding)  # loads it

_FAILURES = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    IndexError,
    KeyError,
    OverflowError,
)
"""What unpacking raises on what is no archive, beside what is caught by name."""


class _Locked(Protocol):
    """An encrypted file in an archive."""

    def demand_right(self, password: bytes) -> None:
        """Find out whether a password is right.

        Raises:
            PasswordNeededError: It is another.
            PartDamagedError: It seems right, and the file is damaged.
        """

    def opened(self, password: bytes) -> bytes:
        """The content.

        Raises:
            ReadingError: It cannot be had.
        """


@dataclass(frozen=True, slots=True)
class _LockedOfOld:
    """A file encrypted as PKWARE did: one byte tells most wrong passwords, the checksum all."""

    archive: zipfile.ZipFile
    entry: zipfile.ZipInfo

    def demand_right(self, password: bytes) -> None:
        """Unpack it; a checksum that does not fit is that of another password as a rule.

        Raises:
            PasswordNeededError: It does not come out right.
        """
        try:
            self.opened(password)
        except PartDamagedError:
            raise PasswordNeededError from None

    def opened(self, password: bytes) -> bytes:
        """The content.

        Raises:
            ReadingError: It cannot be had.
        """
        return _unpacked(self.archive, self.entry, password)


class Archive:
    """An archive and the passwords for it; the one that opens it comes first.

    Args:
        data: The archive.
        passwords: To be tried.
    """

    def __init__(self, data: bytes, passwords: Sequence[str]) -> None:
        """Read the list of names.

        Raises:
            DocumentDamagedError: There is none.
            TooManyPartsError: It is longer than MAX_NAMES_BYTES.
        """
        self._data = data
        self._zip = _opened(data)
        self._secrets = list(dict.fromkeys(_secrets(passwords)))

    def entries(self) -> list[zipfile.ZipInfo]:
        """All files that it lists."""
        # Not is_dir: before Python 3.12 it fails at an entry without a name.
        return [entry for entry in self._zip.infolist() if not entry.filename.endswith("/")]

    def unlock(self, files: Sequence[zipfile.ZipInfo]) -> bool:
        """Find the password; whether one was needed.

        Raises:
            PasswordNeededError: None of them opens one of the smallest encrypted files.
        """
        asked = self._asked(files)
        seems_right = None
        for locked in asked:
            for secret in self._secrets:
                try:
                    locked.demand_right(secret)
                except PartDamagedError:
                    seems_right = seems_right or secret
                except PasswordNeededError:
                    continue
                else:
                    self._put_first(secret)
                    return True
        if seems_right is None and asked:
            raise PasswordNeededError
        if seems_right is not None:
            self._put_first(seems_right)
        return bool(asked)

    def content(self, entry: zipfile.ZipInfo) -> bytes:
        """A file, unpacked.

        Raises:
            PartTooLargeError: More than MAX_PART_BYTES, or packed like a bomb.
            PackingUnsupportedError: Packed or encrypted in a way that is not read.
            PartDamagedError: It cannot be unpacked, or its checksum is another.
            PasswordNeededError: Its password is another than that of the archive.
        """
        if not entry.flag_bits & _ENCRYPTED:
            _demand_small(entry)
            return _unpacked(self._zip, entry, None)
        locked = self._locked(entry)
        seems_right = False
        for secret in self._secrets[:_TRIED_AGAIN]:
            try:
                return locked.opened(secret)
            except PasswordNeededError:
                continue
            except PartDamagedError:  # or a wrong password that passed the check
                seems_right = True
        raise PartDamagedError if seems_right else PasswordNeededError

    def _asked(self, files: Sequence[zipfile.ZipInfo]) -> list[_Locked]:
        """The smallest encrypted files, of those that can be opened at all."""
        encrypted = [entry for entry in files if entry.flag_bits & _ENCRYPTED]
        found: list[_Locked] = []
        for entry in sorted(encrypted, key=lambda entry: entry.compress_size):
            try:
                found.append(self._locked(entry))
            except ReadingError:  # of this file alone: it says so when it is asked for
                continue
            if len(found) == _ASKED:
                break
        return found

    def _locked(self, entry: zipfile.ZipInfo) -> _Locked:
        _demand_small(entry)
        if entry.compress_type == AES:
            return locked_file(self._data, entry)
        if entry.flag_bits & _OTHERWISE or entry.compress_type not in _METHODS:
            raise PackingUnsupportedError
        return _LockedOfOld(self._zip, entry)

    def _put_first(self, secret: bytes) -> None:
        self._secrets.remove(secret)
        self._secrets.insert(0, secret)


def is_bomb(size_bytes: int, packed_bytes: int) -> bool:
    """Whether something would grow beyond what may come out of so few bytes."""
    return size_bytes > _FREE_BYTES + MAX_ZIP_RATIO * packed_bytes


def _secrets(passwords: Sequence[str]) -> Iterator[bytes]:
    """Passwords as bytes, in each encoding in which programs write them."""
    for password in passwords:
        for encoding in _PASSWORD_ENCODINGS:
            secret = password.encode(encoding, "ignore")
            if secret:
                yield secret


def _demand_small(entry: zipfile.ZipInfo) -> None:
    size, packed = entry.file_size, entry.compress_size
    if max(size, packed - _FREE_BYTES) > MAX_PART_BYTES or is_bomb(size, packed):
        raise PartTooLargeError


def _opened(data: bytes) -> zipfile.ZipFile:
    if _names_bytes(data) > MAX_NAMES_BYTES:
        raise TooManyPartsError
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (*_FAILURES, NotImplementedError):
        raise DocumentDamagedError from None


def _names_bytes(data: bytes) -> int:
    """Length of the list of names, 0 where there is no end.

    What `zipfile` will believe is asked: the same end, and that of a large archive wherever it
    stands before it, even where the end itself gives a length.
    """
    end = len(data) - _END_BYTES
    if not (data.startswith(_END, max(0, end)) and data.endswith(b"\0\0")):
        end = data.rfind(_END, max(0, len(data) - _END_REACH_BYTES))
    if end < 0:
        return 0
    where = end - _WHERE_LARGE_BYTES
    large = where - _END_OF_LARGE_BYTES
    is_large = large >= 0 and data.startswith(_WHERE_LARGE, where)
    if is_large and data.startswith(_END_OF_LARGE, large):
        return int.from_bytes(data[large + 40 : large + 48], "little")
    return int.from_bytes(data[end + 12 : end + 16], "little")


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, password: bytes | None) -> bytes:
    try:
        with archive.open(entry, pwd=password) as file:
            return file.read(entry.file_size + 1)  # no more is unpacked than it claims
    except NotImplementedError:
        raise PackingUnsupportedError from None
    except MemoryError:
        raise PartTooLargeError from None
    except RuntimeError:  # the password is not that of this file
        raise PasswordNeededError from None
    except _FAILURES:
        raise PartDamagedError from None
