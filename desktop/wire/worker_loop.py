"""The worker's side of the wire: its main loop.

A worker's program does three things, in this order: `take_pipes()` before any library is imported
(a library that prints would break the frames), its imports and warm-up and lock-down, `serve()`.
"""

import ctypes
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from desktop.domain.errors import InCameraError
from desktop.wire.defects import places_of
from desktop.wire.frames import PIPE_BUFFER_BYTES, read_frame, write_frame
from desktop.wire.messages import AnyMessage, Failed, StopAnswer, WorkerReady

Reply = tuple[AnyMessage, bytes | memoryview]
Handler = Callable[[AnyMessage, bytes], Reply | Iterable[Reply]]
"""Answers one request: with one reply, or with several as they come."""

_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Pipes:
    """The two pipes of a worker, moved away from file descriptors 0 and 1."""

    requests: BinaryIO
    answers: BinaryIO


def take_pipes() -> Pipes:
    """Move the pipes out of reach of whatever reads stdin or prints to stdout.

    From then on stdin is empty and stdout is stderr. On Linux the process also asks to be killed
    when the app ends, however the app ends.
    """
    requests = os.dup(0)
    answers = os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    return Pipes(
        os.fdopen(requests, "rb", PIPE_BUFFER_BYTES), os.fdopen(answers, "wb", PIPE_BUFFER_BYTES)
    )


def serve(
    pipes: Pipes,
    handler: Handler,
    *,
    program: str,
    confinement: tuple[str, ...],
    defect_code: str,
    stop: Callable[[], None] | None = None,
) -> None:
    """Say that the worker is ready, then answer requests until the app closes the pipe.

    Args:
        pipes: From `take_pipes`.
        handler: Answers one request. An InCameraError crosses as its code; anything else is a
            defect: it crosses as `defect_code`, and where it happened is written to stderr.
        program: The worker's name.
        confinement: The walls that stand.
        defect_code: Such as "READING-00".
        stop: Ends the answer for which the handler was called last, from another thread. Where it
            is given, the app can stop an answer. The first request cannot be stopped: until it is
            answered the worker has one thread, so that walls can be built meanwhile.
    """
    write_frame(pipes.answers, WorkerReady(program, confinement))
    inbox: _Inbox | None = None
    while True:
        try:
            request, payload = read_frame(pipes.requests) if inbox is None else inbox.next()
        except EOFError:
            return
        try:
            replies = _replies(handler, request, payload, defect_code)
            if inbox is not None:
                inbox.begun()
            for message, data in replies:
                write_frame(pipes.answers, message, data)
        except BrokenPipeError:
            return
        del request, payload, replies
        if inbox is None and stop is not None:
            inbox = _Inbox(pipes.requests, stop)


class _Inbox:
    """Reads requests on a thread of its own, so that a wish to stop is heard during an answer.

    A wish counts for the request that arrived before it. It is kept until the handler has been
    called for that request, and passed over once the next one has arrived.

    Args:
        requests: The pipe; from now on read by the thread only.
        stop: Ends the answer that is being made.
    """

    def __init__(self, requests: BinaryIO, stop: Callable[[], None]) -> None:
        """Begin to read."""
        self._requests = requests
        self._stop = stop
        self._lock = threading.Lock()
        self._arrived = 0
        self._begun = 0
        self._to_stop = 0
        self._waiting: queue.SimpleQueue[tuple[AnyMessage, bytes] | InCameraError | None] = (
            queue.SimpleQueue()
        )
        threading.Thread(target=self._read, name="inbox", daemon=True).start()

    def next(self) -> tuple[AnyMessage, bytes]:
        """The next request.

        Raises:
            EOFError: The app closed the pipe.
            WorkerNonsenseError: What came is no frame.
        """
        arrived = self._waiting.get()
        if arrived is None:
            raise EOFError
        if isinstance(arrived, InCameraError):
            raise arrived
        return arrived

    def begun(self) -> None:
        """The handler has been called for the request given out last."""
        with self._lock:
            self._begun += 1
            if self._to_stop == self._begun:
                self._stop()

    def _read(self) -> None:
        while True:
            try:
                request, payload = read_frame(self._requests)
            except EOFError:
                self._stop_latest()  # nobody is left to answer to
                self._waiting.put(None)
                return
            except InCameraError as error:
                self._waiting.put(error)
                return
            if isinstance(request, StopAnswer):
                self._stop_latest()
                continue
            with self._lock:
                self._arrived += 1
            self._waiting.put((request, payload))
            del request, payload

    def _stop_latest(self) -> None:
        with self._lock:
            self._to_stop = self._arrived
            if self._arrived and self._begun == self._arrived:
                self._stop()


def report_defect(error: BaseException) -> None:
    """Write where it happened to stderr."""
    for line in places_of(error):
        sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _replies(
    handler: Handler, request: AnyMessage, payload: bytes, defect_code: str
) -> Iterator[Reply]:
    """Call the handler now; what it gives, and how it fails, comes one reply at a time."""
    try:
        replies = handler(request, payload)
    except Exception as error:  # noqa: BLE001 - the loop outlives every defect of a handler
        return iter((_failure(error, defect_code),))
    return iter((replies,)) if isinstance(replies, tuple) else _given(replies, defect_code)


def _given(replies: Iterable[Reply], defect_code: str) -> Iterator[Reply]:
    try:
        yield from replies
    except Exception as error:  # noqa: BLE001 - the same
        yield _failure(error, defect_code)


def _failure(error: Exception, defect_code: str) -> Reply:
    if isinstance(error, InCameraError):
        return Failed(error.code), b""
    report_defect(error)
    return Failed(defect_code), b""
