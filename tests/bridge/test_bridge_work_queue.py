"""Long work that was ended goes on when the vault is open again, and lets go of it meanwhile."""

import threading

import pytest

from desktop.bridge.endings import Endings
from desktop.bridge.work_queue import Run, WorkQueue
from desktop.casework.control import Control
from desktop.domain.identity import MatterId
from desktop.domain.progress import Phase, Progress

pytestmark = pytest.mark.usefixtures("qapp")

MATTER = MatterId("0" * 32)


class Vault:
    """Counts how often it is lent and given back."""

    def __init__(self):
        self.lent = self.returned = 0

    def sibling(self):
        self.lent += 1
        return self

    def close(self):
        self.returned += 1


class Steps:
    """Work of a few steps; each waits until the test lets it go on, or until it is stopped."""

    def __init__(self, *phases):
        self.phases = phases
        self.begun = 0
        self.may_go_on = threading.Semaphore(0)

    def __call__(self, _vault, control):
        self.begun += 1
        control.call_on_stop(self.may_go_on.release)
        for phase in self.phases:
            yield Progress(phase)
            self.may_go_on.acquire()
            if not control.may_go_on():
                yield Progress(Phase.STOPPED)
                return
        yield Progress(Phase.DONE)


@pytest.fixture
def vault():
    return Vault()


@pytest.fixture
def queue(vault):
    queue = WorkQueue(Control)
    queue.begin(vault)
    yield queue
    job = queue.end()
    if job is not None:
        job.wait()


@pytest.fixture
def end(qtbot, queue):
    """Ends the queue and waits until its thread has."""

    def end_it():
        endings = Endings()
        with qtbot.waitSignal(endings.over):
            endings.add(queue.end())

    return end_it


def begun(qtbot, queue, steps):
    with qtbot.waitSignal(queue.progressed):
        queue.put(Run(MATTER, steps))


def test_work_that_was_ended_begins_anew_with_the_next_vault(qtbot, queue, vault, end):
    steps = Steps(Phase.ADMITTING)
    begun(qtbot, queue, steps)
    end()
    assert (vault.lent, vault.returned, queue.is_running) == (1, 1, False)
    other = Vault()
    queue.begin(other)
    steps.may_go_on.release()
    with qtbot.waitSignal(queue.emptied):
        pass
    assert (steps.begun, other.lent, other.returned) == (2, 1, 1)


def test_files_that_were_all_admitted_are_not_admitted_again(qtbot, queue, end):
    steps = Steps(Phase.ADMITTING, Phase.READING)
    begun(qtbot, queue, steps)
    with qtbot.waitSignal(queue.progressed):
        steps.may_go_on.release()
    end()
    queue.begin(Vault())
    assert (queue.is_running, queue.waiting) == (False, 0)


def test_what_waited_behind_it_waits_on(qtbot, queue, end):
    first, second = Steps(Phase.EXPORTING), Steps(Phase.EXPORTING)
    begun(qtbot, queue, first)
    queue.put(Run(MATTER, second))
    end()
    assert queue.waiting == 2
    queue.begin(Vault())
    first.may_go_on.release()
    second.may_go_on.release()
    with qtbot.waitSignal(queue.emptied):
        pass
    assert (first.begun, second.begun) == (2, 1)


def test_work_that_was_paused_begins_paused(qtbot, queue, end):
    steps = Steps(Phase.EXPORTING)
    begun(qtbot, queue, steps)
    queue.pause()
    end()
    assert not queue.is_paused
    with qtbot.waitSignal(queue.progressed):
        queue.begin(Vault())
    assert queue.is_paused
    queue.resume()
    steps.may_go_on.release()
    with qtbot.waitSignal(queue.emptied):
        pass


def test_work_that_may_come_to_its_end_keeps_the_vault_until_then(qtbot, queue, vault):
    first, second = Steps(Phase.READING), Steps(Phase.READING)
    begun(qtbot, queue, first)
    queue.put(Run(MATTER, second))
    queue.end_when_empty()
    assert queue._vault is vault
    first.may_go_on.release()
    second.may_go_on.release()
    with qtbot.waitSignal(queue.emptied):
        pass
    assert queue._vault is None
    assert (vault.lent, vault.returned) == (2, 2)


def test_a_vault_that_is_opened_while_work_goes_on_is_taken_for_what_follows(qtbot, queue):
    first, second = Steps(Phase.READING), Steps(Phase.READING)
    begun(qtbot, queue, first)
    queue.end_when_empty()
    other = Vault()
    queue.begin(other)
    queue.put(Run(MATTER, second))
    first.may_go_on.release()
    second.may_go_on.release()
    with qtbot.waitSignal(queue.emptied):
        pass
    assert other.lent == 1
    assert queue._vault is other
