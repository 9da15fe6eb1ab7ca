"""`incamera key`: the ways into the vault, and new keys for what lies in it."""

import argparse
from collections.abc import Collection
from pathlib import Path

from desktop.casework.control import Control
from desktop.casework.keys import desk
from desktop.casework.keys.renewing import (
    damaged_that_may_stay,
    give_up,
    keys_waiting,
    put_down,
    renew,
)
from desktop.casework.shut_vault import ways_into
from desktop.cli.asking_keys import open_by_passphrase, open_by_sheet, typed, typed_twice
from desktop.cli.exit_codes import ExitCode
from desktop.cli.interrupt import stopped_by_interrupt
from desktop.cli.session import Session
from desktop.domain.identity import short_identity
from desktop.domain.rotation import RenewalProgress
from desktop.domain.ways_in import IN_KEYRING, WayIn, WayKind, has_recovery
from desktop.vault.vault import Vault

SHORT_DIGITS = 8


def list_ways(session: Session, _arguments: argparse.Namespace) -> ExitCode:
    """List the ways into the vault."""
    with session.vault() as vault:
        ways = desk.ways_in(vault)
        waiting = keys_waiting(vault)
    session.output.result([_row(way) for way in ways], ("id", "opens_by", "made_on", "state"))
    if not has_recovery(ways):
        session.output.line(
            "Losing this computer's keyring would lose the vault: make a recovery sheet with"
            " `incamera key sheet` and type it back."
        )
    if waiting:
        session.output.line(
            f"A rotation of keys was begun and is not done: {waiting} wait for"
            " `incamera key rotate`."
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
    """Give the vault and its matters new keys, go on with that, or give it up."""
    if arguments.give_up:
        return _give_up(session, arguments)
    output, control = session.output, Control()
    with session.vault() as vault, stopped_by_interrupt(control):
        may_stay = damaged_that_may_stay(vault, arguments.without_damaged, session.clock)
        waiting = keys_waiting(vault)
        goes_on = waiting > 0 and arguments.matter is None
        if goes_on:
            output.line(f"Goes on with a rotation that was begun: {waiting} left.")
        else:
            _put_down(vault, arguments, may_stay)
        last: RenewalProgress | None = None
        for last in renew(vault, control, may_lose_ways=arguments.lose_ways, may_stay=may_stay):
            output.status(_status(last))
        left = keys_waiting(vault)
        damaged = len(vault.damaged_matters())
    output.end_progress()
    if last is None:
        return ExitCode.DONE
    if output.is_json:
        output.document(
            {
                "rotated": last.keys_done,
                "waiting": left,
                "left": [{"name": each.name, "code": each.error.code} for each in last.left],
            }
        )
    if may_stay:
        names = ", ".join(map(short_identity, may_stay))
        output.line(f"Damaged rows of the registry that may stay as they are: {names}.")
    for each in last.left:
        output.line(f"{each.name or 'The vault'} keeps its keys for now: {each.error}")
    if damaged:
        output.line(f"{damaged} damaged matters keep their keys: see `incamera verify`.")
    output.line(f"{last.keys_done} of {last.keys_total} have new keys: {_counted(left)}")
    if goes_on and not left:
        output.line(
            "That was the rotation begun before. Where the vault and every matter are to get keys"
            " newer than that, run the command once more."
        )
    return ExitCode.STOPPED if left else ExitCode.DONE


def _give_up(session: Session, arguments: argparse.Namespace) -> ExitCode:
    output = session.output
    with session.vault() as vault:
        only = None if arguments.matter is None else [vault.matter(arguments.matter)]
        given_up = give_up(vault, only)
    if output.is_json:
        output.document(
            {
                "given_up": [name or "vault" for name in given_up.names],
                "left": [{"name": each.name, "code": each.error.code} for each in given_up.left],
            }
        )
    for each in given_up.left:
        output.line(f"{each.name or 'The vault'} still waits for new keys: {each.error}")
    kept = ", ".join(name or "the vault" for name in given_up.names)
    output.line(
        f"Given up, with the keys as they were: {kept}. What has new keys already keeps them."
        if kept
        else "No rotation of keys was given up: none waits for new keys here."
    )
    return ExitCode.PARTLY if given_up.left else ExitCode.DONE


def _put_down(vault: Vault, arguments: argparse.Namespace, may_stay: Collection[str]) -> None:
    if arguments.matter is not None:
        put_down(vault, [vault.matter(arguments.matter)], with_vault_key=False)
    else:
        may_lose_ways: bool = arguments.lose_ways
        put_down(
            vault,
            vault.matters(),
            with_vault_key=True,
            may_lose_ways=may_lose_ways,
            may_stay=may_stay,
        )


def _status(progress: RenewalProgress) -> str:
    share = 100 * progress.done // max(1, progress.total)
    what = progress.name or "vault"
    return f"New keys  {progress.keys_done} of {progress.keys_total}  {what}  {share} %"


def _counted(left: int) -> str:
    if left == 0:
        return "nothing is left to do."
    return f"{left} wait. The same command goes on with them."


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
