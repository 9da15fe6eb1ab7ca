"""The record of processing activities: what Article 30(1) of the GDPR asks of whoever processes.

What the vault knows is counted from it: matters, documents, kinds of personal data, rules of
retention, holds. What only the firm knows stands in the settings, in its own words. What is missing
there is said to be missing, not made up. No name of a matter, of a document or of a person but
those in the settings stands in the record, and no value.
"""

import json
import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.casework.auditing.measures import MEASURES
from desktop.casework.disposing.keeping import keeping_of
from desktop.casework.printing.report import Report
from desktop.domain.audit import Act
from desktop.domain.errors import AuditTargetError, VaultDamagedError
from desktop.domain.finding import SENSITIVITY_OF_KIND, FindingKind, Sensitivity
from desktop.domain.keeping import RetentionStart
from desktop.settings import Settings
from desktop.vault.vault import Vault

NOT_GIVEN = "Not given in the settings."
NO_TRANSFER = (
    "None. In Camera opens no network connection; documents are processed on this workstation."
)

_CATEGORIES = {
    FindingKind.PERSON: "names",
    FindingKind.EMAIL: "e-mail addresses",
    FindingKind.PHONE: "telephone numbers",
    FindingKind.ADDRESS: "postal addresses",
    FindingKind.IBAN: "bank accounts",
    FindingKind.PAYMENT_CARD: "payment cards",
    FindingKind.VAT_ID: "VAT numbers",
    FindingKind.NATIONAL_ID: "national identifiers",
}
"""Kinds of findings that are about people; the others are not personal by themselves."""

_STARTS = {
    RetentionStart.MATTER_CLOSED: "the closing of the matter",
    RetentionStart.DOCUMENT_ADDED: "the day the document was added",
    RetentionStart.DOCUMENT_DATE: "the date of the document",
}


@dataclass(frozen=True, slots=True)
class DataCategory:
    """A category of personal data that was found.

    Attributes:
        name: In plain words.
        sensitivity: How it is treated.
        findings: How many; 0 where none was found yet.
    """

    name: str
    sensitivity: Sensitivity
    findings: int


@dataclass(frozen=True, slots=True)
class ProcessingRecord:
    """The record at one moment.

    Attributes:
        made_at: UTC.
        version: Of the program.
        controller: Name and contact details of the firm.
        officer: Of the data protection officer.
        purposes: Why documents are processed.
        subjects: Whose data it is.
        categories: Of personal data.
        recipients: To whom it is disclosed.
        transfers: To third countries.
        retention: How long it is kept: the firm's words, then the rules that are set.
        measures: Technical and organisational.
        matters: How many.
        documents: How many.
        log_head: End of the vault's log, after this was noted in it.
    """

    made_at: datetime
    version: str
    controller: str
    officer: str
    purposes: str
    subjects: str
    categories: tuple[DataCategory, ...]
    recipients: str
    transfers: str
    retention: tuple[str, ...]
    measures: tuple[tuple[str, str], ...]
    matters: int
    documents: int
    log_head: str


def processing_record(
    vault: Vault, settings: Settings, made_at: datetime, version: str
) -> ProcessingRecord:
    """Put the record together, and note that in the vault's log.

    Args:
        vault: Open.
        settings: With the firm's words.
        made_at: UTC.
        version: Of the program.

    Raises:
        VaultError: A matter cannot be read.
    """
    found: Counter[FindingKind] = Counter()
    rules: Counter[str] = Counter()
    documents = holds = 0
    matters = vault.matters()
    if vault.damaged_matters():
        raise VaultDamagedError  # The record would not say what stands there.
    for matter in matters:
        store = vault.store_of(matter.matter_id)
        documents += len(store.documents())
        found.update(store.finding_counts())
        keeping = keeping_of(store)
        holds += sum(hold.is_standing for hold in keeping.holds)
        rule = keeping.rule
        rules[
            "without a rule"
            if rule is None
            else f"kept {rule.years} years, counted from {_STARTS[rule.start]}"
        ] += 1
    retention = [settings.processing_retention or NOT_GIVEN]
    retention += [f"Matters {words}: {count}." for words, count in sorted(rules.items())]
    retention.append(f"Legal holds that stand: {holds}; what they cover is kept.")
    vault.audit.add(Act.RECORD_PRINTED, details={"matters": len(matters), "documents": documents})
    return ProcessingRecord(
        made_at=made_at,
        version=version,
        controller=settings.processing_controller or NOT_GIVEN,
        officer=settings.processing_officer or NOT_GIVEN,
        purposes=settings.processing_purposes or NOT_GIVEN,
        subjects=settings.processing_subjects or NOT_GIVEN,
        categories=tuple(
            DataCategory(name, SENSITIVITY_OF_KIND[kind], found[kind])
            for kind, name in _CATEGORIES.items()
        ),
        recipients=settings.processing_recipients or NOT_GIVEN,
        transfers=NO_TRANSFER,
        retention=tuple(retention),
        measures=MEASURES,
        matters=len(matters),
        documents=documents,
        log_head=vault.audit.head().text,
    )


