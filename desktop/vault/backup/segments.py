"""The files of one backup: cut into segments, of which only those are added that are new."""

from collections.abc import Iterator

from desktop.domain.errors import BackupDamagedError
from desktop.vault.backup.catalogue import (
    ENTRY,
    FORMAT,
    INDEXED_BYTES,
    SAMENESS_BYTES,
    SEGMENT_BYTES,
    Catalogue,
    FileEntry,
    catalogue_of,
    encoded_catalogue,
    sameness_of,
)
from desktop.vault.backup.container import Addition, Container
from desktop.vault.backup.keys import BackupKey, derive_for_backup
from desktop.vault.backup.layout import OVERHEAD_BYTES, Finish, Part, PartKind
from desktop.vault.backup.still import PAGE_BYTES, Still
from desktop.vault.labels import Label

RUN_BYTES = 1 << 20
"""Read at once: 16 segments."""


class BackupKeys:
    """The two keys of a file of backups.

    Attributes:
        data: Seals every part.
        sameness: Tells segments that are there already.
    """

    def __init__(self, backup_key: BackupKey, container_id: bytes) -> None:
        """Derive them."""
        self.data = derive_for_backup(backup_key, Label.BACKUP_DATA, container_id)
        self.sameness = derive_for_backup(backup_key, Label.BACKUP_SAMENESS, container_id)


class FilesIn:
    """Adds files to a backup.

    Args:
        addition: The file of backups.
        keys: Its keys.
        before: What the backup before holds under the same keys, None for nothing.

    Attributes:
        files: Those that were added, by name.
    """

    def __init__(self, addition: Addition, keys: BackupKeys, before: Catalogue | None) -> None:
        """Start with no file."""
        self._addition = addition
        self._keys = keys
        self._known = {} if before is None else {file.name: file for file in before.files}
        self._format = FORMAT if before is None else before.format
        self._sameness = sameness_of(self._format, keys.sameness)
        self.files: dict[str, FileEntry] = {}

    def add(self, name: str, still: Still) -> Iterator[int]:
        """Add a file; yields the number of bytes after each run of them."""
        known = self._known.get(name)
        indexes: list[Part] = []
        for first in range(0, still.size_bytes, INDEXED_BYTES):
            known_part, known_index = self._known_index(known, len(indexes))
            index = bytearray()
            for offset in range(first, min(first + INDEXED_BYTES, still.size_bytes), RUN_BYTES):
                run = still.read(offset // PAGE_BYTES, RUN_BYTES // PAGE_BYTES)
                self._add_run(run, known_index, index)
                yield len(run)
            if known_part is None or index != known_index:
                known_part = self._addition.add(self._keys.data, PartKind.INDEX, bytes(index))
            indexes.append(known_part)
        self.files[name] = FileEntry(name, still.size_bytes, tuple(indexes))
        self._known[name] = self.files[name]

    def forget(self) -> None:
        """Begin the list of files anew; what was added is known."""
        self.files = {}

    def finish(
        self, key_record: bytes, vault_id: str, program: str, made_at_us: int
    ) -> tuple[Catalogue, Finish]:
        """End the backup; when this returns, it is on the disk."""
        files = tuple(self.files.values())
        catalogue = Catalogue(vault_id, None, program, files, self._format)
        return catalogue, self.finish_with(catalogue, key_record, made_at_us)

    def finish_with(self, catalogue: Catalogue, key_record: bytes, made_at_us: int) -> Finish:
        """End the backup with a catalogue of the caller's."""
        plain = encoded_catalogue(catalogue)
        return self._addition.finish(self._keys.data, key_record, plain, made_at_us)

    def _add_run(self, run: bytes, known_index: bytes, index: bytearray) -> None:
        view = memoryview(run)
        for start in range(0, len(run), SEGMENT_BYTES):
            segment = view[start : start + SEGMENT_BYTES]
            digest = self._sameness(segment)
            at = len(index)
            if known_index[at : at + SAMENESS_BYTES] == digest:
                index += known_index[at : at + ENTRY.size]
            else:
                part = self._addition.add(self._keys.data, PartKind.SEGMENT, segment)
                index += ENTRY.pack(digest, part.offset)

    def _known_index(self, known: FileEntry | None, number: int) -> tuple[Part | None, bytes]:
        if known is None or number >= len(known.indexes):
            return None, b""
        part = known.indexes[number]
        return part, self._addition.opened(self._keys.data, PartKind.INDEX, part)


class FilesOut:
    """The files of a finished backup.

    Args:
        container: The file of backups.
        offset: Of the backup's finish.
        finish: Its finish.
        keys: Its keys.

    Attributes:
        finish: As given.
        catalogue: What the backup holds.

    Raises:
        BackupDamagedError: The list of what it holds was altered.
    """

    def __init__(self, container: Container, offset: int, finish: Finish, keys: BackupKeys) -> None:
        """Open the catalogue."""
        self._container = container
        self._keys = keys
        self.finish = finish
        part = finish.catalogue
        plain = container.opened(keys.data, PartKind.CATALOGUE, part, finish)
        container.demand_zeros(part.end, offset)
        self.catalogue = catalogue_of(plain)
        self._sameness = sameness_of(self.catalogue.format, keys.sameness)

    def content(self, file: FileEntry) -> Iterator[bytes]:
        """The segments of a file, each opened and compared.

        Raises:
            BackupDamagedError: One was altered or is missing.
        """
        left_bytes = file.size_bytes
        for number in range(len(file.indexes)):
            index = self.index(file, number)
            for at in range(0, len(index), ENTRY.size):
                length = min(SEGMENT_BYTES, left_bytes)
                yield self.segment(index[at : at + ENTRY.size], length)
                left_bytes -= length

    def index(self, file: FileEntry, number: int) -> bytes:
        """One index of a file.

        Raises:
            BackupDamagedError: It was altered or is missing.
        """
        index = self._container.opened(self._keys.data, PartKind.INDEX, file.indexes[number])
        covered = min(INDEXED_BYTES, file.size_bytes - number * INDEXED_BYTES)
        if len(index) != -(-covered // SEGMENT_BYTES) * ENTRY.size:
            raise BackupDamagedError
        return index

    def segment(self, entry: bytes, length: int) -> bytes:
        """A segment as an index names it.

        Raises:
            BackupDamagedError: It was altered or is missing.
        """
        digest, offset = ENTRY.unpack(entry)
        part = Part(offset, length + OVERHEAD_BYTES)
        segment = self._container.opened(self._keys.data, PartKind.SEGMENT, part)
        if self._sameness(segment) != digest:
            raise BackupDamagedError
        return segment
