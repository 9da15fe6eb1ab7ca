"""The logs and the record of processing, as the window asks for them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.casework.auditing.logs import NamedLog, check_logs, entries_of, export_log, log_of
from desktop.casework.auditing.record import (
    NOT_GIVEN,
    firm_words,
    processing_record,
    write_record,
)
from desktop.casework.auditing.shown import (
    note_finding_shown,
    note_mask_lifted,
    note_page_shown,
)
from desktop.domain.audit import Act, AuditEntry, AuditHead, CheckedLog, Detail
from desktop.domain.identity import DocumentId, FindingId, MatterId, PageNumber
from desktop.settings import Settings
from desktop.vault.vault import Vault

WINDOW = "window"
"""What uncovered a value, in the log."""


@dataclass(frozen=True, slots=True)
class AuditDesk:
    """Works on the logs of whichever vault it is given, in the thread of that vault.

    Attributes:
        settings: Gives the settings as they are.
        clock: Tells the time, in UTC.
        version: Of the program.
    """

    settings: Callable[[], Settings]
    clock: Callable[[], datetime]
    version: str

    def entries(
        self, vault: Vault, matter_id: MatterId | None, latest: int
    ) -> tuple[AuditEntry, ...]:
        """The latest entries of a matter's log, of the vault's where no matter is given."""
        return entries_of(_named(vault, matter_id), latest)

    def check(self, vault: Vault) -> tuple[CheckedLog, ...]:
        """Check all logs."""
        return tuple(check_logs(vault))

    def export(self, vault: Vault, matter_id: MatterId | None, target: Path) -> AuditHead:
        """Write a log to a file; gives its end.

        Raises:
            AuditTargetError: The file cannot be written.
        """
        return export_log(_named(vault, matter_id), target, is_whole=True)

    def record(self, vault: Vault, target: Path) -> tuple[str, ...]:
        """Write the record of processing; gives the settings in which the firm said nothing.

        Raises:
            AuditTargetError: The file cannot be written.
        """
        made = processing_record(vault, self.settings(), self.clock(), self.version)
        write_record(made, target)
        return tuple(name for name, words in firm_words(made) if words == NOT_GIVEN)

    def note_shown(self, vault: Vault, matter_id: MatterId, finding_id: FindingId) -> None:
        """Note that a finding was uncovered."""
        note_finding_shown(vault.store_of(matter_id), finding_id, WINDOW)

    def note_page_shown(
        self, vault: Vault, matter_id: MatterId, document_id: DocumentId, number: PageNumber
    ) -> None:
        """Note that a page was uncovered."""
        note_page_shown(vault.store_of(matter_id), document_id, number, WINDOW)

    def note_fields_shown(self, vault: Vault, matter_id: MatterId, document_id: DocumentId) -> None:
        """Note that fields of a document were uncovered."""
        note_mask_lifted(vault.store_of(matter_id), [document_id], WINDOW)

    def note_failed_unlocks(self, vault: Vault, count: int) -> None:
        """Note how many tries to open the vault failed before this one."""
        vault.audit.add(Act.UNLOCK_FAILED, details={"tries": count})

    def note_model(
        self, vault: Vault, act: Act, model_id: str, details: Mapping[str, Detail]
    ) -> None:
        """Note a change of models."""
        vault.audit.add(act, subject=[model_id], details=details)


def _named(vault: Vault, matter_id: MatterId | None) -> NamedLog:
    return log_of(vault, None if matter_id is None else vault.matter(matter_id))
