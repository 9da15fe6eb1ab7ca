"""Which road a page takes: its text layer, its pixels, or both. Pure: facts in, choice out.

The rule behind all of it: a word that a person can see must not be lost. Where the text layer does
not account for what the pixels show, the pixels are read as well.
"""

from dataclasses import dataclass
from enum import StrEnum

from desktop.domain.geometry import Box
from desktop.reading.layer import TextLayer
from desktop.reading.soundness import Soundness

_IMAGES_TO_LOOK_AT = 0.03
"""Images that cover less of the page than this are logos and rules: 4 by 5 cm on A4."""

_PATHS_TO_LOOK_AT = 400
"""Letters drawn as outlines take one path each; tables and forms stay below this."""

_WHOLE_PAGE_SHARE = 0.5
"""Where the marks without words cover more than this share of the page, all of it is read by OCR:
one image costs less than many, and lines are not cut."""


class Road(StrEnum):
    """How a page is read."""

    BLANK = "blank"
    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Marks:
    """What the pixels show, held against the words of the text layer.

    Attributes:
        is_blank: Nothing on the page could be read.
        unread: Regions whose marks look like text and are under no word of the layer.
        hidden_share: Share of the layer's words that stand where nothing is to be seen.
    """

    is_blank: bool
    unread: tuple[Box, ...]
    hidden_share: float


@dataclass(frozen=True, slots=True)
class Choice:
    """The road of a page.

    Attributes:
        regions: For BOTH, what is read by OCR beside the layer; empty means the whole page.
        remarks: What was noticed.
    """

    road: Road
    regions: tuple[Box, ...] = ()
    remarks: tuple[str, ...] = ()


def must_look(layer: TextLayer | None, sound: Soundness, page_area: float) -> bool:
    """Whether the pixels must be looked at before a road can be chosen.

    Args:
        layer: What the file says; None for an image.
        sound: Verdict on its text.
        page_area: In square points.
    """
    if layer is None or not layer.text.words or sound is Soundness.GARBAGE:
        return True
    if layer.is_partly_listed or layer.path_count > _PATHS_TO_LOOK_AT:
        return True
    return _image_area(layer) > _IMAGES_TO_LOOK_AT * page_area


def choose(
    layer: TextLayer | None,
    sound: Soundness,
    marks: Marks | None,
    page_area: float,
    *,
    is_ocr_forced: bool = False,
) -> Choice:
    """Choose the road of a page.

    Args:
        layer: What the file says; None for an image.
        sound: Verdict on its text.
        marks: What the pixels show; None where `must_look` says that they need not be looked at.
        page_area: In square points.
        is_ocr_forced: A person does not believe the text layer.
    """
    has_words = layer is not None and bool(layer.text.words)
    remarks = list(_remarks(layer, sound, marks))
    if marks is not None and marks.is_blank and not has_words:
        return Choice(Road.BLANK, (), tuple(remarks))
    if layer is None or not has_words:
        return Choice(Road.OCR, (), tuple(remarks))
    if sound is Soundness.GARBAGE:
        remarks.insert(0, "garbage_text_layer")
    if sound is Soundness.GARBAGE or is_ocr_forced:
        return Choice(Road.OCR, (), tuple(remarks))
    if marks is None or not marks.unread:
        return Choice(Road.TEXT_LAYER, (), tuple(remarks))
    area = sum(box.width_pt * box.height_pt for box in marks.unread)
    if area > _WHOLE_PAGE_SHARE * page_area:
        return Choice(Road.BOTH, (), ("partial_text_layer", *remarks))
    return Choice(Road.BOTH, marks.unread, ("images_read_by_ocr", *remarks))


def _remarks(layer: TextLayer | None, sound: Soundness, marks: Marks | None) -> tuple[str, ...]:
    found = []
    if layer is not None:
        if layer.outside_count:
            found.append("text_outside_page")
        if layer.invisible_share > 0.5 and sound is not Soundness.GARBAGE:
            found.append("text_layer_of_a_scan")
    if marks is not None and marks.hidden_share > 0.2:
        found.append("hidden_text")
    return tuple(found)


def _image_area(layer: TextLayer) -> float:
    return sum(image.box.width_pt * image.box.height_pt for image in layer.images)