def firm_words(record: ProcessingRecord) -> tuple[tuple[str, str], ...]:
    """What only the firm can say, by the names of its settings."""
    return (
        ("processing_controller", record.controller),
        ("processing_officer", record.officer),
        ("processing_purposes", record.purposes),
        ("processing_subjects", record.subjects),
        ("processing_recipients", record.recipients),
        ("processing_retention", record.retention[0]),
    )


def write_record(record: ProcessingRecord, target: Path) -> None:
    """Write the record to a file: PDF where its name ends so, else JSON.

    Raises:
        AuditTargetError: It cannot be written.
    """
    content = as_pdf(record) if target.suffix.lower() == ".pdf" else as_json(record)
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
        with os.fdopen(os.open(unfinished, flags, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise AuditTargetError from error
    finally:
        unfinished.unlink(missing_ok=True)


def as_json(record: ProcessingRecord) -> bytes:
    """The record for programs, UTF-8."""
    data = {
        "record": "processing activities, Article 30(1) GDPR",
        "made_at": record.made_at.isoformat(),
        "program": f"In Camera {record.version}",
        "controller": record.controller,
        "data_protection_officer": record.officer,
        "purposes": record.purposes,
        "categories_of_data_subjects": record.subjects,
        "categories_of_personal_data": [
            {"name": each.name, "sensitivity": each.sensitivity.value, "findings": each.findings}
            for each in record.categories
        ],
        "recipients": record.recipients,
        "transfers_to_third_countries": record.transfers,
        "time_limits_for_erasure": list(record.retention),
        "security_measures": dict(record.measures),
        "matters": record.matters,
        "documents": record.documents,
        "log_head": record.log_head,
    }
    return json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"


def as_pdf(record: ProcessingRecord) -> bytes:
    """The record for print."""
    report = Report(
        "Record of processing activities",
        footer=f"In Camera {record.version}, {record.made_at:%Y-%m-%d %H:%M} UTC",
    )
    report.paragraph("Under Article 30(1) of Regulation (EU) 2016/679 (GDPR).")
    report.facts(
        [
            ("Controller", record.controller),
            ("Data protection officer", record.officer),
            ("Made", f"{record.made_at:%Y-%m-%d %H:%M} UTC"),
            ("Extent", f"{record.matters} matters, {record.documents} documents"),
        ]
    )
    _section(report, "Purposes", [record.purposes])
    _section(report, "Categories of data subjects", [record.subjects])
    report.heading("Categories of personal data")
    report.table(
        ("Category", "Sensitivity", "Found"),
        [(each.name, each.sensitivity.value, str(each.findings)) for each in record.categories],
        shares=(3, 2, 1),
    )
    _section(report, "Recipients", [record.recipients])
    _section(report, "Transfers to third countries", [record.transfers])
    _section(report, "Time limits for erasure", record.retention)
    report.heading("Technical and organisational measures")
    report.facts(record.measures)
    report.paragraph(f"End of the vault's log: {record.log_head}")
    return report.pdf()


def _section(report: Report, title: str, paragraphs: Sequence[str]) -> None:
    report.heading(title)
    for paragraph in paragraphs:
        report.paragraph(paragraph)
