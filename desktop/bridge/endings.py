"""Threads on their way out: what was asked of them last is finished, and nobody waits for it."""

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot


class Endings(QObject):
    """Keeps threads that were told to end until they have.

    Signals:
        over(): The last of them has ended.
    """

    over = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing is ending."""
        super().__init__(parent)
        self._threads: list[QThread] = []

    def add(self, thread: QThread | None) -> None:
        """Keep a thread that was told to end; `over` follows, also where it has ended already."""
        if thread is None:
            return
        self._threads.append(thread)
        thread.finished.connect(self._on_finished)
        if not thread.isRunning():
            QTimer.singleShot(0, self._on_finished)

    @property
    def are_over(self) -> bool:
        """Whether none is left."""
        return not self._threads

    def wait(self) -> None:
        """Wait for all of them."""
        for thread in self._threads:
            thread.wait()
        self._on_finished()

    @Slot()
    def _on_finished(self) -> None:
        gone = [thread for thread in self._threads if not thread.isRunning()]
        self._threads = [thread for thread in self._threads if thread not in gone]
        for thread in gone:
            thread.deleteLater()
        if gone and not self._threads:
            self.over.emit()
