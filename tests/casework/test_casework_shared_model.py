"""Several who ask have one model: in turns, a person first, and nobody ends another's answer."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from desktop.casework.models.shared_model import Rank, SharedModel
from desktop.domain.errors import ModelFilesError, ModelLoadError, WorkerCancelledError
from desktop.domain.page import Pixels
from desktop.domain.vision import StopReason, VisionTask
from desktop.paths import vision_worker_command
from desktop.wire.messages import LoadModel
from tests.models.parrot_pair import parrot_pair

pytestmark = pytest.mark.process

LONG = " ".join(f"word {number:03}" for number in range(30))
LINE = Pixels(64, 64, (b"\xff" * 3 + b"\0" * 3) * (32 * 64))
READ = VisionTask.READ
PATIENCE_S = 30


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    """Two models; one says so much that it can be met while it answers."""
    made = {}
    for name, says in (("long", LONG), ("short", "Total 48.20")):
        pair = parrot_pair(tmp_path_factory.mktemp(name), says)
        made[name] = LoadModel(str(pair.weights), str(pair.projector), "", "", 1)
    return made


@pytest.fixture
def shared():
    return SharedModel(vision_worker_command())


@pytest.fixture
def borrow(shared):
    loans = []

    def borrow(rank=Rank.PERSON):
        loans.append(shared.lend(rank))
        return loans[-1]

    yield borrow
    for loan in loans:
        loan.close()


@pytest.fixture
def beside():
    """Runs things on threads of their own."""
    with ThreadPoolExecutor(8) as pool:
        yield pool


class Holding:
    """A question in the making, held at its first piece until it is let go on."""

    def __init__(self, pool, loan):
        self.begun, self._may_go_on = threading.Event(), threading.Event()
        self.answer = pool.submit(loan.ask, LINE, READ, (), 500, self._take)
        assert self.begun.wait(PATIENCE_S)

    def _take(self, _piece):
        self.begun.set()
        assert self._may_go_on.wait(PATIENCE_S)

    def go_on(self):
        self._may_go_on.set()
        return self.answer.result(PATIENCE_S)


def test_two_borrowers_have_one_process_and_it_is_loaded_once(shared, borrow, pairs):
    first, second = borrow(), borrow()
    assert shared.pid is None
    assert first.load(pairs["short"]) == second.load(pairs["short"])
    pid = shared.pid
    assert first.ask(LINE, READ).text == second.ask(LINE, READ).text == "Total 48.20"
    assert shared.pid == pid


def test_the_process_ends_with_the_last_loan_and_a_new_one_starts_it_again(shared, borrow, pairs):
    first, second = borrow(), borrow()
    first.load(pairs["short"])
    first.close()
    assert shared.pid is not None
    second.close()
    assert shared.pid is None
    third = borrow()
    third.load(pairs["short"])
    assert third.ask(LINE, READ).text == "Total 48.20"


def test_each_borrower_is_answered_by_the_model_that_it_wanted(borrow, pairs):
    first, second = borrow(), borrow()
    first.load(pairs["short"])
    second.load(pairs["long"])
    assert first.ask(LINE, READ).text == "Total 48.20"
    assert second.ask(LINE, READ, (), 500).text.startswith("word 000 word 001")


def test_who_stops_ends_their_own_answer_and_no_other(borrow, beside, pairs):
    asking, waiting, idle = borrow(), borrow(), borrow()
    for loan in (asking, waiting, idle):
        loan.load(pairs["long"])
    held = Holding(beside, asking)
    behind = beside.submit(waiting.ask, LINE, READ, (), 500)
    idle.stop()
    idle.halt()
    waiting.stop()
    assert held.go_on().stop_reason is StopReason.COMPLETE
    assert behind.result(PATIENCE_S).stop_reason is StopReason.COMPLETE
    with pytest.raises(WorkerCancelledError):
        idle.ask(LINE, READ)
    idle.begin()
    assert idle.ask(LINE, READ, (), 500).stop_reason is StopReason.COMPLETE


def test_a_halted_answer_ends_and_the_model_stays_for_the_others(shared, borrow, beside, pairs):
    asking, other = borrow(), borrow()
    asking.load(pairs["long"])
    other.load(pairs["long"])
    pid = shared.pid
    held = Holding(beside, asking)
    asking.halt()
    assert held.go_on().stop_reason is StopReason.STOPPED
    assert other.ask(LINE, READ, (), 500).stop_reason is StopReason.COMPLETE
    assert shared.pid == pid


def test_who_is_halted_while_waiting_waits_no_longer(borrow, beside, pairs):
    asking, waiting = borrow(), borrow()
    asking.load(pairs["long"])
    waiting.load(pairs["long"])
    held = Holding(beside, asking)
    behind = beside.submit(waiting.ask, LINE, READ)
    waiting.halt()
    with pytest.raises(WorkerCancelledError):
        behind.result(PATIENCE_S)
    assert held.go_on().stop_reason is StopReason.COMPLETE


def _wait_for(shared, waiting):
    """Until so many wait for their turn."""
    deadline_s = time.monotonic() + PATIENCE_S
    with shared._changed:
        while len(shared._waiting) != waiting:
            assert time.monotonic() < deadline_s
            shared._changed.wait(0.01)


def test_a_person_goes_before_work_in_the_background(shared, borrow, beside, pairs):
    holding, reader, person = borrow(), borrow(Rank.BACKGROUND), borrow()
    for loan in (holding, reader, person):
        loan.load(pairs["long"])
    order = []

    def ask(loan, name):
        loan.ask(LINE, READ, (), 500, lambda _: order.append(name))

    held = Holding(beside, holding)
    background = [beside.submit(ask, reader, "reader")]
    _wait_for(shared, 1)
    background.append(beside.submit(ask, person, "person"))
    _wait_for(shared, 2)
    held.go_on()
    for asked in background:
        asked.result(PATIENCE_S)
    assert list(dict.fromkeys(order)) == ["person", "reader"]


def test_a_model_that_cannot_be_loaded_is_the_trouble_of_who_wanted_it(borrow, pairs, tmp_path):
    absent = str(tmp_path / "absent.gguf")
    first, second = borrow(), borrow()
    second.load(pairs["short"])
    with pytest.raises(ModelFilesError):
        first.load(LoadModel(absent, absent, "", "", 1))
    assert second.ask(LINE, READ).text == "Total 48.20"


def test_without_a_model_nothing_is_asked(borrow):
    with pytest.raises(ModelLoadError):
        borrow().ask(LINE, READ)
