"""The head of the panel for questions: what is asked, and what it is about."""

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.asking import MAX_QUESTION_CHARS
from desktop.ui import wording
from desktop.ui.chip import Chip
from desktop.ui.plain import ElidedLabel, IconButton, PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XS


class About(Enum):
    """What a question is about, as the analyst chooses it."""

    FRAME = "frame"
    PAGE = "page"
    DOCUMENT = "document"
    MATTER = "matter"


class AskQuestion(QFrame):
    """The line for a question, chips for what it is about, and how far its answer has come.

    Signals:
        asked(str, object): A question, and what it is About.
        stop_wanted(): End the answer in the making.
        frame_wanted(): The frame that the answer is about is to be shown.
        left(): Escape: back to the page.
    """

    asked = Signal(str, object)
    stop_wanted = Signal()
    frame_wanted = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it idle, about the document."""
        super().__init__(parent)
        self.setObjectName("PanelHead")
        self._is_running = False
        self.field = _QuestionField(self)
        self.button = TextButton(self.tr("Ask"), self, is_main=True)
        self.about: dict[About, TextButton] = {}
        self._group = QButtonGroup(self)
        for about, words in (
            (About.FRAME, self.tr("Frame")),
            (About.PAGE, self.tr("Page")),
            (About.DOCUMENT, self.tr("Document")),
            (About.MATTER, self.tr("Matter")),
        ):
            name = self.tr("Ask about the {0}").format(words.lower())
            chip = Chip(words, name, self)
            self._group.addButton(chip)
            self.about[about] = chip
        self.about[About.FRAME].hide()
        self.about[About.DOCUMENT].setChecked(True)
        self.state = ElidedLabel("", self, kind="caption")
        self.frame_button = IconButton(
            "frame", self.tr("Show the frame that was asked about"), self
        )
        self.frame_button.hide()
        self.button.clicked.connect(self._on_button)
        self.frame_button.clicked.connect(self.frame_wanted)
        self.field.asked.connect(self._on_asked)
        self.field.left.connect(self.left)
        self._lay_out()

    def _lay_out(self) -> None:
        chips = QHBoxLayout()
        chips.setSpacing(SPACE_XS)
        for chip in self.about.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(SPACE_S)
        line.addWidget(self.field, 1)
        line.addWidget(self.button)
        state = QHBoxLayout()
        state.setSpacing(SPACE_S)
        state.addWidget(self.state, 1)
        state.addWidget(self.frame_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_M, SPACE_M, SPACE_M)
        layout.setSpacing(SPACE_S)
        layout.addWidget(PlainLabel(self.tr("Ask"), self, kind="strong"))
        layout.addLayout(chips)
        layout.addLayout(line)
        layout.addLayout(state)

    # ------------------------------------------------------------------ what is shown

    def clear(self) -> None:
        """Forget question and state."""
        self.field.clear()
        self.show_running(is_running=False)
        self.show_state("")
        self.show_framed(is_framed=False)

    def show_question(self, question: str) -> None:
        """Show a question that was asked before."""
        self.field.setText(question)
        self.field.setCursorPosition(0)

    def show_state(self, words: str, *, has_frame: bool = False) -> None:
        """Say how far the answer has come; a button leads to the frame that it is about."""
        self.state.setText(words)
        self.frame_button.setVisible(has_frame)

    def show_running(self, *, is_running: bool) -> None:
        """Whether an answer is in the making: the button then stops it."""
        self._is_running = is_running
        self.button.setText(self.tr("Stop") if is_running else self.tr("Ask"))
        self.button.setAccessibleName(self.tr("Stop the answer") if is_running else self.tr("Ask"))

    @property
    def is_running(self) -> bool:
        """Whether an answer is in the making."""
        return self._is_running

    def show_selection(self, count: int) -> None:
        """Say how many documents are selected: the question is about all of them."""
        words = self.tr("Document") if count < 2 else wording.documents(count)
        chip = self.about[About.DOCUMENT]
        chip.setText(words)
        chip.setAccessibleName(self.tr("Ask about the {0}").format(words.lower()))

    def show_framed(self, *, is_framed: bool) -> None:
        """Whether there is a frame on the page that can be asked about."""
        chip = self.about[About.FRAME]
        if not is_framed and chip.isChecked():
            self.about[About.PAGE].setChecked(True)
        chip.setVisible(is_framed)

    def choose(self, about: About) -> None:
        """Ask about this from now on."""
        self.about[about].setChecked(True)

    # ------------------------------------------------------------------ what was done

    def _on_button(self) -> None:
        if self._is_running:
            self.stop_wanted.emit()
        else:
            self._on_asked()

    def _on_asked(self) -> None:
        question = self.field.text().strip()
        if question:
            about = next(about for about, chip in self.about.items() if chip.isChecked())
            self.asked.emit(question, about)


class _QuestionField(QLineEdit):
    """Where the question is typed."""

    asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("Question")
        self.setAccessibleName(self.tr("Question"))
        self.setPlaceholderText(self.tr("How much was the tax?"))
        self.setMaxLength(MAX_QUESTION_CHARS)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.asked.emit()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)
