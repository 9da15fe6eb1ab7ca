"""`incamera key`: the ways into the vault, and new keys for what lies in it."""

import argparse
from pathlib import Path

from desktop.casework.control import Control
from desktop.casework.keys import desk
from desktop.casework.keys.rotating import rotate_matters
from desktop.casework.opening import ways_into
from desktop.cli.asking_keys import open_by_passphrase, open_by_sheet, typed, typed_twice
from desktop.cli.exit_codes import ExitCode
from desktop.cli.interrupt import stopped_by_interrupt
from desktop.cli.session import Session
from desktop.domain.ways_in import IN_KEYRING, WayIn, WayKind, has_recovery

SHORT_DIGITS = 8


def list_ways(session: Session, _arguments: argparse.Namespace) -> ExitCode:
    """List the ways into the vault."""
    with session.vault() as vault:
        ways = desk.ways_in(vault)
    session.output.result([_row(way) for way in ways], ("id", "opens_by", "made_on", "state"))
    if not has_recovery(ways):
        session.output.line(
            "Losing this computer's keyring would lose the vault: make a recovery sheet with"
            " `incamera key sheet` and type it back."
        )
    return ExitCode.DONE


def passphrase(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Set a passphrase."""
    with session.vault() as vault:
        words = typed_twice("New passphrase: ")
        if arguments.with_keyring:
            way = desk.demand_passphrase(vault, words)
        else:
            way = desk.add_passphrase(vault, words)
    return _told(session, way, "Made")


def sheet(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Make a recovery sheet."""
    target: Path = arguments.target
    with session.vault() as vault:
        way = desk.make_sheet(vault, target)
    session.output.line(
        f"The sheet is in {target}. Print it, delete the file, and type the sheet back with"
        " `incamera key confirm-sheet`: until then it does not count."
    )
    return _told(session, way, "Made")


def confirm_sheet(session: Session, _arguments: argparse.Namespace) -> ExitCode:
    """Let a sheet count that is typed back."""
    with session.vault() as vault:
        way = desk.prove_sheet(vault, typed("Recovery sheet, ten groups: "))
    return _told(session, way, "Confirmed")


def enrol(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Make a key in this computer's keyring, after opening the vault another way."""
    folder, clock = session.vault_folder, session.clock
    has_passphrase = WayKind.PASSPHRASE in ways_into(folder)
    open_it = open_by_passphrase if has_passphrase and not arguments.sheet else open_by_sheet
    with open_it(folder, clock) as vault:
        way = desk.enrol(vault)
    if way is None:
        session.output.line("The keyring of this computer opens the vault already.")
        return ExitCode.DONE
    return _told(session, way, "Made")


def remove(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Remove a way in, or those of other computers."""
    with session.vault() as vault:
        if arguments.dead:
            ways = desk.remove_dead(vault)
        else:
            ways = (desk.remove(vault, arguments.way or ""),)
    for way in ways:
        _told(session, way, "Removed")
    return ExitCode.DONE


def rotate(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Give matters new keys."""
    output, control = session.output, Control()
    done = 0
    with session.vault() as vault, stopped_by_interrupt(control):
        matters = vault.matters()
        if arguments.matter is not None:
            matters = (vault.matter(arguments.matter),)
        for progress in rotate_matters(vault, matters, control):
            done = progress.matters_done
            output.status(f"New keys  {done} of {progress.matters_total} matters")
    output.end_progress()
    if output.is_json:
        output.document({"matters": len(matters), "rotated": done})
    output.line(f"{done} of {len(matters)} matters have new keys.")
    return ExitCode.DONE if done == len(matters) else ExitCode.STOPPED


def _told(session: Session, way: WayIn, what: str) -> ExitCode:
    if session.output.is_json:
        session.output.document(_row(way))
    session.output.line(f"{what}: {way.kind.value} {way.way_id[:SHORT_DIGITS]}.")
    return ExitCode.DONE


def _row(way: WayIn) -> dict[str, object]:
    return {
        "id": way.way_id[:SHORT_DIGITS],
        "way_id": way.way_id,
        "opens_by": way.kind.value,
        "made_on": way.made_on.isoformat() if way.made_on else "",
        "state": _state(way),
        "is_proven": way.is_proven,
        "is_here": way.is_here,
    }


def _state(way: WayIn) -> str:
    if not way.is_proven:
        return "not typed back yet: does not count"
    if way.is_dead:
        return "of another computer or account"
    if way.kind in IN_KEYRING and way.is_here is None:
        return "this keyring does not answer"
    return "here" if way.is_here else "anywhere"
