"""Threads own what they opened, answer in order of urgency, and end."""

import threading

import pytest

from desktop.bridge.job import Job
from desktop.bridge.owning_thread import OwningThread
from desktop.domain.errors import VaultBusyError, WorkerCancelledError
from desktop.domain.progress import Phase, Progress

pytestmark = pytest.mark.usefixtures("qapp")


class Thing:
    """Remembers which threads touched it."""

    def __init__(self):
        self.opened_in = threading.get_ident()
        self.closed_in = None

    def close(self):
        self.closed_in = threading.get_ident()


@pytest.fixture
def made():
    return []


@pytest.fixture
def thread(made):
    def open_thing():
        made.append(Thing())
        return made[-1]

    thread = OwningThread(open_thing)
    yield thread
    thread.end()
    thread.wait()


def answers(qtbot, thread, number):
    """Collect so many answers, as (ticket, result)."""
    found = []
    thread.answered.connect(lambda ticket, result: found.append((ticket, result)))
    return found, lambda: qtbot.waitUntil(lambda: len(found) >= number)


def test_a_thing_is_opened_used_and_closed_by_its_own_thread(qtbot, thread, made):
    thread.start()
    with qtbot.waitSignal(thread.answered) as answer:
        thread.ask(lambda thing: (thing.opened_in, threading.get_ident()))
    opened_in, used_in = answer.args[1]
    thread.end()
    thread.wait()
    assert opened_in == used_in == made[0].closed_in != threading.get_ident()


def test_urgent_calls_go_first_and_equals_keep_their_order(qtbot, thread):
    found, wait = answers(qtbot, thread, 3)
    late = thread.ask(lambda _: "late", rank=5)[0]
    first = thread.ask(lambda _: "first")[0]
    second = thread.ask(lambda _: "second")[0]
    thread.start()
    wait()
    assert [ticket for ticket, _ in found] == [first, second, late]


def test_a_newer_call_of_a_lane_takes_the_place_of_one_that_waits(qtbot, thread):
    old, _ = thread.ask(lambda _: "old", lane="search")
    new, dropped = thread.ask(lambda _: "new", lane="search")
    found, wait = answers(qtbot, thread, 1)
    thread.start()
    wait()
    assert dropped == (old,)
    assert found == [(new, "new")]


def test_a_failure_is_that_of_its_call_and_the_thread_goes_on(qtbot, thread):
    def fail(_):
        raise VaultBusyError

    thread.start()
    with qtbot.waitSignal(thread.refused) as refusal:
        thread.ask(fail)
    assert isinstance(refusal.args[1], VaultBusyError)
    with qtbot.waitSignal(thread.answered) as answer:
        thread.ask(lambda _: 7)
    assert answer.args[1] == 7


def test_a_failure_to_open_is_told_and_tried_again(qtbot):
    attempts = []

    def open_thing():
        attempts.append(1)
        if len(attempts) == 1:
            raise VaultBusyError
        return Thing()

    thread = OwningThread(open_thing)
    thread.start()
    with qtbot.waitSignal(thread.refused):
        thread.ask(lambda _: None)
    with qtbot.waitSignal(thread.answered):
        thread.ask(lambda _: None)
    thread.end()
    thread.wait()


def test_a_job_reports_what_its_generator_yields_and_how_it_ended(qtbot):
    reports = [Progress(Phase.READING, pages_done=1), Progress(Phase.DONE, pages_done=2)]
    job = Job(lambda: iter(reports))
    seen = []
    job.progressed.connect(seen.append)
    with qtbot.waitSignals([(job.done, "done"), (job.finished, "finished")]):
        job.start()
    assert seen == reports
    assert not job.isRunning()


def test_a_job_whose_worker_was_stopped_ends_as_stopped(qtbot):
    def work():
        yield Progress(Phase.READING)
        raise WorkerCancelledError

    job = Job(work)
    with qtbot.waitSignal(job.done) as done:
        job.start()
    job.wait()
    assert done.args[0].phase is Phase.STOPPED


def test_a_job_that_fails_hands_its_error_over(qtbot):
    def work():
        yield Progress(Phase.READING)
        raise VaultBusyError

    job = Job(work)
    with qtbot.waitSignal(job.failed) as failed:
        job.start()
    job.wait()
    assert isinstance(failed.args[0], VaultBusyError)
