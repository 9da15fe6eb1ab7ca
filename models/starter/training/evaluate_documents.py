"""Measures an exported pair on real documents: lines of receipts and of agreements.

`python -m models.starter.training.evaluate_documents FOLDER DOCUMENTS` prints rows for the model
card. DOCUMENTS has `receipts/` (scans with boxes and transcripts that people made) and `nda/`
(agreements in PDF, whose text layer is the transcript; they are rendered and degraded here). White
space and case apart, as everywhere where this project counts misread letters.
"""

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image

from desktop.domain.document import FileKind
from desktop.domain.errors import RegionTooLargeError
from desktop.domain.geometry import Box
from desktop.domain.page import OcrEngine, PageReading, Pixels
from desktop.domain.vision import VisionTask
from desktop.wire.reading_client import ReadingClient
from models.reader import Reader, Region, open_reader
from models.starter.training.chance import Chance
from models.starter.training.degrade import Way, degraded
from models.starter.training.scores import Tally
from models.starter.training.table import Row, at_most, markdown

READING_WORKER = (sys.executable, "-m", "desktop.reading.worker")
SEED = 11_2026
FINE = 2.0
"""Lines are rendered so much finer than the model reads them, and scaled down by the reader."""

SMALLEST_DPI, LARGEST_DPI = 72, 400
LINES_A_PAGE = 8
LEAST_LETTERS = 4
LETTERS_A_LINE = 192
HIGHEST_RATIO = 2.0
"""Letters wrong, against those of OCR."""

WIDEST_GAP = 2.0
"""Between words of a line, in its heights: beyond it another column begins."""


@dataclass(frozen=True, slots=True)
class Transcribed:
    """A line of a page and what stands there.

    Attributes:
        other: What OCR read there; None where it was not asked.
    """

    box: Box
    text: str
    other: str | None = None


def on_documents(reader: Reader, folder: Path, most: int) -> Iterator[Row]:
    """Rows for what is there of both sorts.

    Args:
        reader: Of the pair.
        folder: With `receipts` and `nda`.
        most: Documents of each sort.
    """
    yield from on_receipts(reader, folder / "receipts", most)
    yield from on_agreements(reader, folder / "nda", most)


def on_receipts(reader: Reader, folder: Path, most: int) -> Iterator[Row]:
    """Rows for the receipts: each transcribed line through its box, and OCR's reading of it."""
    ours, theirs, unseen = Tally(), Tally(), 0
    with ReadingClient(READING_WORKER) as client:
        for path in sorted(folder.glob("*.jpg"))[:most]:
            client.open(FileKind.JPEG, path.read_bytes())
            page = client.read_page(1, engine=OcrEngine.RAPIDOCR).reading
            if page.turn_deg:
                continue
            with Image.open(path) as image:
                px_per_pt = image.width / page.width_pt
            for line in _receipt_lines(path.with_suffix(".csv"), page, px_per_pt):
                pixels = client.render_region(1, line.box, _dpi(line.box, reader))
                said = _said(reader, pixels)
                if said is None:
                    unseen += 1
                    continue
                ours.add(plain(line.text), plain(said))
                theirs.add(plain(line.text), plain(line.other or ""))
    ratio = ours.error / max(theirs.error, 1e-9)
    yield at_most(
        "receipts: lines through their boxes",
        f"{ours.error:.1%} of letters wrong, {ours.right:.0%} of {ours.asked} lines without any "
        f"error; {unseen} not put to the model",
        ours.error if ours.asked else None,
        0.08,
    )
    yield Row(
        "the same by RapidOCR on the whole page",
        f"{theirs.error:.1%}; ratio {ratio:.1f}",
        "ratio <= 2",
        ratio <= HIGHEST_RATIO if ours.asked else None,
    )


