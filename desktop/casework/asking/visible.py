"""Whether words that stand in the text of a page can be seen on it.

The text layer of a PDF can hold words in the colour of the paper. They are read and searched, since
a person must be able to find them; but an answer does not stand on what nobody sees.
"""

import math

from desktop.domain.asking import View
from desktop.domain.geometry import Box
from desktop.domain.page import Pixels

LEAST_CONTRAST = 32
"""Of 255, in one colour, between the lightest and the darkest spot: grey print of office printers
has more than 100, letters in paper's own colour have 0."""


def can_be_seen(pixels: Pixels, view: View, box: Box) -> bool:
    """Whether a box of the page shows anything but one even colour.

    Args:
        pixels: Of the view.
        view: The part of the page that was rendered.
        box: Of a word or a line; what lies outside the view cannot be seen.
    """
    across = pixels.width_px / max(view.box.width_pt, 1e-6)
    down = pixels.height_px / max(view.box.height_pt, 1e-6)
    left = max(0, math.floor((box.left_pt - view.box.left_pt) * across))
    right = min(pixels.width_px, math.ceil((box.right_pt - view.box.left_pt) * across))
    top = max(0, math.floor((box.top_pt - view.box.top_pt) * down))
    bottom = min(pixels.height_px, math.ceil((box.bottom_pt - view.box.top_pt) * down))
    if left >= right or top >= bottom:
        return False
    starts = (3 * (row * pixels.width_px + left) for row in range(top, bottom))
    spots = b"".join(pixels.rgb[start : start + 3 * (right - left)] for start in starts)
    shades = (spots[colour::3] for colour in range(3))
    return any(max(shade) - min(shade) >= LEAST_CONTRAST for shade in shades)
