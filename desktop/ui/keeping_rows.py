"""Rows of holds and of what is due: what, since when, why."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from desktop.domain.keeping import Due, Hold, MatterKeeping
from desktop.ui import icons, keeping_words
from desktop.ui.painting import paint_line
from desktop.ui.row_list import RowDelegate
from desktop.ui.theme import CAPTION_PX, SPACE_M, current, sized

ROW_HEIGHT_PX = 52


class HoldDelegate(RowDelegate[Hold]):
    """Draws a hold: what it covers, why, who placed it and when."""

    keeping: MatterKeeping | None = None

    @override
    def paint_item(self, painter: QPainter, option: QStyleOptionViewItem, hold: Hold) -> None:
        colours = current()
        colour = colours.text if hold.is_standing else colours.muted
        _paint_row(
            painter,
            option,
            icon="lock" if hold.is_standing else "accept",
            first=keeping_words.held(hold, self.keeping),
            second=hold.reason,
            right=keeping_words.since(hold),
            colour=colour,
        )


class DueDelegate(RowDelegate[Due]):
    """Draws something due: what, since when, and which holds keep it."""

    @override
    def paint_item(self, painter: QPainter, option: QStyleOptionViewItem, due: Due) -> None:
        colours = current()
        _paint_row(
            painter,
            option,
            icon="lock" if due.holds else "document",
            first=keeping_words.due(due),
            second=keeping_words.due_since(due),
            right="",
            colour=colours.muted if due.holds else colours.text,
        )


def _paint_row(
    painter: QPainter,
    option: QStyleOptionViewItem,
    *,
    icon: str,
    first: str,
    second: str,
    right: str,
    colour: str,
) -> None:
    colours = current()
    inner: QRect = option.rect.adjusted(SPACE_M, 7, -SPACE_M, -7)
    icons.paint(painter, icon, colours.muted, QRectF(inner.left(), inner.top() + 1, 18, 18))
    left = inner.left() + 18 + SPACE_M
    small = sized(option.font, CAPTION_PX)
    line = QRect(left, inner.top(), inner.right() - left, 19)
    taken = paint_line(
        painter, small, colours.muted, line, right, alignment=Qt.AlignmentFlag.AlignRight
    )
    medium = sized(option.font, 13, QFont.Weight.Medium)
    name = QRect(left, inner.top(), line.width() - taken - SPACE_M, 19)
    paint_line(painter, medium, colour, name, first)
    below = QRect(left, inner.top() + 19, inner.right() - left, 18)
    paint_line(painter, small, colours.muted, below, second)
