"""`incamera password`: passwords of files, kept sealed in a matter."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from desktop.casework.ingesting.passwords import (
    forget_password,
    forget_passwords,
    give_passwords,
    kept_passwords,
)
from desktop.cli.asking_keys import typed
from desktop.cli.exit_codes import ExitCode
from desktop.cli.session import Session, matter_named
from desktop.domain.errors import FileUnreadableError
from desktop.domain.identity import short_identity


def add(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Keep a password that is typed, or those of a list, and try locked documents again."""
    with session.vault() as vault:
        store = vault.store_of(matter_named(vault, arguments.matter).matter_id)
        given = give_passwords(store, _passwords(arguments.list))
    if session.output.is_json:
        session.output.document(asdict(given))
    session.output.line(
        f"{given.new} new passwords are kept, sealed. {given.waiting} locked documents will be"
        " tried again: go on with `incamera add`."
    )
    return ExitCode.DONE


def forget(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Delete every password of a matter's files, or one of them."""
    with session.vault() as vault:
        store = vault.store_of(matter_named(vault, arguments.matter).matter_id)
        if arguments.password is None:
            count = forget_passwords(store)
        else:
            forget_password(store, arguments.password)
            count = 1
    if session.output.is_json:
        session.output.document({"forgotten": count})
    session.output.line(
        f"{count} passwords were deleted. What was read stays; the pages of protected files cannot"
        " be drawn any more."
    )
    return ExitCode.DONE


def list_kept(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """List when the passwords of a matter's files were given; the words are never shown."""
    with session.vault() as vault:
        store = vault.store_of(matter_named(vault, arguments.matter).matter_id)
        rows: list[dict[str, object]] = [
            {
                "id": short_identity(kept.password_id),
                "password_id": kept.password_id,
                "given_at": kept.given_at.isoformat(timespec="seconds"),
            }
            for kept in kept_passwords(store)
        ]
    session.output.result(rows, ("id", "given_at"))
    if not rows:
        session.output.line("No password is kept in this matter.")
    return ExitCode.DONE


def _passwords(file: Path | None) -> Sequence[str]:
    """One that is typed unseen, or the lines of a file.

    Raises:
        FileUnreadableError: The file cannot be read, or is no text in UTF-8.
        WayInError: There is no terminal to type on.
    """
    if file is None:
        return [typed("Password of the file: ")]
    try:
        return [line for line in file.read_text("utf-8-sig").splitlines() if line]
    except (OSError, UnicodeDecodeError):
        raise FileUnreadableError(
            "The list of passwords could not be read.",
            remedy="It is a text in UTF-8 with one password on each line.",
        ) from None
