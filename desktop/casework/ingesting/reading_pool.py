"""Several reading workers at work on the documents that wait.

One thread steers one worker. A thread stays with its document until no page of it is left to claim,
then takes the next one, and where none waits it helps with a long document that others are reading.
Results go to one bounded queue, from which the thread that owns the database stores them.
"""

import queue
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from desktop.casework.control import Control
from desktop.casework.second_look.look import SeenTwice
from desktop.domain.document import Document, DocumentState
from desktop.domain.errors import (
    InCameraError,
    WorkerCancelledError,
    WorkerError,
    WorkerStartError,
)
from desktop.domain.identity import PageNumber
from desktop.domain.ledger import Ledger
from desktop.domain.notes import Note
from desktop.domain.page import OcrEngine
from desktop.wire.messages import PageRead
from desktop.wire.reading_client import EmbeddedFile, ReadingClient

RESULTS_WAITING = 64
"""Pages that may wait to be stored before the readers wait: bounds memory, never the pace."""


MAX_FAILED_PARTS = 20
"""Files of one document at which the worker may fail before the rest is refused unasked: each costs
two starts, or two limits of time."""

PATIENCE_S = 0.1
"""Between two looks whether the work was stopped."""


@dataclass(frozen=True, slots=True)
class ReadingChoice:
    """How pages are to be read."""

    engine: OcrEngine
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """A document was opened and has this many pages; the files inside it have come before."""

    document: Document
    page_count: int
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class PartFound:
    """A file came inside a document.

    Attributes:
        number: Of the file, counted from 1.
        outcome: The file, or why it could not be taken out.
    """

    document: Document
    number: int
    outcome: EmbeddedFile | InCameraError


@dataclass(frozen=True, slots=True)
class OpenFailed:
    """A document cannot be opened."""

    document: Document
    error: InCameraError


@dataclass(frozen=True, slots=True)
class PageDone:
    """A page was read.

    Attributes:
        ledger: What two readers were compared in, None where only one read.
    """

    document: Document
    page: PageRead
    ledger: Ledger | None = None


@dataclass(frozen=True, slots=True)
class PageFailed:
    """A page could not be read, not even at the second try."""

    document: Document
    number: PageNumber
    error: InCameraError


@dataclass(frozen=True, slots=True)
class ReaderGone:
    """A reader's thread ended: None when there was no more to do, else a defect or no worker."""

    error: BaseException | None


Result = Opened | OpenFailed | PartFound | PageDone | PageFailed | ReaderGone

Outcome = TypeVar("Outcome")

SecondLook = Callable[[ReadingClient, PageRead], SeenTwice]
"""Lets the vision model look at regions of the page just read, while the document is open."""


@dataclass(slots=True)
class _Shelf:
    """A document in hand: its bytes and the pages nobody has claimed yet."""

    document: Document
    original: bytes
    read_already: frozenset[PageNumber]
    unclaimed: list[PageNumber] = field(default_factory=list)
    is_opened: bool = False


