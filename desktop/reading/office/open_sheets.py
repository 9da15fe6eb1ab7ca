"""The tables of OpenDocument spreadsheets.

Rows and cells that are alike are written once with a count; what holds nothing is passed over
whatever its count. Source: OASIS OpenDocument 1.3, part 3, section 9.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace

from desktop.domain.notes import Note, NoteKind
from desktop.reading.flow import Cell, Mark, Paragraph, Piece
from desktop.reading.office.cells import Grid
from desktop.reading.office.open_letters import PLAIN
from desktop.reading.office.open_text import OpenText
from desktop.reading.office.xml import Element, name_of, value_of, whole_number

_GROUPS = frozenset({"table-header-rows", "table-row-group", "table-rows"})
_COLUMN_GROUPS = frozenset({"table-header-columns", "table-column-group", "table-columns"})
_CELLS = frozenset({"table-cell", "covered-table-cell"})
_UNSEEN = frozenset({"collapse", "filter"})

_MAX_REPEATED = 1_000
"""Times that a row or cell with words is set; real ones are repeated some dozen times."""

_LAST_COLUMN = 16_384
_MAX_DEPTH = 20
_PREFIXES = ("of:", "oooc:", "msoxl:")


class OpenSheet:
    """The rows of one sheet.

    Args:
        table: Its element.
        text: Reads what cells hold.
        is_hidden: Whether the whole sheet is hidden, which its pages say.

    Attributes:
        has_hidden: Whether a row or column with words is hidden.
    """

    def __init__(self, table: Element, text: OpenText, *, is_hidden: bool) -> None:
        self.has_hidden = False
        self._table = table
        self._text = text
        self._is_hidden = is_hidden
        self._hidden_columns = _hidden_columns(table)
        self._column_styles = _column_styles(table)

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """All rows with words.

        Raises:
            TooManyPagesError: There are more cells than a document could show.
        """
        grid = Grid()
        for row in _rows(self._table, 0):
            cells = self._cells(row)
            if cells:
                for _ in range(_repeated(row, "number-rows-repeated")):
                    grid.add_row(dict(cells))
        return grid.rows()

    def _cells(self, row: Element) -> dict[int, Cell]:
        in_hidden_row = value_of(row, "visibility") in _UNSEEN
        cells: dict[int, Cell] = {}
        column = 0
        for entry in row:
            if name_of(entry) not in _CELLS:
                continue
            times = max(1, whole_number(value_of(entry, "number-columns-repeated"), 1))
            paragraphs = self._paragraphs(entry, self._style_of(entry, row, column))
            if paragraphs:
                for place in range(column, min(column + min(times, _MAX_REPEATED), _LAST_COLUMN)):
                    is_unseen = in_hidden_row or place in self._hidden_columns
                    self.has_hidden = self.has_hidden or is_unseen
                    is_marked = is_unseen and not self._is_hidden
                    cells[place] = tuple(map(_hidden, paragraphs)) if is_marked else paragraphs
            column += times
            if column >= _LAST_COLUMN:
                break
        return cells

    def _style_of(self, cell: Element, row: Element, column: int) -> str:
        """The style of a cell: its own, else that of its row, else that of its column."""
        own = value_of(cell, "style-name") or value_of(row, "default-cell-style-name")
        place = bisect_right(self._column_styles, column, key=_end_of)
        is_known = not own and place < len(self._column_styles)
        return self._column_styles[place][1] if is_known else own

    def _paragraphs(self, cell: Element, style: str) -> Cell:
        day, value = value_of(cell, "date-value"), value_of(cell, "value")
        look = PLAIN.within(self._text.styles, "table-cell", style)
        shown: Cell = self._text.paragraphs_of(cell, look) if len(cell) else ()
        if day:
            moment = day.replace("T00:00:00", "").replace("T", " ")
            shown = (Paragraph((Piece(moment, look.seen().marks),)),)
        elif value and not any(piece.text.strip() for each in shown for piece in each.pieces):
            self._text.notes.append(Note(NoteKind.HIDDEN_TEXT))
            shown = (Paragraph((Piece(value, (Mark.HIDDEN,)),)),)
        formula = value_of(cell, "formula")
        for prefix in _PREFIXES:
            formula = formula.removeprefix(prefix)
        if formula:
            last = shown[-1] if shown else Paragraph(())
            pieces = (*last.pieces, Piece(f" {formula}", (Mark.FORMULA,)))
            return (*shown[:-1], Paragraph(pieces))
        has_words = any(piece.text.strip() for each in shown for piece in each.pieces)
        return shown if has_words else ()


def _rows(parent: Element, depth: int) -> Iterator[Element]:
    for element in parent:
        if name_of(element) == "table-row":
            yield element
        elif name_of(element) in _GROUPS and depth < _MAX_DEPTH:
            yield from _rows(element, depth + 1)


def _columns(parent: Element, depth: int) -> Iterator[Element]:
    for element in parent:
        if name_of(element) == "table-column":
            yield element
        elif name_of(element) in _COLUMN_GROUPS and depth < _MAX_DEPTH:
            yield from _columns(element, depth + 1)


def _hidden_columns(table: Element) -> frozenset[int]:
    hidden: set[int] = set()
    column = 0
    for entry in _columns(table, 0):
        times = max(1, whole_number(value_of(entry, "number-columns-repeated"), 1))
        if value_of(entry, "visibility") in _UNSEEN:
            hidden.update(range(column, min(column + times, _LAST_COLUMN)))
        column += times
        if column >= _LAST_COLUMN:
            break
    return frozenset(hidden)


def _end_of(columns: tuple[int, str]) -> int:
    return columns[0]


def _column_styles(table: Element) -> list[tuple[int, str]]:
    """The style that cells of columns have, by where these end."""
    ends: list[tuple[int, str]] = []
    column = 0
    for entry in _columns(table, 0):
        column += max(1, whole_number(value_of(entry, "number-columns-repeated"), 1))
        ends.append((column, value_of(entry, "default-cell-style-name")))
        if column >= _LAST_COLUMN:
            break
    return ends


def _repeated(row: Element, count: str) -> int:
    return min(_MAX_REPEATED, max(1, whole_number(value_of(row, count), 1)))


def _hidden(paragraph: Paragraph) -> Paragraph:
    return Paragraph(
        tuple(
            each if Mark.HIDDEN in each.marks else replace(each, marks=(*each.marks, Mark.HIDDEN))
            for each in paragraph.pieces
        )
    )
