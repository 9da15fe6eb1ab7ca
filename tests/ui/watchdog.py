"""Measures how long the event loop keeps the analyst waiting."""

import time
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 5
SCHEDULED = Path("/proc/thread-self/schedstat")
"""Of this thread, in ns: how long it ran, and how long it could have run and had no processor."""


class Watchdog(QObject):
    """A timer that should fire every few milliseconds, and notes by how much it was late.

    For how long other programs had the processor is taken off, where the system tells it: that is
    no work of the window's, nor does it wait for anything then.
    """

    def __init__(self, parent=None):
        super().__init__(parent)
        self.delays_ms = []
        self._last_ms = self._now_ms()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._on_fired)

    def start(self):
        self._last_ms = self._now_ms()
        self._timer.start()

    def stop(self):
        self._timer.stop()

    @property
    def worst_ms(self):
        return max(self.delays_ms, default=0.0)

    def _on_fired(self):
        now_ms = self._now_ms()
        self.delays_ms.append(now_ms - self._last_ms - EVERY_MS)
        self._last_ms = now_ms

    def _now_ms(self):
        passed_ms = 1000 * time.perf_counter()
        if not SCHEDULED.exists():
            return passed_ms
        return passed_ms - int(SCHEDULED.read_text().split()[1]) / 1e6
