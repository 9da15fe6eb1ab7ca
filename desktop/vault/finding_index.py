"""The index of findings: from the tag of a value or word to the pages that hold it.

    finding_bucket   one row a block of 16,384 pages and bucket: sealed entries of 6 bytes,
                     check (4) || number of the page's row in its block (2, big-endian), ascending
    finding_fresh    one row a call that stored something: sealed entries of 10 bytes,
                     bucket (2, big-endian) || check (4) || page row (4, big-endian), ascending

A call appends one fresh row; at every 32nd, the fresh rows are folded into the buckets. So storing
32 pages writes one row and not hundreds all over the table, and a search reads a few buckets and at
most 31 fresh rows.

Entries are sealed (`desktop.vault.seal`) under HKDF(index key, INDEX_VALUE label, "finding",
"entries", "seal"), bound to block and bucket or to the number of the fresh row. Whoever has the
opened file but not the index key sees how much lies in each of 512 buckets of 16,384 pages, in
classes of lengths, and not to which page or finding any of it belongs.

Source: decision record 0040.
"""

import struct
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from desktop.domain.finding import Finding
from desktop.vault.finding_postings import (
    BLOCK_BITS,
    ENTRY,
    FRESH_ENTRY,
    FRESH_KEY,
    OFFSET_MASK,
    FindingReader,
    behind,
    bucket_row,
)
from desktop.vault.finding_tags import FindingTagger
from desktop.vault.keys import DataKey, derive_index_bytes
from desktop.vault.labels import Label
from desktop.vault.matter_file import MatterFile
from desktop.vault.place import Place
from desktop.vault.seal import open_sealed, seal

FRESH_ROWS = 32
"""Folded when there are so many: reading all of them takes a search under 1 ms."""

_PAGE_ROW = struct.Struct(">I")


