"""Small pictures of a document's pages, asked for only where they can be seen."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from desktop.domain.geometry import Box
from desktop.domain.identity import PageNumber
from desktop.domain.page import PageState, PageSummary
from desktop.ui import icons, wording
from desktop.ui.id_rows import ITEM_ROLE, AnyIndex, IdRows
from desktop.ui.page_mask import cover_of, paint_cover
from desktop.ui.painting import paint_line
from desktop.ui.row_list import set_up_rows
from desktop.ui.theme import CAPTION_PX, ON_PAPER, current, sized

THUMBNAIL_PX = 92
ROW_HEIGHT_PX = 158
WIDTH_PX = 132
SETTLE_MS = 60
MAX_KEPT = 400
"""Thumbnails kept: about 15 MB on an ordinary screen."""


@dataclass(frozen=True, slots=True)
class _Picture:
    """A page, and the boxes of what is highly sensitive on it; None where that is not known."""

    image: QImage
    sensitive: tuple[Box, ...] | None


class Thumbnails(QListView):
    """The pages as small pictures; what is highly sensitive is always covered on them.

    Signals:
        page_chosen(int): A page was selected.
        picture_wanted(int, int): Page and width in device pixels.
    """

    page_chosen = Signal(int)
    picture_wanted = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.setObjectName("Thumbnails")
        self.setAccessibleName(self.tr("Pages"))
        self.setFixedWidth(WIDTH_PX)
        self._pictures: dict[PageNumber, _Picture] = {}
        self._asked: set[PageNumber] = set()
        self._rows: IdRows[PageSummary] = IdRows(_identity, _words, self)
        self.setModel(self._rows)
        self._delegate = _ThumbnailDelegate(self._pictures, self)
        self.setItemDelegate(self._delegate)
        set_up_rows(self)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._ask_for_visible)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_pages(self, pages: Sequence[PageSummary], *, is_other_document: bool) -> None:
        """Take the pages of a document."""
        if is_other_document:
            self._pictures.clear()
            self._asked.clear()
        for page in pages:
            picture = self._pictures.get(page.number)
            if picture is not None and picture.sensitive is None and page.state is PageState.READ:
                self._asked.discard(page.number)
        current_row = self.currentIndex().row()
        self.selectionModel().blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._rows.show(pages)
        if not is_other_document and current_row >= 0:
            self._set_current(current_row)
        self.selectionModel().blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self._settle.start()

    def show_picture(
        self, number: PageNumber, image: QImage, sensitive: tuple[Box, ...] | None
    ) -> None:
        """Take the picture of a page, and what must not be seen on it; None where not known."""
        self._pictures[number] = _Picture(image, sensitive)
        while len(self._pictures) > MAX_KEPT:
            gone = next(iter(self._pictures))
            del self._pictures[gone]
            self._asked.discard(gone)
        index = self._rows.index(number - 1)
        self._rows.dataChanged.emit(index, index)

    def set_masking(self, *, is_on: bool) -> None:
        """Whether highly sensitive values are covered."""
        self._delegate.is_masking_on = is_on
        self.viewport().update()

    def choose(self, number: PageNumber) -> None:
        """Select a page without telling."""
        if self.currentIndex().row() == number - 1:
            return
        self.selectionModel().blockSignals(True)  # noqa: FBT003 - Qt's own signature
        self._set_current(number - 1)
        self.selectionModel().blockSignals(False)  # noqa: FBT003 - Qt's own signature
        self.viewport().update()

    def _set_current(self, row: int) -> None:
        index = self._rows.index(row)
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.scrollTo(index)

    def _ask_for_visible(self) -> None:
        if not self.isVisible():
            return
        first = self.indexAt(self.viewport().rect().topLeft()).row()
        if first < 0:
            return
        seen = self.viewport().height() // ROW_HEIGHT_PX + 2
        width_px = round(THUMBNAIL_PX * self.devicePixelRatioF())
        for row in range(first, min(first + seen, self._rows.rowCount())):
            number = PageNumber(row + 1)
            if number not in self._asked:
                self._asked.add(number)
                self.picture_wanted.emit(number, width_px)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def _on_scrolled(self, _value: int) -> None:
        self._settle.start()

    def _on_current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.page_chosen.emit(now.row() + 1)


class _ThumbnailDelegate(QStyledItemDelegate):
    """Draws a page with its number, and how many findings it holds."""

    def __init__(self, pictures: dict[PageNumber, _Picture], parent: QWidget) -> None:
        super().__init__(parent)
        self.is_masking_on = True
        self._pictures = pictures

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        return QSize(WIDTH_PX - 14, ROW_HEIGHT_PX)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        page: PageSummary = index.data(ITEM_ROLE)
        colours = current()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        picture = self._pictures.get(page.number)
        image = None if picture is None else picture.image
        place = _page_place(page, image, QRectF(option.rect))
        painter.fillRect(place, QColor(ON_PAPER.paper))
        if picture is not None:
            self._paint_picture(painter, picture, page, place)
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if is_selected:
            painter.setPen(QPen(QColor(colours.focus), 2))
            painter.drawRoundedRect(place.adjusted(-3, -3, 3, 3), 4, 4)
        else:
            painter.setPen(QPen(QColor(colours.shadow), 1))
            painter.drawRect(place)
        if page.state is PageState.FAILED:
            icons.paint(
                painter,
                "warning",
                ON_PAPER.moderate,
                QRectF(place.center().x() - 10, place.center().y() - 10, 20, 20),
            )
        font = sized(option.font, CAPTION_PX)
        colour = colours.text if is_selected else colours.muted
        line = option.rect.adjusted(0, ROW_HEIGHT_PX - 24, 0, -4)
        paint_line(
            painter, font, colour, line, str(page.number), alignment=Qt.AlignmentFlag.AlignHCenter
        )
        painter.restore()

    def _paint_picture(
        self, painter: QPainter, picture: _Picture, page: PageSummary, place: QRectF
    ) -> None:
        """The page with its covers; nothing while it is not known what to cover, and where."""
        if not self.is_masking_on:
            painter.drawImage(place, picture.image)
            return
        if picture.sensitive is None or page.state is not PageState.READ:
            return
        painter.drawImage(place, picture.image)
        across, down = place.width() / page.width_pt, place.height() / page.height_pt
        for box in picture.sensitive:
            cover = cover_of(box, across, down).translated(place.topLeft())
            paint_cover(painter, cover.intersected(place))


def _page_place(page: PageSummary, picture: QImage | None, row: QRectF) -> QRectF:
    """Where the page lies in its row: as large as fits, in its own shape."""
    room = row.adjusted(20, 10, -20, -30)
    if picture is not None and not picture.isNull():
        shape = picture.height() / picture.width()
    else:
        shape = page.height_pt / page.width_pt if page.width_pt > 0 else 1.414
    width = min(room.width(), room.height() / shape)
    height = width * shape
    return QRectF(room.center().x() - width / 2, room.center().y() - height / 2, width, height)


def _identity(page: PageSummary) -> str:
    return str(page.number)


def _words(page: PageSummary) -> str:
    return f"{page.number}, {wording.page_line(page)}, {wording.findings(page.finding_count)}"
