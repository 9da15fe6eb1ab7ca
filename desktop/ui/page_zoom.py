"""The steps and bounds of the zoom, and how it follows the window."""

from enum import Enum

ZOOM_STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 8.0)
"""1.0 is the size on paper."""


class Fit(Enum):
    """How the zoom follows the size of the window."""

    WIDTH = "width"
    PAGE = "page"
    FREE = "free"


def larger(zoom: float) -> float:
    """The next larger step."""
    return next((step for step in ZOOM_STEPS if step > zoom * 1.01), ZOOM_STEPS[-1])


def smaller(zoom: float) -> float:
    """The next smaller step."""
    below = [step for step in ZOOM_STEPS if step < zoom * 0.99]
    return below[-1] if below else ZOOM_STEPS[0]


def bounded(zoom: float) -> float:
    """The zoom within what can be shown; half the smallest step where a page is to fit."""
    return min(max(zoom, ZOOM_STEPS[0] / 2), ZOOM_STEPS[-1])
