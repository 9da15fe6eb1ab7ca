"""What stands inside the sealed records about a document's family and file.

Both are sealed with the values key of the document, so that whoever opens the file without the
matter's keys learns neither who came in whom nor what was noticed.

    record     array
    family     1, identity of the parent (32 hexadecimal digits), number among the parent's files
    noticed    1, notes: kind, detail
"""

import msgspec

from desktop.domain.errors import VaultDamagedError
from desktop.domain.family import FamilyPlace
from desktop.domain.identity import DocumentId
from desktop.domain.notes import Note, NoteKind
from desktop.vault.records import FORMAT, decoded

_FamilyRecord = tuple[int, str, int]
_NoticedRecord = tuple[int, list[tuple[str, str]]]
_encode = msgspec.msgpack.Encoder().encode
_family_decoder = msgspec.msgpack.Decoder(_FamilyRecord)
_noticed_decoder = msgspec.msgpack.Decoder(_NoticedRecord)


def family_record(place: FamilyPlace) -> bytes:
    """Encode where a document stands in its family."""
    return _encode((FORMAT, place.parent_id, place.number))


def family_place_of(plain: bytes) -> FamilyPlace:
    """Decode where a document stands in its family."""
    _, parent_id, number = decoded(_family_decoder, plain)
    return FamilyPlace(DocumentId(parent_id), number)


def noticed_record(notes: tuple[Note, ...]) -> bytes:
    """Encode what was noticed of a file."""
    return _encode((FORMAT, [(note.kind.value, note.detail) for note in notes]))


def notes_of(plain: bytes) -> tuple[Note, ...]:
    """Decode what was noticed of a file.

    Raises:
        VaultDamagedError: This program did not write it.
    """
    _, notes = decoded(_noticed_decoder, plain)
    try:
        return tuple(Note(NoteKind(kind), detail) for kind, detail in notes)
    except ValueError:
        raise VaultDamagedError from None
