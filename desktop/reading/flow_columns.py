"""The columns of a table: how wide each is, and which stand side by side on a page.

A table that is too wide even with narrow columns is cut into bands of columns, one below the other,
each with all its rows, as a spreadsheet prints it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.reading.flow import Table
from desktop.reading.flow_lines import LineBreaker

MAX_COLUMNS = 16_384
"""Of a spreadsheet, by its format."""

_WIDEST_EM = 1.3
"""No letter is wider: a cell of few letters need not be measured to know that it fits."""

_EMPTY_PT = 12.0
"""Of a column that holds nothing."""

_UNBROKEN_SHARE = 0.5
"""A word is kept whole unless its column would take more than this share of the page."""

_STEPS = 40
"""Of the search for the width at which all columns fit: far below a thousandth of a point."""


@dataclass(frozen=True, slots=True)
class Band:
    """Columns that stand side by side.

    Attributes:
        columns: Their numbers, counted from 0.
    """

    columns: tuple[int, ...]
    widths_pt: tuple[float, ...]


def column_bands(
    table: Table, breaker: LineBreaker, room_pt: float, size_pt: float, margin_pt: float
) -> list[Band]:
    """The bands of a table; none where it has no cells.

    Args:
        table: Its rows.
        breaker: Measures the text of cells.
        room_pt: Width of a page between its margins.
        size_pt: Of the letters in cells.
        margin_pt: Left of the text of a cell, and right of it.
    """
    wishes = _wishes(table, breaker, size_pt, margin_pt)
    bands: list[Band] = []
    band: list[int] = []
    least_pt = 0.0
    for column, wish in enumerate(wishes):
        column_pt = min(wish.least_pt, _UNBROKEN_SHARE * room_pt)
        if band and least_pt + column_pt > room_pt:
            bands.append(_band(band, wishes, room_pt))
            band, least_pt = [], 0.0
        band.append(column)
        least_pt += column_pt
    if band:
        bands.append(_band(band, wishes, room_pt))
    return bands


@dataclass(slots=True)
class _Wish:
    """How wide a column wants to be.

    Attributes:
        least_pt: With every word whole.
        most_pt: With nothing broken at all.
    """

    least_pt: float = _EMPTY_PT
    most_pt: float = _EMPTY_PT


def _wishes(table: Table, breaker: LineBreaker, size_pt: float, margin_pt: float) -> list[_Wish]:
    count = min(MAX_COLUMNS, max(map(len, table.rows), default=0))
    wishes = [_Wish() for _ in range(count)]
    for row in table.rows:
        for wish, cell in zip(wishes, row, strict=False):
            for paragraph in cell:
                letters = sum(len(piece.text) for piece in paragraph.pieces)
                is_plain = not any(piece.marks for piece in paragraph.pieces)
                if is_plain and letters * _WIDEST_EM * size_pt + 2 * margin_pt <= wish.least_pt:
                    continue
                word_em, line_em = breaker.widest_em(paragraph)
                wish.least_pt = max(wish.least_pt, word_em * size_pt + 2 * margin_pt)
                wish.most_pt = max(wish.most_pt, line_em * size_pt + 2 * margin_pt)
    return wishes


def _band(columns: Sequence[int], wishes: Sequence[_Wish], room_pt: float) -> Band:
    """Each column as wide as it wishes; where they do not fit, the widest are cut to one width."""
    chosen = [wishes[column] for column in columns]
    whole_pt = _UNBROKEN_SHARE * room_pt
    low_pt, high_pt = 0.0, room_pt
    widths = _cut_to(chosen, high_pt, whole_pt)
    if sum(widths) > room_pt:
        for _ in range(_STEPS):
            middle_pt = (low_pt + high_pt) / 2
            if sum(_cut_to(chosen, middle_pt, whole_pt)) > room_pt:
                high_pt = middle_pt
            else:
                low_pt = middle_pt
        widths = _cut_to(chosen, low_pt, whole_pt)
    return Band(tuple(columns), tuple(widths))


def _cut_to(wishes: Sequence[_Wish], widest_pt: float, whole_pt: float) -> list[float]:
    """The widths when none is above `widest_pt` but for the sake of a word."""
    return [max(min(wish.most_pt, widest_pt), min(wish.least_pt, whole_pt)) for wish in wishes]
