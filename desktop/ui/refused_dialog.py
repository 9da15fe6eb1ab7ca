"""The tray of refused files: which, why, what to do."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QKeySequence, QPainter, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QStackedWidget,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.domain.document import Refusal
from desktop.ui import icons
from desktop.ui.button_row import button_row
from desktop.ui.empty_state import EmptyState
from desktop.ui.id_rows import IdRows
from desktop.ui.painting import paint_line
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.row_list import RowDelegate, row_list
from desktop.ui.theme import (
    CAPTION_PX,
    SPACE_L,
    SPACE_M,
    SPACE_S,
    SPACE_XL,
    current,
    sized,
)

ROW_HEIGHT_PX = 76


class RefusedDialog(QDialog):
    """Lists refused files.

    Signals:
        clear_wanted(int): Take a file out of the tray.
    """

    clear_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Refused files"))
        self.resize(640, 480)
        self._rows: IdRows[Refusal] = IdRows(_identity, _words, self)
        self.list = row_list("Refusals", self.tr("Refused files"), self._rows, self)
        self.list.setItemDelegate(_RefusalDelegate(400, ROW_HEIGHT_PX, self.list))
        self.empty = EmptyState(
            "accept",
            self.tr("Nothing was refused"),
            self.tr("Files that cannot be let in are listed here, with the reason."),
            parent=self,
        )
        self._pile = QStackedWidget(self)
        self._pile.addWidget(self.list)
        self._pile.addWidget(self.empty)
        self.clear_button = TextButton(self.tr("Remove from list"), self, icon_name="remove")
        self.clear_button.clicked.connect(self._on_clear)
        self._delete_key = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        self._delete_key.activated.connect(self._on_clear)
        self.close_button = TextButton(self.tr("Close"), self, is_main=True)
        self.close_button.clicked.connect(self.accept)
        head = QVBoxLayout()
        head.setContentsMargins(SPACE_XL, 0, SPACE_XL, 0)
        head.setSpacing(SPACE_S)
        head.addWidget(PlainLabel(self.tr("Refused files"), self, kind="title"))
        head.addWidget(
            PlainLabel(
                self.tr("These were not added to the matter; the files were left as they are."),
                self,
                kind="caption",
            )
        )
        foot = button_row(self.close_button, beside=(self.clear_button,), margin_px=SPACE_XL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_XL, 0, SPACE_L)
        layout.setSpacing(SPACE_L)
        layout.addLayout(head)
        layout.addWidget(self._pile, 1)
        layout.addLayout(foot)

    def show_refusals(self, refusals: Sequence[Refusal]) -> None:
        """Take the tray's contents."""
        self._rows.show(refusals)
        self._pile.setCurrentWidget(self.list if refusals else self.empty)
        self.clear_button.setEnabled(bool(refusals))
        if refusals and not self.list.currentIndex().isValid():
            self.list.setCurrentIndex(self._rows.index(0))

    def _on_clear(self) -> None:
        refusal = self._rows.item_at(self.list.currentIndex())
        if refusal is not None:
            self.clear_wanted.emit(refusal.refusal_id)


class _RefusalDelegate(RowDelegate[Refusal]):
    """Draws a refused file: name and code, reason, remedy."""

    @override
    def paint_item(self, painter: QPainter, option: QStyleOptionViewItem, refusal: Refusal) -> None:
        colours = current()
        inner: QRect = option.rect.adjusted(SPACE_XL, 10, -SPACE_XL, -8)
        icons.paint(painter, "error", colours.high, QRectF(inner.left(), inner.top(), 18, 18))
        left = inner.left() + 18 + SPACE_M
        small = sized(option.font, CAPTION_PX)
        code_place = QRect(left, inner.top(), inner.right() - left, 18)
        taken = paint_line(
            painter,
            small,
            colours.muted,
            code_place,
            refusal.code,
            alignment=Qt.AlignmentFlag.AlignRight,
        )
        name = QRect(left, inner.top(), inner.right() - left - taken - SPACE_M, 18)
        medium = sized(option.font, 13, QFont.Weight.Medium)
        paint_line(painter, medium, colours.text, name, refusal.name)
        reason = QRect(left, inner.top() + 20, inner.right() - left, 18)
        paint_line(painter, small, colours.text, reason, refusal.reason)
        remedy = QRect(left, inner.top() + 38, inner.right() - left, 18)
        paint_line(painter, small, colours.muted, remedy, refusal.remedy)


def _identity(refusal: Refusal) -> str:
    return str(refusal.refusal_id)


def _words(refusal: Refusal) -> str:
    return f"{refusal.name}, {refusal.reason} {refusal.remedy} {refusal.code}"
