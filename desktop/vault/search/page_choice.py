"""Which pages speak of something: chosen by the indexes, before any page is opened.

What is sought comes as groups of phrases that mean the same (*tax*, *VAT*, *Mehrwertsteuer*). A
page counts for each group one of whose phrases stands on it, the more the fewer pages do:
ln(1 + pages / pages with the group).
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desktop.domain.identity import DocumentId, PageNumber
from desktop.vault.database import Database
from desktop.vault.documents import Documents
from desktop.vault.finding_index import FindingIndex
from desktop.vault.page_index import PageIndex
from desktop.vault.search.query import understood
from desktop.vault.search.value_lookup import ValueLookup
from desktop.vault.search.word_lookup import WordLookup

MAX_PAGES_OF_A_PHRASE = 20_000
"""A phrase on more pages tells little, and fetching their rows costs 5 ms for 10,000."""


class ChosenPage(NamedTuple):
    """One page that speaks of what is sought, or the next one where none does."""

    document_id: DocumentId
    page: PageNumber


class PageChoice(NamedTuple):
    """The pages chosen, best first.

    Attributes:
        pages: At most as many as were wanted.
        of: How many pages were read of what is asked about.
        are_hits: Whether what is sought stands on them; False: none has it, these are the first.
    """

    pages: tuple[ChosenPage, ...]
    of: int
    are_hits: bool


class PageChooser:
    """Chooses pages of one matter."""

    def __init__(
        self, database: Database, documents: Documents, findings: FindingIndex, index: PageIndex
    ) -> None:
        """Take the parts of the matter that are asked."""
        self._database = database
        self._documents = documents
        self._findings = findings
        self._index = index

    def choose(
        self,
        groups: Sequence[Sequence[str]],
        document_ids: Sequence[DocumentId] = (),
        *,
        limit: int,
    ) -> PageChoice:
        """The pages that speak of the groups, best first, then in the order of the documents.

        Args:
            groups: Phrases that mean the same; letters, digits and spaces, no quotation marks.
            document_ids: Only pages of these; none: of all.
            limit: At most so many.

        Raises:
            NoSuchDocumentError: A document is not in this matter.
        """
        with self._database.snapshot():
            scope = self._rows_of(document_ids) if document_ids else None
            of = self._count() if scope is None else len(scope)
            scores: defaultdict[int, float] = defaultdict(float)
            for group in groups:
                rows = self._with_any(group)
                if scope is not None:
                    rows = rows.intersection(scope)
                for row in rows:
                    scores[row] += math.log1p(of / len(rows))
            best = sorted(scores, key=lambda row: (-scores[row], row))[:limit]
            chosen = best or (self._first(limit) if scope is None else list(scope)[:limit])
            return PageChoice(tuple(map(self._page, chosen)), of, are_hits=bool(best))

    def _with_any(self, phrases: Iterable[str]) -> set[int]:
        """Rows of the pages on which at least one of the phrases stands."""
        found: set[int] = set()
        for phrase in phrases:
            query = understood(f'"{phrase}"')
            found.update(WordLookup(self._index, query).rows(MAX_PAGES_OF_A_PHRASE))
            values = ValueLookup(self._findings.reader(), query)
            first, *others = query.tokens
            for block in values.blocks():
                rows = values.rows_with(first, block)
                for token in others:
                    rows = values.among(token, block, rows)
                found |= rows
        return found

    def _rows_of(self, document_ids: Sequence[DocumentId]) -> dict[int, None]:
        """Rows of the pages that were read, in the order of the documents and their pages."""
        return {
            row: None
            for document_id in document_ids
            for (row,) in self._database.rows(
                "SELECT page_row FROM page WHERE document_row = ? AND content IS NOT NULL"
                " ORDER BY number",
                self._documents.row_of(document_id),
            )
        }

    def _count(self) -> int:
        return int(self._database.value("SELECT count(*) FROM page WHERE content IS NOT NULL"))

    def _first(self, limit: int) -> list[int]:
        rows = self._database.rows(
            "SELECT page_row FROM page WHERE content IS NOT NULL"
            " ORDER BY document_row, number LIMIT ?",
            limit,
        )
        return [row for (row,) in rows]

    def _page(self, page_row: int) -> ChosenPage:
        document_id, number = self._database.rows(
            "SELECT document_id, number FROM page JOIN document USING (document_row)"
            " WHERE page_row = ?",
            page_row,
        )[0]
        return ChosenPage(DocumentId(document_id.hex()), PageNumber(number))
