"""The certificate of a disposal, as JSON for programs and as PDF for the file.

It proves which documents are gone to whoever has an original, by its SHA-256, and tells nobody
else anything about them: no name of a document, of a person or of a matter stands in it.
"""

import json
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from desktop import __version__
from desktop.casework.disposing.certificate_words import (
    MEDIUM,
    STANDARD,
    VALIDATION,
    backups_of,
    limits_of,
    steps_of,
)
from desktop.casework.printing.report import Report
from desktop.domain.disposal import Certificate, DisposalScope, DisposedDocument
from desktop.domain.errors import ExportError

FORM = "in-camera disposal certificate"
VERSION = 1
PDF_SUFFIX = ".pdf"


def write_certificate(certificate: Certificate, target: Path) -> None:
    """Write a certificate to a file, readable by this account only.

    Args:
        certificate: Finished.
        target: PDF where its name ends so, else JSON; one that exists is replaced once the new one
            is complete.

    Raises:
        ExportError: It cannot be written.
    """
    is_pdf = target.suffix.lower() == PDF_SUFFIX
    content = as_pdf(certificate) if is_pdf else as_json(certificate)
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise ExportError from error
    finally:
        unfinished.unlink(missing_ok=True)


def as_json(certificate: Certificate) -> bytes:
    """The certificate as one JSON object, UTF-8."""
    return json.dumps(as_data(certificate), ensure_ascii=False, indent=2).encode() + b"\n"


def as_data(certificate: Certificate) -> dict[str, object]:
    """The certificate as plain data."""
    order = certificate.order
    return {
        "form": FORM,
        "version": VERSION,
        "disposal_id": certificate.disposal_id,
        "scope": certificate.scope.value,
        "matter_id": certificate.matter_id,
        "reference": certificate.reference,
        "reason": order.reason,
        "confirmed_by": order.confirmed_by,
        "confirmed_at": _time(order.confirmed_at),
        "finished_at": _time(certificate.finished_at),
        "standard": STANDARD,
        "medium": MEDIUM,
        "tool": f"In Camera {__version__}",
        "techniques": [
            {"applied_to": what, "technique": technique, "method": method}
            for what, technique, method in steps_of(certificate)
        ],
        "verified": [{"what": each.what, "is_so": each.is_so} for each in certificate.verified],
        "key_above_replaced": certificate.is_key_replaced,
        "without_key": certificate.is_without_key,
        "limits": list(limits_of(certificate)),
        "known_backups": [_time(made_at) for made_at in certificate.backups],
        "documents": [
            {
                "document_id": each.document_id,
                "sha256": each.sha256,
                "size_bytes": each.size_bytes,
                "pages": each.page_count,
                "kept_for_hold": each.kept_for_hold,
                "apart": each.is_apart,
            }
            for each in certificate.documents
        ],
        "earlier": [as_data(each) for each in certificate.earlier],
    }


def as_pdf(certificate: Certificate) -> bytes:
    """The certificate as a PDF."""
    report = Report("Certificate of disposal", footer=f"In Camera {__version__}")
    is_whole = certificate.scope is DisposalScope.MATTER
    order, gone = certificate.order, certificate.disposed
    report.facts(
        (
            ("Disposal", certificate.disposal_id),
            ("Matter", certificate.reference or f"not known; identity {certificate.matter_id}"),
            ("What", "the matter as a whole" if is_whole else "documents of the matter"),
            (
                "Documents",
                "not known"
                if certificate.is_without_key
                else f"{len(gone)}, {sum(each.page_count for each in gone)} pages",
            ),
            ("Reason", order.reason),
            ("Confirmed by", order.confirmed_by or "an account without a name"),
            ("Confirmed at", _time(order.confirmed_at)),
            ("Finished at", _time(certificate.finished_at) or "not finished"),
            ("In the words of", STANDARD),
            ("Medium", MEDIUM),
        )
    )
    report.heading("Sanitization: what was done")
    report.table(("applied to", "technique", "method"), steps_of(certificate), shares=(3, 4, 2))
    report.heading("Verification: what was looked at afterwards")
    report.table(
        ("found", "what"),
        [("yes" if each.is_so else "NO", each.what) for each in certificate.verified],
        shares=(1, 9),
    )
    report.heading("What this certificate does not say")
    for limit in limits_of(certificate):
        report.paragraph(limit)
    report.heading("Backups")
    report.paragraph(backups_of(certificate))
    for made_at in certificate.backups:
        report.paragraph(f"Backup of {_time(made_at)}")
    report.heading("Validation")
    report.paragraph(VALIDATION)
    report.space(36)
    report.heading("Documents")
    _add_documents(report, gone)
    kept = tuple(each for each in certificate.documents if each.kept_for_hold)
    if kept:
        report.heading("Not disposed of: held since the disposal was confirmed")
        _add_documents(report, kept)
    for each in certificate.earlier:
        report.heading(f"Disposed of before, {_time(each.finished_at)}: {each.disposal_id}")
        _add_documents(report, each.disposed)
    return report.pdf()


def _add_documents(report: Report, documents: Sequence[DisposedDocument]) -> None:
    report.table(
        ("SHA-256 of the original", "bytes", "pages", ""),
        [
            (
                each.sha256,
                str(each.size_bytes),
                str(each.page_count),
                "apart" if each.is_apart else "",
            )
            for each in documents
        ],
        shares=(14, 4, 2, 2),
    )


def _time(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat(timespec="seconds")
