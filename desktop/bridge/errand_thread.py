"""One errand on a thread of its own, for what is done while no vault is open."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal
from typing_extensions import override

Errand = Callable[[Callable[[object], None]], object]
"""Gets what it tells on its way to, gives its result."""


class ErrandThread(QThread):
    """Does one thing.

    Signals:
        told(object): What it says on its way.
        answered(object): Its result.
        refused(object): Its exception.
    """

    told = Signal(object)
    answered = Signal(object)
    refused = Signal(object)

    def __init__(self, errand: Errand, parent: QObject | None = None) -> None:
        """Nothing runs before `start`."""
        super().__init__(parent)
        self._errand: Errand | None = errand

    @override
    def run(self) -> None:
        """The thread's life."""
        errand, self._errand = self._errand, None  # what was typed goes with the thread
        try:
            result = errand(self.told.emit) if errand else None
        except Exception as error:  # noqa: BLE001 - shown or logged by the owner
            self.refused.emit(error)
        else:
            self.answered.emit(result)
