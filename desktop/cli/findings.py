"""`incamera findings` and `export`."""

import argparse

from desktop.casework.auditing.shown import note_findings_shown
from desktop.casework.control import Control
from desktop.casework.deciding import traced
from desktop.casework.exporting import export_findings, row_of
from desktop.cli.exit_codes import ExitCode
from desktop.cli.masking import masked_if_high
from desktop.cli.session import Session, document_named, matter_named
from desktop.domain.export_form import ExportForm
from desktop.domain.family import Families
from desktop.domain.finding import FindingKind, needs_decision


def list_findings(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """List what was found in a matter."""
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        store = vault.store_of(matter.matter_id)
        documents = {document.document_id: document for document in store.documents()}
        families = Families.of(documents.values())
        document_id = None
        if arguments.document is not None:
            document_id = document_named(store, arguments.document).document_id
        kind = FindingKind(arguments.kind) if arguments.kind else None
        found = list(traced(store, store.findings(document_id=document_id, kind=kind)))
        if arguments.show_high:
            note_findings_shown(store, (one.stored for one in found), "incamera findings")
    rows = [
        {
            **(row := row_of(matter, documents[one.stored.document_id], one, families)),
            **({} if arguments.show_high else masked_if_high(one.stored.finding, row)),
            "needs_decision": needs_decision(one.stored),
        }
        for one in found
    ]
    session.output.result(
        rows,
        ("document", "page", "kind", "role", "value", "confidence", "sensitivity", "agreement"),
    )
    return ExitCode.DONE


def export(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Write the findings of a matter to a file, but for those that wait for a decision."""
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        store = vault.store_of(matter.matter_id)
        count = held = 0
        for progress in export_findings(
            matter, store, arguments.target, ExportForm(arguments.format), Control()
        ):
            count, held = progress.findings_done, progress.findings_held
    if session.output.is_json:
        session.output.document(
            {"findings": count, "held_back": held, "file": str(arguments.target)}
        )
    session.output.line(f"{count} findings written to {arguments.target}.")
    if held:
        session.output.line(
            f"{held} held back: two readers differ about them. "
            f"Decide with `incamera decide --matter {matter.reference}`, then export again."
        )
    return ExitCode.PARTLY if held else ExitCode.DONE
