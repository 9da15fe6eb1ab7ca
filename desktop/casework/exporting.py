"""Findings handed out as JSON or CSV, each with the place it was read.

What two readers dispute does not leave before a person has decided: it is held back and counted.
"""

import csv
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from desktop.casework.control import Control
from desktop.casework.deciding import Traced, traced
from desktop.domain.audit import Act
from desktop.domain.document import Document
from desktop.domain.errors import ExportError
from desktop.domain.export_form import ExportForm
from desktop.domain.family import Families
from desktop.domain.finding import Decision, needs_decision
from desktop.domain.matter import Matter
from desktop.domain.progress import Phase, Progress
from desktop.vault.matter_store import MatterStore

Row = dict[str, object]
"""One finding as plain data."""

REPORT_EVERY = 200
"""Findings between two reports: about 10 ms."""

COLUMNS = (
    "matter",
    "document_id",
    "document",
    "sha256",
    "family_id",
    "parent_id",
    "attachments",
    "document_kind",
    "document_notes",
    "page",
    "finding_id",
    "kind",
    "role",
    "scheme",
    "value",
    "mention",
    "sensitivity",
    "source",
    "agreement",
    "confidence",
    "decision",
    "decided_by",
    "decided_at",
    "read_value",
    "read_mention",
    "second_reading",
    "crop_sha256",
    "first_reader",
    "second_reader",
    "weights_sha256",
    "projector_sha256",
    "boxes_pt",
)

_FORMULA_STARTS = "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20"
"""What makes a spreadsheet take a cell for a formula, full-width forms too (OWASP ASVS 1.2.10)."""


def export_findings(
    matter: Matter, store: MatterStore, target: Path, form: ExportForm, control: Control
) -> Iterator[Progress]:
    """Write the findings of the matter to a new file, readable by this account only.

    Those that need a person's decision are held back.

    Args:
        matter: The matter, named in each row.
        store: Its store, which belongs to the calling thread.
        target: The file; one that exists is replaced only once the new one is complete.
        form: JSON (a list of objects) or CSV (UTF-8 with mark, all cells quoted).
        control: Pauses and stops; what was stopped leaves no file.

    Yields:
        Progress; the last one says DONE or STOPPED, how many findings were written, and how many
        were held back.

    Raises:
        ExportError: It cannot be written.
    """
    documents = store.documents()
    families = Families.of(documents)
    progress = Progress(
        Phase.EXPORTING,
        findings_total=sum(document.finding_count for document in documents),
        current=target.name,
    )
    yield progress
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with _new_file(unfinished, form) as file:
            write = _json_writer(file) if form is ExportForm.JSON else _csv_writer(file)
            for document, one in _found(store, documents):
                if not control.may_go_on():
                    yield replace(progress, phase=Phase.STOPPED)
                    return
                if needs_decision(one.stored):
                    progress = replace(progress, findings_held=progress.findings_held + 1)
                else:
                    write(row_of(matter, document, one, families))
                    progress = replace(progress, findings_done=progress.findings_done + 1)
                if (progress.findings_done + progress.findings_held) % REPORT_EVERY == 0:
                    yield progress
            write(None)
            file.flush()
            os.fsync(file.fileno())
        # Noted before the file has its name: an export that nobody noted would be worse than a
        # note about one that failed at the very end.
        store.audit.add(
            Act.FINDINGS_EXPORTED,
            details={
                "form": form.value,
                "findings": progress.findings_done,
                "held_back": progress.findings_held,
            },
        )
        unfinished.replace(target)
    except OSError as error:
        raise ExportError from error
    finally:
        unfinished.unlink(missing_ok=True)
    yield replace(progress, phase=Phase.DONE)


def row_of(matter: Matter, document: Document, one: Traced, families: Families) -> Row:
    """One finding as plain data: what it says, who saw it, and where it can be seen."""
    stored, second = one.stored, one.second
    finding, verdict = stored.finding, stored.verdict
    read = verdict if stored.decision is Decision.CORRECTED else None
    return {
        "matter": matter.reference,
        "document_id": document.document_id,
        "document": document.origin.name,
        "sha256": document.origin.sha256,
        "family_id": families.head_of(document.document_id),
        "parent_id": families.parents.get(document.document_id, ""),
        "attachments": list(families.attachments.get(document.document_id, ())),
        "document_kind": document.classification or "",
        "document_notes": list(dict.fromkeys(note.kind for note in document.notes)),
        "page": stored.page,
        "finding_id": stored.finding_id,
        "kind": finding.kind,
        "role": finding.role,
        "scheme": finding.scheme,
        "value": finding.value,
        "mention": finding.mention,
        "sensitivity": finding.sensitivity,
        "source": finding.source,
        "agreement": finding.agreement,
        "confidence": round(finding.confidence, 3),
        "decision": stored.decision,
        "decided_by": verdict.decided_by if verdict else "",
        "decided_at": verdict.decided_at.isoformat() if verdict else "",
        "read_value": read.read_value if read else "",
        "read_mention": read.read_mention if read else "",
        "second_reading": second.text if second else "",
        "crop_sha256": second.shown.crop_sha256 if second else "",
        "first_reader": second.first_reader if second else "",
        "second_reader": second.second_reader if second else "",
        "weights_sha256": second.weights_sha256 if second else "",
        "projector_sha256": second.projector_sha256 if second else "",
        "boxes_pt": [
            [round(side, 2) for side in (box.left_pt, box.top_pt, box.right_pt, box.bottom_pt)]
            for box in finding.boxes
        ],
    }


def _found(store: MatterStore, documents: Iterable[Document]) -> Iterator[tuple[Document, Traced]]:
    for document in documents:
        for one in traced(store, store.findings(document_id=document.document_id)):
            yield document, one


def _new_file(path: Path, form: ExportForm) -> TextIO:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    encoding = "utf-8" if form is ExportForm.JSON else "utf-8-sig"
    return open(descriptor, "w", encoding=encoding, newline="")  # noqa: PTH123


def _json_writer(file: TextIO) -> Callable[[Row | None], None]:
    """Writes a list of objects, one by one; None ends it."""
    lead = "["

    def write(row: Row | None) -> None:
        nonlocal lead
        if row is None:
            file.write("[]\n" if lead == "[" else "\n]\n")
            return
        # Within JSON a line ends between values only: what is in a text is escaped.
        words = json.dumps(row, ensure_ascii=False, indent=2).replace("\n", "\n  ")
        file.write(f"{lead}\n  {words}")
        lead = ","

    return write


def _csv_writer(file: TextIO) -> Callable[[Row | None], None]:
    """Writes the names of the columns and then row by row."""
    writer = csv.writer(file, quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)

    def write(row: Row | None) -> None:
        if row is not None:
            writer.writerow([safe_cell(row[column]) for column in COLUMNS])

    return write


def safe_cell(value: object) -> str:
    """A value as the text of a cell that no spreadsheet takes for a formula."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.lstrip(" \"'")[:1] in tuple(_FORMULA_STARTS) else text
