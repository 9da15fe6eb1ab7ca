"""Which pages may be what a whole search asks for, before any is opened.

Pages come block by block of 16,384, so that a first screen asks no more than it needs. In an AND
the rarest part leads; NOT takes away what the indexes are sure of.
"""

from collections.abc import Iterator
from datetime import date
from functools import reduce
from typing import assert_never

from desktop.vault import schema
from desktop.vault.database import Database
from desktop.vault.documents import Documents
from desktop.vault.finding_index import BLOCK_BITS, FindingIndex
from desktop.vault.finding_tags import (
    LARGEST_STEP,
    SMALLEST_STEP,
    amount_text,
    month_text,
    step_of,
)
from desktop.vault.normalise import folded_words
from desktop.vault.page_index import PageIndex
from desktop.vault.search.sources import (
    ColumnSource,
    RangeSource,
    Source,
    TextSource,
    WordsSource,
)
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
from desktop.vault.search.word_kinds import words_meant
from desktop.vault.search.word_list import WordList

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""An open range of dates reaches so far."""

_FINDING = "SELECT DISTINCT page_row FROM finding WHERE"
_PAGE = "SELECT page_row FROM page JOIN document USING (document_row) WHERE content IS NOT NULL AND"


class Candidates:
    """The pages that may be what a search asks for.

    Attributes:
        words: What each prefix, misspelling, sound or stem of the search stands for here.
        document_rows: The documents that each name of the search fits.
    """

    def __init__(
        self,
        database: Database,
        documents: Documents,
        index: PageIndex,
        findings: FindingIndex,
        word_list: WordList,
    ) -> None:
        """Take the parts of the matter that are asked."""
        self._database = database
        self._documents = documents
        self._index = index
        self._findings = findings
        self._word_list = word_list
        self._sources: dict[Leaf, Source] = {}
        self.words: dict[Leaf, frozenset[str]] = {}
        self.document_rows: dict[DocumentNamed, frozenset[int]] = {}

    def pages(self, tree: Tree, *, after: int = 0) -> Iterator[int]:
        """Rows of pages that may be meant, ascending; only those behind the row `after`."""
        last = self._database.value("SELECT coalesce(max(page_row), 0) FROM page")
        for block in range(after >> BLOCK_BITS, (last >> BLOCK_BITS) + 1):
            yield from (row for row in sorted(self._rows(tree, block)) if row > after)

    def expression(self, tree: Tree) -> str:
        """What FTS5 can rank of it; "" where that is nothing."""
        match tree:
            case And() | Or():
                parts = [f"({part})" for part in map(self.expression, tree.parts) if part]
                return (" AND " if isinstance(tree, And) else " OR ").join(parts)
            case Near():
                return self.expression(And((tree.left, tree.right)))
            case Not():
                return ""
            case _:
                return self._source(tree).expression

    def _rows(self, tree: Tree, block: int) -> set[int]:
        match tree:
            case And():
                return self._all(tree, block)
            case Or():
                return reduce(set.union, (self._rows(part, block) for part in tree.parts))
            case Near():
                return self._all(And((tree.left, tree.right)), block)
            case Not():
                return set()
            case _:
                return self._source(tree).rows(block)

    def _all(self, tree: And, block: int) -> set[int]:
        unwanted = [part.part for part in tree.parts if isinstance(part, Not)]
        wanted = [part for part in tree.parts if not isinstance(part, Not)]
        first, *others = sorted(wanted, key=self._count)
        found = self._rows(first, block)
        for other in others:
            found &= self._rows(other, block) if found else set()
        for against in unwanted:
            found -= self._sure(against, block) if found else set()
        return found

    def _sure(self, tree: Tree, block: int) -> set[int]:
        match tree:
            case Or():
                return reduce(set.union, (self._sure(part, block) for part in tree.parts))
            case And():
                return reduce(set.intersection, (self._sure(part, block) for part in tree.parts))
            case Near() | Not():
                return set()
            case _:
                return self._source(tree).sure(block)

    def _count(self, tree: Tree) -> int:
        match tree:
            case And():
                return min(self._count(part) for part in tree.parts if not isinstance(part, Not))
            case Or():
                return sum(map(self._count, tree.parts))
            case Near():
                return min(self._count(tree.left), self._count(tree.right))
            case Not():
                return 0
            case _:
                return self._source(tree).count

    def _source(self, leaf: Leaf) -> Source:
        if leaf not in self._sources:
            self._sources[leaf] = self._made(leaf)
        return self._sources[leaf]

    def _made(self, leaf: Leaf) -> Source:
        match leaf:
            case Text():
                return TextSource(self._index, self._findings, leaf.text)
            case Prefix() | Typo() | Sound() | Stem():
                self.words[leaf] = words_meant(leaf, self._word_list.words())
                return WordsSource(self._index, self._findings, self.words[leaf])
            case DateIn():
                return RangeSource(self._findings, map(month_text, _months(leaf)))
            case AmountIn():
                return RangeSource(self._findings, map(amount_text, _steps(leaf)))
            case _:
                return self._column(leaf)

    def _column(
        self, leaf: KindIs | SensitivityIs | SourceIs | TypeIs | PageIn | DocumentNamed
    ) -> Source:
        database = self._database
        match leaf:
            case KindIs():
                number = schema.FINDING_KINDS.number(leaf.kind)
                return ColumnSource(database, f"{_FINDING} kind = ?", number)
            case SensitivityIs():
                number = schema.SENSITIVITIES.number(leaf.sensitivity)
                return ColumnSource(database, f"{_FINDING} sensitivity = ?", number)
            case SourceIs():
                number = schema.FINDING_SOURCES.number(leaf.source)
                return ColumnSource(database, f"{_FINDING} source = ?", number)
            case TypeIs():
                number = schema.DOCUMENT_KINDS.number(leaf.kind)
                return ColumnSource(database, f"{_PAGE} classification = ?", number)
            case PageIn():
                last = 2**31 if leaf.last is None else leaf.last
                return ColumnSource(database, f"{_PAGE} number BETWEEN ? AND ?", leaf.first, last)
            case DocumentNamed():
                rows = self.document_rows[leaf] = self._named(leaf)
                listed = ",".join(map(str, sorted(rows)))
                return ColumnSource(database, f"{_PAGE} document_row IN ({listed})")
            case _:
                assert_never(leaf)

    def _named(self, leaf: DocumentNamed) -> frozenset[int]:
        """Rows of the documents in whose names each word begins one."""
        wanted = folded_words(leaf.text)
        return frozenset(
            document_row
            for document_row, name in self._documents.names()
            for words in (folded_words(name),)
            if all(any(word.startswith(start) for word in words) for start in wanted)
        )


def _months(range_: DateIn) -> Iterator[date]:
    """The first day of each month of a range."""
    first = range_.first or date(FIRST_YEAR, 1, 1)
    last = range_.last or date(LAST_YEAR, 12, 31)
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield date(month // 12, month % 12 + 1, 1)


def _steps(range_: AmountIn) -> Iterator[tuple[bool, int]]:
    """The signs and sizes that amounts of a range can have."""
    low = (True, LARGEST_STEP) if range_.low is None else step_of(range_.low)
    high = (False, LARGEST_STEP) if range_.high is None else step_of(range_.high)
    every = [(True, size) for size in range(LARGEST_STEP, SMALLEST_STEP - 1, -1)]
    every += [(False, size) for size in range(SMALLEST_STEP, LARGEST_STEP + 1)]
    yield from every[every.index(low) : every.index(high) + 1]
