"""The index of page text: FTS5 over keyed tags of words in reading order.

A page is one row; its number is that of the page's row. What personal findings say is left out; one
tag stands in its place, so that no phrase joins what stood around it.

The table is contentless: it holds postings only. Deleting a page leaves its postings in place until
FTS5 merges them away, so `compact` has to follow where a document must be gone.
"""

from collections.abc import Iterable, Iterator, Sequence

from desktop.domain.finding import Finding
from desktop.domain.page import PageText
from desktop.vault import schema
from desktop.vault.blind_index import PageTokenTags
from desktop.vault.database import Database
from desktop.vault.keys import IndexKey
from desktop.vault.normalise import lookup_tokens

MAX_ROW = 1 << 62

MERGED_BLOCKS = 1000
"""Written in one step of `compact`: 4 MB, a tenth of a second."""

_MATCH = "SELECT rowid FROM page_index WHERE page_index MATCH ?"
_RANKED = "SELECT rowid, rank FROM page_index WHERE page_index MATCH ? ORDER BY rank"

GAP_WORD = "\0"
"""Stands for a finding that is left out: no page holds such a word."""


class PageIndex:
    """The word index of one matter."""

    def __init__(self, database: Database, index_key: IndexKey) -> None:
        """Take the matter's database and index key."""
        self._database = database
        self.tags = PageTokenTags(index_key)
        self._gap = self.tags.tag(GAP_WORD)

    def row(self, stretches: Iterable[Iterable[str]]) -> str:
        """What is indexed of a page, of `words_outside`: tags with spaces between them."""
        return f" {self._gap} ".join(" ".join(self.tags.tags(words)) for words in stretches)

    def add(self, rows: Sequence[tuple[int, str]]) -> None:
        """Index pages: number of the page's row, ascending, and what `row` made."""
        self._database.change_many("INSERT INTO page_index (rowid, words) VALUES (?, ?)", rows)

    def remove(self, page_rows: Iterable[int]) -> None:
        """Take pages out of the answers; `compact` takes them out of the file."""
        self._database.change_many(
            "DELETE FROM page_index WHERE rowid = ?", ((number,) for number in page_rows)
        )

    def last_row(self) -> int:
        """The row of the last page, 0 where there is none."""
        return int(self._database.value("SELECT coalesce(max(page_row), 0) FROM page"))

    def rows(
        self, expression: str, *, limit: int = -1, first: int = 0, behind: int = MAX_ROW
    ) -> list[int]:
        """Rows of the pages that match, ascending.

        Args:
            expression: Of FTS5, over tags.
            limit: At most so many.
            first: The lowest row asked for.
            behind: The row behind the highest.
        """
        found = self._database.rows(
            f"{_MATCH} AND rowid BETWEEN ? AND ? LIMIT ?", expression, first, behind - 1, limit
        )
        return [row for (row,) in found]

    def each(self, expression: str, *, after: int = 0) -> Iterator[int]:
        """Rows behind `after` of the pages that match, ascending, one by one as they are found."""
        found = self._database.each(f"{_MATCH} AND rowid > ?", expression, after)
        return (row for (row,) in found)

    def ranked(self, expression: str) -> Iterator[tuple[int, float]]:
        """Rows of the pages that match with their scores (BM25), the best first."""
        for row, rank in self._database.each(_RANKED, expression):
            yield row, -rank

    def holds(self, page_row: int, indexed: str, count: int) -> bool:
        """Whether a page is found by the first `count` different words of what `row` made of it."""
        tags = [tag for tag in dict.fromkeys(indexed.split()) if tag != self._gap][:count]
        if not tags:
            return True
        expression = " AND ".join(f'"{tag}"' for tag in tags)
        found = self._database.row(
            "SELECT 1 FROM page_index WHERE page_index MATCH ? AND rowid = ?", expression, page_row
        )
        return found is not None

    def every_tag(self) -> set[str]:
        """The tag of each word that the index holds."""
        with self._database.unrestricted():
            self._database.change(
                "CREATE VIRTUAL TABLE IF NOT EXISTS temp.page_index_terms"
                " USING fts5vocab('main', 'page_index', 'row')"
            )
        return {tag for (tag,) in self._database.rows("SELECT term FROM temp.page_index_terms")}

    def is_sound(self) -> bool:
        """Whether FTS5 finds its own structures whole.

        Raises:
            VaultDamagedError: It does not.
        """
        # A query in all but its form: it changes nothing.
        self._database.rows("INSERT INTO page_index (page_index) VALUES ('integrity-check')")
        return True

    def compact(self) -> None:
        """Rewrite the index without what was removed, in steps that let other writers in between.

        At 100,000 pages all of it takes some seconds, longer than another writer waits.
        """
        self._merge(-MERGED_BLOCKS)
        # A step that changes less than two rows has found nothing left to do. Source: SQLite's
        # documentation of FTS5, "The 'merge' command".
        while self._merge(MERGED_BLOCKS) >= 2:
            pass

    def _merge(self, blocks: int) -> int:
        before = self._database.total_changes
        self._database.change(
            "INSERT INTO page_index (page_index, rank) VALUES ('merge', ?)", blocks
        )
        return self._database.total_changes - before


def words_outside(page_text: PageText, findings: Iterable[Finding]) -> list[list[str]]:
    """The words of a page, as written, before, between and behind its personal findings."""
    text, position = page_text.text, 0
    stretches = []
    for start, end in _personal_spans(findings):
        stretches.append(lookup_tokens(text[position:start]))
        position = end
    stretches.append(lookup_tokens(text[position:]))
    return stretches


def _personal_spans(findings: Iterable[Finding]) -> list[tuple[int, int]]:
    """Spans of the page's text that stay out of the index: ascending, apart from each other."""
    spans = sorted(
        (finding.start, finding.end)
        for finding in findings
        if finding.sensitivity in schema.PERSONAL and 0 <= finding.start < finding.end
    )
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
