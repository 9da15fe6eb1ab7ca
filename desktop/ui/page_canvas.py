"""One page on its desk: drawn from pixels, with marks and covers over it."""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from desktop.domain.finding import StoredFinding
from desktop.domain.geometry import Box
from desktop.domain.identity import FindingId, PageNumber
from desktop.ui import wording
from desktop.ui.page_desk import PageDesk
from desktop.ui.page_marks import Marks, finding_at, paint_marks
from desktop.ui.page_mask import Mask, paint_covers
from desktop.ui.page_place import A4_PT
from desktop.ui.painting import paint_sheet
from desktop.ui.plain import HoverCard
from desktop.ui.theme import ON_PAPER, current


class PageCanvas(PageDesk):
    """Shows one page, and nothing of its picture before it is known what to cover on it.

    Signals:
        finding_clicked(str): A box was clicked.
        menu_wanted(object): What can be done about a finding is wanted at a QPoint of the screen.
        frame_menu_wanted(object): Likewise, about the frame that is drawn.
        copy_wanted(): The words in the frame, or the value selected, are to be copied.
        frame_changed(object): The Box of the frame that is drawn; None once there is none.
    """

    finding_clicked = Signal(str)
    menu_wanted = Signal(object)
    frame_menu_wanted = Signal(object)
    copy_wanted = Signal()
    frame_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing."""
        super().__init__(parent)
        self.setAccessibleName(self.tr("Page"))
        self._mask = Mask()
        self._image: QImage | None = None
        self._message = ""
        self._marks = Marks()
        self._is_unread = False
        self._card = HoverCard(self.viewport())

    # ------------------------------------------------------------------ what is shown

    def show_page(self, number: PageNumber, width_pt: float, height_pt: float) -> None:
        """Turn to a page, or take its size anew; its picture and its findings follow."""
        is_other = number != self.number
        size_pt = QSizeF(width_pt, height_pt) if width_pt > 0 and height_pt > 0 else A4_PT
        if not is_other and size_pt == self._place.size_pt:
            return
        self.number = number
        self._place = replace(self._place, size_pt=size_pt)
        self._message = ""
        if is_other:
            self._image = None
            self._forget_marks()
            self.verticalScrollBar().setValue(0)
        self._lay_out()
        self._ask_for_sharp()

    def show_nothing(self) -> None:
        """Clear the desk."""
        self.number = None
        self._image = None
        self._forget_marks()
        self._lay_out()

    def show_image(self, image: QImage) -> None:
        """Take the picture of the page shown, at whatever width it has."""
        self._image = image
        self._message = ""
        if not self._place.has_shape_of(image.width(), image.height()):
            width_pt = self._place.size_pt.width()
            size_pt = QSizeF(width_pt, width_pt * image.height() / image.width())
            self._place = replace(self._place, size_pt=size_pt)
            self._lay_out()
        self.viewport().update()

    def forget_image(self) -> None:
        """Show the page no longer as it was, and ask for it anew."""
        self._image = None
        self._ask_for_sharp()
        self.viewport().update()

    def show_message(self, message: str) -> None:
        """Say why there is no picture."""
        self._message = message
        self.viewport().update()

    def show_findings(self, findings: tuple[StoredFinding, ...] | None) -> None:
        """Take the findings of the page shown; None where it has not been read."""
        is_known = findings is not None
        self._marks = replace(self._marks, findings=findings or (), is_known=is_known)
        self._is_unread = not is_known
        self._card.hide()
        self.viewport().update()

    def show_hits(self, boxes: tuple[Box, ...]) -> None:
        """Mark the boxes of a search hit and bring them into view."""
        self._marks = replace(self._marks, hits=boxes)
        if boxes:
            self.bring_into_view(boxes[0])
        self.viewport().update()

    def show_frame(self, box: Box | None) -> None:
        """Draw a frame around a part of the page and bring it into view; None: draw none."""
        if box == self._marks.frame:
            return
        self._marks = replace(self._marks, frame=box)
        if box is not None:
            self.bring_into_view(box)
        self.viewport().update()
        self.frame_changed.emit(box)

    def select(self, finding: StoredFinding | None) -> None:
        """Emphasise a finding and bring it into view."""
        selected = None if finding is None else finding.finding_id
        self._marks = replace(self._marks, selected=selected)
        if finding is not None and finding.finding.boxes:
            self.bring_into_view(finding.finding.boxes[0])
        self.viewport().update()

    def set_mask(self, mask: Mask) -> None:
        """Take which findings are covered."""
        self._mask = mask
        self._card.hide()
        self.viewport().update()

    def _forget_marks(self) -> None:
        """Another page comes: nothing is known of it."""
        has_frame = self._marks.frame is not None
        self._marks = Marks()
        self._is_unread = False
        self._card.hide()
        if has_frame:
            self.frame_changed.emit(None)

    @property
    def masking(self) -> Mask:
        """Which findings are covered."""
        return self._mask

    @property
    def marks(self) -> Marks:
        """What is drawn over the page."""
        return self._marks

    @property
    def selected(self) -> FindingId | None:
        """The finding emphasised."""
        return self._marks.selected

    @property
    def frame(self) -> Box | None:
        """The frame that is drawn."""
        return self._marks.frame

    @property
    def has_picture(self) -> bool:
        """Whether the page's picture is shown."""
        may_show = self._mask.may_show_page(are_findings_known=self._marks.is_known)
        return self._image is not None and may_show

    # ------------------------------------------------------------------ Qt

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        colours = current()
        painter.fillRect(self.viewport().rect(), QColor(colours.desk))
        if self.number is None:
            return
        place = self._place.rect(self.viewport().size(), self._scrolled.toPoint())
        paint_sheet(painter, place)
        if self._image is None or not self.has_picture:
            painter.setPen(QColor(ON_PAPER.note))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(place.adjusted(24, 24, -24, -24), int(flags), self._words_instead())
            return
        upright = QRectF(QPointF(0, 0), self._place.upright_px)
        painter.save()
        painter.setTransform(self._page_transform(), combine=True)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(upright, self._image)
        paint_covers(painter, filter(self._mask.hides, self._marks.findings), self._place.scale)
        paint_marks(painter, self._marks, self._place.scale)
        painter.restore()

    def _words_instead(self) -> str:
        """What stands on the sheet while the picture may not, or cannot, be shown."""
        if self._message:
            return self._message
        if self._is_unread:
            return self.tr(
                "This page has not been read: what is sensitive on it is not known.\n"
                "“Show sensitive values on this page” shows it as it is."
            )
        return self.tr("Rendering the page…")

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._marks.frame is not None:
            self.show_frame(None)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._finding_under(event.position())
        if found is not None and event.button() is Qt.MouseButton.LeftButton:
            self.finding_clicked.emit(found.finding_id)
        else:
            super().mousePressEvent(event)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        is_by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        is_framed = self._marks.frame is not None
        found = None if is_by_key or is_framed else self._finding_under(event.pos().toPointF())
        if found is not None:
            self._card.hide()
            self.finding_clicked.emit(found.finding_id)
        if is_framed:
            self.frame_menu_wanted.emit(event.globalPos())
        elif found is not None or (is_by_key and self._marks.selected is not None):
            self.menu_wanted.emit(event.globalPos())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is not None:
            super().mouseMoveEvent(event)
            return
        found = self._finding_under(event.position())
        hovered = None if found is None else found.finding_id
        if hovered != self._marks.hovered:
            self._marks = replace(self._marks, hovered=hovered)
            self.viewport().update()
        if found is None:
            self._card.hide()
            self.viewport().unsetCursor()
        else:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
            is_masked = self._mask.hides(found)
            words = wording.hover_card(found.finding, is_masked=is_masked)
            self._card.show_at(event.position().toPoint(), *words)

    @override
    def leaveEvent(self, event: object) -> None:
        self._card.hide()

    def _finding_under(self, place: QPointF) -> StoredFinding | None:
        back, is_possible = self._page_transform().inverted()
        if not is_possible or not self.has_picture:
            return None
        return finding_at(self._marks.findings, back.map(place), self._place.scale)
