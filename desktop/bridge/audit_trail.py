"""The logs of the open vault for the window: looked at, checked, handed out, and written to."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.bridge.audit_works import AuditWorks
from desktop.bridge.shapes import VaultLike
from desktop.bridge.vault_calls import VaultCalls
from desktop.domain.audit import Act, Detail
from desktop.domain.identity import DocumentId, FindingId, MatterId, PageNumber
from desktop.domain.matter import Matter
from desktop.domain.model_listing import ModelListing

ENTRIES_SHOWN = 200
"""Of a log; the command line lists all."""


class AuditTrail(QObject):
    """Asks for logs and writes to them on the thread that owns the vault.

    Signals:
        matters_listed(object): tuple of Matter, whose logs can be looked at.
        listed(object): tuple of AuditEntry, the latest ones, in their order.
        checked(object): tuple of CheckedLog.
        exported(object): AuditHead of the log that was written.
        recorded(object): tuple of the settings that are empty.
        failed(object): Exception of a call to the vault.
    """

    matters_listed = Signal(object)
    listed = Signal(object)
    checked = Signal(object)
    exported = Signal(object)
    recorded = Signal(object)
    failed = Signal(object)

    def __init__(self, works: AuditWorks, calls: VaultCalls, parent: QObject | None = None) -> None:
        """Nothing is asked for yet."""
        super().__init__(parent)
        self._works = works
        self._calls = calls
        calls.failed.connect(self.failed)
        self._models: frozenset[str] | None = None

    def list_matters(self) -> None:
        """Ask whose logs there are."""
        self._calls.ask(_matters, self.matters_listed.emit, lane="logs")

    def look(self, matter_id: MatterId | None) -> None:
        """Ask for the latest entries of a log."""
        entries = self._works.entries
        self._calls.ask(
            lambda vault: entries(vault, matter_id, ENTRIES_SHOWN), self.listed.emit, lane="log"
        )

    def check(self) -> None:
        """Check all logs."""
        self._calls.ask(self._works.check, self.checked.emit, lane="check of logs")

    def export(self, matter_id: MatterId | None, target: Path) -> None:
        """Write a log to a file."""
        export = self._works.export
        self._calls.ask(lambda vault: export(vault, matter_id, target), self.exported.emit)

    def write_record(self, target: Path) -> None:
        """Write the record of processing to a file."""
        record = self._works.record
        self._calls.ask(lambda vault: record(vault, target), self.recorded.emit)

    def note_shown(self, matter_id: MatterId, finding_id: FindingId) -> None:
        """Note that a person uncovered a finding."""
        note = self._works.note_shown
        self._calls.ask(lambda vault: note(vault, matter_id, finding_id), _nothing)

    def note_page_shown(
        self, matter_id: MatterId, document_id: DocumentId, number: PageNumber
    ) -> None:
        """Note that a person uncovered a page."""
        note = self._works.note_page_shown
        self._calls.ask(lambda vault: note(vault, matter_id, document_id, number), _nothing)

    def note_fields_shown(self, matter_id: MatterId, document_id: DocumentId) -> None:
        """Note that a person uncovered the fields of a document."""
        note = self._works.note_fields_shown
        self._calls.ask(lambda vault: note(vault, matter_id, document_id), _nothing)

    def note_failed_unlocks(self, count: int) -> None:
        """Note wrong tries before the vault was opened: until then there is no log to write to."""
        note = self._works.note_failed_unlocks
        self._calls.ask(lambda vault: note(vault, count), _nothing)

    def follow_models(self, listing: ModelListing) -> None:
        """Note models that are there, or no longer there, since they were last listed."""
        present = frozenset(listed.model.model_id for listed in listing.imported)
        if self._models is not None:
            for model_id in present - self._models:
                self.note_model(Act.MODEL_IMPORTED, model_id, {})
            for model_id in self._models - present:
                self.note_model(Act.MODEL_REMOVED, model_id, {})
        self._models = present

    def note_model(self, act: Act, model_id: str, details: Mapping[str, Detail]) -> None:
        """Note a change of models."""
        note = self._works.note_model
        self._calls.ask(lambda vault: note(vault, act, model_id, details), _nothing)


def _matters(vault: VaultLike) -> tuple[Matter, ...]:
    return tuple(vault.matters())


def _nothing(_result: object) -> None:
    """Nobody waits for the answer."""
