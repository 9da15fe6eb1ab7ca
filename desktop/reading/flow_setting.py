"""A flow set on A4 pages: where each line stands.

Nothing here depends on the computer, so that a page number and a place cited today are the same
tomorrow. What is set is kept as lines of text; the places of words are worked out page by page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from desktop.domain.errors import TooManyPagesError
from desktop.domain.limits import MAX_PAGES
from desktop.reading.flow import MAX_INDENT, MAX_LEVEL, Cell, Flow, NewPage, Paragraph, Table
from desktop.reading.flow_columns import column_bands
from desktop.reading.flow_letters import ASCENT_EM, Letters
from desktop.reading.flow_lines import Line, LineBreaker
from desktop.reading.flow_places import width_of

SHORT_SIDE_PT, LONG_SIDE_PT = 595.28, 841.89
"""A4."""

MARGIN_PT = 56.7
"""Two centimetres."""

_TEXT_PT = 10.5
_TABLE_PT = 9.0
_HEADINGS_PT = (16.0, 14.0, 12.5, 11.5, 11.0, 10.5)
"""By level."""

_LEADING = 1.4
"""From line to line, in ems."""

_BETWEEN_EM = 0.8
"""Between paragraphs: enough for text to be taken as a block of its own."""

_INDENT_PT = 18.0
CELL_MARGIN_PT = 4.0


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A line where it stands.

    Attributes:
        left_pt: Where it begins on the left.
        base_pt: The line that its letters stand on, from the top of the page.
        size_pt: Of its letters.
    """

    line: Line
    left_pt: float
    base_pt: float
    size_pt: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A thin line of a table, from one point to another."""

    left_pt: float
    top_pt: float
    right_pt: float
    bottom_pt: float


@dataclass(frozen=True, slots=True)
class SetPage:
    """A page.

    Attributes:
        texts: Its lines in the order in which they are read.
    """

    width_pt: float
    height_pt: float
    texts: tuple[PlacedText, ...]
    rules: tuple[Rule, ...]


def set_on_pages(flow: Flow, letters: Letters) -> list[SetPage]:
    """Set a flow on pages; one that says nothing has one empty page.

    Raises:
        TooManyPagesError: It needs more than MAX_PAGES.
    """
    setter = _Setter(letters)
    for block in flow.blocks:
        match block:
            case Paragraph():
                setter.set_paragraph(block)
            case Table():
                setter.set_table(block)
            case NewPage():
                setter.begin_page(block)
            case _:
                assert_never(block)
    return setter.finished()


class _Setter:
    """Fills one page after the other."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._breaker = LineBreaker(letters)
        self._pages: list[SetPage] = []
        self._texts: list[PlacedText] = []
        self._rules: list[Rule] = []
        self._width_pt, self._height_pt = SHORT_SIDE_PT, LONG_SIDE_PT
        self._top_pt = MARGIN_PT
        self._running: Paragraph | None = None

    def finished(self) -> list[SetPage]:
        if self._texts or not self._pages:
            self._end_page()
        return self._pages

    def begin_page(self, wanted: NewPage) -> None:
        if self._texts:
            self._end_page()
        sides = SHORT_SIDE_PT, LONG_SIDE_PT
        self._width_pt, self._height_pt = reversed(sides) if wanted.is_landscape else sides
        self._running = Paragraph((), label=wanted.running) if wanted.running else None

    def set_paragraph(self, paragraph: Paragraph) -> None:
        size_pt = _HEADINGS_PT[paragraph.level - 1] if paragraph.level else _TEXT_PT
        left_pt = MARGIN_PT + min(paragraph.indent, MAX_INDENT) * _INDENT_PT
        width_pt = self._width_pt - MARGIN_PT - left_pt
        lines = self._breaker.lines_of(paragraph, width_pt / size_pt)
        if not lines:
            return
        kept = 3 if paragraph.level else 1  # a heading stays with the text below it
        if self._lines_left(size_pt) < min(kept, self._lines_of_page(size_pt)):
            self._go_on()
        for line in lines:
            if self._lines_left(size_pt) < 1:
                self._go_on()
            begin_pt = MARGIN_PT if line.is_from_right else left_pt  # it is set in at the right
            self._place(line, begin_pt, width_pt, self._top_pt, size_pt)
            self._top_pt += _LEADING * size_pt
        self._top_pt += _BETWEEN_EM * size_pt

    def set_table(self, table: Table) -> None:
        room_pt = self._width_pt - 2 * MARGIN_PT
        rows = (
            (_head(table.rows[0]), *table.rows[1:])
            if table.first_is_head and table.rows
            else table.rows
        )
        table = Table(rows)
        for band in column_bands(table, self._breaker, room_pt, _TABLE_PT, CELL_MARGIN_PT):
            for row in rows:
                cells = [row[column] if column < len(row) else () for column in band.columns]
                self._set_row(cells, band.widths_pt)
            self._top_pt += _BETWEEN_EM * _TEXT_PT

    def _set_row(self, cells: Sequence[Cell], widths_pt: Sequence[float]) -> None:
        """A row, cut between lines where it does not fit; cells are read one after the other."""
        columns = [
            self._cell_lines(cell, width_pt)
            for cell, width_pt in zip(cells, widths_pt, strict=True)
        ]
        height = max(map(len, columns), default=0)
        if not height:
            return
        if self._rows_left() < height <= self._lines_of_page(_TABLE_PT) // 3:
            self._go_on()
        begin = 0
        while begin < height:
            if self._rows_left() < 1:
                self._go_on()
            count = min(height - begin, self._rows_left())
            self._set_part(columns, widths_pt, begin, count)
            begin += count

    def _set_part(
        self,
        columns: Sequence[Sequence[Line]],
        widths_pt: Sequence[float],
        begin: int,
        count: int,
    ) -> None:
        pitch_pt = _LEADING * _TABLE_PT
        top_pt = self._top_pt
        bottom_pt = top_pt + count * pitch_pt + CELL_MARGIN_PT
        left_pt = MARGIN_PT
        edges_pt = [left_pt]
        for lines, width_pt in zip(columns, widths_pt, strict=True):
            for number, line in enumerate(lines[begin : begin + count]):
                line_top_pt = top_pt + CELL_MARGIN_PT / 2 + number * pitch_pt
                room_pt = width_pt - 2 * CELL_MARGIN_PT
                self._place(line, left_pt + CELL_MARGIN_PT, room_pt, line_top_pt, _TABLE_PT)
            left_pt += width_pt
            edges_pt.append(left_pt)
        self._rules += [Rule(edge_pt, top_pt, edge_pt, bottom_pt) for edge_pt in edges_pt]
        self._rules += [Rule(MARGIN_PT, y_pt, left_pt, y_pt) for y_pt in (top_pt, bottom_pt)]
        self._top_pt = bottom_pt

    def _cell_lines(self, cell: Cell, width_pt: float) -> list[Line]:
        width_em = (width_pt - 2 * CELL_MARGIN_PT) / _TABLE_PT
        return [line for part in cell for line in self._breaker.lines_of(part, width_em)]

    def _go_on(self) -> None:
        """The next page of the same text."""
        self._end_page()
        if self._running is not None:
            self.set_paragraph(self._running)

    def _place(
        self, line: Line, left_pt: float, room_pt: float, top_pt: float, size_pt: float
    ) -> None:
        if line.is_from_right:
            left_pt += max(0.0, room_pt - width_of(line, self._letters) * size_pt)
        self._texts.append(PlacedText(line, left_pt, top_pt + ASCENT_EM * size_pt, size_pt))

    def _lines_left(self, size_pt: float) -> int:
        return int((self._height_pt - MARGIN_PT - self._top_pt) / (_LEADING * size_pt))

    def _rows_left(self) -> int:
        room_pt = self._height_pt - MARGIN_PT - self._top_pt - CELL_MARGIN_PT
        return int(room_pt / (_LEADING * _TABLE_PT))

    def _lines_of_page(self, size_pt: float) -> int:
        return int((self._height_pt - 2 * MARGIN_PT) / (_LEADING * size_pt))

    def _end_page(self) -> None:
        if len(self._pages) >= MAX_PAGES:
            raise TooManyPagesError
        page = SetPage(self._width_pt, self._height_pt, tuple(self._texts), tuple(self._rules))
        self._pages.append(page)
        self._texts, self._rules = [], []
        self._top_pt = MARGIN_PT


def _head(row: Sequence[Cell]) -> tuple[Cell, ...]:
    """The row that names the columns, as a heading."""
    return tuple(tuple(replace(part, level=MAX_LEVEL) for part in cell) for cell in row)
