"""Documents of a matter: their sealed originals, their state, their end."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from desktop.domain.document import Document, DocumentKind, DocumentState, Origin
from desktop.domain.errors import NoSuchDocumentError
from desktop.domain.family import Families, FamilyPlace
from desktop.domain.identity import DocumentId, new_identity
from desktop.domain.notes import Note
from desktop.vault import records
from desktop.vault.blob import open_chunks, sealed_chunks
from desktop.vault.family_records import (
    family_place_of,
    family_record,
    notes_of,
    noticed_record,
)
from desktop.vault.matter_file import MatterFile, identity_bytes
from desktop.vault.schema import DOCUMENT_KINDS, DOCUMENT_STATES
from desktop.vault.seal import open_sealed, seal

_SELECT = (
    "SELECT document_row, document_id, state, page_count, pages_read, pages_failed, finding_count,"
    " classification, origin, family.record, noticed.record FROM document"
    " LEFT JOIN family USING (document_row) LEFT JOIN noticed USING (document_row)"
)
_WAITING = DOCUMENT_STATES.number(DocumentState.WAITING)
_READING = DOCUMENT_STATES.number(DocumentState.READING)
_LOCKED = DOCUMENT_STATES.number(DocumentState.LOCKED)


class Documents:
    """The documents of one matter."""

    def __init__(self, matter: MatterFile) -> None:
        """Take the open matter."""
        self._matter = matter
        self._database = matter.database

    def admit(
        self, origin: Origin, original: bytes, place: FamilyPlace | None = None
    ) -> tuple[Document, bool]:
        """Seal an original into the matter, in one transaction.

        Args:
            origin: Where it came from; its SHA-256 tells duplicates.
            original: The file's bytes.
            place: In its family, where it came inside another document: the same bytes in another
                place are another document, since each family is kept and ends by itself.

        Returns:
            The document, and False when it was there already.

        Raises:
            ValueError: The origin's SHA-256 is not that of the bytes.
            DiskFullError: There is no room; the matter is as before.
        """
        if hashlib.sha256(original).hexdigest() != origin.sha256:
            raise ValueError("the origin does not belong to these bytes")
        matter = self._matter
        tag = origin_tag(matter, origin, place)
        with self._database.transaction():
            known = self._database.row(f"{_SELECT} WHERE origin_tag = ?", tag)
            if known is not None:
                return self._document(known), False
            document_id = DocumentId(new_identity())
            row_id = bytes.fromhex(document_id)
            keys, wrapped = matter.new_document(document_id)
            sealed_origin = seal(
                keys.values,
                records.origin_record(origin),
                matter.place("document", "origin", row_id),
            )
            document_row = self._database.insert(
                "INSERT INTO document (document_id, key_epoch, wrapped_key, state, origin_tag,"
                " origin) VALUES (?, 1, ?, ?, ?, ?)",
                row_id,
                wrapped,
                _WAITING,
                tag,
                sealed_origin,
            )
            if place is not None:
                self._database.change(
                    "INSERT INTO family (document_row, record) VALUES (?, ?)",
                    document_row,
                    seal(
                        keys.values, family_record(place), matter.place("family", "record", row_id)
                    ),
                )
            chunks = sealed_chunks(keys.original, original, document_id)
            self._database.change_many(
                "INSERT INTO chunk (document_row, number, chunk) VALUES (?, ?, ?)",
                ((document_row, number, chunk) for number, chunk in enumerate(chunks)),
            )
        return self.of_id(document_id), True

    def all(self) -> tuple[Document, ...]:
        """Every document, in the order in which they came."""
        return tuple(self.each())

    def each(self) -> Iterator[Document]:
        """Every document likewise, opened as it is asked for."""
        return map(self._document, self._database.each(f"{_SELECT} ORDER BY document_row"))

    def families(self) -> Families:
        """Which documents came in which; nothing else of them is opened."""
        rows = self._database.rows(
            "SELECT document_row, document_id, record FROM family JOIN document USING"
            " (document_row) ORDER BY document_row"
        )
        if not rows:
            return Families({}, {})
        known = self._database.rows("SELECT document_id FROM document")
        placed = {row_id: self._family_place(row, row_id, sealed) for row, row_id, sealed in rows}
        return Families.of(
            _Member(DocumentId(row_id.hex()), placed.get(row_id)) for (row_id,) in known
        )

    def above(self, document_id: DocumentId) -> tuple[DocumentId, ...]:
        """What a document came in, and what that came in, the nearest first."""
        found: list[DocumentId] = []
        each: DocumentId | None = document_id
        while each is not None and each not in found:
            found.append(each)
            row = self._database.row(
                "SELECT document_row, document_id, record FROM family JOIN document USING"
                " (document_row) WHERE document_id = ?",
                identity_bytes(each),
            )
            each = None if row is None else self._family_place(*row).parent_id
        return tuple(found[1:])

    def waiting(self) -> tuple[Document, ...]:
        """Documents that are not read to the end, the first that came first."""
        rows = self._database.rows(
            f"{_SELECT} WHERE state IN (?, ?) ORDER BY document_row",
            _WAITING,
            _READING,
        )
        return tuple(map(self._document, rows))

    def of_id(self, document_id: DocumentId) -> Document:
        """One document.

        Raises:
            NoSuchDocumentError: It is not in this matter.
        """
        row = self._database.row(f"{_SELECT} WHERE document_id = ?", identity_bytes(document_id))
        if row is None:
            raise NoSuchDocumentError
        return self._document(row)

    def of_row(self, document_row: int) -> Document:
        """One document by the number of its row."""
        row = self._database.row(f"{_SELECT} WHERE document_row = ?", document_row)
        if row is None:
            raise NoSuchDocumentError
        return self._document(row)

    def row_of(self, document_id: DocumentId) -> int:
        """The number of a document's row.

        Raises:
            NoSuchDocumentError: It is not in this matter.
        """
        row = self._database.row(
            "SELECT document_row FROM document WHERE document_id = ?", identity_bytes(document_id)
        )
        if row is None:
            raise NoSuchDocumentError
        return int(row[0])

    def original(self, document_id: DocumentId) -> bytes:
        """The bytes as they came.

        Raises:
            NoSuchDocumentError: It is not in this matter.
            VaultDamagedError: A chunk was altered, is missing or comes from elsewhere.
        """
        document_row = self.row_of(document_id)
        chunks = (
            row[0]
            for row in self._database.each(
                "SELECT chunk FROM chunk WHERE document_row = ? ORDER BY number", document_row
            )
        )
        keys = self._matter.document_keys(document_row)
        return open_chunks(keys.original, chunks, document_id)

    def is_original_whole(self, document: Document) -> bool:
        """Whether the original opens and is what its origin says.

        Raises:
            VaultDamagedError: A chunk was altered, is missing or comes from elsewhere.
        """
        original = self.original(document.document_id)
        return hashlib.sha256(original).hexdigest() == document.origin.sha256

    def set_state(
        self,
        document_row: int,
        state: DocumentState,
        *,
        page_count: int | None = None,
        classification: DocumentKind | None = None,
    ) -> None:
        """Note how far a document has come; what is None stays as it is."""
        self._database.change(
            "UPDATE document SET state = ?, page_count = coalesce(?, page_count),"
            " classification = coalesce(?, classification) WHERE document_row = ?",
            DOCUMENT_STATES.number(state),
            page_count,
            None if classification is None else DOCUMENT_KINDS.number(classification),
            document_row,
        )

    def set_notes(self, document_row: int, notes: tuple[Note, ...]) -> None:
        """Keep what was noticed of a document's file, in place of what was kept before."""
        self._database.change("DELETE FROM noticed WHERE document_row = ?", document_row)
        if not notes:
            return
        keys = self._matter.document_keys(document_row)
        place = self._matter.place("noticed", "record", keys.context)
        self._database.change(
            "INSERT INTO noticed (document_row, record) VALUES (?, ?)",
            document_row,
            seal(keys.values, noticed_record(notes), place),
        )

    def unlock(self) -> int:
        """Let every document that is locked wait again; how many there are."""
        with self._database.transaction():
            count = self._database.value("SELECT count(*) FROM document WHERE state = ?", _LOCKED)
            self._database.change(
                "UPDATE document SET state = ? WHERE state = ?", _WAITING, _LOCKED
            )
        return int(count)

    def add_to_counters(
        self, document_row: int, *, read: int = 0, failed: int = 0, findings: int = 0
    ) -> None:
        """Change the numbers of pages read, pages failed and findings."""
        self._database.change(
            "UPDATE document SET pages_read = pages_read + ?, pages_failed = pages_failed + ?,"
            " finding_count = finding_count + ? WHERE document_row = ?",
            read,
            failed,
            findings,
            document_row,
        )

    def delete(self, document_row: int) -> None:
        """Delete a document's row with its wrapped key; SQLite deletes all that belongs to it."""
        self._database.change("DELETE FROM document WHERE document_row = ?", document_row)
        self._matter.forget_document(document_row)

    def _document(self, row: tuple[Any, ...]) -> Document:
        document_row, row_id, state, page_count, read, failed, findings, kind, origin = row[:9]
        sealed_place, sealed_notes = row[9:]
        keys = self._matter.document_keys(document_row)
        plain = open_sealed(keys.values, origin, self._matter.place("document", "origin", row_id))
        return Document(
            document_id=DocumentId(row_id.hex()),
            matter_id=self._matter.matter_id,
            origin=records.origin_of(plain),
            state=DOCUMENT_STATES.member(state),
            page_count=page_count,
            pages_read=read,
            pages_failed=failed,
            finding_count=findings,
            classification=None if kind is None else DOCUMENT_KINDS.member(kind),
            place=(
                None
                if sealed_place is None
                else self._family_place(document_row, row_id, sealed_place)
            ),
            notes=() if sealed_notes is None else self._notes(document_row, row_id, sealed_notes),
        )

    def _family_place(self, document_row: int, row_id: bytes, sealed: bytes) -> FamilyPlace:
        keys = self._matter.document_keys(document_row)
        place = self._matter.place("family", "record", row_id)
        return family_place_of(open_sealed(keys.values, sealed, place))

    def _notes(self, document_row: int, row_id: bytes, sealed: bytes) -> tuple[Note, ...]:
        keys = self._matter.document_keys(document_row)
        place = self._matter.place("noticed", "record", row_id)
        return notes_of(open_sealed(keys.values, sealed, place))


@dataclass(frozen=True, slots=True)
class _Member:
    document_id: DocumentId
    place: FamilyPlace | None


def origin_tag(matter: MatterFile, origin: Origin, place: FamilyPlace | None) -> bytes:
    """Tells that an original is there already; of a member, in its place of its family.

    Of a member: the tag of parent's identity (16), number (4, big-endian), SHA-256 (32).
    """
    sha256 = bytes.fromhex(origin.sha256)
    if place is None:
        return matter.full_tag("document", "origin", sha256)
    where = bytes.fromhex(place.parent_id) + place.number.to_bytes(4, "big")
    return matter.full_tag("family", "origin", where + sha256)
