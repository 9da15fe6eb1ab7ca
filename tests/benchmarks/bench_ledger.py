"""Two readers on real receipts: how much review their ledger costs, and what it lets through.

The receipts have transcripts made by people. A value counts as right where the transcript has the
same letters and figures in its place; values beside which it has nothing are not judged.
"""

import csv
import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from desktop.casework.models.shared_model import SharedModel
from desktop.casework.second_look.look import SecondLook
from desktop.domain.document import FileKind
from desktop.domain.finding import AGREED, DISPUTED, Agreement, Finding
from desktop.domain.page import OcrEngine
from desktop.paths import reading_worker_command, vision_worker_command
from desktop.settings import Settings
from desktop.wire.reading_client import ReadingClient

RECEIPTS = Path(__file__).parents[3] / "shared" / "documents" / "receipts"

_NO_LETTER = re.compile(r"[^0-9a-z]")


class Line(NamedTuple):
    """A line of a transcript, in pixels."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


class Judged(NamedTuple):
    """A value of a receipt.

    Attributes:
        is_right: Whether OCR has it as the transcript has it; None where that has nothing there.
    """

    finding: Finding
    is_right: bool | None


def judged_receipts(files: list[Path], times_s: list[float]) -> Iterator[Judged]:
    """Every finding of these receipts after the second look, whose time is noted for each page."""
    with (
        ReadingClient(reading_worker_command()) as client,
        SharedModel(vision_worker_command()).lend() as vision,
    ):
        look = SecondLook(vision, Settings())
        for file in files:
            client.open(FileKind.JPEG, file.read_bytes())
            page = client.read_page(1, engine=OcrEngine.RAPIDOCR)
            start_s = time.perf_counter()
            seen = look(client, page)
            times_s.append(time.perf_counter() - start_s)
            if page.reading.turn_deg:
                continue  # the transcript's boxes are those of the picture as it came
            with Image.open(file) as image:
                px_per_pt = image.width / page.reading.width_pt
            lines = _transcript(file.with_suffix(".csv"))
            for finding in seen.page.findings:
                yield Judged(finding, _is_right(finding, lines, px_per_pt))


def measure() -> list[tuple[str, str, str]]:
    """Rows of (what, figure, target)."""
    files = sorted(RECEIPTS.glob("*.jpg"))
    if not files:
        return [("two readers on receipts", "not measured: no shared documents here", "")]
    times_s: list[float] = []
    values = list(judged_receipts(files, times_s))
    classes = Counter(value.finding.agreement for value in values)
    compared = len(values) - classes[Agreement.NOT_COMPARED]
    agreed = [value for value in values if value.finding.agreement in AGREED]
    disputed = [value for value in values if value.finding.agreement in DISPUTED]
    wrong = sum(value.is_right is False for value in values)
    return [
        ("receipts read", f"{len(times_s)} of {len(files)}", "all"),
        (
            "values on receipts that two readers compare",
            f"{compared} of {len(values)}",
            "",
        ),
        (
            "of these: need a person",
            f"{len(disputed)} ({len(disputed) / compared:.0%})",
            "falls as the model reads better",
        ),
        (
            "wrong values among those that agree / in all",
            f"{sum(value.is_right is False for value in agreed)} of {len(agreed)} / {wrong}",
            "<= 1 %",
        ),
        (
            "second look, a page",
            f"{sum(times_s) / len(times_s):.2f} s",
            "about what OCR takes",
        ),
    ]


def _transcript(file: Path) -> list[Line]:
    lines = []
    with file.open(encoding="utf-8", errors="replace", newline="") as opened:
        for row in csv.reader(opened, quoting=csv.QUOTE_NONE):
            if len(row) > 8:
                corners = [float(corner) for corner in row[:8]]
                across, down = corners[0::2], corners[1::2]
                text = ",".join(row[8:])
                lines.append(Line(min(across), min(down), max(across), max(down), text))
    return lines


def _is_right(finding: Finding, lines: list[Line], px_per_pt: float) -> bool | None:
    near = _plain(
        "".join(
            line.text
            for line in lines
            for box in finding.boxes
            if line.left - 5 <= (box.left_pt + box.right_pt) / 2 * px_per_pt <= line.right + 5
            and line.top - 3 <= (box.top_pt + box.bottom_pt) / 2 * px_per_pt <= line.bottom + 3
        )
    )
    if not near:
        return None
    # A currency may stand in a box of its own.
    return any(_plain(part) in near for part in (finding.mention, finding.value.split(" ")[0]))


def _plain(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())


if __name__ == "__main__":
    print(json.dumps(measure(), indent=1))
