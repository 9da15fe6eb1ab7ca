"""The desk that a page lies on: how large and how turned it is shown, and which part is in view."""

from dataclasses import replace

from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget
from typing_extensions import override

from desktop.domain.geometry import Box
from desktop.domain.identity import PageNumber
from desktop.ui.page_marks import rect_of
from desktop.ui.page_place import A4_PT, PagePlace
from desktop.ui.page_zoom import Fit, bounded, larger, smaller

SETTLE_MS = 90
"""A sharp picture is asked for once the zoom has rested so long."""

PAGE_STEP_DEG = 120
"""Wheel movement beyond the edge of a page (eighths of a degree) that turns to the next one."""

VIEW_MARGIN_PX = 24
"""What is brought into view keeps so far from the edge."""


class PageDesk(QAbstractScrollArea):
    """Holds one page, zoomed, turned, scrolled and moved by hand.

    Signals:
        sharp_wanted(int): The page is shown and should be rendered that many pixels wide.
        zoom_changed(float): 1.0 is the size on paper.
        turn_page(int): +1 or -1: go on or back, asked for by wheel or key.
    """

    sharp_wanted = Signal(int)
    zoom_changed = Signal(float)
    turn_page = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Hold no page."""
        super().__init__(parent)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.number: PageNumber | None = None
        self._place = PagePlace(A4_PT, 1.0, 0)
        self._fit = Fit.WIDTH
        self._beyond_edge = 0
        self._drag_from: QPoint | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._ask_for_sharp)

    # ------------------------------------------------------------------ zoom and turn

    @property
    def turn_deg(self) -> int:
        """Clockwise turn given by the analyst."""
        return self._place.turn_deg

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
    def size_pt(self) -> QSizeF:
        """Size of the upright page in points."""
        return self._place.size_pt

    def page_point(self, place: QPointF) -> QPointF:
        """Where a place of the viewport lies on the upright page, in points from its top left."""
        back, _ = self._page_transform().inverted()
        return back.map(place) / self._place.scale

    def page_shift(self, shift: QPointF) -> QPointF:
        """A movement on the screen, in logical pixels, as one on the upright page in points."""
        return QTransform().rotate(-self.turn_deg).map(shift) / self._place.scale

    def part_in_view(self) -> Box:
        """The part of the page that is in view."""
        back, _ = self._page_transform().inverted()
        seen = back.mapRect(self.viewport().rect().toRectF())
        page = seen.intersected(QRectF(QPointF(0, 0), self._place.upright_px))
        scale = self._place.scale
        sides = (page.left(), page.top(), page.right(), page.bottom())
        return Box(*(side / scale for side in sides))

    def bring_into_view(self, box: Box) -> None:
        """Scroll to a part of the page, unless it is in view."""
        place = self._page_transform().mapRect(rect_of(box, self._place.scale))
        room = self.viewport().rect().toRectF()
        edge = VIEW_MARGIN_PX
        if room.adjusted(edge, edge, -edge, -edge).contains(place):
            return
        shift = place.center() - room.center()
        for bar, distance in (
            (self.horizontalScrollBar(), shift.x()),
            (self.verticalScrollBar(), shift.y()),
        ):
            bar.setValue(bar.value() + round(distance))

    @property
    def _scrolled(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _page_transform(self) -> QTransform:
        return self._place.transform(self.viewport().size(), self._scrolled.toPoint())

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

    def _ask_for_sharp(self) -> None:
        if self.number is not None:
            ratio = self.viewport().devicePixelRatioF()
            self.sharp_wanted.emit(self._place.picture_width_px(ratio))

    # ------------------------------------------------------------------ Qt

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
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag_from = event.position().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag_from = None
        self.viewport().unsetCursor()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag_from is None:
            return
        place = event.position().toPoint()
        moved = place - self._drag_from
        self._drag_from = place
        for bar, distance in (
            (self.horizontalScrollBar(), moved.x()),
            (self.verticalScrollBar(), moved.y()),
        ):
            bar.setValue(bar.value() - distance)
