"""Restoring as the window asks for it: a file or its pieces, a way in, told while it is done."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from desktop.casework.backing_up.backups import backups_of_file
from desktop.casework.backing_up.pieces import PuttingTogether
from desktop.casework.backing_up.restoring import restore_file
from desktop.casework.control import Control
from desktop.domain.backup import BackupProgress, FileTaken, Joined, Rehearsed
from desktop.domain.errors import NoBackupError
from desktop.vault.backup.pieces import Piece, piece_at
from desktop.vault.slots.ways import Way

Tell = Callable[[BackupProgress], None]


class RestoringDesk:
    """Puts a backup in the place of a vault that is closed, or not there.

    Args:
        folder: Of the vault.
        clock: Tells the time, in UTC.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        """Have no file yet."""
        self._folder = folder
        self._clock = clock
        self._file: Path | None = None
        self._together: PuttingTogether | None = None
        self._last: Joined | None = None

    def take(self, file: Path, control: Control, tell: Tell) -> FileTaken | None:
        """Take a file of backups, or the next piece of one with those that lie beside it.

        Pieces are put together beside the vault, where there is room for it.

        Returns:
            What is there now; None where it was stopped: the pieces before it stay.

        Raises:
            PieceOrderError: It is not the piece that is asked for.
            NoBackupError: The file is none of ours.
            BackupError: It cannot be used, for the reason named by the class.
        """
        piece = _piece_or_none(file)
        if piece is None:
            self.forget()
            backups = backups_of_file(file)
            self._file = file
            return FileTaken(backups)
        if self._together is None or piece.number == 1:
            self.forget()
            self._together = PuttingTogether(self._joined_file)
        next_file: Path | None = file
        while next_file is not None:
            if not self._add(self._together, next_file, control, tell):
                return None
            next_file = _beside(file, self._together.next_number)
        if self._together.next_number or self._last is None:
            count = 0 if self._last is None else self._last.count
            return FileTaken((), self._together.next_number, count)
        self._file = self._last.target
        return FileTaken(backups_of_file(self._file))

    def restore(
        self, way: Way, number: int | None, control: Control, tell: Tell
    ) -> Rehearsed | None:
        """Restore a backup of the file that was taken; None where it was stopped.

        Args:
            way: What opens it: as the vault was opened when it was made.
            number: Of the backup; None: the latest.
            control: A stop leaves the vault as it was.
            tell: Gets how far it has come.

        Raises:
            NoBackupError: No file was taken.
            BackupError, VaultError: As `restore_file` raises them.
            InCameraError: The way in does not open it.
        """
        if self._file is None:
            raise NoBackupError
        found: Rehearsed | None = None
        for step in restore_file(self._folder, self._file, way, control, self._clock, number):
            if isinstance(step, Rehearsed):
                found = step
            else:
                tell(step)
        return found

    def forget(self) -> None:
        """Let go of the file; what was put together from pieces is taken away."""
        if self._together is not None:
            self._together.abandon()
        with suppress(OSError):  # One that a kill has left goes as well.
            self._joined_file.unlink(missing_ok=True)
        self._file = self._together = self._last = None

    @property
    def _joined_file(self) -> Path:
        return self._folder.with_name(f"{self._folder.name}.pieces")

    def _add(self, together: PuttingTogether, file: Path, control: Control, tell: Tell) -> bool:
        """Put a piece to the others; whether it was not stopped."""
        is_added = False
        for step in together.add(file, control):
            if isinstance(step, Joined):
                self._last, is_added = step, True
            else:
                tell(step)
        return is_added


def _piece_or_none(file: Path) -> Piece | None:
    try:
        return piece_at(file)
    except NoBackupError:
        return None


def _beside(file: Path, number: int) -> Path | None:
    """The piece of this number in the same folder, None where it is not there."""
    beside = file.with_suffix(f".{number:03d}")
    return beside if number and beside.is_file() else None
