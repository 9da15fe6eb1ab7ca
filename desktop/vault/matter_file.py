"""One matter's SQLCipher file with the keys that open what lies in it.

matter key -> data key: refusals, the log; index key: every tag; wrapping key ~> document keys
document key -> values key: origin and findings; pages key: pages; original key: chunks
"""

import hmac
from collections import OrderedDict
from pathlib import Path
from typing import Self

from desktop.domain.errors import (
    KeysChangedError,
    NoSuchDocumentError,
    VaultAbsentError,
    VaultDamagedError,
)
from desktop.domain.identity import DocumentId, MatterId
from desktop.vault.audit.log import AuditKeys
from desktop.vault.audit.state import StateKeeper
from desktop.vault.changes_of_matter import MATTER_CHANGES
from desktop.vault.database import BUSY_LIMIT_S, Database
from desktop.vault.keys import (
    AuditKey,
    DataKey,
    DocumentKey,
    IndexKey,
    Key,
    MatterKey,
    StateKey,
    derive,
    derive_any,
    derive_index_bytes,
    new_document_key,
)
from desktop.vault.labels import Label
from desktop.vault.migrations import migrate
from desktop.vault.place import Place
from desktop.vault.rotation.lasting import LASTING, LastingKeys, LastingType
from desktop.vault.rotation.marks import is_marked
from desktop.vault.seal import open_sealed, seal
from desktop.vault.wrapping import (
    unwrap,
    wrap,
)

FIRST_EPOCH = 1

KEPT_DOCUMENT_KEYS = 20_000
"""Keys of documents kept opened: unwrapping and deriving takes 40 us; a kept one about 3 KB."""


class DocumentKeys:
    """The keys of one document; each is derived when it is first needed."""

    __slots__ = ("_key", "_original", "_pages", "_values", "context", "document_id")

    def __init__(self, document_id: DocumentId, key: DocumentKey) -> None:
        """Take the unwrapped key."""
        self.document_id = document_id
        self.context = bytes.fromhex(document_id)
        self._key = key
        self._values: DataKey | None = None
        self._pages: DataKey | None = None
        self._original: DataKey | None = None

    @property
    def values(self) -> DataKey:
        """Seals the origin and the findings."""
        if self._values is None:
            self._values = derive(self._key, Label.DOCUMENT_VALUES, self.context)
        return self._values

    @property
    def pages(self) -> DataKey:
        """Seals what was read on the pages."""
        if self._pages is None:
            self._pages = derive(self._key, Label.DOCUMENT_PAGES, self.context)
        return self._pages

    @property
    def original(self) -> DataKey:
        """Seals the chunks of the original."""
        if self._original is None:
            self._original = derive(self._key, Label.DOCUMENT_ORIGINAL, self.context)
        return self._original


