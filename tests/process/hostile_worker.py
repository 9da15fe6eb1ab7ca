"""A worker that behaves or misbehaves as its argument says; started by the tests of the clients.

`python hostile_worker.py HOW [MARKER]`. It misbehaves at its start, or at the first request that is
not to open a file or load a model. With a MARKER, the name of a file, it does so only once in all
its lives.
"""

import os
import struct
import subprocess
import sys
import threading
from collections.abc import Iterable

from desktop.domain.document import DocumentKind
from desktop.domain.errors import DocumentDamagedError, ModelFilesError
from desktop.domain.geometry import Box
from desktop.domain.page import PageReading, PageText, ReadMethod, Word, Words
from desktop.domain.vision import Answer, ModelDescription, StopReason
from desktop.wire.frames import write_frame
from desktop.wire.messages import (
    AnswerPiece,
    AnyMessage,
    AskRegion,
    DocumentOpened,
    Failed,
    LoadModel,
    ModelLoaded,
    OpenDocument,
    PageRead,
    PixelsRendered,
    ReadPage,
    RegionAnswered,
    RenderPage,
    RenderRegion,
    WorkerReady,
)
from desktop.wire.worker_loop import Pipes, Reply, serve, take_pipes

SHA256 = "ab" * 32


def page(number: int) -> PageRead:
    """A page with two words."""
    hello = Word(0, 5, Box(10, 10, 40, 20), 1.0)
    world = Word(6, 11, Box(45, 10, 80, 20), 1.0)
    text = PageText("Hello world", Words.of([hello, world]))
    reading = PageReading(number, 595.0, 842.0, 0, ReadMethod.TEXT_LAYER, 1.0, text)
    return PageRead(reading, (), {DocumentKind.LETTER: 1.0})


def good(request: AnyMessage, payload: bytes) -> Reply | Iterable[Reply]:
    """What a worker should say."""
    match request:
        case OpenDocument():
            return opened(request, payload), b""
        case ReadPage(number=number):
            return page(number), b""
        case RenderPage(width_px=width_px):
            return PixelsRendered(width_px, 2), b"\x01\x02\x03" * 2 * width_px
        case RenderRegion():
            return PixelsRendered(2, 2), b"\x01\x02\x03" * 4
        case LoadModel(weights_path=weights_path):
            if weights_path == "damaged":
                raise ModelFilesError
            model = ModelDescription("Starter", "llama", 7, SHA256, SHA256, "0.3", 2048)
            return ModelLoaded(model, ("late_wall",)), b""
        case AskRegion(fields=fields):
            return pieces(fields)
    raise NotImplementedError


def opened(request: OpenDocument, payload: bytes) -> DocumentOpened:
    """As many pages as the password or the file has bytes."""
    if payload == b"damaged":
        raise DocumentDamagedError
    if payload == b"defect":
        secret = payload.decode()
        raise ValueError("Confidential " + secret)
    return DocumentOpened(len("".join(request.passwords)) or max(1, len(payload) % 1000))


def pieces(fields: tuple[str, ...]) -> Iterable[Reply]:
    """A streamed answer."""
    yield AnswerPiece("Hello"), b""
    yield AnswerPiece(" world"), b""
    yield answered(StopReason.COMPLETE, dict.fromkeys(fields, "1"))


def answered(stop_reason: StopReason, fields: dict[str, str]) -> Reply:
    """The whole of an answer."""
    answer = Answer("Hello world", fields, 0.9, stop_reason, 2, 1.0, 1.0, "read/1", SHA256)
    return RegionAnswered(answer), b""


