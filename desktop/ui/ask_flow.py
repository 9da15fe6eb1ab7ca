"""From a question to the places that its answer stands on: the panel and the session."""

from PySide6.QtCore import QObject, Signal

from desktop.bridge.session import Session
from desktop.domain.asking import AskAnswer, Citation, Scope
from desktop.domain.identity import MatterId
from desktop.ui.ask_panel import About, AskPanel
from desktop.ui.documents_panel import DocumentsPanel
from desktop.ui.page_view import PageView


class AskFlow(QObject):
    """Puts the questions of the panel to the session, and shows what comes back.

    Signals:
        place_opened(str, int, object): A document, a page of it and boxes on it are to be shown.
    """

    place_opened = Signal(str, int, object)

    def __init__(
        self,
        session: Session,
        panel: AskPanel,
        documents: DocumentsPanel,
        pages: PageView,
        parent: QObject,
    ) -> None:
        """Join the panel and the session.

        Args:
            session: Answers.
            panel: Asks.
            documents: Say which are selected.
            pages: Say which page of which document is in view.
            parent: Owner.
        """
        super().__init__(parent)
        self._session = session
        self._panel = panel
        self._documents = documents
        self._pages = pages
        self._matter_id: MatterId | None = None
        documents.selection_changed.connect(panel.show_selection)
        panel.asked.connect(self._on_asked)
        panel.stop_wanted.connect(session.asking.stop)
        panel.place_chosen.connect(self._on_place_chosen)
        session.asking.told.connect(panel.tell)
        session.asking.answered.connect(self._on_answered)
        session.asking.refused.connect(panel.show_error)
        session.asking.listed.connect(self._on_listed)

    def ask_in(self, matter_id: MatterId) -> None:
        """Ask about another matter from now on."""
        self._session.asking.stop()
        self._matter_id = matter_id
        self._panel.clear()
        self._session.asking.list_earlier(matter_id)

    def refresh(self) -> None:
        """Ask again for what is kept: a document may be gone with what was said about it."""
        if self._matter_id is not None:
            self._session.asking.list_earlier(self._matter_id)

    def _on_asked(self, question: str, about: About) -> None:
        if self._matter_id is None:
            return
        document_id = self._pages.document_id
        if about is About.MATTER or document_id is None:
            scope = Scope()
        elif about is About.PAGE and self._pages.number:
            scope = Scope((document_id,), self._pages.number)
        else:
            selected = self._documents.selected()
            scope = Scope(selected if len(selected) > 1 else (document_id,))
        self._panel.begin()
        self._session.asking.ask(self._matter_id, question, scope)

    def _on_place_chosen(self, citation: Citation) -> None:
        self.place_opened.emit(citation.document_id, citation.page, citation.boxes)

    def _on_answered(self, answer: AskAnswer) -> None:
        self._panel.show_answer(answer)
        self.refresh()

    def _on_listed(self, matter_id: MatterId, answers: tuple[AskAnswer, ...]) -> None:
        if matter_id == self._matter_id:
            self._panel.show_earlier(answers)
