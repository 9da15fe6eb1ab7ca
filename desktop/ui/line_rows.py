"""Rows of two lines with a picture: a name, and a detail below it."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop.ui import icons
from desktop.ui.id_rows import IdRows, Item
from desktop.ui.painting import paint_line
from desktop.ui.row_list import RowDelegate, row_list
from desktop.ui.theme import CAPTION_PX, SPACE_M, current, sized

ROW_HEIGHT_PX = 54
LEAST_WIDTH_PX = 240
ICON_PX = 16

Picture = tuple[str, str]
"""An icon and its colour: a file in `resources/icons`, a name of `theme.Colours`."""


class LineDelegate(RowDelegate[Item]):
    """Draws the picture, the name, the detail."""

    def __init__(
        self,
        picture_of: Callable[[Item], Picture],
        name_of: Callable[[Item], str],
        detail_of: Callable[[Item], str],
        parent: QWidget,
    ) -> None:
        """Take what each row says; `parent` is the list."""
        super().__init__(LEAST_WIDTH_PX, ROW_HEIGHT_PX, parent)
        self._picture_of = picture_of
        self._name_of = name_of
        self._detail_of = detail_of

    @override
    def paint_item(self, painter: QPainter, option: QStyleOptionViewItem, item: Item) -> None:
        colours = current()
        inner: QRect = option.rect.adjusted(SPACE_M, 8, -SPACE_M, -8)
        icon, role = self._picture_of(item)
        place = QRectF(inner.left(), inner.top() + 1, ICON_PX, ICON_PX)
        icons.paint(painter, icon, str(getattr(colours, role)), place)
        left = inner.left() + ICON_PX + SPACE_M
        width = inner.right() - left
        medium = sized(option.font, 13, QFont.Weight.Medium)
        small = sized(option.font, CAPTION_PX)
        name, detail = QRect(left, inner.top(), width, 18), QRect(left, inner.top() + 20, width, 18)
        paint_line(painter, medium, colours.text, name, self._name_of(item))
        paint_line(painter, small, colours.muted, detail, self._detail_of(item))


def line_list(
    accessible_name: str,
    rows: IdRows[Item],
    picture_of: Callable[[Item], Picture],
    name_of: Callable[[Item], str],
    detail_of: Callable[[Item], str],
    parent: QWidget,
) -> QListView:
    """A list of such rows.

    Args:
        accessible_name: For screen readers.
        rows: What it shows.
        picture_of: The picture of a row.
        name_of: Its first line.
        detail_of: Its second line.
        parent: Owner.
    """
    shown = row_list("Models", accessible_name, rows, parent)
    shown.setItemDelegate(LineDelegate(picture_of, name_of, detail_of, shown))
    return shown
