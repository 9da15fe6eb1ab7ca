"""Lists of search terms in the window: from the file to the hits on a page."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.bridge.session import Session
from desktop.domain.identity import MatterId
from desktop.domain.search_terms import Term, TermList, TermReport, TermsFound
from desktop.ui.terms_dialog import TermsDialog


class TermsFlow(QObject):
    """Wires the dialog to the session; what it shows stays while the matter does.

    Signals:
        query_wanted(str): What this search finds is to be shown.

    Attributes:
        dialog: Once it was opened in the matter shown; None before.
    """

    query_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget) -> None:
        """Take what it works with; `parent` owns the dialog."""
        super().__init__(parent)
        self._window = parent
        self._terms = session.terms
        self._matter_id: MatterId | None = None
        self._asked_by: TermsDialog | None = None
        self.dialog: TermsDialog | None = None
        self._terms.checked.connect(self._on_checked)
        self._terms.over.connect(self._on_over)
        self._terms.failed.connect(self._on_failed)

    def search_in(self, matter_id: MatterId | None) -> None:
        """Another matter is shown; None: none is. What the list found in the old one goes."""
        self._matter_id = matter_id
        if self.dialog is not None:
            self._terms.stop()
            self.dialog.close()
            self.dialog.deleteLater()
            self.dialog = self._asked_by = None

    def show(self) -> None:
        """Open the dialog, as it was left."""
        if self._matter_id is None:
            return
        if self.dialog is None:
            self.dialog = self._made()
        self.dialog.open()

    def _made(self) -> TermsDialog:
        terms, dialog = self._terms, TermsDialog(self._window)
        dialog.list_chosen.connect(self._on_list_chosen)
        dialog.search_wanted.connect(self._on_search_wanted)
        dialog.stop_wanted.connect(terms.stop)
        dialog.report_wanted.connect(self._on_report_wanted)
        dialog.hits_wanted.connect(self._on_hits_wanted)
        dialog.finished.connect(self._on_finished)
        terms.told.connect(dialog.show_progress)
        terms.written.connect(dialog.show_written)
        terms.busy_changed.connect(dialog.show_busy)
        return dialog

    def _on_list_chosen(self, path: Path) -> None:
        self._asked_by = self.dialog
        self._terms.check(path)

    def _on_search_wanted(self, terms: Sequence[Term]) -> None:
        if self._matter_id is not None:
            self._asked_by = self.dialog
            self._terms.search(self._matter_id, terms)

    def _on_report_wanted(self, reports: Sequence[TermReport], target: Path) -> None:
        self._asked_by = self.dialog
        self._terms.write(reports, target)

    # What was asked for in another matter is not shown in this one.

    def _on_checked(self, checked: TermList) -> None:
        if self._asked_by is not None:
            self._asked_by.show_checked(checked)

    def _on_over(self, found: TermsFound) -> None:
        if self._asked_by is not None:
            self._asked_by.show_over(found)

    def _on_failed(self, error: Exception) -> None:
        if self._asked_by is not None:
            self._asked_by.banner.show_error(error)

    def _on_hits_wanted(self, query: str) -> None:
        if self.dialog is not None:
            self.dialog.hide()
            self.query_wanted.emit(query)

    def _on_finished(self, _result: int) -> None:
        self._terms.stop()
