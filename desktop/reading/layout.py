"""The order in which a person reads the pieces of lines that an engine found on a page.

Pieces on one height belong to one line, unless the page is set in columns: then a column is read to
its end before the next. Columns are told from tables by their being filled with running text.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.reading.ocr import SeenPage, SeenWord

_SAME_ROW = 0.5
"""Pieces stand on one row when they share this share of the lower one's height."""

_SPANNING = 0.6
"""A piece wider than this share of the text is a heading over the columns, not part of one."""

_MIN_COLUMN_LINES = 5
_MIN_COLUMN_FILL = 0.6
"""The middle one among a column's lines fills this share of the column where text runs."""

Line = tuple[SeenWord, ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a line with its edges, straightened."""

    words: Line
    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def in_reading_order(seen: SeenPage) -> list[Line]:
    """The pieces of a page, each row from left to right, rows from top to bottom."""
    if seen.is_ordered:
        return [line for line in seen.lines if line]
    slope = math.tan(math.radians(seen.skew_deg))
    pieces = [_piece(line, slope) for line in seen.lines if line]
    return [piece.words for piece in _ordered(pieces)]


def _piece(words: Line, slope: float) -> _Piece:
    """Edges of a piece as if the page were straight."""
    tops = [word.top_px - slope * (word.left_px + word.right_px) / 2 for word in words]
    bottoms = [word.bottom_px - slope * (word.left_px + word.right_px) / 2 for word in words]
    return _Piece(
        words,
        min(word.left_px for word in words),
        sum(tops) / len(tops),
        max(word.right_px for word in words),
        sum(bottoms) / len(bottoms),
    )


def _ordered(pieces: list[_Piece]) -> list[_Piece]:
    gutter = _gutter(pieces)
    if gutter is None:
        return _by_rows(pieces)
    spanning = sorted(
        (piece for piece in pieces if piece.left < gutter < piece.right),
        key=lambda piece: piece.middle,
    )
    rest = [piece for piece in pieces if not piece.left < gutter < piece.right]
    ordered: list[_Piece] = []
    above = -math.inf
    for heading in (*spanning, None):
        below = math.inf if heading is None else heading.middle
        band = [piece for piece in rest if above <= piece.middle < below]
        ordered += _ordered([piece for piece in band if piece.right <= gutter])
        ordered += _ordered([piece for piece in band if piece.left >= gutter])
        if heading is not None:
            ordered.append(heading)
        above = below
    return ordered


def _by_rows(pieces: Sequence[_Piece]) -> list[_Piece]:
    rows: list[list[_Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.middle):
        if rows and _shares_row(rows[-1], piece):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [piece for row in rows for piece in sorted(row, key=lambda piece: piece.left)]


def _shares_row(row: Sequence[_Piece], piece: _Piece) -> bool:
    nearest = min(row, key=lambda other: abs(other.middle - piece.middle))
    overlap = min(nearest.bottom, piece.bottom) - max(nearest.top, piece.top)
    return overlap >= _SAME_ROW * min(nearest.height, piece.height)


def _gutter(pieces: Sequence[_Piece]) -> float | None:
    """Where two columns of running text part, or None where there are none."""
    if len(pieces) < 2 * _MIN_COLUMN_LINES:
        return None
    left_edge = min(piece.left for piece in pieces)
    right_edge = max(piece.right for piece in pieces)
    narrow = [p for p in pieces if p.right - p.left <= _SPANNING * (right_edge - left_edge)]
    for begin, end in _gaps(narrow):
        middle = (begin + end) / 2
        before = [piece for piece in narrow if piece.right <= middle]
        after = [piece for piece in narrow if piece.left >= middle]
        if _is_running(before) and _is_running(after):
            return middle
    return None


def _gaps(pieces: Sequence[_Piece]) -> list[tuple[float, float]]:
    """Stretches that no piece covers from the side, widest first, at least half a line wide."""
    if not pieces:
        return []
    heights = sorted(piece.height for piece in pieces)
    least = 0.5 * heights[len(heights) // 2]
    gaps: list[tuple[float, float]] = []
    reach = -math.inf
    for piece in sorted(pieces, key=lambda piece: piece.left):
        if piece.left - reach >= least and reach > -math.inf:
            gaps.append((reach, piece.left))
        reach = max(reach, piece.right)
    return sorted(gaps, key=lambda gap: gap[0] - gap[1])


def _is_running(pieces: Sequence[_Piece]) -> bool:
    if len(pieces) < _MIN_COLUMN_LINES:
        return False
    width = max(piece.right for piece in pieces) - min(piece.left for piece in pieces)
    widths = sorted(piece.right - piece.left for piece in pieces)
    words = sorted(len(piece.words) for piece in pieces)
    fills = widths[len(widths) // 2] >= _MIN_COLUMN_FILL * width
    return fills and words[len(words) // 2] >= 3
