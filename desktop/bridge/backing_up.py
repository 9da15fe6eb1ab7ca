"""Backups for the window: made, checked and rehearsed on a thread of their own."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from desktop.bridge.desk_thread import DeskThread, SiblingDesk
from desktop.bridge.shapes import BackupDeskLike, ControlLike
from desktop.domain.backup import BackupEntry, CheckedBackup, PieceWritten, Rehearsed

LANE = "backups"
STATE_LANE = "state of backups"


class BackingUp(QObject):
    """Works on backups, one thing at a time, while documents are read and questions answered.

    Signals:
        looked(object): BackupState, whenever it was asked for, and after everything that was done.
        told(object): BackupProgress of what is being done.
        made(object): BackupEntry of a backup that was made.
        checked(object): CheckedBackup of a file that was checked.
        rehearsed(object): Rehearsed of a backup that was rehearsed.
        planned(object): PiecesPlanned of the file of the last backup.
        written(object): PieceWritten, on a stick.
        failed(object): Exception of what was to be done.
        busy_changed(bool): Whether something is being done.
    """

    looked = Signal(object)
    told = Signal(object)
    made = Signal(object)
    checked = Signal(object)
    rehearsed = Signal(object)
    planned = Signal(object)
    written = Signal(object)
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self, new_control: Callable[[], ControlLike], parent: QObject | None = None
    ) -> None:
        """Nothing can be asked for before `begin`.

        Args:
            new_control: Gives what stops the work.
            parent: Owner.
        """
        super().__init__(parent)
        self._desk: DeskThread[BackupDeskLike] = DeskThread(new_control, self)
        self._desk.told.connect(self.told)
        self._desk.ended.connect(self._on_ended)

    def begin(self, open_desk: Callable[[], SiblingDesk[BackupDeskLike]]) -> None:
        """Start the thread."""
        self._desk.begin(open_desk)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._desk.is_running

    def look(self) -> None:
        """Ask when the last backup was made and rehearsed, and what is due."""
        self._desk.call(
            lambda desk: desk.state(), self.looked.emit, self.failed.emit, lane=STATE_LANE
        )

    def make(self, target: Path | None) -> None:
        """Make a backup into a file; None: into that of the last one."""
        self._start(lambda desk, control, tell: desk.back_up(target, control, tell), self.made.emit)

    def check(self) -> None:
        """Read everything in the file of the last backup, and compare."""
        self._start(lambda desk, control, tell: desk.check(control, tell), self.checked.emit)

    def rehearse(self) -> None:
        """Restore the last backup beside the vault, verify it, and take it away again."""
        self._start(lambda desk, control, tell: desk.rehearse(control, tell), self.rehearsed.emit)

    def plan_pieces(self, piece_bytes: int) -> None:
        """Ask into how many pieces of a size the file of the last backup is cut."""
        self._desk.call(
            lambda desk: desk.plan_pieces(piece_bytes),
            self.planned.emit,
            self.failed.emit,
            lane=LANE,
        )

    def write_piece(self, number: int, folder: Path) -> None:
        """Write a piece that was planned into a folder, and read it back."""
        self._start(
            lambda desk, control, tell: desk.write_piece(number, folder, control, tell),
            self.written.emit,
        )

    def stop(self) -> None:
        """Stop; what was begun is taken away again."""
        self._desk.stop()

    def end(self) -> QThread | None:
        """Stop; the thread that is still to end."""
        return self._desk.end()

    def _start(
        self,
        act: Callable[
            [BackupDeskLike, ControlLike, Callable[[object], None]],
            BackupEntry | CheckedBackup | Rehearsed | PieceWritten | None,
        ],
        done: Callable[[object], None],
    ) -> None:
        if self.is_busy:
            return

        def then(result: object) -> None:
            if result is not None:
                done(result)
            self.look()

        self._desk.start(act, then, self._on_refused, lane=LANE)
        self.busy_changed.emit(self.is_busy)

    def _on_refused(self, error: Exception) -> None:
        self.failed.emit(error)
        self.look()

    def _on_ended(self) -> None:
        self.busy_changed.emit(False)  # noqa: FBT003 - a Qt signal
