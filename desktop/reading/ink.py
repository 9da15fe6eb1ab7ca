"""What the pixels of a page show before anyone reads them: whether there is anything, and where."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from desktop.reading.view import RgbArray

_INK_CONTRAST = 60
"""Grey levels below the paper beside it: print and pencil are darker; the print on the back of a
sheet shows through with 10 to 40."""

_PAPER_WINDOW_SHARE = 0.03
"""The paper's own shade is taken from a window of this share of the longer side."""

_MIN_MARK_PX = 4
"""Smaller marks, at 100 dpi, are dust: a full stop of 8 point type has 4."""

_MARGIN_SHARE = 0.01
"""The outermost edge is not looked at: scanners leave dark lines there."""


@dataclass(frozen=True, slots=True)
class Ink:
    """Where a page is marked.

    Attributes:
        mask: True where a pixel is darker (or, on dark ground, lighter) than its surroundings.
        share: Share of marked pixels.
    """

    mask: NDArray[np.bool_]
    share: float

    @property
    def is_blank(self) -> bool:
        """Whether nothing on the page could be read."""
        return not self.mask.any()


def ink_of(rgb: RgbArray) -> Ink:
    """Find the marks on a page that was rendered at about 100 dpi."""
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)
    window = max(3, int(max(grey.shape) * _PAPER_WINDOW_SHARE)) | 1
    paper = cv2.blur(grey, (window, window))
    contrast = cv2.absdiff(grey, paper)
    marked = (contrast >= _INK_CONTRAST).astype(np.uint8)
    margin_y = int(grey.shape[0] * _MARGIN_SHARE)
    margin_x = int(grey.shape[1] * _MARGIN_SHARE)
    if margin_y and margin_x:
        marked[:margin_y] = marked[-margin_y:] = 0
        marked[:, :margin_x] = marked[:, -margin_x:] = 0
    mask = _without_dust(marked)
    return Ink(mask, float(mask.mean()))


def _without_dust(marked: NDArray[np.uint8]) -> NDArray[np.bool_]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(marked, connectivity=8)
    if count <= 1:
        return np.zeros(marked.shape, np.bool_)
    is_mark = stats[:, cv2.CC_STAT_AREA] >= _MIN_MARK_PX
    is_mark[0] = False
    return np.asarray(is_mark[labels], np.bool_)
