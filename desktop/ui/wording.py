"""The window's words for the closed sets of the domain, and for numbers and times."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.domain.document import Document, DocumentKind, DocumentState, FileKind
from desktop.domain.errors import InCameraError, all_error_classes
from desktop.domain.finding import (
    Agreement,
    Finding,
    FindingKind,
    FindingSource,
    Sensitivity,
    masked,
)
from desktop.domain.page import PageState, PageSummary, ReadMethod
from desktop.domain.progress import Phase, Progress
from desktop.ui.value_words import readable


def _tr(text: str) -> str:
    return QCoreApplication.translate("Wording", text)


def count(number: int, one: str, many: str) -> str:
    """A number with its noun, such as "1 page" or "1,204 pages"."""
    return f"{QLocale().toString(number)} {one if number == 1 else many}"


def pages(number: int) -> str:
    """Such as "12 pages"."""
    return count(number, _tr("page"), _tr("pages"))


def documents(number: int) -> str:
    """Such as "3 documents"."""
    return count(number, _tr("document"), _tr("documents"))


def attachments(number: int) -> str:
    """Such as "2 attachments"."""
    return count(number, _tr("attachment"), _tr("attachments"))


def findings(number: int) -> str:
    """Such as "34 findings"."""
    return count(number, _tr("finding"), _tr("findings"))


def findings_group(kind: FindingKind | None) -> str:
    """The heading of a group of findings; None: those that wait for a decision."""
    return _tr("To decide: the readers differ") if kind is None else finding_kind(kind)


def finding_kind(kind: FindingKind) -> str:
    """Such as "Payment card"."""
    return {
        FindingKind.PERSON: _tr("People"),
        FindingKind.ORGANISATION: _tr("Organisations"),
        FindingKind.EMAIL: _tr("E-mail addresses"),
        FindingKind.PHONE: _tr("Telephone numbers"),
        FindingKind.ADDRESS: _tr("Postal addresses"),
        FindingKind.IBAN: _tr("Bank accounts (IBAN)"),
        FindingKind.PAYMENT_CARD: _tr("Payment cards"),
        FindingKind.VAT_ID: _tr("VAT numbers"),
        FindingKind.NATIONAL_ID: _tr("National identifiers"),
        FindingKind.DATE: _tr("Dates"),
        FindingKind.AMOUNT: _tr("Amounts"),
        FindingKind.REFERENCE: _tr("References"),
    }[kind]


def cover(kind: FindingKind) -> str:
    """What stands on the cover of a hidden value: short, it has the width of the value."""
    return {
        FindingKind.IBAN: _tr("IBAN"),
        FindingKind.PAYMENT_CARD: _tr("Card"),
        FindingKind.NATIONAL_ID: _tr("ID"),
    }.get(kind) or finding_kind(kind)


def document_kind(kind: DocumentKind) -> str:
    """Such as "Bank statement"."""
    return {
        DocumentKind.CONTRACT: _tr("Contract"),
        DocumentKind.INVOICE: _tr("Invoice"),
        DocumentKind.RECEIPT: _tr("Receipt"),
        DocumentKind.PAYSLIP: _tr("Payslip"),
        DocumentKind.BANK_STATEMENT: _tr("Bank statement"),
        DocumentKind.IDENTITY_DOCUMENT: _tr("Identity document"),
        DocumentKind.LETTER: _tr("Letter"),
        DocumentKind.COURT_DOCUMENT: _tr("Court document"),
        DocumentKind.OTHER: _tr("Document"),
    }[kind]


def document_line(document: Document, *, is_short: bool = False) -> str:
    """What stands under a document's name; a short line does without the number of pages."""
    match document.state:
        case DocumentState.WAITING:
            return _tr("Waiting to be read")
        case DocumentState.LOCKED:
            return _tr("Protected by a password")
        case DocumentState.READING:
            done = document.pages_read + document.pages_failed
            return _tr("Read {0} of {1}").format(
                QLocale().toString(done), pages(document.page_count)
            )
        case DocumentState.READ | DocumentState.READ_WITH_GAPS:
            parts = [pages(document.page_count), findings(document.finding_count)]
            if document.classification not in (None, DocumentKind.OTHER):
                kind = document_kind(document.classification)
                parts = [kind, *(parts[1:] if is_short else parts)]
            if document.pages_failed:
                parts[-1] = count(document.pages_failed, _tr("page unread"), _tr("pages unread"))
            return " · ".join(parts)
        case _:
            assert_never(document.state)


def state_name(state: DocumentState) -> str:
    """The state of a document as a claim."""
    return {
        DocumentState.WAITING: _tr("waiting"),
        DocumentState.READING: _tr("being read"),
        DocumentState.READ: _tr("read"),
        DocumentState.READ_WITH_GAPS: _tr("read, with gaps"),
        DocumentState.LOCKED: _tr("waits for its password"),
    }[state]


def file_icon(kind: FileKind) -> str:
    """The icon of a kind of file."""
    return {
        FileKind.PDF: "pdf",
        FileKind.TIFF: "scan",
        FileKind.JPEG: "image",
        FileKind.PNG: "image",
        FileKind.EML: "mail",
        FileKind.MSG: "mail",
        FileKind.MBOX: "mail",
        FileKind.ZIP: "archive",
        FileKind.DOCX: "document",
        FileKind.XLSX: "sheet",
        FileKind.PPTX: "slides",
        FileKind.ODT: "document",
        FileKind.ODS: "sheet",
        FileKind.ODP: "slides",
        FileKind.RTF: "document",
        FileKind.TEXT: "text",
        FileKind.HTML: "text",
        FileKind.HEIC: "image",
        FileKind.WEBP: "image",
        FileKind.GIF: "image",
        FileKind.BMP: "image",
        FileKind.LOCKED_OFFICE: "document",
        FileKind.TNEF: "mail",
        FileKind.P7M: "mail",
    }[kind]


