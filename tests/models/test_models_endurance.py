"""Long work of the vision worker: its memory stays flat, it stops when told, and it comes back."""

import os
import signal
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from desktop.casework.models.vision_model import model_to_load
from desktop.domain.errors import WorkerCancelledError, WorkerDiedError
from desktop.domain.page import Pixels
from desktop.domain.vision import StopReason, VisionTask
from desktop.paths import vision_worker_command
from desktop.settings import Settings
from desktop.wire.messages import LoadModel
from desktop.wire.vision_client import VisionClient
from tests.models.tiny_pairs import qwen_pair, smolvlm_pair

pytestmark = pytest.mark.process

READ, FIELD = VisionTask.READ, VisionTask.FIELD
REGIONS = 500
PICTURES = 250
WARM_UP = 60
MOST_GROWTH_MB = 0.1


@pytest.fixture
def client():
    with VisionClient(vision_worker_command()) as client:
        yield client


@pytest.fixture
def printed(show):
    def printed(*lines):
        region = show(*lines)
        return Pixels(region.width_px, region.height_px, region.rgb)

    return printed


def anonymous_mb(pid):
    """Memory that the process has for itself: mapped weights are not counted."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    raise AssertionError("the system does not say")


def noise(numbers):
    width_px, height_px = (int(side) for side in numbers.integers(40, 300, 2))
    pixels = numbers.integers(0, 256, (height_px, width_px, 3), dtype=np.uint8)
    return Pixels(width_px, height_px, pixels.tobytes())


@pytest.mark.skipif(sys.platform != "linux", reason="memory of a process is read from /proc")
def test_five_hundred_regions_leave_the_memory_of_the_starter_flat(client, printed):
    client.load(model_to_load(Settings()))
    pid = client.pid
    for number in range(REGIONS):
        if number == WARM_UP:
            before = anonymous_mb(pid)
        line = f"Amount {number}.50 EUR"
        assert client.ask(printed(line), READ, words=line).tokens > 0
    assert client.pid == pid
    assert (anonymous_mb(pid) - before) / (REGIONS - WARM_UP) < MOST_GROWTH_MB


@pytest.mark.skipif(sys.platform != "linux", reason="memory of a process is read from /proc")
@pytest.mark.parametrize("make", [smolvlm_pair, qwen_pair])
def test_pictures_of_any_size_leave_the_memory_of_a_general_model_flat(client, tmp_path, make):
    weights, projector = make(tmp_path)
    client.load(LoadModel(str(weights), str(projector), "", "", 1))
    pid, numbers = client.pid, np.random.default_rng(11)
    for number in range(PICTURES):
        if number == WARM_UP:
            before = anonymous_mb(pid)
        client.ask(noise(numbers), READ, max_tokens=4, words="Some words of another reader")
    assert client.pid == pid
    assert (anonymous_mb(pid) - before) / (PICTURES - WARM_UP) < MOST_GROWTH_MB


def test_a_stop_is_obeyed_within_a_fifth_of_a_second(client, tmp_path, printed):
    weights, projector = qwen_pair(tmp_path)
    client.load(LoadModel(str(weights), str(projector), "", "", 1))
    waits_s = []
    for _ in range(5):
        stopped_at_s = []

        def stop(_piece, stopped_at_s=stopped_at_s):
            if not stopped_at_s:
                stopped_at_s.append(time.perf_counter())
                client.stop()

        answer = client.ask(printed("10.95"), READ, max_tokens=4000, on_piece=stop)
        waits_s.append(time.perf_counter() - stopped_at_s[0])
        assert answer.stop_reason is StopReason.STOPPED
    # The median: what else the machine does can hold up any one of them.
    assert sorted(waits_s)[2] < 0.2


def test_the_queue_goes_on_with_the_model_loaded_whenever_the_worker_is_killed(client, printed):
    description = client.load(model_to_load(Settings()))
    queue = [f"{number}0.95" for number in range(1, 9)]
    kills = {"20.95": "while it answers", "40.95": "before it is asked", "70.95": "by the app"}
    read, pids = [], set()
    while queue:
        value = queue[0]
        way = kills.pop(value, "")
        pid = client.pid
        if way == "before it is asked":
            os.kill(pid, signal.SIGKILL)

        def on_piece(_piece, way=way, pid=pid):
            if way == "while it answers":
                os.kill(pid, signal.SIGKILL)
            elif way == "by the app":
                client.kill()

        try:
            read.append(client.ask(printed(value), READ, on_piece=on_piece).text)
        except (WorkerDiedError, WorkerCancelledError):
            continue
        pids.add(client.pid)
        queue.pop(0)
    assert read == [f"{number}0.95" for number in range(1, 9)]
    assert len(pids) == 4
    assert client.load(model_to_load(Settings())) == description
