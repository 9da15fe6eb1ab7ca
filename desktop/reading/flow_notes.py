"""What the marks in a flow tell of the file as a whole."""

from collections.abc import Collection, Iterable, Iterator

from desktop.domain.notes import MAX_DETAIL_CHARS, Note, NoteKind
from desktop.reading.flow import Block, Mark, Paragraph, Piece, Table


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
    if Mark.STRUCK in marks:
        yield Note(NoteKind.STRUCK_OUT)
    if Mark.FORMULA in marks:
        yield Note(NoteKind.FORMULAS)


def _signed(names: str, days: Collection[str]) -> str:
    """Who changed it and when, as the file claims."""
    when = " to ".join(sorted({min(days), max(days)})) if days else ""
    by = f"By {names[: MAX_DETAIL_CHARS - 40]}" if names else ""
    said = ", ".join(part for part in (by, when) if part)
    return f"{said}." if said else ""
