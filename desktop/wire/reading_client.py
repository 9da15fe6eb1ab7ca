"""The app's side of a reading worker: one open document, its pages and their pixels."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from types import TracebackType
from typing import Self, TypeVar

from desktop.domain.document import FileKind
from desktop.domain.errors import InCameraError, NoPagesError, WorkerNonsenseError
from desktop.domain.geometry import Box
from desktop.domain.notes import Note
from desktop.domain.page import OcrEngine, Pixels
from desktop.wire.checks import checked_opened, checked_page, checked_part, checked_pixels
from desktop.wire.messages import (
    AnyMessage,
    DocumentOpened,
    GivePart,
    OpenDocument,
    PageRead,
    PartGiven,
    PixelsRendered,
    ReadPage,
    RenderPage,
    RenderRegion,
)
from desktop.wire.worker_client import WorkerClient, error_of_worker

START_LIMIT_S = 60.0
"""Loading the OCR models takes about 2 s on two idle cores; a workstation that has just been
switched on, with a virus scanner at work, has been seen to take ten times as long."""

OPEN_LIMIT_S = 30.0
"""Of 2,449 odd and hostile files the slowest took 7.1 s, rendering included."""

OPEN_BYTES_PER_S = 20_000_000
"""Added to the limit for opening by the size of the file: a pipe and a parser manage ten times as
much, a busy machine perhaps not."""

READ_LIMIT_S = 60.0
"""A dense page takes RapidOCR about 5 s of one core; six times that on a machine that is busy, and
twice again for luck."""

RENDER_LIMIT_S = 20.0
"""A page at the largest size that is rendered takes about 1 s."""

PART_LIMIT_S = 60.0
"""Unpacking 256 MiB takes about 2 s, decrypting them as old archives do it some 30 s."""

PAGES_A_LIFE = 2_000
"""After so many pages the worker is renewed when the next document is opened: what parsers leak,
and what a document may have left behind, goes with it. A start costs a thousandth of that work."""

ENVIRONMENT = {"OMP_NUM_THREADS": "1", "MALLOC_MMAP_THRESHOLD_": str(4 << 20)}
"""There is a worker for each core. glibc, left to itself, puts pictures of pages into its heap,
where the next one does not fit between what little stays: a scan took 6 MiB more with every page.
Larger pieces than this are given back as they are freed; other systems pass the variable over."""

_names = count(1)
_Answer = TypeVar("_Answer", bound=AnyMessage)


@dataclass(frozen=True, slots=True)
class _OpenFile:
    """The document in hand, kept so that a fresh worker can open it again.

    Attributes:
        life: The life of the worker in which it was opened.
    """

    request: OpenDocument
    original: bytes | memoryview
    opened: DocumentOpened
    life: int


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file that came inside a document.

    Attributes:
        name: As the document calls it; distrusted, like the bytes.
        folder: Within the document.
        error: Why it could not be taken out; None where it could.
    """

    name: str
    folder: str
    data: bytes
    error: InCameraError | None = None


