"""From dropped files to stored pages: admit, read, find, protect, store; resumable at any page."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from desktop.casework.control import Control
from desktop.casework.ingesting.embedded_files import EmbeddedFiles
from desktop.casework.ingesting.pace import Lengths, Pace
from desktop.casework.ingesting.page_batch import STORE_EVERY_S, PageBatch
from desktop.casework.ingesting.readers import reading_pool
from desktop.casework.ingesting.reading_pool import (
    Opened,
    OpenFailed,
    PageDone,
    PageFailed,
    PartFound,
    ReaderGone,
    ReadingPool,
    Result,
)
from desktop.casework.models.shared_model import SharedModel
from desktop.casework.second_look.look import SecondLook, second_look_of
from desktop.domain.document import Document, DocumentKind, DocumentState
from desktop.domain.errors import (
    HeldError,
    InCameraError,
    IntakeError,
    PasswordNeededError,
    ReadingError,
)
from desktop.domain.identity import DocumentId, MatterId, PageNumber
from desktop.domain.notes import Note
from desktop.domain.progress import Phase, Progress
from desktop.intake.admit import admit, files_in
from desktop.intake.names import clean_name
from desktop.settings import Settings
from desktop.vault.matter_store import MatterStore
from desktop.vault.vault import Vault
from desktop.wire.reading_client import EmbeddedFile

REPORT_EVERY_S = 0.1
"""Ten reports a second look continuous and cost nothing."""

PARTS_BYTES_IN_HAND = 32 << 20
"""Of files that came inside documents, until they are sealed."""

ORIGINALS_IN_HAND = 2
"""Documents loaded ahead of the readers."""


def ingest(
    vault: Vault,
    matter_id: MatterId,
    paths: Sequence[Path],
    *,
    settings: Settings,
    control: Control,
    clock: Callable[[], datetime],
    shared: SharedModel | None = None,
) -> Iterator[Progress]:
    """Admit the files, then read every page of the matter that still waits.

    Whatever is stored stays stored, whenever the process ends; calling it again, with no paths,
    goes on at the next page.

    Args:
        vault: Belongs to the calling thread.
        matter_id: Where the documents go.
        paths: Files and folders; may be empty.
        settings: How many readers, and how they read.
        control: Pauses and stops it.
        clock: Tells the time, in UTC.
        shared: The model that others use too; None: one for this work alone.

    Yields:
        Progress, about ten times a second; the last one says DONE or STOPPED.
    """
    store = vault.store_of(matter_id)
    progress = Progress(Phase.ADMITTING)
    for progress in _admit_all(store, paths, control=control, clock=clock):
        yield progress
    if not control.is_stopped:
        with second_look_of(settings, control, shared) as second_look:
            pool = reading_pool(
                settings, control, passwords=store.passwords.all(), second_look=second_look
            )
            reading = _Reading(store, pool, control, progress, EmbeddedFiles(store, clock))
            for progress in reading.run():
                yield _with_error_of(second_look, progress)
            progress = _with_error_of(second_look, reading.progress)
    yield replace(
        progress,
        phase=Phase.STOPPED if control.is_stopped else Phase.DONE,
        current="",
        left_s=None,
    )


def _with_error_of(second_look: SecondLook | None, progress: Progress) -> Progress:
    if second_look is None or second_look.error is None:
        return progress
    return replace(progress, vision_error=second_look.error.code)


def _admit_all(
    store: MatterStore,
    paths: Sequence[Path],
    *,
    control: Control,
    clock: Callable[[], datetime],
) -> Iterator[Progress]:
    """Take every file into the matter, or note why not; the originals are sealed as they come."""
    files = list(files_in(paths))
    progress = Progress(Phase.ADMITTING, files_total=len(files))
    yield progress
    for path in files:
        if not control.may_go_on():
            return
        try:
            origin, original = admit(path, clock=clock)
            _, is_new = store.admit(origin, original)
            progress = replace(progress, duplicates=progress.duplicates + (not is_new))
        except IntakeError as error:
            store.refuse(clean_name(path.name), clean_name(str(path.parent)), "", error)
            progress = replace(progress, refused=progress.refused + 1)
        progress = replace(progress, files_done=progress.files_done + 1)
        yield progress


class _Reading:
    """One run of the readers over the documents that wait, seen from the database's thread."""

    def __init__(
        self,
        store: MatterStore,
        pool: ReadingPool,
        control: Control,
        progress: Progress,
        embedded: EmbeddedFiles,
    ) -> None:
        self._store = store
        self._pool = pool
        self._embedded = embedded
        self._unopened: set[DocumentId] = set()
        self._parts: list[PartFound] = []
        self._parts_admitted_at_s = 0.0
        self._control = control
        self._pace = Pace(time.monotonic)
        self._lengths = Lengths()
        self._to_add = list(store.waiting())
        self._pages_left: dict[DocumentId, int] = {}
        self._batch = PageBatch(store)
        self._reported_at_s = 0.0
        known = sum(
            document.page_count - document.pages_read - document.pages_failed
            for document in self._to_add
        )
        self.progress = replace(progress, phase=Phase.READING, pages_total=known)

    def run(self) -> Iterator[Progress]:
        """Feed the readers and store what they bring until nothing waits."""
        if not self._to_add:
            return
        self._pool.start()
        readers_left = self._pool.readers
        try:
            while readers_left:
                self._feed()
                result = self._pool.next_result(REPORT_EVERY_S)
                if isinstance(result, ReaderGone):
                    readers_left -= 1
                    if result.error is not None:
                        raise result.error
                elif result is not None:
                    self._take(result)
                self._admit_parts_if_due()
                self._batch.store_if_due()
                if self._is_time_to_report():
                    yield self._report()
            self._batch.store()
            yield self._report()
        finally:
            self._pool.kill()
            self._pool.join()

    def _feed(self) -> None:
        while self._to_add and self._pool.documents_waiting < ORIGINALS_IN_HAND:
            document = self._to_add.pop(0)
            self._unopened.add(document.document_id)
            self._pool.add(
                document,
                self._store.original(document.document_id),
                self._pages_done_before(document),
            )
        if not self._to_add and not self._unopened:  # else more may come out of those
            self._pool.complete()

    def _take(self, result: Result) -> None:
        match result:
            case Opened(document, page_count, notes):
                self._admit_parts()
                self._unopened.discard(document.document_id)
                self._opened(document, page_count, notes)
            case OpenFailed(document, error):
                self._unopened.discard(document.document_id)
                self._open_failed(document, error)
            case PartFound():
                self._parts.append(result)
            case PageDone(document):
                self._batch.add(result)
                self._page_gone(document)
            case PageFailed(document, number, error):
                self._batch.add_failed(document.document_id, number, error.code)
                self._add(pages_failed=1)
                self._page_gone(document)
            case ReaderGone():
                pass

    def _pages_done_before(self, document: Document) -> frozenset[PageNumber]:
        missing = self._store.missing_pages(document.document_id)
        return frozenset(map(PageNumber, range(1, document.page_count + 1))) - set(missing)

    def _admit_parts_if_due(self) -> None:
        waited_s = time.monotonic() - self._parts_admitted_at_s
        if waited_s >= STORE_EVERY_S or sum(map(_size_bytes, self._parts)) >= PARTS_BYTES_IN_HAND:
            self._admit_parts()

    def _admit_parts(self) -> None:
        """Admit what came inside documents, together: a commit waits for the disk."""
        self._parts_admitted_at_s = time.monotonic()
        parts, self._parts = self._parts, []
        if parts:
            with self._store.together():
                for part in parts:
                    self._take_part(part.document, part.number, part.outcome)

    def _take_part(
        self, document: Document, number: int, outcome: EmbeddedFile | InCameraError
    ) -> None:
        """Admit a file that came inside a document and read it too, or note why not."""
        if isinstance(outcome, InCameraError):
            self._embedded.refuse(document, number, outcome)
            self._add(refused=1)
            return
        try:
            part = self._embedded.take(document, number, outcome)
        except (IntakeError, ReadingError):
            self._add(refused=1)
            return
        if part is not None:
            self._to_add.append(part)
            self._add(attachments=1)

    def _open_failed(self, document: Document, error: InCameraError) -> None:
        """Refuse a document that never opened; keep one whose pages were read before.

        One that asks for a password stays and waits for it.
        """
        if document.state is DocumentState.WAITING and isinstance(error, PasswordNeededError):
            self._store.lock(document.document_id)
            self._add(locked=1)
            return
        if document.state is DocumentState.WAITING:
            origin = document.origin
            self._store.refuse(origin.name, origin.folder, origin.sha256, error)
            self._add(refused=1)
            try:
                self._store.remove(document.document_id)
            except HeldError:  # its bytes must be kept, although nothing can be read of them
                self._store.finish(document.document_id, DocumentKind.OTHER)
            return
        missing = self._store.missing_pages(document.document_id)
        for number in missing:
            self._batch.add_failed(document.document_id, number, error.code)
        self._add(pages_done=len(missing), pages_failed=len(missing))
        self._finish(document.document_id)

    def _opened(self, document: Document, page_count: int, notes: tuple[Note, ...]) -> None:
        if document.state is DocumentState.WAITING:
            self._batch.start(document.document_id, page_count, notes)
            self._add(pages_total=page_count)
            left = page_count
        else:
            left = len(self._store.missing_pages(document.document_id))
        self._lengths.add(page_count)
        self._pages_left[document.document_id] = left
        self.progress = replace(self.progress, current=document.origin.name)
        if left == 0:
            self._finish(document.document_id)

    def _page_gone(self, document: Document) -> None:
        self._pace.add(1)
        self._add(pages_done=1)
        self._pages_left[document.document_id] -= 1
        if self._pages_left[document.document_id] == 0:
            self._finish(document.document_id)

    def _finish(self, document_id: DocumentId) -> None:
        self._batch.finish(document_id)
        self._pages_left.pop(document_id, None)

    def _add(
        self,
        *,
        pages_done: int = 0,
        pages_failed: int = 0,
        pages_total: int = 0,
        refused: int = 0,
        attachments: int = 0,
        locked: int = 0,
    ) -> None:
        self.progress = replace(
            self.progress,
            pages_done=self.progress.pages_done + pages_done,
            pages_failed=self.progress.pages_failed + pages_failed,
            pages_total=self.progress.pages_total + pages_total,
            refused=self.progress.refused + refused,
            attachments=self.progress.attachments + attachments,
            locked=self.progress.locked + locked,
        )

    def _is_time_to_report(self) -> bool:
        return time.monotonic() - self._reported_at_s >= REPORT_EVERY_S

    def _report(self) -> Progress:
        self._reported_at_s = time.monotonic()
        pages_left = max(self.progress.pages_total - self.progress.pages_done, 0)
        waiting = sum(document.state is DocumentState.WAITING for document in self._to_add)
        expected = self._lengths.of(waiting + len(self._unopened))
        self.progress = replace(
            self.progress,
            phase=Phase.PAUSED if self._control.is_paused else Phase.READING,
            pages_per_s=self._pace.pages_per_s,
            pages_expected=expected or 0,
            left_s=None if expected is None else self._pace.left_s(pages_left + expected),
        )
        return self.progress


def _size_bytes(part: PartFound) -> int:
    return len(part.outcome.data) if isinstance(part.outcome, EmbeddedFile) else 0
