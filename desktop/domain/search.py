"""Hits of a search."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from desktop.domain.finding import MASK
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, PageNumber


class HitKind(StrEnum):
    """Which index answered."""

    WORDS = "words"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where the query was verified to stand.

    Attributes:
        kind: Which index answered.
        snippet: Some words around the hit.
        marks: Spans [start, end) of the snippet that match.
        boxes: Where the match stands on the page.
        score: Higher is better; comparable within one result only.
        sensitive: Spans [start, end) of the snippet that belong to highly sensitive findings,
            ascending and apart.
    """

    kind: HitKind
    document_id: DocumentId
    document_name: str
    page: PageNumber
    snippet: str
    marks: tuple[tuple[int, int], ...]
    boxes: tuple[Box, ...]
    score: float
    sensitive: tuple[tuple[int, int], ...] = ()

    def masked(self) -> "Hit":
        """The hit with what is highly sensitive in its snippet hidden, to the last character."""
        parts: list[str] = []
        ends: list[int] = []
        shifts: list[int] = []
        done = shift = 0
        for start, end in self.sensitive:
            parts += [self.snippet[done:start], MASK]
            shift += len(MASK) - (end - start)
            ends.append(end)
            shifts.append(shift)
            done = end

        def moved(position: int, *, is_end: bool) -> int:
            number = bisect_right(ends, position)
            before = shifts[number - 1] if number else 0
            if number < len(ends) and self.sensitive[number][0] < position:
                start = self.sensitive[number][0] + before
                return start + len(MASK) if is_end else start
            return position + before

        marks = {(moved(start, is_end=False), moved(end, is_end=True)) for start, end in self.marks}
        snippet = "".join(parts) + self.snippet[done:]
        return replace(self, snippet=snippet, marks=tuple(sorted(marks)), sensitive=())


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The first hits of a query, best first.

    Attributes:
        hits: Verified after opening.
        has_more: Whether further hits lie behind these.
        is_cut: Whether the search gave up after opening many pages in vain.
        pages_unmet: Pages whose words are not listed yet; prefixes, misspellings, sounds and stems
            found on them alone are missing. 0 where the query has none of these.
    """

    hits: tuple[Hit, ...]
    has_more: bool
    is_cut: bool = False
    pages_unmet: int = 0


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search kept under a name.

    Attributes:
        name: Unique in its matter.
        query: As it was written.
        saved_at: In UTC.
        new_pages: Pages stored since it was last looked at that it finds, at most
            `MAX_NEW_PAGES`; None where they were not counted.
    """

    name: str
    query: str
    saved_at: datetime
    new_pages: int | None = None


MAX_NEW_PAGES = 100
"""More are not counted: "more than 99" says enough."""