def on_agreements(reader: Reader, folder: Path, most: int) -> Iterator[Row]:
    """A row for the agreements: some lines of each, as a scanner and a copier would give them."""
    ours, unseen = Tally(), 0
    chance = Chance(SEED)
    with ReadingClient(READING_WORKER) as client:
        for path in sorted(folder.glob("*.pdf"))[:most]:
            client.open(FileKind.PDF, path.read_bytes())
            page = client.read_page(1, engine=OcrEngine.RAPIDOCR).reading
            lines = [line for line in _lines(page) if len(line.text) >= LEAST_LETTERS]
            for line in chance.shuffled(lines)[:LINES_A_PAGE]:
                pixels = client.render_region(1, line.box, _dpi(line.box, reader))
                said = _said(reader, _worn(pixels, chance))
                if said is None:
                    unseen += 1
                    continue
                ours.add(plain(line.text), plain(said))
    yield Row(
        "agreements, rendered and degraded: lines",
        f"{ours.error:.1%} of letters wrong, {ours.right:.0%} of {ours.asked} lines without any "
        f"error; {unseen} not put to the model",
    )


def plain(text: str) -> str:
    """Letters alone: no white space, no case."""
    return "".join(text.split()).casefold()


def _receipt_lines(path: Path, page: PageReading, px_per_pt: float) -> Iterator[Transcribed]:
    for row in path.read_text("utf-8", errors="replace").splitlines():
        cells = row.split(",", 8)
        if len(cells) < 9:
            continue
        across = [float(cell) / px_per_pt for cell in cells[0:8:2]]
        down = [float(cell) / px_per_pt for cell in cells[1:8:2]]
        box = Box(min(across), min(down), max(across), max(down))
        yield Transcribed(box, cells[8], _within(page, box))


def _within(page: PageReading, box: Box) -> str:
    """What OCR read in a box: the words whose middles lie in it, from left to right."""
    words = [
        word
        for word in page.text.words
        if box.left_pt <= (word.box.left_pt + word.box.right_pt) / 2 <= box.right_pt
        and box.top_pt <= (word.box.top_pt + word.box.bottom_pt) / 2 <= box.bottom_pt
    ]
    words.sort(key=lambda word: word.box.left_pt)
    return " ".join(page.text.text[word.start : word.end] for word in words)


def _lines(page: PageReading) -> Iterator[Transcribed]:
    """Lines of a text layer that stand in one piece."""
    start = 0
    for text in page.text.text.split("\n"):
        words = list(page.text.words_between(start, start + len(text)))
        start += len(text) + 1
        boxes = [word.box for word in words]
        if not boxes:
            continue
        height = max(box.bottom_pt - box.top_pt for box in boxes)
        gaps = [after.left_pt - before.right_pt for before, after in pairwise(boxes)]
        if gaps and max(gaps) > WIDEST_GAP * height:
            continue
        yield Transcribed(
            Box(
                min(box.left_pt for box in boxes),
                min(box.top_pt for box in boxes),
                max(box.right_pt for box in boxes),
                max(box.bottom_pt for box in boxes),
            ),
            text,
        )


def _dpi(box: Box, reader: Reader) -> int:
    wanted = reader.description.glyph_height_px * FINE / max(1.0, box.bottom_pt - box.top_pt) * 72
    return round(min(max(wanted, SMALLEST_DPI), LARGEST_DPI))


def _worn(pixels: Pixels, chance: Chance) -> Pixels:
    """As a scanner or a copier gives it."""
    rgb = np.frombuffer(pixels.rgb, np.uint8).reshape(pixels.height_px, pixels.width_px, 3)
    ink = 255 - rgb.min(axis=2)
    way = chance.pick((Way.SCAN, Way.COPY))
    grey = degraded(ink, way, chance, strength=1.0, type_px=pixels.height_px * 0.8)
    return Pixels(pixels.width_px, pixels.height_px, np.repeat(grey[:, :, None], 3, 2).tobytes())


def _said(reader: Reader, pixels: Pixels) -> str | None:
    region = Region(pixels.width_px, pixels.height_px, pixels.rgb)
    try:
        answer = reader.ask(region, VisionTask.READ, max_tokens=LETTERS_A_LINE)
    except RegionTooLargeError:
        return None
    return "" if answer.says_nothing else answer.text


def main() -> None:
    """As the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="of the pair")
    parser.add_argument("documents", type=Path)
    parser.add_argument("--most", type=int, default=1000, help="documents of each sort")
    options = parser.parse_args()
    weights, projector = options.folder / "model-q8_0.gguf", options.folder / "mmproj-q8_0.gguf"
    reader = open_reader(weights, projector, threads=1)
    rows = list(on_documents(reader, options.documents, options.most))
    reader.close()
    sys.stdout.write(markdown(rows))


if __name__ == "__main__":
    main()
