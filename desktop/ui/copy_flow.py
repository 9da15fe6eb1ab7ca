"""What is copied from the page in view: the words in its frame, or the value selected on it."""

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from desktop.bridge.session import Session
from desktop.domain.identity import MatterId
from desktop.ui.findings_panel import FindingsPanel
from desktop.ui.out_of_sight import copy_privately
from desktop.ui.page_view import PageView


class CopyFlow(QObject):
    """Copies what is shown; what is masked on the page is masked in what is copied."""

    def __init__(
        self, session: Session, pages: PageView, findings: FindingsPanel, parent: QObject
    ) -> None:
        """Join them."""
        super().__init__(parent)
        self._session = session
        self._pages = pages
        self._findings = findings
        self._matter_id: MatterId | None = None
        pages.canvas.copy_wanted.connect(self.copy)
        pages.canvas.frame_menu_wanted.connect(self.show_frame_menu)
        session.reviewing.words_told.connect(self._on_words_told)

    def copy_in(self, matter_id: MatterId) -> None:
        """Another matter is in view."""
        self._matter_id = matter_id

    def copy(self) -> None:
        """Copy the words in the frame, or without one the value of the finding selected."""
        frame, document_id = self._pages.frame, self._pages.document_id
        if frame is None:
            self._findings.copy_value()
        elif self._matter_id is not None and document_id is not None:
            mask = self._pages.canvas.masking
            shown = None if not mask.is_on or mask.is_page_shown else mask.shown
            self._session.reviewing.tell_words(
                self._matter_id, document_id, self._pages.number, frame, shown
            )

    def show_frame_menu(self, place: QPoint) -> QMenu:
        """Offer to copy the words in the frame, at a place on the screen."""
        menu = QMenu(self._pages)
        menu.setAccessibleName(self.tr("Frame"))
        key = QKeySequence(QKeySequence.StandardKey.Copy)
        shown = key.toString(QKeySequence.SequenceFormat.NativeText)
        copy = menu.addAction(f"{self.tr('Copy the words in the frame')}\t{shown}")
        copy.triggered.connect(self.copy)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)
        return menu

    def _on_words_told(self, words: str) -> None:
        if words:
            copy_privately(words)