class ReadingPool:
    """Reads documents with several workers.

    Args:
        command: Starts a reading worker.
        readers: How many.
        choice: How pages are to be read.
        control: Pauses and stops it.
        passwords: To be tried on files that ask for one.
        second_look: Called after each page, in the reader's thread.
    """

    def __init__(
        self,
        command: tuple[str, ...],
        *,
        readers: int,
        choice: ReadingChoice,
        control: Control,
        passwords: tuple[str, ...] = (),
        second_look: SecondLook | None = None,
    ) -> None:
        """Nothing starts until `start`."""
        self._passwords = passwords
        self._room_for_part = threading.Semaphore(1)
        self._command = command
        self._choice = choice
        self._control = control
        self._second_look = second_look
        self._results: queue.Queue[Result] = queue.Queue(RESULTS_WAITING)
        self._changed = threading.Condition()
        self._waiting: list[_Shelf] = []
        self._in_hand: list[_Shelf] = []
        self._is_complete = False
        self._clients = [ReadingClient(command) for _ in range(readers)]
        self._threads = [
            threading.Thread(target=self._run, args=(client,), name=f"reader-{index}", daemon=True)
            for index, client in enumerate(self._clients, start=1)
        ]

    @property
    def readers(self) -> int:
        """How many readers there are."""
        return len(self._clients)

    def start(self) -> None:
        """Start the readers."""
        self._control.call_on_stop(self.kill)
        for thread in self._threads:
            thread.start()

    def add(self, document: Document, original: bytes, read_already: Iterable[PageNumber]) -> None:
        """Put a document on the pile."""
        with self._changed:
            self._waiting.append(_Shelf(document, original, frozenset(read_already)))
            self._changed.notify_all()

    @property
    def documents_waiting(self) -> int:
        """How many documents nobody has opened yet."""
        with self._changed:
            return len(self._waiting)

    def complete(self) -> None:
        """Say that no further document will be added: the readers end when all is read."""
        with self._changed:
            self._is_complete = True
            self._changed.notify_all()

    def next_result(self, limit_s: float) -> Result | None:
        """The next result, or None when none came within `limit_s` seconds."""
        try:
            result = self._results.get(timeout=limit_s)
        except queue.Empty:
            return None
        if isinstance(result, PartFound):
            self._room_for_part.release()
        return result

    def kill(self) -> None:
        """End all workers at once; safe from any thread."""
        self.complete()
        for client in self._clients:
            client.kill()

    def join(self) -> None:
        """Wait for the readers' threads, throwing away what they still bring."""
        for thread in self._threads:
            while thread.is_alive():
                if self._control.is_stopped:
                    self.kill()
                self.next_result(0.05)
        for client in self._clients:
            client.close()

    # ------------------------------------------------------------------ in the readers' threads

    def _run(self, client: ReadingClient) -> None:
        gone: BaseException | None = None
        try:
            while (shelf := self._next_shelf()) is not None:
                self._read(client, shelf)
        except WorkerCancelledError:
            pass
        except WorkerStartError as error:
            gone = error
        except Exception as error:  # noqa: BLE001 - handed to the owner of the work, which raises it
            gone = error
        self._results.put(ReaderGone(gone))

    def _next_shelf(self) -> _Shelf | None:
        with self._changed:
            while not self._control.is_stopped:
                if self._waiting:
                    shelf = self._waiting.pop(0)
                    self._in_hand.append(shelf)
                    return shelf
                for shelf in self._in_hand:
                    if shelf.is_opened and shelf.unclaimed:
                        return shelf
                if self._is_complete and all(shelf.is_opened for shelf in self._in_hand):
                    return None
                self._changed.wait()
            return None

    def _claim(self, shelf: _Shelf) -> PageNumber | None:
        with self._changed:
            return shelf.unclaimed.pop(0) if shelf.unclaimed else None

    def _read(self, client: ReadingClient, shelf: _Shelf) -> None:
        document = shelf.document
        is_open_here = not shelf.is_opened
        if is_open_here and not self._open(client, shelf):
            return
        while self._control.may_go_on() and (number := self._claim(shelf)) is not None:
            try:
                if not is_open_here:
                    client.open(document.origin.kind, shelf.original, self._passwords)
                    is_open_here = True
                seen = self._read_page(client, number)
                result: Result = PageDone(document, seen.page, seen.ledger)
            except (WorkerCancelledError, WorkerStartError):
                raise
            except InCameraError as error:
                result = PageFailed(document, number, error)
            self._results.put(result)
        with self._changed:
            if not shelf.unclaimed and shelf in self._in_hand:
                self._in_hand.remove(shelf)
                self._changed.notify_all()

    def _open(self, client: ReadingClient, shelf: _Shelf) -> bool:
        """Open a document for the first time; whether that worked."""
        result: Result
        try:
            count = _twice(
                lambda: client.open(shelf.document.origin.kind, shelf.original, self._passwords)
            )
            result = Opened(shelf.document, count, client.notes)
            if shelf.document.state is DocumentState.WAITING:
                self._take_parts(client, shelf.document)
        except (WorkerCancelledError, WorkerStartError):
            raise
        except InCameraError as error:
            count = 0
            result = OpenFailed(shelf.document, error)
        self._results.put(result)
        with self._changed:
            shelf.is_opened = True
            shelf.unclaimed = [
                PageNumber(number)
                for number in range(1, count + 1)
                if number not in shelf.read_already
            ]
            if count == 0:
                self._in_hand.remove(shelf)
            self._changed.notify_all()
        return count > 0

    def _take_parts(self, client: ReadingClient, document: Document) -> None:
        """Hand over the files inside a document, one at a time: each can be large.

        Raises:
            WorkerCancelledError: It was stopped meanwhile; the document waits as before.
        """
        failure: WorkerError | None = None
        failures = 0
        for number in range(1, client.part_count + 1):
            if not self._control.may_go_on():
                raise WorkerCancelledError
            while not self._room_for_part.acquire(timeout=PATIENCE_S):
                if self._control.is_stopped:
                    raise WorkerCancelledError
            outcome: EmbeddedFile | InCameraError
            try:
                if failure is not None and failures >= MAX_FAILED_PARTS:
                    outcome = failure
                else:
                    outcome = _twice(partial(client.part, number))
            except (WorkerCancelledError, WorkerStartError):
                self._room_for_part.release()
                raise
            except InCameraError as error:
                outcome = error
                if isinstance(error, WorkerError):
                    failure, failures = error, failures + 1
            self._results.put(PartFound(document, number, outcome))

    def _read_page(self, client: ReadingClient, number: PageNumber) -> SeenTwice:
        page = _twice(
            lambda: client.read_page(
                number, engine=self._choice.engine, languages=self._choice.languages
            )
        )
        return SeenTwice(page) if self._second_look is None else self._second_look(client, page)


def _twice(attempt: Callable[[], Outcome]) -> Outcome:
    """Do it again once where the worker died, hung or talked nonsense."""
    try:
        return attempt()
    except (WorkerCancelledError, WorkerStartError):
        raise
    except WorkerError:
        return attempt()
