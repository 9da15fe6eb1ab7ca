"""Words, phrases and values that are asked for.

query   terms with space between them, all of which must stand on the page
term    a word, or a phrase in double quotes; a word that falls into several tokens, such as
        jean@example.org or 01.02.2024, is a phrase as well
"""

import re
from dataclasses import dataclass

from desktop.domain.errors import QueryError
from desktop.vault.normalise import query_forms, words

MAX_QUERY_CHARACTERS = 1000
MAX_TOKENS = 32
"""A longer query is a pasted text, not a question."""

Span = tuple[int, int]
"""Characters [start, end) of a text."""

QUOTATION_MARKS = (
    "\N{QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}"
    "\N{RIGHT DOUBLE QUOTATION MARK}\N{DOUBLE LOW-9 QUOTATION MARK}"
    "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
)
_QUOTED = re.compile(f"[{QUOTATION_MARKS}]")


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
    parts = _QUOTED.split(text)
    if not len(parts) % 2:
        raise QueryError(
            "A phrase in the search is not closed.", remedy="Add the closing quotation mark."
        )
    for number, part in enumerate(parts):
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
