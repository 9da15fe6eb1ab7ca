"""`incamera hold`, `retention`, `due`, `dispose` and `disposal`: how long, and the end."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import assert_never

from desktop.casework.control import Control
from desktop.casework.disposing.certificate import as_data, write_certificate
from desktop.casework.disposing.dispose import (
    certificate_named,
    dispose_of_documents,
    dispose_of_matter,
)
from desktop.casework.disposing.due import due_in
from desktop.casework.disposing.keeping import (
    close_matter,
    keeping_of,
    lift_rule,
    place_hold,
    release_hold,
    reopen_matter,
    set_rule,
)
from desktop.cli.exit_codes import ExitCode
from desktop.cli.interrupt import stopped_by_interrupt
from desktop.cli.session import Session, document_named, matter_named
from desktop.domain.disposal import Certificate, DisposalProgress, DisposalStep
from desktop.domain.errors import NothingToDisposeError, VaultError
from desktop.domain.identity import DocumentId, short_identity
from desktop.domain.keeping import Due, Hold, RetentionRule, RetentionStart
from desktop.domain.matter import Matter
from desktop.vault.matter_store import MatterStore
from desktop.vault.vault import Vault

START_WORDS = {
    RetentionStart.MATTER_CLOSED: "the closing of the matter",
    RetentionStart.DOCUMENT_ADDED: "the day a document was added",
    RetentionStart.DOCUMENT_DATE: "a document's own date",
}


def list_holds(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """List the holds of a matter, the released ones too."""
    with session.vault() as vault:
        store = vault.store_of(matter_named(vault, arguments.matter).matter_id)
        names = _names(store)
        rows = [_hold_row(hold, names) for hold in store.holds.all()]
    session.output.result(rows, ("hold", "document", "reason", "placed_by", "placed_at", "state"))
    return ExitCode.DONE


def place(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Place a hold on a document, or on the whole matter."""
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        store = vault.store_of(matter.matter_id)
        document_id = None
        if arguments.document is not None:
            document_id = document_named(store, arguments.document).document_id
        hold = place_hold(store, document_id, arguments.reason)
        row = _hold_row(hold, _names(store))
    if session.output.is_json:
        session.output.document(row)
    session.output.line(f"Hold {row['hold']} stands on {row['document']}.")
    return ExitCode.DONE


