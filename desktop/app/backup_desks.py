"""Desks for restoring and for matters that move behind the shapes that the bridge knows."""

from pathlib import Path

from desktop.app.shapes import own
from desktop.bridge.backup_shapes import Tell
from desktop.bridge.shapes import ControlLike
from desktop.casework.backing_up.moving_desk import MovingDesk
from desktop.casework.backing_up.restoring_desk import RestoringDesk
from desktop.casework.opening import way_by_keyring, way_by_passphrase, way_by_sheet
from desktop.domain.backup import FileTaken, Merged, Rehearsed
from desktop.domain.identity import MatterId
from desktop.domain.ways_in import WayKind


class OwnRestoringDesk:
    """A desk for restoring behind the shape that the bridge knows."""

    def __init__(self, desk: RestoringDesk) -> None:
        self._desk = desk
        self.forget = desk.forget

    def take(self, file: Path, control: ControlLike, tell: Tell) -> FileTaken | None:
        """Take a file of backups, or the next piece of one."""
        return self._desk.take(file, own(control), tell)

    def restore(
        self, kind: WayKind, text: str, number: int | None, control: ControlLike, tell: Tell
    ) -> Rehearsed | None:
        """Restore a backup of the file by a way in."""
        match kind:
            case WayKind.KEYRING:
                way = way_by_keyring()
            case WayKind.KEYRING_AND_PASSPHRASE | WayKind.PASSPHRASE:
                way = way_by_passphrase(text)
            case WayKind.SHEET:
                way = way_by_sheet(text)
        return self._desk.restore(way, number, own(control), tell)


class OwnMovingDesk:
    """A desk for matters that move behind the shape that the bridge knows."""

    def __init__(self, desk: MovingDesk) -> None:
        self._desk = desk
        self.matters, self.receiving_key = desk.matters, desk.receiving_key
        self.wants_passphrase, self.close = desk.wants_passphrase, desk.close

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
