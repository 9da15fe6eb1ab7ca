"""Search over one matter for everything that a tree can say.

The indexes name pages that may be meant; each is opened and compared before it is shown. Up to
2,000 pages are ranked before they are opened: those that only the index of findings leads to come
first, the others by BM25 of their words. More are answered in the order of pages.
"""

from collections.abc import Iterator
from itertools import chain, islice

from desktop.domain.search import Hit, HitKind
from desktop.vault.database import Database
from desktop.vault.documents import Documents
from desktop.vault.findings_store import Findings
from desktop.vault.page_index import PageIndex
from desktop.vault.pages import Pages
from desktop.vault.search.candidates import Candidates
from desktop.vault.search.document_names import DocumentNames
from desktop.vault.search.hit_maker import HitMaker
from desktop.vault.search.lookup import MIXED_SCORE
from desktop.vault.search.opened import Match, OpenedMatch
from desktop.vault.search.tree import Tree
from desktop.vault.search.word_list import WordList
from desktop.vault.search.word_lookup import RANKED_PAGES

MAX_IN_VAIN = 5_000
"""Pages opened one after the other without a hit before a search gives up: about two seconds."""


class TreeHits:
    """The hits of one search, found as they are taken.

    Attributes:
        is_cut: Whether it gave up, once the hits have been taken.
    """

    def __init__(
        self,
        parts: "TreeLookup",
        tree: Tree,
        after: int,
    ) -> None:
        """Take what is asked and of whom."""
        self.is_cut = False
        self._parts = parts
        self._tree = tree
        self._after = after

    def __iter__(self) -> Iterator[Hit]:
        parts, in_vain = self._parts, 0
        candidates = parts.candidates()
        maker = HitMaker(parts.documents, parts.findings)
        for page_row, score in _ranked(candidates, self._tree, self._after, parts.index):
            hit = self._verified(page_row, score, candidates, maker)
            if hit is not None:
                in_vain = 0
                yield hit
                continue
            in_vain += 1
            if in_vain >= MAX_IN_VAIN:
                self.is_cut = True
                return

    def _verified(
        self, page_row: int, score: float, candidates: Candidates, maker: HitMaker
    ) -> Hit | None:
        """The hit on a page, None where the opened page is not what was asked for."""
        page = self._parts.pages.opened(page_row)
        if page is None:
            return None
        opened = OpenedMatch(
            page,
            lambda: self._parts.findings.of_page(page_row),
            maker.document(page.document_row),
            candidates.words_of,
            lambda leaf: candidates.is_in_findings(leaf, page_row),
        )
        match = opened.match(self._tree)
        if match is None:
            return None
        if match.findings and not match.spans:
            return maker.of_findings(page_row, page, match.findings, score)
        return maker.of_spans(_kind(match), page_row, page, match.spans, score)


class TreeLookup:
    """Answers searches over one matter.

    Attributes:
        documents: Of the matter, like the others.
    """

    def __init__(
        self,
        database: Database,
        documents: Documents,
        pages: Pages,
        findings: Findings,
        index: PageIndex,
        word_list: WordList,
    ) -> None:
        """Take the parts of the matter that are asked."""
        self.documents = documents
        self.pages = pages
        self.findings = findings
        self.index = index
        self._database = database
        self._word_list = word_list
        self._names = DocumentNames(database, documents)

    def candidates(self) -> Candidates:
        """The pages that may be meant, for one search."""
        return Candidates(
            self._database, self._names, self.index, self.findings.index, self._word_list
        )

    def forget(self) -> None:
        """Drop what is opened."""
        self._names.forget()

    def hits(self, tree: Tree, *, after: int = 0) -> TreeHits:
        """The hits, best first; only those on pages in rows behind `after`.

        Raises:
            QueryError: A prefix stands for too many words.
        """
        return TreeHits(self, tree, after)


def _kind(match: Match) -> HitKind:
    return HitKind.VALUE if match.findings else HitKind.WORDS


def _ranked(
    candidates: Candidates, tree: Tree, after: int, index: PageIndex
) -> Iterator[tuple[int, float]]:
    """Rows of pages to open, and their scores; best first where they are few enough."""
    every = candidates.pages(tree, after=after)
    few = list(islice(every, RANKED_PAGES + 1))
    if len(few) > RANKED_PAGES:
        yield from ((row, 0.0) for row in chain(few, every))
        return
    expression = candidates.expression(tree)
    scores: dict[int, float] = {}
    if expression and len(index.rows(expression, limit=RANKED_PAGES + 1)) <= RANKED_PAGES:
        scores = dict(index.ranked(expression))
    best = ((scores.get(row, MIXED_SCORE if expression else 0.0), row) for row in few)
    for score, row in sorted(best, key=lambda each: (-each[0], each[1])):
        yield row, score
