"""The body of a Word document, a header, a note or a comment: paragraphs and tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from desktop.domain.notes import Note, NoteKind
from desktop.reading.flow import Block, Cell, Mark, Paragraph, Piece, Table
from desktop.reading.flow_labels import labelled
from desktop.reading.office.numbers import Numbering
from desktop.reading.office.word_letters import LetterStyles, ground_in
from desktop.reading.office.word_signs import form_field, symbol
from desktop.reading.office.word_styles import NumberOf, Styles, named_in
from desktop.reading.office.xml import (
    Element,
    child,
    children,
    description_in,
    is_on,
    name_of,
    value_of,
    whole_number,
)
from desktop.reading.visibility import UNKNOWN, WHITE

_CHANGES = {
    "ins": Mark.INSERTED,
    "moveTo": Mark.INSERTED,
    "del": Mark.DELETED,
    "moveFrom": Mark.DELETED,
}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_REFERENCES = {
    "footnoteReference": "footnote",
    "endnoteReference": "endnote",
    "commentReference": "comment",
}
_SILENT = frozenset(
    {"pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "instrText"}
    | {"delInstrText", "fldData", "footnoteRef", "endnoteRef", "annotationRef"}
)
"""What says how, not what."""

_INSERTED = "It stands here in Word, and is a document of its own below this one."

_DAY_CHARS = 10
"""The day of a moment in ISO form."""

_MAX_SPAN = 64
_MAX_DEPTH = 120
"""Elements within elements; word processors nest tables and content controls perhaps a dozen."""


@dataclass(slots=True)
class Shared:
    """What all parts of a document count on together.

    Attributes:
        paper: The colour of the ground of all pages.
        notes: What was noticed on the way.
    """

    styles: Styles
    letters: LetterStyles
    numbering: Numbering
    paper: str = WHITE
    notes: list[Note] = field(default_factory=list)
    _numbers: dict[tuple[str, str], str] = field(default_factory=dict)

    def number_of_note(self, kind: str, note_id: str) -> str:
        """The number of a footnote, an endnote or a comment, in the order of the text."""
        key = kind, note_id
        if key not in self._numbers:
            self._numbers[key] = str(1 + sum(known == kind for known, _ in self._numbers))
        return self._numbers[key]


@dataclass(frozen=True, slots=True)
class _Change:
    """What holds of a stretch: its marks, who made the change and when, and what lies behind it."""

    marks: tuple[Mark, ...] = ()
    by: str = ""
    day: str = ""
    ground: str = WHITE

    def within(self, element: Element) -> "_Change":
        """What holds within an element that says a change."""
        mark = _CHANGES[name_of(element)]
        marks = self.marks if mark in self.marks else (*self.marks, mark)
        author, day = value_of(element, "author"), value_of(element, "date")[:_DAY_CHARS]
        return _Change(marks, author or self.by, day or self.day, self.ground)

    def on(self, ground: str | None) -> "_Change":
        """The same where a ground is laid behind it; None for none."""
        return self if ground is None else replace(self, ground=ground)

    def marked(self, mark: Mark) -> "_Change":
        """The same with one mark more, where it is not there."""
        return self if mark in self.marks else replace(self, marks=(*self.marks, mark))


class Body:
    """Walks the blocks of a part."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._boxes: list[Block] = []

    def blocks_of(self, parent: Element) -> list[Block]:
        """The blocks of a body, cell, note or text box."""
        return list(self._blocks(parent, _Change(ground=self._shared.paper), 0))

    def _blocks(self, parent: Element, change: _Change, depth: int) -> Iterator[Block]:
        if depth > _MAX_DEPTH:
            return
        for element in parent:
            match name_of(element):
                case "p":
                    yield self._paragraph(element, change, depth)
                    boxes, self._boxes = self._boxes, []
                    yield from boxes
                case "tbl":
                    yield self._table(element, change, depth)
                case "altChunk":
                    yield Paragraph.of(_INSERTED, label="Inserted document")
                case "ins" | "del" | "moveFrom" | "moveTo":
                    yield from self._blocks(element, change.within(element), depth + 1)
                case name if name and name not in _SILENT:
                    yield from self._blocks(element, change, depth + 1)

    def _paragraph(self, paragraph: Element, change: _Change, depth: int) -> Paragraph:
        properties = child(paragraph, "pPr")
        styles = self._shared.styles
        counted = styles.number_of(properties)
        change = change.on(self._shared.letters.ground_of(properties))
        pieces = tuple(self._pieces(paragraph, properties, change, depth))
        label = self._number(counted, pieces)
        return Paragraph(
            (Piece(f"{label} "), *pieces) if label else pieces,
            level=styles.level_of(properties),
            indent=counted.depth if counted else 0,
        )

    def _number(self, counted: NumberOf | None, pieces: Iterable[Piece]) -> str:
        """A paragraph of which nothing is left is not counted."""
        is_gone = all(Mark.DELETED in piece.marks or not piece.text.strip() for piece in pieces)
        if counted is None or is_gone:
            return ""
        return self._shared.numbering.next_label(counted.number_id, counted.depth)

    def _pieces(
        self, parent: Element, paragraph: Element | None, change: _Change, depth: int
    ) -> Iterator[Piece]:
        if depth > _MAX_DEPTH:
            return
        for element in parent:
            name = name_of(element)
            if name == "r":
                yield from self._run(element, paragraph, change, depth)
            elif name in _CHANGES:
                yield from self._pieces(element, paragraph, change.within(element), depth + 1)
            elif name in {"t", "delText"}:
                yield Piece(element.text or "", change.marks, change.by, day=change.day)
            elif name and name not in _SILENT:
                yield from self._pieces(element, paragraph, change, depth + 1)

    def _run(
        self, run: Element, paragraph: Element | None, change: _Change, depth: int
    ) -> Iterator[Piece]:
        properties = child(run, "rPr")
        look = self._shared.letters.look_of(paragraph, properties)
        is_hidden = not look.is_seen_on(change.ground)
        if look.is_struck:
            change = change.marked(Mark.STRUCK)
        if is_hidden:
            change = change.marked(Mark.HIDDEN)
        for text in self._texts(run, change, depth):
            if Mark.HIDDEN in change.marks and text.strip():
                self._shared.notes.append(Note(NoteKind.HIDDEN_TEXT))
            yield Piece(text, change.marks, change.by, bool(look.is_bold), change.day)

    def _texts(self, run: Element, change: _Change, depth: int) -> Iterator[str]:
        for element in run:
            name = name_of(element)
            if name in {"t", "delText"}:
                yield element.text or ""
            elif name in _SIGNS:
                yield _SIGNS[name]
            elif name == "sym":
                yield symbol(value_of(element, "char"), value_of(element, "font"))
            elif name == "fldChar":
                yield form_field(element)
            elif name == "ruby":
                yield from self._annotated(element, change, depth + 1)
            elif name in _REFERENCES:
                kind = _REFERENCES[name]
                number = self._shared.number_of_note(kind, value_of(element, "id"))
                yield f" [{kind.capitalize()} {number}] "
            elif name and name not in _SILENT:
                yield from self._drawn(element, change, depth + 1)

    def _drawn(self, element: Element, change: _Change, depth: int) -> Iterator[str]:
        """The text of a drawing; text boxes become paragraphs behind the one they hang on."""
        if depth > _MAX_DEPTH or name_of(element) in _SILENT:
            return
        if name_of(element) == "txbxContent":
            inner = Body(self._shared)
            blocks = list(inner._blocks(element, change.on(UNKNOWN), depth))
            self._boxes += labelled(blocks, "Text box")
            return
        match name_of(element):
            case "docPr" if described := description_in(element):
                yield f" [Description: {described}] "
            case "blip" | "imagedata":
                yield " [Picture] "
            case "textpath":
                words = value_of(element, "string")
                piece = Piece(words, change.marks, change.by, day=change.day)
                self._boxes += labelled([Paragraph((piece,))], "Text box") if words.strip() else []
            case "t" | "delText":
                yield element.text or ""
        for inner_element in element:
            yield from self._drawn(inner_element, change, depth + 1)

    def _annotated(self, ruby: Element, change: _Change, depth: int) -> Iterator[str]:
        """Words, then what stands above them: how they are spoken, mostly."""
        for base in children(ruby, "rubyBase"):
            yield from self._drawn(base, change, depth)
        above = "".join(
            each for text in children(ruby, "rt") for each in self._drawn(text, change, depth)
        )
        if above.strip():
            yield f" ({above})"

    def _table(self, table: Element, change: _Change, depth: int) -> Table:
        rows: list[tuple[Cell, ...]] = []
        for row, row_change in _within(table, "tr", self._on_table(table, change), 0):
            cells: list[Cell] = []
            for cell, held in _within(row, "tc", row_change, 0):
                cell_change = held.on(ground_in(child(cell, "tcPr")))
                cells.append(tuple(_flat(self._blocks(cell, cell_change, depth + 1))))
                cells += [()] * (_span(cell) - 1)
            rows.append(tuple(cells))
        return Table(tuple(rows))

    def _on_table(self, table: Element, change: _Change) -> _Change:
        """What holds of a table: one that a style colours has grounds that are not worked out."""
        properties = child(table, "tblPr")
        if self._shared.letters.has_ground(named_in(properties, "tblStyle")):
            change = change.on(UNKNOWN)
        return change.on(ground_in(properties))


