"""Files that came inside documents: bounded, admitted as documents of their own, or refused.

Bounds count over the whole family, from the document that was added: how deep, how many, how many
bytes. What is beyond them is refused like any file, with its name and where it lay, so that nothing
goes missing in silence.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.document import Document
from desktop.domain.errors import (
    FamilyTooDeepError,
    FamilyTooLargeError,
    InCameraError,
    IntakeError,
)
from desktop.domain.family import FamilyPlace
from desktop.domain.identity import DocumentId
from desktop.domain.limits import MAX_FAMILY_DEPTH, MAX_FAMILY_DOCUMENTS, MAX_PARTS_BYTES
from desktop.intake.embedded import admit_embedded
from desktop.intake.names import clean_name
from desktop.vault.matter_store import MatterStore
from desktop.wire.reading_client import EmbeddedFile

MAX_NAME_CHARS = 255
"""As file systems have it; of a longer name the end is kept, which tells its kind."""

MAX_FOLDER_CHARS = 1_024


@dataclass(slots=True)
class _Family:
    """What was taken into one family so far."""

    documents: int = 0
    size_bytes: int = 0


class EmbeddedFiles:
    """Takes what readers find inside documents into a matter.

    Args:
        store: Of the matter; belongs to the calling thread.
        clock: Tells the time, in UTC.
    """

    def __init__(self, store: MatterStore, clock: Callable[[], datetime]) -> None:
        """Count nothing yet: most matters hold no families."""
        self._store = store
        self._clock = clock
        self._depths: dict[DocumentId, int] = {}
        self._heads: dict[DocumentId, DocumentId] = {}
        self._families: dict[DocumentId, _Family] = {}

    def take(self, parent: Document, number: int, file: EmbeddedFile) -> Document | None:
        """Admit a file that came inside a document.

        Args:
            parent: The document.
            number: Of the file in it, counted from 1.
            file: As the reader gave it.

        Returns:
            The new document; None where it is there already, because an earlier run was cut short.

        Raises:
            InCameraError: It is refused, or could not be taken out; it stands in the tray.
            DiskFullError: There is no room.
        """
        name, folder = _shown_name(file.name, number), _shown_folder(parent, file.folder)
        if file.error is not None:
            self._store.refuse(name, folder, "", file.error)
            raise file.error
        try:
            self._demand_room(parent, len(file.data))
            origin = admit_embedded(name, folder, file.data, clock=self._clock)
        except IntakeError as error:
            self._store.refuse(name, folder, hashlib.sha256(file.data).hexdigest(), error)
            raise
        place = FamilyPlace(parent.document_id, number)
        document, is_new = self._store.admit(origin, file.data, place)
        if not is_new:
            return None
        head = self._heads[parent.document_id]
        self._heads[document.document_id] = head
        self._depths[document.document_id] = self._depths[parent.document_id] + 1
        self._families[head].documents += 1
        self._families[head].size_bytes += len(file.data)
        return document

    def refuse(self, parent: Document, number: int, error: InCameraError) -> None:
        """Note a file that could not be taken out of a document."""
        self._store.refuse(_shown_name("", number), _shown_folder(parent, ""), "", error)

    def _demand_room(self, parent: Document, size_bytes: int) -> None:
        if parent.document_id not in self._heads:
            self._count(parent.document_id)
        if self._depths[parent.document_id] >= MAX_FAMILY_DEPTH:
            raise FamilyTooDeepError
        family = self._families[self._heads[parent.document_id]]
        too_many = family.documents >= MAX_FAMILY_DOCUMENTS
        if too_many or family.size_bytes + size_bytes > MAX_PARTS_BYTES:
            raise FamilyTooLargeError

    def _count(self, document_id: DocumentId) -> None:
        """Count what earlier runs have taken into the family of a document."""
        families = self._store.families()
        head = families.head_of(document_id)
        members = families.below(head)
        for each in (head, *members):
            self._heads[each] = head
            self._depths[each] = families.depth_of(each)
        sizes = [self._store.document(each).origin.size_bytes for each in members]
        self._families[head] = _Family(len(sizes), sum(sizes))


def _shown_name(name: str, number: int) -> str:
    return clean_name(name.strip())[-MAX_NAME_CHARS:] or f"file {number}"


def _shown_folder(parent: Document, folder: str) -> str:
    """The folder of the document, its name, and the folder within it."""
    parts = (parent.origin.folder, parent.origin.name, clean_name(folder.strip("/\\")))
    return "/".join(part for part in parts if part)[-MAX_FOLDER_CHARS:]
