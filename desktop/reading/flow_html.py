"""Web pages and the bodies of messages as flows.

libxml2 repairs what browsers would and tells of one element after the other; no tree is built, so
that no nesting is too deep. No script is run, nothing is fetched, no style is applied beyond what
tells whether text is seen at all.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from desktop.domain.errors import TooManyPagesError
from desktop.domain.notes import Note, NoteKind
from desktop.reading.encodings import decoded
from desktop.reading.flow import Block, Cell, Flow, Mark, Paragraph, Piece, Table
from desktop.reading.flow_notes import notes_of_blocks
from desktop.reading.flow_text import MAX_TEXT_BYTES
from desktop.reading.html_hidden import NOT_HIDDEN, Seen, StyleSheets

_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_HEAD_BYTES = 8_192

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCK_NAMES = """
address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol optgroup option p pre section summary
table tbody td tfoot th thead title tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNREAD = frozenset({"script", "style", "template", "noembed", "object", "applet", "svg", "math"})
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_BOLD = frozenset({"b", "strong", "th", "dt"})
_MARKS = {"del": Mark.DELETED, "ins": Mark.INSERTED, "s": Mark.STRUCK, "strike": Mark.STRUCK}
_LOADED = {"img": "src", "iframe": "src", "frame": "src", "link": "href", "embed": "src"}
_REMOTE = re.compile(r"\s*(?:https?:|ftp:|//)", re.IGNORECASE)
_ACTS = re.compile(r"\s*javascript:", re.IGNORECASE)
_SHOWN_INPUTS = frozenset({"", "text", "email", "tel", "number", "date", "submit", "button"})
_TICKED_INPUTS = frozenset({"checkbox", "radio"})
_MAX_INDENT = 6


def flow_of_html(data: bytes) -> Flow:
    """The flow of a web page.

    Raises:
        TooManyPagesError: It is longer than MAX_TEXT_BYTES.
    """
    if len(data) > MAX_TEXT_BYTES:
        raise TooManyPagesError
    read = decoded(data, declared_encoding(data))
    page = _Page()
    parser = etree.HTMLParser(target=page, encoding="utf-8", no_network=True, huge_tree=True)
    text = read.text.replace("\0", "")
    etree.fromstring((text or " ").encode("utf-8", "replace"), parser)
    blocks = page.finished()
    notes = [*page.notes, *notes_of_blocks(blocks)]
    if read.guess:
        notes.append(Note(NoteKind.ENCODING_GUESSED, read.guess))
    return Flow(tuple(blocks), tuple(dict.fromkeys(notes)))


def declared_encoding(data: bytes) -> str:
    """The encoding that a web page names, "" where it names none."""
    declared = _DECLARED.search(data, 0, _HEAD_BYTES)
    return declared[1].decode("ascii") if declared else ""


@dataclass(frozen=True, slots=True)
class _Open:
    """An element that has begun."""

    tag: str = ""
    seen: Seen = NOT_HIDDEN
    marks: tuple[Mark, ...] = ()
    is_bold: bool = False
    is_read: bool = True
    is_as_written: bool = False


@dataclass(slots=True)
class _OpenTable:
    """A table that has begun: its rows, and the blocks of the cell in hand."""

    rows: list[list[list[Block]]] = field(default_factory=list)

    @property
    def cell(self) -> list[Block]:
        """Where the next block belongs."""
        if not self.rows or not self.rows[-1]:
            self.begin_cell()
        return self.rows[-1][-1]

    def begin_cell(self) -> None:
        """A cell begins; the first one may do so before any row."""
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append([])


