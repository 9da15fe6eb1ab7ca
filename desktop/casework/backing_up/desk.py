"""Backups as the window asks for them: one thing at a time, told while it is done."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from desktop.casework.backing_up.backups import (
    back_up,
    backup_state,
    check_file,
    last_place,
    rehearse_file,
)
from desktop.casework.backing_up.pieces import Cutting
from desktop.casework.control import Control
from desktop.domain.backup import (
    BackupEntry,
    BackupProgress,
    BackupState,
    CheckedBackup,
    PiecesPlanned,
    PieceWritten,
    Rehearsed,
)
from desktop.domain.errors import NoBackupError
from desktop.settings import Settings
from desktop.vault.backup.checking import BackupProblem
from desktop.vault.vault import Vault

Tell = Callable[[BackupProgress], None]
Step = TypeVar("Step")


class BackupDesk:
    """Makes, checks and rehearses backups; belongs to the thread of its vault.

    Args:
        vault: Open; closed by whoever opened it.
        settings: Gives the settings as they are.
        clock: Tells the time, in UTC.
    """

    def __init__(
        self, vault: Vault, settings: Callable[[], Settings], clock: Callable[[], datetime]
    ) -> None:
        """Do nothing yet."""
        self._vault = vault
        self._settings = settings
        self._clock = clock
        self._cutting: Cutting | None = None

    def close(self) -> None:
        """Nothing is kept."""

    def state(self) -> BackupState:
        """When the last backup was made and rehearsed, and what is due."""
        return backup_state(self._vault, self._settings(), self._clock())

    def back_up(self, target: Path | None, control: Control, tell: Tell) -> BackupEntry | None:
        """Make a backup; None where it was stopped."""
        steps = back_up(self._vault, target, control, self._clock)
        return _last(steps, tell)

    def check(self, control: Control, tell: Tell) -> CheckedBackup | None:
        """Check the file of the last backup, all backups in it; None where it was stopped."""
        problems: list[str] = []
        numbers: list[int] = []
        for step in check_file(self._vault, None, control, self._clock, is_everything=True):
            if isinstance(step, BackupProgress):
                tell(step)
            elif isinstance(step, BackupProblem):
                problems.append(step.what)
            elif step.is_checked:
                numbers.append(step.backup.number)
        return None if control.is_stopped else CheckedBackup(tuple(numbers), tuple(problems))

    def plan_pieces(self, piece_bytes: int) -> PiecesPlanned:
        """Plan the pieces of the file of the last backup.

        Raises:
            NoBackupError: None was made yet.
            PieceSizeError: The pieces would be too small, or too many.
        """
        self._cutting = Cutting(last_place(self._vault), piece_bytes)
        return self._cutting.planned

    def write_piece(
        self, number: int, folder: Path, control: Control, tell: Tell
    ) -> PieceWritten | None:
        """Write a piece that was planned, and read it back; None where it was stopped.

        Raises:
            BackupError: It cannot be written, for the reason named by the class.
        """
        if self._cutting is None:
            raise NoBackupError
        return _last(self._cutting.write(number, folder, control), tell)

    def rehearse(self, control: Control, tell: Tell) -> Rehearsed | None:
        """Rehearse the last backup; None where it was stopped."""
        return _last(rehearse_file(self._vault, None, control, self._clock), tell)


def _last(steps: Iterable[BackupProgress | Step], tell: Tell) -> Step | None:
    last: Step | None = None
    for step in steps:
        if isinstance(step, BackupProgress):
            tell(step)
        else:
            last = step
    return last
