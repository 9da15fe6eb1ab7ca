"""Pages of a matter: what was read, sealed in two records, and what failed.

A page that waits has no row. A page read again gets a new row; its number, never used again, is the
version in the place of what is sealed, so that an older reading cannot be put back.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from desktop.domain.document import DocumentKind
from desktop.domain.errors import NoSuchPageError
from desktop.domain.identity import PageNumber
from desktop.domain.page import PageReading, PageState, PageSummary
from desktop.vault import records
from desktop.vault.matter_file import DocumentKeys, MatterFile, demanded
from desktop.vault.place import Place
from desktop.vault.schema import PAGE_STATES, READ_METHODS
from desktop.vault.seal import open_sealed, seal

_READ = PAGE_STATES.number(PageState.READ)
_FAILED = PAGE_STATES.number(PageState.FAILED)


class PageRow(NamedTuple):
    """What a row says in clear about a page that is there."""

    page_row: int
    is_read: bool
    finding_count: int


class OpenedPage(NamedTuple):
    """A page opened for a search."""

    document_row: int
    number: PageNumber
    content: records.PageContent


class Pages:
    """The pages of one matter."""

    def __init__(self, matter: MatterFile) -> None:
        """Take the open matter."""
        self._matter = matter
        self._database = matter.database

    def present(self, document_row: int) -> dict[PageNumber, PageRow]:
        """The pages of a document that were read or have failed, by number."""
        rows = self._database.rows(
            "SELECT number, page_row, state, finding_count FROM page WHERE document_row = ?",
            document_row,
        )
        return {
            PageNumber(number): PageRow(page_row, state == _READ, finding_count)
            for number, page_row, state, finding_count in rows
        }

    def next_row(self) -> int:
        """The number that the next page's row will get."""
        last = self._database.row("SELECT seq FROM sqlite_sequence WHERE name = 'page'")
        return int(last[0]) + 1 if last else 1

    def add(
        self,
        document_row: int,
        keys: DocumentKeys,
        pages: Iterable[tuple[int, PageReading, Mapping[DocumentKind, float], int]],
    ) -> None:
        """Seal pages that were read: row number, reading, votes for kinds, number of findings."""
        self._database.change_many(
            "INSERT INTO page VALUES (?, ?, ?, ?, ?, NULL, ?, ?)",
            (
                (
                    page_row,
                    document_row,
                    reading.number,
                    _READ,
                    finding_count,
                    seal(
                        keys.pages,
                        records.summary_record(reading, votes),
                        self._place(keys, "summary", reading.number, page_row),
                    ),
                    seal(
                        keys.pages,
                        records.content_record(reading.text),
                        self._place(keys, "content", reading.number, page_row),
                    ),
                )
                for page_row, reading, votes, finding_count in pages
            ),
        )

    def add_failed(self, document_row: int, number: PageNumber, error_code: str) -> None:
        """Note that a page could not be read."""
        self._database.change(
            "INSERT INTO page (document_row, number, state, error_code) VALUES (?, ?, ?, ?)",
            document_row,
            number,
            _FAILED,
            error_code,
        )

    def delete(self, page_rows: Sequence[int]) -> None:
        """Delete pages with their findings."""
        self._database.change_many(
            "DELETE FROM page WHERE page_row = ?", ((number,) for number in page_rows)
        )

    def reading(self, document_row: int, number: PageNumber) -> PageReading:
        """A page as it was read.

        Raises:
            NoSuchPageError: It was not read, or not yet.
            VaultDamagedError: It was altered.
        """
        row = self._database.row(
            "SELECT page_row, summary, content FROM page"
            " WHERE document_row = ? AND number = ? AND state = ?",
            document_row,
            number,
            _READ,
        )
        if row is None:
            raise NoSuchPageError(
                "This page has not been read.", remedy="Read it from its menu, then look again."
            )
        page_row, summary, content = row
        keys = self._matter.document_keys(document_row)
        facts = records.facts_of(self._opened(keys, "summary", number, page_row, summary))
        page_content = records.PageContent(self._opened(keys, "content", number, page_row, content))
        return records.page_reading(number, facts, page_content.page_text())

    def read_row(self, document_row: int, number: PageNumber) -> int | None:
        """The row of a page that was read; None for one that waits or has failed."""
        row = self._database.row(
            "SELECT page_row FROM page WHERE document_row = ? AND number = ? AND state = ?",
            document_row,
            number,
            _READ,
        )
        return None if row is None else int(row[0])

    def opened(self, page_row: int) -> OpenedPage | None:
        """The words of the page in a row, None when it was read again or removed meanwhile."""
        row = self._database.row(
            "SELECT document_row, number, content FROM page WHERE page_row = ?", page_row
        )
        if row is None:
            return None
        document_row, number, content = row
        keys = self._matter.document_keys(document_row)
        plain = self._opened(keys, "content", number, page_row, content)
        return OpenedPage(document_row, PageNumber(number), records.PageContent(plain))

    def summaries(self, document_row: int, page_count: int) -> tuple[PageSummary, ...]:
        """Every page of a document from the first to the last, read or not."""
        rows = self._database.rows(
            "SELECT number, page_row, state, finding_count, error_code, summary FROM page"
            " WHERE document_row = ? ORDER BY number",
            document_row,
        )
        found = {row[0]: row for row in rows}
        keys = self._matter.document_keys(document_row)
        return tuple(
            self._summary(keys, found[number]) if number in found else _waiting(PageNumber(number))
            for number in range(1, max(page_count, *found, 0) + 1)
        )

    def votes(self, document_row: int) -> list[dict[DocumentKind, float]]:
        """What each page says about the kind of its document, in the order of pages."""
        rows = self._database.rows(
            "SELECT number, page_row, summary FROM page WHERE document_row = ? AND state = ?"
            " ORDER BY number",
            document_row,
            _READ,
        )
        keys = self._matter.document_keys(document_row)
        return [
            records.facts_of(self._opened(keys, "summary", number, page_row, summary)).votes
            for number, page_row, summary in rows
        ]

    def _summary(self, keys: DocumentKeys, row: tuple[Any, ...]) -> PageSummary:
        number, page_row, state, finding_count, error_code, sealed = row
        if state == _FAILED:
            return _waiting(number, PageState.FAILED, error_code)
        facts = records.facts_of(self._opened(keys, "summary", number, page_row, sealed))
        return PageSummary(
            number=PageNumber(number),
            state=PAGE_STATES.member(state),
            width_pt=facts.width_pt,
            height_pt=facts.height_pt,
            method=READ_METHODS.member(facts.method_code),
            confidence=facts.confidence,
            is_blank=facts.is_blank,
            finding_count=finding_count,
            error_code=None,
            remarks=facts.remarks,
        )

    def _opened(
        self, keys: DocumentKeys, column: str, number: int, page_row: int, sealed: bytes | None
    ) -> bytes:
        place = self._place(keys, column, number, page_row)
        return open_sealed(keys.pages, demanded(sealed), place)

    def _place(self, keys: DocumentKeys, column: str, number: int, page_row: int) -> Place:
        row_id = keys.context + number.to_bytes(4, "big")
        return self._matter.place("page", column, row_id, page_row)


def _waiting(
    number: PageNumber, state: PageState = PageState.WAITING, error_code: str | None = None
) -> PageSummary:
    return PageSummary(
        number=number,
        state=state,
        width_pt=0.0,
        height_pt=0.0,
        method=None,
        confidence=0.0,
        is_blank=False,
        finding_count=0,
        error_code=error_code,
    )
