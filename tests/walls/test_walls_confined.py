import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.walls.calls import REACHING_OUT
from desktop.walls.landlock import landlock_version
from desktop.walls.libc import architecture

ROOT = Path(__file__).parents[2]

pytestmark = [
    pytest.mark.process,
    pytest.mark.skipif(architecture() is None, reason="no walls are built on this system"),
]

HARMLESS = (
    "compute",
    "start a thread",
    "take memory",
    "read the clock",
    "write to an open pipe",
)
NEEDING_A_NEW_FILE = (
    "write a file inside",
    "write a file outside",
    "make a file",
    "make a folder",
    "remove a file",
    "rename a file",
    "link a file",
)
PROCESSES = ("fork", "start a program", "clone a process")
SOCKETS = ("socketpair", *(f"socket {family}" for family in range(1, 46)))
OTHERS = ("signal the parent", *(f"call {name}" for name in REACHING_OUT))


@pytest.fixture(scope="module")
def confined(tmp_path_factory):
    """Runs the attempts behind the walls named; gives the walls and what came of each attempt."""
    known = {}

    def run(steps):
        if steps not in known:
            folder = tmp_path_factory.mktemp("walls")
            for name in ("inside/file", "inside/spare", "inside/old", "outside/file"):
                (folder / name).parent.mkdir(exist_ok=True)
                (folder / name).write_text("something")
            done = subprocess.run(
                [sys.executable, str(Path(__file__).with_name("attempts.py")), steps, str(folder)],
                env={"PYTHONPATH": str(ROOT)},
                capture_output=True,
                check=True,
            )
            known[steps] = json.loads(done.stdout)
        return known[steps]["walls"], known[steps]["tried"]

    return run


def refused(tried, names, by=("EPERM", "EACCES")):
    """The attempts among `names` that were not refused: none, as a test wants it."""
    return {name: tried[name] for name in names if tried[name] not in by}


def demand_landlock():
    if landlock_version() == 0:
        pytest.skip("this kernel has no Landlock")


def test_without_walls_the_attempts_succeed_so_that_their_failure_means_something(confined):
    walls, tried = confined("none")
    assert walls == []
    possible = (*HARMLESS, *NEEDING_A_NEW_FILE, *PROCESSES)
    reads = ("read a file inside", "read a file outside", "learn whether a file exists")
    memory = ("map executable memory", "make memory executable", "take 8 GiB")
    assert {tried[name] for name in (*possible, *reads, *memory)} == {0}
    assert not any(tried[f"call {name}"] == "EPERM" for name in ("ptrace", "bpf", "pidfd_open"))


@pytest.mark.parametrize("steps", ["network", "helper", "network+files", "network+files+computing"])
class TestFromTheStart:
    def test_no_socket_of_any_family_can_be_made(self, confined, steps):
        walls, tried = confined(steps)
        assert {"no_new_privs", "no_network"} <= set(walls)
        assert refused(tried, SOCKETS) == {}

    def test_io_uring_and_a_second_set_of_calls_are_no_way_around(self, confined, steps):
        _, tried = confined(steps)
        assert tried["set up io_uring"] in {"ENOSYS", "EPERM"}
        assert tried.get("use the x32 calls", "EPERM") == "EPERM"

    def test_it_can_compute(self, confined, steps):
        _, tried = confined(steps)
        assert {tried[name] for name in HARMLESS} == {0}


@pytest.mark.parametrize("steps", ["network", "network+files", "network+files+computing"])
class TestWithoutAHelper:
    def test_no_program_or_process_can_be_started(self, confined, steps):
        _, tried = confined(steps)
        assert refused(tried, PROCESSES) == {}

    def test_no_other_process_and_no_machinery_of_the_kernel_can_be_reached(self, confined, steps):
        _, tried = confined(steps)
        assert refused(tried, OTHERS) == {}


def test_a_worker_with_a_helper_may_start_it(confined):
    _, tried = confined("helper")
    assert {tried[name] for name in PROCESSES} == {0}


def test_while_it_loads_it_reads_what_was_named_and_nothing_else(confined):
    demand_landlock()
    walls, tried = confined("network+files")
    assert {"limits", "landlock", "hidden_memory"} <= set(walls)
    assert tried["read a file inside"] == tried["list inside"] == 0
    assert refused(tried, ("read a file outside", "list outside", *NEEDING_A_NEW_FILE)) == {}


def test_it_cannot_take_more_memory_than_it_was_given(confined):
    _, tried = confined("network+files")
    assert tried["take 8 GiB"] == "ENOMEM"


def test_threads_are_counted_with_those_of_the_account():
    """The limit itself binds no root, as whom tests may run: what is set is looked at."""
    script = (
        "import resource, threading\n"
        "from desktop.walls.limits import Limits, set_limits, threads_of_account\n"
        "ended = threading.Event()\n"
        "before = threads_of_account()\n"
        "for _ in range(200): threading.Thread(target=ended.wait, daemon=True).start()\n"
        "after = threads_of_account()\n"
        "assert set_limits(Limits(more_threads=1_000))\n"
        "soft, hard = resource.getrlimit(resource.RLIMIT_NPROC)\n"
        "assert soft == hard\n"
        "print(before, after, soft)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    before, after, limit = map(int, done.stdout.split())
    others = 150  # programs of this account that start or end threads meanwhile
    assert abs(after - before - 200) < others
    assert abs(limit - after - 1_000) < others


def test_once_loaded_it_can_open_nothing_at_all(confined):
    walls, tried = confined("network+files+computing")
    assert "seccomp" in walls
    reads = ("read a file inside", "list inside", "read a file outside", "list outside")
    assert refused(tried, (*reads, *NEEDING_A_NEW_FILE)) == {}


def test_once_loaded_it_cannot_even_learn_which_files_there_are(confined):
    _, tried = confined("network+files+computing")
    assert tried["learn whether a file exists"] == "EPERM"


def test_once_loaded_it_can_make_no_memory_executable_and_lift_no_limit(confined):
    _, tried = confined("network+files+computing")
    names = ("map executable memory", "make memory executable", "set a limit")
    assert refused(tried, (*names, "own a descriptor for the parent")) == {}


def test_seccomp_alone_keeps_files_and_processes_shut(confined):
    """Each wall stands by itself: here all others are missing, but for the rights it needs."""
    walls, tried = confined("network+computing")
    assert walls == ["no_new_privs", "no_network", "seccomp"]
    assert refused(tried, ("read a file outside", *NEEDING_A_NEW_FILE, *PROCESSES, *OTHERS)) == {}


def test_the_program_with_the_keys_leaves_no_core_file_and_lets_none_be_left_by_what_it_starts():
    script = (
        "import resource, subprocess, sys\n"
        "from desktop.walls.limits import forbid_core_files\n"
        "assert forbid_core_files()\n"
        "asks = 'import resource; print(resource.getrlimit(resource.RLIMIT_CORE))'\n"
        "subprocess.run([sys.executable, '-c', asks], check=True)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "(0, 0)\n"


def test_a_wall_that_binds_only_one_of_several_threads_is_not_named(confined):
    demand_landlock()
    walls, _ = confined("threads+network+files")
    assert ("landlock" in walls) == (landlock_version() >= 8)
