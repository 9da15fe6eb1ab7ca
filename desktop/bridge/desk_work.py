"""What the window does at a desk: short calls, and one long work at a time that can be stopped."""

from collections.abc import Callable
from typing import Any, Generic

from PySide6.QtCore import QObject, QThread, Signal

from desktop.bridge.desk_thread import Desk, DeskThread, SiblingDesk, Tell
from desktop.bridge.shapes import ControlLike


class DeskWork(QObject, Generic[Desk]):
    """Work at one desk, on a thread of its own; what is done there is told by who inherits it.

    Signals:
        told(object): How far the long work has come.
        failed(object): Exception of what was to be done.
        busy_changed(bool): Whether long work is being done.
    """

    told = Signal(object)
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self, new_control: Callable[[], ControlLike], parent: QObject | None = None
    ) -> None:
        """Nothing can be asked for before `begin`; `new_control` gives what stops long work."""
        super().__init__(parent)
        self._desk: DeskThread[Desk] = DeskThread(new_control, self)
        self._desk.told.connect(self.told)
        self._desk.ended.connect(self._on_ended)

    def begin(self, open_desk: Callable[[], SiblingDesk[Desk]]) -> None:
        """Start the thread."""
        self._desk.begin(open_desk)

    @property
    def is_busy(self) -> bool:
        """Whether long work is being done."""
        return self._desk.is_running

    def stop(self) -> None:
        """Stop the long work."""
        self._desk.stop()

    def end(self) -> QThread | None:
        """Stop; the thread that is still to end."""
        return self._desk.end()

    def _call(self, act: Callable[[Desk], Any], then: Callable[[Any], None], lane: str) -> None:
        """Do something short; see `DeskThread.call`."""
        self._desk.call(act, then, self.failed.emit, lane=lane)

    def _start(
        self,
        act: Callable[[Desk, ControlLike, Tell], Any],
        then: Callable[[Any], None],
        lane: str,
        refused: Callable[[Exception], None] | None = None,
    ) -> None:
        """Do something long, unless something long is being done.

        Args:
            act: Gets the desk, what stops it, and what to tell on its way.
            then: Gets the result, also of work that was stopped and has one.
            lane: As in `DeskThread.start`.
            refused: Gets the exception in place of `failed`.
        """
        if self.is_busy:
            return
        self._desk.start(act, then, refused or self.failed.emit, lane=lane)
        self.busy_changed.emit(self.is_busy)

    def _on_ended(self) -> None:
        self.busy_changed.emit(False)  # noqa: FBT003 - a Qt signal