class MatterFile:
    """An open matter: its database and its keys; belongs to the thread that opened it.

    Attributes:
        database: The open file.
        matter_id: The matter.
        index_key: Makes every tag.
        audit_keys: Write the matter's log.
        state: Follows what changes in the file.
        wrapping_key: Wraps the keys of documents.
    """

    def __init__(
        self,
        path: Path,
        matter_id: MatterId,
        key: MatterKey,
        *,
        is_new: bool = False,
        busy_limit_s: float = BUSY_LIMIT_S,
    ) -> None:
        """Open or make the file and bring its tables up to date.

        Raises:
            VaultDamagedError: It is missing or damaged.
            VaultError: It cannot be used, for the reason named by the class.
        """
        context = bytes.fromhex(matter_id)
        database_key = derive(key, Label.MATTER_DATABASE, context)
        self.matter_id = matter_id
        self._path, self._key, self._busy_limit_s = path, key, busy_limit_s
        self.wrapping_key = derive(key, Label.MATTER_WRAPPING, context)
        self._document_keys: OrderedDict[int, DocumentKeys] = OrderedDict()
        try:
            self.database = Database(path, database_key, is_new=is_new, busy_limit_s=busy_limit_s)
        except VaultAbsentError:
            raise VaultDamagedError("The file of this matter is missing from the vault.") from None
        try:
            migrate(self.database, MATTER_CHANGES, before_first=self.database.keep_copy)
            lasting = LastingKeys(self.database, matter_id, self.wrapping_key)
            self._lasting = {
                label: lasting.kept(label, key_type) or derive_any(key, label, context)
                for label, key_type in LASTING.items()
            }
            self.index_key = self._lasting_key(Label.MATTER_INDEX, IndexKey)
            self._data_key = self._lasting_key(Label.MATTER_DATA, DataKey)
            audit_key = self._lasting_key(Label.MATTER_AUDIT, AuditKey)
            self.audit_keys = AuditKeys(matter_id, matter_id, self._data_key, audit_key)
            state_key = self._lasting_key(Label.MATTER_STATE, StateKey)
            self.state = StateKeeper(self.database, state_key)
        except BaseException:
            self.database.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def reopened(self) -> "MatterFile":
        """The same matter on a connection of its own, for the calling thread.

        Raises:
            KeysChangedError: A file under another key has taken the place of this one.
        """
        if not self._path.exists() and is_marked(self.database):
            raise KeysChangedError
        return MatterFile(self._path, self.matter_id, self._key, busy_limit_s=self._busy_limit_s)

    def lasting_keys(self) -> dict[Label, Key]:
        """The keys that outlast the matter key, by what made them once."""
        return dict(self._lasting)

    def demand_documents_open(self) -> None:
        """Unwrap the key of every document.

        Raises:
            VaultDamagedError: One was altered.
            WrongKeyError: One was wrapped by another key.
        """
        for (document_row,) in self.database.rows("SELECT document_row FROM document"):
            self.document_keys(document_row)

    def close(self) -> None:
        """Close the file and let go of the keys."""
        self._document_keys.clear()
        self.database.close()

    def new_document(
        self, document_id: DocumentId, epoch: int = FIRST_EPOCH
    ) -> tuple[DocumentKeys, bytes]:
        """A new key for a document, and the same key wrapped for its row.

        Args:
            document_id: The document.
            epoch: Of its key, one more than that of the key before.
        """
        key = new_document_key()
        wrapped = wrap(self.wrapping_key, key, self._key_place(document_id, epoch))
        return DocumentKeys(document_id, key), wrapped

    def document_keys(self, document_row: int) -> DocumentKeys:
        """The keys of a document.

        Raises:
            NoSuchDocumentError: It is not, or no longer, in this matter.
            VaultDamagedError: Its wrapped key was altered.
        """
        kept = self._document_keys.get(document_row)
        if kept is not None:
            self._document_keys.move_to_end(document_row)
            return kept
        row = self.database.row(
            "SELECT document_id, key_epoch, wrapped_key FROM document WHERE document_row = ?",
            document_row,
        )
        if row is None:
            raise NoSuchDocumentError
        document_id, epoch, wrapped = DocumentId(row[0].hex()), row[1], row[2]
        key = unwrap(self.wrapping_key, wrapped, self._key_place(document_id, epoch), DocumentKey)
        keys = DocumentKeys(document_id, key)
        self._document_keys[document_row] = keys
        if len(self._document_keys) > KEPT_DOCUMENT_KEYS:
            self._document_keys.popitem(last=False)
        return keys

    def forget_document(self, document_row: int) -> None:
        """Let go of the keys of a document that is no more."""
        self._document_keys.pop(document_row, None)

    def seal_for_matter(self, plain: bytes, table: str, column: str, row_id: bytes) -> bytes:
        """Seal a value that belongs to no document."""
        return seal(self._data_key, plain, self.place(table, column, row_id))

    def open_for_matter(self, sealed: bytes, table: str, column: str, row_id: bytes) -> bytes:
        """Open a value that belongs to no document.

        Raises:
            VaultDamagedError: It was altered or moved.
        """
        return open_sealed(self._data_key, sealed, self.place(table, column, row_id))

    def place(self, table: str, column: str, row_id: bytes, version: int = 1) -> Place:
        """A cell of this matter."""
        return Place(self.matter_id, table, column, row_id, version)

    def full_tag(self, table: str, column: str, value: bytes) -> bytes:
        """A keyed tag of full length, for what must be unique and cannot be guessed.

        16 bytes: HMAC-SHA256(HKDF(index key, INDEX_VALUE, table, column, "full"), value), cut.
        """
        key = derive_index_bytes(self.index_key, Label.INDEX_VALUE, table, column, "full")
        return hmac.digest(key, value, "sha256")[:16]

    def _lasting_key(self, label: Label, key_type: type[LastingType]) -> LastingType:
        key = self._lasting[label]
        if not isinstance(key, key_type):
            raise TypeError(f"{label} gives no {key_type.__name__}")
        return key

    def _key_place(self, document_id: DocumentId, epoch: int) -> Place:
        return self.place("document", "wrapped_key", bytes.fromhex(document_id), epoch)


def identity_bytes(identity: str) -> bytes:
    """The 16 bytes of an identity, empty when it is none: such a row is never found."""
    try:
        raw = bytes.fromhex(identity)
    except ValueError:
        return b""
    return raw if len(raw) == 16 else b""


def demanded(plain: bytes | None) -> bytes:
    """A sealed column that a row of this state must have.

    Raises:
        VaultDamagedError: It is missing.
    """
    if plain is None:
        raise VaultDamagedError
    return plain
