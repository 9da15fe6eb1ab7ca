"""Search over one matter.

Hits come in three parts, each page once:

1. *values*: a finding whose value is the query, or that holds all its words;
2. *pages with both*: some of the words stand in personal findings, which are left out of the index
   of words, and the rest of them elsewhere on the page;
3. *words*: the page index answers, best first by BM25. A query that stands on more than
   `RANKED_PAGES` pages is answered in the order of pages: reading 100,000 postings to rank them
   costs a quarter of a second and tells little.

Every hit is opened and compared before it is shown, and only those that are shown are opened.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from typing import NamedTuple

from desktop.domain.finding import Finding
from desktop.domain.geometry import Box, boxes_of_lines
from desktop.domain.identity import DocumentId
from desktop.domain.search import Hit, HitKind, SearchResult
from desktop.vault.documents import Documents
from desktop.vault.excerpt import excerpt
from desktop.vault.findings_store import Findings
from desktop.vault.folded_text import FoldedText
from desktop.vault.matter_file import MatterFile
from desktop.vault.page_index import PageIndex
from desktop.vault.pages import OpenedPage, Pages
from desktop.vault.query import Query, Span, Term, Token, understood
from desktop.vault.value_lookup import ValueLookup, asked_values, is_meant

RANKED_PAGES = 2_000
"""Up to so many matching pages are ranked: 1.5 us a page."""

PROBED_PAGES = 64
"""Up to so many pages are asked about one by one, 30 us each; beyond, all that match are read."""

VALUE_SCORE = 1_000_000.0
MIXED_SCORE = 100_000.0
MAX_PHRASE_FORMS = 32
MAX_MARKED_SPANS = 100
"""Places on a page whose boxes are given; the page itself shows what else there is."""

_MATCH = "SELECT rowid FROM page_index WHERE page_index MATCH ?"
_RANKED = "SELECT rowid, rank FROM page_index WHERE page_index MATCH ? ORDER BY rank"


class _Named(NamedTuple):
    """A document as a hit names it."""

    document_id: DocumentId
    name: str


class Lookup:
    """Answers queries over one matter."""

    def __init__(
        self,
        documents: Documents,
        pages: Pages,
        findings: Findings,
        index: PageIndex,
        matter: MatterFile,
    ) -> None:
        """Take the parts of the matter that are asked."""
        self._documents = documents
        self._pages = pages
        self._findings = findings
        self._index = index
        self._database = matter.database

    def search(self, text: str, *, limit: int, offset: int) -> SearchResult:
        """The hits from `offset` on, best first.

        Raises:
            QueryError: There is no word in the query.
        """
        hits = list(islice(self._hits(understood(text)), offset, offset + limit + 1))
        return SearchResult(tuple(hits[:limit]), has_more=len(hits) > limit)

    def _hits(self, query: Query) -> Iterator[Hit]:
        values = ValueLookup(self._findings.index, query)
        named: dict[int, _Named] = {}
        seen: set[int] = set()
        for part in (
            self._value_hits(query, values, seen, named),
            self._mixed_hits(query, values, seen, named),
            self._word_hits(query, seen, named),
        ):
            for page_row, hit in part:
                seen.add(page_row)
                yield hit

    def _value_hits(
        self, query: Query, values: ValueLookup, seen: set[int], named: dict[int, _Named]
    ) -> Iterator[tuple[int, Hit]]:
        asked = asked_values(query.text)
        for page_row in sorted(values.pages_meant() - seen):
            meant = [
                stored.finding
                for stored in self._findings.of_page(page_row)
                if is_meant(stored.finding, query, asked)
            ]
            page = self._pages.opened(page_row) if meant else None
            if page is not None:
                yield page_row, self._value_hit(page, meant, named)

    def _value_hit(
        self, page: OpenedPage, meant: Sequence[Finding], named: dict[int, _Named]
    ) -> Hit:
        """The hit on a page that holds these findings; its words are around the first of them."""
        spans = [(finding.start, finding.end) for finding in meant if finding.start < finding.end]
        text = page.content.text if spans else meant[0].mention
        return self._hit(
            HitKind.VALUE,
            page,
            excerpt(text, [sorted(spans) or [(0, len(text))]]),
            tuple(box for finding in meant[:MAX_MARKED_SPANS] for box in finding.boxes),
            VALUE_SCORE,
            named,
        )

    def _mixed_hits(
        self, query: Query, values: ValueLookup, seen: set[int], named: dict[int, _Named]
    ) -> Iterator[tuple[int, Hit]]:
        if len(query.tokens) == 1:
            return
        for page_row in sorted(self._mixed_pages(query, values) - seen):
            hit = self._verified(page_row, query, MIXED_SCORE, named)
            if hit is not None:
                yield page_row, hit

    def _word_hits(
        self, query: Query, seen: set[int], named: dict[int, _Named]
    ) -> Iterator[tuple[int, Hit]]:
        expression = " AND ".join(map(self._expression, query.terms))
        for page_row, score in self._matching(expression):
            if page_row in seen:
                continue
            hit = self._verified(page_row, query, score, named)
            if hit is not None:
                yield page_row, hit

    def _matching(self, expression: str) -> Iterator[tuple[int, float]]:
        """Rows of pages and their scores, ranked where they are few enough."""
        first = self._database.rows(f"{_MATCH} LIMIT ?", expression, RANKED_PAGES + 1)
        if len(first) <= RANKED_PAGES:
            for page_row, rank in self._database.each(_RANKED, expression):
                yield page_row, -rank
            return
        for (page_row,) in self._database.each(_MATCH, expression):
            yield page_row, 0.0

    def _mixed_pages(self, query: Query, values: ValueLookup) -> set[int]:
        """Rows of the pages that hold some words in personal findings and the others elsewhere."""
        personal = {token: values.pages_with(token) for token in query.tokens}
        pages_by_others: defaultdict[tuple[Token, ...], set[int]] = defaultdict(set)
        for page_row in set().union(*personal.values()):
            others = tuple(token for token, rows in personal.items() if page_row not in rows)
            pages_by_others[others].add(page_row)
        found = pages_by_others.pop((), set())
        for others, page_rows in pages_by_others.items():
            found |= self._indexed(others, page_rows)
        return found

    def _indexed(self, tokens: Sequence[Token], page_rows: set[int]) -> set[int]:
        """Those of the pages for which the index of words holds all these tokens."""
        expression = " AND ".join(self._expression((token,)) for token in tokens)
        if len(page_rows) > PROBED_PAGES:
            return {row for (row,) in self._database.each(_MATCH, expression)} & page_rows
        return {
            row
            for row in page_rows
            if self._database.row(f"{_MATCH} AND rowid = ?", expression, row) is not None
        }

    def _expression(self, term: Term) -> str:
        """A term for FTS5, in each of its forms; tags are letters and digits."""
        tag = self._index.tags.tag
        forms = islice(product(*(token.forms for token in term)), MAX_PHRASE_FORMS)
        phrases = dict.fromkeys(" ".join(map(tag, form)) for form in forms)
        return "(" + " OR ".join(f'"{phrase}"' for phrase in phrases) + ")"

    def _verified(
        self, page_row: int, query: Query, score: float, named: dict[int, _Named]
    ) -> Hit | None:
        """The hit on a page, None where the opened page does not hold what was asked for."""
        page = self._pages.opened(page_row)
        if page is None:
            return None
        spans = FoldedText(page.content.text).spans_of_all(query.terms)
        if spans is None:
            return None
        return self._hit(
            HitKind.WORDS,
            page,
            excerpt(page.content.text, spans),
            _boxes_of(page, (span for term in spans for span in term)),
            score,
            named,
        )

    def _hit(
        self,
        kind: HitKind,
        page: OpenedPage,
        shown: tuple[str, tuple[Span, ...]],
        boxes: tuple[Box, ...],
        score: float,
        named: dict[int, _Named],
    ) -> Hit:
        if page.document_row not in named:
            document = self._documents.of_row(page.document_row)
            named[page.document_row] = _Named(document.document_id, document.origin.name)
        document_id, name = named[page.document_row]
        snippet, marks = shown
        return Hit(
            kind=kind,
            document_id=document_id,
            document_name=name,
            page=page.number,
            snippet=snippet,
            marks=marks,
            boxes=boxes,
            score=score,
        )


def _boxes_of(page: OpenedPage, spans: Iterable[Span]) -> tuple[Box, ...]:
    """One box a line for each span."""
    words = page.content.words_between(islice(spans, MAX_MARKED_SPANS))
    return tuple(box for span_words in words for box in boxes_of_lines(span_words))
