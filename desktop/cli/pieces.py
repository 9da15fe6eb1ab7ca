"""`incamera backup cut` and `incamera backup join`: backups that travel on sticks."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from desktop.casework.backing_up.pieces import Cutting, PuttingTogether, pieces_in
from desktop.casework.control import Control
from desktop.cli.backup import shown
from desktop.cli.exit_codes import ExitCode
from desktop.cli.interrupt import stopped_by_interrupt
from desktop.cli.session import Session
from desktop.domain.backup import Joined, PieceWritten

BYTES_A_MB = 1_000_000


def cut(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Cut a file of backups into pieces."""
    cutting = Cutting(arguments.file, int(arguments.size * BYTES_A_MB))
    count = cutting.planned.count
    control = Control()
    written: list[PieceWritten] = []
    with stopped_by_interrupt(control):
        for number in range(1, count + 1):
            if arguments.wait and number > 1:
                input(f"Put in the stick for piece {number} of {count}, then press Enter: ")
            for piece in shown(session.output, cutting.write(number, arguments.folder, control)):
                session.output.line(f"Piece {piece.number} of {count}: {piece.path.name}")
                written.append(piece)
            if control.is_stopped:
                return ExitCode.STOPPED
    if session.output.is_json:
        session.output.document({"count": count, "pieces": [str(each.path) for each in written]})
    return ExitCode.DONE


def join(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Put a file of backups together from its pieces."""
    together = PuttingTogether(arguments.file)
    control = Control()
    joined: Joined | None = None
    try:
        with stopped_by_interrupt(control):
            for piece in _pieces(together, arguments.pieces, is_waiting=arguments.wait):
                for joined in shown(session.output, together.add(piece, control)):
                    session.output.line(f"Piece {joined.number} of {joined.count} is there.")
                if control.is_stopped:
                    return ExitCode.STOPPED
    finally:
        together.abandon()
    is_whole = joined is not None and joined.is_whole
    if session.output.is_json:
        session.output.document({"whole": is_whole, "next": together.next_number})
    if not is_whole:
        session.output.line(f"Piece {together.next_number} is missing; nothing was kept.")
        return ExitCode.PARTLY
    session.output.line(f"{arguments.file} is whole.")
    return ExitCode.DONE


def _pieces(
    together: PuttingTogether, places: Sequence[Path], *, is_waiting: bool
) -> Iterator[Path]:
    """The pieces in their order; where a person changes sticks, looked for again each time."""
    yield from pieces_in(places)
    while is_waiting and together.next_number:
        input(f"Put in the stick with piece {together.next_number}, then press Enter: ")
        yield from pieces_in(places)
