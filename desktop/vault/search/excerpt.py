"""Some words around a hit."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desktop.vault.search.query import Span

BEFORE_CHARACTERS = 40
LENGTH_CHARACTERS = 200
MAX_MARKS = 12
ELLIPSIS = "… "

_SPACE = re.compile(r"\s")


class Excerpt(NamedTuple):
    """A part of a page's text.

    Attributes:
        line: The text, on one line.
        marks: Spans of the line that match.
        sensitive: Spans of the line that are highly sensitive, ascending and apart.
    """

    line: str
    marks: tuple[Span, ...]
    sensitive: tuple[Span, ...]


def excerpt(
    text: str, spans_by_term: Sequence[Sequence[Span]], sensitive: Iterable[Span] = ()
) -> Excerpt:
    """Cut the part of a text out in which most terms stand.

    Args:
        text: Of the page.
        spans_by_term: Where each term stands, ascending.
        sensitive: Where highly sensitive values stand, in any order.
    """
    start, end = _window(text, spans_by_term)
    lead = ELLIPSIS if start else ""
    tail = ELLIPSIS.rstrip() if end < len(text) else ""
    shift = len(lead) - start

    def inside(spans: Iterable[Span]) -> list[Span]:
        return [
            (max(first, start) + shift, min(last, end) + shift)
            for first, last in spans
            if first < end and start < last
        ]

    marks = sorted({mark for spans in spans_by_term for mark in inside(spans)})
    line = _SPACE.sub(" ", text[start:end])
    return Excerpt(f"{lead}{line}{tail}", tuple(marks[:MAX_MARKS]), _joined(inside(sensitive)))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in ascending order, those that touch made one."""
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)


def _window(text: str, spans_by_term: Sequence[Sequence[Span]]) -> Span:
    """The window, cut between words, that begins shortly before a hit and shows most terms."""
    best = (-1, 0)
    for spans in spans_by_term:
        for first, _ in spans[:MAX_MARKS]:
            shown = sum(
                bisect_left(others, (first,))
                < bisect_right(others, (first + LENGTH_CHARACTERS // 2,))
                for others in spans_by_term
            )
            best = max(best, (shown, -first))
    start = max(0, -best[1] - BEFORE_CHARACTERS)
    end = min(len(text), start + LENGTH_CHARACTERS)
    if start:
        start = _next_gap(text, start, -best[1])
    if end < len(text):
        end = _last_gap(text, end, start)
    return start, end


def _next_gap(text: str, position: int, limit: int) -> int:
    """Behind the first space from `position` on, not beyond `limit`."""
    for number in range(position, limit):
        if text[number].isspace():
            return number + 1
    return limit


def _last_gap(text: str, position: int, start: int) -> int:
    """Before the last space up to `position`; `position` itself where that would leave little."""
    for number in range(position, start + (position - start) * 3 // 4, -1):
        if text[number].isspace():
            return number
    return position
