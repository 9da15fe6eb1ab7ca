"""`incamera` in real processes, each test module with a home of its own."""

import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]


class Incamera:
    """Runs the command line in one home folder."""

    def __init__(self, home, environment):
        self.home = home
        self._environment = environment | {"INCAMERA_HOME": str(home)}

    def __call__(self, *arguments, limit_s=300):
        return subprocess.run(
            [sys.executable, "-m", "desktop.cli.main", *map(str, arguments)],
            cwd=PROJECT,
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=limit_s,
            check=False,
        )


@pytest.fixture(scope="module")
def incamera(tmp_path_factory, program_environment):
    return Incamera(tmp_path_factory.mktemp("home"), program_environment)
