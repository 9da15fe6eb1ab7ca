"""`incamera matter pack`, `unpack`, `receiving-key` and `differences`."""

import argparse
from datetime import datetime
from pathlib import Path

from desktop.casework.backing_up.moving import (
    Difference,
    differences,
    pack_for_passphrase,
    pack_for_vault,
    receiving_key,
    unpack,
    wants_passphrase,
)
from desktop.casework.control import Control
from desktop.cli.asking_keys import typed, typed_twice
from desktop.cli.backup import shown, size
from desktop.cli.exit_codes import ExitCode
from desktop.cli.interrupt import stopped_by_interrupt
from desktop.cli.masking import masked_if_high
from desktop.cli.session import Session, matter_named
from desktop.domain.backup import Merged
from desktop.vault.backup.times import moment_of


def pack(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Write a matter into one sealed file."""
    control = Control()
    target: Path = arguments.file
    with session.vault() as vault, stopped_by_interrupt(control):
        matter = matter_named(vault, arguments.matter)
        if arguments.receiver is not None:
            steps = pack_for_vault(
                vault, matter, target, arguments.receiver, control, session.clock
            )
        else:
            passphrase = typed_twice("Passphrase of the file: ")
            steps = pack_for_passphrase(vault, matter, target, passphrase, control, session.clock)
        for _ in shown(session.output, steps):
            pass
    if control.is_stopped:
        return ExitCode.STOPPED
    written = target.stat().st_size
    if session.output.is_json:
        session.output.document({"reference": matter.reference, "bytes": written})
    session.output.line(f"Matter {matter.reference} is packed in {target}, {size(written)}.")
    return ExitCode.DONE


def unpack_file(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Take a packed matter in."""
    control = Control()
    merged: Merged | None = None
    with session.vault() as vault, stopped_by_interrupt(control):
        passphrase = typed("Passphrase of the file: ") if wants_passphrase(arguments.file) else None
        for step in shown(
            session.output, unpack(vault, arguments.file, passphrase, control, session.clock)
        ):
            merged = step
    if merged is None:
        return ExitCode.STOPPED
    if session.output.is_json:
        session.output.document(
            {
                "reference": merged.reference,
                "is_new": merged.is_new,
                "documents_new": merged.documents_new,
                "documents_known": merged.documents_known,
                "pages_new": merged.pages_new,
                "decisions_new": merged.decisions_new,
                "decisions_set_aside": merged.decisions_set_aside,
                "answers_new": merged.answers_new,
                "holds_new": merged.holds_new,
                "holds_released_there": merged.holds_released_there,
                "custodians_new": merged.custodians_new,
                "custodians_left_out": merged.custodians_left_out,
            }
        )
    session.output.line(_told(merged))
    if merged.custodians_left_out:
        session.output.line(
            f"{merged.custodians_left_out} custodians were left out: they are no names, or more"
            " than a matter has."
        )
    if merged.decisions_set_aside:
        session.output.line("See them with `incamera matter differences`.")
    return ExitCode.DONE


def show_receiving_key(session: Session, _arguments: argparse.Namespace) -> ExitCode:
    """Print the receiving key of the vault."""
    with session.vault() as vault:
        text = receiving_key(vault)
    if session.output.is_json:
        session.output.document({"receiving_key": text})
    session.output.line(text)
    return ExitCode.DONE


def list_differences(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """List what persons decided differently on several workstations."""
    with session.vault() as vault:
        store = vault.store_of(matter_named(vault, arguments.matter).matter_id)
        names = {each.document_id: each.origin.name for each in store.documents()}
        rows = [
            row
            for difference in differences(store)
            for row in _rows(difference, names[difference.stored.document_id])
        ]
    session.output.result(
        rows, ("id", "document", "page", "value", "decision", "by", "at", "holds")
    )
    return ExitCode.DONE


def _told(merged: Merged) -> str:
    if merged.is_new:
        return f"Matter {merged.reference} is here now, with {merged.documents_new} documents."
    words = (
        f"Merged into {merged.reference}: {merged.documents_new} new documents,"
        f" {merged.documents_known} known ones, {merged.pages_new} new pages,"
        f" {merged.decisions_new} new decisions, {merged.answers_new} new answers,"
        f" {merged.holds_new} new holds, {merged.custodians_new} new custodians;"
        f" {merged.decisions_set_aside} findings were decided differently."
    )
    if merged.holds_released_there:
        words += (
            f" {merged.holds_released_there} holds were released there and still stand here:"
            " release them here too, if that is right."
        )
    return words


def _rows(difference: Difference, name: str) -> list[dict[str, object]]:
    """The decisions about one finding, the one that holds last; highly sensitive values masked."""
    stored, verdict = difference.stored, difference.stored.verdict
    common = {
        "id": stored.finding_id[:8],
        "finding_id": stored.finding_id,
        "document": name,
        "page": stored.page,
        "kind": stored.finding.kind.value,
    }
    rows: list[dict[str, object]] = [
        common
        | {
            "value": each.value,
            "decision": each.decision,
            "by": each.by,
            "at": _minute(moment_of(each.at_us)),
            "holds": "",
        }
        for each in difference.earlier
    ]
    held = {
        "value": stored.finding.value,
        "decision": stored.decision.value,
        "by": "" if verdict is None else verdict.decided_by,
        "at": "" if verdict is None else _minute(verdict.decided_at),
        "holds": "holds",
    }
    return [row | masked_if_high(stored.finding, row) for row in (*rows, common | held)]


def _minute(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
