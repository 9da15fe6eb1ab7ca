"""From the open document to its fields, and from a field to its place: panel and session."""

from PySide6.QtCore import QObject, Signal

from desktop.bridge.session import Session
from desktop.domain.extraction import DocumentFields, FieldValue
from desktop.domain.finding import StoredFinding
from desktop.domain.identity import DocumentId, FindingId, MatterId
from desktop.ui.page_view import PageView
from desktop.ui.side_panels import SidePanels


class FieldsFlow(QObject):
    """Asks for the fields of the document in view while they are shown.

    Signals:
        place_opened(str, int, object): A document, a page of it and boxes on it are to be shown.
    """

    place_opened = Signal(str, int, object)

    def __init__(
        self, session: Session, side: SidePanels, pages: PageView, parent: QObject
    ) -> None:
        """Join the panel and the session.

        Args:
            session: Extracts.
            side: Holds the panel, and says when it is in view.
            pages: Where Escape leads.
            parent: Owner.
        """
        super().__init__(parent)
        self._session = session
        panel = side.fields
        self._panel = panel
        self._matter_id: MatterId | None = None
        self._document_id: DocumentId | None = None
        self._is_shown = False
        self._is_due = False
        panel.place_chosen.connect(self._on_place_chosen)
        panel.model_wanted.connect(self._on_model_wanted)
        panel.stop_wanted.connect(session.extracting.stop)
        panel.left.connect(pages.canvas.setFocus)
        panel.uncovered.connect(self._on_uncovered)
        side.fields_shown.connect(self.show)
        session.extracting.listed.connect(self._on_listed)
        session.extracting.refused.connect(self._on_refused)
        session.extracting.told.connect(panel.tell)
        session.extracting.ended.connect(panel.end)
        session.decided.connect(self._on_decided)

    def _on_uncovered(self) -> None:
        if self._matter_id is not None and self._document_id is not None:
            self._session.audit.note_fields_shown(self._matter_id, self._document_id)

    def open_document(self, matter_id: MatterId | None, document_id: DocumentId | None) -> None:
        """Another document is in view, or what is known of it has changed."""
        if document_id != self._document_id:
            self._session.extracting.stop()
            self._panel.clear()
        self._matter_id, self._document_id = matter_id, document_id
        self._is_due = True
        self._ask()

    def show(self, is_shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        """The panel comes into view, or leaves it."""
        self._is_shown = is_shown
        self._ask()

    def _ask(self) -> None:
        is_idle = not self._session.extracting.is_running
        if self._is_shown and self._is_due and is_idle and self._document_id is not None:
            self._is_due = False
            if self._matter_id is not None:
                self._session.extracting.list_fields(self._matter_id, self._document_id)

    def _on_decided(self, _finding_id: FindingId, _stored: StoredFinding) -> None:
        """What was extracted may no longer hold."""
        self._is_due = True
        self._ask()

    def _on_model_wanted(self) -> None:
        if self._matter_id is not None and self._document_id is not None:
            self._panel.begin()
            self._session.extracting.look_for_missing(self._matter_id, self._document_id)

    def _on_place_chosen(self, value: FieldValue) -> None:
        if self._document_id is not None:
            self.place_opened.emit(self._document_id, value.page, value.boxes)

    def _on_listed(self, document_id: DocumentId, fields: DocumentFields) -> None:
        if document_id == self._document_id:
            self._panel.show_fields(fields)

    def _on_refused(self, document_id: DocumentId, error: Exception) -> None:
        if document_id == self._document_id:
            self._panel.show_error(error)
