"""Whether everything in a file of backups is as it was written.

The latest backup is read whole: each part opened, each segment compared with its index. Of an
earlier one only what the later one does not share is read, so that each part is read once.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.domain.backup import BackupInside, BackupPhase, BackupProgress
from desktop.domain.errors import BackupError, WrongKeyError
from desktop.vault.backup.catalogue import ENTRY, INDEXED_BYTES, SEGMENT_BYTES, FileEntry
from desktop.vault.backup.container import Container
from desktop.vault.backup.layout import BLOCK_BYTES
from desktop.vault.backup.opening import KeyFinder, OpenBackup, open_finished
from desktop.vault.backup.segments import FilesOut
from desktop.vault.backup.times import moment_of


@dataclass(frozen=True, slots=True)
class BackupProblem:
    """Something in a file of backups that is not as it was written.

    Attributes:
        what: One sentence.
        number: Of the backup concerned, None where it is the file.
        file: Name of the damaged file below the vault's folder, "" for the backup as a whole.
    """

    what: str
    number: int | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class BackupSeen:
    """A backup that was gone through.

    Attributes:
        backup: Its number and time.
        size_bytes: Of all that it holds; 0 where it could not be opened.
        is_checked: Whether it opens with the present key; one from before the vault's key was
            changed does not, and is passed over.
    """

    backup: BackupInside
    size_bytes: int
    is_checked: bool


def check_backups(
    container: Container, key_of: KeyFinder, *, is_everything: bool
) -> Iterator[BackupProgress | BackupProblem | BackupSeen]:
    """Read and compare the latest backup of a file, or all of them.

    Raises:
        NoBackupError: There is none.
        InCameraError: The way in does not open the latest one.
    """
    offset, finish = container.last_finish()
    backup = open_finished(container, key_of, offset, finish)
    behind = container.size_bytes() - offset - BLOCK_BYTES
    if behind:
        yield BackupProblem(
            f"Behind backup {finish.number} stand {behind:,} bytes without an end: a backup that"
            " was cut short, or whose end was damaged."
        )
    yield from _checked(backup, None)
    yield BackupSeen(backup.inside, backup.files.catalogue.size_bytes, is_checked=True)
    if is_everything:
        yield from _earlier(container, key_of, backup)


def _earlier(
    container: Container, key_of: KeyFinder, later: OpenBackup
) -> Iterator[BackupProgress | BackupProblem | BackupSeen]:
    """What earlier backups do not share with the latest one, back to a change of the vault key."""
    finishes = container.finishes()
    try:
        next(finishes)
        for offset, finish in finishes:
            try:
                backup = open_finished(container, key_of, offset, finish)
            except WrongKeyError:
                inside = BackupInside(finish.number, moment_of(finish.made_at_us))
                yield BackupSeen(inside, 0, is_checked=False)
                return
            except BackupError as error:
                yield BackupProblem(error.reason, finish.number)
                continue
            yield from _checked(backup, later)
            yield BackupSeen(backup.inside, backup.files.catalogue.size_bytes, is_checked=True)
            later = backup
    except BackupError as error:
        yield BackupProblem(error.reason)


def _checked(
    backup: OpenBackup, later: OpenBackup | None
) -> Iterator[BackupProgress | BackupProblem]:
    catalogue = backup.files.catalogue
    done = 0
    for file in catalogue.files:
        known = None if later is None else later.files.catalogue.file(file.name)
        try:
            for count in _checked_file(backup.files, file, later.files if later else None, known):
                done += count
                yield BackupProgress(BackupPhase.CHECKING, done, catalogue.size_bytes)
        except BackupError as error:
            yield BackupProblem(error.reason, backup.files.finish.number, file.name)


def _checked_file(
    files: FilesOut, file: FileEntry, later: FilesOut | None, known: FileEntry | None
) -> Iterator[int]:
    left_bytes = file.size_bytes
    for number, part in enumerate(file.indexes):
        is_known = known is not None and number < len(known.indexes)
        if known is not None and is_known and known.indexes[number] == part:
            left_bytes -= min(left_bytes, INDEXED_BYTES)
            continue
        index = files.index(file, number)
        seen = later.index(known, number) if later and known and is_known else b""
        for at in range(0, len(index), ENTRY.size):
            length = min(SEGMENT_BYTES, left_bytes)
            left_bytes -= length
            entry = index[at : at + ENTRY.size]
            if seen[at : at + ENTRY.size] != entry:
                files.segment(entry, length)
            yield length
