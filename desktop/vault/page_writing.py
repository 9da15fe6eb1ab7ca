"""Pages as they are read: sealed, indexed and counted in one transaction, or noted as failed."""

from collections.abc import Collection, Mapping, Sequence

from desktop.domain.document import DocumentKind, DocumentState
from desktop.domain.finding import Finding
from desktop.domain.identity import PageNumber
from desktop.domain.page import PageReading
from desktop.vault.documents import Documents
from desktop.vault.findings_store import Findings
from desktop.vault.matter_file import MatterFile
from desktop.vault.page_index import PageIndex, words_outside
from desktop.vault.pages import Pages
from desktop.vault.search.word_list import WordList

PageRead = tuple[PageReading, Sequence[Finding], Mapping[DocumentKind, float]]
"""A page as read, what was found on it, and its votes for the kind of its document."""


class PageWriter:
    """Writes pages of the documents of one matter, each time in a transaction."""

    def __init__(
        self, matter: MatterFile, findings: Findings, index: PageIndex, word_list: WordList
    ) -> None:
        """Take the open matter and what is kept up with its pages."""
        self._matter = matter
        self._database = matter.database
        self._documents = Documents(matter)
        self._pages = Pages(matter)
        self._findings = findings
        self._index = index
        self._word_list = word_list

    def store(self, document_row: int, reads: Sequence[PageRead]) -> None:
        """Seal and index pages in place of what was there for them."""
        latest = {reading.number: read for read in reads for reading in (read[0],)}
        ordered = [latest[number] for number in sorted(latest)]
        with self._database.transaction():
            keys = self._matter.document_keys(document_row)
            self.clear(document_row, latest)
            numbered = list(enumerate(ordered, start=self._pages.next_row()))
            self._pages.add(
                document_row,
                keys,
                ((row, reading, votes, len(found)) for row, (reading, found, votes) in numbered),
            )
            added = self._findings.add((row, keys, found) for row, (_, found, _) in numbered)
            outside = [words_outside(reading.text, found) for reading, found, _ in ordered]
            self._index.add(
                [
                    (row, self._index.row(stretches))
                    for (row, _), stretches in zip(numbered, outside, strict=True)
                ]
            )
            found_on = [found for _, found, _ in ordered]
            self._word_list.meet(zip(outside, found_on, strict=True))
            self._documents.add_to_counters(document_row, read=len(ordered), findings=added)

    def fail(self, document_row: int, number: PageNumber, error_code: str) -> None:
        """Note that a page could not be read, in place of what was there for it."""
        with self._database.transaction():
            self.clear(document_row, {number})
            self._pages.add_failed(document_row, number, error_code)
            self._documents.add_to_counters(document_row, failed=1)

    def retry(self, document_row: int) -> None:
        """Let the failed pages of a document wait again, and the document with them."""
        with self._database.transaction():
            present = self._pages.present(document_row)
            failed = {number for number, row in present.items() if not row.is_read}
            if failed:
                self.clear(document_row, failed)
                self._documents.set_state(document_row, DocumentState.READING)

    def clear(self, document_row: int, numbers: Collection[PageNumber]) -> None:
        """Delete what is there for pages and take it out of the counters."""
        present = self._pages.present(document_row)
        rows = [row for number, row in present.items() if number in numbers]
        if not rows:
            return
        read = [row for row in rows if row.is_read]
        self._index.remove(row.page_row for row in read)
        self._findings.index.remove(row.page_row for row in read)
        self._pages.delete([row.page_row for row in rows])
        self._documents.add_to_counters(
            document_row,
            read=-len(read),
            failed=len(read) - len(rows),
            findings=-sum(row.finding_count for row in rows),
        )
