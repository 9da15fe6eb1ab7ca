"""Letting the window live while its pictures are made."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer

LIMIT_S = 180.0
SETTLE_MS = 350
"""Long enough for a picture asked for at the last zoom to be there."""


def wait(until: Callable[[], bool]) -> None:
    """Let the window live until something is so.

    Raises:
        TimeoutError: It was not so within three minutes.
    """
    limit_s = time.monotonic() + LIMIT_S
    while not until():
        if time.monotonic() > limit_s:
            raise TimeoutError
        settle(20)


def settle(rest_ms: int = SETTLE_MS) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(rest_ms, loop.quit)
    loop.exec()
