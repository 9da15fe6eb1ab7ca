"""`incamera add`, `status`, `list` and `show`."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from desktop.casework.auditing.shown import note_page_shown
from desktop.casework.control import Control
from desktop.casework.ingesting.ingest import ingest
from desktop.cli.exit_codes import ExitCode
from desktop.cli.interrupt import stopped_by_interrupt
from desktop.cli.session import Session, document_named, matter_named
from desktop.domain.document import Document, DocumentState
from desktop.domain.errors import all_error_classes
from desktop.domain.family import Families, in_family_order
from desktop.domain.identity import PageNumber, short_identity
from desktop.domain.progress import Phase, Progress
from desktop.vault.matter_store import MatterStore


def add(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Add files and folders to a matter and read everything that waits."""
    output = session.output
    control = Control()
    progress = Progress(Phase.DONE)
    with session.vault() as vault, stopped_by_interrupt(control):
        matter = matter_named(vault, arguments.matter)
        store = vault.store_of(matter.matter_id)
        if arguments.retry:
            for document in store.documents():
                store.retry_pages(document.document_id)
        paths: list[Path] = arguments.paths
        for progress in ingest(
            vault,
            matter.matter_id,
            paths,
            settings=session.settings,
            control=control,
            clock=session.clock,
        ):
            output.progress(progress)
    output.end_progress()
    if output.is_json:
        output.document(asdict(progress))
    output.line(
        f"{progress.files_done} files: {progress.duplicates} already there, "
        f"{progress.refused} refused. {progress.pages_done} pages, {progress.pages_failed} failed."
    )
    if progress.attachments:
        output.line(f"Came inside them, and are documents too: {progress.attachments}.")
    if progress.locked:
        output.line(
            f"Waiting for a password: {progress.locked}. Give it with `incamera password add`."
        )
    if progress.vision_error:
        error = all_error_classes()[progress.vision_error]
        output.line(f"Read without the vision model. {error.reason} {error.remedy} [{error.code}]")
    if progress.phase is Phase.STOPPED:
        return ExitCode.STOPPED
    is_partly = progress.refused or progress.pages_failed or progress.locked
    return ExitCode.PARTLY if is_partly else ExitCode.DONE


