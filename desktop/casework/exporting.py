"""Findings handed out as JSON or CSV, each with the place it was read."""

import csv
import json
import os
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from desktop.domain.document import Document
from desktop.domain.errors import ExportError
from desktop.domain.finding import StoredFinding
from desktop.domain.matter import Matter
from desktop.vault.matter_store import MatterStore


class ExportForm(StrEnum):
    """How an export is written."""

    JSON = "json"
    CSV = "csv"


COLUMNS = (
    "matter",
    "document_id",
    "document",
    "sha256",
    "document_kind",
    "page",
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
    "boxes_pt",
)

_FORMULA_STARTS = "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20"
"""What makes a spreadsheet take a cell for a formula, full-width forms too (OWASP ASVS 1.2.10)."""


def export_findings(matter: Matter, store: MatterStore, target: Path, form: ExportForm) -> int:
    """Write every finding of the matter to a new file, readable by this account only.

    Args:
        matter: The matter, named in each row.
        store: Its store.
        target: The file; one that exists is replaced only once the new one is complete.
        form: JSON (a list of objects) or CSV (UTF-8 with mark, all cells quoted).

    Returns:
        How many findings were written.

    Raises:
        ExportError: It cannot be written.
    """
    rows = list(_rows(matter, store))
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        encoding = "utf-8" if form is ExportForm.JSON else "utf-8-sig"
        with open(descriptor, "w", encoding=encoding, newline="") as file:  # noqa: PTH123
            if form is ExportForm.JSON:
                json.dump(rows, file, ensure_ascii=False, indent=2)
                file.write("\n")
            else:
                writer = csv.writer(file, quoting=csv.QUOTE_ALL)
                writer.writerow(COLUMNS)
                writer.writerows([_cell(row[column]) for column in COLUMNS] for row in rows)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise ExportError from error
    return len(rows)


def row_of(matter: Matter, document: Document, stored: StoredFinding) -> dict[str, object]:
    """One finding as plain data: what it says, and where it can be seen."""
    finding = stored.finding
    return {
        "matter": matter.reference,
        "document_id": document.document_id,
        "document": document.origin.name,
        "sha256": document.origin.sha256,
        "document_kind": document.classification or "",
        "page": stored.page,
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
        "boxes_pt": [
            [round(side, 2) for side in (box.left_pt, box.top_pt, box.right_pt, box.bottom_pt)]
            for box in finding.boxes
        ],
    }


def _rows(matter: Matter, store: MatterStore) -> Iterator[dict[str, object]]:
    for document in store.documents():
        for stored in store.findings(document_id=document.document_id):
            yield row_of(matter, document, stored)


def _cell(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if text.lstrip(" \"'")[:1] in tuple(_FORMULA_STARTS) else text
