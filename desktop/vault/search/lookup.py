"""Search over one matter.

Hits come in three parts, each page once:

1. *values*: a finding whose value is the query, or that holds all its words;
2. *pages with both*: some of the words stand in personal findings, which are left out of the index
   of words, and the rest of them elsewhere on the page;
3. *words*: the page index answers, best first by BM25. A query that stands on more than
   2,000 pages is answered in the order of pages: reading 100,000 postings to rank them
   costs a quarter of a second and tells little.

Every hit is opened and compared before it is shown, and only those that are shown are opened.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from desktop.domain.finding import Finding, Sensitivity
from desktop.domain.geometry import Box, boxes_of_lines
from desktop.domain.identity import DocumentId
from desktop.domain.search import Hit, HitKind, SearchResult
from desktop.vault.documents import Documents
from desktop.vault.findings_store import Findings
from desktop.vault.page_index import PageIndex
from desktop.vault.pages import OpenedPage, Pages
from desktop.vault.search.excerpt import Excerpt, excerpt
from desktop.vault.search.folded_text import FoldedText
from desktop.vault.search.query import Query, Span, understood
from desktop.vault.search.value_lookup import ValueLookup, asked_values, is_meant
from desktop.vault.search.word_lookup import WordLookup

VALUE_SCORE = 1_000_000.0
MIXED_SCORE = 100_000.0
MAX_MARKED_SPANS = 100
"""Places on a page whose boxes are given; the page itself shows what else there is."""


class _Named(NamedTuple):
    """A document as a hit names it."""

    document_id: DocumentId
    name: str


class Lookup:
    """Answers queries over one matter."""

    def __init__(
        self, documents: Documents, pages: Pages, findings: Findings, index: PageIndex
    ) -> None:
        """Take the parts of the matter that are asked."""
        self._documents = documents
        self._pages = pages
        self._findings = findings
        self._index = index

    def search(self, text: str, *, limit: int, offset: int) -> SearchResult:
        """The hits from `offset` on, best first.

        Raises:
            QueryError: There is no word in the query.
        """
        hits = list(islice(self._hits(understood(text)), offset, offset + limit + 1))
        return SearchResult(tuple(hits[:limit]), has_more=len(hits) > limit)

    def _hits(self, query: Query) -> Iterator[Hit]:
        values = ValueLookup(self._findings.index, query)
        words = WordLookup(self._index, query)
        named: dict[int, _Named] = {}
        seen: set[int] = set()
        for part in (
            self._value_hits(query, values, named),
            self._word_hits(query, _mixed_pages(query, values, words), seen, named),
            self._word_hits(query, words.pages(), seen, named),
        ):
            for page_row, hit in part:
                seen.add(page_row)
                yield hit

    def _value_hits(
        self, query: Query, values: ValueLookup, named: dict[int, _Named]
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
                yield page_row, self._value_hit(page_row, page, meant, named)

    def _value_hit(
        self, page_row: int, page: OpenedPage, meant: Sequence[Finding], named: dict[int, _Named]
    ) -> Hit:
        """The hit on a page that holds these findings; its words are around the first of them."""
        spans = [(finding.start, finding.end) for finding in meant if finding.start < finding.end]
        if spans:
            sensitive = self._findings.sensitive_spans(page_row)
            shown = excerpt(page.content.text, [sorted(spans)], sensitive)
        else:
            text = meant[0].mention
            whole = [(0, len(text))]
            is_high = meant[0].sensitivity is Sensitivity.HIGH
            shown = excerpt(text, [whole], whole if is_high else ())
        return self._hit(
            HitKind.VALUE,
            page,
            shown,
            tuple(box for finding in meant[:MAX_MARKED_SPANS] for box in finding.boxes),
            VALUE_SCORE,
            named,
        )

    def _word_hits(
        self,
        query: Query,
        pages: Iterable[tuple[int, float]],
        seen: set[int],
        named: dict[int, _Named],
    ) -> Iterator[tuple[int, Hit]]:
        for page_row, score in pages:
            hit = None if page_row in seen else self._verified(page_row, query, score, named)
            if hit is not None:
                yield page_row, hit

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
            excerpt(page.content.text, spans, self._findings.sensitive_spans(page_row)),
            _boxes_of(page, (span for term in spans for span in term)),
            score,
            named,
        )

    def _hit(
        self,
        kind: HitKind,
        page: OpenedPage,
        shown: Excerpt,
        boxes: tuple[Box, ...],
        score: float,
        named: dict[int, _Named],
    ) -> Hit:
        if page.document_row not in named:
            document = self._documents.of_row(page.document_row)
            named[page.document_row] = _Named(document.document_id, document.origin.name)
        document_id, name = named[page.document_row]
        return Hit(
            kind=kind,
            document_id=document_id,
            document_name=name,
            page=page.number,
            snippet=shown.line,
            marks=shown.marks,
            boxes=boxes,
            score=score,
            sensitive=shown.sensitive,
        )


def _mixed_pages(
    query: Query, values: ValueLookup, words: WordLookup
) -> Iterator[tuple[int, float]]:
    """Rows of the pages with every word, some of them in personal findings only."""
    if len(query.tokens) == 1:
        return
    # The rarest first, so that little is left to ask for the others.
    first, *others = sorted(
        dict.fromkeys(query.tokens),
        key=lambda token: values.count_of(token) + words.count_of(token),
    )
    for block in values.blocks():
        in_index = words.rows_of_block(first, block)
        found = in_index | values.rows_with(first, block)
        for token in others:
            indexed = words.among(token, block, found)
            in_index &= indexed
            found = indexed | values.among(token, block, found)
            if not found:
                break
        yield from ((page_row, MIXED_SCORE) for page_row in sorted(found - in_index))


def _boxes_of(page: OpenedPage, spans: Iterable[Span]) -> tuple[Box, ...]:
    """One box a line for each span."""
    words = page.content.words_between(islice(spans, MAX_MARKED_SPANS))
    return tuple(box for span_words in words for box in boxes_of_lines(span_words))