def status(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Say how far reading has come, and what was refused."""
    output = session.output
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        store = vault.store_of(matter.matter_id)
        documents = store.documents()
        refusals = store.refusals()
        to_decide = len(store.findings(is_undecided=True))
    states = {
        state.value: sum(document.state is state for document in documents)
        for state in DocumentState
    }
    pages = sum(document.page_count for document in documents)
    pages_read = sum(document.pages_read for document in documents)
    pages_failed = sum(document.pages_failed for document in documents)
    refused: list[dict[str, object]] = [
        {
            "name": refusal.name,
            "folder": refusal.folder,
            "code": refusal.code,
            "reason": refusal.reason,
            "remedy": refusal.remedy,
            "refused_at": refusal.refused_at.isoformat(),
        }
        for refusal in refusals
    ]
    if output.is_json:
        output.document(
            {
                "matter": matter.reference,
                "documents": states,
                "pages": pages,
                "pages_read": pages_read,
                "pages_failed": pages_failed,
                "to_decide": to_decide,
                "refused": refused,
            }
        )
        return ExitCode.DONE
    output.line(f"Matter {matter.reference} {matter.name}")
    output.line(
        f"{len(documents)} documents: "
        + ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in states.items())
    )
    output.line(f"{pages_read} of {pages} pages read, {pages_failed} failed")
    if to_decide:
        output.line(f"Findings to decide: {to_decide}; see `incamera decide`.")
    if refused:
        output.line(f"Files refused: {len(refused)}")
        output.table(refused, ("name", "folder", "code", "reason", "remedy"))
    return ExitCode.DONE


def list_documents(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """List the documents of a matter."""
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        documents = vault.store_of(matter.matter_id).documents()
    families = Families.of(documents)
    rows = [_document_row(document, families) for document in in_family_order(documents)]
    if session.output.is_json:
        session.output.document(rows)
        return ExitCode.DONE
    for row in rows:
        row["name"] = f"{'  ' * int(str(row['depth']))}{row['name']}"
    columns = ("id", "name", "kind", "state", "pages", "findings", "attachments")
    session.output.table(rows, columns if families.parents else columns[:-1])
    return ExitCode.DONE


def show(session: Session, arguments: argparse.Namespace) -> ExitCode:
    """Show the pages of a document, or the text of one."""
    with session.vault() as vault:
        matter = matter_named(vault, arguments.matter)
        store = vault.store_of(matter.matter_id)
        document = document_named(store, arguments.document)
        documents = store.documents()
        if arguments.page is not None:
            show_it = _show_readings if arguments.readings else _show_page
            return show_it(session, store, document, PageNumber(arguments.page))
        rows: list[dict[str, object]] = [
            {
                "page": page.number,
                "state": page.state.value,
                "read_by": page.method.value if page.method else "",
                "confidence": f"{page.confidence:.2f}" if page.method else "",
                "blank": "blank" if page.is_blank else "",
                "findings": page.finding_count,
                "error": page.error_code or "",
                "remarks": ", ".join(page.remarks),
            }
            for page in store.page_summaries(document.document_id)
        ]
    output = session.output
    if output.is_json:
        output.document({**_document_row(document, Families.of(documents)), "page_list": rows})
        return ExitCode.DONE
    output.line(f"{document.origin.name}  {document.classification or 'not classified'}")
    output.line(f"SHA-256 {document.origin.sha256}")
    output.line(f"MD5     {document.origin.md5}")
    for line in _family_lines(document, documents):
        output.line(line)
    for note in document.notes:
        output.line(note.sentence)
    output.table(
        rows, ("page", "state", "read_by", "confidence", "findings", "blank", "error", "remarks")
    )
    return ExitCode.DONE


def _show_page(
    session: Session, store: MatterStore, document: Document, number: PageNumber
) -> ExitCode:
    reading = store.page(document.document_id, number)
    note_page_shown(store, document.document_id, number, "incamera show")
    if session.output.is_json:
        session.output.document(asdict(reading))
    else:
        session.output.text(reading.text.text)
    return ExitCode.DONE


def _show_readings(
    session: Session, store: MatterStore, document: Document, number: PageNumber
) -> ExitCode:
    """Both readings of every part of a page that two readers read."""
    ledger = store.ledger(document.document_id, number)
    note_page_shown(store, document.document_id, number, "incamera show")
    if session.output.is_json:
        session.output.document(None if ledger is None else asdict(ledger))
        return ExitCode.DONE
    if ledger is None:
        session.output.line("Only one reader read this page.")
        return ExitCode.DONE
    text = store.page(document.document_id, number).text.text
    rows: list[dict[str, object]] = [
        {
            "first_reading": " ".join(text[shown.start : shown.end].split()),
            "second_reading": shown.second,
            "agreement": shown.agreement.value,
        }
        for shown in ledger.comparisons
    ]
    session.output.line(f"{ledger.first_reader} and {ledger.second_reader}")
    session.output.table(rows, ("agreement", "first_reading", "second_reading"))
    return ExitCode.DONE


def _family_lines(document: Document, documents: Sequence[Document]) -> Iterator[str]:
    """What a document came in, what came in it, and where else the same bytes stand."""
    names = {each.document_id: each.origin.name for each in documents}
    families = Families.of(documents)
    parent = families.parents.get(document.document_id)
    if parent is not None:
        yield f"Came in {names[parent]} ({short_identity(parent)})"
    for each in families.attachments.get(document.document_id, ()):
        yield f"In it   {names[each]} ({short_identity(each)})"
    for other in documents:
        is_same = other.origin.sha256 == document.origin.sha256
        if is_same and other.document_id != document.document_id:
            yield f"The same file is also {short_identity(other.document_id)}"


def _document_row(document: Document, families: Families) -> dict[str, object]:
    """A document as plain data."""
    origin = document.origin
    attachments = families.attachments.get(document.document_id, ())
    return {
        "id": short_identity(document.document_id),
        "document_id": document.document_id,
        "name": origin.name,
        "folder": origin.folder,
        "kind": document.classification.value if document.classification else "",
        "state": document.state.value,
        "pages": document.page_count,
        "pages_read": document.pages_read,
        "pages_failed": document.pages_failed,
        "findings": document.finding_count,
        "file_kind": origin.kind.value,
        "size_bytes": origin.size_bytes,
        "sha256": origin.sha256,
        "md5": origin.md5,
        "received_at": origin.received_at.isoformat(),
        "family_id": families.head_of(document.document_id),
        "parent_id": families.parents.get(document.document_id, ""),
        "depth": families.depth_of(document.document_id),
        "attachments": len(attachments),
        "attachment_ids": list(attachments),
        "notes": [
            {"note": note.kind.value, "detail": note.detail, "words": note.sentence}
            for note in document.notes
        ],
    }
