"""Hits of a data subject as rows: what stands there, where, why, and what was decided."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop.domain.data_subject import HitDecision, SubjectHit
from desktop.ui import icons, subject_words
from desktop.ui.painting import paint_line
from desktop.ui.row_list import MaskedList, RowDelegate
from desktop.ui.theme import CAPTION_PX, SPACE_L, SPACE_S, current, sized

ROW_HEIGHT_PX = 46


@dataclass(frozen=True, slots=True)
class HitRow:
    """One hit as it may be seen.

    Attributes:
        name: Of its document; "" where that is no longer in the matter.
        is_masked: Whether what it says is hidden.
    """

    hit: SubjectHit
    name: str
    is_masked: bool

    @property
    def mention(self) -> str:
        """What stands on the page."""
        return subject_words.mention(self.hit, is_masked=self.is_masked)


class HitDelegate(RowDelegate[HitRow]):
    """Two lines: what stands there, with what was decided; where, and why it is a hit."""

    @override
    def paint_item(self, painter: QPainter, option: QStyleOptionViewItem, row: HitRow) -> None:
        colours = current()
        inner: QRect = option.rect.adjusted(SPACE_L, 5, -SPACE_L, -5)
        is_struck = row.hit.decision is HitDecision.STRUCK
        colour = colours.muted if is_struck else colours.text
        kind = row.hit.kind.value if row.hit.kind else "person"
        icons.paint(painter, kind, colours.muted, QRectF(inner.left(), inner.top() + 1, 18, 18))
        left, right = inner.left() + 18 + SPACE_S, inner.right()
        if row.hit.decision is not HitDecision.OPEN:
            mark = QRectF(right - 16, inner.top() + 1, 16, 16)
            name, tint = ("reject", colours.muted) if is_struck else ("accept", colours.low)
            icons.paint(painter, name, tint, mark)
            right = int(mark.left()) - SPACE_S
        font = sized(option.font, 13)
        font.setStrikeOut(is_struck)
        paint_line(painter, font, colour, QRect(left, inner.top(), right - left, 18), row.mention)
        below = QRect(left, inner.top() + 18, inner.right() - left, 17)
        small = sized(option.font, CAPTION_PX)
        words = subject_words.page_and_reason(row.hit)
        align = Qt.AlignmentFlag.AlignRight
        taken = paint_line(painter, small, colours.muted, below, words, alignment=align)
        below.setWidth(below.width() - taken - SPACE_S)
        paint_line(painter, small, colours.muted, below, row.name)


class HitList(MaskedList):
    """The list with its keys: A accepts, R strikes out, U takes a decision back.

    Signals:
        decided(object): A HitDecision about the rows selected.
    """

    decided = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        """Several rows can be selected at once."""
        super().__init__(parent)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        decision = {
            Qt.Key.Key_A: HitDecision.ACCEPTED,
            Qt.Key.Key_R: HitDecision.STRUCK,
            Qt.Key.Key_U: HitDecision.OPEN,
        }.get(Qt.Key(event.key()))
        if decision is None or event.modifiers():
            super().keyPressEvent(event)
        else:
            self.decided.emit(decision)


def identity_of(row: HitRow) -> str:
    """What makes a row the same after it changed."""
    return str(row.hit.number)


def words_of(row: HitRow) -> str:
    """One line for screen readers."""
    where = f"{row.name}, {subject_words.page_and_reason(row.hit)}"
    return f"{row.mention}, {where}, {row.hit.decision.value}"
