"""What Qt made is destroyed by the thread that made it, whichever thread allocates."""

import gc
import threading
import weakref

from desktop.bridge.collector import Collector


class Knot:
    """A cycle that notes which thread took it apart."""

    def __init__(self, ends):
        self.itself = self
        weakref.finalize(self, lambda: ends.append(threading.get_ident()))


def test_a_thread_that_allocates_much_collects_nothing():
    ends = []
    Knot(ends)
    thread = threading.Thread(target=lambda: [[i] for i in range(200_000)])
    thread.start()
    thread.join()
    assert ends == []


def test_cycles_are_collected_in_the_thread_of_the_window(qtbot):
    ends = []
    Knot(ends)
    kept = [[i] for i in range(5_000)]
    qtbot.waitUntil(lambda: bool(ends))
    assert ends == [threading.get_ident()]
    assert kept


def test_after_the_window_python_collects_by_itself_again(qapp):
    Collector(qapp).end()
    assert gc.isenabled()
