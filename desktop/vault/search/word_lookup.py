"""What the index of words says about one query.

A word is asked for in all its forms (*Muller*, *Mueller*); of these, few are in a matter at all,
and each costs a look into every segment of the index. So each form is looked for once, and those
that are nowhere are left out of what follows.
"""

from collections.abc import Iterator
from itertools import islice, product

from desktop.vault.page_index import PageIndex
from desktop.vault.search.query import Query, Term, Token

RANKED_PAGES = 2_000
"""Up to so many matching pages are ranked: 1.5 us a page."""

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

    def pages(self) -> Iterator[tuple[int, float]]:
        """Rows of the pages with all terms, and their scores; ranked where they are few enough."""
        if self.is_nowhere:
            return
        expression = self.expression
        first = self._index.rows(expression, limit=RANKED_PAGES + 1)
        if len(first) <= RANKED_PAGES:
            yield from self._index.ranked(expression)
        else:
            yield from ((page_row, 0.0) for page_row in self._index.each(expression))

    @property
    def expression(self) -> str:
        """All terms for FTS5, "" where one of their words is nowhere."""
        if self.is_nowhere:
            return ""
        terms = list(map(self._expression, self._query.terms))
        return terms[0] if len(terms) == 1 else " AND ".join(f"({term})" for term in terms)

    def rows(self, limit: int) -> list[int]:
        """Rows of the first pages, at most `limit`, on which all terms stand."""
        return self._index.rows(self.expression, limit=limit) if self.expression else []

    def expression_of(self, token: Token) -> str:
        """One word for FTS5, in each of its forms; "" where it is nowhere."""
        return self._expression((token,)) if self._tags[token] else ""

    def _expression(self, term: Term) -> str:
        """A term for FTS5, in each of its forms; tags are letters and digits."""
        phrases = islice(product(*(self._tags[token] for token in term)), MAX_PHRASE_FORMS)
        # Of a word that is nowhere no form is left; the gap between two such is on no page either.
        quoted = " OR ".join(f'"{" ".join(phrase)}"' for phrase in phrases)
        return quoted or '""'
