"""ZIP archives: a page that lists what is in them, and the files themselves.

Everything happens in memory, and within bounds that are looked at before anything is unpacked: the
list of names, how many files, how large each is and all are, and how tightly they are packed.
Nothing is written, so what an entry is called leads nowhere; links are listed and not followed.
"""

import io
import lzma
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.errors import (
    DocumentDamagedError,
    PackingUnsupportedError,
    PartDamagedError,
    PartTooLargeError,
    PasswordNeededError,
    TooManyPartsError,
)
from desktop.domain.limits import MAX_PART_BYTES, MAX_PARTS, MAX_ZIP_RATIO
from desktop.domain.notes import Note, NoteKind
from desktop.reading.flow import Block, Cell, Flow, Paragraph, Table
from desktop.reading.flow_document import FlowDocument
from desktop.reading.source import Part

MAX_NAMES_BYTES = 8 << 20
"""Of the list of names at the end, which is read as a whole; 5,000 names take about 0.5 MiB."""

_FREE_BYTES = 1 << 20
"""So much may come out of anything, however tightly it is packed."""

_END = b"PK\x05\x06"
_END_OF_LARGE = b"PK\x06\x06"
_END_REACH_BYTES = 65_557
"""The end of an archive, and the longest comment behind it."""

_ENCRYPTED = 0x1
_IS_UTF_8 = 0x800
_AES = 99
_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_LITTER_FOLDER = "__MACOSX/"

"".encode("cp437")  # loads it: names without another encoding are in this one

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


@dataclass(frozen=True, slots=True)
class ArchivePart:
    """A file in an archive."""

    name: str
    folder: str
    _archive: zipfile.ZipFile
    _entry: zipfile.ZipInfo
    _password: bytes | None

    def read(self) -> bytes:
        """Unpack it.

        Raises:
            PartTooLargeError: More than MAX_PART_BYTES, or packed like a bomb.
            PackingUnsupportedError: Packed or encrypted in a way that is not read.
            PartDamagedError: It cannot be unpacked, or its checksum is another.
        """
        entry = self._entry
        if entry.file_size > MAX_PART_BYTES or _is_bomb(entry.file_size, entry.compress_size):
            raise PartTooLargeError
        return _unpacked(self._archive, entry, self._password)


class ArchiveDocument(FlowDocument):
    """An open archive; its pages list what is in it.

    Args:
        data: The archive.
        passwords: To be tried where it is encrypted.
    """

    def __init__(self, data: bytes, passwords: Sequence[str] = ()) -> None:
        """Read the list of names.

        Raises:
            DocumentDamagedError: There is none.
            TooManyPartsError: It is too long, or names more files than MAX_PARTS.
            PartTooLargeError: All together would grow like a bomb.
            PasswordNeededError: It is encrypted, and none of the passwords opens it.
        """
        archive = _opened(data)
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        files = [entry for entry in entries if not _is_left_out(entry)]
        if len(files) > MAX_PARTS:
            raise TooManyPartsError
        if _is_bomb(sum(entry.file_size for entry in files), len(data)):
            raise PartTooLargeError
        password = _password_of(archive, files, passwords)
        super().__init__(Flow(tuple(_listed(files, len(entries) - len(files)))))
        self.notes = () if password is None else (Note(NoteKind.OPENED_WITH_PASSWORD),)
        self.parts: Sequence[Part] = tuple(
            ArchivePart(*_named(entry), archive, entry, password) for entry in files
        )


def _opened(data: bytes) -> zipfile.ZipFile:
    if _names_bytes(data) > MAX_NAMES_BYTES:
        raise TooManyPartsError
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (*_FAILURES, NotImplementedError):
        raise DocumentDamagedError from None


