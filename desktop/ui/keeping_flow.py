"""Hold and retention in the window: the badge of what is due, the dialog, the end of documents."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.bridge.session import Session
from desktop.domain.disposal import Certificate, StuckDisposal
from desktop.domain.identity import DocumentId, MatterId
from desktop.domain.keeping import MatterKeeping, RetentionStart
from desktop.ui import keeping_words
from desktop.ui.certificate_question import offer_certificate
from desktop.ui.documents_panel import DocumentsPanel
from desktop.ui.matter_panel import MatterPanel

if TYPE_CHECKING:
    from desktop.ui.keeping_dialog import KeepingDialog


class KeepingFlow(QObject):
    """Wires the dialog to the session.

    Signals:
        matter_gone(): A matter came to its end; its files are closed when the window is locked.
    """

    matter_gone = Signal()

    def __init__(
        self, session: Session, matters: MatterPanel, documents: DocumentsPanel, parent: QWidget
    ) -> None:
        """Take what it works on."""
        super().__init__(parent)
        self._window = parent
        self._session = session
        self._matters = matters
        self._documents = documents
        self._matter_id: MatterId | None = None
        self._keeping: MatterKeeping | None = None
        self.dialog: KeepingDialog | None = None
        matters.keeping_wanted.connect(self.show)
        session.keeping.looked.connect(self._on_looked)
        session.keeping.disposed.connect(self._on_disposed)
        session.keeping.finished.connect(self._on_finished_stuck)
        session.keeping.spared.connect(self._on_spared)
        session.failed.connect(self._on_failed)

    def keep_in(self, matter_id: MatterId | None) -> None:
        """Another matter is shown; None: none is."""
        self._matter_id, self._keeping = matter_id, None
        self._matters.show_due(0)
        self._matters.keeping_button.setEnabled(matter_id is not None)
        if matter_id is not None:
            self._session.keeping.look(matter_id)

    def show(self) -> None:
        """Open the dialog."""
        from desktop.ui.keeping_dialog import KeepingDialog  # noqa: PLC0415 - when first opened

        matter_id = self._matter_id
        matter = None if matter_id is None else self._matters.matter(matter_id)
        if matter_id is None or matter is None:
            return
        document_id = self._documents.chosen()
        document = None if document_id is None else self._documents.document(document_id)
        held = None if document is None else (document.document_id, document.origin.name)
        dialog = KeepingDialog(f"{matter.reference}  {matter.name}", held, self._window)
        self.dialog = dialog
        self._connect(dialog)
        dialog.show_busy(self._session.keeping.is_disposing)
        if self._keeping is not None:
            dialog.show_keeping(self._keeping)
        self._session.keeping.look(matter_id)
        self._session.keeping.look_for_stuck()
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _on_finished(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _connect(self, dialog: "KeepingDialog") -> None:
        dialog.form.rule_wanted.connect(self._on_rule_wanted)
        dialog.form.lifting_wanted.connect(self._on_lifting_wanted)
        dialog.form.closing_wanted.connect(self._on_closing_wanted)
        dialog.form.reopening_wanted.connect(self._on_reopening_wanted)
        dialog.hold_wanted.connect(self._on_hold_wanted)
        dialog.release_wanted.connect(self._on_release_wanted)
        dialog.disposal_wanted.connect(self._on_disposal_wanted)
        dialog.stop_wanted.connect(self._session.keeping.stop)
        dialog.stuck.finish_wanted.connect(self._on_finish_wanted)
        self._session.keeping.stuck_known.connect(dialog.stuck.show_waiting)
        self._session.keeping.told.connect(dialog.show_progress)
        self._session.keeping.busy_changed.connect(dialog.show_busy)

    def _on_looked(self, matter_id: MatterId, keeping: MatterKeeping) -> None:
        if matter_id != self._matter_id:
            return
        self._keeping = keeping
        self._matters.show_due(sum(not due.holds for due in keeping.due))
        if self.dialog is not None:
            self.dialog.show_keeping(keeping)

    def _on_failed(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.show_error(error)

    def _on_rule_wanted(self, years: int, start: str, is_from_year_end: bool, basis: str) -> None:  # noqa: FBT001 - a signal
        if self._matter_id is not None:
            self._session.keeping.set_rule(
                self._matter_id,
                years,
                RetentionStart(start),
                basis,
                is_from_year_end=is_from_year_end,
            )

    def _on_lifting_wanted(self) -> None:
        if self._matter_id is not None:
            self._session.keeping.lift_rule(self._matter_id)

    def _on_closing_wanted(self) -> None:
        if self._matter_id is not None:
            self._session.keeping.close_matter(self._matter_id)

    def _on_reopening_wanted(self) -> None:
        if self._matter_id is not None:
            self._session.keeping.reopen_matter(self._matter_id)

    def _on_hold_wanted(self, document_id: DocumentId | None, reason: str) -> None:
        if self._matter_id is not None:
            self._session.keeping.hold(self._matter_id, document_id, reason)

    def _on_release_wanted(self, hold_id: str, reason: str) -> None:
        if self._matter_id is not None:
            self._session.keeping.release(self._matter_id, hold_id, reason)

    def _on_disposal_wanted(self, document_ids: tuple[DocumentId, ...]) -> None:
        from desktop.ui.disposal_dialog import DisposalDialog  # noqa: PLC0415 - when first opened

        if self._matter_id is None or self._keeping is None or self.dialog is None:
            return
        going = [due for due in self._keeping.due if due.document_id in document_ids]
        what = keeping_words.what_goes(sum(1 + due.inside for due in going))
        wrote = DisposalDialog.ask(self.dialog, what, self._keeping.reference)
        if wrote is not None:
            self._session.keeping.dispose(self._matter_id, document_ids, wrote.typed, wrote.reason)

    def _on_finish_wanted(self, stuck: StuckDisposal) -> None:
        from desktop.ui.stuck_row import FinishDialog  # noqa: PLC0415 - when first opened

        if self.dialog is not None:
            reason = FinishDialog.ask(self.dialog, stuck)
            if reason is not None:
                self._session.keeping.finish_stuck(stuck.disposal_id, reason)

    def _on_finished_stuck(self, certificate: Certificate) -> None:
        offer_certificate(self.dialog or self._window, self._session.keeping, certificate)

    def _on_spared(self, matter_id: MatterId) -> None:
        if self.dialog is not None:
            self.dialog.show_note(*keeping_words.nothing_went())
        self._session.keeping.look(matter_id)

    def _on_disposed(self, matter_id: MatterId, certificate: Certificate) -> None:
        if self.dialog is not None:
            self.dialog.accept()
        offer_certificate(self._window, self._session.keeping, certificate)
        if certificate.is_of_matter:
            self.matter_gone.emit()
        else:
            self._session.refresh(matter_id)
            self._session.keeping.look(matter_id)
