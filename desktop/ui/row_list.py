"""What the lists of the window share: one height of row, a delegate that draws the row's thing."""

from typing import Generic

from PySide6.QtCore import QAbstractItemModel, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop.ui.id_rows import ITEM_ROLE, AnyIndex, Item
from desktop.ui.painting import paint_row_back


class RowDelegate(QStyledItemDelegate, Generic[Item]):
    """Draws rows on the background that their state asks for; a list's own delegate draws the rest.

    Args:
        width_px: Least width of a row.
        height_px: Height of every row.
        parent: The list.
    """

    def __init__(self, width_px: int, height_px: int, parent: QWidget) -> None:
        """Keep the size."""
        super().__init__(parent)
        self._size = QSize(width_px, height_px)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return self._size

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        painter.save()
        paint_row_back(painter, option)
        self.paint_item(painter, option, index.data(ITEM_ROLE))
        painter.restore()

    def paint_item(self, painter: QPainter, option: QStyleOptionViewItem, item: Item) -> None:
        """Draw the thing of a row."""
        raise NotImplementedError


def set_up_rows(rows: QListView) -> None:
    """Rows of one height, lit under the pointer, never scrolled sideways."""
    rows.setUniformItemSizes(True)
    rows.setMouseTracking(True)
    rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)


def row_list(
    object_name: str, accessible_name: str, model: QAbstractItemModel, parent: QWidget
) -> QListView:
    """A list of rows; its delegate is set by whoever draws them.

    Args:
        object_name: By which the style sheet knows it.
        accessible_name: For screen readers.
        model: What it shows.
        parent: Owner.
    """
    rows = QListView(parent)
    rows.setObjectName(object_name)
    rows.setAccessibleName(accessible_name)
    rows.setModel(model)
    set_up_rows(rows)
    return rows


class MaskedList(QListView):
    """A list whose rows may be masked: Space shows or masks one, Escape goes back to the page.

    Signals:
        show_toggled(): The current row is to be shown or masked.
        left(): The analyst goes back to the page.
    """

    show_toggled = Signal()
    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Empty until it has a model."""
        super().__init__(parent)
        set_up_rows(self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Space:
                self.show_toggled.emit()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.activated.emit(self.currentIndex())
            case _:
                super().keyPressEvent(event)
