"""Ctrl-C ends long work in good order."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from desktop.casework.control import Control


@contextmanager
def stopped_by_interrupt(control: Control) -> Iterator[None]:
    """Let Ctrl-C end the work in good order: what is stored stays."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        # On a thread of its own: the one interrupted may hold a lock that stopping needs.
        threading.Thread(target=control.stop, name="stop").start()

    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