class _Page:
    """Takes what the parser tells."""

    def __init__(self) -> None:
        self.notes: dict[Note, None] = {}
        self._sheets = StyleSheets()
        self._open: list[_Open] = []
        self._tables: list[_OpenTable] = []
        self._blocks: list[Block] = []
        self._pieces: list[Piece] = []
        self._level = 0
        self._label = ""
        self._indent = 0
        self._counts: list[int] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        said = {str(key).lower(): str(value) for key, value in attributes.items()}
        self._notice(tag, said)
        if tag in _BLOCKS:
            self._end_paragraph()
        above = self._open[-1] if self._open else _Open()
        mark = _MARKS.get(tag)
        marks = above.marks if mark is None or mark in above.marks else (*above.marks, mark)
        self._open.append(
            _Open(
                tag,
                self._sheets.seen(above.seen, tag, said),
                marks,
                above.is_bold or tag in _BOLD,
                above.is_read and tag not in _UNREAD,
                above.is_as_written or tag in {"pre", "textarea"},
            )
        )
        self._begin(tag, said)

    def end(self, tag: str) -> None:
        """An element ends; the parser ends those within it first."""
        if tag in _BLOCKS:
            self._end_paragraph()
        if tag == "table" and self._tables:
            self._end_table(self._tables.pop())
        elif tag in _LISTS and self._counts:
            self._counts.pop()
        elif tag == "textarea":
            self.data(" ")
        if self._open:
            self._open.pop()

    def data(self, text: str) -> None:
        """Text within the element that began last."""
        inside = self._open[-1] if self._open else None
        if inside is None:
            return
        if inside.tag == "style":
            self._sheets.add(text)
        if not inside.is_read:
            return
        marks = inside.marks
        if inside.seen.is_unseen and text.strip():
            marks = (*marks, Mark.HIDDEN)
            self.notes[Note(NoteKind.HIDDEN_TEXT)] = None
        if not inside.is_as_written:
            text = text.replace("\n", " ").replace("\r", " ")
        self._pieces.append(Piece(text, marks, is_bold=inside.is_bold))

    def close(self) -> None:
        """The parser has told everything."""

    def finished(self) -> list[Block]:
        """The blocks of the page."""
        self._end_paragraph()
        while self._tables:
            self._end_table(self._tables.pop())
        return self._blocks

    def _begin(self, tag: str, said: Mapping[str, str]) -> None:
        self._level = _HEADINGS.get(tag, self._level)
        match tag:
            case "br":
                self._pieces.append(Piece("\n"))
            case "title":
                self._label = "Title"
            case "img" if said.get("alt", "").strip():
                self.data(f" [Picture: {said['alt']}] ")
            case "input" | "textarea" | "option":
                self._begin_field(tag, said)
            case "table":
                self._tables.append(_OpenTable())
            case "tr" if self._tables:
                self._tables[-1].rows.append([])
            case "td" | "th" if self._tables:
                self._tables[-1].begin_cell()
            case "li":
                self._begin_item()
            case _ if tag in _LISTS:
                self._counts.append(0 if tag == "ol" else -1)

    def _begin_field(self, tag: str, said: Mapping[str, str]) -> None:
        """What was typed, ticked or chosen in a form."""
        kind = said.get("type", "").lower()
        if tag == "option":
            self.data(f"{_box(is_ticked='selected' in said)} ")
        elif tag == "textarea":
            self.data(" ")
        elif kind in _SHOWN_INPUTS:
            self.data(f" {said.get('value', '')} ")
        elif kind in _TICKED_INPUTS:
            self.data(f" {_box(is_ticked='checked' in said)} ")

    def _begin_item(self) -> None:
        sign = "\u2022 "
        if self._counts and self._counts[-1] >= 0:
            self._counts[-1] += 1
            sign = f"{self._counts[-1]}. "
        self._indent = min(_MAX_INDENT, len(self._counts))
        self._pieces.append(Piece(sign))

    def _end_paragraph(self) -> None:
        pieces = tuple(self._pieces)
        if any(piece.text.strip() for piece in pieces):
            place = self._tables[-1].cell if self._tables else self._blocks
            place.append(Paragraph(pieces, self._level, self._label, self._indent))
        self._pieces = []
        self._level, self._label, self._indent = 0, "", 0

    def _end_table(self, table: _OpenTable) -> None:
        """A table of values; what is a table only to set things out becomes what it holds."""
        place = self._tables[-1].cell if self._tables else self._blocks
        rows = [row for row in table.rows if any(row)]
        is_of_values = max(map(len, rows), default=0) > 1 and all(
            len(cell) <= 1 and all(isinstance(block, Paragraph) for block in cell)
            for row in rows
            for cell in row
        )
        if is_of_values:
            place.append(Table(tuple(tuple(map(_cell, row)) for row in rows)))
        else:
            place += [block for row in rows for cell in row for block in cell]

    def _notice(self, tag: str, said: Mapping[str, str]) -> None:
        loaded = said.get(_LOADED.get(tag, ""), "") or said.get("background", "")
        if _REMOTE.match(loaded) or "url(http" in said.get("style", "").lower():
            self.notes[Note(NoteKind.REMOTE_CONTENT)] = None
        acts = any(key.startswith("on") for key in said) or _ACTS.match(said.get("href", ""))
        if tag == "script" or acts:
            self.notes[Note(NoteKind.SCRIPTS)] = None


def _cell(blocks: list[Block]) -> Cell:
    return tuple(block for block in blocks if isinstance(block, Paragraph))


def _box(*, is_ticked: bool) -> str:
    """The sign of a box of a form, or of an entry that can be chosen."""
    return "\u2612" if is_ticked else "\u2610"
