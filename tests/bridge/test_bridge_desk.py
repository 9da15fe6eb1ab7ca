"""A desk answers in its own thread; a long call can be stopped, and a newer one replaces it."""

import threading

import pytest

from desktop.bridge.desk_thread import DeskThread, SiblingDesk, beside
from desktop.casework.control import Control
from desktop.domain.errors import VaultBusyError, WorkerCancelledError

pytestmark = pytest.mark.usefixtures("qapp")


class Vault:
    """Counts its siblings, and knows in which thread each was closed."""

    def __init__(self):
        self.closed_in = None
        self.siblings = []

    def sibling(self):
        self.siblings.append(Vault())
        return self.siblings[-1]

    def close(self):
        self.closed_in = threading.get_ident()


class Desk:
    """Answers at once, or works until it is stopped."""

    def __init__(self, vault):
        self.vault = vault
        self.closed_in = None

    def number(self):
        return 7

    def work(self, control, tell):
        stopped = threading.Event()
        control.call_on_stop(stopped.set)
        tell("begun")
        assert stopped.wait(20)
        return "as far as it came"

    def close(self):
        self.closed_in = threading.get_ident()


@pytest.fixture
def vault():
    return Vault()


@pytest.fixture
def desks():
    return []


@pytest.fixture
def thread(vault, desks):
    def new_desk(sibling):
        desks.append(Desk(sibling))
        return desks[-1]

    thread = DeskThread(Control)
    thread.begin(beside(vault, new_desk))
    yield thread
    ending = thread.end()
    if ending is not None:
        ending.wait()


@pytest.fixture
def outcome():
    """Takes what came of calls."""

    class Outcome(list):
        def refuse(self, error):
            self.append(error)

    return Outcome()


def work(thread, outcome, lane="work"):
    thread.start(
        lambda desk, control, tell: desk.work(control, tell),
        outcome.append,
        outcome.refuse,
        lane=lane,
    )


def test_a_desk_and_its_vault_are_closed_together_by_the_thread_that_opened_them(
    qtbot, thread, vault, desks, outcome
):
    thread.call(lambda desk: desk.number(), outcome.append, outcome.refuse, lane="number")
    qtbot.waitUntil(lambda: outcome == [7])
    (desk,) = desks
    thread.end().wait()
    assert desk.vault is vault.siblings[0]
    assert desk.closed_in == desk.vault.closed_in != threading.get_ident()
    assert vault.closed_in is None


def test_what_is_told_on_the_way_and_the_end_are_told_in_this_thread(qtbot, thread, outcome):
    threads = []
    thread.told.connect(lambda _words: threads.append(threading.get_ident()))
    with qtbot.waitSignal(thread.told) as told:
        work(thread, outcome)
        assert thread.is_running
    assert told.args == ["begun"]
    with qtbot.waitSignal(thread.ended):
        thread.stop()
    assert not thread.is_running
    qtbot.waitUntil(lambda: outcome == ["as far as it came"])
    assert threads == [threading.get_ident()]


def test_a_newer_long_call_stops_the_one_before_and_nothing_more_is_heard_of_that(
    qtbot, thread, outcome
):
    ends = []
    thread.ended.connect(lambda: ends.append(1))
    older = type(outcome)()
    with qtbot.waitSignal(thread.told):
        work(thread, older)
    with qtbot.waitSignal(thread.told):
        work(thread, outcome)
    assert thread.is_running
    assert not ends
    thread.stop()
    qtbot.waitUntil(lambda: bool(outcome))
    assert older == []
    assert len(ends) == 1


def test_a_long_call_that_is_replaced_while_it_waits_has_ended(qtbot, thread, outcome):
    may_go_on = threading.Event()
    thread.call(lambda _desk: may_go_on.wait(20), outcome.append, outcome.refuse, lane="busy")
    work(thread, outcome)
    with qtbot.waitSignal(thread.ended):
        thread.call(lambda desk: desk.number(), outcome.append, outcome.refuse, lane="work")
    assert not thread.is_running
    may_go_on.set()
    qtbot.waitUntil(lambda: outcome == [True, 7])


def test_having_been_stopped_is_no_error_and_every_other_one_is_handed_over(qtbot, thread, outcome):
    def fail(error):
        def closure(_desk, _control, _tell):
            raise error

        return closure

    for error in (WorkerCancelledError(), VaultBusyError()):
        with qtbot.waitSignal(thread.ended):
            thread.start(fail(error), outcome.append, outcome.refuse, lane="work")
    qtbot.waitUntil(lambda: bool(outcome))
    assert [type(error) for error in outcome] == [VaultBusyError]


def test_after_the_end_nothing_is_asked_and_nothing_runs(thread, outcome):
    thread.end().wait()
    work(thread, outcome)
    thread.call(lambda desk: desk.number(), outcome.append, outcome.refuse, lane="number")
    assert not thread.is_running
    assert outcome == []


def test_a_sibling_desk_gives_the_desk_that_it_holds(vault):
    desk = Desk(vault)
    assert SiblingDesk(desk, vault).desk is desk
