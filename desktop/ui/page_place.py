"""Where a page lies on its desk: sizes, zoom to fit, and the way from page to screen and back."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRectF, QSize, QSizeF
from PySide6.QtGui import QTransform

from desktop.domain.limits import MAX_RENDER_PIXELS
from desktop.ui.theme import SPACE_XL

PX_PER_PT = 96 / 72
"""At 100 % a page is as large as on paper, on a screen of 96 dpi."""

A4_PT = QSizeF(595, 842)
LEAST_WIDTH_PX = 16


@dataclass(frozen=True, slots=True)
class PagePlace:
    """A page at a zoom and a turn; everything else follows from the room it has.

    Attributes:
        size_pt: Of the upright page.
        zoom: 1.0 is the size on paper.
        turn_deg: Clockwise turn given by the analyst (0, 90, 180, 270).
    """

    size_pt: QSizeF
    zoom: float
    turn_deg: int

    @property
    def scale(self) -> float:
        """Logical pixels in a point."""
        return self.zoom * PX_PER_PT

    @property
    def turned_pt(self) -> QSizeF:
        """Size of the page as it is turned, in points."""
        return self.size_pt.transposed() if self.turn_deg % 180 else self.size_pt

    @property
    def turned_px(self) -> QSizeF:
        """Size of the page as it is turned, in logical pixels."""
        return self.turned_pt * self.scale

    @property
    def upright_px(self) -> QSizeF:
        """Size of the upright page in logical pixels."""
        return self.size_pt * self.scale

    def zooms_to_fit(self, room: QSize) -> tuple[float, float]:
        """The zooms at which its width, and its height, fill the room but for a margin."""
        turned = self.turned_pt * PX_PER_PT
        across = (room.width() - 2 * SPACE_XL) / turned.width()
        down = (room.height() - 2 * SPACE_XL) / turned.height()
        return across, down

    def scroll_range(self, room: QSize) -> tuple[int, int]:
        """How far it can be scrolled across and down, in logical pixels."""
        whole = self.turned_px
        return (
            max(0, math.ceil(whole.width() + 2 * SPACE_XL - room.width())),
            max(0, math.ceil(whole.height() + 2 * SPACE_XL - room.height())),
        )

    def rect(self, room: QSize, scrolled: QPoint) -> QRectF:
        """Where the turned page lies in its room: in the middle, or scrolled."""
        whole = self.turned_px
        left = max((room.width() - whole.width()) / 2, SPACE_XL)
        top = max((room.height() - whole.height()) / 2, SPACE_XL)
        return QRectF(
            round(left) - scrolled.x(), round(top) - scrolled.y(), whole.width(), whole.height()
        )

    def transform(self, room: QSize, scrolled: QPoint) -> QTransform:
        """From the upright page in logical pixels to its room."""
        place = self.rect(room, scrolled)
        upright = self.upright_px
        transform = QTransform()
        transform.translate(place.center().x(), place.center().y())
        transform.rotate(self.turn_deg)
        transform.translate(-upright.width() / 2, -upright.height() / 2)
        return transform

    def picture_width_px(self, ratio: float) -> int:
        """Device pixels across the upright page, within what a worker renders.

        Args:
            ratio: Device pixels in a logical pixel.
        """
        shape = self.size_pt.height() / self.size_pt.width()
        most = math.isqrt(int(MAX_RENDER_PIXELS / shape))
        return min(max(round(self.upright_px.width() * ratio), LEAST_WIDTH_PX), most)

    def has_shape_of(self, width: int, height: int) -> bool:
        """Whether a picture of that size is of this page's shape, to 2 %."""
        shape = height / width
        return abs(shape - self.size_pt.height() / self.size_pt.width()) <= 0.02 * shape
