"""Whether everything that is stored of a matter is whole.

Checked are: every page of the database by its HMAC, SQLite's own structures, every sealed value by
opening it, every original by its SHA-256, every counter by counting, and that each page is found by
its own words and each finding by its tags.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from desktop.domain.document import Document
from desktop.domain.errors import NoSuchDocumentError, VaultError
from desktop.domain.finding import Finding
from desktop.domain.identity import DocumentId, PageNumber
from desktop.domain.page import PageText
from desktop.vault.answers import Answers
from desktop.vault.asides import Asides
from desktop.vault.disposal.whole import is_sealed_whole
from desktop.vault.documents import Documents
from desktop.vault.encrypted_pages import is_encrypted_whole
from desktop.vault.extractions import Extractions
from desktop.vault.findings_store import Findings
from desktop.vault.ledgers import Ledgers
from desktop.vault.matter_file import MatterFile
from desktop.vault.page_index import PageIndex, words_outside
from desktop.vault.pages import PageRow, Pages
from desktop.vault.passwords import passwords_of
from desktop.vault.search.saved import SavedSearches
from desktop.vault.search.word_list import WordList
from desktop.vault.tray import Tray

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


class _Parts:
    """The parts of a matter that are checked, on a connection of their own."""

    def __init__(self, matter: MatterFile) -> None:
        self.database = matter.database
        self.documents = Documents(matter)
        self.pages = Pages(matter)
        self.findings = Findings(matter)
        self.ledgers = Ledgers(matter)
        self.index = PageIndex(matter.database, matter.index_key)


def check_matter(
    reopened: Callable[[], MatterFile], tray_of: Callable[[MatterFile], Tray]
) -> Iterator[Checked | IntegrityProblem]:
    """Check everything; yields progress, and what is not whole, as it is found.

    A connection that has met a damaged page answers nothing more, so each part of the check has
    one of its own. What others store meanwhile is not mistaken for damage: a document is checked
    in one state.

    Args:
        reopened: Opens the matter once more.
        tray_of: Gives the tray of an open matter.
    """
    try:
        with reopened() as matter:
            rows = matter.database.rows(
                "SELECT document_row, document_id FROM document ORDER BY document_row"
            )
    except VaultError as error:
        yield IntegrityProblem(error.reason)
        return
    total = 1 + len(rows)
    yield Checked(0, total)
    for what, is_fine in _FILE_CHECKS:
        if not _passes(reopened, is_fine):
            yield IntegrityProblem(what)
    if not _passes(reopened, lambda matter: tray_of(matter).all() is not None):
        yield IntegrityProblem("An entry in the tray of refused files was altered or damaged.")
    yield Checked(1, total)
    with reopened() as matter:
        parts = _Parts(matter)
        for done, (document_row, row_id) in enumerate(rows, start=2):
            with matter.database.snapshot():
                problems = list(_document_problems(parts, document_row, DocumentId(row_id.hex())))
            yield from problems
            yield Checked(done, total)


def _passes(reopened: Callable[[], MatterFile], is_fine: Callable[[MatterFile], bool]) -> bool:
    try:
        with reopened() as matter:
            return is_fine(matter)
    except VaultError:
        return False


def _is_encrypted_whole(matter: MatterFile) -> bool:
    return is_encrypted_whole(matter.database)


def _is_every_page_indexed(matter: MatterFile) -> bool:
    with matter.database.snapshot():
        read = matter.database.value("SELECT count(*) FROM page WHERE content IS NOT NULL")
        return bool(matter.database.value("SELECT count(*) FROM page_index") == read)


_FILE_CHECKS: tuple[tuple[str, Callable[[MatterFile], bool]], ...] = (
    ("A page of the matter's file was altered or damaged.", _is_encrypted_whole),
    (
        "The tables of the matter's file are damaged.",
        lambda matter: matter.database.rows("PRAGMA integrity_check") == [("ok",)],
    ),
    (
        "The matter's file holds rows that belong to nothing.",
        lambda matter: not matter.database.rows("PRAGMA foreign_key_check"),
    ),
    (
        "Rows of the matter's file are not those that were last written.",
        lambda matter: matter.state.is_whole(),
    ),
    (
        "The index of words is damaged.",
        lambda matter: PageIndex(matter.database, matter.index_key).is_sound(),
    ),
    ("The index of words does not hold every page.", _is_every_page_indexed),
    (
        "An answer that was kept was altered or damaged.",
        lambda matter: Answers(matter).all() is not None,
    ),
    (
        "An earlier decision that was set aside was altered or damaged.",
        lambda matter: Asides(matter).all() is not None,
    ),
    (
        "A hold, the rule of retention or a certificate was altered or damaged.",
        is_sealed_whole,
    ),
    (
        "The list of the words of the matter was altered or damaged.",
        lambda matter: WordList(matter).words() is not None,
    ),
    (
        "A saved search was altered or damaged.",
        lambda matter: SavedSearches(matter).all() is not None,
    ),
    (
        "A password of a file of the matter was altered or damaged.",
        lambda matter: passwords_of(matter) is not None,
    ),
    (
        "Fields of a document that were extracted were altered or damaged.",
        lambda matter: Extractions(matter).all() is not None,
    ),
)


def _document_problems(
    parts: _Parts, document_row: int, document_id: DocumentId
) -> Iterator[IntegrityProblem]:
    try:
        document = parts.documents.of_row(document_row)
    except NoSuchDocumentError:
        return  # Removed since the check began.
    except VaultError:
        yield IntegrityProblem("Where a document came from cannot be opened.", document_id)
        return
    yield from _original_problems(parts, document)
    yield from _page_problems(parts, document_row, document)


def _original_problems(parts: _Parts, document: Document) -> Iterator[IntegrityProblem]:
    try:
        is_whole = parts.documents.is_original_whole(document)
    except VaultError:
        is_whole = False
    if not is_whole:
        yield IntegrityProblem("The original was altered or damaged.", document.document_id)


def _page_problems(
    parts: _Parts, document_row: int, document: Document
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
        what = _page_fault(parts, document_row, number, row) or _ledger_fault(
            parts, document_row, number, row
        )
        if what:
            yield IntegrityProblem(what, document_id, number)
    counted = (read, failed, found)
    if counted != (document.pages_read, document.pages_failed, document.finding_count):
        yield IntegrityProblem("Pages or findings of the document are missing.", document_id)


def _page_fault(parts: _Parts, document_row: int, number: PageNumber, row: PageRow) -> str:
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


def _ledger_fault(parts: _Parts, document_row: int, number: PageNumber, row: PageRow) -> str:
    try:
        parts.ledgers.of_page(document_row, row.page_row, number)
    except VaultError:
        return "What two readers saw on the page was altered or damaged."
    return ""


def _index_fault(parts: _Parts, page_row: int, text: PageText, findings: Sequence[Finding]) -> str:
    """What is wrong with how a page is found, "" where nothing is."""
    indexed = parts.index.row(words_outside(text, findings))
    try:
        if not parts.index.holds(page_row, indexed, WORDS_LOOKED_UP):
            return "The page is not found by its own words."
        if not parts.findings.index.holds(page_row, findings):
            return "A finding is not found by its own value."
    except VaultError:
        return "The index of the page is damaged."
    return ""
