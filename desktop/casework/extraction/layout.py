"""A page as it is searched for fields: rows of words as they stand, and the cues among them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from desktop.domain.extraction import FieldSchema, FieldType
from desktop.domain.finding import Finding, Sensitivity, StoredFinding
from desktop.domain.geometry import Box
from desktop.domain.identity import PageNumber
from desktop.domain.page import PageText, Word
from desktop.vault.normalise import fold, folded_words, words

COLUMN_GAP = 1.6
"""Heights of a line between two words of a row that belong to different columns; within a line of
justified print the gap stays below one."""

MAX_CUES_ON_A_PAGE = 150
"""A page full of cues tells nothing; the first ones are kept."""


class Cue(NamedTuple):
    """A cue that stands on a page.

    Attributes:
        start: Offset of its first character in the text.
        end: Offset behind its last.
        box: Where it stands; of a cue that is broken over two lines, its last part.
    """

    start: int
    end: int
    box: Box


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a row that stand together, from left to right."""

    words: tuple[Word, ...]
    box: Box

    def text_in(self, page_text: str) -> str:
        """The words with single spaces."""
        return " ".join(page_text[word.start : word.end] for word in self.words)


@dataclass(frozen=True, slots=True)
class Row:
    """What stands at one height of a page, from left to right."""

    segments: tuple[Segment, ...]
    box: Box

    @property
    def words(self) -> tuple[Word, ...]:
        """All its words."""
        return tuple(word for segment in self.segments for word in segment.words)


def rows_of(page_text: PageText) -> tuple[Row, ...]:
    """The rows of a page, from the top.

    The lines of the text, since they hold on slanted photographs too; those that go on beside each
    other, as label and amount of a till do, are one row.
    """
    rows: list[list[Word]] = []
    behind = 0
    for word in page_text.words:
        if not rows or "\n" in page_text.text[behind : word.start]:
            rows.append([])
        rows[-1].append(word)
        behind = word.end
    rows = [sorted(row, key=lambda word: word.box.left_pt) for row in rows]
    rows.sort(key=lambda row: (row[0].box.top_pt + row[0].box.bottom_pt, row[0].box.left_pt))
    joined: list[list[Word]] = []
    for row in rows:
        beside = next((each for each in joined[-4:] if _goes_on(each, row)), None)
        if beside is None:
            joined.append(row)
        else:
            beside += row
            beside.sort(key=lambda word: word.box.left_pt)
    return tuple(map(_row, joined))


def _goes_on(row: Sequence[Word], other: Sequence[Word]) -> bool:
    """Whether two lines stand beside each other: at the ends that meet, on one height."""
    left, right = (row, other) if row[0].box.left_pt <= other[0].box.left_pt else (other, row)
    one, next_ = left[-1].box, right[0].box
    if one.right_pt > next_.left_pt + 1:
        return False
    overlap_pt = min(one.bottom_pt, next_.bottom_pt) - max(one.top_pt, next_.top_pt)
    return overlap_pt > 0.5 * min(one.height_pt, next_.height_pt)


def _row(row: Sequence[Word]) -> Row:
    segments: list[list[Word]] = []
    for word in row:
        if segments:
            last = segments[-1][-1].box
            height_pt = max(last.height_pt, word.box.height_pt, 1.0)
            if word.box.left_pt - last.right_pt <= COLUMN_GAP * height_pt:
                segments[-1].append(word)
                continue
        segments.append([word])
    made = tuple(map(segment_of, segments))
    return Row(made, segment_of(row).box)


def segment_of(some: Sequence[Word]) -> Segment:
    """Some words, at least one, and the box around them."""
    box = some[0].box
    for word in some[1:]:
        box = box.united_with(word.box)
    return Segment(tuple(some), box)


