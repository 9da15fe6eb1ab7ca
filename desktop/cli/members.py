"""`incamera member`: the accounts of this workstation that share the vault."""

import argparse

from desktop.casework.control import Control
from desktop.casework.members import desk
from desktop.cli.asking_keys import typed, typed_twice
from desktop.cli.exit_codes import ExitCode
from desktop.cli.interrupt import stopped_by_interrupt
from desktop.cli.session import Session
from desktop.domain.identity import short_identity
from desktop.domain.member import DamagedMember, Member

SHORT_DIGITS = 8
GROUPS_A_LINE = 5


def list_members(session: Session, _arguments: argparse.Namespace) -> ExitCode:
    """List the members, and whom was invited."""
    with session.vault() as vault:
        members = desk.members(vault, session.clock)
        damaged = desk.damaged_members(vault, session.clock)
        invited = desk.invitations(vault, session.clock)
    rows = [_row(member) for member in members]
    rows += [_damaged_row(member) for member in damaged]
    rows += [
        {
            "id": each.invitation_id[:SHORT_DIGITS],
            "name": each.name,
            "fingerprint": "",
            "joined_on": "",
            "state": f"invited until {each.expires_on.isoformat()}",
            "is_administrator": each.is_administrator,
        }
        for each in invited
    ]
    session.output.result(rows, ("id", "name", "fingerprint", "joined_on", "state"))
    return ExitCode.DONE


def begin(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Make this account the first member."""
    passphrase = typed_twice("New passphrase of this member: ") if arguments.passphrase else None
    with session.vault() as vault:
        member = desk.begin(vault, session.clock, arguments.name, passphrase)
    return _joined(session, member)


def invite(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Show the code by which another account joins."""
    with session.vault() as vault:
        if not desk.members(vault, session.clock):
            first = desk.begin(vault, session.clock)
            session.output.line(
                f"This account is now the first member, {first.name}, and the administrator."
            )
        invitation, groups = desk.invite(
            vault, session.clock, arguments.name, is_administrator=arguments.administrator
        )
    if session.output.is_json:
        session.output.document(
            {
                "name": invitation.name,
                "code": "-".join(groups),
                "expires_on": invitation.expires_on.isoformat(),
            }
        )
    session.output.line(
        f"Code for {invitation.name}, to be typed on that account with `incamera member join`"
        f" until {invitation.expires_on.isoformat()}. It is shown this once:"
    )
    for first_group in range(0, len(groups), GROUPS_A_LINE):
        session.output.line(f"  {'-'.join(groups[first_group : first_group + GROUPS_A_LINE])}")
    session.output.line(
        "Whoever has it and the vault's folder opens the vault: tell it to nobody else."
    )
    return ExitCode.DONE


def withdraw(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Let an invitation be worth nothing any more."""
    with session.vault() as vault:
        invitation = desk.withdraw(vault, session.clock, arguments.name)
    session.output.line(f"The invitation of {invitation.name} is worth nothing any more.")
    if session.output.is_json:
        session.output.document({"name": invitation.name})
    return ExitCode.DONE


def join(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Join with the code of an invitation."""
    code = typed("Code of the invitation, ten groups: ")
    passphrase = typed_twice("New passphrase of this member: ") if arguments.passphrase else None
    member = desk.join(session.vault_folder, session.clock, code, passphrase)
    return _joined(session, member)


def confirm(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Note that a fingerprint was compared."""
    with session.vault() as vault:
        member = desk.member_named(vault, session.clock, arguments.member)
        fingerprint = arguments.fingerprint or typed(
            f"Fingerprint on the screen of {member.name}: "
        )
        member = desk.confirm(vault, session.clock, member, fingerprint)
    session.output.line(f"The key of {member.name} is confirmed on this account.")
    return _told(session, member)


def passphrase(session: Session, _arguments: argparse.Namespace) -> ExitCode:
    """Set a passphrase for this member's key."""
    with session.vault() as vault:
        words = typed_twice("New passphrase of this member: ")
        member = desk.set_passphrase(vault, session.clock, words)
    session.output.line("The passphrase opens this member's key; it does not open the vault.")
    return _told(session, member)


def recover(session: Session, _arguments: argparse.Namespace) -> ExitCode:
    """Put this member's key into the keyring again."""
    with session.vault() as vault:
        member = desk.recover(vault, session.clock, typed("Passphrase of this member: "))
    session.output.line(f"The key of {member.name} is in the keyring of this account.")
    return _told(session, member)


def remove(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Take a member out of the vault."""
    output, control = session.output, Control()
    with session.vault() as vault, stopped_by_interrupt(control):
        member = desk.member_to_remove(vault, session.clock, arguments.member)
        for progress in desk.remove(vault, member, control, session.clock):
            output.status(f"New keys  {progress.matters_done} of {progress.matters_total} matters")
        is_gone = not desk.is_member(vault, session.clock, member.member_id)
    is_damaged = isinstance(member, DamagedMember)
    name = member.name if isinstance(member, Member) else short_identity(member.member_id)
    output.end_progress()
    if output.is_json:
        document = {"name": name, "is_removed": is_gone, "is_damaged": is_damaged}
        output.document(document)
    if not is_gone:
        output.line(f"Stopped: run it again to finish removing {name}.")
        return ExitCode.STOPPED
    if is_damaged:
        output.line(
            "Which way into the vault was its own nobody can tell any more: look with `incamera key"
            " list`, and remove those of nobody."
        )
    output.line(
        f"{name} is no member any more. A passphrase or a recovery sheet that the person"
        " knew still opens the vault: look with `incamera key list`, make new ones and remove"
        " those. That account knew the vault's key as well: give the vault a new one then, with"
        " `incamera key rotate`."
    )
    return ExitCode.DONE


def _joined(session: Session, member: Member) -> ExitCode:
    session.output.line(f"This account is now the member {member.name}. Its fingerprint:")
    session.output.line(f"  {member.fingerprint}")
    session.output.line(
        "Colleagues compare it with this screen and type it with `incamera member confirm`."
    )
    if not member.has_passphrase:
        session.output.line(
            "If this account's keyring is lost, so are the matters that are open to it alone: set"
            " a passphrase with `incamera member passphrase`."
        )
    return _told(session, member)


def _told(session: Session, member: Member) -> ExitCode:
    if session.output.is_json:
        session.output.document(_row(member))
    return ExitCode.DONE


def _row(member: Member) -> dict[str, object]:
    return {
        "id": member.member_id[:SHORT_DIGITS],
        "member_id": member.member_id,
        "name": member.name,
        "fingerprint": member.fingerprint,
        "joined_on": member.joined_on.isoformat(),
        "state": _state(member),
        "is_administrator": member.is_administrator,
        "is_me": member.is_me,
        "is_confirmed": member.is_confirmed,
        "has_passphrase": member.has_passphrase,
        "is_damaged": False,
    }


def _damaged_row(member: DamagedMember) -> dict[str, object]:
    return {
        "id": member.member_id[:SHORT_DIGITS],
        "member_id": member.member_id,
        "name": "damaged: see `incamera verify`",
        "fingerprint": "",
        "joined_on": "",
        "state": "its row was altered: remove it by its id",
        "is_damaged": True,
    }


def _state(member: Member) -> str:
    words = []
    if member.is_me:
        words.append("this account")
    if member.is_administrator:
        words.append("administrator")
    if member.is_leaving:
        words.append("leaving: run remove again")
    elif not member.is_confirmed:
        words.append("not confirmed on this account")
    return ", ".join(words)
