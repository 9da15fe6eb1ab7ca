"""`incamera decide`: what two readers dispute, and what a person makes of it."""

import argparse

from desktop.casework.auditing.shown import note_findings_shown
from desktop.casework.deciding import Traced, correct, decide, disputes, take_other_reading, traced
from desktop.cli.exit_codes import ExitCode
from desktop.cli.masking import masked_if_high
from desktop.cli.session import Session, document_named, matter_named
from desktop.domain.document import Document
from desktop.domain.finding import Decision, StoredFinding
from desktop.domain.identity import short_identity
from desktop.vault.matter_store import MatterStore

_COLUMNS = ("finding", "document", "page", "kind", "read", "second_reading", "agreement")


def decide_finding(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """List what waits for a decision, or decide about one finding."""
    is_choice = bool(arguments.decision or arguments.other or arguments.correct is not None)
    if is_choice and arguments.finding is None:
        session.output.usage("incamera decide: name the finding that is decided about")
        return ExitCode.USAGE
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        store = vault.store_of(matter.matter_id)
        documents = {document.document_id: document for document in store.documents()}
        if arguments.finding is None:
            document_id = None
            if arguments.document is not None:
                document_id = document_named(store, arguments.document).document_id
            open_ones = list(disputes(store, document_id))
        else:
            (one,) = traced(store, [_decided(store, arguments)])
            open_ones = [one]
        if arguments.show_high:
            note_findings_shown(store, [each.stored for each in open_ones], "incamera decide")
    show_high = arguments.show_high
    if arguments.finding is not None:
        row = _row(documents[one.stored.document_id], one, show_high=show_high)
        if session.output.is_json:
            session.output.document(row)
        session.output.line(f"{row['kind']} {row['value']}: {row['decision']}.")
        return ExitCode.DONE
    rows = [
        _row(documents[each.stored.document_id], each, show_high=show_high) for each in open_ones
    ]
    if session.output.is_json:
        session.output.document(rows)
        return ExitCode.DONE
    if not rows:
        session.output.line("Nothing waits for a decision.")
        return ExitCode.DONE
    session.output.table(rows, _COLUMNS)
    session.output.line(
        f"{len(rows)} to decide: `incamera decide FINDING` with --accept (what was read), --other "
        "(the second reading), --correct VALUE or --reject."
    )
    return ExitCode.DONE


def _decided(store: MatterStore, arguments: argparse.Namespace) -> StoredFinding:
    finding_id = store.finding(arguments.finding.lower()).finding_id
    if arguments.correct is not None:
        return correct(store, finding_id, arguments.correct)
    if arguments.other:
        return take_other_reading(store, finding_id)
    if arguments.decision is not None:
        decide(store, finding_id, Decision(arguments.decision))
    return store.finding(finding_id)


def _row(document: Document, one: Traced, *, show_high: bool) -> dict[str, object]:
    stored, second = one.stored, one.second
    verdict = stored.verdict
    row: dict[str, object] = {
        "finding": short_identity(stored.finding_id),
        "finding_id": stored.finding_id,
        "document": document.origin.name,
        "document_id": stored.document_id,
        "page": stored.page,
        "kind": stored.finding.kind.value,
        "role": stored.finding.role,
        "value": stored.finding.value,
        "read": verdict.read_mention if verdict else stored.finding.mention,
        "second_reading": second.text if second else "",
        "agreement": stored.finding.agreement.value,
        "decision": stored.decision.value,
        "decided_by": verdict.decided_by if verdict else "",
        "decided_at": verdict.decided_at.isoformat() if verdict else "",
        "crop_sha256": second.shown.crop_sha256 if second else "",
    }
    return row if show_high else row | masked_if_high(stored.finding, row)
