"""The tool that puts a frame around a part of the page, with the mouse or by keys alone."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QSizeF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from typing_extensions import override

from desktop.domain.geometry import Box
from desktop.ui.page_canvas import PageCanvas
from desktop.ui.plain import HoverCard

LEAST_PT = 8.0
"""A smaller frame holds no word."""

STEP_PX = 8.0
"""A key moves or sizes a frame by so much on the screen."""

SHARE_AT_FIRST = 0.5
"""Of the part of the page in view: a frame that a key begins is so wide, and a third as high."""

_ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}


class PageFramer(QObject):
    """In hand it takes mouse and keys of the page; put away it leaves them alone.

    Signals:
        framed(): A frame was drawn, to be asked about.
        toggled(bool): It is in hand, or was put away.
    """

    framed = Signal()
    toggled = Signal(bool)

    def __init__(self, canvas: PageCanvas) -> None:
        """Put away at first; belongs to the canvas."""
        super().__init__(canvas)
        self._canvas = canvas
        self._is_in_hand = False
        self._pressed_at: QPoint | None = None
        self._hint = HoverCard(canvas.viewport())

    @property
    def is_in_hand(self) -> bool:
        """Whether mouse and keys draw a frame."""
        return self._is_in_hand

    def take(self) -> None:
        """Take it in hand, and the keyboard to the page; nothing where there is no picture."""
        if self._is_in_hand or not self._canvas.has_picture:
            self.toggled.emit(self._is_in_hand)
            return
        canvas = self._canvas
        self._is_in_hand = True
        canvas.installEventFilter(self)
        canvas.viewport().installEventFilter(self)
        canvas.viewport().setCursor(Qt.CursorShape.CrossCursor)
        canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_hint()
        self.toggled.emit(self._is_in_hand)

    def put_away(self) -> None:
        """Put it away; a frame that was drawn stays."""
        if not self._is_in_hand:
            return
        canvas = self._canvas
        self._is_in_hand = False
        self._pressed_at = None
        canvas.removeEventFilter(self)
        canvas.viewport().removeEventFilter(self)
        canvas.viewport().unsetCursor()
        canvas.setAccessibleDescription("")
        self._hint.hide()
        self.toggled.emit(self._is_in_hand)

    def _show_hint(self) -> None:
        words = self.tr("Drag a frame around what you want to ask about")
        keys = self.tr(
            "Arrows move it, Shift+arrows size it, Enter asks, Ctrl+C copies, Esc leaves"
        )
        self._canvas.setAccessibleDescription(f"{words}. {keys}")
        self._hint.show_at(QPoint(0, self._canvas.viewport().height()), words, keys)

    # ------------------------------------------------------------------ mouse and keys

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if isinstance(event, QMouseEvent) and watched is self._canvas.viewport():
            return self._takes_mouse(kind, event)
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._takes_key(event)
        if kind is QEvent.Type.Resize and watched is self._canvas.viewport():
            self._show_hint()
        return False

    def _takes_mouse(self, kind: QEvent.Type, event: QMouseEvent) -> bool:
        place = event.position().toPoint()
        if kind is QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            self._pressed_at = place
            self._hint.hide()
        elif kind is QEvent.Type.MouseMove and self._pressed_at is not None:
            self._draw(self._pressed_at, place)
        elif kind is QEvent.Type.MouseButtonRelease and self._pressed_at is not None:
            is_drawn = self._draw(self._pressed_at, place)
            self._pressed_at = None
            if is_drawn:
                self._hand_over()
        return True

    def _takes_key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape:
            self._canvas.show_frame(None)
            self.put_away()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._canvas.frame is None:
                self._begin()
            self._hand_over()
        elif event.key() in _ARROWS:
            self._steer(Qt.Key(event.key()), event.modifiers())
        else:
            return False
        return True

    def _steer(self, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        frame = self._canvas.frame
        if frame is None:
            self._begin()
            return
        across, down = _ARROWS[key]
        is_sizing = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        shift = self._canvas.page_shift(QPointF(across, down) * STEP_PX)
        steered = sized if is_sizing else moved
        self._canvas.show_frame(steered(frame, shift, self._canvas.size_pt))

    def _begin(self) -> None:
        """A frame in the middle of what is in view."""
        seen = self._canvas.part_in_view()
        width = max(seen.width_pt * SHARE_AT_FIRST, LEAST_PT)
        height = max(width / 3, LEAST_PT)
        middle = QPointF(seen.left_pt + seen.width_pt / 2, seen.top_pt + seen.height_pt / 2)
        half = QPointF(width / 2, height / 2)
        self._canvas.show_frame(spanned(middle - half, middle + half, self._canvas.size_pt))

    def _draw(self, start: QPoint, end: QPoint) -> bool:
        """Draw a frame between two places of the screen, if they are far enough for a drag."""
        reach = (end - start).manhattanLength()
        if reach < QGuiApplication.styleHints().startDragDistance():
            return False
        one, other = (self._canvas.page_point(place.toPointF()) for place in (start, end))
        self._canvas.show_frame(spanned(one, other, self._canvas.size_pt))
        return True

    def _hand_over(self) -> None:
        self.put_away()
        self.framed.emit()


def spanned(one: QPointF, other: QPointF, size_pt: QSizeF) -> Box:
    """The frame between two corners, kept on the page and no smaller than a word.

    Args:
        one: A corner, in points.
        other: The corner across.
        size_pt: Of the page.
    """
    left, right = _extent(one.x(), other.x(), size_pt.width())
    top, bottom = _extent(one.y(), other.y(), size_pt.height())
    return Box(left, top, right, bottom)


def moved(frame: Box, shift: QPointF, size_pt: QSizeF) -> Box:
    """The frame, moved as far as the page reaches.

    Args:
        frame: As it is.
        shift: In points.
        size_pt: Of the page.
    """
    across = min(max(shift.x(), -frame.left_pt), size_pt.width() - frame.right_pt)
    down = min(max(shift.y(), -frame.top_pt), size_pt.height() - frame.bottom_pt)
    return Box(
        frame.left_pt + across, frame.top_pt + down, frame.right_pt + across, frame.bottom_pt + down
    )


def sized(frame: Box, shift: QPointF, size_pt: QSizeF) -> Box:
    """The frame, larger or smaller at its right and lower edge.

    Args:
        frame: As it is.
        shift: Of those edges, in points.
        size_pt: Of the page.
    """
    right = min(max(frame.right_pt + shift.x(), frame.left_pt + LEAST_PT), size_pt.width())
    bottom = min(max(frame.bottom_pt + shift.y(), frame.top_pt + LEAST_PT), size_pt.height())
    return Box(frame.left_pt, frame.top_pt, right, bottom)


def _extent(one: float, other: float, length: float) -> tuple[float, float]:
    """From the lesser to the larger, within [0, length] and at least a word long."""
    low, high = sorted((min(max(one, 0.0), length), min(max(other, 0.0), length)))
    if high - low < LEAST_PT:
        low = max(0.0, min(low, length - LEAST_PT))
        high = min(length, low + LEAST_PT)
    return low, high
