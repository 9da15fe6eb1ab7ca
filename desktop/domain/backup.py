"""Backups of a vault, and matters on their way between vaults."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path


class BackupAct(StrEnum):
    """What was done with a backup."""

    MADE = "made"
    CHECKED = "checked"
    REHEARSED = "rehearsed"
    RESTORED = "restored"


class BackupPhase(StrEnum):
    """What work on a backup is doing."""

    COPYING = "copying"
    CHECKING = "checking"
    RESTORING = "restoring"
    VERIFYING = "verifying"
    MERGING = "merging"
    CUTTING = "cutting"
    JOINING = "joining"


@dataclass(frozen=True, slots=True)
class BackupProgress:
    """One report of work on a backup.

    Attributes:
        phase: What it is doing.
        done: So far: bytes, while verifying and merging documents; while cutting, bytes written
            and bytes read back.
        total: Of so many.
    """

    phase: BackupPhase
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class BackupEntry:
    """Something that was done with a backup, as the vault remembers it.

    Attributes:
        act: What.
        at: When, in UTC.
        place: The file, as it was named then.
        container_id: Of the file, 32 hexadecimal digits; it stays when the file is moved.
        number: Of the backup in its file, from 1.
        size_bytes: Of all that it holds.
        added_bytes: By which the file grew for it; 0 for other acts.
    """

    act: BackupAct
    at: datetime
    place: str
    container_id: str
    number: int
    size_bytes: int
    added_bytes: int


@dataclass(frozen=True, slots=True)
class BackupInside:
    """One backup in a file, as the file itself says.

    Attributes:
        number: From 1, in the order in which they were made.
        made_at: UTC.
    """

    number: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class BackupState:
    """What a person should know about the backups of a vault.

    Attributes:
        last_made: None where none was ever made.
        last_rehearsed: None where none was ever rehearsed.
        is_backup_due: Whether the last one is older than the settings ask for.
        is_rehearsal_due: The same of the last rehearsal.
    """

    last_made: BackupEntry | None
    last_rehearsed: BackupEntry | None
    is_backup_due: bool
    is_rehearsal_due: bool


@dataclass(frozen=True, slots=True)
class CheckedBackup:
    """What a check of a file of backups found.

    Attributes:
        numbers: Of the backups that were read and compared, the latest first.
        problems: Sentences about what is not as it was written; none where all is.
    """

    numbers: tuple[int, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a rehearsal or a restore found in the vault that a backup holds.

    Attributes:
        number: Of the backup.
        made_at: UTC.
        matters: How many.
        documents: How many, in all matters.
        size_bytes: Of all files.
        problems: Sentences about what is not whole; none where all is.
        closed: Further matters, behind walls that are closed to this account: they are there, every
            part of them is as it was backed up, and nobody looked inside.
    """

    number: int
    made_at: datetime
    matters: int
    documents: int
    size_bytes: int
    problems: tuple[str, ...]
    closed: int = 0


@dataclass(frozen=True, slots=True)
class PiecesPlanned:
    """How a file of backups is cut.

    Attributes:
        count: Pieces.
        total_bytes: Of the file.
    """

    count: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class PieceWritten:
    """A piece that was written and read back.

    Attributes:
        number: From 1.
        count: Of how many.
        path: Where it is.
    """

    number: int
    count: int
    path: Path


@dataclass(frozen=True, slots=True)
class Joined:
    """How far a file of backups is put together.

    Attributes:
        number: The last piece that is there.
        count: Of how many.
        target: The file, which is there once all pieces are.
    """

    number: int
    count: int
    target: Path

    @property
    def is_whole(self) -> bool:
        """Whether all pieces are there."""
        return self.number == self.count


@dataclass(frozen=True, slots=True)
class FileTaken:
    """A file of backups that is to be restored, or how many of its pieces are there.

    Attributes:
        backups: In the file, the latest first; none while pieces are missing.
        next_piece: The piece that is asked for; 0 where none is missing.
        piece_count: Pieces of the file; 0 where it came in one.
    """

    backups: tuple[BackupInside, ...]
    next_piece: int = 0
    piece_count: int = 0


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of unpacking a matter.

    Attributes:
        reference: Client and matter number.
        is_new: Whether the matter was not here before.
        documents_new: Documents that were not here before.
        documents_known: Documents that were here already, by their SHA-256.
        pages_new: Pages that were read there and not here.
        decisions_new: Decisions of persons that were not here before.
        decisions_set_aside: Findings on which persons had decided differently: the later decision
            holds, the earlier one is kept.
        answers_new: Answers that were not here before.
        holds_new: Holds that stand there and did not here; they stand here now.
        holds_released_there: Holds that still stand here although they were released there.
        custodians_new: Custodians that were named there and not here.
        custodians_left_out: Custodians of there that are no names which could be given here, or
            more than a matter has.
    """

    reference: str
    is_new: bool
    documents_new: int = 0
    documents_known: int = 0
    pages_new: int = 0
    decisions_new: int = 0
    decisions_set_aside: int = 0
    answers_new: int = 0
    holds_new: int = 0
    holds_released_there: int = 0
    custodians_new: int = 0
    custodians_left_out: int = 0
