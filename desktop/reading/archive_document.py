"""ZIP archives: a page that lists what is in them, and the files themselves.

Everything happens in memory, and within bounds that are looked at before anything is unpacked: the
list of names, how many files, how large each is and all are, and how tightly they are packed.
Nothing is written, so what an entry is called leads nowhere; links are listed and not followed.
"""

import stat
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.errors import PartTooLargeError, TooManyPartsError
from desktop.domain.limits import MAX_PARTS
from desktop.domain.notes import Note, NoteKind
from desktop.reading.archive_file import Archive, is_bomb
from desktop.reading.flow import Block, Cell, Flow, Paragraph, Table
from desktop.reading.flow_document import FlowDocument
from desktop.reading.source import Part

_IS_UTF_8 = 0x800
_LITTER = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})
_LITTER_FOLDER = "__MACOSX/"


@dataclass(frozen=True, slots=True)
class ArchivePart:
    """A file in an archive."""

    name: str
    folder: str
    _archive: Archive
    _entry: zipfile.ZipInfo

    def read(self) -> bytes:
        """Unpack it.

        Raises:
            ReadingError: As the archive says.
        """
        return self._archive.content(self._entry)


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
        archive = Archive(data, passwords)
        entries = archive.entries()
        files = [entry for entry in entries if not _is_left_out(entry)]
        if len(files) > MAX_PARTS:
            raise TooManyPartsError
        if is_bomb(sum(entry.file_size for entry in files), len(data)):
            raise PartTooLargeError
        needed_password = archive.unlock(files)
        super().__init__(Flow(tuple(_listed(files, len(entries) - len(files)))))
        self.notes = (Note(NoteKind.OPENED_WITH_PASSWORD),) if needed_password else ()
        self.parts: Sequence[Part] = tuple(
            ArchivePart(*_named(entry), archive, entry) for entry in files
        )


def _is_left_out(entry: zipfile.ZipInfo) -> bool:
    """Links, and what operating systems put beside files."""
    mode = entry.external_attr >> 16
    is_special = stat.S_IFMT(mode) not in {0, stat.S_IFREG}
    is_litter = entry.filename.rsplit("/", 1)[-1].lower() in _LITTER
    return is_special or is_litter or entry.filename.startswith(_LITTER_FOLDER)


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
