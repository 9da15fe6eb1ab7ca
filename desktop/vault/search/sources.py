"""Which pages may hold one part of a search, asked block by block.

A source may name pages that do not hold it: whatever is shown is opened and compared. What it is
sure of, it says by `sure`, so that NOT can leave pages out without opening them.
"""

from collections.abc import Iterable
from typing import Protocol

from desktop.vault.database import Database, Value
from desktop.vault.finding_index import BLOCK_BITS, FindingIndex
from desktop.vault.finding_tags import Tag, contracted
from desktop.vault.page_index import PageIndex
from desktop.vault.search.lookup import mixed_in_block
from desktop.vault.search.query import Token, understood
from desktop.vault.search.value_lookup import ValueLookup
from desktop.vault.search.word_lookup import COUNTED_PAGES, WordLookup


class Source(Protocol):
    """The pages that may hold one part of a search."""

    @property
    def count(self) -> int:
        """On about how many pages it is, counted up to `COUNTED_PAGES`."""
        ...

    @property
    def expression(self) -> str:
        """The part of it that FTS5 can rank; "" where there is none."""
        ...

    def rows(self, block: int) -> set[int]:
        """Rows of the pages of a block that may hold it."""
        ...

    def sure(self, block: int) -> set[int]:
        """Those that certainly do, as far as 40 bits of a tag tell."""
        ...


class TextSource:
    """Words in their order, on the page or in findings, or a value as a whole."""

    def __init__(self, index: PageIndex, findings: FindingIndex, text: str) -> None:
        """Look the words up."""
        query = understood(f'"{text}"')
        self._query = query
        self._values = ValueLookup(findings, query)
        self._words = WordLookup(index, query)
        self.expression = self._words.expression

    @property
    def count(self) -> int:
        """Of its rarest word, and of the values that it may be."""
        rarest = min(map(self._count, self._query.tokens))
        return min(rarest + self._values.count_meant, COUNTED_PAGES)

    def rows(self, block: int) -> set[int]:
        """Where the index of words has it, a value is it, or some words stand in findings."""
        found = self._words.in_block(block) | self._values.meant_in(block)
        if len(self._query.tokens) > 1 and block in self._values.blocks():
            found |= mixed_in_block(self._query, self._values, self._words, block)
        return found

    def sure(self, block: int) -> set[int]:
        """Where the index of words has it."""
        return self._words.in_block(block)

    def _count(self, token: Token) -> int:
        return self._words.count_of(token) + self._values.count_of(token)


class WordsSource:
    """Any of some words of the matter, on the page or in findings."""

    def __init__(self, index: PageIndex, findings: FindingIndex, words: Iterable[str]) -> None:
        """Look each word up once; those that are on no page are left out."""
        self._index = index
        self._findings = findings
        words = sorted(words)
        tags = [tag for tag in map(index.tags.tag, words) if index.rows(f'"{tag}"', limit=1)]
        self.expression = " OR ".join(f'"{tag}"' for tag in tags)
        texts = dict.fromkeys(map(contracted, words))
        postings = findings.postings(map(findings.tagger.of_word, texts))
        self._tags: list[Tag] = [tag for tag, where in postings.items() if where.count]
        in_findings = sum(where.count for where in postings.values())
        on_pages = len(index.rows(self.expression, limit=COUNTED_PAGES)) if tags else 0
        self.count = min(on_pages + in_findings, COUNTED_PAGES)

    def rows(self, block: int) -> set[int]:
        """Where one of the words is, on the page or in a finding."""
        return self.sure(block) | self._findings.rows_of_block(self._tags, block)

    def sure(self, block: int) -> set[int]:
        """Where the index of words has one."""
        first = block << BLOCK_BITS
        behind = first + (1 << BLOCK_BITS)
        if not self.expression:
            return set()
        return set(self._index.rows(self.expression, first=first, behind=behind))


class RangeSource:
    """Findings in a range, by the tags of its months or sizes."""

    count = COUNTED_PAGES
    expression = ""

    def __init__(self, findings: FindingIndex, texts: Iterable[str]) -> None:
        """Take what stands for the parts of the range."""
        self._findings = findings
        self._tags = list(map(findings.tagger.of_word, texts))

    def rows(self, block: int) -> set[int]:
        """Where a finding is in one of its months or sizes."""
        return self._findings.rows_of_block(self._tags, block)

    def sure(self, _block: int) -> set[int]:
        """None: a month at the edge of the range may be half outside."""
        return set()


class ColumnSource:
    """Pages that the clear columns of the tables tell of."""

    expression = ""

    def __init__(self, database: Database, select: str, *values: Value) -> None:
        """Take a SELECT of `page_row` that ends within its WHERE clause."""
        self._database = database
        self._select = select
        self._values = values
        self.count = len(database.rows(f"{select} LIMIT ?", *values, COUNTED_PAGES))

    def rows(self, block: int) -> set[int]:
        """The pages of a block."""
        first = block << BLOCK_BITS
        found = self._database.rows(
            f"{self._select} AND page_row BETWEEN ? AND ?",
            *self._values,
            first,
            first + (1 << BLOCK_BITS) - 1,
        )
        return {row for (row,) in found}

    def sure(self, block: int) -> set[int]:
        """All of them."""
        return self.rows(block)
