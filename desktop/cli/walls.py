"""`incamera matter wall` and what belongs to it: who opens which matter."""

import argparse
from collections.abc import Iterator

from desktop.casework.control import Control
from desktop.casework.members import desk
from desktop.cli.exit_codes import ExitCode
from desktop.cli.interrupt import stopped_by_interrupt
from desktop.cli.session import Session, matter_named
from desktop.domain.matter import Matter
from desktop.domain.member import Wall
from desktop.domain.rotation import RotationPhase, RotationProgress


def list_walls(session: Session, _arguments: argparse.Namespace) -> ExitCode:
    """List the walls that this account is inside of, and those of which it is told."""
    with session.vault() as vault:
        rows: list[dict[str, object]] = []
        for matter in vault.matters():
            wall = desk.wall_around(vault, matter, session.clock)
            if wall is not None:
                rows.append(_row(matter, wall))
        rows += [
            {
                "reference": told.reference,
                "inside": f"closed to this account: ask {told.ask}",
                "told": "number told to all",
                "key": "",
            }
            for told in desk.told_walls(vault, session.clock)
        ]
    session.output.result(rows, ("reference", "inside", "told", "key"))
    return ExitCode.DONE


def wall(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Close a matter, or change whether members outside are told of it."""
    control = Control()
    with session.vault() as vault, stopped_by_interrupt(control):
        matter = matter_named(vault, arguments.matter)
        present = desk.wall_around(vault, matter, session.clock)
        if present is not None and arguments.told is not None:
            desk.tell(vault, matter, session.clock, is_told=arguments.told)
        else:
            is_told = bool(arguments.told)
            steps = desk.wall(vault, matter, control, session.clock, is_told=is_told)
            if not _finished(session, steps):
                return ExitCode.STOPPED
        found = desk.wall_around(vault, matter, session.clock)
    session.output.line(
        f"Matter {matter.reference} is closed to all but those inside its wall. Admit others with"
        " `incamera matter admit`. Backups made before hold it open to the whole vault."
    )
    return _told(session, matter, found)


def admit(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Let a member into the wall around a matter."""
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        member = desk.member_named(vault, session.clock, arguments.member)
        found = desk.admit(vault, matter, member, session.clock)
    session.output.line(f"{member.name} is admitted to matter {matter.reference}.")
    return _told(session, matter, found)


def dismiss(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Close a matter to a member who was inside."""
    control = Control()
    with session.vault() as vault, stopped_by_interrupt(control):
        matter = matter_named(vault, arguments.matter)
        member = desk.member_named(vault, session.clock, arguments.member)
        if not _finished(session, desk.dismiss(vault, matter, member, control, session.clock)):
            return ExitCode.STOPPED
        found = None if member.is_me else desk.wall_around(vault, matter, session.clock)
    session.output.line(f"Matter {matter.reference} is closed to {member.name}; it has a new key.")
    return _told(session, matter, found)


def unwall(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Open a matter to the whole vault again."""
    control = Control()
    with session.vault() as vault, stopped_by_interrupt(control):
        matter = matter_named(vault, arguments.matter)
        if not _finished(session, desk.take_down(vault, matter, control, session.clock)):
            return ExitCode.STOPPED
    session.output.line(f"Matter {matter.reference} is open to the whole vault.")
    return _told(session, matter, None)


def _finished(session: Session, steps: Iterator[RotationProgress]) -> bool:
    """Whether a new key was made; otherwise the matter is as before."""
    phase = None
    for progress in steps:
        phase = progress.phase
        session.output.status(f"New key  {phase.value}")
    session.output.end_progress()
    if phase is not RotationPhase.DONE:
        session.output.line("Stopped: nothing was changed.")
    return phase is RotationPhase.DONE


def _told(session: Session, matter: Matter, found: Wall | None) -> ExitCode:
    if session.output.is_json:
        session.output.document(_row(matter, found))
    return ExitCode.DONE


def _row(matter: Matter, found: Wall | None) -> dict[str, object]:
    if found is None:
        return {"reference": matter.reference, "inside": "", "told": "", "key": ""}
    return {
        "reference": matter.reference,
        "inside": ", ".join(member.name for member in found.inside),
        "told": "number told to all" if found.is_told else "nothing told",
        "key": "new key due: incamera key rotate" if found.is_key_due else "",
    }
