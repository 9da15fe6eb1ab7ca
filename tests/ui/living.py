"""Which objects of a kind are in memory: found by a walk over all of them."""

import gc
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ALONE_S = 1000.0
UNTIL_ALONE_S = 0.05


@contextmanager
def _no_other_thread_runs() -> Iterator[None]:
    """Hold the interpreter: a thread that waits for it asks for it once in `ALONE_S`.

    A thread that waits already has asked by the old interval, and is let through first.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(ALONE_S)
    threading.Event().wait(UNTIL_ALONE_S)
    try:
        yield
    finally:
        sys.setswitchinterval(usual)


def living(*kinds: type) -> list[object]:
    """All objects of these kinds that are in memory.

    The walk holds every container for a moment, a tuple too that another thread is still filling:
    that thread could not go on (`SystemError`), so none runs while it lasts.
    """
    gc.collect()
    with _no_other_thread_runs():
        return [thing for thing in gc.get_objects() if isinstance(thing, kinds)]
