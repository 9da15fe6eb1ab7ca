"""Backups in pieces that fit on sticks, as a person makes them and puts them together again."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop.casework.control import Control
from desktop.domain.backup import BackupPhase, BackupProgress, Joined, PiecesPlanned, PieceWritten
from desktop.vault.backup.pieces import Joining, PiecePlan, piece_at, plan_pieces, write_piece


class Cutting:
    """A file of backups on its way to sticks, piece by piece.

    Args:
        source: The file of backups.
        piece_bytes: The most that a piece may take.

    Raises:
        PieceSizeError: The pieces would be too small, or too many.
        BackupError: The file cannot be read, for the reason named by the class.
    """

    def __init__(self, source: Path, piece_bytes: int) -> None:
        """Plan the pieces."""
        self._plan: PiecePlan = plan_pieces(source, piece_bytes)

    @property
    def planned(self) -> PiecesPlanned:
        """How many pieces, of how much."""
        return PiecesPlanned(self._plan.count, self._plan.total_bytes)

    def write(
        self, number: int, folder: Path, control: Control
    ) -> Iterator[BackupProgress | PieceWritten]:
        """Write a piece into a folder and read it back; a stop leaves none there.

        Raises:
            BackupError: It cannot be written, for the reason named by the class.
        """
        steps = write_piece(self._plan, number, folder)
        content = self._plan.content_bytes
        length = min(content, self._plan.total_bytes - (number - 1) * content)
        for done in steps:
            yield BackupProgress(BackupPhase.CUTTING, done, 2 * length)
            if not control.may_go_on():
                return
        yield PieceWritten(number, self._plan.count, folder / self._plan.name_of(number))


class PuttingTogether:
    """A file of backups put together from pieces that come one after the other.

    Args:
        target: The file that comes of it.

    Raises:
        BackupPlaceError: There is a file of this name.
    """

    def __init__(self, target: Path) -> None:
        """Begin with none."""
        self._joining = Joining(target)

    @property
    def next_number(self) -> int:
        """The piece that is asked for; 0 where all are there."""
        return self._joining.next_number

    def add(self, piece: Path, control: Control) -> Iterator[BackupProgress | Joined]:
        """Look through a piece and put it behind the others.

        Yields:
            Progress of this piece; at the end what is there.

        Raises:
            PieceOrderError: It is not the next one.
            BackupError: It cannot be used, for the reason named by the class.
        """
        length = piece_at(piece).length
        for done in self._joining.add(piece):
            yield BackupProgress(BackupPhase.JOINING, done, length)
            if done < length and not control.may_go_on():
                return
        last = self._joining.last
        if last is not None:
            yield Joined(last.number, last.count, self._joining.target)

    def abandon(self) -> None:
        """Take away what was put together, unless all of it is there."""
        self._joining.abandon()


def pieces_in(places: Sequence[Path]) -> tuple[Path, ...]:
    """Pieces that are named, and those in folders that are named, in the order of their numbers.

    Raises:
        BackupError: One of the files is no piece, for the reason named by the class.
    """
    files = [
        file
        for place in places
        for file in (sorted(place.glob("*.[0-9][0-9][0-9]*")) if place.is_dir() else [place])
    ]
    return tuple(sorted(files, key=lambda file: piece_at(file).number))
