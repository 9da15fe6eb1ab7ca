"""The text layer of a page and the facts by which it is judged."""

from dataclasses import dataclass

from desktop.domain.geometry import Box
from desktop.domain.page import PageText


@dataclass(frozen=True, slots=True)
class PlacedImage:
    """An image on a page.

    Attributes:
        box: Where it is shown, cut to the page.
        width_px: Of its samples.
        height_px: Of its samples.
    """

    box: Box
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class TextLayer:
    """What the file says stands on the page, before anyone decided to believe it.

    Attributes:
        text: Words with boxes, in the order of the file.
        unmapped_share: Share of characters whose font has no map to Unicode (0 to 1).
        outside_count: Words that lie outside the visible page and are not in the text.
        invisible_share: Share of text objects drawn with the invisible mode (0 to 1), as OCR
            programs do behind a scan.
        images: Images that are shown on the page.
        path_count: Number of drawn paths, rules and outlines.
        is_partly_listed: Whether the page has more objects than were looked at.
        is_exact: Whether the page was drawn from these very words, so that there is nothing to
            judge and nothing else to see.
    """

    text: PageText
    unmapped_share: float
    outside_count: int
    invisible_share: float
    images: tuple[PlacedImage, ...]
    path_count: int
    is_partly_listed: bool = False
    is_exact: bool = False
