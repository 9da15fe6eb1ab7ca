"""Hostile code inside a worker reaches nothing, and the app goes on."""

import logging

import pytest

from desktop.walls.libc import architecture
from desktop.wire.worker_process import MAX_LOGGED_LINES
from tests.attacks.acts import ACTS, Expected
from tests.attacks.attacking import Bait, attack

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(architecture() is None, reason="no walls are built on this system"),
]


@pytest.fixture
def bait(tmp_path, keyring_environment):
    address = keyring_environment["DBUS_SESSION_BUS_ADDRESS"]
    return Bait(tmp_path, address.removeprefix("unix:path="))


def surprises(rows):
    return {row.attack: row.result for row in rows if row.is_surprise}


@pytest.mark.parametrize(
    ("worker", "is_kept_alive"), [("reading", True), ("viewing", False), ("vision", False)]
)
def test_whatever_hostile_code_tries_inside_a_worker_fails_and_the_app_goes_on(
    worker, is_kept_alive, bait, caplog
):
    with caplog.at_level(logging.INFO):
        rows = list(attack(worker, bait, is_kept_alive=is_kept_alive))
    assert surprises(rows) == {}
    ending = sum(act.expected is Expected.ENDED for act in ACTS.values())
    assert len(rows) >= len(ACTS) - (ending if is_kept_alive else 0)
    flooded = [record for record in caplog.records if "Confidential" in record.getMessage()]
    assert flooded == [], "a worker that has seen a document writes no words into the log"
    assert len(caplog.records) <= 4 * MAX_LOGGED_LINES


def test_where_the_kernel_has_no_landlock_the_other_walls_hold_and_the_lack_is_said(bait):
    rows = list(attack("viewing", bait, is_kernel_older=True, is_kept_alive=True))
    assert surprises(rows) == {}
    (lack,) = [row for row in rows if row.attack.startswith("(wall")]
    assert lack.attack == "(wall: landlock)"
    assert "seccomp refuses the opening of any file" in lack.result


def test_without_walls_the_harmless_ones_succeed_so_that_their_failure_means_something(bait):
    assert surprises(attack("naked", bait)) == {}
