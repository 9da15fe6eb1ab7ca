"""Presentations as flows: each slide on a page, hidden ones, speaker's notes and comments said so.

Source: ECMA-376, part 1, sections 19 and 21.
"""

from collections.abc import Iterator

from desktop.domain.notes import Note, NoteKind
from desktop.reading.flow import Block, Cell, Flow, NewPage, Paragraph, Piece, Table
from desktop.reading.office.notes import flow_with_parts, notes_of_package
from desktop.reading.office.package import Package, Relation
from desktop.reading.office.xml import (
    Element,
    below,
    child,
    children,
    name_of,
    value_of,
    whole_number,
)

_TITLES = frozenset({"title", "ctrTitle"})
_OF_EVERY_SLIDE = frozenset({"sldNum", "dt", "hdr", "sldImg"})
"""Places that a program fills in by itself: number, date, picture of the slide."""

_MAX_DEPTH = 60
"""Groups of shapes within groups."""


def flow_of_slides(data: bytes) -> Flow:
    """The flow of a presentation.

    Raises:
        DocumentDamagedError: Its main part cannot be read.
        UnpackedTooLargeError: It unpacks to more than the bounds.
    """
    package = Package(data)
    main = package.main_part()
    deck = _Deck(package, main)
    blocks = list(deck.blocks())
    notes = [*deck.notes, *notes_of_package(package, (main, *deck.slides))]
    return flow_with_parts(package, blocks, notes)


class _Deck:
    """The slides in their order.

    Attributes:
        notes: What was noticed on the way.
        slides: The parts of the slides.
    """

    def __init__(self, package: Package, main: str) -> None:
        self.notes: list[Note] = []
        self._package = package
        relations = package.relations(main)
        listed = child(package.tree(main), "sldIdLst")
        named = () if listed is None else children(listed, "sldId")
        found = (relations.get(_relation_of(each)) for each in named)
        self.slides = tuple(each.target for each in found if each and not each.is_outside)
        self._authors = _authors(package, relations)

    def blocks(self) -> Iterator[Block]:
        """What the slides say."""
        for number, part in enumerate(self.slides, 1):
            root = self._package.tree_or_none(part)
            is_hidden = root is not None and value_of(root, "show", "1") in {"0", "false"}
            label = f"Hidden slide {number}" if is_hidden else f"Slide {number}"
            if is_hidden:
                self.notes.append(Note(NoteKind.HIDDEN_SLIDES))
            yield NewPage(is_landscape=True, running=label)
            yield Paragraph((), label=label)
            if root is not None:
                yield from _shapes(root, 0)
            yield from self._hanging(part, number)

    def _hanging(self, part: str, number: int) -> Iterator[Block]:
        """Speaker's notes, comments and diagrams."""
        for relation in self._package.relations(part).values():
            if relation.is_outside:
                continue
            match relation.kind:
                case "notesSlide":
                    yield from self._speaker(relation.target, number)
                case "comments":
                    yield from self._comments(relation.target, number)
                case "diagramData":
                    root = self._package.tree_or_none(relation.target)
                    yield from _texts(root, "Diagram")

    def _speaker(self, part: str, number: int) -> Iterator[Block]:
        root = self._package.tree_or_none(part)
        blocks = [] if root is None else list(_shapes(root, 0))
        if blocks:
            self.notes.append(Note(NoteKind.SPEAKER_NOTES))
            yield Paragraph((), label=f"Notes to slide {number}")
            yield from blocks

    def _comments(self, part: str, number: int) -> Iterator[Block]:
        root = self._package.tree_or_none(part)
        for comment in () if root is None else below(root, "cm"):
            author = self._authors.get(value_of(comment, "authorId"), "")
            by = f" by {author}" if author else ""
            texts = (each.text or "" for each in below(comment, "text", "t"))
            text = " ".join(texts)
            if text.strip():
                self.notes.append(Note(NoteKind.COMMENTS))
                yield Paragraph.of(text, label=f"Comment on slide {number}{by}")


def _authors(package: Package, relations: dict[str, Relation]) -> dict[str, str]:
    """The names of those who commented, by the identity that the file gives them."""
    found: dict[str, str] = {}
    for relation in relations.values():
        if relation.kind in {"commentAuthors", "authors"} and not relation.is_outside:
            root = package.tree_or_none(relation.target)
            for author in () if root is None else below(root, "cmAuthor", "author"):
                found[value_of(author, "id")] = value_of(author, "name")
    return found


def _relation_of(entry: Element) -> str:
    found = (str(value) for key, value in entry.attrib.items() if str(key).endswith("}id"))
    return next(found, "")


def _shapes(parent: Element, depth: int) -> Iterator[Block]:
    """The text of shapes, groups and tables in the order of the file."""
    if depth > _MAX_DEPTH:
        return
    for element in parent:
        match name_of(element):
            case "sp":
                yield from _shape(element)
            case "tbl":
                yield _table(element)
            case "pic":
                yield Paragraph.of(_described(element), label="Picture")
            case "Fallback" | "extLst" | "":
                continue
            case _:
                yield from _shapes(element, depth + 1)


def _shape(shape: Element) -> Iterator[Block]:
    place = next(below(shape, "ph"), None)
    kind = "" if place is None else value_of(place, "type")
    body = child(shape, "txBody")
    if body is None or kind in _OF_EVERY_SLIDE:
        return
    label = "Footer" if kind == "ftr" else ""
    for paragraph in children(body, "p"):
        properties = child(paragraph, "pPr")
        indent = 0 if properties is None else whole_number(value_of(properties, "lvl"), 0)
        pieces = tuple(_pieces(paragraph))
        yield Paragraph(
            pieces, 2 if kind in _TITLES else 0, label if pieces else "", max(0, indent)
        )


def _pieces(paragraph: Element) -> Iterator[Piece]:
    for element in paragraph:
        name = name_of(element)
        if name in {"r", "fld"}:
            text, properties = child(element, "t"), child(element, "rPr")
            is_bold = properties is not None and value_of(properties, "b") in {"1", "true"}
            if text is not None and text.text:
                yield Piece(text.text, is_bold=is_bold)
        elif name == "br":
            yield Piece("\n")


def _table(table: Element) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for row in children(table, "tr"):
        cells: list[Cell] = []
        for cell in children(row, "tc"):
            body = child(cell, "txBody")
            paragraphs = () if body is None else children(body, "p")
            cells.append(tuple(Paragraph(tuple(_pieces(each))) for each in paragraphs))
        rows.append(tuple(cells))
    return Table(tuple(rows))


def _described(picture: Element) -> str:
    properties = next(below(picture, "cNvPr"), None)
    return "" if properties is None else value_of(properties, "descr")


def _texts(root: Element | None, label: str) -> Iterator[Block]:
    for paragraph in () if root is None else below(root, "p"):
        text = "".join(each.text or "" for each in below(paragraph, "t"))
        if text.strip():
            yield Paragraph.of(text, label=label)
