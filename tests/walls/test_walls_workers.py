import re
import shutil
from pathlib import Path

import pytest

from desktop.casework.models.vision_model import model_to_load
from desktop.domain.document import FileKind
from desktop.domain.errors import ReadingError
from desktop.domain.page import OcrEngine, Pixels
from desktop.domain.vision import StopReason, VisionTask
from desktop.paths import reading_worker_command, vision_worker_command
from desktop.settings import Settings
from desktop.walls.landlock import landlock_version
from desktop.walls.libc import architecture
from desktop.wire.reading_client import ReadingClient
from desktop.wire.vision_client import VisionClient

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(architecture() is None, reason="no walls are built on this system"),
]

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj
trailer<</Root 1 0 R>>
"""

ALL_WALLS = {"no_new_privs", "no_network", "limits", "hidden_memory", "seccomp"}


def expected_walls():
    return ALL_WALLS | ({"landlock"} if landlock_version() else set())


def status_of(pid):
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return dict(re.split(r":\s*", line, maxsplit=1) for line in lines)


@pytest.fixture(scope="module")
def reading():
    with ReadingClient(reading_worker_command()) as client:
        client.open(FileKind.PDF, PDF)
        yield client


@pytest.fixture(scope="module")
def vision():
    with VisionClient(vision_worker_command()) as client:
        client.load(model_to_load(Settings()))
        yield client


def test_every_wall_that_this_kernel_has_stands_around_a_reading_worker(reading):
    assert set(reading.confinement) == expected_walls()
    status = status_of(reading.pid)
    assert (status["Seccomp"], status["NoNewPrivs"]) == ("2", "1")


def test_every_wall_that_this_kernel_has_stands_around_a_vision_worker(vision):
    assert set(vision.confinement) == expected_walls()
    status = status_of(vision.pid)
    assert (status["Seccomp"], status["NoNewPrivs"]) == ("2", "1")


def test_behind_its_walls_a_reading_worker_still_reads_and_reports_damage(reading):
    page = reading.read_page(1, engine=OcrEngine.RAPIDOCR, is_ocr_forced=True)
    assert page.reading.is_blank
    assert reading.render_page(1, 30).width_px == 30
    with pytest.raises(ReadingError):
        reading.open(FileKind.PDF, b"%PDF-1.7 and nothing else")


def test_behind_its_walls_a_vision_worker_answers_every_task(vision):
    stripes = Pixels(60, 30, (b"\xff" * 3 + b"\0" * 3) * 900)
    for task, fields in (
        (VisionTask.READ, ()),
        (VisionTask.FIELD, ("total",)),
        (VisionTask.FIELDS, ("total", "date")),
    ):
        assert vision.ask(stripes, task, fields).stop_reason in set(StopReason)


def test_another_model_is_loaded_by_another_worker(vision):
    before = vision.pid
    vision.load(model_to_load(Settings()))
    assert vision.pid != before


def test_no_worker_asks_for_the_network_from_its_first_breath_to_its_last_answer(tmp_path):
    """The walls would refuse it; a library that asks would still have to be known."""
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    files = [tmp_path / "reading", tmp_path / "vision"]
    watched = [(strace, "-f", "-qq", "-e", "trace=%network", "-o", str(file)) for file in files]
    with ReadingClient((*watched[0], *reading_worker_command())) as client:
        client.open(FileKind.PDF, PDF)
        client.read_page(1, engine=OcrEngine.RAPIDOCR, is_ocr_forced=True)
    with VisionClient((*watched[1], *vision_worker_command())) as client:
        client.load(model_to_load(Settings()))
        client.ask(Pixels(60, 30, (b"\xff" * 3 + b"\0" * 3) * 900), VisionTask.READ)
    calls = [line for file in files for line in file.read_text().splitlines()]
    assert [line for line in calls if re.search(r"\w\(", line) and "AF_UNIX" not in line] == []
