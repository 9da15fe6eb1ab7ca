"""The worker's side of the wire: its main loop.

A worker's program does three things, in this order: `take_pipes()` before any library is imported
(a library that prints would break the frames), its imports and warm-up and lock-down, `serve()`.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from desktop.domain.errors import InCameraError
from desktop.wire.defects import places_of
from desktop.wire.frames import PIPE_BUFFER_BYTES, read_frame, write_frame
from desktop.wire.messages import AnyMessage, Failed, WorkerReady

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
    pipes: Pipes, handler: Handler, *, program: str, confinement: tuple[str, ...], defect_code: str
) -> None:
    """Say that the worker is ready, then answer requests until the app closes the pipe.

    Args:
        pipes: From `take_pipes`.
        handler: Answers one request. An InCameraError crosses as its code; anything else is a
            defect: it crosses as `defect_code`, and where it happened is written to stderr.
        program: The worker's name.
        confinement: The walls that stand.
        defect_code: Such as "READING-00".
    """
    write_frame(pipes.answers, WorkerReady(program, confinement))
    while True:
        try:
            request, payload = read_frame(pipes.requests)
        except EOFError:
            return
        try:
            for message, data in _replies(handler, request, payload, defect_code):
                write_frame(pipes.answers, message, data)
        except BrokenPipeError:
            return
        del request, payload


def report_defect(error: BaseException) -> None:
    """Write where it happened to stderr."""
    for line in places_of(error):
        sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _replies(
    handler: Handler, request: AnyMessage, payload: bytes, defect_code: str
) -> Iterator[Reply]:
    try:
        replies = handler(request, payload)
        if isinstance(replies, tuple):
            yield replies
        else:
            yield from replies
    except InCameraError as error:
        yield Failed(error.code), b""
    except Exception as error:  # noqa: BLE001 - the loop outlives every defect of a handler
        report_defect(error)
        yield Failed(defect_code), b""
