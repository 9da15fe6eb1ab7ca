"""Hostile code inside the workers of a built copy reaches nothing; needs `make package`."""

import tempfile
from pathlib import Path

import pytest

from tests.attacks.attacking import Bait, attack
from tests.package.frozen_attack import take_over_copy

DIST = Path(__file__).parents[2] / "dist"

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(
        not (DIST / "in-camera").is_dir(), reason="no copy was built here: `make package` does"
    ),
]


@pytest.fixture
def bait(tmp_path, keyring_environment):
    address = keyring_environment["DBUS_SESSION_BUS_ADDRESS"]
    return Bait(tmp_path, address.removeprefix("unix:path="))


@pytest.mark.parametrize(
    ("worker", "arguments"), [("reading", ()), ("viewing", ("--view",)), ("vision", ())]
)
def test_the_walls_around_a_built_worker_hold_whatever_is_tried_inside_it(worker, arguments, bait):
    folder = DIST / ("incamera-vision-worker" if worker == "vision" else "incamera-reading-worker")
    with tempfile.TemporaryDirectory(prefix="taken-over-", dir=DIST) as copy:
        program = take_over_copy(folder, Path(copy) / "copy")
        rows = list(
            attack(
                worker, bait, command=(str(program), *arguments), is_kept_alive=worker == "reading"
            )
        )
    assert {row.attack: row.result for row in rows if row.is_surprise} == {}
    assert not [row for row in rows if row.attack.startswith("(wall")], "a wall does not stand"
