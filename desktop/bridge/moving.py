"""Matters on their way between vaults, for the window, on a thread of their own."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal

from desktop.bridge.backup_shapes import MovingDeskLike
from desktop.bridge.desk_thread import DeskThread, SiblingDesk
from desktop.bridge.shapes import ControlLike
from desktop.domain.differences import DecidedOnce
from desktop.domain.identity import FindingId, MatterId

LANE = "moving"
LOOK_LANE = "what can be moved"
DIFFERENCES_LANE = "what was decided differently"


class Moving(QObject):
    """Packs matters and takes them in, one at a time.

    Signals:
        looked(object, str): The matters that can be packed, and the receiving key of this vault.
        asked(object, bool): A packed file, and whether it opens with a passphrase.
        packed(object): The file that was written.
        unpacked(object): Merged, what came of it.
        differing(str, object): Matter and its tuple of MatterDifference.
        settled(str, object): Finding and the StoredFinding that it is now, once decided again.
        told(object): BackupProgress.
        failed(object): Exception of what was to be done.
        busy_changed(bool): Whether something is being done.
    """

    looked = Signal(object, str)
    asked = Signal(object, bool)
    packed = Signal(object)
    unpacked = Signal(object)
    differing = Signal(str, object)
    settled = Signal(str, object)
    told = Signal(object)
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self, new_control: Callable[[], ControlLike], parent: QObject | None = None
    ) -> None:
        """Nothing can be asked for before `begin`; `new_control` gives what stops the work."""
        super().__init__(parent)
        self._desk: DeskThread[MovingDeskLike] = DeskThread(new_control, self)
        self._desk.told.connect(self.told)
        self._desk.ended.connect(self._on_ended)

    def begin(self, open_desk: Callable[[], SiblingDesk[MovingDeskLike]]) -> None:
        """Start the thread."""
        self._desk.begin(open_desk)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._desk.is_running

    def look(self) -> None:
        """Ask which matters there are, and what others pack for."""
        self._desk.call(
            lambda desk: (desk.matters(), desk.receiving_key()),
            lambda seen: self.looked.emit(*seen),
            self.failed.emit,
            lane=LOOK_LANE,
        )

    def ask_about(self, file: Path) -> None:
        """Ask whether a packed file opens with a passphrase."""
        self._desk.call(
            lambda desk: desk.wants_passphrase(file),
            lambda is_wanted: self.asked.emit(file, is_wanted),
            self.failed.emit,
            lane=LANE,
        )

    def look_at_differences(self, matter_id: MatterId) -> None:
        """Ask what persons decided differently on several workstations."""
        self._desk.call(
            lambda desk: desk.differences(matter_id),
            lambda found: self.differing.emit(matter_id, found),
            self.failed.emit,
            lane=DIFFERENCES_LANE,
        )

    def let_hold(self, matter_id: MatterId, finding_id: FindingId, chosen: DecidedOnce) -> None:
        """Decide about a finding as somebody has decided before; what differs is told again."""
        self._desk.call(
            lambda desk: desk.let_hold(matter_id, finding_id, chosen),
            lambda stored: self.settled.emit(finding_id, stored),
            self.failed.emit,
            lane="",
        )
        self.look_at_differences(matter_id)

    def pack(self, matter_id: MatterId, target: Path, receiver: str, passphrase: str) -> None:
        """Write a matter into a new file, for a receiving key or else for a passphrase."""
        self._start(
            lambda desk, *way: desk.pack(matter_id, target, receiver, passphrase, *way),
            self.packed.emit,
        )

    def unpack(self, file: Path, passphrase: str | None) -> None:
        """Take a packed matter in, or merge it into the one that is here."""
        self._start(lambda desk, *way: desk.unpack(file, passphrase, *way), self.unpacked.emit)

    def stop(self) -> None:
        """Stop; what was begun is taken away again."""
        self._desk.stop()

    def end(self) -> QThread | None:
        """Stop; the thread that is still to end."""
        return self._desk.end()

    def _start(
        self,
        act: Callable[[MovingDeskLike, ControlLike, Callable[[object], None]], object],
        done: Callable[[object], None],
    ) -> None:
        if self.is_busy:
            return

        def then(result: object) -> None:
            if result is not None:
                done(result)

        self._desk.start(act, then, self.failed.emit, lane=LANE)
        self.busy_changed.emit(self.is_busy)

    def _on_ended(self) -> None:
        self.busy_changed.emit(False)  # noqa: FBT003 - a Qt signal