def _names_bytes(data: bytes) -> int:
    """Length of the list of names as the end of the archive gives it; 0 where there is no end."""
    end = data.rfind(_END, max(0, len(data) - _END_REACH_BYTES))
    if end < 0:
        return 0
    length = int.from_bytes(data[end + 12 : end + 16], "little")
    if length == 0xFFFFFFFF:
        large = data.rfind(_END_OF_LARGE, 0, end)
        length = int.from_bytes(data[large + 40 : large + 48], "little") if large >= 0 else 0
    return length


def _is_bomb(size_bytes: int, packed_bytes: int) -> bool:
    return size_bytes > _FREE_BYTES + MAX_ZIP_RATIO * packed_bytes


def _is_left_out(entry: zipfile.ZipInfo) -> bool:
    """Links, and what operating systems put beside files."""
    mode = entry.external_attr >> 16
    is_special = stat.S_IFMT(mode) not in {0, stat.S_IFREG}
    is_litter = entry.filename.rsplit("/", 1)[-1].lower() in _LITTER
    return is_special or is_litter or entry.filename.startswith(_LITTER_FOLDER)


def _password_of(
    archive: zipfile.ZipFile, files: Sequence[zipfile.ZipInfo], passwords: Sequence[str]
) -> bytes | None:
    """The password that opens the smallest encrypted file; None where none is needed.

    Raises:
        PasswordNeededError: None of them does.
    """
    encrypted = [
        entry for entry in files if entry.flag_bits & _ENCRYPTED and entry.compress_type != _AES
    ]
    if not encrypted:
        return None
    smallest = min(encrypted, key=lambda entry: entry.compress_size)
    for password in passwords:
        for secret in dict.fromkeys((password.encode("utf-8"), password.encode("cp437", "ignore"))):
            if secret and _opens(archive, smallest, secret):
                return secret
    raise PasswordNeededError


def _opens(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, secret: bytes) -> bool:
    """Whether a password is right; one byte tells most wrong ones, the checksum all."""
    if entry.file_size > MAX_PART_BYTES or _is_bomb(entry.file_size, entry.compress_size):
        raise PartTooLargeError
    try:
        _unpacked(archive, entry, secret)
    except PartDamagedError:
        return False
    return True


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, password: bytes | None) -> bytes:
    if entry.compress_type == _AES:
        raise PackingUnsupportedError
    try:
        return archive.read(entry, password)
    except NotImplementedError:
        raise PackingUnsupportedError from None
    except MemoryError:
        raise PartTooLargeError from None
    except RuntimeError:  # the password is not that of this file
        raise PartDamagedError from None
    except _FAILURES:
        raise PartDamagedError from None


def _named(entry: zipfile.ZipInfo) -> tuple[str, str]:
    """Name and folder of an entry."""
    folder, _, name = _name_of(entry).replace("\\", "/").rpartition("/")
    return name, folder


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The whole name; macOS writes UTF-8 without saying so, and its accents apart from letters."""
    name = entry.filename
    if not entry.flag_bits & _IS_UTF_8:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            return name
    return unicodedata.normalize("NFC", name)


def _listed(files: Sequence[zipfile.ZipInfo], left_out: int) -> list[Block]:
    """What is in the archive, as a page."""
    title = f"Archive with {len(files)} {'file' if len(files) == 1 else 'files'}"
    blocks: list[Block] = [Paragraph.of(title, level=1)]
    if files:
        head = tuple(map(_cell, ("Number", "File", "Bytes", "Changed")))
        rows = (
            tuple(map(_cell, (str(number), _name_of(entry), f"{entry.file_size:,}", _day(entry))))
            for number, entry in enumerate(files, start=1)
        )
        blocks.append(Table((head, *rows), first_is_head=True))
    if left_out:
        blocks.append(
            Paragraph.of(
                f"{left_out} more entries are links, devices or helper files of an operating"
                " system; they were left in the archive."
            )
        )
    return blocks


def _cell(text: str) -> Cell:
    return (Paragraph.of(text),)


def _day(entry: zipfile.ZipInfo) -> str:
    """When the file was changed last, as the archive claims."""
    year, month, day = entry.date_time[:3]
    return f"{year:04}-{month:02}-{day:02}"
