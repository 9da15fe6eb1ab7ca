"""Restoring for the window: one errand at a time on its own thread, while the vault is shut."""

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from desktop.bridge.backup_shapes import RestoringDeskLike, Tell
from desktop.bridge.errand_thread import ErrandThread
from desktop.bridge.shapes import ControlLike
from desktop.domain.backup import FileTaken, Rehearsed
from desktop.domain.errors import InCameraError
from desktop.domain.ways_in import WayKind

log = logging.getLogger(__name__)

Errand = Callable[[RestoringDeskLike, ControlLike, Tell], object]


class Restoring(QObject):
    """Takes files of backups and restores them; nothing of the vault may be open meanwhile.

    Signals:
        taken(object): FileTaken, what is there now.
        told(object): BackupProgress.
        restored(object): Rehearsed, what is in the vault's place now.
        stopped(): It was stopped; the vault is as it was.
        failed(object): Exception of what was to be done.
        busy_changed(bool): Whether something is being done.
    """

    taken = Signal(object)
    told = Signal(object)
    restored = Signal(object)
    stopped = Signal()
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self,
        desk: RestoringDeskLike,
        new_control: Callable[[], ControlLike],
        parent: QObject | None = None,
    ) -> None:
        """Nothing runs before it is asked for; each errand gets a control of its own."""
        super().__init__(parent)
        self._desk = desk
        self._new_control = new_control
        self._thread: ErrandThread | None = None
        self._control: ControlLike | None = None

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._thread is not None

    def take(self, file: Path) -> None:
        """Take a file of backups, or the next piece of one."""
        self._begin(lambda desk, control, tell: desk.take(file, control, tell))

    def restore(self, kind: WayKind, text: str, number: int | None) -> None:
        """Restore a backup of the file by a way in; None: the latest."""
        self._begin(lambda desk, control, tell: desk.restore(kind, text, number, control, tell))

    def stop(self) -> None:
        """Stop what is being done; the vault stays as it was."""
        if self._control is not None:
            self._control.stop()

    def forget(self) -> None:
        """Let go of the file that was taken, once nothing is being done with it."""
        if not self.is_busy:
            self._desk.forget()

    def close(self) -> None:
        """Stop, wait for the thread, let go of the file."""
        self.stop()
        if self._thread is not None:
            self._thread.wait()
        self._desk.forget()

    # ------------------------------------------------------------------ inside

    def _begin(self, errand: Errand) -> None:
        if self._thread is not None:
            return
        control = self._control = self._new_control()
        desk = self._desk
        self._thread = ErrandThread(lambda tell: errand(desk, control, tell), self)
        self._thread.told.connect(self.told)
        self._thread.answered.connect(self._on_answered)
        self._thread.refused.connect(self._on_refused)
        self._thread.finished.connect(self._on_finished)
        self.busy_changed.emit(True)  # noqa: FBT003 - a Qt signal
        self._thread.start()

    @Slot(object)
    def _on_answered(self, result: object) -> None:
        if isinstance(result, FileTaken):
            self.taken.emit(result)
        elif isinstance(result, Rehearsed):
            self.restored.emit(result)
        else:
            self.stopped.emit()

    @Slot(object)
    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, InCameraError):
            log.error("Defect in restoring.", exc_info=error)
        self.failed.emit(error)

    @Slot()
    def _on_finished(self) -> None:
        if self._thread is not None:
            self._thread.deleteLater()
        self._thread = self._control = None
        self.busy_changed.emit(False)  # noqa: FBT003 - a Qt signal
