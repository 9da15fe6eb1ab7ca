"""Reading the index of findings: what one search opens of it, and the pages of one tag.

The bytes are told in `desktop.vault.finding_index`.
"""

import struct
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from desktop.vault.database import Database
from desktop.vault.finding_tags import FindingTagger, Tag

BLOCK_BITS = 14
"""16,384 pages: at 100,000 pages a search asks 7 rows a word, and folding rewrites 1 MB at most."""

PROBED_ROWS = 32
"""Up to so many pages are looked for one by one; beyond, all of the block are unpacked."""

OFFSET_MASK = (1 << BLOCK_BITS) - 1
ENTRY = struct.Struct(">4sH")
FRESH_ENTRY = struct.Struct(">H4sI")
FRESH_KEY = struct.Struct(">H4s")
_BUCKET_ROW = struct.Struct(">QH")

Opener = Callable[[str, bytes, bytes], bytes]
"""Opens sealed entries: of which table, of which row."""


class FindingReader:
    """What one search reads of the index of findings.

    Attributes:
        tagger: Makes the tags of the matter.
    """

    def __init__(self, database: Database, tagger: FindingTagger, opened: Opener) -> None:
        """Take the database and what opens its entries."""
        self.tagger = tagger
        self._database = database
        self._opened = opened
        self._buckets: dict[tuple[int, int], bytes] = {}
        self._added_of: dict[Tag, dict[int, bytes]] = {}

    def postings(self, tags: Iterable[Tag]) -> "dict[Tag, Postings]":
        """Where each tag's value or word is, as far as 40 bits tell."""
        wanted = set(tags)
        blocks_of = {bucket: self._blocks_of(bucket) for bucket in {tag.bucket for tag in wanted}}
        return {
            tag: Postings(
                tag.check,
                {block: self._bucket(block, tag.bucket) for block in blocks_of[tag.bucket]},
                self._added(tag),
            )
            for tag in wanted
        }

    def rows_of_block(self, tags: Iterable[Tag], block: int) -> set[int]:
        """Rows of the pages of one block that one of the tags leads to; each bucket opened once."""
        found: set[int] = set()
        for tag in tags:
            found |= self._in_block(tag, block).rows(block)
        return found

    def among(self, tags: Iterable[Tag], block: int, page_rows: set[int]) -> set[int]:
        """Those of some pages of one block that one of the tags leads to."""
        found: set[int] = set()
        for tag in tags:
            left = page_rows - found
            if not left:
                break
            found |= self._in_block(tag, block).among(block, left)
        return found

    def _blocks_of(self, bucket: int) -> list[int]:
        """Open a bucket in every block that has it."""
        rows = self._database.rows(
            "SELECT block, entries FROM finding_bucket WHERE bucket = ?", bucket
        )
        for block, sealed in rows:
            if (block, bucket) not in self._buckets:
                self._open(block, bucket, sealed)
        return [block for block, _ in rows]

    def _in_block(self, tag: Tag, block: int) -> "Postings":
        return Postings(tag.check, {block: self._bucket(block, tag.bucket)}, self._added(tag))

    def _bucket(self, block: int, bucket: int) -> bytes:
        """The entries of a bucket in a block, ascending; without those not yet in it."""
        if (block, bucket) not in self._buckets:
            row = self._database.row(
                "SELECT entries FROM finding_bucket WHERE bucket = ? AND block = ?", bucket, block
            )
            self._buckets[block, bucket] = b""
            if row is not None:
                self._open(block, bucket, row[0])
        return self._buckets[block, bucket]

    def _open(self, block: int, bucket: int, sealed: bytes) -> None:
        plain = self._opened("finding_bucket", bucket_row(block, bucket), sealed)
        self._buckets[block, bucket] = plain

    def _added(self, tag: Tag) -> dict[int, bytes]:
        """By block, the entries of a tag that are not in their buckets yet."""
        if tag not in self._added_of:
            added: defaultdict[int, bytes] = defaultdict(bytes)
            for end in behind(self._fresh, FRESH_KEY.pack(*tag), FRESH_ENTRY.size):
                page_row = int.from_bytes(end, "big")
                added[page_row >> BLOCK_BITS] += ENTRY.pack(tag.check, page_row & OFFSET_MASK)
            self._added_of[tag] = added
        return self._added_of[tag]

    @cached_property
    def _fresh(self) -> bytes:
        rows = self._database.rows(
            "SELECT fresh_row, entries FROM finding_fresh ORDER BY fresh_row"
        )
        return b"".join(
            self._opened("finding_fresh", number.to_bytes(8, "big"), sealed)
            for number, sealed in rows
        )


class Postings:
    """The pages of one tag, block by block; entries are looked at when they are asked for.

    Attributes:
        count: How many pages there are, or a few more.
    """

    def __init__(self, check: bytes, buckets: Mapping[int, bytes], added: Mapping[int, bytes]):
        """Take the entries of the tag's bucket, and those of the tag that are not yet in it."""
        self._check = check
        runs = {block: _run(plain, check) for block, plain in buckets.items() if check in plain}
        self._entries = {
            block: runs.get(block, b"") + added.get(block, b"") for block in {*runs, *added}
        }
        self.count = sum(map(len, self._entries.values())) // ENTRY.size

    @property
    def blocks(self) -> list[int]:
        """The blocks that have any."""
        return [block for block, entries in self._entries.items() if entries]

    def rows(self, block: int) -> set[int]:
        """Rows of the pages in one block."""
        entries, first = self._entries.get(block, b""), block << BLOCK_BITS
        high, low = entries[ENTRY.size - 2 :: ENTRY.size], entries[ENTRY.size - 1 :: ENTRY.size]
        return {first + (one << 8 | other) for one, other in zip(high, low, strict=True)}

    def among(self, block: int, page_rows: set[int]) -> set[int]:
        """Those of some pages of one block that are there."""
        if len(page_rows) > PROBED_ROWS:
            return self.rows(block) & page_rows
        entries = self._entries.get(block, b"")
        return {
            row
            for row in page_rows
            for entry in (ENTRY.pack(self._check, row & OFFSET_MASK),)
            if next(behind(entries, entry, ENTRY.size), None) is not None
        }


def _run(plain: bytes, check: bytes) -> bytes:
    """The entries with a check: one behind the other, for they are ascending."""

    def check_of(number: int) -> bytes:
        return plain[number * ENTRY.size : number * ENTRY.size + len(check)]

    every = range(len(plain) // ENTRY.size)
    first = bisect_left(every, check, key=check_of)
    return plain[
        first * ENTRY.size : bisect_right(every, check, lo=first, key=check_of) * ENTRY.size
    ]


def bucket_row(block: int, bucket: int) -> bytes:
    """The row of a bucket of a block, as its seal is bound to it."""
    return _BUCKET_ROW.pack(block, bucket)


def behind(plain: bytes, key: bytes, size: int) -> Iterator[bytes]:
    """What follows a key in the entries that begin with it, found without looking at each."""
    start = plain.find(key)
    while start >= 0:
        if start % size == 0:
            yield plain[start + len(key) : start + size]
            start = plain.find(key, start + size)
        else:
            start = plain.find(key, start + 1)
