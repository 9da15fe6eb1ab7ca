"""Search over one matter for words, phrases and values.

Hits come in three parts, each page once:

1. *values*: a finding whose value is the query, or that holds all its words;
2. *pages with both*: some of the words stand in personal findings, which are left out of the index
   of words, and the rest of them elsewhere on the page;
3. *words*: the page index answers, best first by BM25. A query that stands on more than
   2,000 pages is answered in the order of pages: reading 100,000 postings to rank them
   costs a quarter of a second and tells little.

Every hit is opened and compared before it is shown, and only those that are shown are opened.
"""

from collections.abc import Iterable, Iterator

from desktop.domain.search import Hit, HitKind
from desktop.vault.documents import Documents
from desktop.vault.findings_store import Findings
from desktop.vault.page_index import PageIndex
from desktop.vault.pages import Pages
from desktop.vault.search.folded_text import FoldedText
from desktop.vault.search.hit_maker import HitMaker
from desktop.vault.search.mixed import mixed_branch
from desktop.vault.search.query import Query, understood
from desktop.vault.search.value_lookup import ValueLookup, asked_values, is_meant
from desktop.vault.search.word_lookup import WordLookup

VALUE_SCORE = 1_000_000.0
MIXED_SCORE = 100_000.0


class Lookup:
    """Answers queries of words, phrases and values over one matter."""

    def __init__(
        self, documents: Documents, pages: Pages, findings: Findings, index: PageIndex
    ) -> None:
        """Take the parts of the matter that are asked."""
        self._documents = documents
        self._pages = pages
        self._findings = findings
        self._index = index

    def hits(self, text: str) -> Iterator[Hit]:
        """The hits, best first, found as they are taken.

        Raises:
            QueryError: There is no word in the query.
        """
        query = understood(text)
        values = ValueLookup(self._findings.index.reader(), query)
        words = WordLookup(self._index, query)
        maker = HitMaker(self._documents, self._findings)
        seen: set[int] = set()
        for part in (
            self._value_hits(query, values, maker),
            self._word_hits(query, self._mixed(query, values, words), seen, maker),
            self._word_hits(query, words.pages(), seen, maker),
        ):
            for page_row, hit in part:
                seen.add(page_row)
                yield hit

    def _mixed(
        self, query: Query, values: ValueLookup, words: WordLookup
    ) -> Iterator[tuple[int, float]]:
        """Rows of the pages with every word, some of them in personal findings."""
        found = mixed_branch(query, values, words, self._index) if len(query.tokens) > 1 else None
        return ((row, MIXED_SCORE) for row in found.each(0)) if found else iter(())

    def _value_hits(
        self, query: Query, values: ValueLookup, maker: HitMaker
    ) -> Iterator[tuple[int, Hit]]:
        asked = asked_values(query.text)
        for page_row in values.pages_meant():
            meant = [
                stored.finding
                for stored in self._findings.of_page(page_row)
                if is_meant(stored.finding, query, asked)
            ]
            page = self._pages.opened(page_row) if meant else None
            if page is not None:
                yield page_row, maker.of_findings(page_row, page, meant, VALUE_SCORE)

    def _word_hits(
        self,
        query: Query,
        pages: Iterable[tuple[int, float]],
        seen: set[int],
        maker: HitMaker,
    ) -> Iterator[tuple[int, Hit]]:
        for page_row, score in pages:
            hit = None if page_row in seen else self._verified(page_row, query, score, maker)
            if hit is not None:
                yield page_row, hit

    def _verified(self, page_row: int, query: Query, score: float, maker: HitMaker) -> Hit | None:
        """The hit on a page, None where the opened page does not hold what was asked for."""
        page = self._pages.opened(page_row)
        if page is None:
            return None
        spans = FoldedText(page.content.text).spans_of_all(query.terms)
        if spans is None:
            return None
        return maker.of_spans(HitKind.WORDS, page_row, page, spans, score)
