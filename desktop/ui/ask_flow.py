"""From a question to the places that its answer stands on: the panel and the session."""

from PySide6.QtCore import QObject, Signal

from desktop.bridge.session import Session
from desktop.domain.asking import AskAnswer, Citation, Scope
from desktop.domain.geometry import Box
from desktop.domain.identity import MatterId
from desktop.ui.ask_panel import AskPanel
from desktop.ui.ask_question import About
from desktop.ui.documents_panel import DocumentsPanel
from desktop.ui.page_view import PageView


class AskFlow(QObject):
    """Puts the questions of the panel to the session, and shows what comes back.

    Signals:
        wanted(): The panel is to be shown, with the keyboard in its line.
        place_opened(str, int, object): A document, a page of it and boxes on it are to be shown.
        frame_opened(str, int, object): The same for a frame, a Box.
    """

    wanted = Signal()
    place_opened = Signal(str, int, object)
    frame_opened = Signal(str, int, object)

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
            pages: Say which page of which document is in view, and what is framed on it.
            parent: Owner.
        """
        super().__init__(parent)
        self._session = session
        self._panel = panel
        self._documents = documents
        self._pages = pages
        self._matter_id: MatterId | None = None
        documents.selection_changed.connect(panel.show_selection)
        pages.frame_changed.connect(self._on_frame_changed)
        pages.framed.connect(self._on_framed)
        panel.asked.connect(self._on_asked)
        panel.model_wanted.connect(self._on_model_wanted)
        panel.again_wanted.connect(self._on_again_wanted)
        panel.stop_wanted.connect(session.asking.stop)
        panel.place_chosen.connect(self._on_place_chosen)
        panel.frame_chosen.connect(self._on_frame_chosen)
        session.asking.told.connect(panel.tell)
        session.asking.ended.connect(panel.end)
        session.asking.answered.connect(self._on_answered)
        session.asking.made_again.connect(panel.show_again)
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

    # ------------------------------------------------------------------ asking

    def _on_asked(self, question: str, about: About) -> None:
        if self._matter_id is not None:
            self._session.asking.ask(self._matter_id, question, self._scope(about))
            self._panel.begin()

    def _on_model_wanted(self, answer: AskAnswer) -> None:
        if self._matter_id is not None:
            self._session.asking.ask(
                self._matter_id, answer.question, answer.scope, is_model_wanted=True
            )
            self._panel.begin()

    def _on_again_wanted(self, answer: AskAnswer) -> None:
        if self._matter_id is not None:
            self._session.asking.again(self._matter_id, answer)

    def _scope(self, about: About) -> Scope:
        """What is in view of what the analyst chose."""
        document_id, number = self._pages.document_id, self._pages.number
        if about is About.MATTER or document_id is None:
            return Scope()
        if about is About.FRAME and self._pages.frame is not None:
            return Scope((document_id,), number, self._pages.frame)
        if about in (About.FRAME, About.PAGE) and number:
            return Scope((document_id,), number)
        selected = self._documents.selected()
        return Scope(selected if len(selected) > 1 else (document_id,))

    # ------------------------------------------------------------------ places

    def _on_framed(self) -> None:
        self._panel.question.choose(About.FRAME)
        self.wanted.emit()

    def _on_frame_changed(self, frame: Box | None) -> None:
        self._panel.question.show_framed(is_framed=frame is not None)

    def _on_place_chosen(self, citation: Citation) -> None:
        self.place_opened.emit(citation.document_id, citation.page, citation.boxes)

    def _on_frame_chosen(self, scope: Scope) -> None:
        if scope.page is not None and scope.region is not None:
            (document_id,) = scope.document_ids
            self.frame_opened.emit(document_id, scope.page, scope.region)

    # ------------------------------------------------------------------ answers

    def _on_answered(self, answer: AskAnswer) -> None:
        self._panel.show_answer(answer)
        self.refresh()

    def _on_listed(self, matter_id: MatterId, answers: tuple[AskAnswer, ...]) -> None:
        if matter_id == self._matter_id:
            self._panel.show_earlier(answers)
