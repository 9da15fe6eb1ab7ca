"""What the window needs of the logs, as functions that the composition root fills in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.bridge.shapes import VaultLike
from desktop.domain.audit import Act, AuditEntry, AuditHead, CheckedLog, Detail
from desktop.domain.identity import DocumentId, FindingId, MatterId, PageNumber


@dataclass(frozen=True, slots=True)
class AuditWorks:
    """The functions behind the page of the log.

    Attributes:
        entries: The latest entries of a matter's log; of the vault's where no matter is given.
        check: Checks all logs.
        export: Writes a log to a file, and gives its end.
        record: Writes the record of processing; gives the settings in which the firm said nothing.
        note_shown: Notes that a finding was uncovered.
        note_page_shown: Notes that a page was uncovered.
        note_fields_shown: Notes that the fields of a document were uncovered.
        note_failed_unlocks: Notes how many tries to open the vault failed.
        note_model: Writes an entry about a model into the vault's log.
    """

    entries: Callable[[VaultLike, MatterId | None, int], tuple[AuditEntry, ...]]
    check: Callable[[VaultLike], tuple[CheckedLog, ...]]
    export: Callable[[VaultLike, MatterId | None, Path], AuditHead]
    record: Callable[[VaultLike, Path], tuple[str, ...]]
    note_shown: Callable[[VaultLike, MatterId, FindingId], None]
    note_page_shown: Callable[[VaultLike, MatterId, DocumentId, PageNumber], None]
    note_fields_shown: Callable[[VaultLike, MatterId, DocumentId], None]
    note_failed_unlocks: Callable[[VaultLike, int], None]
    note_model: Callable[[VaultLike, Act, str, Mapping[str, Detail]], None]
