"""One page on the desk: drawn from pixels, zoomed, turned, with marks over it."""

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from typing_extensions import override

from desktop.domain.finding import StoredFinding
from desktop.domain.geometry import Box
from desktop.domain.identity import FindingId, PageNumber
from desktop.ui import wording
from desktop.ui.page_marks import Marks, finding_at, paint_marks, rect_of
from desktop.ui.page_mask import Mask, paint_covers
from desktop.ui.page_place import A4_PT, PagePlace
from desktop.ui.page_zoom import Fit, bounded, larger, smaller
from desktop.ui.painting import paint_sheet
from desktop.ui.plain import HoverCard
from desktop.ui.theme import ON_PAPER, current

SETTLE_MS = 90
"""A sharp picture is asked for once the zoom has rested so long."""

PAGE_STEP_DEG = 120
"""Wheel movement beyond the edge of a page (eighths of a degree) that turns to the next one."""


class PageCanvas(QAbstractScrollArea):
    """Shows one page, and nothing of its picture before it is known what to cover on it.

    Signals:
        sharp_wanted(int): The page is shown and should be rendered that many pixels wide.
        zoom_changed(float): 1.0 is the size on paper.
        finding_clicked(str): A box was clicked.
        turn_page(int): +1 or -1: go on or back, asked for by wheel or key.
    """

    sharp_wanted = Signal(int)
    zoom_changed = Signal(float)
    finding_clicked = Signal(str)
    turn_page = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Show nothing."""
        super().__init__(parent)
        self.setAccessibleName(self.tr("Page"))
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.number: PageNumber | None = None
        self._place = PagePlace(A4_PT, 1.0, 0)
        self._mask = Mask()
        self._image: QImage | None = None
        self._message = ""
        self._marks = Marks()
        self._is_unread = False
        self._fit = Fit.WIDTH
        self._beyond_edge = 0
        self._drag_from: QPoint | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._ask_for_sharp)
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
            self._forget_findings()
            self.verticalScrollBar().setValue(0)
        self._lay_out()
        self._ask_for_sharp()

    def show_nothing(self) -> None:
        """Clear the desk."""
        self.number = None
        self._image = None
        self._forget_findings()
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
            self._bring_into_view(boxes[0])
        self.viewport().update()

    def select(self, finding: StoredFinding | None) -> None:
        """Emphasise a finding and bring it into view."""
        selected = None if finding is None else finding.finding_id
        self._marks = replace(self._marks, selected=selected)
        if finding is not None and finding.finding.boxes:
            self._bring_into_view(finding.finding.boxes[0])
        self.viewport().update()

    def set_mask(self, mask: Mask) -> None:
        """Take which findings are covered."""
        self._mask = mask
        self._card.hide()
        self.viewport().update()

    @property
    def masking(self) -> Mask:
        """Which findings are covered."""
        return self._mask

    def _forget_findings(self) -> None:
        self._marks = Marks()
        self._is_unread = False
        self._card.hide()

    @property
    def marks(self) -> Marks:
        """What is drawn over the page."""
        return self._marks

    @property
    def selected(self) -> FindingId | None:
        """The finding emphasised."""
        return self._marks.selected

    @property
    def has_picture(self) -> bool:
        """Whether the page's picture is shown."""
        may_show = self._mask.may_show_page(are_findings_known=self._marks.is_known)
        return self._image is not None and may_show

    @property
    def turn_deg(self) -> int:
        """Clockwise turn given by the analyst."""
        return self._place.turn_deg

    # ------------------------------------------------------------------ zoom and turn

    @property
    def zoom(self) -> float:
        """1.0 is the size on paper."""
        return self._place.zoom

    @property
    def fit(self) -> Fit:
        """How the zoom follows the window."""
        return self._fit

    def set_fit(self, fit: Fit) -> None:
        """Fit the page's width, the whole page, or stay as it is."""
        self._fit = fit
        self._lay_out()

    def zoom_in(self) -> None:
        """To the next larger step."""
        self.set_zoom(larger(self.zoom))

    def zoom_out(self) -> None:
        """To the next smaller step."""
        self.set_zoom(smaller(self.zoom))

    def set_zoom(self, zoom: float) -> None:
        """Zoom around the middle of the view."""
        self._fit = Fit.FREE
        room = self.viewport().size()
        middle = self._scrolled + QPointF(room.width() / 2, room.height() / 2)
        growth = zoom / self.zoom
        self._place = replace(self._place, zoom=zoom)
        self._lay_out()
        self.horizontalScrollBar().setValue(round(middle.x() * growth - room.width() / 2))
        self.verticalScrollBar().setValue(round(middle.y() * growth - room.height() / 2))

    def rotate(self) -> None:
        """A quarter turn clockwise, for the eye only."""
        self._place = replace(self._place, turn_deg=(self.turn_deg + 90) % 360)
        self._lay_out()

    # ------------------------------------------------------------------ geometry

    @property
    def _scrolled(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _lay_out(self) -> None:
        room = self.viewport().size()
        across, down = self._place.zooms_to_fit(room)
        zoom = self.zoom
        if self._fit is Fit.WIDTH:
            zoom = across
        elif self._fit is Fit.PAGE:
            zoom = min(across, down)
        zoom = bounded(zoom)
        if zoom != self.zoom:
            self._settle.start()
        self._place = replace(self._place, zoom=zoom)
        for bar, length, space in zip(
            (self.horizontalScrollBar(), self.verticalScrollBar()),
            self._place.scroll_range(room),
            (room.width(), room.height()),
            strict=True,
        ):
            bar.setRange(0, length)
            bar.setPageStep(space)
            bar.setSingleStep(48)
        self.zoom_changed.emit(self.zoom)
        self.viewport().update()

    def _page_transform(self) -> QTransform:
        return self._place.transform(self.viewport().size(), self._scrolled.toPoint())

    def _bring_into_view(self, box: Box) -> None:
        place = self._page_transform().mapRect(rect_of(box, self._place.scale))
        room = self.viewport().rect().toRectF()
        if room.adjusted(24, 24, -24, -24).contains(place):
            return
        shift = place.center() - room.center()
        for bar, distance in (
            (self.horizontalScrollBar(), shift.x()),
            (self.verticalScrollBar(), shift.y()),
        ):
            bar.setValue(bar.value() + round(distance))

    def _ask_for_sharp(self) -> None:
        if self.number is not None:
            ratio = self.viewport().devicePixelRatioF()
            self.sharp_wanted.emit(self._place.picture_width_px(ratio))

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
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._lay_out()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        step = event.angleDelta().y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(bounded(self.zoom * 1.0015**step))
            event.accept()
            return
        bar = self.verticalScrollBar()
        is_at_end = bar.value() == (bar.maximum() if step < 0 else bar.minimum())
        if not is_at_end:
            self._beyond_edge = 0
            super().wheelEvent(event)
            return
        self._beyond_edge += abs(step)
        if self._beyond_edge >= 2 * PAGE_STEP_DEG:
            self._beyond_edge = 0
            self.turn_page.emit(1 if step < 0 else -1)
        event.accept()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        is_at_end = bar.value() == bar.maximum()
        is_at_start = bar.value() == bar.minimum()
        match event.key():
            case Qt.Key.Key_Space if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._step_or_turn(-1, is_at_edge=is_at_start)
            case Qt.Key.Key_Space:
                self._step_or_turn(1, is_at_edge=is_at_end)
            case Qt.Key.Key_Right:
                self.turn_page.emit(1)
            case Qt.Key.Key_Left:
                self.turn_page.emit(-1)
            case _:
                super().keyPressEvent(event)

    def _step_or_turn(self, direction: int, *, is_at_edge: bool) -> None:
        if is_at_edge:
            self.turn_page.emit(direction)
        else:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + direction * round(bar.pageStep() * 0.9))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._finding_under(event.position())
        if found is not None:
            self.finding_clicked.emit(found.finding_id)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._drag_from = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None
        self.viewport().unsetCursor()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position().toPoint()
        if self._drag_from is not None:
            moved = place - self._drag_from
            self._drag_from = place
            for bar, distance in (
                (self.horizontalScrollBar(), moved.x()),
                (self.verticalScrollBar(), moved.y()),
            ):
                bar.setValue(bar.value() - distance)
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
            self._card.show_at(place, *wording.hover_card(found.finding, is_masked=is_masked))

    @override
    def leaveEvent(self, event: object) -> None:
        self._card.hide()

    def _finding_under(self, place: QPointF) -> StoredFinding | None:
        back, is_possible = self._page_transform().inverted()
        if not is_possible or not self.has_picture:
            return None
        return finding_at(self._marks.findings, back.map(place), self._place.scale)
