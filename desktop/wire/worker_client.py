"""The app's side of a worker: requests, answers, and a verdict on a worker that gives none."""

import contextlib
import threading
from collections.abc import Callable, Container, Generator, Mapping, Sequence
from functools import cache
from types import TracebackType
from typing import Self

from desktop.domain.errors import (
    InCameraError,
    ReadingError,
    VisionModelError,
    WorkerCancelledError,
    WorkerError,
    WorkerNonsenseError,
    WorkerStartError,
    WorkerUnconfinedError,
    all_error_classes,
)
from desktop.domain.limits import MAX_RENDER_PIXELS
from desktop.domain.walls import Wall
from desktop.wire.demand import check_walls
from desktop.wire.messages import AnyMessage, Failed, WorkerReady
from desktop.wire.worker_process import WorkerProcess, worker_environment

MAX_ANSWER_PAYLOAD_BYTES = 3 * MAX_RENDER_PIXELS
"""The largest payload that a worker sends: the pixels of a page. Files come in smaller pieces."""

START_LIMIT_S = 20.0
"""Loading the OCR models takes about 2 s on two idle cores."""


@cache
def _errors_of_workers() -> dict[str, type[InCameraError]]:
    """The only errors that a worker can bring about in the app, by their codes."""
    return {
        code: error_class
        for code, error_class in all_error_classes().items()
        if issubclass(error_class, ReadingError | VisionModelError)
    }


def error_of_worker(code: str) -> InCameraError:
    """The error that a worker names.

    Raises:
        WorkerNonsenseError: There is none of this code that a worker can bring about.
    """
    error_class = _errors_of_workers().get(code)
    if error_class is None:
        raise WorkerNonsenseError
    return error_class()


