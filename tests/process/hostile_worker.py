"""A worker that misbehaves as its argument says; started by the tests of the clients."""

import os
import struct
import subprocess
import sys
from collections.abc import Callable, Iterable

from desktop.domain.document import DocumentKind
from desktop.domain.errors import DocumentDamagedError
from desktop.domain.geometry import Box
from desktop.domain.page import PageReading, PageText, ReadMethod, Word
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
    WorkerReady,
)
from desktop.wire.worker_loop import Pipes, Reply, serve, take_pipes

SHA256 = "ab" * 32


def page(number: int) -> PageRead:
    """A page with two words."""
    words = (Word(0, 5, Box(10, 10, 40, 20), 1.0), Word(6, 11, Box(45, 10, 80, 20), 1.0))
    text = PageText("Hello world", words)
    reading = PageReading(number, 595.0, 842.0, 0, ReadMethod.TEXT_LAYER, 1.0, text)
    return PageRead(reading, (), {DocumentKind.LETTER: 1.0})


def good(request: AnyMessage, payload: bytes) -> Reply | Iterable[Reply]:
    """What a worker should say."""
    match request:
        case OpenDocument(password=password):
            if payload == b"damaged":
                raise DocumentDamagedError
            if payload == b"defect":
                secret = payload.decode()
                raise ValueError("Confidential " + secret)
            return DocumentOpened(len(password) if password else max(1, len(payload) % 1000)), b""
        case ReadPage(number=number):
            return page(number), b""
        case RenderPage(width_px=width_px):
            return PixelsRendered(width_px, 2), b"\x01\x02\x03" * 2 * width_px
        case LoadModel():
            model = ModelDescription("Starter", "llama", 7, SHA256, SHA256, "0.3", 2048)
            return ModelLoaded(model), b""
        case AskRegion(fields=fields):
            return pieces(fields)
    raise NotImplementedError


def pieces(fields: tuple[str, ...]) -> Iterable[Reply]:
    """A streamed answer."""
    yield AnswerPiece("Hello"), b""
    yield AnswerPiece(" world"), b""
    values = dict.fromkeys(fields, "1")
    yield (
        RegionAnswered(
            Answer("Hello world", values, 0.9, StopReason.COMPLETE, 2, 1.0, 1.0, "read/1", SHA256)
        ),
        b"",
    )


def hang() -> None:
    """Wait for a byte that never comes."""
    reader, _writer = os.pipe()
    os.read(reader, 1)


def misbehave(how: str, pipes: Pipes, request: AnyMessage, payload: bytes) -> Reply:
    """One way to go wrong in answer to a request."""
    out = pipes.answers
    match how:
        case "dies":
            os._exit(3)
        case "dies_mid_frame":
            out.write(struct.pack(">IQ", 1000, 0) + b'{"says": "page_read", ')
            out.flush()
            os._exit(0)
        case "hangs":
            hang()
        case "hangs_mid_frame":
            out.write(struct.pack(">IQ", 1000, 0) + b"{")
            out.flush()
            hang()
        case "garbage":
            out.write(os.urandom(1 << 16))
            out.flush()
            hang()
        case "huge_header":
            out.write(struct.pack(">IQ", 0xFFFFFFFF, 0))
            out.flush()
            hang()
        case "huge_payload":
            out.write(struct.pack(">IQ", 2, 1 << 62) + b"{}")
            out.flush()
            hang()
        case "payload_beyond_answers":
            write_frame(out, PixelsRendered(5000, 5000), b"")
            out.write(struct.pack(">IQ", 2, 76_000_000))
            out.flush()
            hang()
        case "wrong_message":
            return WorkerReady("again"), b""
        case "other_page":
            return (
                (page(request.number + 1), b"")
                if isinstance(request, ReadPage)
                else good(request, payload)
            )
        case "short_pixels":
            return PixelsRendered(10, 10), b"\0" * 299
        case "foreign_error":
            return Failed("VAULT-04"), b""
        case "unknown_error":
            return Failed("NOPE-99"), b""
        case "child_holds_pipes":
            subprocess.Popen(["/bin/sleep", "1000"], stdout=out.fileno())  # noqa: S603
            os._exit(1)
        case "hangs_with_child":
            subprocess.Popen(["/bin/sleep", "1000"], stdout=out.fileno())  # noqa: S603
            hang()
        case "endless_answer":
            while True:
                write_frame(out, AnswerPiece("x" * 1000))
    raise AssertionError(how)


def main() -> None:
    """Behave, or misbehave: at the start, or at the first request that is not to open a file."""
    how = sys.argv[1]
    pipes = take_pipes()
    match how:
        case "good":
            pass
        case "start_dies":
            sys.exit(1)
        case "start_hangs":
            hang()
        case "start_garbage":
            pipes.answers.write(b"Hello there, this is no frame at all.")
            pipes.answers.flush()
            hang()
        case "start_wrong_message":
            write_frame(pipes.answers, DocumentOpened(1))
            hang()
        case "endless_stderr":
            for _ in range(2000):
                sys.stderr.write("\x1b[31mwarning\x07 of some library " * 100 + "\n")
            sys.stderr.write("x" * 1_000_000)
        case "never_reads":
            write_frame(pipes.answers, WorkerReady("hostile"))
            hang()
    marker = sys.argv[2] if len(sys.argv) > 2 else ""

    def handler(request: AnyMessage, payload: bytes) -> Reply | Iterable[Reply]:
        is_prelude = isinstance(request, OpenDocument | LoadModel)
        if is_prelude or how in {"good", "endless_stderr"} or (marker and is_past(marker)):
            return good(request, payload)
        return misbehave(how, pipes, request, payload)

    serve(pipes, handler, program="hostile", confinement=("none",), defect_code="READING-00")


def is_past(marker: str) -> bool:
    """Whether the worker has misbehaved once already: then a file of that name exists."""
    try:
        os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
    except FileExistsError:
        return True
    return False


if __name__ == "__main__":
    main()
