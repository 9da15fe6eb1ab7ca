"""Plain text as a flow, and lists of values between separators as tables."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence

from desktop.domain.errors import TooManyPagesError
from desktop.domain.notes import Note, NoteKind
from desktop.reading.encodings import decoded
from desktop.reading.flow import MAX_CELLS, Block, Cell, Flow, NewPage, Paragraph, Table

MAX_TEXT_BYTES = 64 << 20
"""More is more than MAX_PAGES pages, whatever it says."""

_BETWEEN_PARAGRAPHS = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_FORM_FEED = "\f"

_SEPARATORS = "\t;,|"
_LOOKED_AT = 200
"""Lines that decide whether a text is a list of values."""

_LEAST_ROWS, _LEAST_ROWS_OF_TWO = 3, 5
"""With two values a row, more rows are asked for: lines of a letter may have a comma each."""

_LIKE_SHARE = 0.95
"""So many rows must have as many values as most."""

_PROSE_SHARE = 0.3
"""In a sentence a space follows a comma; between values it seldom does."""

_WIDE_COLUMNS = 7
"""A table of more columns is set across."""


def flow_of_text(data: bytes) -> Flow:
    """The flow of a plain text.

    Raises:
        TooManyPagesError: It is longer than MAX_TEXT_BYTES.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise TooManyPagesError
    read = decoded(data)
    notes = (Note(NoteKind.ENCODING_GUESSED, read.guess),) if read.guess else ()
    text = read.text.replace("\r\n", "\n").replace("\r", "\n")
    rows = _rows_of(text)
    return Flow(_table_of(rows) if rows else paragraphs_of(text), notes)


def paragraphs_of(text: str) -> tuple[Block, ...]:
    """Paragraphs, parted by empty lines; a form feed begins a page."""
    blocks: list[Block] = []
    for number, part in enumerate(text.split(_FORM_FEED)):
        if number:
            blocks.append(NewPage())
        blocks += [Paragraph.of(each) for each in _BETWEEN_PARAGRAPHS.split(part) if each.strip()]
    return tuple(blocks)


def _rows_of(text: str) -> list[list[str]]:
    """The rows of a list of values; none where it reads as running text."""
    sample = "\n".join(text.split("\n", _LOOKED_AT + 1)[:_LOOKED_AT])
    for separator in _SEPARATORS:
        if text.count(separator) > MAX_CELLS:
            raise TooManyPagesError
        is_prose = sample.count(separator + " ") > _PROSE_SHARE * sample.count(separator)
        if not is_prose and _usual_count(_parsed(sample, separator)) > 1:
            return _parsed(text, separator)
    return []


def _usual_count(rows: Sequence[Sequence[str]]) -> int:
    """How many values a row has; 1 where that is not sure."""
    if not rows:
        return 1
    [(count, times)] = Counter(map(len, rows)).most_common(1)
    is_few = len(rows) < (_LEAST_ROWS_OF_TWO if count == 2 else _LEAST_ROWS)
    return 1 if is_few or times < _LIKE_SHARE * len(rows) else count


def _parsed(text: str, separator: str) -> list[list[str]]:
    """Rows of values; none where quotation marks do not close, or a value is endless."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return []
    return [row for row in rows if any(value.strip() for value in row)]


def _table_of(rows: Sequence[Sequence[str]]) -> tuple[Block, ...]:
    widest = max(map(len, rows))
    table = Table(tuple(tuple(_cell(value) for value in row) for row in rows), first_is_head=True)
    return NewPage(is_landscape=widest >= _WIDE_COLUMNS), table


def _cell(value: str) -> Cell:
    return (Paragraph.of(value),) if value.strip() else ()