class WorkerClient:
    """A worker that is started when it is first needed, and again after it died.

    Requests wait for each other; `kill` and `tell` wait for nothing and are safe from any thread.

    Args:
        command: Program and arguments.
        name: How it is called in logs, such as "reading-1".
        start_limit_s: How long it may take until it says that it is ready.
        environment: Added to the little that every worker gets.
        walls_later: Walls that do not stand yet when it is ready; whoever asks it checks them.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        name: str,
        start_limit_s: float = START_LIMIT_S,
        environment: Mapping[str, str] | None = None,
        walls_later: Container[Wall] = (),
    ) -> None:
        """Start nothing yet."""
        self._command = tuple(command)
        self._name = name
        self._start_limit_s = start_limit_s
        self._environment = worker_environment(environment or {})
        self._walls_later = walls_later
        self._turn = threading.Lock()
        self._telling = threading.Lock()
        self._listening: WorkerProcess | None = None
        self._is_sent = False
        self._process: WorkerProcess | None = None
        self._lives = 0
        self._confinement: tuple[str, ...] = ()

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
    def is_running(self) -> bool:
        """Whether a worker process is alive."""
        process = self._process
        return process is not None and process.is_alive

    @property
    def pid(self) -> int | None:
        """Number of the process, None where none runs."""
        process = self._process
        return process.pid if process is not None and process.is_alive else None

    @property
    def lives(self) -> int:
        """How many processes were started so far: a new number means that all was forgotten."""
        return self._lives

    @property
    def confinement(self) -> tuple[str, ...]:
        """The walls that the worker says stand around it; empty before its first start."""
        return self._confinement

    def start(self) -> int:
        """Make sure that a worker runs and is ready; the number of its life.

        Raises:
            WorkerStartError: It cannot be started, did not say that it is ready, or lacks a wall
                where all are demanded.
            WorkerCancelledError: `kill` was called meanwhile.
        """
        with self._turn:
            self._living()
            return self._lives

    def request(
        self, message: AnyMessage, payload: bytes | memoryview = b"", *, limit_s: float
    ) -> tuple[AnyMessage, bytes]:
        """Ask and wait for the one answer.

        Args:
            message: The request.
            payload: A file or pixels.
            limit_s: Time for writing, working and answering; a start is not counted.

        Raises:
            ReadingError, VisionModelError: The worker said so.
            WorkerError: It died, was silent, talked nonsense or was killed; it is gone.
        """
        answers = self.answers(message, payload, limit_s=limit_s)
        try:
            return next(answers)
        finally:
            answers.close()

    def answers(
        self,
        message: AnyMessage,
        payload: bytes | memoryview = b"",
        *,
        limit_s: float,
        until: type[AnyMessage] | None = None,
        when_sent: Callable[[], None] | None = None,
    ) -> Generator[tuple[AnyMessage, bytes]]:
        """Ask and give out the answers as they come.

        Whoever stops listening before the last answer ends the worker.

        Args:
            message: The request.
            payload: A file or pixels.
            limit_s: Time for writing, working and answering; a start is not counted.
            until: The first answer of this type is the last; without it, the first one is.
            when_sent: Called as soon as the worker has the whole request; where it is given, the
                worker can be told something from then on, with `tell`.

        Raises:
            ReadingError, VisionModelError: The worker said so.
            WorkerError: It died, was silent, talked nonsense or was killed; it is gone.
        """
        with self._turn:
            process = self._living()
            is_complete = False
            try:
                process.allow(limit_s)
                if when_sent is None:
                    process.send(message, payload)
                else:
                    self._send_to_listening(process, message, payload)
                    when_sent()
                while not is_complete:
                    answer, data = process.receive(max_payload_bytes=MAX_ANSWER_PAYLOAD_BYTES)
                    is_complete = until is None or isinstance(answer, until | Failed)
                    if is_complete:
                        self._stop_telling()
                        process.allow(None)
                    if isinstance(answer, Failed):
                        is_complete = False
                        error = error_of_worker(answer.code)
                        is_complete = True
                        raise error
                    yield answer, data
            except WorkerError as error:
                process.end(type(error))
                raise
            finally:
                if not is_complete:
                    self._stop_telling()
                    self._forget(process)

    def tell(self, message: AnyMessage, *, limit_s: float) -> None:
        """Say something to the worker that is answering; does nothing where none is.

        A request that is still on its way is not waited for; its `when_sent` follows.

        Args:
            message: Has no answer of its own.
            limit_s: From now on the worker has so long for the rest of its answer.
        """
        with self._telling:
            process = self._listening
            if process is None:
                return
            process.hasten(limit_s)
            if self._is_sent:
                with contextlib.suppress(WorkerError):  # whoever waits for the answer is told
                    process.send(message, b"")

    def condemn(self) -> None:
        """End a worker whose answer turned out to be nonsense."""
        process = self._process
        if process is not None:
            process.end(WorkerNonsenseError)
            self._bury_if_idle()

    def kill(self) -> None:
        """End the worker at once; a request that waits raises WorkerCancelledError.

        Safe from any thread; the next request starts a fresh worker.
        """
        process = self._process
        if process is not None:
            process.end(WorkerCancelledError)
            self._bury_if_idle()

    def close(self) -> None:
        """End the worker and wait until it is gone; the client can be used again."""
        process = self._process
        if process is not None:
            process.end(WorkerCancelledError)
            with self._turn:
                self._forget(process)

    def _send_to_listening(
        self, process: WorkerProcess, message: AnyMessage, payload: bytes | memoryview
    ) -> None:
        with self._telling:
            self._listening, self._is_sent = process, False
        process.send(message, payload)
        with self._telling:
            self._is_sent = True

    def _stop_telling(self) -> None:
        with self._telling:
            self._listening = None

    def _bury_if_idle(self) -> None:
        """Leave the burial to the request that is under way, if there is one."""
        if self._turn.acquire(blocking=False):
            try:
                process = self._process
                if process is not None and not process.is_alive:
                    self._forget(process)
            finally:
                self._turn.release()

    def _living(self) -> WorkerProcess:
        """The process that is alive, or a fresh one that is ready. Belongs to whose turn it is."""
        process = self._process
        if process is not None:
            if process.is_alive:
                return process
            self._forget(process)
        process = WorkerProcess(self._command, name=self._name, environment=self._environment)
        self._process = process
        try:
            process.allow(self._start_limit_s)
            ready, _ = process.receive(max_payload_bytes=0)
            if not isinstance(ready, WorkerReady):
                raise WorkerStartError
            process.allow(None)
            check_walls(ready.confinement, not_yet=self._walls_later)
        except WorkerError as error:
            self._forget(process)
            if isinstance(error, WorkerCancelledError | WorkerUnconfinedError):
                raise
            raise WorkerStartError from None
        self._confinement = ready.confinement
        self._lives += 1
        return process

    def _forget(self, process: WorkerProcess) -> None:
        process.bury()
        if self._process is process:
            self._process = None
