"""Hits of a search."""

from dataclasses import dataclass
from enum import StrEnum

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
    """

    kind: HitKind
    document_id: DocumentId
    document_name: str
    page: PageNumber
    snippet: str
    marks: tuple[tuple[int, int], ...]
    boxes: tuple[Box, ...]
    score: float


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The first hits of a query, best first.

    Attributes:
        hits: Verified after opening.
        has_more: Whether further hits lie behind these.
    """

    hits: tuple[Hit, ...]
    has_more: bool
