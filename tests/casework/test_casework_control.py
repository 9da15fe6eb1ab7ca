import threading

from desktop.casework.control import Control
from desktop.casework.ingesting.pace import Lengths, Pace


def test_work_goes_on_until_it_is_stopped():
    control = Control()
    assert control.may_go_on()
    control.stop()
    assert not control.may_go_on()
    assert control.is_stopped


def test_a_pause_holds_work_until_it_is_resumed():
    control = Control()
    control.pause()
    went_on = threading.Event()
    worker = threading.Thread(target=lambda: control.may_go_on() and went_on.set())
    worker.start()
    worker.join(0.1)
    assert control.is_paused
    assert not went_on.is_set()
    control.resume()
    worker.join()
    assert went_on.is_set()
    assert not control.is_paused


def test_stopping_ends_a_pause():
    control = Control()
    control.pause()
    answers = []
    worker = threading.Thread(target=lambda: answers.append(control.may_go_on()))
    worker.start()
    control.stop()
    worker.join()
    assert answers == [False]


def test_what_must_be_killed_is_told_of_the_stop_even_when_it_comes_late():
    control = Control()
    told = []
    control.call_on_stop(lambda: told.append("early"))
    control.stop()
    control.call_on_stop(lambda: told.append("late"))
    assert told == ["early", "late"]


def test_pace_is_that_of_the_last_half_minute():
    now_s = 0.0
    pace = Pace(lambda: now_s)
    assert pace.pages_per_s == 0
    assert pace.left_s(10) is None
    now_s = 10.0
    pace.add(100)
    assert pace.pages_per_s == 10
    assert pace.left_s(50) == 5
    now_s = 45.0
    pace.add(10)
    now_s = 50.0
    pace.add(10)
    assert pace.pages_per_s == 20 / 40


def test_documents_that_nobody_has_opened_count_like_those_that_were():
    lengths = Lengths()
    assert lengths.of(0) == 0
    assert lengths.of(7) is None
    for pages in (1, 5):
        lengths.add(pages)
    assert lengths.of(7) == 21
