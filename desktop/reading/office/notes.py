"""What is noticed of an office document as a whole."""

from collections.abc import Collection, Iterable, Iterator

from desktop.domain.notes import MAX_NOTES, Note, NoteKind
from desktop.reading.flow import Block, Flow
from desktop.reading.office.drawings import drawings_of
from desktop.reading.office.package import Package
from desktop.reading.office.parts import parts_of

_REMOTE = frozenset({"image", "attachedTemplate", "oleObject", "frame", "video", "audio", "media"})
"""Relations that a program would follow by itself; links are followed by people only."""


def flow_with_parts(
    package: Package,
    blocks: Iterable[Block],
    notes: Iterable[Note],
    inserted: Collection[str] = (),
) -> Flow:
    """The flow of an office document with its drawings and embedded files, each note once."""
    parts = parts_of(package, inserted)
    drawings = drawings_of(package)
    all_notes = [*notes, *([Note(NoteKind.EMBEDDED_FILES)] if parts else [])]
    if drawings.is_any_unread:
        all_notes.append(Note(NoteKind.DRAWINGS))
    said = (*blocks, *drawings.words)
    return Flow(said, tuple(dict.fromkeys(all_notes))[:MAX_NOTES], parts)


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
