"""A kill at any moment of any work loses nothing that was confirmed, and the work goes on."""

import sys

import pytest

from tests.attacks.kills import WORKS, kill, table

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(sys.platform == "win32", reason="kills as on POSIX"),
]

KILLS = 3


@pytest.mark.parametrize("work_type", WORKS)
def test_a_kill_at_a_random_moment_loses_nothing(work_type, tmp_path):
    tally = kill(work_type, tmp_path, KILLS, seed=7)
    assert tally.kills == KILLS
    assert work_type.__doc__.splitlines()[0][:-1] in table({work_type: tally})
