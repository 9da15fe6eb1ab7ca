"""Values of findings that a query may mean, and the check on the opened finding."""

import re
from collections import defaultdict
from collections.abc import Iterable

from desktop.domain.finding import Finding, FindingKind
from desktop.vault.finding_index import FindingIndex
from desktop.vault.finding_tags import (
    IDENTIFIERS,
    MIN_IDENTIFIER_CHARACTERS,
    PHONE_TAIL_DIGITS,
    FindingTagger,
    Tag,
    compact,
    contracted,
    digits_of,
    value_text,
)
from desktop.vault.folded_text import FoldedText
from desktop.vault.query import Query, Token

KINDS_WITH_WORDS = tuple(
    kind for kind in FindingKind if kind not in IDENTIFIERS and kind is not FindingKind.PHONE
)
_PHONE = re.compile(r"[+(]*[\d\s()/.\-\u2010\u2011]+")
_NUMERIC_DATE = re.compile(r"(\d{1,2})([./\-])(\d{1,2})\2(\d{4})")


def asked_values(text: str) -> dict[FindingKind, set[str]]:
    """The comparable forms of the values, by kind, that a text may be."""
    asked: defaultdict[FindingKind, set[str]] = defaultdict(set)
    identifier = compact(text)
    if len(identifier) >= MIN_IDENTIFIER_CHARACTERS and any(map(str.isdigit, identifier)):
        for kind in IDENTIFIERS:
            asked[kind].add(identifier)
    if "@" in text:
        asked[FindingKind.EMAIL].add(value_text(FindingKind.EMAIL, text))
    if _PHONE.fullmatch(text) and len(digits_of(text)) >= PHONE_TAIL_DIGITS:
        asked[FindingKind.PHONE].add(digits_of(text))
    for kind in KINDS_WITH_WORDS:
        if kind is not FindingKind.EMAIL:
            asked[kind].add(value_text(kind, text))
    asked[FindingKind.DATE].update(value_text(FindingKind.DATE, day) for day in _iso_days(text))
    return asked


def _iso_days(text: str) -> list[str]:
    """ISO 8601 forms of a numeric date, day first and, where it can be, month first."""
    match = _NUMERIC_DATE.fullmatch(text)
    if match is None:
        return []
    first, _, second, year = match.groups()
    return [
        f"{year}-{int(month):02}-{int(day):02}"
        for day, month in {(first, second), (second, first)}
        if 1 <= int(month) <= 12 and 1 <= int(day) <= 31
    ]


class ValueLookup:
    """What the index of findings says about one query; everything is read at once."""

    def __init__(self, index: FindingIndex, query: Query) -> None:
        """Ask for all values and words that the query may mean."""
        tagger = index.tagger
        self._values = _value_tags(tagger, query.text)
        self._words = {token: {tagger.of_word(contracted(token.text))} for token in query.tokens}
        self._parts = {
            token: _value_tags(tagger, token.text) if any(map(str.isdigit, token.text)) else set()
            for token in query.tokens
        }
        self._pages = index.pages_with(
            self._values.union(*self._words.values(), *self._parts.values())
        )

    def pages_meant(self) -> set[int]:
        """Rows of the pages with a finding that the query may be, or that may hold its words."""
        with_words = [self._with_any(tags) for tags in self._words.values()]
        return self._with_any(self._values) | set.intersection(*with_words)

    def pages_with(self, token: Token) -> set[int]:
        """Rows of the pages on which a personal finding holds one word of the query."""
        return self._with_any(self._words[token] | self._parts[token])

    def _with_any(self, tags: Iterable[Tag]) -> set[int]:
        return set().union(*(self._pages[tag] for tag in tags))


def _value_tags(tagger: FindingTagger, text: str) -> set[Tag]:
    asked = asked_values(text)
    tags = {tagger.of_value(form) for forms in asked.values() for form in forms}
    tails = (form[-PHONE_TAIL_DIGITS:] for form in asked.get(FindingKind.PHONE, ()))
    return tags.union(map(tagger.of_word, tails))


def is_meant(finding: Finding, query: Query, asked: dict[FindingKind, set[str]]) -> bool:
    """Whether an opened finding is what a query asks for."""
    forms = asked.get(finding.kind, set())
    if value_text(finding.kind, finding.value) in forms:
        return True
    if finding.kind is FindingKind.PHONE:
        return any(digits_of(finding.value).endswith(form) for form in forms)
    if finding.kind in IDENTIFIERS:
        return False
    return _holds_all({finding.mention, finding.value}, query)


def _holds_all(texts: Iterable[str], query: Query) -> bool:
    return any(FoldedText(text).spans_of_all(query.terms) is not None for text in texts)