def release(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Release a hold."""
    with session.vault() as vault:
        store = vault.store_of(matter_named(vault, arguments.matter).matter_id)
        hold = release_hold(store, arguments.hold, arguments.reason)
        row = _hold_row(hold, _names(store))
    if session.output.is_json:
        session.output.document(row)
    session.output.line(f"Hold {row['hold']} is released.")
    return ExitCode.DONE


def show_retention(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Say how long a matter is kept, and whether it is closed."""
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        keeping = keeping_of(vault.store_of(matter.matter_id))
    rule, closing = keeping.rule, keeping.closing
    standing = sum(hold.is_standing for hold in keeping.holds)
    if session.output.is_json:
        session.output.document(
            {
                "matter": matter.reference,
                "rule": None if rule is None else _rule_row(rule),
                "closed_at": "" if closing is None else closing.closed_at.isoformat(),
                "closed_by": "" if closing is None else closing.closed_by,
                "holds": standing,
            }
        )
        return ExitCode.DONE
    session.output.line(
        f"Matter {matter.reference} {matter.name}: "
        + ("open" if closing is None else f"closed on {closing.closed_at:%Y-%m-%d}")
    )
    session.output.line("No rule of retention holds." if rule is None else _rule_words(rule))
    session.output.line(f"{standing} holds stand; see `incamera hold list`.")
    return ExitCode.DONE


def set_retention(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Let a rule of retention hold for a matter."""
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        rule = set_rule(
            vault.store_of(matter.matter_id),
            arguments.years,
            RetentionStart(arguments.start.replace("-", "_")),
            arguments.basis,
            session.clock,
            is_from_year_end=arguments.from_year_end,
        )
    if session.output.is_json:
        session.output.document(_rule_row(rule))
    session.output.line(_rule_words(rule))
    return ExitCode.DONE


def lift_retention(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Let no rule hold for a matter."""
    with session.vault() as vault:
        lift_rule(vault.store_of(matter_named(vault, arguments.matter).matter_id))
    return _said(session, "No rule of retention holds for the matter any more.")


def close(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Close a matter: a rule may count from today."""
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        close_matter(vault.store_of(matter.matter_id), session.clock)
    return _said(session, f"Matter {matter.reference} is closed.")


def reopen(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Open a closed matter again."""
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        reopen_matter(vault.store_of(matter.matter_id))
    return _said(session, f"Matter {matter.reference} is open again.")


def list_due(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """List what has been kept as long as the rules ask, in every matter or in one."""
    today = session.clock().date()
    rows: list[dict[str, object]] = []
    with session.vault() as vault:
        unread = [*map(short_identity, vault.damaged_matters() if arguments.matter is None else ())]
        for matter in _matters(vault, arguments.matter):
            try:
                due_here = due_in(vault.store_of(matter.matter_id), today, arguments.within)
            except VaultError:
                unread.append(matter.reference)
                continue
            rows += [_due_row(matter, due) for due in due_here]
    code = ExitCode.PARTLY if unread else ExitCode.DONE
    if unread:
        session.output.line(f"Damaged, see `incamera verify`: {', '.join(unread)}.")
    if session.output.is_json:
        session.output.document(rows)
        return code
    if not rows:
        session.output.line("Nothing is due.")
        return code
    session.output.table(
        rows, ("matter", "document", "inside", "counted_from", "kept_until", "held_by")
    )
    session.output.line("Nothing of this goes by itself; see `incamera dispose`.")
    return code


def dispose(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Bring documents, or a whole matter, to their end."""
    is_named = bool(arguments.documents)
    if is_named + arguments.due + arguments.whole_matter != 1:
        session.output.usage(
            "incamera dispose: name documents, or give --due or --whole-matter, and only one of"
            " these"
        )
        return ExitCode.USAGE
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        typed = arguments.confirm or _typed(session, matter, arguments)
        if typed is None:
            session.output.usage("incamera dispose: give the matter's reference with --confirm")
            return ExitCode.USAGE
        certificate = _disposed(session, vault, matter, typed, arguments)
    if certificate is None:
        session.output.line("Stopped: nothing has gone, and nothing was begun.")
        return ExitCode.STOPPED
    if arguments.certificate is not None:
        write_certificate(certificate, arguments.certificate)
    if session.output.is_json:
        session.output.document(as_data(certificate))
    gone = len(certificate.disposed)
    kept = len(certificate.documents) - gone
    session.output.line(f"{gone} documents are disposed of; disposal {certificate.disposal_id}.")
    if kept:
        session.output.line(f"{kept} were kept: a hold was placed on them meanwhile.")
    is_whole = all(each.is_so for each in certificate.verified)
    if not is_whole:
        session.output.line("Not everything was found to be gone; the certificate says what.")
    return ExitCode.DONE if is_whole and not kept else ExitCode.PARTLY


def list_disposals(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """List what was disposed of: whole matters, and documents of the matter named."""
    with session.vault() as vault:
        certificates = list(vault.disposals.certificates())
        for matter in _matters(vault, arguments.matter):
            certificates += vault.store_of(matter.matter_id).disposals.certificates()
    certificates.sort(key=lambda certificate: certificate.order.confirmed_at)
    rows: list[dict[str, object]] = [
        {
            "disposal": short_identity(each.disposal_id),
            "disposal_id": each.disposal_id,
            "matter": each.reference or "not known",
            "scope": each.scope.value,
            "documents": "" if each.is_without_key else len(each.disposed),
            "confirmed_by": each.order.confirmed_by,
            "finished_at": "" if each.finished_at is None else each.finished_at.isoformat(),
            "reason": each.order.reason,
        }
        for each in certificates
    ]
    session.output.result(
        rows, ("disposal", "matter", "scope", "documents", "finished_at", "reason")
    )
    return ExitCode.DONE


def certificate(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Write the certificate of a disposal to a file, or print it."""
    with session.vault() as vault:
        matters = tuple(_matters(vault, arguments.matter))
        found = certificate_named(vault, matters, arguments.disposal)
    target: Path | None = arguments.target
    if target is not None:
        write_certificate(found, target)
        return _said(session, "The certificate is written.")
    session.output.document(as_data(found))
    return ExitCode.DONE


def _disposed(
    session: Session, vault: Vault, matter: Matter, typed: str, arguments: argparse.Namespace
) -> Certificate | None:
    """The certificate; None where it was stopped before anything had gone."""
    control = Control()
    asked = {"typed": typed, "reason": arguments.reason}
    with stopped_by_interrupt(control):
        if arguments.whole_matter:
            reports = dispose_of_matter(
                vault,
                matter,
                **asked,
                clock=session.clock,
                is_stopped=lambda: control.is_stopped,
            )
        else:
            store = vault.store_of(matter.matter_id)
            reports = dispose_of_documents(
                vault,
                matter,
                list(_chosen(session, store, arguments)),
                **asked,
                clock=session.clock,
                may_go_apart=arguments.apart,
                is_stopped=lambda: control.is_stopped,
            )
        certificate: Certificate | None = None
        for report in reports:
            session.output.status(_how_far(report))
            certificate = report.certificate
    session.output.end_progress()
    return certificate


def _how_far(report: DisposalProgress) -> str:
    match report.step:
        case DisposalStep.GOING:
            return f"Disposing  {report.done} of {report.total} documents"
        case DisposalStep.LISTING:
            return f"Listing  {report.done} of {report.total} documents; nothing has gone"
        case DisposalStep.ENDING:
            return "The key is destroyed; what is left is taken away"
        case _:
            assert_never(report.step)


def _chosen(
    session: Session, store: MatterStore, arguments: argparse.Namespace
) -> Iterator[DocumentId]:
    """The documents named, or those that are due and not held."""
    for name in arguments.documents:
        yield document_named(store, name).document_id
    if not arguments.due:
        return
    for due in due_in(store, session.clock().date()):
        if due.document_id is None:
            raise NothingToDisposeError(
                "The matter is due as a whole, not single documents.",
                remedy="Give `--whole-matter`.",
            )
        if not due.holds:
            yield due.document_id


def _typed(session: Session, matter: Matter, arguments: argparse.Namespace) -> str | None:
    """What a person types to confirm; None where nobody is there to type."""
    if not sys.stdin.isatty():
        return None
    what = "the matter as a whole" if arguments.whole_matter else "documents"
    session.output.line(
        f"This brings {what} of matter {matter.reference} {matter.name} to an end, for good."
    )
    return input("Type the reference of the matter to go on: ")


def _matters(vault: Vault, reference: str | None) -> Iterator[Matter]:
    if reference is None:
        yield from vault.matters()
    else:
        yield vault.matter(reference)


def _said(session: Session, sentence: str) -> ExitCode:
    if session.output.is_json:
        session.output.document({"done": sentence})
    session.output.line(sentence)
    return ExitCode.DONE


def _names(store: MatterStore) -> dict[DocumentId, str]:
    return {document.document_id: document.origin.name for document in store.documents()}


def _hold_row(hold: Hold, names: dict[DocumentId, str]) -> dict[str, object]:
    release = hold.release
    document = "the whole matter"
    if hold.document_id is not None:
        document = names.get(hold.document_id, short_identity(hold.document_id))
    return {
        "hold": short_identity(hold.hold_id),
        "hold_id": hold.hold_id,
        "document": document,
        "document_id": hold.document_id or "",
        "reason": hold.reason,
        "placed_by": hold.placed_by,
        "placed_at": hold.placed_at.isoformat(timespec="seconds"),
        "state": "stands" if release is None else "released",
        "released_by": "" if release is None else release.released_by,
        "released_at": "" if release is None else release.released_at.isoformat(),
        "release_reason": "" if release is None else release.reason,
    }


def _rule_row(rule: RetentionRule) -> dict[str, object]:
    return {
        "years": rule.years,
        "from": rule.start.value,
        "from_year_end": rule.is_from_year_end,
        "basis": rule.basis,
        "set_by": rule.set_by,
        "set_at": rule.set_at.isoformat(),
    }


def _rule_words(rule: RetentionRule) -> str:
    start = START_WORDS[rule.start]
    if rule.is_from_year_end:
        start = f"the end of the year of {start}"
    return f"Kept for {rule.years} years from {start}. Basis: {rule.basis}"


def _due_row(matter: Matter, due: Due) -> dict[str, object]:
    return {
        "matter": matter.reference,
        "document": due.name or "the whole matter",
        "document_id": due.document_id or "",
        "inside": due.inside,
        "counted_from": due.counted_from.isoformat(),
        "kept_until": due.kept_until.isoformat(),
        "is_over": due.is_over,
        "held_by": ", ".join(short_identity(hold.hold_id) for hold in due.holds),
    }