def sensitivity(value: Sensitivity) -> str:
    """Such as "High"."""
    return {
        Sensitivity.HIGH: _tr("High"),
        Sensitivity.MODERATE: _tr("Moderate"),
        Sensitivity.LOW: _tr("Low"),
    }[value]


def read_method(method: ReadMethod) -> str:
    """How a page was read."""
    return {
        ReadMethod.TEXT_LAYER: _tr("Text layer"),
        ReadMethod.OCR: _tr("OCR"),
        ReadMethod.VISION: _tr("Vision model"),
    }[method]


def page_line(page: PageSummary) -> str:
    """How a page was read and how sure, such as "OCR · 94 %"."""
    if page.state is PageState.WAITING:
        return _tr("Not read yet")
    if page.state is PageState.FAILED:
        return _tr("Not read · {0}").format(page.error_code or "")
    if page.is_blank:
        return _tr("Blank page")
    parts = [read_method(page.method)] if page.method is not None else []
    if page.method is not ReadMethod.TEXT_LAYER:
        parts.append(percent(page.confidence))
    return " · ".join((*parts, *page_remarks(page.remarks)))


def page_remarks(remarks: Iterable[str]) -> Iterator[str]:
    """What was noticed on a page that a person wants to know while looking at it."""
    said = {
        "tracked_changes": _tr("tracked changes"),
        "hidden_text": _tr("hidden text"),
        "file_on_page": _tr("a file is pinned to it"),
        "letters_not_drawn": _tr("letters missing in the picture"),
    }
    return (said[remark] for remark in remarks if remark in said)


def agreement(value: Agreement) -> str:
    """How the second reader saw it, where that needs saying."""
    return {
        Agreement.NOT_COMPARED: "",
        Agreement.SAME: "",
        Agreement.NEAR: _tr("both readers nearly agree"),
        Agreement.ONLY_ONE: _tr("seen by one reader only"),
        Agreement.DIFFERENT: _tr("the readers differ"),
    }[value]


def source(value: FindingSource) -> str:
    """Who made the finding."""
    return {
        FindingSource.PATTERN: _tr("Pattern"),
        FindingSource.VISION: _tr("Vision model"),
    }[value]


def role(name: str) -> str:
    """A role as words, such as "Date of birth"."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def hover_card(finding: Finding, *, is_masked: bool) -> tuple[str, str]:
    """What a finding under the pointer says: its value, and what is known of it."""
    parts = (
        role(finding.role) if finding.role else finding_kind(finding.kind),
        percent(finding.confidence),
        agreement(finding.agreement),
    )
    title = masked(finding.value) if is_masked else readable(finding.kind, finding.value)
    return title, "  ·  ".join(part for part in parts if part)


def percent(share: float) -> str:
    """Such as "94 %"."""
    return f"{round(share * 100)} %"


def time_left(seconds: float) -> str:
    """Such as "about 3 min left"."""
    if seconds < 60:
        return _tr("less than a minute left")
    minutes = round(seconds / 60)
    if minutes < 90:
        return _tr("about {0} min left").format(minutes)
    return _tr("about {0} h left").format(round(minutes / 60))


def pace(pages_per_s: float) -> str:
    """Pages a second, or a minute where that reads better."""
    if pages_per_s >= 1:
        return _tr("{0} pages/s").format(QLocale().toString(pages_per_s, "f", 1))
    return _tr("{0} pages/min").format(QLocale().toString(round(pages_per_s * 60)))


def size(size_bytes: int) -> str:
    """Such as "1.2 MB"."""
    return QLocale().formattedDataSize(size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def run_notes(progress: Progress) -> tuple[str, ...]:
    """What is worth saying after a run: title and detail, or nothing when all is well."""
    parts = []
    if progress.vision_error:
        parts.append(_tr("Pages were read without the vision model."))
        parts.append(_error_words(progress.vision_error))
    if progress.duplicates:
        files = count(progress.duplicates, _tr("file was"), _tr("files were"))
        parts.append(_tr("{0} already in this matter and not added again.").format(files))
    if progress.refused:
        files = count(progress.refused, _tr("file was refused"), _tr("files were refused"))
        parts.append(_tr("{0}; the reasons are under Refused files.").format(files))
    if progress.locked:
        locked = count(progress.locked, _tr("document waits"), _tr("documents wait"))
        parts.append(_tr("{0} for a password; give it with Ctrl+Shift+K.").format(locked))
    if progress.pages_failed:
        parts.append(
            _tr("{0} could not be read.").format(
                count(progress.pages_failed, _tr("page"), _tr("pages"))
            )
        )
    return (parts[0], " ".join(parts[1:])) if parts else ()


def export_notes(progress: Progress) -> tuple[str, str]:
    """What is said after an export: title and detail."""
    if progress.phase is Phase.STOPPED:
        return _tr("The export was stopped."), _tr("No file was written.")
    words = _tr("{0} written to {1}").format(findings(progress.findings_done), progress.current)
    safe = _tr("That file is not sealed: keep it safe.")
    if not progress.findings_held:
        return words, safe
    held = _tr("{0} held back: two readers differ. Decide them in Findings, then export again.")
    return words, f"{held.format(findings(progress.findings_held))} {safe}"


def _error_words(code: str) -> str:
    error = all_error_classes().get(code, InCameraError)
    return f"{error.reason} {error.remedy} {code}"
