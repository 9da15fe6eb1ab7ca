"""The text of OpenDocument files: paragraphs, lists, notes, comments, changes, frames.

Source: OASIS OpenDocument 1.3, part 3, sections 4 to 6.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop.domain.notes import Note, NoteKind
from desktop.reading.flow import MAX_LEVEL, Block, Mark, Paragraph, Piece, Table
from desktop.reading.flow_labels import labelled
from desktop.reading.office.numbers import BULLET, Numbering
from desktop.reading.office.open_letters import ON_UNKNOWN, PLAIN, Look
from desktop.reading.office.open_lists import HEADINGS
from desktop.reading.office.open_styles import OpenStyles
from desktop.reading.office.xml import Element, below, child, name_of, value_of
from desktop.reading.office.xml import whole_number as number_in

_SIGNS = {"s": " ", "tab": " ", "line-break": "\n", "soft-page-break": ""}
_SILENT = frozenset(
    {"tracked-changes", "sequence-decls", "forms", "annotation-end", "desc", "variable-decls"}
    | {"user-field-decls", "bookmark", "script", "dde-connection-decls", "alphabetical-index-mark"}
)
_MAX_DEPTH = 120


@dataclass(frozen=True, slots=True)
class _Change:
    """A tracked change, as the file describes it before its text."""

    mark: Mark
    by: str
    day: str
    deleted: Element | None


@dataclass(frozen=True, slots=True)
class _List:
    """The list that a paragraph stands in.

    Attributes:
        depth: 0 for none, 1 for a list in no other.
    """

    name: str = ""
    depth: int = 0


_NO_LIST = _List()


class OpenText:
    """Walks the text of a part.

    Attributes:
        notes: What was noticed on the way.
        aside: Footnotes and comments, which stand behind the text.
        styles: Of the file.
    """

    def __init__(self, styles: OpenStyles, numbering: Numbering) -> None:
        self.notes: list[Note] = []
        self.aside: list[Block] = []
        self.styles = styles
        self._numbering = numbering
        self._changes: dict[str, _Change] = {}
        self._open: dict[str, _Change] = {}
        self._boxes: list[Block] = []
        self._counts: Counter[str] = Counter()

    def blocks_of(self, parent: Element, look: Look = PLAIN) -> list[Block]:
        """The blocks of a body, a cell, a header or a slide.

        Args:
            parent: Holds them.
            look: How letters look of which the file says nothing more.
        """
        return list(self._blocks(parent, 0, _NO_LIST, look))

    def paragraphs_of(self, parent: Element, look: Look = PLAIN) -> tuple[Paragraph, ...]:
        """The paragraphs of a cell; a table within it a paragraph a row."""
        return tuple(_flat(self.blocks_of(parent, look)))

    def learn_changes(self, body: Element) -> None:
        """Take the description of tracked changes that stands before a text."""
        for region in below(body, "changed-region"):
            for kind in region:
                info = next(below(kind, "change-info"), None)
                mark = Mark.DELETED if name_of(kind) == "deletion" else Mark.INSERTED
                if name_of(kind) in {"deletion", "insertion"}:
                    deleted = kind if mark is Mark.DELETED else None
                    change = _Change(mark, *_signed(info), deleted)
                    self._changes[value_of(region, "id")] = change

    # ------------------------------------------------------------------ blocks

    def _blocks(self, parent: Element, depth: int, within: _List, look: Look) -> Iterator[Block]:
        if depth > _MAX_DEPTH:
            return
        for element in parent:
            match name_of(element):
                case "p" | "h":
                    yield self._paragraph(element, within, look)
                    boxes, self._boxes = self._boxes, []
                    yield from boxes
                case "list":
                    place = self._entered(element, within)
                    yield from self._blocks(element, depth + 1, place, look)
                case "list-item" | "list-header":
                    yield from self._item(element, depth, within, look)
                case "table":
                    yield self._table(element, look)
                case "section":
                    is_unseen = value_of(element, "display") in {"none", "condition"}
                    inner = look.marked(Mark.HIDDEN) if is_unseen else look
                    yield from self._blocks(element, depth + 1, within, inner)
                case "change" | "change-start" | "change-end" | "annotation":
                    yield from self._between_paragraphs(element)
                case name if name and name not in _SILENT:
                    yield from self._blocks(element, depth + 1, within, look)

    def _entered(self, element: Element, within: _List) -> _List:
        """The list that an element begins, or goes on with."""
        name = value_of(element, "style-name") or within.name
        goes_on = value_of(element, "continue-numbering") == "true" or value_of(
            element, "continue-list"
        )
        if not within.depth and not goes_on:
            self._numbering.restart(name)
        return _List(name, within.depth + 1)

    def _item(self, item: Element, depth: int, within: _List, look: Look) -> Iterator[Block]:
        is_first = name_of(item) == "list-item"
        for block in self._blocks(item, depth + 1, within, look):
            if is_first and isinstance(block, Paragraph) and block.pieces:
                label = self._label(within)
                yield replace(block, pieces=(*label, *block.pieces))
                is_first = False
            else:
                yield block

    def _label(self, within: _List) -> tuple[Piece, ...]:
        """The number of an item; a bullet in a list of which nothing is said."""
        label = BULLET
        if self._numbering.knows(within.name):
            label = self._numbering.next_label(within.name, within.depth - 1)
        return (Piece(f"{label} "),) if label else ()

    def _paragraph(self, paragraph: Element, within: _List, look: Look) -> Paragraph:
        look = look.within(self.styles, "paragraph", value_of(paragraph, "style-name"))
        level = 0
        if name_of(paragraph) == "h":
            level = min(MAX_LEVEL, max(1, number_in(value_of(paragraph, "outline-level"), 1)))
        pieces = tuple(self._pieces(paragraph, look, 0))
        if any(Mark.HIDDEN in piece.marks and piece.text.strip() for piece in pieces):
            self.notes.append(Note(NoteKind.HIDDEN_TEXT))
        if level and pieces and not within.depth and not value_of(paragraph, "is-list-header"):
            label = self._numbering.next_label(HEADINGS, level - 1)
            pieces = (Piece(f"{label} "), *pieces) if label else pieces
        return Paragraph(pieces, level, indent=max(0, within.depth - 1))

    def _between_paragraphs(self, element: Element) -> Iterator[Block]:
        is_comment = name_of(element) == "annotation"
        pieces = tuple(self._comment(element) if is_comment else self._changed(element))
        if pieces:
            yield Paragraph(pieces)

    def _table(self, table: Element, look: Look) -> Table:
        look = look.within(self.styles, "table", value_of(table, "style-name"))
        rows = [
            tuple(
                self.paragraphs_of(
                    cell, look.within(self.styles, "table-cell", value_of(cell, "style-name"))
                )
                for cell in row
                if name_of(cell) in {"table-cell", "covered-table-cell"}
            )
            for row in below(table, "table-row")
            if next(row.iterancestors(table.tag)) is table
        ]
        return Table(tuple(rows))

    # ------------------------------------------------------------------ letters

    def _pieces(self, parent: Element, look: Look, depth: int) -> Iterator[Piece]:
        if depth > _MAX_DEPTH:
            return
        yield from self._piece(parent.text, look)
        for element in parent:
            yield from self._within(element, look, depth)
            yield from self._piece(element.tail, look)

    def _within(self, element: Element, look: Look, depth: int) -> Iterator[Piece]:
        match name_of(element):
            case name if name in _SIGNS:
                yield from self._piece(_SIGNS[name], look)
            case "change" | "change-start" | "change-end":
                yield from self._changed(element)
            case "note":
                yield from self._note(element)
            case "annotation":
                yield from self._comment(element)
            case "text-box":
                self._box(element)
            case "image" | "object":
                yield Piece(" [Picture] ")
            case "hidden-text" | "hidden-paragraph":
                text = value_of(element, "string-value") or element.text
                yield from self._piece(text, look.marked(Mark.HIDDEN))
            case "span":
                inner = look.within(self.styles, "text", value_of(element, "style-name"))
                yield from self._pieces(element, inner, depth + 1)
            case name if name and name not in _SILENT:
                yield from self._pieces(element, look, depth + 1)

    def _piece(self, text: str | None, look: Look) -> Iterator[Piece]:
        """A piece with the changes that are under way; ends of lines in the XML are blanks."""
        if not text:
            return
        by = day = ""
        marks = look.seen().marks
        for change in self._open.values():
            marks = marks if change.mark in marks else (*marks, change.mark)
            by, day = change.by or by, change.day or day
        shown = text if text == "\n" else text.replace("\n", " ")
        yield Piece(shown, marks, by, look.is_bold, day)

    def _changed(self, element: Element) -> Iterator[Piece]:
        identity = value_of(element, "change-id")
        change = self._changes.get(identity)
        if change is None:
            return
        match name_of(element):
            case "change-start":
                self._open[identity] = change
            case "change-end":
                self._open.pop(identity, None)
            case _ if change.deleted is not None:
                paragraphs = self._gone(change.deleted)
                text = "\n".join(paragraphs)
                yield Piece(text, (Mark.DELETED,), change.by, day=change.day)

    def _gone(self, deletion: Element) -> Iterator[str]:
        for paragraph in below(deletion, "p", "h"):
            parts = [paragraph.text or ""]
            for element in paragraph.iterdescendants():
                inner = "" if name_of(element) in _SIGNS else element.text or ""
                parts += (_SIGNS.get(name_of(element), ""), inner, element.tail or "")
            yield "".join(parts).replace("\n", " ")

    # ------------------------------------------------------------------ aside

    def _note(self, note: Element) -> Iterator[Piece]:
        kind = "Endnote" if value_of(note, "note-class") == "endnote" else "Footnote"
        self._counts[kind] += 1
        label = f"{kind} {self._counts[kind]}"
        yield Piece(f" [{label}] ")
        body = child(note, "note-body")
        if body is not None:
            self._set_aside(body, label)

    def _comment(self, comment: Element) -> Iterator[Piece]:
        self._counts["Comment"] += 1
        label = f"Comment {self._counts['Comment']}"
        self.notes.append(Note(NoteKind.COMMENTS))
        yield Piece(f" [{label}] ")
        by = ", ".join(part for part in _signed(comment) if part)
        self._set_aside(comment, f"{label} by {by}" if by else label)

    def _set_aside(self, parent: Element, label: str) -> None:
        open_changes, self._open = self._open, {}
        blocks = [self._paragraph(each, _NO_LIST, PLAIN) for each in below(parent, "p", "h")]
        self._open = open_changes
        self.aside += labelled(blocks, label)

    def _box(self, box: Element) -> None:
        inner = list(self._blocks(box, 1, _NO_LIST, ON_UNKNOWN))
        self._boxes += labelled(inner, "Text box")


def _signed(info: Element | None) -> tuple[str, str]:
    """Who made a change or a comment, and on which day."""
    if info is None:
        return "", ""
    creator, date = child(info, "creator"), child(info, "date")
    name = "" if creator is None else creator.text or ""
    day = "" if date is None else (date.text or "")[:10]
    return name, day


def _flat(blocks: list[Block]) -> Iterator[Paragraph]:
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
