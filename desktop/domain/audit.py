"""The log of what was done with a vault and its matters: when, by whom, what kind of act."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Detail = str | int | bool
"""What a detail of an entry can be: a short text, a count, a claim."""


class Act(StrEnum):
    """What can stand in a log; only ever added to, since existing logs hold these words.

    Those of the vault stand in the vault's log, those of a matter in the matter's own, so that
    whoever is not a member of a matter learns nothing of it.
    """

    # Of the vault.
    VAULT_CREATED = "vault-created"
    VAULT_OPENED = "vault-opened"
    UNLOCK_FAILED = "unlock-failed"
    KEY_WAY_ADDED = "key-way-added"
    KEY_WAY_CONFIRMED = "key-way-confirmed"
    KEY_WAY_REMOVED = "key-way-removed"
    VAULT_KEY_ROTATED = "vault-key-rotated"
    MATTER_KEY_ROTATED = "matter-key-rotated"
    MATTER_CREATED = "matter-created"
    MATTER_DISPOSED = "matter-disposed"
    DISPOSAL_ENDED_WITHOUT_KEY = "disposal-ended-without-key"
    MEMBER_INVITED = "member-invited"
    INVITATION_WITHDRAWN = "invitation-withdrawn"
    MEMBER_ADDED = "member-added"
    MEMBER_CONFIRMED = "member-confirmed"
    MEMBER_REMOVED = "member-removed"
    MODEL_IMPORTED = "model-imported"
    MODEL_CHOSEN = "model-chosen"
    MODEL_DECIDED = "model-decided"
    MODEL_REMOVED = "model-removed"
    BACKUP_MADE = "backup-made"
    BACKUP_CHECKED = "backup-checked"
    BACKUP_REHEARSED = "backup-rehearsed"
    BACKUP_RESTORED = "backup-restored"
    MATTER_PACKED = "matter-packed"
    MATTER_UNPACKED = "matter-unpacked"
    OLDER_STATE_ACCEPTED = "older-state-accepted"
    RECORD_PRINTED = "record-printed"

    # Of a matter.
    MATTER_WALLED = "matter-walled"
    MATTER_OPENED = "matter-opened"
    MEMBER_ADMITTED = "member-admitted"
    MEMBER_DISMISSED = "member-dismissed"
    WALL_TOLD = "wall-told"
    WALL_TAKEN_DOWN = "wall-taken-down"
    VALUES_SHOWN = "values-shown"
    FINDING_DECIDED = "finding-decided"
    FINDINGS_EXPORTED = "findings-exported"
    DOCUMENT_REMOVED = "document-removed"
    DOCUMENTS_DISPOSED = "documents-disposed"
    DISPOSAL_STOPPED = "disposal-stopped"
    HOLD_PLACED = "hold-placed"
    HOLD_RELEASED = "hold-released"
    RULE_SET = "rule-set"
    MATTER_CLOSED = "matter-closed"
    MATTER_REOPENED = "matter-reopened"
    MATTER_ARRIVED = "matter-arrived"
    SUBJECT_EXPORTED = "subject-exported"
    SUBJECT_ERASED = "subject-erased"
    PASSWORDS_GIVEN = "passwords-given"
    PASSWORDS_FORGOTTEN = "passwords-forgotten"

    # Of either.
    ROTATION_GIVEN_UP = "rotation-given-up"
    ROW_LEFT_DAMAGED = "row-left-damaged"
    LOG_EXPORTED = "log-exported"


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The end of a log: whoever keeps it notices later that what came before was cut or changed.

    Attributes:
        number: Of the last entry; 0 where there is none.
        hash: Of the last entry, 64 hexadecimal digits; zeros where there is none.
    """

    number: int
    hash: str

    @property
    def text(self) -> str:
        """Number and hash on one line, as a person keeps them and the checker takes them."""
        return f"{self.number}:{self.hash}"


NO_ENTRY = AuditHead(0, "0" * 64)


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act.

    Attributes:
        log: Identity of the vault or matter whose log it stands in.
        number: In that log, from 1.
        at: UTC.
        is_clock_back: Whether the clock of this computer stood before the entry before.
        act: What was done.
        subject: Random identities of what it was done to; never a name.
        who: Name of the account.
        details: Counts and short words; never a word of a document.
    """

    log: str
    number: int
    at: datetime
    is_clock_back: bool
    act: Act
    subject: tuple[str, ...]
    who: str
    details: Mapping[str, Detail]


@dataclass(frozen=True, slots=True)
class AuditProblem:
    """Something in a log that is not as it was written.

    Attributes:
        number: Of the entry concerned; 0 where it is the log as a whole.
        what: One sentence.
    """

    number: int
    what: str


@dataclass(frozen=True, slots=True)
class CheckedLog:
    """What checking a log found.

    Attributes:
        name: Client and matter number, or that it is the vault's.
        head: Its end.
        problems: Nothing where it is sound.
    """

    name: str
    head: AuditHead
    problems: tuple[AuditProblem, ...]
