"""The report on a list of terms as a CSV file or as plain data."""

import csv
import os
from collections.abc import Iterable
from pathlib import Path

from desktop.casework.exporting import safe_cell
from desktop.domain.errors import ExportError
from desktop.domain.search_terms import TermReport

COLUMNS = ("term", "label", "hits", "documents", "pages", "is_cut")


def summary_of(report: TermReport) -> dict[str, object]:
    """One term with its counts."""
    return {
        "term": report.term.text,
        "label": report.term.label,
        "hits": report.places,
        "documents": report.documents,
        "pages": len(report.pages),
        "is_cut": report.is_cut,
    }


def row_of(report: TermReport) -> dict[str, object]:
    """One term with its counts and every page."""
    return summary_of(report) | {
        "on": [
            {
                "document": page.document,
                "document_id": page.document_id,
                "page": page.page,
                "hits": page.places,
            }
            for page in report.pages
        ]
    }


def write_report(reports: Iterable[TermReport], target: Path) -> None:
    """Write a row for each term to a new file, readable by this account only.

    CSV in UTF-8 with mark, all cells quoted; a file that exists is replaced once it is complete.

    Raises:
        ExportError: It cannot be written.
    """
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(COLUMNS)
            for report in reports:
                summary = summary_of(report)
                writer.writerow([safe_cell(summary[column]) for column in COLUMNS])
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise ExportError from error
    finally:
        unfinished.unlink(missing_ok=True)
