"""Garbage is collected on the window's thread only.

Python collects cycles on whichever thread happens to allocate; a widget in a cycle would then be
destroyed on a thread that is not the window's, which ends the process. So the automatic collector
is off, and a timer of the window's thread does its work.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500


class Collector(QObject):
    """Collects while it lives; belongs to the window's thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Take over from the automatic collector; what is there now is never looked at again."""
        super().__init__(parent)
        gc.disable()
        gc.collect()
        gc.freeze()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect_due)
        self._timer.start(EVERY_MS)

    def collect_due(self) -> None:
        """Collect the oldest generation that is due, if any, with the younger ones."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return

    def end(self) -> None:
        """Give the work back to the automatic collector."""
        self._timer.stop()
        gc.collect()
        gc.unfreeze()
        gc.enable()
