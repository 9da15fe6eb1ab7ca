"""The desk for restoring behind the shape that the bridge knows: there before any vault is open."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app.shapes import own
from desktop.app.vault_place import VaultPlace
from desktop.bridge.backup_shapes import Tell
from desktop.bridge.shapes import ControlLike
from desktop.domain.backup import FileTaken, Rehearsed
from desktop.domain.ways_in import WayKind

if TYPE_CHECKING:
    from desktop.casework.backing_up.restoring_desk import RestoringDesk


class OwnRestoringDesk:
    """A desk for restoring behind the shape that the bridge knows; made at its first use.

    Args:
        place: Where the vault lies.
        clock: Tells the time, in UTC.
    """

    def __init__(self, place: VaultPlace, clock: Callable[[], datetime]) -> None:
        """Load nothing yet."""
        self._place = place
        self._clock = clock

    @cached_property
    def _desk(self) -> "RestoringDesk":
        from desktop.casework.backing_up.restoring_desk import RestoringDesk

        return RestoringDesk(self._place.folder, self._clock)

    def take(self, file: Path, control: ControlLike, tell: Tell) -> FileTaken | None:
        """Take a file of backups, or the next piece of one."""
        return self._desk.take(file, own(control), tell)

    def restore(
        self, kind: WayKind, text: str, number: int | None, control: ControlLike, tell: Tell
    ) -> Rehearsed | None:
        """Restore a backup of the file by a way in."""
        from desktop.casework.opening import way_by_keyring, way_by_passphrase, way_by_sheet

        match kind:
            case WayKind.KEYRING:
                way = way_by_keyring()
            case WayKind.KEYRING_AND_PASSPHRASE | WayKind.PASSPHRASE:
                way = way_by_passphrase(text)
            case WayKind.SHEET:
                way = way_by_sheet(text)
        return self._desk.restore(way, number, own(control), tell)

    def forget(self) -> None:
        """Let go of the file; what was put together from pieces is taken away.

        The vault may lie elsewhere afterwards: the next file is taken by a new desk.
        """
        if "_desk" in self.__dict__:
            self._desk.forget()
            del self._desk
