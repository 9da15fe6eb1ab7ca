"""Which part of a page is wanted as pixels, and how large."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from desktop.domain.errors import PageTooLargeError
from desktop.domain.geometry import Box
from desktop.domain.limits import MAX_RENDER_PIXELS, MAX_SIDE_PX
from desktop.domain.page import Pixels

RgbArray: TypeAlias = NDArray[np.uint8]
"""Shape (height, width, 3), red first, rows from the top."""

POINTS_PER_INCH = 72.0


@dataclass(frozen=True, slots=True)
class View:
    """A window on a page that was scaled and turned.

    Attributes:
        page_width_px: Width of the whole page after turning and scaling.
        page_height_px: Its height.
        left_px: Where the window begins on that page.
        top_px: The same, from above.
        width_px: Width of the window.
        height_px: Its height.
        turn_deg: Clockwise turn of the page (0, 90, 180, 270).
    """

    page_width_px: int
    page_height_px: int
    left_px: int
    top_px: int
    width_px: int
    height_px: int
    turn_deg: int = 0


def turned_size(width: float, height: float, turn_deg: int) -> tuple[float, float]:
    """Width and height after a turn by a multiple of 90 degrees."""
    return (height, width) if turn_deg % 180 else (width, height)


def whole_page(width_pt: float, height_pt: float, dpi: float, turn_deg: int = 0) -> View:
    """The whole page at a resolution, or coarser where that would break MAX_RENDER_PIXELS.

    Args:
        width_pt: Of the page before turning.
        height_pt: Of the page before turning.
        dpi: Wanted resolution.
        turn_deg: Clockwise turn.
    """
    width_pt, height_pt = turned_size(width_pt, height_pt, turn_deg)
    scale = dpi / POINTS_PER_INCH
    scale = min(scale, (MAX_RENDER_PIXELS / (width_pt * height_pt)) ** 0.5)
    scale = min(scale, MAX_SIDE_PX / max(width_pt, height_pt))
    width_px, height_px = _side(width_pt * scale), _side(height_pt * scale)
    return View(width_px, height_px, 0, 0, width_px, height_px, turn_deg)


def page_at_width(width_pt: float, height_pt: float, width_px: int, turn_deg: int = 0) -> View:
    """The whole page with a width in pixels; narrower where that would break the limits."""
    turned_width_pt, _ = turned_size(width_pt, height_pt, turn_deg)
    return whole_page(width_pt, height_pt, width_px / turned_width_pt * POINTS_PER_INCH, turn_deg)


def region(width_pt: float, height_pt: float, box: Box, dpi: float, turn_deg: int = 0) -> View:
    """A box of the turned page at a resolution.

    The part of the box that lies outside the page is left out.

    Raises:
        PageTooLargeError: The box lies outside the page, or has too many pixels.
    """
    width_pt, height_pt = turned_size(width_pt, height_pt, turn_deg)
    scale = dpi / POINTS_PER_INCH
    left_pt, right_pt = max(0.0, box.left_pt), min(width_pt, box.right_pt)
    top_pt, bottom_pt = max(0.0, box.top_pt), min(height_pt, box.bottom_pt)
    if not (left_pt < right_pt and top_pt < bottom_pt):
        raise PageTooLargeError(
            "The region lies outside the page.", remedy="Choose another region."
        )
    left_px, top_px = int(left_pt * scale), int(top_pt * scale)
    window_width_px = max(1, round(right_pt * scale) - left_px)
    window_height_px = max(1, round(bottom_pt * scale) - top_px)
    too_many = window_width_px * window_height_px > MAX_RENDER_PIXELS
    if too_many or max(window_width_px, window_height_px) > MAX_SIDE_PX:
        raise PageTooLargeError
    return View(
        _side(width_pt * scale),
        _side(height_pt * scale),
        left_px,
        top_px,
        window_width_px,
        window_height_px,
        turn_deg,
    )


def pixels_of(rgb: RgbArray) -> Pixels:
    """The array as it travels."""
    height_px, width_px = rgb.shape[:2]
    return Pixels(width_px, height_px, rgb.tobytes())


def _side(length_px: float) -> int:
    return max(1, round(length_px))
