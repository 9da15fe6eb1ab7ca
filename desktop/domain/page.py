"""A page and what was read on it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

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
class Words:
    """The words of a page: seven columns of equal length, one entry a word.

    A page has hundreds of words and each crosses a process; an object for every word and every box
    would cost more than reading them. Seen as a sequence, its words are made when they are asked
    for.
    """

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    lefts_pt: tuple[float, ...] = ()
    tops_pt: tuple[float, ...] = ()
    rights_pt: tuple[float, ...] = ()
    bottoms_pt: tuple[float, ...] = ()
    confidences: tuple[float, ...] = ()

    @classmethod
    def of(cls, words: Iterable[Word]) -> "Words":
        """The columns of some words."""
        rows = [
            (
                word.start,
                word.end,
                word.box.left_pt,
                word.box.top_pt,
                word.box.right_pt,
                word.box.bottom_pt,
                word.confidence,
            )
            for word in words
        ]
        return cls(*zip(*rows, strict=True)) if rows else cls()

    @property
    def columns(self) -> tuple[tuple[float, ...], ...]:
        """All seven, in the order of the attributes."""
        return (
            self.starts,
            self.ends,
            self.lefts_pt,
            self.tops_pt,
            self.rights_pt,
            self.bottoms_pt,
            self.confidences,
        )

    def boxes(self) -> Iterator[Box]:
        """Where the words stand, in their order."""
        return map(Box, self.lefts_pt, self.tops_pt, self.rights_pt, self.bottoms_pt)

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[Word]:
        return map(Word, self.starts, self.ends, self.boxes(), self.confidences)

    def __getitem__(self, index: int) -> Word:
        box = Box(
            self.lefts_pt[index],
            self.tops_pt[index],
            self.rights_pt[index],
            self.bottoms_pt[index],
        )
        return Word(self.starts[index], self.ends[index], box, self.confidences[index])

    def part(self, first: int, behind: int) -> "Words":
        """The words from number `first` up to, but without, number `behind`."""
        kept = slice(first, behind)
        return Words(
            self.starts[kept],
            self.ends[kept],
            self.lefts_pt[kept],
            self.tops_pt[kept],
            self.rights_pt[kept],
            self.bottoms_pt[kept],
            self.confidences[kept],
        )


@dataclass(frozen=True, slots=True)
class PageText:
    r"""The text of a page in reading order, and the place of every word in it.

    Attributes:
        text: Words separated by one space, lines by "\n", blocks by "\n\n".
        words: In the order of the text, never overlapping.
    """

    text: str
    words: Words = field(default_factory=Words)

    def words_between(self, start: int, end: int) -> Words:
        """The words that share at least one character with [start, end), found by bisection."""
        if start >= end:
            return Words()
        first = bisect_right(self.words.ends, start)
        behind = bisect_left(self.words.starts, end, lo=first)
        return self.words.part(first, behind)

    def boxes_between(self, start: int, end: int) -> tuple[Box, ...]:
        """One box a line for the text in [start, end)."""
        return boxes_of_lines(self.words_between(start, end).boxes())


EMPTY_TEXT = PageText("")


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
