"""Whether everything that is stored of a matter is whole.

Checked are: every page of the database by its HMAC, SQLite's own structures, every sealed value by
opening it, every original by its SHA-256, every counter by counting, and that each page is found by
its own words and each finding by its tags.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from desktop.domain.document import Document
from desktop.domain.errors import VaultDamagedError, VaultError
from desktop.domain.finding import Finding
from desktop.domain.identity import DocumentId, PageNumber
from desktop.domain.page import PageText
from desktop.vault.database import Database
from desktop.vault.documents import Documents
from desktop.vault.findings_store import Findings
from desktop.vault.page_index import PageIndex
from desktop.vault.pages import PageRow, Pages

WORDS_LOOKED_UP = 8
"""Words of each page that are looked up in the index."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How far the check has come.

    Attributes:
        done: Documents checked, and one for the matter's file itself.
        total: Of so many.
    """

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class IntegrityProblem:
    """Something that is not as it was stored.

    Attributes:
        what: One sentence, without a word of a document.
        document_id: Of the document concerned, None where it is the matter as a whole.
        page: Of the page concerned.
    """

    what: str
    document_id: DocumentId | None = None
    page: PageNumber | None = None


@dataclass(frozen=True, slots=True)
class CheckedParts:
    """The parts of an open matter that are checked."""

    database: Database
    documents: Documents
    pages: Pages
    findings: Findings
    index: PageIndex


def check_matter(parts: CheckedParts) -> Iterator[Checked | IntegrityProblem]:
    """Check everything; yields progress, and what is not whole, as it is found."""
    try:
        rows = parts.database.rows(
            "SELECT document_row, document_id FROM document ORDER BY document_row"
        )
    except VaultError as error:
        yield IntegrityProblem(error.reason)
        return
    total = 1 + len(rows)
    yield Checked(0, total)
    yield from _file_problems(parts)
    yield Checked(1, total)
    for done, (document_row, row_id) in enumerate(rows, start=2):
        yield from _document_problems(parts, document_row, DocumentId(row_id.hex()))
        yield Checked(done, total)


def _file_problems(parts: CheckedParts) -> Iterator[IntegrityProblem]:
    checks: tuple[tuple[str, Callable[[], bool]], ...] = (
        (
            "A page of the matter's file was altered or damaged.",
            lambda: not parts.database.rows("PRAGMA cipher_integrity_check"),
        ),
        (
            "The tables of the matter's file are damaged.",
            lambda: parts.database.rows("PRAGMA integrity_check") == [("ok",)],
        ),
        (
            "The matter's file holds rows that belong to nothing.",
            lambda: not parts.database.rows("PRAGMA foreign_key_check"),
        ),
        ("The index of words is damaged.", parts.index.is_sound),
        ("The index of words does not hold every page.", lambda: _is_every_page_indexed(parts)),
    )
    for what, is_fine in checks:
        try:
            if not is_fine():
                yield IntegrityProblem(what)
        except VaultDamagedError:
            yield IntegrityProblem(what)


def _is_every_page_indexed(parts: CheckedParts) -> bool:
    read = parts.database.value("SELECT count(*) FROM page WHERE content IS NOT NULL")
    return bool(parts.database.value("SELECT count(*) FROM page_index") == read)


def _document_problems(
    parts: CheckedParts, document_row: int, document_id: DocumentId
) -> Iterator[IntegrityProblem]:
    try:
        document = parts.documents.of_row(document_row)
    except VaultError:
        yield IntegrityProblem("Where a document came from cannot be opened.", document_id)
        return
    yield from _original_problems(parts, document)
    yield from _page_problems(parts, document_row, document)


def _original_problems(parts: CheckedParts, document: Document) -> Iterator[IntegrityProblem]:
    try:
        is_whole = parts.documents.is_original_whole(document)
    except VaultError:
        is_whole = False
    if not is_whole:
        yield IntegrityProblem("The original was altered or damaged.", document.document_id)


def _page_problems(
    parts: CheckedParts, document_row: int, document: Document
) -> Iterator[IntegrityProblem]:
    document_id = document.document_id
    read = failed = found = 0
    try:
        present = parts.pages.present(document_row)
    except VaultError as error:
        yield IntegrityProblem(error.reason, document_id)
        return
    for number, row in sorted(present.items()):
        read += row.is_read
        failed += not row.is_read
        if not row.is_read:
            continue
        found += row.finding_count
        what = _page_fault(parts, document_row, number, row)
        if what:
            yield IntegrityProblem(what, document_id, number)
    counted = (read, failed, found)
    if counted != (document.pages_read, document.pages_failed, document.finding_count):
        yield IntegrityProblem("Pages or findings of the document are missing.", document_id)


def _page_fault(parts: CheckedParts, document_row: int, number: PageNumber, row: PageRow) -> str:
    """What is wrong with a page that was read, "" where nothing is."""
    try:
        text = parts.pages.reading(document_row, number).text
    except VaultError:
        return "What was read was altered or damaged."
    try:
        found = [stored.finding for stored in parts.findings.of_page(row.page_row)]
    except VaultError:
        return "A finding was altered or damaged."
    if len(found) != row.finding_count:
        return "A finding is missing."
    return _index_fault(parts, row.page_row, text, found)


def _index_fault(
    parts: CheckedParts, page_row: int, text: PageText, findings: Sequence[Finding]
) -> str:
    """What is wrong with how a page is found, "" where nothing is."""
    indexed = parts.index.row(text, findings)
    try:
        if not parts.index.holds(page_row, indexed, WORDS_LOOKED_UP):
            return "The page is not found by its own words."
        if not parts.findings.index.holds(page_row, findings):
            return "A finding is not found by its own value."
    except VaultError:
        return "The index of the page is damaged."
    return ""
