"""A page and what was read on it."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter

from desktop.domain.geometry import Box, boxes_of_lines
from desktop.domain.identity import PageNumber


class ReadMethod(StrEnum):
    """How the words of a page were read."""

    TEXT_LAYER = "text_layer"
    OCR = "ocr"
    VISION = "vision"


class OcrEngine(StrEnum):
    """The engines that can read pixels."""

    RAPIDOCR = "rapidocr"
    TESSERACT = "tesseract"


class PageState(StrEnum):
    """Where a page stands on its road."""

    WAITING = "waiting"
    READ = "read"
    FAILED = "failed"


_start_of = attrgetter("start")
_end_of = attrgetter("end")


@dataclass(frozen=True, slots=True)
class Word:
    """One word on a page.

    Attributes:
        start: Offset of its first character in the page's text.
        end: Offset behind its last character.
        box: Where it stands.
        confidence: 0 to 1; 1 for a trusted text layer.
    """

    start: int
    end: int
    box: Box
    confidence: float


@dataclass(frozen=True, slots=True)
class PageText:
    r"""The text of a page in reading order, and the place of every word in it.

    Attributes:
        text: Words separated by one space, lines by "\n", blocks by "\n\n".
        words: In the order of the text, never overlapping.
    """

    text: str
    words: tuple[Word, ...]

    def words_between(self, start: int, end: int) -> tuple[Word, ...]:
        """The words that share at least one character with [start, end), found by bisection."""
        if start >= end:
            return ()
        first = bisect_right(self.words, start, key=_end_of)
        behind = bisect_left(self.words, end, lo=first, key=_start_of)
        return self.words[first:behind]

    def boxes_between(self, start: int, end: int) -> tuple[Box, ...]:
        """One box a line for the text in [start, end)."""
        return boxes_of_lines(word.box for word in self.words_between(start, end))


EMPTY_TEXT = PageText("", ())


@dataclass(frozen=True, slots=True)
class PageReading:
    """What a reader saw on one page.

    Attributes:
        number: Counted from 1.
        width_pt: Width of the upright page in points.
        height_pt: Height of the upright page in points.
        turn_deg: Clockwise turn (0, 90, 180, 270) that was needed, beyond the page's own
            rotation entry, to bring it upright.
        method: How it was read.
        confidence: 0 to 1, the mean over its words weighted by their length; 1 for a blank page.
        text: Its words.
        is_blank: Whether the page shows nothing that could be read.
        remarks: Short codes of what was noticed, such as "garbage_text_layer" or "image_clamped".
    """

    number: PageNumber
    width_pt: float
    height_pt: float
    turn_deg: int
    method: ReadMethod
    confidence: float
    text: PageText
    is_blank: bool = False
    remarks: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class PageSummary:
    """A page in a list: everything but its words."""

    number: PageNumber
    state: PageState
    width_pt: float
    height_pt: float
    method: ReadMethod | None
    confidence: float
    is_blank: bool
    finding_count: int
    error_code: str | None
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pixels:
    """An image: 8 bit RGB, `width_px * height_px * 3` bytes, rows from the top, no padding."""

    width_px: int
    height_px: int
    rgb: bytes
