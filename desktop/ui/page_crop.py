"""A part of a page as it is shown beside what was read there, with covers over what is hidden."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.bridge.page_source import Crop
from desktop.domain.geometry import Box
from desktop.ui.page_cache import image_of
from desktop.ui.theme import current

CROP_MARGIN_PT = 3.0
"""Around what the second reader was shown: enough to see that nothing is cut off."""

COVER_MARGIN_PT = 2.0
"""Covers reach so far beyond the box: boxes of OCR can cut off strokes."""


def crop_image(crop: Crop, box: Box, *, is_masking_on: bool) -> QImage:
    """The picture of a part of a page.

    Args:
        crop: As it was rendered.
        box: The part, in points of the page.
        is_masking_on: Whether what is highly sensitive beside the value looked at is covered.
    """
    image = image_of(crop.pixels)
    if not is_masking_on:
        return image
    scale = image.width() / box.width_pt
    painter = QPainter(image)
    for other in crop.others:
        place = QRectF(
            (other.left_pt - box.left_pt) * scale,
            (other.top_pt - box.top_pt) * scale,
            other.width_pt * scale,
            other.height_pt * scale,
        )
        grown = COVER_MARGIN_PT * scale
        painter.fillRect(place.adjusted(-grown, -grown, grown, grown), QColor(current().text))
    painter.end()
    return image
