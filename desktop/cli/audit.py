"""`incamera audit`: who did what, checked and handed out."""

import argparse

from desktop import __version__
from desktop.casework.auditing.logs import (
    check_logs,
    checked,
    entries_of,
    export_log,
    log_of,
    plain_details,
    write_key,
)
from desktop.casework.auditing.record import (
    NOT_GIVEN,
    firm_words,
    processing_record,
    write_record,
)
from desktop.cli.exit_codes import ExitCode
from desktop.cli.session import Session
from desktop.domain.audit import AuditHead
from desktop.domain.identity import short_identity

_HASH_DIGITS = 64


def list_entries(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """List the latest entries of the vault's log, or of a matter's."""
    with session.vault() as vault:
        matter = vault.matter(arguments.matter) if arguments.matter else None
        entries = entries_of(log_of(vault, matter), arguments.limit)
    rows: list[dict[str, object]] = [
        {
            "number": entry.number,
            "at": entry.at.isoformat(timespec="seconds"),
            "clock_back": entry.is_clock_back,
            "act": entry.act.value,
            "who": entry.who,
            "subject": list(entry.subject),
            "details": dict(entry.details),
        }
        for entry in entries
    ]
    if session.output.is_json:
        session.output.document(rows)
        return ExitCode.DONE
    shown = [
        row
        | {
            "at": f"{row['at']}{' (clock set back)' if entry.is_clock_back else ''}",
            "subject": " ".join(map(short_identity, entry.subject[:3])),
            "details": plain_details(entry),
        }
        for row, entry in zip(rows, entries, strict=True)
    ]
    session.output.table(shown, ("number", "at", "who", "act", "subject", "details"))
    return ExitCode.DONE


def export(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Write a log to a file for the stand-alone checker."""
    with session.vault() as vault:
        matter = vault.matter(arguments.matter) if arguments.matter else None
        named = log_of(vault, matter)
        head = export_log(named, arguments.target, is_whole=not arguments.without_details)
        if arguments.key_file is not None:
            write_key(named, arguments.key_file)
    if session.output.is_json:
        session.output.document(
            {"log": named.name, "entries": head.number, "head": head.text}
            | {"file": str(arguments.target)}
        )
    session.output.line(f"{head.number} entries of {named.name} written to {arguments.target}.")
    session.output.line(f"Keep this end elsewhere: {head.text}")
    return ExitCode.DONE


def check(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Check the logs of the vault and of every matter, or one of them against a kept end."""
    kept = None if arguments.head is None else _head_of(arguments.head)
    if arguments.head is not None and kept is None:
        session.output.usage("incamera audit check: --head takes NUMBER:HASH, as export prints it")
        return ExitCode.USAGE
    with session.vault() as vault:
        if arguments.matter:
            found = [checked(log_of(vault, vault.matter(arguments.matter)), kept=kept)]
        else:
            found = list(check_logs(vault, kept=kept))
    if session.output.is_json:
        session.output.document(
            [
                {
                    "log": one.name,
                    "head": one.head.text,
                    "problems": [{"entry": p.number, "what": p.what} for p in one.problems],
                }
                for one in found
            ]
        )
    for one in found:
        for problem in one.problems:
            where = f"entry {problem.number}: " if problem.number else ""
            session.output.line(f"{one.name}: {where}{problem.what}")
        if not one.problems:
            session.output.line(f"{one.name}: {one.head.number} entries, sound. {one.head.text}")
    return ExitCode.PARTLY if any(one.problems for one in found) else ExitCode.DONE


def record(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Write the record of processing activities."""
    with session.vault() as vault:
        made = processing_record(vault, session.settings, session.clock(), __version__)
    write_record(made, arguments.target)
    missing = [name for name, words in firm_words(made) if words == NOT_GIVEN]
    if session.output.is_json:
        session.output.document({"file": str(arguments.target), "missing": missing})
    session.output.line(f"The record of processing is written to {arguments.target}.")
    if missing:
        session.output.line(f"Not given in the settings: {', '.join(missing)}.")
    return ExitCode.PARTLY if missing else ExitCode.DONE


def _head_of(text: str) -> AuditHead | None:
    number, _, digest = text.partition(":")
    is_one = number.isdecimal() and number.isascii() and len(digest) == _HASH_DIGITS
    return AuditHead(int(number), digest.lower()) if is_one else None