class Speaker:
    """Answers with pieces until it is stopped."""

    def __init__(self) -> None:
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End the answer."""
        self._stopped.set()

    def __call__(self, request: AnyMessage, payload: bytes) -> Reply | Iterable[Reply]:
        if not isinstance(request, AskRegion):
            return good(request, payload)
        self._stopped.clear()
        return self._speak()

    def _speak(self) -> Iterable[Reply]:
        yield AnswerPiece("Hello"), b""
        self._stopped.wait()
        yield answered(StopReason.STOPPED, {})


def hang() -> None:
    """Wait for a byte that never comes."""
    reader, _writer = os.pipe()
    os.read(reader, 1)


def framed(header: bytes, claimed_bytes: int | None = None, payload_bytes: int = 0) -> bytes:
    """A header behind lengths that may be wrong."""
    length = len(header) if claimed_bytes is None else claimed_bytes
    return struct.pack(">IQ", length, payload_bytes) + header


BYTES = {
    "dies_mid_frame": framed(b'{"says": "page_read", ', claimed_bytes=1000),
    "hangs_mid_frame": framed(b"{", claimed_bytes=1000),
    "garbage": b"\xff" + os.urandom(1 << 16),
    "no_header": framed(b""),
    "huge_header": framed(b"", claimed_bytes=0xFFFFFFFF),
    "huge_payload": framed(b"{}", payload_bytes=1 << 62),
    "payload_beyond_answers": framed(b"{}", payload_bytes=76_000_000),
    "not_json": framed(b"{{{{"),
    "not_utf8": framed(b'{"says": "answer_piece", "text": "\xff"}'),
    "deep_json": framed(b"[" * 200_000),
    "unknown_message": framed(b'{"says": "boo"}'),
}
"""Written raw; then the worker hangs, or where its name says so dies."""

REPLIES: dict[str, Reply] = {
    "wrong_message": (WorkerReady("again"), b""),
    "other_page": (page(999), b""),
    "short_pixels": (PixelsRendered(10, 10), b"\0" * 299),
    "foreign_error": (Failed("VAULT-04"), b""),
    "unknown_error": (Failed("NOPE-99"), b""),
    "own_error": (Failed("READING-06"), b""),
    "endless_words": (AnswerPiece("x" * 100_000), b""),
}


def misbehave(how: str, pipes: Pipes) -> Reply:
    """One way to go wrong in answer to a request."""
    out = pipes.answers
    if how in BYTES:
        out.write(BYTES[how])
        out.flush()
        end = os._exit if how.startswith("dies") else lambda _code: hang()
        end(0)
    if how in REPLIES:
        return REPLIES[how]
    if "child" in how:
        subprocess.Popen(["/bin/sleep", "1000"], stdout=out.fileno())
    if how in {"dies", "child_holds_pipes"}:
        os._exit(3)
    while how == "endless_answer":
        write_frame(out, AnswerPiece("x" * 1000))
    hang()
    raise AssertionError(how)


def start(how: str, pipes: Pipes) -> None:
    """One way to go wrong before the first request."""
    out = pipes.answers
    if how == "start_dies":
        sys.exit(1)
    if how == "start_garbage":
        out.write(b"Hello there, this is no frame at all.")
        out.flush()
    if how == "start_wrong_message":
        write_frame(out, DocumentOpened(1))
    if how == "never_reads":
        write_frame(out, WorkerReady("hostile"))
    if how.startswith("start_") or how == "never_reads":
        hang()
    if how == "endless_stderr":
        for _ in range(2000):
            sys.stderr.write("\x1b[31mwarning\x07 of some library " * 100 + "\n")
        sys.stderr.write("x" * 1_000_000)


def main() -> None:
    """Behave, or misbehave."""
    how, marker = sys.argv[1], "".join(sys.argv[2:])
    pipes = take_pipes()
    start(how, pipes)
    speaker = Speaker()

    def handler(request: AnyMessage, payload: bytes) -> Reply | Iterable[Reply]:
        is_prelude = isinstance(request, OpenDocument | LoadModel)
        if is_prelude or how in {"good", "endless_stderr"} or (marker and is_past(marker)):
            return good(request, payload)
        if how == "speaks":
            return speaker(request, payload)
        if how == "is_deaf":
            return Speaker()(request, payload)
        return misbehave(how, pipes)

    serve(
        pipes,
        handler,
        program="hostile",
        confinement=("none",),
        defect_code="READING-00",
        stop=speaker.stop if how in {"speaks", "is_deaf"} else None,
    )


def is_past(marker: str) -> bool:
    """Whether the worker has misbehaved once already: then a file of that name exists."""
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return True
    return False


if __name__ == "__main__":
    main()
