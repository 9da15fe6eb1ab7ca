import os
import sys
from pathlib import Path

import pytest

HOSTILE = Path(__file__).parents[1] / "process" / "hostile_worker.py"


@pytest.fixture
def hostile():
    """The command of a worker that behaves as it is told."""

    def command(how, *more):
        return (sys.executable, str(HOSTILE), how, *map(str, more))

    return command


@pytest.fixture
def is_gone():
    """Whether a process has ended and was waited for."""

    def is_gone(pid):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        return False

    return is_gone
