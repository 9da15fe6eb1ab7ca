"""What is noticed of an office document as a whole."""

from collections.abc import Collection, Iterable, Iterator

from desktop.domain.notes import MAX_DETAIL_CHARS, MAX_NOTES, Note, NoteKind
from desktop.reading.flow import Block, Flow, Mark, Paragraph, Piece, Table
from desktop.reading.office_package import Package
from desktop.reading.office_parts import parts_of

_REMOTE = frozenset({"image", "attachedTemplate", "oleObject", "frame", "video", "audio", "media"})
"""Relations that a program would follow by itself; links are followed by people only."""


def pieces_of(blocks: Iterable[Block]) -> Iterator[Piece]:
    """All pieces of a flow."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from block.pieces
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    for paragraph in cell:
                        yield from paragraph.pieces


def notes_of_blocks(blocks: Iterable[Block]) -> Iterator[Note]:
    """What the marks in a flow tell of the whole."""
    authors: dict[str, None] = {}
    days: set[str] = set()
    marks: set[Mark] = set()
    for piece in pieces_of(blocks):
        marks.update(piece.marks)
        if piece.by:
            authors[piece.by] = None
        if piece.day:
            days.add(piece.day)
    if marks & {Mark.INSERTED, Mark.DELETED}:
        yield Note(NoteKind.TRACKED_CHANGES, _signed(", ".join(authors), days))
    if Mark.FORMULA in marks:
        yield Note(NoteKind.FORMULAS)


def _signed(names: str, days: Collection[str]) -> str:
    """Who changed it and when, as the file claims."""
    when = " to ".join(sorted({min(days), max(days)})) if days else ""
    by = f"By {names[: MAX_DETAIL_CHARS - 40]}" if names else ""
    said = ", ".join(part for part in (by, when) if part)
    return f"{said}." if said else ""


def flow_with_parts(package: Package, blocks: Iterable[Block], notes: Iterable[Note]) -> Flow:
    """The flow of an office document with the files embedded in it, each note once."""
    parts = parts_of(package)
    all_notes = [*notes, *([Note(NoteKind.EMBEDDED_FILES)] if parts else [])]
    return Flow(tuple(blocks), tuple(dict.fromkeys(all_notes))[:MAX_NOTES], parts)


def notes_of_package(package: Package, parts: Iterable[str]) -> Iterator[Note]:
    """What the parts of a package tell.

    Args:
        package: Its names are looked at.
        parts: Whose relations are looked at.
    """
    if any(name.lower().endswith("vbaproject.bin") for name in package.names):
        yield Note(NoteKind.MACROS)
    relations = (relation for part in parts for relation in package.relations(part).values())
    if any(relation.is_outside and relation.kind in _REMOTE for relation in relations):
        yield Note(NoteKind.REMOTE_CONTENT)
