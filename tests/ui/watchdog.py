"""Measures how long the event loop keeps the analyst waiting."""

import time

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 5


class Watchdog(QObject):
    """A timer that should fire every few milliseconds, and notes by how much it was late."""

    def __init__(self, parent=None):
        super().__init__(parent)
        self.delays_ms = []
        self._last_s = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._on_fired)

    def start(self):
        self._last_s = time.perf_counter()
        self._timer.start()

    def stop(self):
        self._timer.stop()

    @property
    def worst_ms(self):
        return max(self.delays_ms, default=0.0)

    def _on_fired(self):
        now_s = time.perf_counter()
        self.delays_ms.append(1000 * (now_s - self._last_s) - EVERY_MS)
        self._last_s = now_s
