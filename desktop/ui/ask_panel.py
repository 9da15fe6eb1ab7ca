"""Questions about a frame, the page, the document or the matter in view, and their answers."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.asking import (
    AnswerAgain,
    AskAnswer,
    AskEvent,
    Looking,
    Outcome,
    Quoted,
    Road,
    Said,
    Statement,
)
from desktop.domain.errors import InCameraError
from desktop.ui import ask_words
from desktop.ui.ask_earlier import AskEarlier
from desktop.ui.ask_question import AskQuestion
from desktop.ui.ask_receipt import ReceiptSheet
from desktop.ui.ask_result import AskResult, NameOf
from desktop.ui.empty_state import EmptyState
from desktop.ui.out_of_sight import copy_privately
from desktop.ui.plain import IconButton, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S


class AskPanel(QFrame):
    """Beside the page.

    Signals:
        asked(str, object): A question, and what it is About.
        model_wanted(object): The question of an AskAnswer is for the model, whatever was found.
        again_wanted(object): An AskAnswer is to be made again.
        stop_wanted(): End the answer in the making.
        place_chosen(object): A Citation is to be shown on its page.
        frame_chosen(object): The region of a Scope is to be shown on its page.
        left(): Escape: back to the page.
    """

    asked = Signal(str, object)
    model_wanted = Signal(object)
    again_wanted = Signal(object)
    stop_wanted = Signal()
    place_chosen = Signal(object)
    frame_chosen = Signal(object)
    left = Signal()

    def __init__(self, name_of: NameOf, parent: QWidget | None = None) -> None:
        """Make it idle."""
        super().__init__(parent)
        self.setObjectName("Panel")
        self.setMinimumWidth(292)
        self._name_of = name_of
        self._answer: AskAnswer | None = None
        self._is_masking_on = True
        self.sheet: ReceiptSheet | None = None
        self.question = AskQuestion(self)
        self.field, self.button = self.question.field, self.question.button
        self.about, self.state = self.question.about, self.question.state
        self.result = AskResult(name_of, self)
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("Answer")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self.result)
        self.idle = EmptyState(
            "ask",
            self.tr("Ask about what you see"),
            self.tr("An answer stands on words of the pages, with their places, or is not given."),
            parent=self,
        )
        self.nothing = EmptyState("search", "", "", parent=self)
        self._pile = QStackedWidget(self)
        for widget in (self.idle, self._scroll, self.nothing):
            self._pile.addWidget(widget)
        self.model_button = TextButton(self.tr("Let the model look"), self, icon_name="sparkle")
        self.copy_button = IconButton("copy", self.tr("Copy the answer with its places"), self)
        self.receipt_button = TextButton(self.tr("Receipt"), self)
        self.receipt_button.setAccessibleName(self.tr("Receipt of this answer"))
        for button in (self.model_button, self.receipt_button):
            button.setProperty("kind", "compact")
        self._actions = QWidget(self)
        self._earlier = AskEarlier(self)
        self.earlier = self._earlier.list
        self._lay_out()
        self._connect()
        self._show_actions(None)

    def _lay_out(self) -> None:
        actions = QHBoxLayout(self._actions)
        actions.setContentsMargins(SPACE_L, SPACE_S, SPACE_M, SPACE_M)
        actions.setSpacing(SPACE_S)
        actions.addWidget(self.model_button)
        actions.addWidget(self.receipt_button)
        actions.addStretch(1)
        actions.addWidget(self.copy_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.question)
        layout.addWidget(self._pile, 1)
        layout.addWidget(self._actions)
        layout.addWidget(self._earlier)

    def _connect(self) -> None:
        self.question.asked.connect(self.asked)
        self.question.stop_wanted.connect(self.stop_wanted)
        self.question.frame_wanted.connect(self._on_frame_wanted)
        self.question.left.connect(self.left)
        self.result.place_chosen.connect(self.place_chosen)
        self.model_button.clicked.connect(self._on_model_wanted)
        self.copy_button.clicked.connect(self.copy_answer)
        self.receipt_button.clicked.connect(self.show_receipt)
        self._earlier.chosen.connect(self._on_earlier)

    # ------------------------------------------------------------------ what is shown

    def clear(self) -> None:
        """Forget question, answer and receipt: another matter is shown, or none."""
        self._close_receipt()
        self.question.clear()
        self.result.clear()
        self._show_actions(None)
        self._pile.setCurrentWidget(self.idle)
        self.show_earlier(())

    def show_selection(self, count: int) -> None:
        """Say how many documents are selected: the question is about all of them."""
        self.question.show_selection(count)

    def set_masking(self, *, is_on: bool) -> None:
        """Whether what is highly sensitive is masked until shown."""
        self._is_masking_on = is_on
        self.result.set_masking(is_on=is_on)
        self._close_receipt()

    def begin(self) -> None:
        """An answer is in the making."""
        self.question.show_running(is_running=True)
        self.question.show_state(self.tr("Looking for the pages that matter…"))
        self.result.clear()
        self._show_actions(None)
        self._pile.setCurrentWidget(self._scroll)

    def tell(self, event: AskEvent) -> None:
        """Take what was told while an answer is in the making, or is made again."""
        if isinstance(event, Looking):
            words = ask_words.looking(event, self._name_of(event.document_id))
            if self.sheet is not None:
                self.sheet.show_state(words)
                return
            self.question.show_state(words)
        if self.sheet is not None:
            return
        if isinstance(event, (Quoted, Said, Statement)):
            self._pile.setCurrentWidget(self._scroll)
        self.result.tell(event)

    def show_answer(self, answer: AskAnswer) -> None:
        """Show a whole answer."""
        self.result.clear()
        for statement in answer.statements:
            self.result.show_statement(statement)
        has_frame = answer.scope.region is not None
        self.question.show_state(ask_words.looked_at(answer), has_frame=has_frame)
        self._show_actions(answer)
        if answer.outcome is Outcome.ANSWERED:
            self._pile.setCurrentWidget(self._scroll)
        else:
            self.nothing.say(*ask_words.no_answer(answer.outcome))
            self._pile.setCurrentWidget(self.nothing)

    def show_again(self, made: AnswerAgain) -> None:
        """Say on the receipt whether the same was said again."""
        if self.sheet is not None:
            self.sheet.show_again(made)

    def show_error(self, error: Exception) -> None:
        """Say why there is no answer, with the remedy and the code."""
        known = error if isinstance(error, InCameraError) else InCameraError()
        if self.sheet is not None:
            self.sheet.show_state(f"{known.reason} {known.remedy}  {known.code}")
            return
        self.question.show_state("")
        self.nothing.say(known.reason, f"{known.remedy}  {known.code}")
        self._pile.setCurrentWidget(self.nothing)

    def end(self) -> None:
        """Nothing is in the making any more, for whichever reason."""
        self.question.show_running(is_running=False)
        if self.sheet is not None:
            self.sheet.show_running(is_running=False)

    def show_earlier(self, answers: Sequence[AskAnswer]) -> None:
        """Take what was asked before, the latest first."""
        self._earlier.show_answers(answers)

    def show_receipt(self) -> None:
        """Open the receipt of the answer that is shown."""
        if self._answer is None or self.question.is_running:
            return
        self._close_receipt()
        self.sheet = ReceiptSheet(
            self._answer, self._name_of, self.window(), is_masking_on=self._is_masking_on
        )
        self.sheet.again_wanted.connect(self._on_again_wanted)
        self.sheet.stop_wanted.connect(self.stop_wanted)
        self.sheet.finished.connect(self._close_receipt)
        self.sheet.open()

    def copy_answer(self) -> None:
        """Copy question and answer as they are shown, with the places and who answered."""
        answer = self._answer
        if answer is not None:
            parts = (answer.question, self.result.words, ask_words.looked_at(answer))
            copy_privately("\n\n".join(parts))

    def _show_actions(self, answer: AskAnswer | None) -> None:
        """What can be done with an answer; one that was stopped is not kept, and has no receipt."""
        self._answer = answer
        is_kept = answer is not None and answer.outcome is not Outcome.STOPPED
        self.receipt_button.setVisible(is_kept)
        is_answered = answer is not None and answer.outcome is Outcome.ANSWERED
        self.copy_button.setVisible(is_answered)
        self.model_button.setVisible(answer is not None and answer.road is Road.FINDINGS)
        self._actions.setVisible(is_kept)

    def _close_receipt(self) -> None:
        sheet, self.sheet = self.sheet, None
        if sheet is not None:
            if sheet.is_running:
                self.stop_wanted.emit()
            sheet.close()
            sheet.deleteLater()

    # ------------------------------------------------------------------ what was done

    def _on_model_wanted(self) -> None:
        if self._answer is not None and not self.question.is_running:
            self.model_wanted.emit(self._answer)

    def _on_again_wanted(self) -> None:
        if self._answer is not None:
            self.again_wanted.emit(self._answer)

    def _on_frame_wanted(self) -> None:
        if self._answer is not None:
            self.frame_chosen.emit(self._answer.scope)

    def _on_earlier(self, answer: AskAnswer) -> None:
        if not self.question.is_running:
            self.question.show_question(answer.question)
            self.show_answer(answer)