@dataclass(frozen=True)
class SearchedPage:
    """A page that is searched for fields.

    Attributes:
        number: Of the page.
        page_count: Of its document.
        width_pt: Of the page.
        height_pt: Of the page.
        text: Its words.
        found: What was found on it.
        turn_deg: As `PageReading.turn_deg`.
    """

    number: PageNumber
    page_count: int
    width_pt: float
    height_pt: float
    text: PageText
    found: tuple[StoredFinding, ...] = ()
    turn_deg: int = 0
    _cues: dict[str, list[Cue]] = field(default_factory=dict)
    _types: dict[str, FieldType] = field(default_factory=dict)
    _cue_spans: list[tuple[int, int]] = field(default_factory=list)

    @property
    def is_first(self) -> bool:
        """Whether the document begins with it."""
        return self.number == 1

    @property
    def is_last(self) -> bool:
        """Whether the document ends with it."""
        return self.number == self.page_count

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Its rows, from the top."""
        return rows_of(self.text)

    def look_for(self, fields: Iterable[FieldSchema]) -> None:
        """Find the cues of all fields at once.

        A cue within a longer one of another field is none: *total* in *total GST*. What ends a
        table may be the label of a field.
        """
        named: dict[tuple[str, ...], list[str]] = {}
        for each in fields:
            self._types[each.name] = each.type
            for phrase in each.phrases:
                named.setdefault(tuple(folded_words(phrase)), []).append(each.name)
        by_first: dict[str, list[tuple[str, ...]]] = {}
        for folded in sorted(named, key=len, reverse=True):
            by_first.setdefault(folded[0], []).append(folded)
        tokens = [(fold(word), start, end) for word, start, end in words(self.text.text)]
        taken: list[tuple[int, int, set[str]]] = []
        for at, (token, _, _) in enumerate(tokens):
            for folded in by_first.get(token, ()):
                behind = at + len(folded)
                if tuple(each[0] for each in tokens[at:behind]) == folded:
                    taken.append((at, behind, set(named[folded])))
        for first, behind, names in taken[:MAX_CUES_ON_A_PAGE]:
            longer = [
                others
                for start, end, others in taken
                if start <= first and behind <= end and end - start > behind - first
                if any(self._types[other] is not FieldType.ITEMS for other in others)
            ]
            cue = self._cue(tokens[first][1], tokens[behind - 1][2])
            self._cue_spans.append((tokens[first][1], tokens[behind - 1][2]))
            for name in names:
                if cue is not None and all(name in others for others in longer):
                    self._cues.setdefault(name, []).append(cue)

    def cues_of(self, name: str) -> Sequence[Cue]:
        """Where the cues of a field stand, in the order of the text."""
        return self._cues.get(name, ())

    def rival_cues(self, name: str) -> Iterator[Cue]:
        """Where the cues of other fields of the same type stand."""
        for other, cues in self._cues.items():
            if other != name and self._types[other] is self._types[name]:
                yield from cues

    def row_of(self, cue: Cue) -> int:
        """The number of the row in which a cue ends; -1 where there is none."""
        return self._row_of_word.get(cue.end, -1)

    def confidence_within(self, boxes: Iterable[Box]) -> float:
        """How sure the reader was of the least sure word in some boxes; 1 where there is none."""
        tops, words, tallest_pt = self._by_top
        least = 1.0
        for box in boxes:
            first = bisect_left(tops, box.top_pt - tallest_pt)
            for word in words[first : bisect_right(tops, box.bottom_pt)]:
                if word.box.overlaps(box):
                    least = min(least, word.confidence)
        return least

    @cached_property
    def sensitive(self) -> tuple[Finding, ...]:
        """What was found on it and would do harm."""
        found = (stored.finding for stored in self.found)
        return tuple(each for each in found if each.sensitivity is not Sensitivity.LOW)

    @cached_property
    def _by_top(self) -> tuple[list[float], list[Word], float]:
        """Upper edges of the words, ascending, the words in this order, the largest height."""
        words = sorted(self.text.words, key=lambda word: word.box.top_pt)
        tallest_pt = max((word.box.height_pt for word in words), default=0.0)
        return [word.box.top_pt for word in words], words, tallest_pt

    def is_cue(self, word: Word) -> bool:
        """Whether a word belongs to a cue of any field."""
        return any(start < word.end and word.start < end for start, end in self._cue_spans)

    @cached_property
    def _row_of_word(self) -> dict[int, int]:
        """Numbers of rows by every offset at which something can end in them."""
        return {
            end: number
            for number, row in enumerate(self.rows)
            for word in row.words
            for end in range(word.start + 1, word.end + 1)
        }

    def _cue(self, start: int, end: int) -> Cue | None:
        boxes = self.text.boxes_between(start, end)
        return Cue(start, end, boxes[-1]) if boxes else None


FLOWING_LINE_CHARS = 60
"""A line at least so long breaks because it is full; what begins the next one belongs to it."""


def nearness(cue: Cue, start: int, end: int, boxes: Sequence[Box], text: str) -> float:
    """How close a cue stands to a value that it can be the label of: 0, not at all, to 1.

    Labels stand before their value on its row, or above it in its column; in running text a few
    words before it.
    """
    if cue.start < end and start < cue.end:
        return 0.0
    best = 0.0
    if boxes:
        best = max(_on_the_row(cue.box, boxes[0]), above(cue.box, boxes[0]))
    if 0 <= cue.end <= start <= cue.end + 60:
        between = text[cue.end : start]
        line = cue.end - text.rfind("\n", 0, cue.end)
        if "\n" not in between or (line >= FLOWING_LINE_CHARS and "\n\n" not in between):
            best = max(best, 1.0 - len(between) / 60)
    return best


def _on_the_row(cue: Box, value: Box) -> float:
    overlap_pt = min(cue.bottom_pt, value.bottom_pt) - max(cue.top_pt, value.top_pt)
    height_pt = max(min(cue.height_pt, value.height_pt), 1.0)
    if overlap_pt < 0.5 * height_pt or cue.left_pt > value.left_pt:
        return 0.0
    gap_pt = max(0.0, value.left_pt - cue.right_pt)
    return max(0.35, 0.95 - gap_pt / (60 * height_pt))


def above(cue: Box, value: Box) -> float:
    """How close a cue stands above a value in its column: 0, not at all, to 0.75."""
    height_pt = max(min(cue.height_pt, value.height_pt), 1.0)
    gap_pt = value.top_pt - cue.bottom_pt
    if not -0.5 * height_pt <= gap_pt <= 6 * height_pt:
        return 0.0
    shared_pt = min(cue.right_pt, value.right_pt) - max(cue.left_pt, value.left_pt)
    if shared_pt < 0.3 * min(cue.width_pt, value.width_pt):
        return 0.0
    aligned = 1.0 - min(1.0, abs(cue.left_pt - value.left_pt) / max(cue.width_pt, 1.0))
    return max(0.0, 0.45 + 0.3 * aligned - 0.08 * max(0.0, gap_pt / height_pt - 0.5))
