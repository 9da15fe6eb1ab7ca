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
    compact,
    contracted,
    digits_of,
    value_text,
)
from desktop.vault.query import FoldedText, Query, Token

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
    """Asks the index of one matter's findings."""

    def __init__(self, index: FindingIndex) -> None:
        """Take the index."""
        self._index = index

    def pages_meant(self, query: Query) -> set[int]:
        """Rows of the pages with a finding that the query may be, or that may hold its words."""
        found = self._pages_with_values(query.text)
        shared: set[int] | None = None
        for token in query.tokens:
            pages = self._index.pages_with_word(contracted(token.text))
            shared = pages if shared is None else shared & pages
            if not shared:
                break
        return found | (shared or set())

    def pages_with(self, token: Token) -> set[int]:
        """Rows of the pages on which a personal finding holds one word of a query."""
        found = self._index.pages_with_word(contracted(token.text))
        if any(map(str.isdigit, token.text)):
            found |= self._pages_with_values(token.text)
        return found

    def _pages_with_values(self, text: str) -> set[int]:
        found: set[int] = set()
        asked = asked_values(text)
        for form in set().union(*asked.values()):
            found |= self._index.pages_with_value(form)
        for form in asked.get(FindingKind.PHONE, ()):
            found |= self._index.pages_with_word(form[-PHONE_TAIL_DIGITS:])
        return found


def is_meant(finding: Finding, query: Query, asked: dict[FindingKind, set[str]]) -> bool:
    """Whether an opened finding is what a query asks for."""
    forms = asked.get(finding.kind, set())
    if value_text(finding.kind, finding.value) in forms:
        return True
    if finding.kind is FindingKind.PHONE:
        return any(digits_of(finding.value).endswith(form) for form in forms)
    if finding.kind in IDENTIFIERS:
        return False
    return _holds_all((finding.mention, finding.value), query)


def _holds_all(texts: Iterable[str], query: Query) -> bool:
    return any(FoldedText(text).spans_of_all(query.terms) is not None for text in texts)
