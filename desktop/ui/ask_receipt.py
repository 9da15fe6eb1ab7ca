"""The receipt of an answer: what decided it, and whether the same is said when it is run again."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.asking import AnswerAgain, AskAnswer
from desktop.ui.ask_receipt_words import Fact, FactKind, NameOf, changed, compared, facts_of
from desktop.ui.button_row import button_row
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, SPACE_XS

WIDTH_PX, HEIGHT_PX = 660, 560
"""A hash of 64 digits stands on one line."""


class ReceiptSheet(QDialog):
    """Facts in a column, and the way to run the answer again.

    Signals:
        again_wanted(): The answer is to be made again.
        stop_wanted(): End that.
    """

    again_wanted = Signal()
    stop_wanted = Signal()

    def __init__(
        self, answer: AskAnswer, name_of: NameOf, parent: QWidget | None, *, is_masking_on: bool
    ) -> None:
        """Show an answer's receipt.

        Args:
            answer: That it is of.
            name_of: Gives the name of a document.
            parent: Owner.
            is_masking_on: Whether what is highly sensitive is masked in what is said again.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Receipt"))
        self.resize(WIDTH_PX, HEIGHT_PX)
        self._is_masking_on = is_masking_on
        self._is_running = False
        self.facts = facts_of(answer, name_of)
        self._question = PlainLabel(answer.question, self, kind="title", is_wrapped=True)
        self.state = PlainLabel("", self, kind="strong", is_wrapped=True)
        self.change = PlainLabel("", self, is_wrapped=True)
        self.again_button = TextButton(self.tr("Run again"), self, icon_name="again")
        self.close_button = TextButton(self.tr("Close"), self, is_main=True)
        self.again_button.clicked.connect(self._on_again)
        self.close_button.clicked.connect(self.accept)
        self._lay_out()
        self.show_state("")

    def _lay_out(self) -> None:
        body = QWidget(self)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, SPACE_M, 0)
        grid.setHorizontalSpacing(SPACE_M)
        grid.setVerticalSpacing(SPACE_XS)
        grid.setColumnStretch(1, 1)
        for row, fact in enumerate(self.facts):
            _add(grid, row, fact, body)
        grid.setRowStretch(len(self.facts), 1)
        scroll = QScrollArea(self)
        scroll.setObjectName("Facts")
        scroll.setAccessibleName(self.tr("What decided the answer"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(body)
        buttons = button_row(self.close_button, beside=(self.again_button,))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self._question)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.state)
        layout.addWidget(self.change)
        layout.addLayout(buttons)

    @property
    def is_running(self) -> bool:
        """Whether the answer is being made again."""
        return self._is_running

    def show_running(self, *, is_running: bool) -> None:
        """Whether the answer is being made again: the button then stops it."""
        self._is_running = is_running
        words = self.tr("Stop") if is_running else self.tr("Run again")
        self.again_button.setText(words)
        self.again_button.setAccessibleName(words)

    def show_state(self, words: str) -> None:
        """Say how far it has come, or why it ended."""
        self.state.setText(words)
        self.state.setVisible(bool(words))
        self.change.hide()

    def show_again(self, made: AnswerAgain) -> None:
        """Say whether the same was said again."""
        self.show_state(compared(made))
        words = changed(made, is_masking_on=self._is_masking_on)
        self.change.setText(words)
        self.change.setVisible(bool(words))

    def _on_again(self) -> None:
        if self._is_running:
            self.show_state(self.tr("Stopped."))
            self.stop_wanted.emit()
            return
        self.show_running(is_running=True)
        self.show_state(self.tr("Asking again…"))
        self.again_wanted.emit()


def _add(grid: QGridLayout, row: int, fact: Fact, parent: QWidget) -> None:
    """One fact in its row; a heading takes the whole of it."""
    top = Qt.AlignmentFlag.AlignTop
    if fact.kind is FactKind.HEADING:
        heading = PlainLabel(fact.name, parent, kind="strong", is_wrapped=True)
        heading.setContentsMargins(0, SPACE_S, 0, 0)
        grid.addWidget(heading, row, 0, 1, 2)
        return
    is_code = fact.kind is FactKind.CODE
    value = PlainLabel(fact.value, parent, kind="code" if is_code else "", is_wrapped=not is_code)
    value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    value.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    grid.addWidget(PlainLabel(fact.name, parent, kind="caption"), row, 0, top)
    grid.addWidget(value, row, 1, top)
