"""A flow of text: what an office document, a message or a plain text says, before it is on pages.

Such files hold no pages: a word processor makes them anew on each computer. The flow keeps what the
file itself says, in its order, with what is special about it marked; `flow_setting` sets it on A4
pages, always the same way, so that a page and a place can be cited.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from desktop.domain.notes import Note
from desktop.reading.source import Part

MAX_LABEL_CHARS = 120
"""Of a label in front of a paragraph; names of authors and sheets are cut to it."""

MAX_CELLS = 1_500_000
"""With words in them, each 0.8 kB in memory until its page is set. At six cells a row this is more
than half of 10,000 pages."""

MAX_LEVEL = 6
"""Of headings."""

MAX_INDENT = 6
"""Steps by which a list is set in; deeper ones are set as deep as this."""


class Mark(StrEnum):
    """What is special about a piece of text; said in words on the page and drawn."""

    INSERTED = "inserted"
    DELETED = "deleted"
    HIDDEN = "hidden"
    STRUCK = "struck out"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph of which the same is true.

    Attributes:
        text: A line feed begins a new line; other white space parts words.
        marks: What is special about it, each once.
        by: Who made the change, as the file claims; "" where it does not say.
        day: When, as year-month-day; told of the whole file and not on the page, where each change
            would bring a date that is none of the text.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    by: str = ""
    is_bold: bool = False
    day: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph.

    Attributes:
        level: 0 for running text, 1 to 6 for a heading of that level.
        label: What it is where that is not plain, such as "Footnote 3"; set in brackets before it.
        indent: Steps by which it is set in.
    """

    pieces: tuple[Piece, ...]
    level: int = 0
    label: str = ""
    indent: int = 0

    @classmethod
    def of(cls, text: str, *, level: int = 0, label: str = "", indent: int = 0) -> "Paragraph":
        """A paragraph of plain text."""
        return cls((Piece(text),), level, label, indent)


Cell: TypeAlias = tuple[Paragraph, ...]
"""A cell of a table: its paragraphs, perhaps none."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its rows need not be of one length.

    Attributes:
        first_is_head: Whether the first row names the columns; it is set in bold.
    """

    rows: tuple[tuple[Cell, ...], ...]
    first_is_head: bool = False


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins on a page of its own, as a slide or a sheet does; none stays empty.

    Attributes:
        running: A label that is repeated on each page over which it goes on.
    """

    is_landscape: bool = False
    running: str = ""


Block: TypeAlias = Paragraph | Table | NewPage


@dataclass(frozen=True, slots=True)
class Flow:
    """Everything that a file says.

    Attributes:
        notes: What was noticed of the file as a whole, MAX_NOTES at most.
        parts: The files embedded in it, MAX_PARTS at most.
    """

    blocks: tuple[Block, ...]
    notes: tuple[Note, ...] = ()
    parts: tuple[Part, ...] = ()
