"""Rows under the keys of documents, sealed anew: each document gets a new key with its matter.

The new key of a document stands, wrapped, in the document's row of the new file, which is copied
before anything else of it: so it is the same after a kill, and when a row is copied again.

    table              sealed           key        place: row id; version
    document           origin           values     document id; 1
    family, noticed    record           values     document id; 1
    extraction         record           values     document id, name of the schema; 1
    finding, verdict   record           values     finding id; 1
    verdict_aside      record           values     its own id; 1
    page               summary, content pages      document id, number in 4 bytes; row of the page
    ledger             record           pages      the same
    chunk              chunk            original   (`desktop.vault.blob`)

Whatever is sealed in any row, of a document or not, has to be under a new key when it is copied: a
value whose place is known neither here nor to `resealing` is an error, since the old keys are in no
file any more when the new one is switched to.
"""

from desktop.domain.errors import VaultDamagedError
from desktop.vault.blob import moved_chunk
from desktop.vault.documents import Documents, origin_tag
from desktop.vault.keys import DataKey
from desktop.vault.matter_file import DocumentKeys, MatterFile
from desktop.vault.place import Place
from desktop.vault.rotation.resealing import Row, moved
from desktop.vault.seal import MIN_SEALED_BYTES, VERSION_AND_SUITE

_OF_PAGES = frozenset({"page", "ledger"})
"""Tables under the key of a document's pages; `chunk` is under that of its original."""

_SEALED = {
    "document": ("origin",),
    "family": ("record",),
    "noticed": ("record",),
    "extraction": ("record",),
    "finding": ("record",),
    "verdict": ("record",),
    "verdict_aside": ("record",),
    "page": ("summary", "content"),
    "ledger": ("record",),
}


class DocumentResealer:
    """Gives the documents of one file new keys in another.

    Args:
        old: Where rows are read, within one snapshot.
        new: Where they come, within its transaction.
    """

    def __init__(self, old: MatterFile, new: MatterFile) -> None:
        """Read nothing yet."""
        self._old = old
        self._new = new
        self._documents = Documents(old)

    def document(self, document_row: int, row: Row) -> Row:
        """The row of a document, with the key that it has in the new file, or a new one.

        Raises:
            VaultDamagedError: It was altered.
        """
        old = self._old.document_keys(document_row)
        known = self._new.database.row(
            "SELECT key_epoch, wrapped_key FROM document WHERE document_row = ?", document_row
        )
        if known is None:
            epoch = _number(row, "key_epoch") + 1
            keys, wrapped = self._new.new_document(old.document_id, epoch)
        else:
            keys, (epoch, wrapped) = self._new.document_keys(document_row), known
        document = self._documents.of_row(document_row)
        place = self._old.place("document", "origin", old.context)
        return row | {
            "key_epoch": epoch,
            "wrapped_key": wrapped,
            "origin": moved(old.values, keys.values, _bytes(row, "origin"), place),
            "origin_tag": origin_tag(self._new, document.origin, document.place),
        }

    def row(self, table: str, number: int, row: Row) -> Row:
        """A row of another table, whose values under the data key of the matter were moved before.

        Args:
            table: Its name.
            number: Of the row; 0 in a table whose rows have none.
            row: By the names of its columns.

        Raises:
            VaultDamagedError: A value was altered, or lives where nothing should be sealed.
        """
        data = self._new.audit_keys.data
        document_row = self._document_of(row)
        if document_row is None:
            return _demanded(table, row, (data,))
        old = self._old.document_keys(document_row)
        new = self._new.document_keys(document_row)
        renewed = dict(row)
        if table == "chunk":
            sealed = _bytes(row, "chunk")
            renewed["chunk"] = moved_chunk(old.original, new.original, sealed, old.document_id)
        for column in _SEALED.get(table, ()):
            if row[column] is not None:
                place = self._place(table, column, number, row, old)
                keys = (old.pages, new.pages) if table in _OF_PAGES else (old.values, new.values)
                renewed[column] = moved(*keys, _bytes(row, column), place)
        return _demanded(table, renewed, (data, new.values, new.pages, new.original))

    def forget(self, document_row: int) -> None:
        """Let go of the keys of a document that is no more."""
        self._old.forget_document(document_row)
        self._new.forget_document(document_row)

    def _document_of(self, row: Row) -> int | None:
        """The row of the document to which a row belongs; None where it belongs to none."""
        for column, query in (
            ("document_row", None),
            ("page_row", "SELECT document_row FROM page WHERE page_row = ?"),
            (
                "finding_row",
                "SELECT document_row FROM finding JOIN page USING (page_row) WHERE finding_row = ?",
            ),
        ):
            if row.get(column) is None:
                continue
            number = _number(row, column)
            if query is None:
                return number
            found = self._old.database.row(query, number)
            if found is None:
                raise VaultDamagedError("A row of the matter's file belongs to nothing.")
            return int(found[0])
        return None

    def _place(self, table: str, column: str, number: int, row: Row, keys: DocumentKeys) -> Place:
        version = 1
        match table:
            case "page":
                row_id, version = keys.context + _page_number(_number(row, "number")), number
            case "ledger":
                page = self._old.database.value(
                    "SELECT number FROM page WHERE page_row = ?", number
                )
                row_id, version = keys.context + _page_number(page), number
            case "finding":
                row_id = _bytes(row, "finding_id")
            case "verdict":
                row_id = self._old.database.value(
                    "SELECT finding_id FROM finding WHERE finding_row = ?", number
                )
            case "verdict_aside":
                row_id = _bytes(row, "aside_id")
            case "extraction":
                row_id = keys.context + str(row["schema"]).encode()
            case _:
                row_id = keys.context
        return self._old.place(table, column, row_id, version)


def _demanded(table: str, row: Row, keys: tuple[DataKey, ...]) -> Row:
    """The row, where all that is sealed in it is under one of these keys."""
    starts = tuple(VERSION_AND_SUITE + key.key_id for key in keys)
    for value in row.values():
        if (
            isinstance(value, bytes)
            and len(value) >= MIN_SEALED_BYTES
            and value.startswith(VERSION_AND_SUITE)
            and not value.startswith(starts)
        ):
            raise VaultDamagedError(f"What is sealed in the table {table} cannot be sealed anew.")
    return row


def _page_number(number: int) -> bytes:
    return number.to_bytes(4, "big")


def _number(row: Row, column: str) -> int:
    value = row[column]
    if not isinstance(value, int):
        raise VaultDamagedError
    return value


def _bytes(row: Row, column: str) -> bytes:
    value = row[column]
    if not isinstance(value, bytes):
        raise VaultDamagedError
    return value
