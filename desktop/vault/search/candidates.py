"""Which pages may be what a whole search asks for, before any is opened.

A part of a search is found in two ways: in the index of words, as an expression that FTS5 answers
by itself, AND, OR, NOT and NEAR included; and *beside* it, on pages to which findings or columns
lead. In an AND, what FTS5 can join it joins; beside that stand the pages where at least one part
is found beside the index of words and all the others are found in either way.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from typing import NamedTuple, assert_never

from desktop.vault import schema
from desktop.vault.database import Database
from desktop.vault.finding_index import FindingIndex
from desktop.vault.finding_postings import BLOCK_BITS
from desktop.vault.finding_tags import (
    LARGEST_STEP,
    SMALLEST_STEP,
    Tag,
    amount_text,
    contracted,
    month_text,
    step_of,
)
from desktop.vault.page_index import PageIndex
from desktop.vault.search.branches import (
    BlockBranch,
    Branch,
    ColumnBranch,
    Filtered,
    IndexBranch,
    Union,
)
from desktop.vault.search.document_names import DocumentNames
from desktop.vault.search.mixed import mixed_branch
from desktop.vault.search.query import understood
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
from desktop.vault.search.value_lookup import ValueLookup
from desktop.vault.search.word_kinds import words_meant
from desktop.vault.search.word_list import WordList
from desktop.vault.search.word_lookup import WordLookup

FIRST_YEAR, LAST_YEAR = 1900, 2100
"""An open range of dates reaches so far."""

MAX_NEAR_PHRASES = 256
"""Pairs of phrases that FTS5 is asked to find near each other; beyond, both on a page will do."""

CUT_WORD = 2
"""Where a personal finding begins and ends within one word, the index of words counts three: what
is before it, the finding, and what is behind."""

_FINDING = "SELECT DISTINCT page_row FROM finding WHERE"
_PAGE = "SELECT page_row FROM page INDEXED BY page_order WHERE content IS NOT NULL AND"


class Way(NamedTuple):
    """How a part of a search is found.

    Attributes:
        expression: What FTS5 is asked; "" where the index of words knows nothing of it.
        beside: To which pages findings or columns lead; None: to none.
    """

    expression: str = ""
    beside: Branch | None = None


class Candidates:
    """The pages that may be what a search asks for."""

    def __init__(
        self,
        database: Database,
        names: DocumentNames,
        index: PageIndex,
        findings: FindingIndex,
        word_list: WordList,
    ) -> None:
        """Take the parts of the matter that are asked."""
        self._database = database
        self._names = names
        self._index = index
        self._findings = findings.reader()
        self._word_list = word_list
        self._last_row = index.last_row()
        self._ways: dict[Tree, Way] = {}
        self._words_of: dict[Leaf, frozenset[str]] = {}
        self._in_findings: dict[Leaf, Branch] = {}

    def pages(self, tree: Tree, *, after: int = 0) -> Iterator[int]:
        """Rows of pages that may be meant, ascending; only those behind the row `after`."""
        return self._whole(self._way(tree)).each(after)

    def words_of(self, leaf: Leaf) -> frozenset[str]:
        """What a prefix, misspelling, sound or stem stands for in this matter."""
        self._way(leaf)
        return self._words_of[leaf]

    def is_in_findings(self, leaf: Leaf, row: int) -> bool:
        """Whether a finding of a page may be, or hold, the words or value of a leaf."""
        self._way(leaf)
        branch = self._in_findings.get(leaf)
        return branch is not None and bool(branch.among([row]))

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
                return self._way(tree).expression

    def _way(self, tree: Tree) -> Way:
        if tree not in self._ways:
            match tree:
                case And():
                    way = self._all(tree)
                case Or():
                    way = self._any(list(map(self._way, tree.parts)))
                case Near():
                    way = self._near(tree)
                case Not():
                    way = Way()
                case _:
                    way = self._leaf(tree)
            self._ways[tree] = way
        return self._ways[tree]

    def _leaf(self, leaf: Leaf) -> Way:
        match leaf:
            case Text():
                return self._text(leaf)
            case Prefix() | Typo() | Sound() | Stem():
                return self._words(leaf)
            case DateIn():
                return self._range(list(map(month_text, _months(leaf))))
            case AmountIn():
                return self._range(list(map(amount_text, _steps(leaf))))
            case _:
                return Way(beside=self._column(leaf))

    def _whole(self, way: Way) -> Branch:
        found = [way.beside] if way.beside else []
        if way.expression:
            found.append(self._indexed(way.expression))
        return found[0] if len(found) == 1 else Union(found)

    def _indexed(self, expression: str) -> Branch:
        return IndexBranch(self._index, expression)

    def _any(self, ways: Sequence[Way]) -> Way:
        besides = [way.beside for way in ways if way.beside]
        return Way(
            _joined(" OR ", (way.expression for way in ways)), Union(besides) if besides else None
        )

    def _all(self, tree: And) -> Way:
        ways = [self._way(part) for part in tree.parts if not isinstance(part, Not)]
        if not all(way.expression or way.beside for way in ways):
            return Way()
        sure = [self._sure(part.part) for part in tree.parts if isinstance(part, Not)]
        unwanted = [self._whole(way) for way in sure if way.expression or way.beside]
        against = [way.beside for way in sure if way.beside]
        together = _joined(" AND ", (way.expression for way in ways))
        if together and (without := _joined(" OR ", (way.expression for way in sure))):
            together = f"({together}) NOT ({without})"
        others = [way.beside for way in ways if way.beside and not way.expression]
        besides: list[Branch] = []
        if together and (others or against):
            besides.append(Filtered([self._indexed(together), *others], against))
            together = ""
        elif not together:
            besides.append(Filtered(others, unwanted))
        for number, way in enumerate(ways):
            if way.expression and way.beside:
                rest = [self._whole(other) for at, other in enumerate(ways) if at != number]
                besides.append(Filtered([way.beside, *rest], unwanted))
        return Way(together, Union(besides) if besides else None)

    def _sure(self, tree: Tree) -> Way:
        """The pages on which it certainly stands, as far as 40 bits of a tag tell."""
        match tree:
            case Or():
                return self._any(list(map(self._sure, tree.parts)))
            case And():
                return self._all_sure(list(map(self._sure, tree.parts)))
            case Text() | Prefix() | Typo() | Sound() | Stem():
                return Way(self._way(tree).expression)
            case Near() | Not() | DateIn() | AmountIn():
                # A month at the edge of a range may be half outside.
                return Way()
            case _:
                return self._way(tree)

    def _all_sure(self, ways: Sequence[Way]) -> Way:
        if all(way.expression for way in ways):
            return Way(_joined(" AND ", (way.expression for way in ways)))
        if all(way.expression or way.beside for way in ways):
            return Way(beside=Filtered(list(map(self._whole, ways))))
        return Way()

    def _near(self, tree: Near) -> Way:
        """Both near each other in the index of words; beside it, both on the page."""
        both = self._way(And((tree.left, tree.right)))
        left, right = self._phrases(tree.left), self._phrases(tree.right)
        if not both.expression or not 0 < len(left) * len(right) <= MAX_NEAR_PHRASES:
            return both
        distance = tree.distance + CUT_WORD if tree.distance else 0
        pairs = (f"NEAR({one} {other}, {distance})" for one, other in product(left, right))
        return Way(" OR ".join(pairs), both.beside)

    def _phrases(self, tree: Tree) -> list[str]:
        """The phrases that it is in the index of words; none where it is no choice of phrases."""
        match tree:
            case Or():
                parts = list(map(self._phrases, tree.parts))
                return [phrase for part in parts for phrase in part] if all(parts) else []
            case Text() | Prefix() | Typo() | Sound() | Stem():
                expression = self._way(tree).expression
                return expression.split(" OR ") if expression else []
            case _:
                return []

    def _text(self, leaf: Text) -> Way:
        """Words in their order, on the page or in findings, or a value as a whole."""
        query = understood(f'"{leaf.text}"')
        values, words = ValueLookup(self._findings, query), WordLookup(self._index, query)
        besides: list[Branch] = []
        if values.count_meant:
            meant = BlockBranch(values.blocks_meant(), values.meant_in, count=values.count_meant)
            self._in_findings[leaf] = meant
            besides.append(meant)
        if len(query.tokens) > 1 and (mixed := mixed_branch(query, values, words, self._index)):
            besides.append(mixed)
        return Way(words.expression, Union(besides) if besides else None)

    def _words(self, leaf: Prefix | Typo | Sound | Stem) -> Way:
        """Any of some words of the matter, on the page or in findings."""
        words = sorted(words_meant(leaf, self._word_list))
        self._words_of[leaf] = frozenset(words)
        tag, tag_of = self._index.tags.tag, self._findings.tagger.of_word
        inside = self._word_list.inside(words)
        tags = list(map(tag_of, dict.fromkeys(map(contracted, inside))))
        tagged = self._tagged(tags)
        if tagged:
            self._in_findings[leaf] = tagged
        return Way(" OR ".join(f'"{tag(word)}"' for word in words), tagged)

    def _range(self, texts: Sequence[str]) -> Way:
        texts = self._word_list.inside(texts)
        return Way(beside=self._tagged(list(map(self._findings.tagger.of_word, texts))))

    def _tagged(self, tags: Sequence[Tag]) -> Branch | None:
        """Findings with one of the tags."""
        if not tags:
            return None
        return BlockBranch(
            range((self._last_row >> BLOCK_BITS) + 1),
            lambda block: self._findings.rows_of_block(tags, block),
            among=lambda block, rows: self._findings.among(tags, block, rows),
        )

    def _column(
        self, leaf: KindIs | SensitivityIs | SourceIs | TypeIs | PageIn | DocumentNamed
    ) -> Branch:
        database, last_row = self._database, self._last_row
        match leaf:
            case KindIs():
                number = schema.FINDING_KINDS.number(leaf.kind)
                return ColumnBranch(database, f"{_FINDING} kind = ?", last_row, number)
            case SensitivityIs():
                # In the text of the statement: only so SQLite uses an index of some rows.
                number = schema.SENSITIVITIES.number(leaf.sensitivity)
                return ColumnBranch(database, f"{_FINDING} sensitivity = {number}", last_row)
            case SourceIs():
                number = schema.FINDING_SOURCES.number(leaf.source)
                return ColumnBranch(database, f"{_FINDING} source = {number}", last_row)
            case TypeIs():
                number = schema.DOCUMENT_KINDS.number(leaf.kind)
                named = "SELECT document_row FROM document WHERE classification = ?"
                return ColumnBranch(
                    database, f"{_PAGE} document_row IN ({named})", last_row, number
                )
            case PageIn():
                last = 2**31 if leaf.last is None else leaf.last
                return ColumnBranch(
                    database, f"{_PAGE} number BETWEEN ? AND ?", last_row, leaf.first, last
                )
            case DocumentNamed():
                listed = ",".join(map(str, sorted(self._names.rows(leaf.text))))
                return ColumnBranch(database, f"{_PAGE} document_row IN ({listed})", last_row)
            case _:
                assert_never(leaf)


def _joined(operator: str, expressions: Iterator[str]) -> str:
    """Those that are not empty, each in brackets."""
    return operator.join(f"({expression})" for expression in expressions if expression)


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
