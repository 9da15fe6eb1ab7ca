"""Fields of any document of a vault, with one model that stays loaded between them."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from desktop.casework.asking.eyes import Eyes
from desktop.casework.control import Control
from desktop.casework.extraction.asking import ModelAsker, Tell
from desktop.casework.extraction.extract import extract, kept_extraction
from desktop.casework.extraction.schemas import load_schemas
from desktop.casework.models.shared_model import SharedModel
from desktop.domain.errors import NoSuchSchemaError
from desktop.domain.extraction import DocumentFields
from desktop.domain.identity import DocumentId, MatterId
from desktop.vault.vault import Vault
from desktop.wire.messages import LoadModel


class FieldsDesk:
    """Extracts one document after the other.

    Args:
        vault: Belongs to the calling thread.
        wanted: Says which model to load.
        folders: Of the schemas that come along and of the firm's own.
        clock: Tells the time, in UTC.
        shared: The model that others use too; None: one for this desk alone.
    """

    def __init__(
        self,
        vault: Vault,
        wanted: Callable[[], LoadModel],
        folders: tuple[Path, Path],
        clock: Callable[[], datetime],
        shared: SharedModel | None = None,
    ) -> None:
        """Start nothing yet."""
        self._vault = vault
        self._eyes = Eyes(vault, wanted, shared)
        self._folders = folders
        self._clock = clock

    def fields(self, matter_id: MatterId, document_id: DocumentId) -> DocumentFields:
        """The fields of a document: kept ones while they hold, else extracted now.

        Raises:
            NoSuchSchemaError: There is no schema for its kind.
            SchemaError: A schema file is not right.
            NotReadYetError: No page of it has been read.
        """
        return self._extracted(matter_id, document_id, Control(), None)

    def look_for_missing(
        self, matter_id: MatterId, document_id: DocumentId, control: Control, tell: Tell
    ) -> DocumentFields:
        """Extract again, and let the model look for what is missing; see `fields`.

        Raises:
            VisionModelError: The model cannot be loaded.
        """
        return self._extracted(matter_id, document_id, control, ModelAsker(self._eyes, tell))

    def close(self) -> None:
        """End the workers."""
        self._eyes.close()

    def _extracted(
        self,
        matter_id: MatterId,
        document_id: DocumentId,
        control: Control,
        asker: ModelAsker | None,
    ) -> DocumentFields:
        store = self._vault.store_of(matter_id)
        document = store.document(document_id)
        schema = load_schemas(*self._folders).of_document(document)
        if schema is None:
            raise NoSuchSchemaError("There are no fields for this kind of document.")
        kept = kept_extraction(store, document, schema) if asker is None else None
        made = kept or extract(store, document, schema, control, self._clock, asker)
        return DocumentFields(schema, made)
