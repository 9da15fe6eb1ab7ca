"""What the window needs of casework about backups, restoring, and matters that move."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from desktop.bridge.shapes import ControlLike
from desktop.domain.backup import FileTaken, Merged, Rehearsed
from desktop.domain.differences import DecidedOnce, MatterDifference
from desktop.domain.finding import StoredFinding
from desktop.domain.identity import FindingId, MatterId
from desktop.domain.matter import Matter
from desktop.domain.ways_in import WayKind

Tell = Callable[[object], None]


class RestoringDeskLike(Protocol):
    """Puts a backup in the place of a vault that is closed, or not there."""

    def take(self, file: Path, control: ControlLike, tell: Tell, /) -> FileTaken | None:
        """Take a file of backups, or the next piece of one."""
        ...

    def restore(
        self,
        kind: WayKind,
        text: str,
        number: int | None,
        control: ControlLike,
        tell: Tell,
        /,
    ) -> Rehearsed | None:
        """Restore a backup of the file by a way in; None where it was stopped."""
        ...

    def forget(self) -> None:
        """Let go of the file."""
        ...


class MovingDeskLike(Protocol):
    """Packs matters and takes them in; belongs to the thread that opened it."""

    def matters(self) -> Sequence[Matter]:
        """The matters that can be packed."""
        ...

    def receiving_key(self) -> str:
        """What another workstation packs a matter for."""
        ...

    def differences(self, matter_id: MatterId, /) -> Sequence[MatterDifference]:
        """What persons decided differently on several workstations."""
        ...

    def let_hold(
        self, matter_id: MatterId, finding_id: FindingId, chosen: DecidedOnce, /
    ) -> StoredFinding:
        """Decide about a finding as somebody has decided before."""
        ...

    def wants_passphrase(self, file: Path, /) -> bool:
        """Whether a packed matter opens with a passphrase."""
        ...

    def pack(
        self,
        matter_id: MatterId,
        target: Path,
        receiver: str,
        passphrase: str,
        control: ControlLike,
        tell: Tell,
        /,
    ) -> Path | None:
        """Write a matter into a new file; None where it was stopped."""
        ...

    def unpack(
        self, file: Path, passphrase: str | None, control: ControlLike, tell: Tell, /
    ) -> Merged | None:
        """Take a packed matter in, or merge it; None where it was stopped."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...
