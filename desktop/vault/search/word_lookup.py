"""What the index of words says about one query.

A word is asked for in all its forms (*Muller*, *Mueller*); of these, few are in a matter at all,
and each costs a look into every segment of the index. So each form is looked for once, and those
that are nowhere are left out of what follows.
"""

from collections.abc import Iterator
from itertools import islice, product

from desktop.vault.finding_index import BLOCK_BITS
from desktop.vault.page_index import PageIndex
from desktop.vault.search.query import Query, Term, Token

RANKED_PAGES = 2_000
"""Up to so many matching pages are ranked: 1.5 us a page."""

COUNTED_PAGES = 500
"""So far the pages of a word are counted; when they are fewer, they are all known then."""

PROBED_PAGES = 64
"""Up to so many pages are asked about one by one, 30 us each; beyond, a whole block is read."""

MAX_PHRASE_FORMS = 32


class WordLookup:
    """The words of one query in the index of words.

    Attributes:
        is_nowhere: Whether one of the words is on no page at all.
    """

    def __init__(self, index: PageIndex, query: Query) -> None:
        """Look for each form of each word."""
        self._index = index
        self._query = query
        tag = index.tags.tag
        self._tags = {
            token: [
                form_tag
                for form_tag in dict.fromkeys(map(tag, token.forms))
                if index.rows(f'"{form_tag}"', limit=1)
            ]
            for token in query.tokens
        }
        self.is_nowhere = not all(self._tags.values())
        self._known: dict[Token, set[int]] = {}
        self._counts: dict[Token, int] = {}

    def pages(self) -> Iterator[tuple[int, float]]:
        """Rows of the pages with all terms, and their scores; ranked where they are few enough."""
        if self.is_nowhere:
            return
        expression = " AND ".join(map(self._expression, self._query.terms))
        first = self._index.rows(expression, limit=RANKED_PAGES + 1)
        if len(first) <= RANKED_PAGES:
            yield from self._index.ranked(expression)
        else:
            yield from ((page_row, 0.0) for page_row in self._index.each(expression))

    @property
    def expression(self) -> str:
        """All terms for FTS5, "" where one of their words is nowhere."""
        return "" if self.is_nowhere else " AND ".join(map(self._expression, self._query.terms))

    def rows(self, limit: int) -> list[int]:
        """Rows of the first pages, at most `limit`, on which all terms stand."""
        return self._index.rows(self.expression, limit=limit) if self.expression else []

    def in_block(self, block: int) -> set[int]:
        """Rows of the pages of a block on which all terms stand."""
        first = block << BLOCK_BITS
        behind = first + (1 << BLOCK_BITS)
        expression = self.expression
        return (
            set(self._index.rows(expression, first=first, behind=behind)) if expression else set()
        )

    def count_of(self, token: Token) -> int:
        """On how many pages a word is, counted up to `COUNTED_PAGES`."""
        if token not in self._counts:
            rows = self._index.rows(self._expression((token,)), limit=COUNTED_PAGES)
            self._counts[token] = len(rows)
            if len(rows) < COUNTED_PAGES:
                self._known[token] = set(rows)
        return self._counts[token]

    def rows_of_block(self, token: Token, block: int) -> set[int]:
        """Rows of the pages of a block of the index of findings that have a word."""
        if self.count_of(token) < COUNTED_PAGES:
            return {row for row in self._known[token] if row >> BLOCK_BITS == block}
        first = block << BLOCK_BITS
        behind = first + (1 << BLOCK_BITS)
        return set(self._index.rows(self._expression((token,)), first=first, behind=behind))

    def among(self, token: Token, block: int, page_rows: set[int]) -> set[int]:
        """Those of some pages of a block that have a word."""
        if self.count_of(token) < COUNTED_PAGES or len(page_rows) > PROBED_PAGES:
            return self.rows_of_block(token, block) & page_rows
        expression = self._expression((token,))
        return {row for row in page_rows if self._index.rows(expression, first=row, behind=row + 1)}

    def _expression(self, term: Term) -> str:
        """A term for FTS5, in each of its forms; tags are letters and digits."""
        phrases = islice(product(*(self._tags[token] for token in term)), MAX_PHRASE_FORMS)
        # Of a word that is nowhere no form is left; the gap between two such is on no page either.
        quoted = " OR ".join(f'"{" ".join(phrase)}"' for phrase in phrases)
        return f"({quoted})" if quoted else '("")'
