"""A worker that was taken over: its real program, walls and loop, with hostile code for documents.

Started by the tests: `python compromised_worker.py reading|viewing|tesseract|vision|naked`.

A document that begins with `ATTACK` names an act; its outcome comes back as the count of pages. The
product has no such way in: this program puts it there by replacing the function that serves.
"""

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from desktop.wire import worker_loop  # noqa: E402
from desktop.wire.messages import AnyMessage, DocumentOpened, OpenDocument  # noqa: E402
from desktop.wire.worker_loop import Handler, Pipes, Reply, take_pipes  # noqa: E402
from tests.attacks.acts import ACTS, Target  # noqa: E402

MARK = b"ATTACK "

READING: dict[str, list[str]] = {"reading": [], "viewing": ["--view"], "tesseract": ["tesseract"]}
"""The ways in which a reading worker is started: to read, to draw only, with a helper program."""


def taken_over(handler: Handler, pipes: Pipes) -> Handler:
    """The worker's own handler, but for documents that are an attack."""

    def handle(request: AnyMessage, payload: bytes) -> Reply | Iterable[Reply]:
        if not (isinstance(request, OpenDocument) and payload.startswith(MARK)):
            return handler(request, payload)
        name, target = json.loads(payload[len(MARK) :])
        refusal = ACTS[name].run(Target(**target), pipes.answers)
        return DocumentOpened(1 + refusal), b""

    return handle


def take_over(program: ModuleType) -> None:
    """Let a worker's program serve hostile code once it stands behind its walls."""
    serve = worker_loop.serve

    def serve_taken_over(pipes: Pipes, handler: Handler, **options: Any) -> None:
        serve(pipes, taken_over(handler, pipes), **options)

    program.serve = serve_taken_over  # type: ignore[attr-defined]


def main(which: str, *more: str) -> None:
    """Be such a worker."""
    if which in READING:
        from desktop.reading import worker as reading

        take_over(reading)
        reading.main([*READING[which], *more])  # its helper is started by the same command
    elif which == "vision":
        from models import worker as vision

        take_over(vision)
        vision.main()
    else:
        pipes = take_pipes()

        def handler(_request: AnyMessage, _payload: bytes) -> Reply:
            return DocumentOpened(1), b""

        worker_loop.serve(
            pipes,
            taken_over(handler, pipes),
            program="naked",
            confinement=(),
            defect_code="READING-00",
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
