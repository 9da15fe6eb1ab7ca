"""Values of findings that a query may mean, and the check on the opened finding."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from desktop.domain.finding import Finding, FindingKind
from desktop.vault.finding_postings import FindingReader, Postings
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
from desktop.vault.search.folded_text import FoldedText
from desktop.vault.search.query import Query, Token

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

    def __init__(self, index: FindingReader, query: Query) -> None:
        """Ask for all values and words that the query may mean."""
        tagger = index.tagger
        values = _value_tags(tagger, query.text)
        words = {token: tagger.of_word(contracted(token.text)) for token in query.tokens}
        parts = {
            token: _value_tags(tagger, token.text) if any(map(str.isdigit, token.text)) else set()
            for token in query.tokens
        }
        found = index.postings(values.union(words.values(), *parts.values()))
        self._values = [found[tag] for tag in values]
        self._words = {token: found[tag] for token, tag in words.items()}
        self._parts = {token: [found[tag] for tag in tags] for token, tags in parts.items()}

    def pages_meant(self) -> Iterator[int]:
        """Rows of the pages with a finding that the query may be, or that may hold its words."""
        for block in sorted(self.blocks_meant()):
            yield from sorted(self.meant_in(block))

    def blocks_meant(self) -> set[int]:
        """The blocks with such a page."""
        words = min(self._words.values(), key=_count)
        return set(words.blocks).union(*(values.blocks for values in self._values))

    def meant_in(self, block: int) -> set[int]:
        """The same of one block."""
        first, *others = sorted(self._words.values(), key=_count)
        shared = first.rows(block)
        for postings in others:
            shared = postings.among(block, shared)
        return shared.union(*(values.rows(block) for values in self._values))

    @property
    def count_meant(self) -> int:
        """How many pages `pages_meant` gives at most."""
        return min(map(_count, self._words.values())) + sum(map(_count, self._values))

    def blocks(self) -> list[int]:
        """The blocks with a personal finding that holds one of the words, ascending."""
        every = (*self._words.values(), *(part for parts in self._parts.values() for part in parts))
        return sorted(set().union(*(postings.blocks for postings in every)))

    def blocks_with(self, token: Token) -> set[int]:
        """The blocks with a page on which a personal finding holds one word."""
        return set(self._words[token].blocks).union(*(part.blocks for part in self._parts[token]))

    def count_of(self, token: Token) -> int:
        """On how many pages a personal finding holds one word, or a few more."""
        return self._words[token].count + sum(map(_count, self._parts[token]))

    def rows_with(self, token: Token, block: int) -> set[int]:
        """Rows of the pages of a block on which a personal finding holds one word."""
        return (
            self._words[token].rows(block).union(*(part.rows(block) for part in self._parts[token]))
        )

    def among(self, token: Token, block: int, page_rows: set[int]) -> set[int]:
        """Those of some pages of a block on which a personal finding holds one word."""
        return (
            self._words[token]
            .among(block, page_rows)
            .union(*(part.among(block, page_rows) for part in self._parts[token]))
        )


def _count(postings: Postings) -> int:
    return postings.count


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
