"""Pages and regions as pixels, for people and for the vision model."""

from desktop.domain.errors import NoSuchPageError
from desktop.domain.page import Pixels
from desktop.reading.source import SourceDocument
from desktop.reading.view import page_at_width, pixels_of, region
from desktop.wire.messages import RenderPage, RenderRegion

_TURNS_DEG = frozenset({0, 90, 180, 270})


def render_page(document: SourceDocument, wanted: RenderPage) -> Pixels:
    """A page upright at a width in pixels; the height follows.

    A page that would exceed MAX_RENDER_PIXELS comes narrower than asked for.

    Raises:
        ReadingError: The page cannot be loaded or drawn.
    """
    _check_turn(wanted.turn_deg)
    page = document.page(wanted.number)
    try:
        view = page_at_width(page.width_pt, page.height_pt, wanted.width_px, wanted.turn_deg)
        return pixels_of(page.render(view))
    finally:
        page.close()


def render_region(document: SourceDocument, wanted: RenderRegion) -> Pixels:
    """A box of a page, in points of the upright page, at a resolution.

    Raises:
        ReadingError: The page cannot be loaded or drawn, the box lies outside it or is too large.
    """
    _check_turn(wanted.turn_deg)
    page = document.page(wanted.number)
    try:
        view = region(page.width_pt, page.height_pt, wanted.box, wanted.dpi, wanted.turn_deg)
        return pixels_of(page.render(view))
    finally:
        page.close()


def _check_turn(turn_deg: int) -> None:
    if turn_deg not in _TURNS_DEG:
        raise NoSuchPageError("A page is turned by 0, 90, 180 or 270 degrees.")
