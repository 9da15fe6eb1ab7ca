"""Matters on their way between vaults, for the window, on a thread of their own."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal

from desktop.bridge.backup_shapes import MovingDeskLike
from desktop.bridge.desk_thread import Tell
from desktop.bridge.desk_work import DeskWork
from desktop.bridge.shapes import ControlLike
from desktop.domain.differences import DecidedOnce
from desktop.domain.identity import FindingId, MatterId

LANE = "moving"
LOOK_LANE = "what can be moved"
DIFFERENCES_LANE = "what was decided differently"


class Moving(DeskWork[MovingDeskLike]):
    """Packs matters and takes them in, one at a time.

    Signals:
        looked(object, str): The matters that can be packed, and the receiving key of this vault.
        asked(object, bool): A packed file, and whether it opens with a passphrase.
        packed(object): The file that was written.
        unpacked(object): Merged, what came of it.
        differing(str, object): Matter and its tuple of MatterDifference.
        settled(str, object): Finding and the StoredFinding that it is now, once decided again.
    """

    looked = Signal(object, str)
    asked = Signal(object, bool)
    packed = Signal(object)
    unpacked = Signal(object)
    differing = Signal(str, object)
    settled = Signal(str, object)

    def look(self) -> None:
        """Ask which matters there are, and what others pack for."""
        self._call(
            lambda desk: (desk.matters(), desk.receiving_key()),
            lambda seen: self.looked.emit(*seen),
            LOOK_LANE,
        )

    def ask_about(self, file: Path) -> None:
        """Ask whether a packed file opens with a passphrase."""
        self._call(
            lambda desk: desk.wants_passphrase(file),
            lambda is_wanted: self.asked.emit(file, is_wanted),
            LANE,
        )

    def look_at_differences(self, matter_id: MatterId) -> None:
        """Ask what persons decided differently on several workstations."""
        self._call(
            lambda desk: desk.differences(matter_id),
            lambda found: self.differing.emit(matter_id, found),
            DIFFERENCES_LANE,
        )

    def let_hold(self, matter_id: MatterId, finding_id: FindingId, chosen: DecidedOnce) -> None:
        """Decide about a finding as somebody has decided before; what differs is told again."""
        self._call(
            lambda desk: desk.let_hold(matter_id, finding_id, chosen),
            lambda stored: self.settled.emit(finding_id, stored),
            "",
        )
        self.look_at_differences(matter_id)

    def pack(self, matter_id: MatterId, target: Path, receiver: str, passphrase: str) -> None:
        """Write a matter into a new file, for a receiving key or else for a passphrase."""
        self._work(
            lambda desk, *way: desk.pack(matter_id, target, receiver, passphrase, *way),
            self.packed.emit,
        )

    def unpack(self, file: Path, passphrase: str | None) -> None:
        """Take a packed matter in, or merge it into the one that is here."""
        self._work(lambda desk, *way: desk.unpack(file, passphrase, *way), self.unpacked.emit)

    def _work(
        self,
        act: Callable[[MovingDeskLike, ControlLike, Tell], object],
        done: Callable[[object], None],
    ) -> None:
        """Tell what came of it; nothing where it was stopped, and what was begun taken away."""

        def then(result: object) -> None:
            if result is not None:
                done(result)

        self._start(act, then, LANE)
