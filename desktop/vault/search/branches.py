"""Ways to the pages that may hold a part of a search, each in the order of pages.

A branch may lead to pages that do not hold its part: whatever is shown is opened and compared. Its
pages are found as they are taken, so that a first screen costs no more than its own pages, and
some pages can be asked about without finding all.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby, islice
from typing import Protocol

from desktop.vault.database import Database, Value
from desktop.vault.finding_postings import BLOCK_BITS
from desktop.vault.page_index import PageIndex

COUNTED_PAGES = 500
"""So far the pages of a branch are counted; when they are fewer, they are all known then."""

PROBE_COST = 50
"""Asking the index of words about one page takes as long as reading so many of its pages on."""

FIRST_CHUNK, LARGEST_CHUNK = 64, 4_096
"""Pages that are asked about together: few at first, for a screen needs few."""


class Branch(Protocol):
    """The pages that may hold a part of a search."""

    @property
    def count(self) -> int:
        """On about how many pages it is."""
        ...

    def each(self, after: int) -> Iterator[int]:
        """Their rows behind `after`, ascending."""
        ...

    def among(self, rows: Sequence[int]) -> set[int]:
        """Those of some rows, given ascending."""
        ...


class IndexBranch:
    """What an expression finds in the index of words."""

    def __init__(self, index: PageIndex, expression: str) -> None:
        """Take what FTS5 is asked."""
        self._index = index
        self._expression = expression
        self._last_row = index.last_row()

    @property
    def count(self) -> int:
        """Counted, or as if the pages were as dense everywhere as at the beginning."""
        return _estimated(self._first, self._last_row)

    def each(self, after: int) -> Iterator[int]:
        """As FTS5 finds them."""
        if self._is_known:
            return (row for row in self._first if row > after)
        return self._index.each(self._expression, after=after)

    def among(self, rows: Sequence[int]) -> set[int]:
        """One by one, or all between the first and the last, whichever costs less."""
        if self._is_known:
            return set(self._first).intersection(rows)
        span = rows[-1] - rows[0] + 1
        if len(rows) * PROBE_COST * self._last_row < self.count * span:
            return {row for row in rows if self._between(row, row)}
        return set(self._between(rows[0], rows[-1])).intersection(rows)

    def _between(self, first: int, last: int) -> list[int]:
        return self._index.rows(self._expression, first=first, behind=last + 1)

    @cached_property
    def _first(self) -> list[int]:
        return self._index.rows(self._expression, limit=COUNTED_PAGES)

    @property
    def _is_known(self) -> bool:
        return len(self._first) < COUNTED_PAGES


class BlockBranch:
    """Pages that the index of findings leads to, block by block."""

    def __init__(
        self,
        blocks: Iterable[int],
        rows: Callable[[int], set[int]],
        *,
        among: Callable[[int, set[int]], set[int]] | None = None,
        count: int | None = None,
    ) -> None:
        """Take the blocks and their pages.

        Args:
            blocks: Those that have a page.
            rows: All pages of a block.
            among: Those of some pages of a block that are there, where asking is cheaper.
            count: How many there are, where that is known.
        """
        self._blocks = sorted(blocks)
        self._rows = rows
        self._among = among
        self._count = count
        self._opened: dict[int, set[int]] = {}

    @property
    def count(self) -> int:
        """As known, or as if each block had as many as the first."""
        if self._count is None:
            in_first = len(self._of_block(self._blocks[0])) if self._blocks else 0
            self._count = in_first * len(self._blocks)
        return self._count

    def each(self, after: int) -> Iterator[int]:
        """The blocks one after the other."""
        for block in self._blocks:
            if block >= after >> BLOCK_BITS:
                yield from (row for row in sorted(self._of_block(block)) if row > after)

    def among(self, rows: Sequence[int]) -> set[int]:
        """The blocks of these rows alone are opened."""
        found: set[int] = set()
        for block, of_block in groupby(rows, key=lambda row: row >> BLOCK_BITS):
            if self._among is None or block in self._opened:
                found |= self._of_block(block).intersection(of_block)
            else:
                found |= self._among(block, set(of_block))
        return found

    def _of_block(self, block: int) -> set[int]:
        if block not in self._opened:
            self._opened[block] = self._rows(block)
        return self._opened[block]


class ColumnBranch:
    """Pages that the clear columns of the tables tell of."""

    def __init__(self, database: Database, select: str, last_row: int, *values: Value) -> None:
        """Take a SELECT of `page_row` that ends within its WHERE clause."""
        self._database = database
        self._select = select
        self._last_row = last_row
        self._values = values

    @cached_property
    def count(self) -> int:
        """As for the index of words."""
        return _estimated(list(islice(self.each(0), COUNTED_PAGES)), self._last_row)

    def each(self, after: int) -> Iterator[int]:
        """In the order of an index, without sorting."""
        sql = f"{self._select} AND page_row > ? ORDER BY page_row"
        return (row for (row,) in self._database.each(sql, *self._values, after))

    def among(self, rows: Sequence[int]) -> set[int]:
        """One by one."""
        listed = ",".join(map(str, rows))
        found = self._database.rows(f"{self._select} AND page_row IN ({listed})", *self._values)
        return {row for (row,) in found}


class Union:
    """Any of some branches."""

    def __init__(self, branches: Sequence[Branch]) -> None:
        """Take them; none: no page."""
        self._branches = branches

    @property
    def count(self) -> int:
        """All together."""
        return sum(branch.count for branch in self._branches)

    def each(self, after: int) -> Iterator[int]:
        """Each page once."""
        merged = heapq.merge(*(branch.each(after) for branch in self._branches))
        return (row for row, _ in groupby(merged))

    def among(self, rows: Sequence[int]) -> set[int]:
        """What one of them has."""
        found: set[int] = set()
        for branch in self._branches:
            left = [row for row in rows if row not in found]
            if not left:
                break
            found |= branch.among(left)
        return found


class Filtered:
    """All of some branches, and none of some others; the one with the fewest pages leads."""

    def __init__(self, wanted: Sequence[Branch], unwanted: Sequence[Branch] = ()) -> None:
        """Take at least one that is wanted."""
        self._wanted = wanted
        self._unwanted = unwanted

    @cached_property
    def _ordered(self) -> list[Branch]:
        if len(self._wanted) == 1:
            return list(self._wanted)
        return sorted(self._wanted, key=lambda branch: branch.count)

    @property
    def count(self) -> int:
        """As if the others took nothing away."""
        return self._ordered[0].count

    def each(self, after: int) -> Iterator[int]:
        """Those of the leading branch that the others leave, in chunks that grow."""
        lead, *others = self._ordered
        rows, size = lead.each(after), FIRST_CHUNK
        while chunk := list(islice(rows, size)):
            yield from self._left(chunk, others)
            size = min(2 * size, LARGEST_CHUNK)

    def among(self, rows: Sequence[int]) -> set[int]:
        """What all of them have."""
        return set(self._left(list(rows), self._ordered))

    def _left(self, rows: list[int], others: Iterable[Branch]) -> list[int]:
        for other in others:
            if rows:
                kept = other.among(rows)
                rows = [row for row in rows if row in kept]
        for against in self._unwanted:
            if rows:
                gone = against.among(rows)
                rows = [row for row in rows if row not in gone]
        return rows


def _estimated(first: Sequence[int], last_row: int) -> int:
    if len(first) < COUNTED_PAGES:
        return len(first)
    return max(COUNTED_PAGES, COUNTED_PAGES * last_row // max(first[-1], 1))
