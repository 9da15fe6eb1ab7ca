"""Everything that is kept of one matter: documents, pages, findings, refusals, and their search.

Each call that changes something is one transaction: after it returns, the change outlasts the
process and a loss of power; when it raises, nothing has changed. A store belongs to the thread that
opened it.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from desktop.domain.audit import Act
from desktop.domain.document import Document, DocumentKind, DocumentState, Origin, Refusal
from desktop.domain.errors import InCameraError, NoSuchPageError
from desktop.domain.family import Families, FamilyPlace
from desktop.domain.finding import Decision, FindingKind, StoredFinding
from desktop.domain.identity import DocumentId, FindingId, MatterId, PageNumber
from desktop.domain.ledger import Ledger
from desktop.domain.notes import Note
from desktop.domain.page import PageReading, PageSummary
from desktop.domain.search import SearchResult
from desktop.vault.answers import Answers
from desktop.vault.asides import Asides
from desktop.vault.audit.log import AuditLog
from desktop.vault.disposal.documents import Disposals
from desktop.vault.disposal.retention import Retention
from desktop.vault.disposal.subjects import Subjects
from desktop.vault.documents import Documents
from desktop.vault.extractions import Extractions
from desktop.vault.findings_store import Findings
from desktop.vault.integrity import Checked, IntegrityProblem, check_matter
from desktop.vault.ledgers import Ledgers
from desktop.vault.matter_file import MatterFile
from desktop.vault.page_index import PageIndex
from desktop.vault.page_writing import PageRead, PageWriter
from desktop.vault.pages import Pages
from desktop.vault.passwords import Passwords
from desktop.vault.search.page_choice import PageChooser
from desktop.vault.search.searching import Searching
from desktop.vault.tray import Tray


class MatterStore:
    """The store of one matter.

    Args:
        matter: Its open file.
        clock: Tells the time, in UTC.

    Attributes:
        state: Follows what changes in the file of the matter.
        audit: The log of the matter; `desktop.vault.audit.log` says how to write to it.
        answers: What was asked about the matter and answered.
        extractions: What its documents say for the fields of schemas.
        holds, retention, disposals: What keeps its documents, how long, and their end.
        subjects: Persons about whom it was asked.
        page_chooser: Finds the pages that a question is about.
        passwords: Of its files, tried on each that asks for one.
        searching: Searches, saved ones, and the words that have been met.
    """

    def __init__(self, matter: MatterFile, clock: Callable[[], datetime]) -> None:
        """Take the open file; `close` closes it."""
        self._matter = matter
        self._clock = clock
        self._database = matter.database
        self._documents = Documents(matter)
        self._pages = Pages(matter)
        self._findings = Findings(matter)
        self._ledgers = Ledgers(matter)
        self._index = PageIndex(matter.database, matter.index_key)
        self._tray = Tray(matter, clock)
        self.searching = Searching(matter, clock, self._findings, self._index)
        self._writer = PageWriter(matter, self._findings, self._index, self.searching.word_list)
        self.passwords = Passwords(matter, clock)
        self.state = matter.state
        self.audit = AuditLog(matter.database, matter.audit_keys, clock)
        self.answers = Answers(matter)
        self.extractions = Extractions(matter)
        self.asides = Asides(matter)
        self.disposals = Disposals(matter, self._index, self._findings.index, clock)
        self.holds, self.retention = self.disposals.holds, Retention(matter)
        self.subjects = Subjects(matter)
        self.page_chooser = PageChooser(
            matter.database, self._documents, self._findings.index, self._index
        )

    @property
    def matter_id(self) -> MatterId:
        """The matter."""
        return self._matter.matter_id

    def close(self) -> None:
        """Close the file and let go of its keys."""
        self._index.tags.forget()
        self.searching.forget()
        self._matter.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Make one transaction of all the calls within: all of them, or none."""
        with self._database.transaction():
            yield

    def admit(
        self, origin: Origin, original: bytes, place: FamilyPlace | None = None
    ) -> tuple[Document, bool]:
        """Seal an original into the matter.

        Args:
            origin: Where it came from.
            original: The file's bytes.
            place: In its family, where it came inside another document.

        Returns:
            The document, and False when one with the same SHA-256 was there already; of what came
            inside another document, when it was there already in this place.

        Raises:
            DiskFullError: There is no room.
        """
        return self._documents.admit(origin, original, place)

    def documents(self) -> tuple[Document, ...]:
        """Every document, in the order in which they came."""
        with self._database.snapshot():
            return self._documents.all()

    def document(self, document_id: DocumentId) -> Document:
        """One document.

        Raises:
            NoSuchDocumentError: It is not in this matter.
        """
        return self._documents.of_id(document_id)

    def original(self, document_id: DocumentId) -> bytes:
        """The bytes of a document as they came.

        Raises:
            NoSuchDocumentError: It is not in this matter.
            VaultDamagedError: They were altered.
        """
        return self._documents.original(document_id)

    def waiting(self) -> tuple[Document, ...]:
        """Documents that are not read to the end, the first that came first."""
        with self._database.snapshot():
            return self._documents.waiting()

    def families(self) -> Families:
        """Which documents came in which."""
        with self._database.snapshot():
            return self._documents.families()

    def start_reading(
        self, document_id: DocumentId, page_count: int, notes: tuple[Note, ...] = ()
    ) -> None:
        """Note that a document was opened, how many pages it has, and what was noticed of it."""
        with self._database.transaction():
            row = self._documents.row_of(document_id)
            self._documents.set_state(row, DocumentState.READING, page_count=page_count)
            self._documents.set_notes(row, notes)

    def lock(self, document_id: DocumentId) -> None:
        """Note that a document waits for its password."""
        self._documents.set_state(self._documents.row_of(document_id), DocumentState.LOCKED)

    def unlock(self) -> int:
        """Let every document that waits for its password be tried again; how many there are."""
        return self._documents.unlock()

    def missing_pages(self, document_id: DocumentId) -> tuple[PageNumber, ...]:
        """Pages that are neither read nor failed, ascending."""
        document = self._documents.of_id(document_id)
        present = self._pages.present(self._documents.row_of(document_id))
        return tuple(
            PageNumber(number)
            for number in range(1, document.page_count + 1)
            if number not in present
        )

    def store_pages(self, document_id: DocumentId, reads: Sequence[PageRead]) -> None:
        """Seal and index pages in one transaction, in place of what was there for them.

        Raises:
            NoSuchDocumentError: It is not in this matter.
            DiskFullError: There is no room; none of the pages is stored.
        """
        self._writer.store(self._documents.row_of(document_id), reads)

    def fail_page(self, document_id: DocumentId, number: PageNumber, error_code: str) -> None:
        """Note that a page could not be read, in place of what was there for it."""
        self._writer.fail(self._documents.row_of(document_id), number, error_code)

    def retry_pages(self, document_id: DocumentId) -> None:
        """Let the failed pages of a document wait again, and the document with them."""
        self._writer.retry(self._documents.row_of(document_id))

    def finish(self, document_id: DocumentId, classification: DocumentKind) -> None:
        """Note that a document is read: with gaps when pages failed or are missing."""
        with self._database.transaction():
            document = self._documents.of_id(document_id)
            is_whole = document.pages_read == document.page_count
            self._documents.set_state(
                self._documents.row_of(document_id),
                DocumentState.READ if is_whole else DocumentState.READ_WITH_GAPS,
                classification=classification,
            )

    def kind_votes(self, document_id: DocumentId) -> list[dict[DocumentKind, float]]:
        """What each page that was read says about the kind of its document."""
        return self._pages.votes(self._documents.row_of(document_id))

    def page(self, document_id: DocumentId, number: PageNumber) -> PageReading:
        """A page as it was read.

        Raises:
            NoSuchPageError: It has not been read.
            VaultDamagedError: It was altered.
        """
        return self._pages.reading(self._documents.row_of(document_id), number)

    def page_summaries(self, document_id: DocumentId) -> tuple[PageSummary, ...]:
        """Every page of a document without its words, waiting and failed ones too."""
        with self._database.snapshot():
            document = self._documents.of_id(document_id)
            return self._pages.summaries(self._documents.row_of(document_id), document.page_count)

    def findings(
        self,
        *,
        document_id: DocumentId | None = None,
        page: PageNumber | None = None,
        kind: FindingKind | None = None,
        is_undecided: bool = False,
        limit: int | None = None,
    ) -> tuple[StoredFinding, ...]:
        """Findings, in the order of documents, pages and places on the page; None asks for all.

        Those alone that need a person's decision where `is_undecided`.

        Raises:
            NoSuchDocumentError: It is not in this matter.
        """
        with self._database.snapshot():
            document_row = None if document_id is None else self._documents.row_of(document_id)
            return self._findings.find(
                document_row=document_row,
                page=page,
                kind=kind,
                is_undecided=is_undecided,
                limit=limit,
            )

    def finding_counts(self) -> dict[FindingKind, int]:
        """How many findings there are of each kind; kinds of which there is none are left out."""
        return self._findings.counts()

    def page_findings(
        self, document_id: DocumentId, number: PageNumber
    ) -> tuple[StoredFinding, ...] | None:
        """Every finding of a page; None where it has not been read: there, none is known.

        Raises:
            NoSuchDocumentError: It is not in this matter.
        """
        with self._database.snapshot():
            page_row = self._pages.read_row(self._documents.row_of(document_id), number)
            return None if page_row is None else self._findings.of_page(page_row)

    def finding(self, start: str) -> StoredFinding:
        """The finding whose identity is this, or begins with these digits.

        Raises:
            NoSuchFindingError: None does, or more than one; its page may have been read again.
        """
        with self._database.snapshot():
            return self._findings.named(start)

    def decide(
        self,
        finding_id: FindingId,
        decision: Decision,
        *,
        decided_by: str = "",
        correction: tuple[str, str] | None = None,
    ) -> None:
        """Note what a person made of a finding; what was read is kept.

        Args:
            finding_id: The finding.
            decision: OPEN takes back what was decided before.
            decided_by: Name of the account.
            correction: Mention and value that the person gives, for CORRECTED alone.

        Raises:
            NoSuchFindingError: Its page was read again or removed meanwhile.
        """
        with self._database.transaction():
            self._findings.decide(
                finding_id,
                decision,
                decided_by=decided_by,
                decided_at=self._clock(),
                correction=correction,
            )
            if correction is not None:
                self.searching.word_list.meet_finding(self._findings.named(finding_id).finding)
            details = {"decision": decision.value}
            self.audit.add(Act.FINDING_DECIDED, subject=[finding_id], details=details)

    def keep_ledger(self, document_id: DocumentId, number: PageNumber, ledger: Ledger) -> None:
        """Seal what two readers saw on a page, beside what was read on it.

        Raises:
            NoSuchPageError: It has not been read.
        """
        with self._database.transaction():
            self._ledgers.put(*self._read_page(document_id, number), number, ledger)

    def ledger(self, document_id: DocumentId, number: PageNumber) -> Ledger | None:
        """What two readers saw on a page; None where only one read it.

        Raises:
            NoSuchPageError: It has not been read.
            VaultDamagedError: It was altered.
        """
        with self._database.snapshot():
            return self._ledgers.of_page(*self._read_page(document_id, number), number)

    def refuse(self, name: str, folder: str, sha256: str, error: InCameraError) -> None:
        """Put a file that was not let in into the tray.

        Args:
            name: As dropped.
            folder: It lay in.
            sha256: Hexadecimal, or "" when it could not be read.
            error: Why.
        """
        self._tray.add(name, folder, sha256, error)

    def refusals(self) -> tuple[Refusal, ...]:
        """Everything in the tray, the oldest first."""
        return self._tray.all()

    def clear_refusal(self, refusal_id: int) -> None:
        """Take a refused file out of the tray."""
        self._tray.clear(refusal_id)

    def search(self, query: str, *, limit: int = 20, offset: int = 0) -> SearchResult:
        """Find what a query asks for (`desktop.vault.search.tree`); the best hits first.

        Args:
            query: Words, phrases, values, operators and conditions.
            limit: Hits on a screen.
            offset: Hits to leave out: those of the screens before.

        Raises:
            QueryError: It cannot be read.
        """
        return self.searching.search(query, limit=limit, offset=offset)

    def remove(self, document_id: DocumentId) -> None:
        """Delete a document: rows, index entries, original, key, all out of the matter's files.

        What came inside it goes with it. While another connection reads, its bytes stay until that
        one's next checkpoint.

        Raises:
            NoSuchDocumentError: It is not in this matter.
            HeldError: A hold stands in the way.
        """
        with self._database.transaction():
            for each in reversed(self._documents.families().with_below([document_id])):
                self.disposals.delete(each)
                self.audit.add(Act.DOCUMENT_REMOVED, subject=[each])
        self.disposals.sweep()

    def verify(self) -> Iterator[Checked | IntegrityProblem]:
        """Check everything that is stored; yields progress, and what is not whole."""
        return check_matter(self._matter.reopened, lambda matter: Tray(matter, self._clock))

    def _read_page(self, document_id: DocumentId, number: PageNumber) -> tuple[int, int]:
        """The rows of a document and of a page of it that was read."""
        document_row = self._documents.row_of(document_id)
        page_row = self._pages.read_row(document_row, number)
        if page_row is None:
            raise NoSuchPageError
        return document_row, page_row
