"""The indexes of pages made anew under another index key.

What a page was indexed by is found from what is stored: its text, its findings as they were read,
and what a person corrected them to. So nothing of the old tags is needed.
"""

from collections.abc import Iterable
from typing import NamedTuple

from desktop.domain.finding import Finding
from desktop.domain.page import PageText
from desktop.vault import records
from desktop.vault.finding_index import FindingIndex
from desktop.vault.matter_file import MatterFile
from desktop.vault.page_index import PageIndex, words_outside
from desktop.vault.pages import Pages
from desktop.vault.seal import open_sealed


class _Indexed(NamedTuple):
    """What a page is indexed by."""

    page_row: int
    text: PageText
    as_read: tuple[Finding, ...]
    corrected: tuple[Finding, ...]


class Reindexer:
    """Indexes pages of one file in another.

    Args:
        old: Where the pages are read.
        new: Where they are indexed, within its transaction.

    Attributes:
        has_removed: Whether the index of words holds postings of pages that were removed.
    """

    def __init__(self, old: MatterFile, new: MatterFile) -> None:
        """Read nothing yet."""
        self._old = old
        self._pages = Pages(old)
        self._words = PageIndex(new.database, new.index_key)
        self._findings = FindingIndex(new)
        self.has_removed = False

    def add(self, page_rows: Iterable[int]) -> None:
        """Index pages that are in no index yet, ascending; failed ones and those gone have none."""
        pages = [page for row in page_rows if (page := self._indexed(row)) is not None]
        if not pages:
            return
        self._words.add(
            [
                (page.page_row, self._words.row(words_outside(page.text, page.as_read)))
                for page in pages
            ]
        )
        self._findings.add((page.page_row, (*page.as_read, *page.corrected)) for page in pages)

    def renew(self, page_rows: Iterable[int]) -> None:
        """Index pages once more that were changed, and take out those that are gone."""
        rows = sorted(set(page_rows))
        if not rows:
            return
        self._words.remove(rows)
        self._findings.remove(rows)
        self.has_removed = True
        self.add(rows)

    def compact(self) -> None:
        """Take what was removed out of the file of the index as well."""
        if self.has_removed:
            self._words.compact()
            self.has_removed = False

    def forget(self) -> None:
        """Drop the remembered words."""
        self._words.tags.forget()

    def _indexed(self, page_row: int) -> _Indexed | None:
        row = self._old.database.row(
            "SELECT content IS NOT NULL FROM page WHERE page_row = ?", page_row
        )
        if row is None or not row[0]:
            return None
        opened = self._pages.opened(page_row)
        if opened is None:
            return None
        keys = self._old.document_keys(opened.document_row).values
        as_read, corrected = [], []
        for (
            row_id,
            kind,
            sensitivity,
            source,
            agreement,
            record,
            verdict,
        ) in self._old.database.rows(
            "SELECT finding_id, kind, sensitivity, source, agreement, finding.record,"
            " verdict.record FROM finding LEFT JOIN verdict USING (finding_row)"
            " WHERE page_row = ? ORDER BY finding.finding_row",
            page_row,
        ):
            plain = open_sealed(keys, record, self._old.place("finding", "record", row_id))
            finding = records.finding_of(plain, kind, sensitivity, source, agreement)
            as_read.append(finding)
            if verdict is not None:
                place = self._old.place("verdict", "record", row_id)
                corrected.append(records.verdict_of(open_sealed(keys, verdict, place), finding)[0])
        return _Indexed(page_row, opened.content.page_text(), tuple(as_read), tuple(corrected))
