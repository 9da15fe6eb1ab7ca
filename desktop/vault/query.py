"""What is asked for, and whether a text holds it.

query   terms with space between them, all of which must stand on the page
term    a word, or a phrase in double quotes; a word that falls into several tokens, such as
        jean@example.org or 01.02.2024, is a phrase as well
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.errors import QueryError
from desktop.vault.normalise import fold, query_forms, words

MAX_QUERY_CHARACTERS = 1000
MAX_TOKENS = 32
"""A longer query is a pasted text, not a question."""

Span = tuple[int, int]
"""Characters [start, end) of a text."""

_QUOTED = re.compile(
    "[\N{QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}"
    "\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}]"
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a query.

    Attributes:
        text: As written.
        forms: The folded forms under which it is looked for, its own first.
    """

    text: str
    forms: tuple[str, ...]


Term = tuple[Token, ...]
"""A word, or the words of a phrase in their order."""


@dataclass(frozen=True, slots=True)
class Query:
    """A search, understood.

    Attributes:
        text: Without quotation marks: it may be one value as a whole.
        terms: At least one.
    """

    text: str
    terms: tuple[Term, ...]

    @property
    def tokens(self) -> tuple[Token, ...]:
        """The words of all terms."""
        return tuple(token for term in self.terms for token in term)

    @property
    def whole(self) -> Term:
        """All words as if they were one phrase."""
        return self.tokens


def understood(text: str) -> Query:
    """Take a query apart.

    Raises:
        QueryError: It holds no word, or far too many.
    """
    if len(text) > MAX_QUERY_CHARACTERS:
        raise QueryError("The search is too long.")
    terms: list[Term] = []
    for number, part in enumerate(_QUOTED.split(text)):
        if number % 2:
            terms.append(tuple(_token(word) for word, _, _ in words(part)))
        else:
            terms.extend(_terms_of(part))
    query = Query(" ".join(_QUOTED.sub(" ", text).split()), tuple(filter(None, terms)))
    if not query.terms or len(query.tokens) > MAX_TOKENS:
        raise QueryError
    return query


def _terms_of(part: str) -> list[Term]:
    """Words with space between them are terms; those without are one phrase."""
    terms: list[list[Token]] = []
    last_end = -1
    for word, start, end in words(part):
        is_attached = last_end >= 0 and not any(map(str.isspace, part[last_end:start]))
        if is_attached:
            terms[-1].append(_token(word))
        else:
            terms.append([_token(word)])
        last_end = end
    return [tuple(term) for term in terms]


def _token(word: str) -> Token:
    return Token(word, query_forms(word))


class FoldedText:
    """A text taken apart into folded words, to look for terms in."""

    def __init__(self, text: str) -> None:
        """Take the text apart."""
        found = words(text)
        self._folded = [fold(word) for word, _, _ in found]
        self._spans = [(start, end) for _, start, end in found]

    def spans_of(self, term: Term) -> list[Span]:
        """Where a term stands: from the start of its first word to the end of its last."""
        first, *others = term
        folded = self._folded
        return [
            (self._spans[position][0], self._spans[position + len(others)][1])
            for position in self._positions(first)
            if position + len(others) < len(folded)
            and all(
                folded[position + 1 + number] in token.forms for number, token in enumerate(others)
            )
        ]

    def _positions(self, token: Token) -> list[int]:
        """Where one word stands, ascending."""
        found: list[int] = []
        for form in token.forms:
            position = -1
            for _ in range(self._folded.count(form)):
                position = self._folded.index(form, position + 1)
                found.append(position)
        return sorted(found)

    def spans_of_all(self, terms: Sequence[Term]) -> list[list[Span]] | None:
        """Where each term stands; None when one of them does not."""
        found: list[list[Span]] = []
        for term in terms:
            spans = self.spans_of(term)
            if not spans:
                return None
            found.append(spans)
        return found
