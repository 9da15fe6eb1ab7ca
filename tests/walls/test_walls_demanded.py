"""Where all walls are demanded, a worker that lacks one reads nothing and the app says why."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.domain.walls import WORDS, Wall, missing_walls, walls_of
from desktop.walls.landlock import landlock_version
from desktop.walls.libc import architecture
from desktop.walls.offered import offered_walls

pytestmark = pytest.mark.process
ROOT = Path(__file__).parents[2]
OLDER_KERNEL = ROOT / "tests" / "attacks" / "older_kernel.py"
HOSTILE = ROOT / "tests" / "process" / "hostile_worker.py"

PROGRAM = """
import json, sys
from desktop.casework.models.vision_model import model_to_load
from desktop.domain.document import FileKind
from desktop.domain.errors import InCameraError
from desktop.paths import viewing_worker_command, vision_worker_command
from desktop.settings import Settings
from desktop.wire.demand import demand_all_walls
from desktop.wire.reading_client import ReadingClient
from desktop.wire.vision_client import VisionClient

def code_of(act):
    try:
        act()
    except InCameraError as error:
        return error.code
    return "done"

naked = (sys.executable, sys.argv[1], "good")
if "demanded" in sys.argv:
    demand_all_walls()
said = {}
with ReadingClient(naked) as reading:
    said["naked reading"] = code_of(reading.start)
if "naked" in sys.argv:
    print(json.dumps(said))
    sys.exit()
with VisionClient(naked) as vision:
    said["naked vision"] = code_of(lambda: vision.load(model_to_load(Settings())))
with ReadingClient(viewing_worker_command()) as reading:
    said["reading"] = code_of(reading.start)
with VisionClient(vision_worker_command()) as vision:
    model = model_to_load(Settings())
    said["inspected"] = code_of(lambda: vision.inspect(model.weights_path, model.projector_path))
    said["vision"] = code_of(lambda: vision.load(model))
    said["running"] = vision.pid is not None
print(json.dumps(said))
"""


def said(*arguments, before=()):
    done = subprocess.run(
        [*before, sys.executable, "-c", PROGRAM, str(HOSTILE), *arguments],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.skipif(architecture() is None, reason="no walls are built on this system")
def test_demanded_walls_keep_a_worker_without_them_from_reading_anything():
    heard = said("demanded")
    assert heard["naked reading"] == heard["naked vision"] == "WORKER-06"
    is_complete = landlock_version() > 0
    expected = "done" if is_complete else "WORKER-06"
    assert heard["reading"] == heard["inspected"] == heard["vision"] == expected
    assert heard["running"] is is_complete


@pytest.mark.skipif(architecture() is None, reason="no walls are built on this system")
def test_on_a_kernel_without_landlock_nothing_is_read_where_all_are_demanded():
    heard = said("demanded", before=(sys.executable, str(OLDER_KERNEL)))
    assert heard["reading"] == heard["inspected"] == heard["vision"] == "WORKER-06"
    assert heard["running"] is False


def test_where_they_are_not_demanded_a_worker_works_with_those_that_stand():
    assert said("naked")["naked reading"] == "done"


def test_what_this_system_offers_is_what_its_workers_are_expected_to_name():
    missing = {Wall.LANDLOCK} if sys.platform == "linux" and not landlock_version() else set()
    if architecture() is not None:
        assert set(missing_walls("linux", offered_walls())) == missing


@pytest.mark.parametrize("system", ["linux", "darwin", "win32", "freebsd14"])
def test_every_wall_of_a_system_says_what_stands_where_it_is_missing(system):
    for wall in walls_of(system):
        assert WORDS[wall].refuses
        assert WORDS[wall].instead
    assert missing_walls(system, ()) == walls_of(system)
    assert missing_walls(system, walls_of(system)) == ()