class FindingIndex:
    """The index of findings of one matter."""

    def __init__(self, matter: MatterFile) -> None:
        """Take the open matter and derive the keys."""
        self._matter = matter
        self._database = matter.database
        self.tagger = FindingTagger(matter.index_key)
        self._seen_fresh: set[bytes] = set()
        self._key = DataKey(
            derive_index_bytes(matter.index_key, Label.INDEX_VALUE, "finding", "entries", "seal")
        )

    def add(self, pages: Iterable[tuple[int, Sequence[Finding]]]) -> None:
        """Index findings, within the caller's transaction: number of the page's row, its findings.

        Entries of pages that are indexed already are joined by these.
        """
        entries = {
            FRESH_ENTRY.pack(*tag, page_row)
            for page_row, findings in pages
            for finding in findings
            for tag in (*self.tagger.of_finding(finding), *self.tagger.of_range(finding))
        }
        if not entries:
            return
        number = self._database.insert("INSERT INTO finding_fresh (entries) VALUES (x'')")
        self._set_fresh(number, b"".join(sorted(entries)))
        if self._database.value("SELECT count(*) FROM finding_fresh") >= FRESH_ROWS:
            self._fold()

    def remove(self, page_rows: Iterable[int]) -> None:
        """Take everything of these pages out of the index, within the caller's transaction."""
        gone = set(page_rows)
        if not gone:
            return
        for number, plain in self._fresh():
            kept = [entry for entry in _cut(plain, FRESH_ENTRY.size) if _page_of(entry) not in gone]
            if len(kept) * FRESH_ENTRY.size < len(plain):
                self._set_fresh(number, b"".join(kept))
        offsets: defaultdict[int, set[bytes]] = defaultdict(set)
        for page_row in gone:
            block, offset = page_row >> BLOCK_BITS, page_row & OFFSET_MASK
            offsets[block].add(offset.to_bytes(2, "big"))
        for block, ends in offsets.items():
            self._remove_from_block(block, ends)

    def reader(self) -> FindingReader:
        """What searches read of the index, each bucket opened once: for one search."""
        return FindingReader(self._database, self.tagger, self._opened)

    def holds(self, page_row: int, findings: Iterable[Finding]) -> bool:
        """Whether the page is found by every tag of these findings; for a check of everything.

        Raises:
            VaultDamagedError: Part of the index was altered.
        """
        findings = tuple(findings)
        tags = {tag for finding in findings for tag in self.tagger.of_finding(finding)}
        if self._database.row("SELECT 1 FROM unmet_page WHERE page_row = ?", page_row) is None:
            tags.update(tag for finding in findings for tag in self.tagger.of_range(finding))
        block, offset = page_row >> BLOCK_BITS, page_row & OFFSET_MASK
        for tag in tags:
            entry, fresh_entry = ENTRY.pack(tag.check, offset), FRESH_ENTRY.pack(*tag, page_row)
            if fresh_entry in self._seen_fresh:
                continue
            if next(behind(self._bucket(block, tag.bucket), entry, ENTRY.size), None) is None:
                self._seen_fresh = {
                    each for _, plain in self._fresh() for each in _cut(plain, FRESH_ENTRY.size)
                }
                if fresh_entry not in self._seen_fresh:
                    return False
        return True

    def _fold(self) -> None:
        """Move all fresh entries into their buckets."""
        moved: defaultdict[tuple[int, int], list[bytes]] = defaultdict(list)
        for _, plain in self._fresh():
            for bucket, check, page_row in FRESH_ENTRY.iter_unpack(plain):
                moved[page_row >> BLOCK_BITS, bucket].append(
                    ENTRY.pack(check, page_row & OFFSET_MASK)
                )
        for (block, bucket), entries in sorted(moved.items()):
            present = _cut(self._bucket(block, bucket), ENTRY.size)
            self._set_bucket(block, bucket, b"".join(sorted({*present, *entries})))
        self._database.change("DELETE FROM finding_fresh")

    def _remove_from_block(self, block: int, ends: set[bytes]) -> None:
        for bucket, sealed in self._database.rows(
            "SELECT bucket, entries FROM finding_bucket WHERE block = ?", block
        ):
            plain = self._opened("finding_bucket", bucket_row(block, bucket), sealed)
            kept = [entry for entry in _cut(plain, ENTRY.size) if entry[4:] not in ends]
            if len(kept) * ENTRY.size < len(plain):
                self._set_bucket(block, bucket, b"".join(kept))

    def _bucket(self, block: int, bucket: int) -> bytes:
        row = self._database.row(
            "SELECT entries FROM finding_bucket WHERE bucket = ? AND block = ?", bucket, block
        )
        return self._opened("finding_bucket", bucket_row(block, bucket), row[0]) if row else b""

    def _set_bucket(self, block: int, bucket: int, plain: bytes) -> None:
        place = self._place("finding_bucket", bucket_row(block, bucket))
        self._database.change(
            "INSERT INTO finding_bucket (bucket, block, entries) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET entries = excluded.entries",
            bucket,
            block,
            seal(self._key, plain, place),
        )

    def _fresh(self) -> Iterator[tuple[int, bytes]]:
        for number, sealed in self._database.rows(
            "SELECT fresh_row, entries FROM finding_fresh ORDER BY fresh_row"
        ):
            yield number, self._opened("finding_fresh", number.to_bytes(8, "big"), sealed)

    def _set_fresh(self, number: int, plain: bytes) -> None:
        place = self._place("finding_fresh", number.to_bytes(8, "big"))
        self._database.change(
            "UPDATE finding_fresh SET entries = ? WHERE fresh_row = ?",
            seal(self._key, plain, place),
            number,
        )

    def _opened(self, table: str, row_id: bytes, sealed: bytes) -> bytes:
        return open_sealed(self._key, sealed, self._place(table, row_id))

    def _place(self, table: str, row_id: bytes) -> Place:
        return self._matter.place(table, "entries", row_id)


def _cut(plain: bytes, size: int) -> list[bytes]:
    return [plain[start : start + size] for start in range(0, len(plain), size)]


def _page_of(fresh_entry: bytes) -> int:
    return int(_PAGE_ROW.unpack_from(fresh_entry, FRESH_KEY.size)[0])
