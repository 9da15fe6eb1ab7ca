"""Whether an opened page is what a search asks for, and where.

Every page is opened and compared before it is shown; here what the indexes only suppose is decided.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import assert_never

from desktop.domain.document import Document
from desktop.domain.finding import Finding, FindingKind, StoredFinding
from desktop.vault.finding_tags import WITHOUT_WORDS, amount_of, days_of
from desktop.vault.normalise import folded_words
from desktop.vault.pages import OpenedPage
from desktop.vault.search.folded_text import FoldedText
from desktop.vault.search.query import Span, understood
from desktop.vault.search.tree import (
    AmountIn,
    And,
    DateIn,
    DocumentNamed,
    KindIs,
    Leaf,
    Near,
    Not,
    Or,
    PageIn,
    Prefix,
    SensitivityIs,
    Sound,
    SourceIs,
    Stem,
    Text,
    Tree,
    TypeIs,
    Typo,
)
from desktop.vault.search.value_lookup import asked_values, is_meant

MAX_CHARACTERS_A_WORD = 1_000
"""With what stands behind it; things further apart than so many for each word are not near."""


@dataclass(frozen=True, slots=True)
class Match:
    """What of a search stands on a page.

    Attributes:
        spans: Where each of its parts stands, ascending; a condition on the document has none.
        findings: What was meant as a value or fulfils a condition.
    """

    spans: tuple[tuple[Span, ...], ...] = ()
    findings: tuple[Finding, ...] = ()


class OpenedMatch:
    """Compares one opened page with a search."""

    def __init__(
        self,
        page: OpenedPage,
        findings: Callable[[], Sequence[StoredFinding]],
        document: Document,
        words_of: Callable[[Leaf], frozenset[str]],
        is_in_findings: Callable[[Leaf], bool],
    ) -> None:
        """Take the page, its document, and what words of a kind stand for.

        Args:
            page: The page.
            findings: Opens its findings; asked for where they are needed.
            document: Of the page.
            words_of: Gives the words that a prefix, misspelling, sound or stem stands for.
            is_in_findings: Whether a finding of the page may be, or hold, what a leaf asks for.
        """
        self._page = page
        self._text = page.content.text
        self._folded = FoldedText(self._text)
        self._opened_findings = findings
        self._is_in_findings = is_in_findings
        self._document = document
        self._words_of = words_of

    def match(self, tree: Tree) -> Match | None:
        """What of the search stands here; None where the page is not what it asks for."""
        match tree:
            case And() | Or():
                found = [self.match(part) for part in tree.parts]
                is_met = all if isinstance(tree, And) else any
                return _joined(found) if is_met(part is not None for part in found) else None
            case Not():
                return Match() if self.match(tree.part) is None else None
            case Near():
                return _match(self._near(tree))
            case _:
                return self._leaf_match(tree)

    def _leaf_match(self, leaf: Leaf) -> Match | None:
        match leaf:
            case Text():
                return self._text_match(leaf)
            case Prefix() | Typo() | Sound() | Stem():
                return self._words_match(leaf)
            case DocumentNamed() | TypeIs() | PageIn():
                return Match() if self._is_document(leaf) else None
            case _:
                fitting = tuple(each for each in self._findings if _fulfils(each, leaf))
                return Match((_placed(fitting),), fitting) if fitting else None

    def _text_match(self, leaf: Text) -> Match | None:
        query = understood(f'"{leaf.text}"')
        meant: tuple[Finding, ...] = ()
        if self._is_in_findings(leaf):
            asked = asked_values(query.text)
            meant = tuple(each for each in self._findings if is_meant(each, query, asked))
        spans = [span for term in query.terms for span in self._folded.spans_of(term)]
        # A value in another notation is marked as a whole, a word in a value alone.
        spans += [
            (start, end)
            for start, end in _placed(meant)
            if not any(start <= first and last <= end for first, last in spans)
        ]
        return Match((tuple(sorted(spans)),), meant) if spans or meant else None

    def _words_match(self, leaf: Leaf) -> Match | None:
        wanted = self._words_of(leaf)
        here = tuple(self._folded.spans_of_any(wanted))
        meant = tuple(
            each
            for each in (self._findings if self._is_in_findings(leaf) else ())
            if each.kind not in WITHOUT_WORDS
            and not wanted.isdisjoint(folded_words(f"{each.mention} \n {each.value}"))
        )
        return Match((here,), meant) if here or meant else None

    def _near(self, tree: Near) -> list[Span]:
        left, right = self._places(tree.left), self._places(tree.right)
        return sorted(
            {
                (min(a, c), max(b, d))
                for a, b in left
                for c, d in right
                if self._is_near(min(b, d), max(a, c), tree.distance)
            }
        )

    def _is_near(self, start: int, end: int, distance: int) -> bool:
        """Whether at most so many words stand between the end of one and the start of another."""
        if end < start or end - start > (distance + 1) * MAX_CHARACTERS_A_WORD:
            return False
        return self._folded.words_within(start, end) <= distance

    def _places(self, tree: Tree) -> list[Span]:
        """Where something stands."""
        found = self.match(tree)
        return sorted({span for part in found.spans for span in part}) if found else []

    @cached_property
    def _findings(self) -> list[Finding]:
        return [stored.finding for stored in self._opened_findings()]

    def _is_document(self, condition: DocumentNamed | TypeIs | PageIn) -> bool:
        match condition:
            case TypeIs():
                return self._document.classification is condition.kind
            case PageIn():
                number = self._page.number
                return condition.first <= number and (
                    condition.last is None or number <= condition.last
                )
            case DocumentNamed():
                names = folded_words(self._document.origin.name)
                return all(
                    any(name.startswith(start) for name in names)
                    for start in folded_words(condition.text)
                )
            case _:
                assert_never(condition)


def _fulfils(
    finding: Finding, condition: KindIs | SensitivityIs | SourceIs | DateIn | AmountIn
) -> bool:
    match condition:
        case KindIs():
            return finding.kind is condition.kind
        case SensitivityIs():
            return finding.sensitivity is condition.sensitivity
        case SourceIs():
            return finding.source is condition.source
        case DateIn():
            return finding.kind is FindingKind.DATE and _is_within(finding.value, condition)
        case AmountIn():
            return finding.kind is FindingKind.AMOUNT and _is_between(finding.value, condition)
        case _:
            assert_never(condition)


def _is_within(value: str, condition: DateIn) -> bool:
    """Whether a date, or a day of its month, is in the range."""
    days = days_of(value)
    if days is None:
        return False
    return (condition.first or date.min) <= days[1] and days[0] <= (condition.last or date.max)


def _is_between(value: str, condition: AmountIn) -> bool:
    found = amount_of(value)
    if found is None or condition.currency not in ("", found[1]):
        return False
    amount, low, high = found[0], condition.low, condition.high
    if condition.is_strict and amount in (low, high):
        return False
    return (low is None or low <= amount) and (high is None or amount <= high)


def _placed(findings: Iterable[Finding]) -> tuple[Span, ...]:
    return tuple(
        sorted({(each.start, each.end) for each in findings if 0 <= each.start < each.end})
    )


def _match(spans: Sequence[Span]) -> Match | None:
    return Match((tuple(spans),)) if spans else None


def _joined(found: Iterable[Match | None]) -> Match:
    present = [part for part in found if part is not None]
    return Match(
        tuple(spans for part in present for spans in part.spans if spans),
        tuple(dict.fromkeys(each for part in present for each in part.findings)),
    )
