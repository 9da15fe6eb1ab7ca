"""Everything that is asked of a matter by searching, and what is kept for it."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice

from desktop.domain.search import MAX_NEW_PAGES, Hit, SavedSearch, SearchResult
from desktop.vault.documents import Documents
from desktop.vault.findings_store import Findings
from desktop.vault.matter_file import MatterFile
from desktop.vault.page_index import PageIndex, words_outside
from desktop.vault.pages import Pages
from desktop.vault.search.lookup import Lookup
from desktop.vault.search.parse import parsed
from desktop.vault.search.saved import SavedSearches
from desktop.vault.search.tree import (
    And,
    Near,
    Not,
    Or,
    Prefix,
    Sound,
    Stem,
    Text,
    Tree,
    Typo,
)
from desktop.vault.search.tree_lookup import TreeHits, TreeLookup
from desktop.vault.search.word_list import WordList

PAGES_MET_AT_ONCE = 128
"""Pages whose words are listed before an answer: a third of a second."""


class Searching:
    """Searches of one matter.

    Attributes:
        saved: Those that are kept under a name.
        word_list: The words that have been met in the matter.
    """

    def __init__(
        self,
        matter: MatterFile,
        clock: Callable[[], datetime],
        findings: Findings,
        index: PageIndex,
    ) -> None:
        """Take the parts of the matter that are asked."""
        self._clock = clock
        self._database = matter.database
        documents = Documents(matter)
        self._pages = pages = Pages(matter)
        self._findings = findings
        self._index = index
        self.saved = SavedSearches(matter)
        self.word_list = WordList(matter)
        self._lookup = Lookup(documents, pages, findings, index)
        self._tree_lookup = TreeLookup(
            matter.database, documents, pages, findings, index, self.word_list
        )

    def search(self, query: str, *, limit: int, offset: int) -> SearchResult:
        """The hits from `offset` on, best first.

        Raises:
            QueryError: The query cannot be read; its place names the part.
        """
        with self._database.snapshot():
            found = self._found(query)
            hits = list(islice(found, offset, offset + limit + 1))
            return SearchResult(
                tuple(hits[:limit]),
                has_more=len(hits) > limit,
                is_cut=isinstance(found, TreeHits) and found.is_cut,
                pages_unmet=self.pages_unmet if _needs_words(parsed(query).tree) else 0,
            )

    def at_once(self, query: str, *, limit: int) -> SearchResult:
        """The best hits while somebody types; some older pages are met where words are asked for.

        Raises:
            QueryError: The query cannot be read.
        """
        result = self.search(query, limit=limit, offset=0)
        if result.pages_unmet:
            self.meet_pages(PAGES_MET_AT_ONCE)
            result = self.search(query, limit=limit, offset=0)
        return result

    def each_hit(self, query: str) -> Generator[Hit, None, bool]:
        """All hits, found as they are taken, in one state of the matter.

        Returns:
            Whether the search gave up after opening many pages in vain.

        Raises:
            QueryError: The query cannot be read.
        """
        with self._database.snapshot():
            found = self._found(query)
            yield from found
            return isinstance(found, TreeHits) and found.is_cut

    def needs_words(self, query: str) -> bool:
        """Whether a query asks for words by their beginning, spelling, sound or stem.

        Raises:
            QueryError: The query cannot be read.
        """
        return _needs_words(parsed(query).tree)

    def save(self, name: str, query: str) -> SavedSearch:
        """Keep a search under a name; what it finds now counts as seen.

        Raises:
            QueryError: It cannot be read.
            SavedSearchNameError: It cannot be called so.
        """
        return self.saved.keep(name, query, saved_at=self._clock())

    def saved_with_new(self) -> tuple[SavedSearch, ...]:
        """The saved searches, each with how many pages it finds that are new since last time."""
        with self._database.snapshot():
            return tuple(
                replace(each, new_pages=self._count_new(each)) for each in self.saved.all()
            )

    @property
    def pages_unmet(self) -> int:
        """How many pages were stored before there was a list of words, and are not in it yet."""
        return int(self._database.value("SELECT count(*) FROM unmet_page"))

    def meet_pages(self, most: int) -> int:
        """Look through some of these pages, in one transaction; returns how many are left.

        Raises:
            VaultDamagedError: One was altered.
        """
        with self._database.transaction():
            rows = [
                row
                for (row,) in self._database.rows(
                    "SELECT page_row FROM unmet_page ORDER BY page_row LIMIT ?", most
                )
            ]
            found = {
                row: [stored.finding for stored in self._findings.of_page(row)] for row in rows
            }
            opened = {row: page for row in rows if (page := self._pages.opened(row)) is not None}
            self._findings.index.add((row, found[row]) for row in opened)
            self.word_list.meet(
                (words_outside(page.content.page_text(), found[row]), found[row])
                for row, page in opened.items()
            )
            self._database.change_many(
                "DELETE FROM unmet_page WHERE page_row = ?", ((row,) for row in rows)
            )
            return self.pages_unmet

    def sweep(self) -> None:
        """Forget the words of documents that are gone; after the index of words was compacted."""
        self.word_list.sweep(self._index, self._findings.index)

    def forget(self) -> None:
        """Drop what is opened."""
        self.word_list.forget()
        self._tree_lookup.forget()

    def _found(self, query: str) -> "Iterator[Hit] | TreeHits":
        found = parsed(query)
        if found.plain is not None:
            return self._lookup.hits(found.plain)
        return self._tree_lookup.hits(found.tree)

    def _count_new(self, search: SavedSearch) -> int:
        found = parsed(search.query)
        tree = found.tree
        if found.plain is not None and isinstance(tree, And):
            tree = Or((tree, Text(" ".join(found.plain.replace('"', " ").split()))))
        hits = self._tree_lookup.hits(tree, after=self.saved.seen_row(search.name))
        return sum(1 for _ in islice(hits, MAX_NEW_PAGES))


def _needs_words(tree: Tree) -> bool:
    match tree:
        case Prefix() | Typo() | Sound() | Stem():
            return True
        case And() | Or():
            return any(map(_needs_words, tree.parts))
        case Near():
            return _needs_words(tree.left) or _needs_words(tree.right)
        case Not():
            return _needs_words(tree.part)
        case _:
            return False