class ReadingClient:
    """Reads and renders pages of one document at a time.

    It belongs to one thread; `kill` is safe from any.

    Args:
        command: Starts a reading worker.
    """

    def __init__(self, command: Sequence[str]) -> None:
        """Start nothing yet."""
        self._worker = WorkerClient(
            command,
            name=f"reading-{next(_names)}",
            start_limit_s=START_LIMIT_S,
            environment=ENVIRONMENT,
        )
        self._file: _OpenFile | None = None
        self._pages_in_life = 0

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        _class: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """End the worker."""
        self.close()

    @property
    def confinement(self) -> tuple[str, ...]:
        """The walls that the worker says stand around it; empty before its first start."""
        return self._worker.confinement

    @property
    def pid(self) -> int | None:
        """Number of the worker's process, None where none runs."""
        return self._worker.pid

    def start(self) -> None:
        """Start the worker before it is needed.

        Raises:
            WorkerStartError: It cannot be started.
        """
        self._worker.start()

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was noticed of the open document as a whole."""
        return () if self._file is None else self._file.opened.notes

    @property
    def part_count(self) -> int:
        """How many files came inside the open document."""
        return 0 if self._file is None else self._file.opened.part_count

    def open(
        self, kind: FileKind, original: bytes | memoryview, passwords: Sequence[str] = ()
    ) -> int:
        """Open a document; the one before is closed.

        Args:
            kind: Told by content.
            original: The file; kept, not copied, until the next one is opened.
            passwords: To be tried where the file asks for one.

        Returns:
            How many pages it has.

        Raises:
            ReadingError: It cannot be opened.
            WorkerError: The worker failed at it.
        """
        self._file = None
        if self._pages_in_life >= PAGES_A_LIFE:
            self._worker.close()
        self._file = self._opened(OpenDocument(kind, tuple(passwords)), original)
        return self._file.opened.page_count

    def read_page(
        self,
        number: int,
        *,
        engine: OcrEngine,
        languages: Sequence[str] = (),
        is_ocr_forced: bool = False,
    ) -> PageRead:
        """Read the words of a page and find what stands in them.

        Raises:
            ReadingError: The page cannot be read.
            WorkerError: The worker failed at it.
        """
        request = ReadPage(number, engine, tuple(languages), is_ocr_forced)
        with self._checking():
            answer, _ = self._ask(request, PageRead, READ_LIMIT_S)
            return checked_page(answer, number)

    def render_page(self, number: int, width_px: int, turn_deg: int = 0) -> Pixels:
        """Render a page upright, at most `width_px` wide; less only where the page is too long.

        Raises:
            ReadingError: The page cannot be rendered.
            WorkerError: The worker failed at it.
        """
        request = RenderPage(number, width_px, turn_deg)
        with self._checking():
            answer, pixels = self._ask(request, PixelsRendered, RENDER_LIMIT_S)
            return checked_pixels(answer, pixels, width_px=width_px)

    def render_region(self, number: int, box: Box, dpi: int, turn_deg: int = 0) -> Pixels:
        """Render a box of a page at `dpi` dots an inch.

        Raises:
            ReadingError: The page cannot be rendered.
            WorkerError: The worker failed at it.
        """
        request = RenderRegion(number, box, dpi, turn_deg)
        with self._checking():
            answer, pixels = self._ask(request, PixelsRendered, RENDER_LIMIT_S)
            return checked_pixels(answer, pixels)

    def part(self, number: int) -> EmbeddedFile:
        """A file that came inside the open document, or its name and why it stays there.

        Args:
            number: Counted from 1.

        Raises:
            ReadingError: The document has no such file, or cannot be opened again.
            WorkerError: The worker failed at it.
        """
        data = bytearray()
        with self._checking():
            while True:
                request = GivePart(number, len(data))
                answer, chunk = self._ask(request, PartGiven, PART_LIMIT_S)
                part = checked_part(answer, chunk, offset_bytes=len(data))
                if part.error_code is not None:
                    error = error_of_worker(part.error_code)
                    return EmbeddedFile(part.name, part.folder, b"", error)
                data += chunk
                if len(data) == part.size_bytes:
                    return EmbeddedFile(part.name, part.folder, bytes(data))

    def kill(self) -> None:
        """End the worker at once; safe from any thread.

        A call that waits raises WorkerCancelledError; the next one starts a fresh worker and
        opens the document again.
        """
        self._worker.kill()

    def close(self) -> None:
        """End the worker and forget the document."""
        self._file = None
        self._worker.close()

    # ------------------------------------------------------------------ inside

    def _opened(self, request: OpenDocument, original: bytes | memoryview) -> _OpenFile:
        limit_s = OPEN_LIMIT_S + len(original) / OPEN_BYTES_PER_S
        life = self._worker.start()
        with self._checking():
            answer, _ = self._worker.request(request, original, limit_s=limit_s)
            if not isinstance(answer, DocumentOpened):
                raise WorkerNonsenseError
            opened = checked_opened(answer)
        if self._worker.lives != life:  # it died unseen between the two calls
            life = self._worker.lives
        self._pages_in_life = 0
        return _OpenFile(request, original, opened, life)

    def _ask(
        self, request: AnyMessage, kind: type[_Answer], limit_s: float
    ) -> tuple[_Answer, bytes]:
        if self._file is None:
            raise NoPagesError
        if self._worker.start() != self._file.life:
            self._file = self._opened(self._file.request, self._file.original)
        answer, payload = self._worker.request(request, limit_s=limit_s)
        if not isinstance(answer, kind):
            raise WorkerNonsenseError
        self._pages_in_life += 1
        return answer, payload

    @contextmanager
    def _checking(self) -> Iterator[None]:
        """End the worker where its answer cannot be right."""
        try:
            yield
        except WorkerNonsenseError:
            self._worker.condemn()
            raise