def _within(
    parent: Element, wanted: str, change: _Change, depth: int
) -> Iterator[tuple[Element, _Change]]:
    """Rows of a table or cells of a row, within content controls too, and what holds of them."""
    for element in parent:
        if name_of(element) == wanted:
            properties = child(element, "trPr")
            changed = (
                [each for name in _CHANGES for each in children(properties, name)]
                if (properties is not None)
                else []
            )
            held = change.within(changed[0]) if changed else change
            is_hidden = properties is not None and is_on(child(properties, "hidden"))
            yield element, held.marked(Mark.HIDDEN) if is_hidden else held
        elif name_of(element) not in _SILENT and depth < _MAX_DEPTH:
            yield from _within(element, wanted, change, depth + 1)


def _flat(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """What a cell holds, a table within it as a paragraph a row."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                pieces = [
                    piece
                    for cell in row
                    for paragraph in cell
                    for piece in (*paragraph.pieces, Piece(" "))
                ]
                yield Paragraph(tuple(pieces))


def _span(cell: Element) -> int:
    properties = child(cell, "tcPr")
    span = None if properties is None else child(properties, "gridSpan")
    wanted = 1 if span is None else whole_number(value_of(span, "val"), 1)
    return min(_MAX_SPAN, max(1, wanted))
