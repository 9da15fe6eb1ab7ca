"""Earlier questions of a matter at the foot of the panel, each with what became of it."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QFrame, QStyleOptionViewItem, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.domain.asking import AskAnswer
from desktop.ui import ask_words
from desktop.ui.id_rows import IdRows
from desktop.ui.painting import paint_line
from desktop.ui.plain import PlainLabel
from desktop.ui.row_list import RowDelegate, row_list
from desktop.ui.theme import CAPTION_PX, SPACE_L, SPACE_M, SPACE_S, SPACE_XS, current, sized

HEIGHT_PX = 148
ROW_HEIGHT_PX = 46


class AskEarlier(QFrame):
    """The latest first; hidden while there are none.

    Signals:
        chosen(object): An AskAnswer is to be shown.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show none."""
        super().__init__(parent)
        self.setObjectName("PanelFoot")
        self._rows: IdRows[AskAnswer] = IdRows(_identity, _words, self)
        self.list = row_list("Earlier", self.tr("Earlier questions"), self._rows, self)
        self.list.setItemDelegate(_EarlierDelegate(200, ROW_HEIGHT_PX, self.list))
        self.list.setFixedHeight(HEIGHT_PX)
        self.list.activated.connect(self._on_chosen)
        self.list.clicked.connect(self._on_chosen)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_M, SPACE_XS, SPACE_XS)
        layout.setSpacing(SPACE_XS)
        layout.addWidget(PlainLabel(self.tr("Earlier questions"), self, kind="section"))
        layout.addWidget(self.list)
        self.hide()

    def show_answers(self, answers: Sequence[AskAnswer]) -> None:
        """Take what was asked before."""
        self._rows.show(answers)
        self.setVisible(bool(answers))

    def _on_chosen(self, index: QModelIndex) -> None:
        answer = self._rows.item_at(index)
        if answer is not None:
            self.chosen.emit(answer)


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
