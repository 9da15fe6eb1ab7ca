"""`incamera disposal stuck` and `finish`: ends of walled matters that wait for nobody any more."""

import argparse
from pathlib import Path

from desktop.casework.disposing.certificate import as_data, write_certificate
from desktop.casework.disposing.without_key import finish_without_key, stuck_disposals
from desktop.cli.exit_codes import ExitCode
from desktop.cli.session import Session
from desktop.domain.identity import short_identity


def list_stuck(session: Session, _arguments: argparse.Namespace) -> ExitCode:
    """List the ends of matters that were cut short and open for no member any more."""
    with session.vault() as vault:
        stuck = stuck_disposals(vault, session.clock)
    rows: list[dict[str, object]] = [
        {
            "disposal": short_identity(each.disposal_id),
            "disposal_id": each.disposal_id,
            "matter_id": each.matter_id,
            "files": each.files,
        }
        for each in stuck
    ]
    session.output.result(rows, ("disposal", "matter_id", "files"))
    return ExitCode.DONE


def finish(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Finish one of them: the key is destroyed already, what is left of the matter goes."""
    with session.vault() as vault:
        found = finish_without_key(vault, arguments.disposal, arguments.reason, session.clock)
    target: Path | None = arguments.certificate
    if target is not None:
        write_certificate(found, target)
    if session.output.is_json:
        session.output.document(as_data(found))
    is_whole = all(each.is_so for each in found.verified)
    session.output.line(
        f"Disposal {short_identity(found.disposal_id)} is finished. Its certificate says what"
        " nobody knows any more: which matter it was, and what stood in it."
    )
    if not is_whole:
        session.output.line("Not everything was found to be gone; the certificate says what.")
    return ExitCode.DONE if is_whole else ExitCode.PARTLY
