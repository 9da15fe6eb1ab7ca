"""Backups for the window: made, checked and rehearsed on a thread of their own."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal

from desktop.bridge.desk_thread import Tell
from desktop.bridge.desk_work import DeskWork
from desktop.bridge.shapes import BackupDeskLike, ControlLike

LANE = "backups"
STATE_LANE = "state of backups"


class BackingUp(DeskWork[BackupDeskLike]):
    """Works on backups, one thing at a time, while documents are read and questions answered.

    Signals:
        looked(object): BackupState, whenever it was asked for, and after everything that was done.
        made(object): BackupEntry of a backup that was made.
        checked(object): CheckedBackup of a file that was checked.
        rehearsed(object): Rehearsed of a backup that was rehearsed.
        planned(object): PiecesPlanned of the file of the last backup.
        written(object): PieceWritten, on a stick.
    """

    looked = Signal(object)
    made = Signal(object)
    checked = Signal(object)
    rehearsed = Signal(object)
    planned = Signal(object)
    written = Signal(object)

    def look(self) -> None:
        """Ask when the last backup was made and rehearsed, and what is due."""
        self._call(lambda desk: desk.state(), self.looked.emit, STATE_LANE)

    def make(self, target: Path | None) -> None:
        """Make a backup into a file; None: into that of the last one."""
        self._work(lambda desk, control, tell: desk.back_up(target, control, tell), self.made.emit)

    def check(self) -> None:
        """Read everything in the file of the last backup, and compare."""
        self._work(lambda desk, control, tell: desk.check(control, tell), self.checked.emit)

    def rehearse(self) -> None:
        """Restore the last backup beside the vault, verify it, and take it away again."""
        self._work(lambda desk, control, tell: desk.rehearse(control, tell), self.rehearsed.emit)

    def plan_pieces(self, piece_bytes: int) -> None:
        """Ask into how many pieces of a size the file of the last backup is cut."""
        self._call(lambda desk: desk.plan_pieces(piece_bytes), self.planned.emit, LANE)

    def write_piece(self, number: int, folder: Path) -> None:
        """Write a piece that was planned into a folder, and read it back."""
        self._work(
            lambda desk, control, tell: desk.write_piece(number, folder, control, tell),
            self.written.emit,
        )

    def _work(
        self,
        act: Callable[[BackupDeskLike, ControlLike, Tell], object],
        done: Callable[[object], None],
    ) -> None:
        """Tell what came of it, and how things stand then; nothing came where it was stopped."""

        def then(result: object) -> None:
            if result is not None:
                done(result)
            self.look()

        self._start(act, then, LANE, self._on_refused)

    def _on_refused(self, error: Exception) -> None:
        self.failed.emit(error)
        self.look()
