"""A training stops when it is told to, keeps where it stands, and goes on from there."""

import os
import re
import signal
import subprocess

import pytest
from platformdirs import user_cache_path

from models.starter.training.fonts import fonts_folder
from tests.conftest import PROJECT

PYTHON = user_cache_path("in-camera") / "train-venv" / "bin" / "python"
ENVIRONMENT = {"OMP_NUM_THREADS": "1", "TORCH_COMPILE_DISABLE": "1"}


@pytest.fixture
def started(tmp_path):
    """Starts a training whose checkpoint is in a folder of its own."""
    if not PYTHON.exists() or not fonts_folder().is_dir():
        pytest.skip("torch or the fonts of training are not on this machine: see `make train`")
    running = []

    def start(*options):
        command = [PYTHON, "-m", "models.starter.training.train", "--threads", "1", *options]
        command += ["--checkpoint", tmp_path / "checkpoint.pt"]
        process = subprocess.Popen(
            command, cwd=PROJECT, env=os.environ | ENVIRONMENT, stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.communicate()


@pytest.mark.process
def test_it_goes_on_from_where_it_was_stopped(started, tmp_path):
    process = started()
    assert "step 0" in process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    said, _ = process.communicate(timeout=120)
    (kept,) = re.findall(r"kept at step (\d+)", said)
    assert process.returncode == 0
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint.pt"]
    process = started("--minutes", "0")
    said, _ = process.communicate(timeout=120)
    assert f"step {kept}," in said
