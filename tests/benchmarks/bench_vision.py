"""The vision engine against llama-cpp-python's own handler.

Peer and engine answer the same questions about the same pixels with the same weights, in turns: the
peer in a process of its own, timed inside it, so that neither pays for the other's start.

`python -m tests.benchmarks.bench_vision [FOLDER]` measures another pair than the starter.
"""

import json
import os
import statistics
import sys
import time
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from desktop.domain.vision import VisionTask
from models.prompts import question_for
from models.reader import Reader, Region, open_reader
from models.regions import prepare
from tests.models.stock import StockPeer

STARTER = Path(__file__).parents[2] / "models" / "starter"
WEIGHTS, PROJECTOR = "model-q8_0.gguf", "mmproj-q8_0.gguf"
ASKS = 200

Files = tuple[Path, Path]


def measure(folder: Path = STARTER) -> list[tuple[str, str, str]]:
    """Rows of (what, figure, target).

    Args:
        folder: Of a pair that was exported for the starter's place, with its manifest.
    """
    files = folder / WEIGHTS, folder / PROJECTOR
    start_s = time.perf_counter()
    reader = open_reader(*files, threads=1)
    load_ms = (time.perf_counter() - start_s) * 1e3
    rows = [
        ("starter: hashing, checking and loading", f"{load_ms:.0f} ms", "< 1000 ms"),
        *_pace(reader, files),
        *_memory(reader),
    ]
    reader.close()
    return rows


def _pace(reader: Reader, files: Files) -> list[tuple[str, str, str]]:
    lines = [_printed(f"Total: {number}.{number % 90 + 10} EUR") for number in range(100, 140)]
    blocks = [
        _printed(
            "Northwind Tools", f"Receipt # {number}", "Date: 12/03/2024", f"Total: {number}.20"
        )
        for number in range(44100, 44120)
    ]
    schema = _schema(reader)
    rows = []
    for what, regions, task, names, form, target in (
        ("one line read", lines, VisionTask.READ, (), None, ">= 1.0: equal work"),
        (
            "all fields as JSON",
            blocks,
            VisionTask.FIELDS,
            ("total", "date"),
            schema,
            ">= 1.0: equal work",
        ),
    ):
        ours, theirs = _rounds(reader, files, regions, task, names, form)
        ratio = statistics.median(theirs) / statistics.median(ours)
        rows.append(
            (
                f"{what}: pace against llama-cpp-python's handler, same weights, one thread",
                f"{ratio:.2f} ({statistics.median(ours) * 1e3:.1f} ms against "
                f"{statistics.median(theirs) * 1e3:.1f} ms)",
                target,
            )
        )
    ours, theirs = _rounds_of_questions(reader, files, blocks)
    rows.append(
        (
            "four questions about one region, one after the other: pace against the handler",
            f"{theirs / ours:.2f} ({ours * 1e3:.0f} ms against {theirs * 1e3:.0f} ms)",
            ">= 1.35",
        )
    )
    first = reader.ask(_printed("Unseen", "Total: 9.99"), VisionTask.FIELD, ("total",))
    again = reader.ask(_printed("Unseen", "Total: 9.99"), VisionTask.FIELD, ("date",))
    rows.append(
        (
            "a further question on the same region: time before its answer starts",
            f"{again.encode_ms / first.encode_ms:.3f} of the first question's",
            "<= 0.10",
        )
    )
    return rows


def _rounds(
    reader: Reader,
    files: Files,
    regions: list[Region],
    task: VisionTask,
    names: tuple[str, ...],
    schema: dict[str, object] | None,
) -> tuple[list[float], list[float]]:
    """Seconds of each answer, ours and the peer's, who take turns region by region, three times."""
    trained, sight = reader._trained, reader._sight
    question = question_for(task, names, trained).text
    pictures = [prepare(region.width_px, region.height_px, region.rgb, sight) for region in regions]
    ours: list[float] = []
    theirs: list[float] = []
    with StockPeer(files) as peer:
        for _ in range(3):
            for region, picture in zip(regions, pictures, strict=True):
                start_s = time.perf_counter()
                reader.ask(region, task, names)
                ours.append(time.perf_counter() - start_s)
                theirs.append(peer.ask(picture, question, max_tokens=256, schema=schema)[1])
    return ours, theirs


def _schema(reader: Reader) -> dict[str, object]:
    """The form that the model answers in, as the peer takes it."""
    names = reader.description.fields
    trained = reader._trained
    required = () if trained is not None and trained.leaves_out_absent else names
    return {
        "type": "object",
        "properties": {name: {"type": "string"} for name in names},
        "required": list(required),
    }


def _rounds_of_questions(
    reader: Reader, files: Files, regions: list[Region]
) -> tuple[float, float]:
    """Median seconds for all questions about a region, ours and the peer's, who take turns."""
    fields = ("name", "number", "date", "total")
    sight, trained = reader._sight, reader._trained
    pictures = [prepare(region.width_px, region.height_px, region.rgb, sight) for region in regions]
    questions = [question_for(VisionTask.FIELD, (field,), trained).text for field in fields]
    ours, theirs = [], []
    with StockPeer(files) as peer:
        for region, picture in zip(regions, pictures, strict=True):
            reader.ask(_printed("Another region in between"), VisionTask.READ)
            start_s = time.perf_counter()
            for field in fields:
                reader.ask(region, VisionTask.FIELD, (field,))
            ours.append(time.perf_counter() - start_s)
            theirs.append(sum(peer.ask(picture, asked, max_tokens=256)[1] for asked in questions))
    return statistics.median(ours), statistics.median(theirs)


def _memory(reader: Reader) -> list[tuple[str, str, str]]:
    for number in range(40):
        reader.ask(_printed(f"Warm {number}"), VisionTask.READ)
    before = _resident_bytes()
    for number in range(ASKS):
        reader.ask(_printed(f"Amount {number}.50"), VisionTask.READ)
    slope = (_resident_bytes() - before) / ASKS / 1e6
    return [
        (f"memory of the process with the starter after {ASKS} asks", _mb(before), ""),
        (f"growth of memory an ask, over {ASKS} regions", f"{slope:.4f} MB", "< 0.1 MB"),
    ]


def _printed(*lines: str) -> Region:
    font = ImageFont.load_default(17)
    image = Image.new("RGB", (300, 24 * len(lines) + 12), "white")
    draw = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        draw.text((8, 6 + row * 24), line, fill=(20, 20, 20), font=font)
    return Region(image.width, image.height, image.tobytes())


def _resident_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _mb(count: int) -> str:
    return f"{count / 1e6:.0f} MB"


if __name__ == "__main__":
    print(json.dumps(measure(*map(Path, sys.argv[1:2])), indent=1))
