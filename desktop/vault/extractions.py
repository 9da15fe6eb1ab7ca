"""Extractions of a matter: for each document, the last one with each schema.

An extraction is sealed with the values key of its document and goes with it. It says what was read
and decided of the document when it was made; a page that is read again, or a finding that is
decided, makes it stale.

    extraction    the sealed record: MessagePack array 1, the extraction as a map by names
"""

import hashlib

import msgspec

from desktop.domain.errors import VaultDamagedError
from desktop.domain.extraction import Extraction
from desktop.domain.identity import DocumentId
from desktop.vault.documents import Documents
from desktop.vault.matter_file import MatterFile
from desktop.vault.place import Place
from desktop.vault.records import FORMAT, decoded
from desktop.vault.seal import open_sealed, seal

_Record = tuple[int, Extraction]
_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(_Record)


class Extractions:
    """The extractions of one matter."""

    def __init__(self, matter: MatterFile) -> None:
        """Take the open matter."""
        self._matter = matter
        self._database = matter.database
        self._documents = Documents(matter)

    def keep(self, extraction: Extraction) -> None:
        """Seal an extraction, in place of the one with the same schema.

        Raises:
            NoSuchDocumentError: Its document is not, or no longer, in this matter.
            DiskFullError: There is no room.
        """
        with self._database.transaction():
            document_row = self._documents.row_of(extraction.document_id)
            keys = self._matter.document_keys(document_row)
            place = self._place(extraction.document_id, extraction.schema)
            self._database.change(
                "INSERT OR REPLACE INTO extraction (document_row, schema, record) VALUES (?, ?, ?)",
                document_row,
                extraction.schema,
                seal(keys.values, _encode((FORMAT, extraction)), place),
            )

    def of(self, document_id: DocumentId, schema: str) -> Extraction | None:
        """The extraction of a document with a schema, None where there is none; perhaps stale.

        Raises:
            NoSuchDocumentError: It is not in this matter.
            VaultDamagedError: It was altered.
        """
        document_row = self._documents.row_of(document_id)
        row = self._database.row(
            "SELECT record FROM extraction WHERE document_row = ? AND schema = ?",
            document_row,
            schema,
        )
        return None if row is None else self._opened(document_row, schema, row[0])

    def all(self) -> tuple[Extraction, ...]:
        """Every extraction, in the order of the documents.

        Raises:
            VaultDamagedError: One was altered.
        """
        rows = self._database.rows(
            "SELECT document_row, schema, record FROM extraction ORDER BY document_row, schema"
        )
        return tuple(self._opened(*row) for row in rows)

    def state_of(self, document_id: DocumentId) -> str:
        """What was read and decided of a document, as a SHA-256, hexadecimal.

        Over the rows of its pages, which are never used again, and of their findings with what was
        decided about them.

        Raises:
            NoSuchDocumentError: It is not in this matter.
        """
        digest = hashlib.sha256()
        document_row = self._documents.row_of(document_id)
        for query in (
            "SELECT number, page_row, state FROM page WHERE document_row = ? ORDER BY number",
            "SELECT page_row, finding_row, decision FROM page JOIN finding USING (page_row)"
            " WHERE document_row = ? ORDER BY finding_row",
        ):
            for row in self._database.each(query, document_row):
                digest.update(b"".join(number.to_bytes(8, "big") for number in row))
            digest.update(b"|")
        return digest.hexdigest()

    def _opened(self, document_row: int, schema: str, sealed: bytes) -> Extraction:
        keys = self._matter.document_keys(document_row)
        place = self._place(keys.document_id, schema)
        record: _Record = decoded(_decoder, open_sealed(keys.values, sealed, place))
        extraction = record[1]
        is_its_own = (extraction.document_id, extraction.schema) == (keys.document_id, schema)
        if not is_its_own:
            raise VaultDamagedError
        return extraction

    def _place(self, document_id: DocumentId, schema: str) -> Place:
        row_id = bytes.fromhex(document_id) + schema.encode()
        return self._matter.place("extraction", "record", row_id)
