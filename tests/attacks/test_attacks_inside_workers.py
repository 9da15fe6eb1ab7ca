"""Hostile code inside a worker reaches nothing, and the app goes on."""

import logging

import pytest

from desktop.walls.libc import architecture
from desktop.wire.worker_process import MAX_LOGGED_LINES
from tests.attacks.acts import ACTS
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


@pytest.mark.parametrize("worker", ["reading", "vision"])
def test_whatever_hostile_code_tries_inside_a_worker_fails_and_the_app_goes_on(
    worker, bait, caplog
):
    with caplog.at_level(logging.INFO):
        rows = list(attack(worker, bait))
    assert surprises(rows) == {}
    assert len(rows) >= len(ACTS)
    flooded = [record for record in caplog.records if "Confidential" in record.getMessage()]
    assert flooded == [], "a worker that has seen a document writes no words into the log"
    assert len(caplog.records) <= 4 * MAX_LOGGED_LINES


def test_without_walls_the_harmless_ones_succeed_so_that_their_failure_means_something(bait):
    assert surprises(attack("naked", bait)) == {}
