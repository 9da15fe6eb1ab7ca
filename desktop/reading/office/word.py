"""Word documents as flows: text, tables, headers, notes, comments, tracked and hidden words.

The parts are walked as they stand, because what matters here is what libraries for Word documents
leave out: what was deleted, what is hidden, who changed it. Source: ECMA-376, part 1, section 17.
"""

from collections.abc import Iterator

from desktop.domain.notes import Note, NoteKind
from desktop.reading.flow import Block, Flow
from desktop.reading.flow_labels import labelled
from desktop.reading.flow_notes import notes_of_blocks
from desktop.reading.office.charts import charts_of
from desktop.reading.office.notes import flow_with_parts, notes_of_package
from desktop.reading.office.numbers import numbering_of_word
from desktop.reading.office.package import Package
from desktop.reading.office.word_body import Body, Shared
from desktop.reading.office.word_letters import LetterStyles
from desktop.reading.office.word_styles import Styles
from desktop.reading.office.xml import Element, below, child, children, value_of
from desktop.reading.visibility import WHITE, colour_of

_SHEETS = {"default": "", "first": " of the first page", "even": " of even pages"}
_SEPARATORS = frozenset({"separator", "continuationSeparator", "continuationNotice"})


def flow_of_word(data: bytes) -> Flow:
    """The flow of a Word document.

    Raises:
        DocumentDamagedError: Its main part cannot be read.
        UnpackedTooLargeError: It unpacks to more than the bounds.
    """
    package = Package(data)
    main = package.main_part()
    document = package.tree(main)
    body = child(document, "body")
    listed = package.tree_or_none(package.related(main, "styles"))
    styles = Styles(listed)
    shared = Shared(
        styles,
        LetterStyles(listed, styles),
        numbering_of_word(package.tree_or_none(package.related(main, "numbering"))),
        paper=_paper(document),
    )
    text = [] if body is None else Body(shared).blocks_of(body)
    comments = list(_comments(package, main, shared))
    blocks = (
        *_edges(package, main, document, shared, "header"),
        *text,
        *charts_of(package, package.relations(main).values()),
        *_edges(package, main, document, shared, "footer"),
        *_numbered(package, main, shared, "footnote"),
        *_numbered(package, main, shared, "endnote"),
        *comments,
    )
    notes = [
        *notes_of_blocks(blocks),
        *shared.notes,
        *notes_of_package(package, (main, *_settings(package, main))),
    ]
    if comments:
        notes.append(Note(NoteKind.COMMENTS))
    inserted = [
        each.target
        for each in package.relations(main).values()
        if each.kind == "aFChunk" and not each.is_outside
    ]
    return flow_with_parts(package, blocks, notes, inserted)


def _paper(document: Element) -> str:
    """The ground of all pages."""
    ground = child(document, "background")
    return WHITE if ground is None else colour_of(value_of(ground, "color"))


def _settings(package: Package, main: str) -> tuple[str, ...]:
    found = package.related(main, "settings")
    return () if found is None else (found,)


def _edges(
    package: Package, main: str, document: Element, shared: Shared, kind: str
) -> Iterator[Block]:
    """Headers or footers, each once, however many sections show it."""
    relations = package.relations(main)
    given: set[str] = set()
    for reference in below(document, f"{kind}Reference"):
        relation = relations.get(value_of(reference, "id"))
        if relation is None or relation.target in given:
            continue
        given.add(relation.target)
        root = package.tree_or_none(relation.target)
        if root is not None:
            sheets = _SHEETS.get(value_of(reference, "type"), "")
            yield from labelled(Body(shared).blocks_of(root), f"{kind.capitalize()}{sheets}")


def _numbered(package: Package, main: str, shared: Shared, kind: str) -> Iterator[Block]:
    """Footnotes or endnotes, counted as they are in the text."""
    root = package.tree_or_none(package.related(main, f"{kind}s"))
    if root is None:
        return
    for note in children(root, kind):
        if value_of(note, "type") in _SEPARATORS:
            continue
        number = shared.number_of_note(kind, value_of(note, "id"))
        yield from labelled(Body(shared).blocks_of(note), f"{kind.capitalize()} {number}")


def _comments(package: Package, main: str, shared: Shared) -> Iterator[Block]:
    root = package.tree_or_none(package.related(main, "comments"))
    if root is None:
        return
    for comment in children(root, "comment"):
        number = shared.number_of_note("comment", value_of(comment, "id"))
        author, date = value_of(comment, "author"), value_of(comment, "date")[:10]
        by = f" by {author}" if author else ""
        on = f", {date}" if date else ""
        yield from labelled(Body(shared).blocks_of(comment), f"Comment {number}{by}{on}")
