"""What the readers bring, stored together: a commit waits for the disk, some milliseconds each."""

import time

from desktop.casework.ingesting.reading_pool import PageDone
from desktop.domain.identity import DocumentId, PageNumber
from desktop.domain.notes import Note
from desktop.findings.kinds import document_kind
from desktop.vault.matter_store import MatterStore

STORE_EVERY_S = 0.5
"""So much work at most has to be done again after a crash."""

STORE_AT_PAGES = 64
"""Pages stored in one transaction at most."""


class PageBatch:
    """Notes what happens to documents, and stores it all in one transaction when it is due.

    Args:
        store: Of the matter; belongs to the calling thread.
    """

    def __init__(self, store: MatterStore) -> None:
        """Hold nothing yet."""
        self._store = store
        self._started: dict[DocumentId, tuple[int, tuple[Note, ...]]] = {}
        self._read: dict[DocumentId, list[PageDone]] = {}
        self._failed: list[tuple[DocumentId, PageNumber, str]] = []
        self._finished: list[DocumentId] = []
        self._pages = 0
        self._stored_at_s = time.monotonic()

    def start(self, document_id: DocumentId, page_count: int, notes: tuple[Note, ...]) -> None:
        """A document was opened for the first time."""
        self._started[document_id] = (page_count, notes)

    def add(self, done: PageDone) -> None:
        """A page was read."""
        self._read.setdefault(done.document.document_id, []).append(done)
        self._pages += 1

    def add_failed(self, document_id: DocumentId, number: PageNumber, error_code: str) -> None:
        """A page could not be read."""
        self._failed.append((document_id, number, error_code))

    def finish(self, document_id: DocumentId) -> None:
        """No page of a document is left."""
        self._finished.append(document_id)

    def store_if_due(self) -> None:
        """Store what there is once it is old enough or enough."""
        waited_s = time.monotonic() - self._stored_at_s
        if waited_s >= STORE_EVERY_S or self._pages >= STORE_AT_PAGES:
            self.store()

    def store(self) -> None:
        """Store what there is; when this returns it outlasts a loss of power.

        Raises:
            VaultError: It could not be stored; nothing of it was.
        """
        self._stored_at_s = time.monotonic()
        if not (self._started or self._read or self._failed or self._finished):
            return
        with self._store.together():
            for document_id, (page_count, notes) in self._started.items():
                self._store.start_reading(document_id, page_count, notes)
            for document_id, pages in self._read.items():
                self._store.store_pages(
                    document_id,
                    [
                        (done.page.reading, done.page.findings, done.page.kind_votes)
                        for done in pages
                    ],
                )
                for done in pages:
                    if done.ledger is not None:
                        number = done.page.reading.number
                        self._store.keep_ledger(document_id, number, done.ledger)
            for document_id, number, error_code in self._failed:
                self._store.fail_page(document_id, number, error_code)
            for document_id in self._finished:
                kind = document_kind(self._store.kind_votes(document_id))
                self._store.finish(document_id, kind)
        self._started.clear()
        self._read.clear()
        self._failed.clear()
        self._finished.clear()
        self._pages = 0
