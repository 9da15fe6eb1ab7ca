"""Presentations as flows: each slide on a page, hidden ones, speaker's notes and comments said so.

Source: ECMA-376, part 1, sections 19 and 21.
"""

from collections.abc import Iterator

from desktop.domain.notes import Note, NoteKind
from desktop.reading.flow import Block, Flow, Mark, NewPage, Paragraph
from desktop.reading.flow_notes import notes_of_blocks, pieces_of
from desktop.reading.office.charts import charts_of
from desktop.reading.office.notes import flow_with_parts, notes_of_package
from desktop.reading.office.package import Package, Relation
from desktop.reading.office.slide_shapes import Frame, shapes_of
from desktop.reading.office.xml import Element, below, child, children, value_of, whole_number


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
    notes = [*deck.notes, *notes_of_blocks(blocks)]
    if any(Mark.HIDDEN in piece.marks and piece.text.strip() for piece in pieces_of(blocks)):
        notes.append(Note(NoteKind.HIDDEN_TEXT))
    notes += notes_of_package(package, (main, *deck.slides))
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
        root = package.tree(main)
        listed = child(root, "sldIdLst")
        self._frame = _frame_of(child(root, "sldSz"))
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
                yield from shapes_of(root, self._frame)
            yield from self._hanging(part, number)

    def _hanging(self, part: str, number: int) -> Iterator[Block]:
        """Charts, speaker's notes, comments and diagrams."""
        relations = self._package.relations(part).values()
        yield from charts_of(self._package, relations)
        for relation in relations:
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
        blocks = [] if root is None else list(shapes_of(root))
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


def _frame_of(size: Element | None) -> Frame | None:
    if size is None:
        return None
    width, height = (whole_number(value_of(size, name), 0) for name in ("cx", "cy"))
    return Frame(width, height) if width > 0 and height > 0 else None


def _relation_of(entry: Element) -> str:
    found = (str(value) for key, value in entry.attrib.items() if str(key).endswith("}id"))
    return next(found, "")


def _texts(root: Element | None, label: str) -> Iterator[Block]:
    for paragraph in () if root is None else below(root, "p"):
        text = "".join(each.text or "" for each in below(paragraph, "t"))
        if text.strip():
            yield Paragraph.of(text, label=label)
