"""Reading a page or a part of it through its pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.geometry import Box
from desktop.domain.limits import MAX_RENDER_PIXELS
from desktop.reading.layout import Line, in_reading_order
from desktop.reading.ocr import Ocr, SeenWord
from desktop.reading.page_text import PlacedWord
from desktop.reading.source import SourcePage
from desktop.reading.view import View, region, turned_size, whole_page

OCR_DPI = 200.0
"""Resolution at which drawn pages are read."""

_MIN_DPI, _MAX_DPI = 100.0, 300.0
"""A scan is read at its own resolution within these bounds: less shows no small print, more shows
the engine nothing new and costs time."""


@dataclass(frozen=True, slots=True)
class ReadPixels:
    """What was read in the pixels.

    Attributes:
        turn_deg: Clockwise turn that brings the page upright.
        lines: In reading order, in points of the upright page.
        is_coarse: Whether the page had to be drawn coarser than wanted.
    """

    turn_deg: int
    lines: list[list[PlacedWord]]
    is_coarse: bool


def read_whole_page(page: SourcePage, ocr: Ocr, languages: tuple[str, ...]) -> ReadPixels:
    """Read all of a page, whichever way up it is.

    Raises:
        ReadingError: It cannot be drawn, or the engine cannot be used.
    """
    native = page.native_dpi()
    dpi = OCR_DPI if native is None else min(max(native, _MIN_DPI), _MAX_DPI)
    view = whole_page(page.width_pt, page.height_pt, dpi)
    seen = ocr.read(page.render(view), languages)
    width_pt, height_pt = turned_size(page.width_pt, page.height_pt, seen.turn_deg)
    width_px, height_px = turned_size(view.page_width_px, view.page_height_px, seen.turn_deg)
    lines = _placed(in_reading_order(seen), width_pt / width_px, height_pt / height_px)
    wanted_px = (page.width_pt * page.height_pt) * (dpi / 72) ** 2
    return ReadPixels(seen.turn_deg, lines, wanted_px > 1.01 * MAX_RENDER_PIXELS)


def read_region(
    page: SourcePage, box: Box, ocr: Ocr, languages: tuple[str, ...]
) -> list[list[PlacedWord]]:
    """Read a part of a page; what is turned within it is read too and keeps its place.

    Raises:
        ReadingError: It cannot be drawn, or the engine cannot be used.
    """
    view = region(page.width_pt, page.height_pt, box, OCR_DPI)
    seen = ocr.read(page.render(view), languages)
    scale_x = page.width_pt / view.page_width_px
    scale_y = page.height_pt / view.page_height_px
    lines = in_reading_order(seen)
    if seen.turn_deg:
        lines = [tuple(_turned_back(word, seen.turn_deg, view) for word in line) for line in lines]
    return _placed(lines, scale_x, scale_y, view.left_px, view.top_px)


def _placed(
    lines: Sequence[Line], scale_x: float, scale_y: float, left_px: int = 0, top_px: int = 0
) -> list[list[PlacedWord]]:
    return [
        [
            (
                word.text,
                (left_px + word.left_px) * scale_x,
                (top_px + word.top_px) * scale_y,
                (left_px + word.right_px) * scale_x,
                (top_px + word.bottom_px) * scale_y,
                word.confidence,
            )
            for word in line
        ]
        for line in lines
    ]


def _turned_back(word: SeenWord, turn_deg: int, view: View) -> SeenWord:
    """The place of a word of the turned image in the image as it was before."""
    left, top, right, bottom = word.left_px, word.top_px, word.right_px, word.bottom_px
    width, height = view.width_px, view.height_px
    match turn_deg:
        case 90:
            left, top, right, bottom = top, height - right, bottom, height - left
        case 180:
            left, top, right, bottom = width - right, height - bottom, width - left, height - top
        case _:
            left, top, right, bottom = width - bottom, left, width - top, right
    return SeenWord(word.text, left, top, right, bottom, word.confidence)
