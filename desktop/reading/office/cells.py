"""The cells of a worksheet, row by row."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop.domain.errors import TooManyPagesError
from desktop.reading.flow import MAX_CELLS, Cell, Mark, Paragraph, Piece
from desktop.reading.office.formats import is_unseen, shown
from desktop.reading.office.sheet_letters import CellStyle, Palette, SharedText, shared_text
from desktop.reading.office.texts import plain
from desktop.reading.office.xml import Element, child, children, name_of, value_of, whole_number

MAX_PLACES = 5_000_000
"""Rows times columns, empty ones among them."""

_PLACE = re.compile(r"([A-Z]{1,3})[0-9]+")
_LAST_COLUMN = 16_384
_ERRORS_AND_TEXT = frozenset({"str", "e", "d"})
_TEXTS = frozenset({"s", "str", "inlineStr"})
_TRUTH = {"1": "TRUE", "0": "FALSE"}
_PLAIN = CellStyle()


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
        styles: Of cells, by their numbers.
        palette: The workbook's colours.
        is_1904: Whether days are counted from 1904.
    """

    def __init__(
        self,
        texts: Sequence[SharedText],
        styles: Sequence[CellStyle],
        palette: Palette,
        *,
        is_1904: bool,
    ) -> None:
        self._texts = texts
        self._styles = styles
        self._palette = palette
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
            style = self._style(entry)
            pieces = tuple(self._pieces(entry, style))
            if pieces:
                marks = hidden.marks(column, in_hidden_row=in_hidden_row)
                is_text = entry.get("t", "n") in _TEXTS
                if is_unseen(style.pattern, is_text=is_text) or style.is_unseen:
                    marks = marks or (Mark.HIDDEN,)
                    hidden.is_any_unseen = True
                elif any(Mark.HIDDEN in each.marks for each in pieces):
                    hidden.is_any_unseen = True
                cells[column] = (Paragraph(tuple(_marked(each, marks) for each in pieces)),)
        if cells:
            grid.add_row(cells)

    def _pieces(self, cell: Element, style: CellStyle) -> Iterator[Piece]:
        inside = {name_of(each): each for each in cell}
        if not inside:
            return
        written = self._value(cell, inside.get("v"), style)
        value = written if isinstance(written, str) else "".join(text for text, _ in written)
        if value.strip():
            yield from _written(written, style)
        formula = inside.get("f")
        if formula is None:
            return
        text = (formula.text or "").strip()
        if text:
            yield Piece(f" ={text}", (Mark.FORMULA,))
        elif value.strip():
            yield Piece(" shared", (Mark.FORMULA,))

    def _value(self, cell: Element, value: Element | None, style: CellStyle) -> SharedText:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inside = child(cell, "is")
            return "" if inside is None else shared_text(inside, self._palette)
        text = "" if value is None else value.text or ""
        if kind == "s":
            index = whole_number(text, -1)
            return self._texts[index] if 0 <= index < len(self._texts) else ""
        if kind == "b":
            return _TRUTH.get(text, text)
        if kind in _ERRORS_AND_TEXT or not text:
            return plain(text)
        return shown(text, style.pattern, is_1904=self._is_1904)

    def _style(self, cell: Element) -> CellStyle:
        number = whole_number(cell.get("s", "0"), 0)
        return self._styles[number] if 0 <= number < len(self._styles) else _PLAIN


def _written(text: SharedText, style: CellStyle) -> Iterator[Piece]:
    """What a cell says, in pieces that look alike."""
    if isinstance(text, str):
        yield Piece(text, (Mark.STRUCK,) if style.ink.is_struck else ())
        return
    for part, ink in text:
        struck = (Mark.STRUCK,) if ink.is_struck else ()
        hidden = (Mark.HIDDEN,) if ink.is_unseen_on(style.ground) and part.strip() else ()
        yield Piece(part, (*struck, *hidden))


def _marked(piece: Piece, marks: tuple[Mark, ...]) -> Piece:
    """A piece with the marks of its cell, each once."""
    more = tuple(mark for mark in marks if mark not in piece.marks)
    return replace(piece, marks=(*piece.marks, *more)) if more else piece


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
