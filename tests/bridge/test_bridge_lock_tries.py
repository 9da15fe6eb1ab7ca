"""Wrong tries make the next one wait longer, and neither a restart nor the clock shortens that."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.bridge.lock_tries import LONGEST_S, MANY, Tries, delay_s

NOON_S = 1_772_452_800


class Clock:
    """Two clocks: the time of day, which a person can set, and one that nobody can."""

    def __init__(self):
        self.day_s = float(NOON_S)
        self.passed_s = 1_000.0

    def go_on(self, by_s):
        self.day_s += by_s
        self.passed_s += by_s

    def restart(self):
        self.passed_s = 3.0


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def start(tmp_path, clock):
    """Starts the program anew over the same file."""

    def start_it():
        return Tries(
            tmp_path / "unlock-tries",
            now_s=lambda: clock.day_s,
            passed_s=lambda: clock.passed_s,
        )

    return start_it


def test_the_first_try_waits_for_nothing(start):
    assert start().wait_s == 0


def test_each_wrong_try_doubles_the_wait_up_to_five_minutes(start, clock):
    tries, waits = start(), []
    for _ in range(12):
        tries.add()
        waits.append(tries.wait_s)
        clock.go_on(tries.wait_s)
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, LONGEST_S, LONGEST_S, LONGEST_S]


def test_the_wait_runs_down_and_ends(start, clock):
    tries = start()
    for _ in range(4):
        tries.add()
    clock.go_on(5)
    assert tries.wait_s == 3
    clock.go_on(5)
    assert tries.wait_s == 0


def test_the_right_one_forgets_all_and_leaves_no_file(start, tmp_path):
    tries = start()
    tries.add()
    tries.forget()
    assert tries.wait_s == 0
    assert list(tmp_path.iterdir()) == []
    tries.add()
    assert tries.wait_s == 1


def test_a_restart_goes_on_where_it_was(start, clock):
    tries = start()
    for _ in range(5):
        tries.add()
    clock.go_on(6)
    clock.restart()
    again = start()
    assert again.wait_s == 10
    again.add()
    assert again.wait_s == 32


def test_a_clock_set_back_makes_the_whole_wait_begin_anew(start, clock):
    tries = start()
    for _ in range(5):
        tries.add()
    clock.go_on(15)
    clock.day_s -= 86_400
    assert tries.wait_s == 1, "while the window is open the time of day does not count"
    clock.restart()
    assert start().wait_s == 16
    clock.go_on(15)
    clock.restart()
    assert start().wait_s == 1, "from then on the clock as it is now counts"


def test_a_clock_set_forward_does_not_shorten_the_wait_of_a_window_that_is_open(start, clock):
    tries = start()
    for _ in range(5):
        tries.add()
    clock.day_s += 86_400
    assert tries.wait_s == 16


@given(st.binary(max_size=200))
def test_a_file_that_makes_no_sense_counts_as_many_wrong_tries(tmp_path_factory, content):
    file = tmp_path_factory.mktemp("tries") / "unlock-tries"
    file.write_bytes(content)
    wait_s = Tries(file, now_s=lambda: float(NOON_S), passed_s=lambda: 0.0).wait_s
    count, _, time_s = content.decode("latin-1").strip("\n").partition(" ")
    if not (count.isdigit() and time_s.isdigit()):
        assert wait_s == LONGEST_S


def test_the_file_holds_a_count_and_a_time_and_only_this_account_reads_it(start, tmp_path):
    tries = start()
    for _ in range(3):
        tries.add()
    file = tmp_path / "unlock-tries"
    assert file.read_text() == f"3 {NOON_S}\n"
    assert file.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["unlock-tries"]


def test_where_the_file_cannot_be_written_this_run_still_counts(tmp_path, clock):
    tries = Tries(
        tmp_path / "no-such-folder" / "unlock-tries",
        now_s=lambda: clock.day_s,
        passed_s=lambda: clock.passed_s,
    )
    tries.add()
    tries.add()
    assert tries.wait_s == 2


def test_counting_ends_where_waiting_longer_ends(start, tmp_path, clock):
    tries = start()
    for _ in range(3 * MANY):
        tries.add()
    assert (tmp_path / "unlock-tries").read_text() == f"{MANY} {NOON_S}\n"
    assert tries.wait_s == delay_s(MANY) == LONGEST_S
    assert clock.day_s == NOON_S
