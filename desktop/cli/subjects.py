"""`incamera subject`: everything about one person, reviewed, then handed over or erased."""

import argparse
import sys
from collections.abc import Iterator

from desktop.casework.data_subjects.again import search_again, unseen_in
from desktop.casework.data_subjects.erase import documents_about, erase_subject
from desktop.casework.data_subjects.find import find_subject
from desktop.casework.data_subjects.hand_over import hand_over
from desktop.casework.data_subjects.review import decide_hits, numbers_of
from desktop.casework.disposing.certificate import as_data, write_certificate
from desktop.cli.exit_codes import ExitCode
from desktop.cli.session import Session, matter_named
from desktop.domain.data_subject import HitDecision, SubjectCase, SubjectHit, SubjectProgress
from desktop.domain.disposal import Certificate
from desktop.domain.errors import NothingToDisposeError
from desktop.domain.finding import SENSITIVITY_OF_KIND, Sensitivity, masked
from desktop.domain.identity import DocumentId, short_identity
from desktop.vault.matter_store import MatterStore

_COLUMNS = ("number", "document", "page", "kind", "mention", "reason", "decision")


def find(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Look for a person in a matter, and open a case to review."""
    with session.vault() as vault:
        store = vault.store_of(matter_named(vault, arguments.matter).matter_id)
        steps = find_subject(store, arguments.names, arguments.value, session.clock)
        return _searched(session, store, steps, show_high=arguments.show_high)


def again(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Look for the person of a case again, in what came later too."""
    with session.vault() as vault:
        store = vault.store_of(matter_named(vault, arguments.matter).matter_id)
        steps = search_again(store, arguments.case, session.clock)
        return _searched(session, store, steps, show_high=arguments.show_high)


def list_cases(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """List the cases of a matter."""
    with session.vault() as vault:
        store = vault.store_of(matter_named(vault, arguments.matter).matter_id)
        cases = [(case, len(unseen_in(store, case))) for case in store.subjects.all()]
    rows: list[dict[str, object]] = [
        {
            "case": short_identity(case.subject_id),
            "case_id": case.subject_id,
            "person": ", ".join((*case.names, *case.values)),
            "hits": len(case.hits),
            "open": len(case.open_hits),
            "accepted": len(case.accepted),
            "unseen": unseen,
            "opened_by": case.opened_by,
            "opened_at": case.opened_at.isoformat(timespec="seconds"),
        }
        for case, unseen in cases
    ]
    shown = ("case", "person", "hits", "open", "accepted", "unseen", "opened_at")
    session.output.result(rows, shown)
    return ExitCode.DONE


def review(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """List the hits of a case, after noting what was decided about some."""
    with session.vault() as vault:
        store = vault.store_of(matter_named(vault, arguments.matter).matter_id)
        case = store.subjects.named(arguments.case)
        for text, decision in (
            (arguments.accept, HitDecision.ACCEPTED),
            (arguments.strike, HitDecision.STRUCK),
            (arguments.reopen, HitDecision.OPEN),
        ):
            if text is not None:
                case = decide_hits(store, case.subject_id, numbers_of(text), decision)
        _show(session, store, case, show_high=arguments.show_high)
    return ExitCode.PARTLY if case.open_hits else ExitCode.DONE


def export(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Write what was accepted into a new folder, to hand over."""
    with session.vault() as vault:
        store = vault.store_of(matter_named(vault, arguments.matter).matter_id)
        case = store.subjects.named(arguments.case)
        unseen = len(unseen_in(store, case))
        written = hand_over(store, case, arguments.folder, session.clock)
    if session.output.is_json:
        session.output.document(
            {"written": written, "folder": str(arguments.folder), "unseen": unseen}
        )
    session.output.line(
        f"{written} hits are written. The folder is not sealed: look through it, hand it over, and"
        " delete it."
    )
    _say_unseen(session, unseen)
    return ExitCode.DONE


def erase(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Dispose of the documents with accepted hits."""
    certificate: Certificate | None = None
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        store = vault.store_of(matter.matter_id)
        case = store.subjects.named(arguments.case)
        typed = arguments.confirm
        if typed is None and sys.stdin.isatty():
            about = documents_about(store, case)
            session.output.line(f"{len(about)} documents of {matter.reference} go, for good.")
            typed = input("Type the reference of the matter to go on: ")
        if typed is None:
            session.output.usage("incamera subject erase: give the matter's reference: --confirm")
            return ExitCode.USAGE
        for report in erase_subject(
            vault, matter, case, typed=typed, reason=arguments.reason, clock=session.clock
        ):
            session.output.status(f"Disposing  {report.done} of {report.total} documents")
            certificate = report.certificate
    session.output.end_progress()
    if certificate is None:
        raise NothingToDisposeError
    if arguments.certificate is not None:
        write_certificate(certificate, arguments.certificate)
    if session.output.is_json:
        session.output.document(as_data(certificate))
    session.output.line(f"{len(certificate.disposed)} documents are disposed of.")
    return ExitCode.DONE if all(each.is_so for each in certificate.verified) else ExitCode.PARTLY


def close(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Delete a case; the documents stay."""
    with session.vault() as vault:
        store = vault.store_of(matter_named(vault, arguments.matter).matter_id)
        store.subjects.remove(store.subjects.named(arguments.case).subject_id)
    if session.output.is_json:
        session.output.document({"closed": arguments.case})
    session.output.line("The case is closed.")
    return ExitCode.DONE


def _searched(
    session: Session, store: MatterStore, steps: Iterator[SubjectProgress], *, show_high: bool
) -> ExitCode:
    case: SubjectCase | None = None
    for report in steps:
        session.output.status(f"Looking  {report.pages_done} of {report.pages_total} pages")
        case = report.case
    session.output.end_progress()
    if case is None:
        return ExitCode.NOT_THERE
    _show(session, store, case, show_high=show_high)
    return ExitCode.DONE


def _say_unseen(session: Session, unseen: int) -> None:
    """Say that a case does not know all of the matter."""
    if unseen:
        session.output.line(
            f"{unseen} documents have pages that came after the last search: look again with"
            " `incamera subject again`."
        )


def _show(session: Session, store: MatterStore, case: SubjectCase, *, show_high: bool) -> None:
    names = {each.document_id: each.origin.name for each in store.documents()}
    rows = [_row(hit, names, show_high=show_high) for hit in case.hits]
    if session.output.is_json:
        unseen = len(unseen_in(store, case))
        session.output.document({"case_id": case.subject_id, "hits": rows, "unseen": unseen})
        return
    session.output.table(rows, _COLUMNS)
    session.output.line(
        f"Case {short_identity(case.subject_id)}: {len(case.hits)} hits, {len(case.accepted)}"
        f" accepted, {len(case.open_hits)} to decide."
    )
    _say_unseen(session, len(unseen_in(store, case)))


def _row(hit: SubjectHit, names: dict[DocumentId, str], *, show_high: bool) -> dict[str, object]:
    is_covered = (
        hit.kind is not None and SENSITIVITY_OF_KIND[hit.kind] is Sensitivity.HIGH and not show_high
    )
    return {
        "number": hit.number,
        "document": names.get(hit.document_id, short_identity(hit.document_id)),
        "document_id": hit.document_id,
        "page": hit.page,
        "kind": hit.kind.value if hit.kind else "text",
        "mention": masked(hit.mention) if is_covered else hit.mention,
        "value": masked(hit.value) if is_covered else hit.value,
        "reason": hit.reason.value,
        "decision": hit.decision.value,
    }
