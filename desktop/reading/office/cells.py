"""The cells of a worksheet, row by row."""

import re
from collections.abc import Iterator, Sequence

from desktop.domain.errors import TooManyPagesError
from desktop.reading.flow import MAX_CELLS, Cell, Mark, Paragraph, Piece
from desktop.reading.office.formats import is_unseen, shown
from desktop.reading.office.texts import plain, text_of
from desktop.reading.office.xml import Element, children, name_of, value_of, whole_number

MAX_PLACES = 5_000_000
"""Rows times columns, empty ones among them."""

_PLACE = re.compile(r"([A-Z]{1,3})[0-9]+")
_LAST_COLUMN = 16_384
_ERRORS_AND_TEXT = frozenset({"str", "e", "d"})
_TEXTS = frozenset({"s", "str", "inlineStr"})
_TRUTH = {"1": "TRUE", "0": "FALSE"}


class Hidden:
    """What of a sheet is hidden.

    Attributes:
        is_any: Whether a row or column with words was.
        is_any_unseen: Whether the pattern of a cell with words shows nothing.
    """

    def __init__(self, *, is_all: bool) -> None:
        self._is_all = is_all
        self._columns: list[tuple[int, int]] = []
        self.is_any = False
        self.is_any_unseen = False

    def take_columns(self, columns: Element) -> None:
        """Note which columns are hidden."""
        for each in children(columns, "col"):
            if _is_hidden(each, "width"):
                first = whole_number(value_of(each, "min"), 1)
                self._columns.append((first, whole_number(value_of(each, "max"), first)))

    def marks(self, column: int, *, in_hidden_row: bool) -> tuple[Mark, ...]:
        """The marks of a cell with words; on a hidden sheet all are alike and the sheet says it."""
        is_hidden = in_hidden_row or any(first <= column <= last for first, last in self._columns)
        self.is_any = self.is_any or is_hidden
        return (Mark.HIDDEN,) if is_hidden and not self._is_all else ()


class Grid:
    """The cells of a sheet that have words; columns without any are left out."""

    def __init__(self) -> None:
        self._rows: list[dict[int, Cell]] = []
        self._columns: set[int] = set()
        self._count = 0

    def add_row(self, cells: dict[int, Cell]) -> None:
        """Add a row that has words.

        Raises:
            TooManyPagesError: There are more cells than MAX_CELLS.
        """
        self._count += len(cells)
        self._columns.update(cells)
        if self._count > MAX_CELLS or len(self._rows) * len(self._columns) > MAX_PLACES:
            raise TooManyPagesError
        self._rows.append(cells)

    def rows(self) -> tuple[tuple[Cell, ...], ...]:
        """All rows, with the same columns."""
        columns = sorted(self._columns)
        return tuple(tuple(row.get(column, ()) for column in columns) for row in self._rows)


class Cells:
    """Reads cells.

    Args:
        texts: The workbook's shared texts.
        patterns: By style of cells.
        is_1904: Whether days are counted from 1904.
    """

    def __init__(self, texts: Sequence[str], patterns: Sequence[str], *, is_1904: bool) -> None:
        self._texts = texts
        self._patterns = patterns
        self._is_1904 = is_1904

    def read_row(self, row: Element, hidden: Hidden, grid: Grid) -> None:
        """Take the cells of a row that have words into the grid.

        Raises:
            TooManyPagesError: There are more cells than MAX_CELLS.
        """
        in_hidden_row = _is_hidden(row, "ht")
        cells: dict[int, Cell] = {}
        column = 0
        for entry in children(row, "c"):
            column = _column_of(entry.get("r", "")) or column + 1
            if column > _LAST_COLUMN:
                break
            pieces = tuple(self._pieces(entry))
            if pieces:
                marks = hidden.marks(column, in_hidden_row=in_hidden_row)
                if is_unseen(self._pattern(entry), is_text=entry.get("t", "n") in _TEXTS):
                    hidden.is_any_unseen = True
                    marks = marks or (Mark.HIDDEN,)
                marked = tuple(Piece(each.text, (*each.marks, *marks)) for each in pieces)
                cells[column] = (Paragraph(marked),)
        if cells:
            grid.add_row(cells)

    def _pieces(self, cell: Element) -> Iterator[Piece]:
        inside = {name_of(each): each for each in cell}
        if not inside:
            return
        value = self._value(cell, inside.get("v"))
        if value.strip():
            yield Piece(value)
        formula = inside.get("f")
        if formula is None:
            return
        text = (formula.text or "").strip()
        if text:
            yield Piece(f" ={text}", (Mark.FORMULA,))
        elif value.strip():
            yield Piece(" shared", (Mark.FORMULA,))

    def _value(self, cell: Element, value: Element | None) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return text_of(cell)
        text = "" if value is None else value.text or ""
        if kind == "s":
            index = whole_number(text, -1)
            return self._texts[index] if 0 <= index < len(self._texts) else ""
        if kind == "b":
            return _TRUTH.get(text, text)
        if kind in _ERRORS_AND_TEXT or not text:
            return plain(text)
        return shown(text, self._pattern(cell), is_1904=self._is_1904)

    def _pattern(self, cell: Element) -> str:
        style = whole_number(cell.get("s", "0"), 0)
        return self._patterns[style] if 0 <= style < len(self._patterns) else "General"


def _is_hidden(element: Element, size: str) -> bool:
    """Whether a row or column is said to be hidden, or has no height or width."""
    if value_of(element, "hidden") in {"1", "true"}:
        return True
    try:
        return float(value_of(element, size, "1")) == 0
    except ValueError:
        return False


def _column_of(place: str) -> int:
    """The number of a column by a place such as "AB12", 0 where it is none."""
    match = _PLACE.fullmatch(place)
    number = 0
    for letter in match[1] if match else "":
        number = 26 * number + ord(letter) - ord("A") + 1
    return number
