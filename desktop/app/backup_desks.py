"""Desks for backups and for matters that move behind the shapes that the bridge knows."""

from collections.abc import Callable
from pathlib import Path

from desktop.app.shapes import own
from desktop.bridge.backup_shapes import Tell
from desktop.bridge.shapes import ControlLike
from desktop.casework.backing_up.desk import BackupDesk
from desktop.casework.backing_up.moving_desk import MovingDesk
from desktop.domain.backup import BackupEntry, CheckedBackup, Merged, PieceWritten, Rehearsed
from desktop.domain.identity import MatterId


class OwnBackupDesk:
    """A desk for backups behind the shape that the bridge knows."""

    def __init__(self, desk: BackupDesk) -> None:
        self._desk = desk
        self.state, self.plan_pieces = desk.state, desk.plan_pieces
        self.close = desk.close

    def back_up(
        self, target: Path | None, control: ControlLike, tell: Callable[[object], None]
    ) -> BackupEntry | None:
        """Make a backup."""
        return self._desk.back_up(target, own(control), tell)

    def check(self, control: ControlLike, tell: Callable[[object], None]) -> CheckedBackup | None:
        """Check the file of the last backup."""
        return self._desk.check(own(control), tell)

    def write_piece(
        self, number: int, folder: Path, control: ControlLike, tell: Callable[[object], None]
    ) -> PieceWritten | None:
        """Write a piece of a file of backups."""
        return self._desk.write_piece(number, folder, own(control), tell)

    def rehearse(self, control: ControlLike, tell: Callable[[object], None]) -> Rehearsed | None:
        """Rehearse the last backup."""
        return self._desk.rehearse(own(control), tell)


class OwnMovingDesk:
    """A desk for matters that move behind the shape that the bridge knows."""

    def __init__(self, desk: MovingDesk) -> None:
        self._desk = desk
        self.matters, self.receiving_key = desk.matters, desk.receiving_key
        self.wants_passphrase, self.close = desk.wants_passphrase, desk.close
        self.differences, self.let_hold = desk.differences, desk.let_hold

    def pack(
        self,
        matter_id: MatterId,
        target: Path,
        receiver: str,
        passphrase: str,
        control: ControlLike,
        tell: Tell,
    ) -> Path | None:
        """Write a matter into a new file."""
        return self._desk.pack(matter_id, target, receiver, passphrase, own(control), tell)

    def unpack(
        self, file: Path, passphrase: str | None, control: ControlLike, tell: Tell
    ) -> Merged | None:
        """Take a packed matter in, or merge it."""
        return self._desk.unpack(file, passphrase, own(control), tell)
