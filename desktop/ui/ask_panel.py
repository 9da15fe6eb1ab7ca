"""Questions about the page, the document or the matter in view, and their answers."""

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.domain.asking import (
    MAX_QUESTION_CHARS,
    AskAnswer,
    AskEvent,
    Looking,
    Outcome,
    Quoted,
    Said,
    Statement,
)
from desktop.domain.errors import InCameraError
from desktop.ui import ask_words, wording
from desktop.ui.ask_result import AskResult, NameOf
from desktop.ui.empty_state import EmptyState
from desktop.ui.id_rows import IdRows
from desktop.ui.painting import paint_line
from desktop.ui.plain import ElidedLabel, PlainLabel, TextButton
from desktop.ui.row_list import RowDelegate, row_list
from desktop.ui.theme import CAPTION_PX, SPACE_L, SPACE_M, SPACE_S, SPACE_XS, current, sized

EARLIER_HEIGHT_PX = 148
ROW_HEIGHT_PX = 46


class About(Enum):
    """What a question is about, as the analyst chooses it."""

    PAGE = "page"
    DOCUMENT = "document"
    MATTER = "matter"


class AskPanel(QFrame):
    """Beside the page.

    Signals:
        asked(str, object): A question, and what it is About.
        stop_wanted(): End the answer in the making.
        place_chosen(object): A Citation is to be shown on its page.
        left(): Escape: back to the page.
    """

    asked = Signal(str, object)
    stop_wanted = Signal()
    place_chosen = Signal(object)
    left = Signal()

    def __init__(self, name_of: NameOf, parent: QWidget | None = None) -> None:
        """Make it idle."""
        super().__init__(parent)
        self.setObjectName("Panel")
        self.setMinimumWidth(292)
        self.field = _QuestionField(self)
        self.button = TextButton(self.tr("Ask"), self, is_main=True)
        self.about: dict[About, TextButton] = {}
        self._group = QButtonGroup(self)
        for about, words in (
            (About.PAGE, self.tr("Page")),
            (About.DOCUMENT, self.tr("Document")),
            (About.MATTER, self.tr("Matter")),
        ):
            chip = TextButton(words, self)
            chip.setProperty("kind", "chip")
            chip.setAccessibleName(self.tr("Ask about the {0}").format(words.lower()))
            chip.setCheckable(True)
            self._group.addButton(chip)
            self.about[about] = chip
        self.about[About.DOCUMENT].setChecked(True)
        self.state = ElidedLabel("", self, kind="caption")
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
        self._rows: IdRows[AskAnswer] = IdRows(_identity, _words, self)
        self.earlier = row_list("Earlier", self.tr("Earlier questions"), self._rows, self)
        self.earlier.setItemDelegate(_EarlierDelegate(200, ROW_HEIGHT_PX, self.earlier))
        self.earlier.setFixedHeight(EARLIER_HEIGHT_PX)
        self._earlier_title = PlainLabel(self.tr("Earlier questions"), self, kind="section")
        self._is_running = False
        self._name_of = name_of
        self._lay_out()
        self._connect()
        self.show_earlier(())

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
        head = QFrame(self)
        head.setObjectName("PanelHead")
        head_layout = QVBoxLayout(head)
        head_layout.setContentsMargins(SPACE_L, SPACE_M, SPACE_M, SPACE_M)
        head_layout.setSpacing(SPACE_S)
        head_layout.addWidget(PlainLabel(self.tr("Ask"), self, kind="strong"))
        head_layout.addLayout(chips)
        head_layout.addLayout(line)
        head_layout.addWidget(self.state)
        foot = QFrame(self)
        foot.setObjectName("PanelFoot")
        foot_layout = QVBoxLayout(foot)
        foot_layout.setContentsMargins(SPACE_L, SPACE_M, SPACE_XS, SPACE_XS)
        foot_layout.setSpacing(SPACE_XS)
        foot_layout.addWidget(self._earlier_title)
        foot_layout.addWidget(self.earlier)
        self._foot = foot
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self._pile, 1)
        layout.addWidget(foot)

    def _connect(self) -> None:
        self.button.clicked.connect(self._on_button)
        self.field.asked.connect(self._on_asked)
        self.field.left.connect(self.left)
        self.result.place_chosen.connect(self.place_chosen)
        self.earlier.activated.connect(self._on_earlier)
        self.earlier.clicked.connect(self._on_earlier)

    # ------------------------------------------------------------------ what is shown

    def clear(self) -> None:
        """Forget question and answer: another matter is shown."""
        self.field.clear()
        self._end()
        self.result.clear()
        self.state.setText("")
        self._pile.setCurrentWidget(self.idle)
        self.show_earlier(())

    def show_selection(self, count: int) -> None:
        """Say how many documents are selected: the question is about all of them."""
        words = self.tr("Document") if count < 2 else wording.documents(count)
        chip = self.about[About.DOCUMENT]
        chip.setText(words)
        chip.setAccessibleName(self.tr("Ask about the {0}").format(words.lower()))

    def begin(self) -> None:
        """An answer is in the making."""
        self._is_running = True
        self.button.setText(self.tr("Stop"))
        self.button.setAccessibleName(self.tr("Stop the answer"))
        self.state.setText(self.tr("Looking for the pages that matter…"))
        self.result.clear()
        self._pile.setCurrentWidget(self._scroll)

    def tell(self, event: AskEvent) -> None:
        """Take what was told while the answer is in the making."""
        if isinstance(event, Looking):
            name = self._name_of(event.document_id)
            self.state.setText(ask_words.looking(event, name))
        elif isinstance(event, (Quoted, Said, Statement)):
            self._pile.setCurrentWidget(self._scroll)
        self.result.tell(event)

    def show_answer(self, answer: AskAnswer) -> None:
        """Show a whole answer."""
        self._end()
        self.result.clear()
        for statement in answer.statements:
            self.result.show_statement(statement)
        self.state.setText(ask_words.looked_at(answer))
        if answer.outcome is Outcome.ANSWERED:
            self._pile.setCurrentWidget(self._scroll)
        else:
            self.nothing.say(*ask_words.no_answer(answer.outcome))
            self._pile.setCurrentWidget(self.nothing)

    def show_error(self, error: Exception) -> None:
        """Say why there is no answer, with the remedy and the code."""
        self._end()
        self.state.setText("")
        known = error if isinstance(error, InCameraError) else InCameraError()
        self.nothing.say(known.reason, f"{known.remedy}  {known.code}")
        self._pile.setCurrentWidget(self.nothing)

    def show_earlier(self, answers: Sequence[AskAnswer]) -> None:
        """Take what was asked before, the latest first."""
        self._rows.show(answers)
        self._foot.setVisible(bool(answers))

    def _end(self) -> None:
        self._is_running = False
        self.button.setText(self.tr("Ask"))
        self.button.setAccessibleName(self.tr("Ask"))

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

    def _on_earlier(self, index: QModelIndex) -> None:
        answer = self._rows.item_at(index)
        if answer is not None and not self._is_running:
            self.field.setText(answer.question)
            self.field.setCursorPosition(0)
            self.show_answer(answer)


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


class _EarlierDelegate(RowDelegate[AskAnswer]):
    """Two lines: the question, and what became of it."""

    @override
    def paint_item(self, painter: QPainter, option: QStyleOptionViewItem, item: AskAnswer) -> None:
        colours = current()
        room = option.rect.adjusted(SPACE_S, 4, -SPACE_S, -4)
        half = room.height() // 2
        top, bottom = room.adjusted(0, 0, 0, -half), room.adjusted(0, half, 0, 0)
        paint_line(painter, option.font, colours.text, top, item.question)
        caption = sized(option.font, CAPTION_PX)
        paint_line(painter, caption, colours.muted, bottom, ask_words.earlier_line(item))


def _identity(answer: AskAnswer) -> str:
    return answer.answer_id


def _words(answer: AskAnswer) -> str:
    return f"{answer.question}, {ask_words.earlier_line(answer)}"
