"""`incamera search`, `findings` and `export`."""

import argparse

from desktop.casework.control import Control
from desktop.casework.exporting import ExportForm, export_findings, row_of
from desktop.cli.exit_codes import ExitCode
from desktop.cli.session import Session, document_named, matter_named
from desktop.domain.finding import FindingKind, Sensitivity, StoredFinding, masked


def search(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Search a matter."""
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        result = vault.store_of(matter.matter_id).search(
            " ".join(arguments.query), limit=arguments.limit
        )
    hits = result.hits if arguments.show_high else tuple(hit.masked() for hit in result.hits)
    rows: list[dict[str, object]] = [
        {
            "document": hit.document_name,
            "document_id": hit.document_id,
            "page": hit.page,
            "found_by": hit.kind.value,
            "snippet": hit.snippet,
            "marks": hit.marks,
            "boxes_pt": [
                [box.left_pt, box.top_pt, box.right_pt, box.bottom_pt] for box in hit.boxes
            ],
        }
        for hit in hits
    ]
    if session.output.is_json:
        session.output.document({"hits": rows, "has_more": result.has_more})
        return ExitCode.DONE
    session.output.table(rows, ("document", "page", "found_by", "snippet"))
    if not rows:
        session.output.line("Nothing found.")
    elif result.has_more:
        session.output.line("There is more: raise --limit.")
    return ExitCode.DONE


def list_findings(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """List what was found in a matter."""
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        store = vault.store_of(matter.matter_id)
        documents = {document.document_id: document for document in store.documents()}
        document_id = None
        if arguments.document is not None:
            document_id = document_named(store, arguments.document).document_id
        kind = FindingKind(arguments.kind) if arguments.kind else None
        found = store.findings(document_id=document_id, kind=kind)
    rows = [
        {
            **row_of(matter, documents[stored.document_id], stored),
            **({} if arguments.show_high else _masking(stored)),
        }
        for stored in found
    ]
    session.output.result(
        rows, ("document", "page", "kind", "role", "value", "confidence", "sensitivity", "source")
    )
    return ExitCode.DONE


def export(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Write all findings of a matter to a file."""
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        store = vault.store_of(matter.matter_id)
        count = 0
        for progress in export_findings(
            matter, store, arguments.target, ExportForm(arguments.format), Control()
        ):
            count = progress.findings_done
    if session.output.is_json:
        session.output.document({"findings": count, "file": str(arguments.target)})
    session.output.line(f"{count} findings written to {arguments.target}.")
    return ExitCode.DONE


def _masking(stored: StoredFinding) -> dict[str, object]:
    """What replaces a highly sensitive value until it is asked for."""
    finding = stored.finding
    if finding.sensitivity is not Sensitivity.HIGH:
        return {}
    return {"value": masked(finding.value), "mention": masked(finding.mention)}
