"""Scanned pages: reading them against bare RapidOCR, and what is misread, in one run.

The peer is the rapidocr package as it comes: the same models, the same pixels already decoded, one
thread, one core. Ours is all that the reading worker does with the file: decoding, looking for
marks, OCR, boxes of words, reading order, findings. They take turns, page by page.

Misread is counted against the transcripts of the receipts: the least number of letters to insert,
drop or change, each reader in its own reading order, the transcript row by row, white space and
case apart.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidocr import RapidOCR

from desktop.domain.document import FileKind
from desktop.domain.page import OcrEngine, PageReading
from desktop.reading.engines import Engines, engines_of
from desktop.reading.image_document import ImageDocument
from desktop.reading.reader import Reader
from desktop.reading.tesseract_engine import Tesseract
from desktop.reading.view import RgbArray, whole_page
from desktop.wire.messages import OpenDocument, PageRead, ReadPage

RECEIPTS = Path(__file__).parents[3] / "shared" / "documents" / "receipts"
_Given = ParamSpec("_Given")
_Result = TypeVar("_Result")

MIN_DPI, MAX_DPI = 100.0, 300.0
"""Between these the worker reads a scan at its own resolution."""

ONE_THREAD = {
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Global.log_level": "critical",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A transcribed piece of a row and where it stands, in pixels."""

    text: str
    left: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Misread:
    """Letters of transcripts, and how many edits a reading is away from them."""

    edits: int = 0
    letters: int = 0

    def and_page(self, read: Iterable[str], transcript: str) -> "Misread":
        """With one more page."""
        edits = Levenshtein.distance(letters_of(read), transcript)
        return Misread(self.edits + edits, self.letters + len(transcript))

    def __str__(self) -> str:
        return f"{100 * self.edits / self.letters:.1f} %"


def measure() -> list[tuple[str, str, str]]:
    """Rows of (what, figure, target)."""
    files = sorted(RECEIPTS.glob("*.jpg"))
    if not files:
        return [("scanned pages", "not measured: no shared documents here", "")]
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[0]})
    cv2.setNumThreads(1)
    peer = RapidOCR(params=ONE_THREAD)
    built_in = Reader(engines_of(OcrEngine.RAPIDOCR))
    helper = [sys.executable, "-m", "desktop.reading.worker"]
    tesseract = Reader(Engines({OcrEngine.TESSERACT: Tesseract(helper)}))
    ours, theirs, other = Misread(), Misread(), Misread()
    ours_s: list[float] = []
    peer_s: list[float] = []
    for number, path in enumerate((files[0], *files)):  # the first one twice: once to warm up
        original = path.read_bytes()
        pixels = pixels_of(original)
        if number % 2:
            page, our_s = timed(read, built_in, original, OcrEngine.RAPIDOCR)
            seen, their_s = timed(peer, pixels)
        else:
            seen, their_s = timed(peer, pixels)
            page, our_s = timed(read, built_in, original, OcrEngine.RAPIDOCR)
        if not number:
            continue
        ours_s.append(our_s)
        peer_s.append(their_s)
        transcript = letters_of(in_rows(transcribed(path.with_suffix(".csv"))))
        ours = ours.and_page([page.text.text], transcript)
        theirs = theirs.and_page(seen.txts or (), transcript)
        third = read(tesseract, original, OcrEngine.TESSERACT)
        other = other.and_page([third.text.text], transcript)
    ratio = statistics.median(their / our for our, their in zip(ours_s, peer_s, strict=True))
    return [
        (
            f"{len(files)} scanned receipts: reading / bare RapidOCR on the same pixels, one core",
            f"{ratio:.2f} ({len(files) / sum(ours_s):.2f} / {len(files) / sum(peer_s):.2f} pages/s,"
            " median of pages)",
            ">= 0.80",
        ),
        ("letters misread on them by the built-in engine", str(ours), "at most the peer's"),
        ("letters misread by bare RapidOCR", str(theirs), "the peer"),
        ("letters misread by Tesseract, chosen in settings", str(other), "none; for comparison"),
    ]


def timed(
    act: Callable[_Given, _Result], *given: _Given.args, **named: _Given.kwargs
) -> tuple[_Result, float]:
    """What it gives and the processor time it takes: other programs share the machine."""
    start_s = time.process_time()
    result = act(*given, **named)
    return result, time.process_time() - start_s


def read(reader: Reader, original: bytes, engine: OcrEngine) -> PageReading:
    """All that a worker does between the file and its answer."""
    reader.handle(OpenDocument(FileKind.JPEG), original)
    answer, _ = reader.handle(ReadPage(1, engine, ("eng",)), b"")
    if not isinstance(answer, PageRead):
        sys.exit("the reader does not answer with a page")
    return answer.reading


def pixels_of(original: bytes) -> RgbArray:
    """The pixels in which the worker reads, in the peer's order of colours."""
    page = ImageDocument(FileKind.JPEG, original).page(1)
    dpi = min(max(page.native_dpi(), MIN_DPI), MAX_DPI)
    rgb = page.render(whole_page(page.width_pt, page.height_pt, dpi))
    return np.ascontiguousarray(rgb[:, :, ::-1])


def transcribed(path: Path) -> Iterator[Piece]:
    """The lines that a person wrote down: eight coordinates, then the text."""
    for line in path.read_text("utf-8").splitlines():
        cells = line.split(",", 8)
        if len(cells) == 9:
            xs, ys = [int(x) for x in cells[0:8:2]], [int(y) for y in cells[1:8:2]]
            yield Piece(cells[8], min(xs), min(ys), max(ys))


def in_rows(pieces: Iterable[Piece]) -> Iterator[str]:
    """The texts row by row: a piece belongs to a row whose last piece spans its middle."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: piece.top + piece.bottom):
        middle = (piece.top + piece.bottom) / 2
        if rows and rows[-1][-1].top <= middle <= rows[-1][-1].bottom:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    for row in rows:
        yield from (piece.text for piece in sorted(row, key=lambda piece: piece.left))


def letters_of(texts: Iterable[str]) -> str:
    """All letters, white space and case apart."""
    return "".join("".join(text.split()) for text in texts).casefold()


if __name__ == "__main__":
    for row in measure():
        print(" | ".join(row))
