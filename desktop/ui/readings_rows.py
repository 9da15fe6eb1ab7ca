"""Lines of a page that two readers read, as rows: both readings, and whether they differ."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from typing_extensions import override

from desktop.domain.finding import Agreement
from desktop.domain.ledger import TwiceRead
from desktop.ui.painting import paint_line
from desktop.ui.row_list import RowDelegate
from desktop.ui.theme import CAPTION_PX, SPACE_L, SPACE_S, current, sized

ROW_HEIGHT_PX = 62


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One line of a page, or a part of it.

    Attributes:
        line: What two readers read there.
        is_masked: Whether what is highly sensitive in it is hidden.
    """

    line: TwiceRead
    is_masked: bool

    @property
    def identity(self) -> str:
        """Of the row, the same after it was asked for again."""
        return f"{self.line.shown.start}-{self.line.shown.end}"

    @property
    def readings(self) -> tuple[str, str]:
        """Both readings as they may be seen."""
        return self.line.readings(is_masked=self.is_masked)

    @property
    def is_hidden(self) -> bool:
        """Whether something in it is hidden."""
        return self.is_masked and bool(self.line.sensitive)

    @property
    def verdict(self) -> str:
        """How the readings relate, and where that is decided."""
        words = {
            Agreement.SAME: _tr("the same"),
            Agreement.NEAR: _tr("nearly the same"),
            Agreement.DIFFERENT: _tr("they differ"),
            Agreement.ONLY_ONE: _tr("seen by one reader only"),
            Agreement.NOT_COMPARED: "",
        }[self.line.shown.agreement]
        if self.line.is_to_decide:
            return _tr("{0}, to decide in Findings").format(words)
        return words


class ReadingDelegate(RowDelegate[ReadingRow]):
    """Three lines: how they relate, the first reading, the second."""

    @override
    def paint_item(self, painter: QPainter, option: QStyleOptionViewItem, item: ReadingRow) -> None:
        colours = current()
        room: QRect = option.rect.adjusted(SPACE_L, 5, -SPACE_L, -5)
        third = room.height() // 3
        top = QRect(room.left(), room.top(), room.width(), third)
        small = sized(option.font, CAPTION_PX)
        colour = colours.moderate if item.line.is_different else colours.muted
        paint_line(painter, small, colour, top, item.verdict)
        first, second = item.readings
        below = top.translated(0, third)
        paint_line(painter, option.font, colours.text, below, first)
        font = sized(option.font, option.font.pixelSize())
        font.setItalic(not second)
        last = below.translated(0, third)
        paint_line(painter, font, colours.muted, last, second or nothing_seen())
        if item.is_hidden:
            width = painter.fontMetrics().horizontalAdvance(first) + SPACE_S
            hint = below.adjusted(width, 0, 0, 0)
            align = Qt.AlignmentFlag.AlignRight
            paint_line(painter, small, colours.muted, hint, _tr("Space shows"), alignment=align)


def identity_of(row: ReadingRow) -> str:
    """What makes a row the same after it changed."""
    return row.identity


def words_of(row: ReadingRow) -> str:
    """One line for screen readers."""
    first, second = row.readings
    return _tr("{0}. First reading: {1}. Second reading: {2}").format(
        row.verdict, first, second or nothing_seen()
    )


def nothing_seen() -> str:
    """Stands for a reading without words."""
    return _tr("Nothing was seen here")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Readings", text)
