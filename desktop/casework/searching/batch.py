"""Every term of a list searched, with what each of them finds."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from desktop.casework.control import Control
from desktop.casework.searching.terms import Term
from desktop.domain.identity import DocumentId, PageNumber
from desktop.domain.search import Hit
from desktop.vault.matter_store import MatterStore

MAX_PAGES_OF_A_TERM = 10_000
"""A term on more pages is a common word; opening so many takes half a minute."""


@dataclass(frozen=True, slots=True)
class TermPage:
    """A page that a term stands on.

    Attributes:
        places: Boxes of the term on the page, one a line; 100 words at most are counted.
    """

    document_id: DocumentId
    document: str
    page: PageNumber
    places: int


@dataclass(frozen=True, slots=True)
class TermReport:
    """What a term finds.

    Attributes:
        pages: In the order of documents and pages.
        is_cut: Whether there may be more.
    """

    term: Term
    pages: tuple[TermPage, ...]
    is_cut: bool

    @property
    def places(self) -> int:
        """Places on all pages."""
        return sum(page.places for page in self.pages)

    @property
    def documents(self) -> int:
        """Documents with a page."""
        return len({page.document_id for page in self.pages})


def search_terms(
    store: MatterStore, terms: Sequence[Term], control: Control
) -> Iterator[TermReport]:
    """Search each term, in the order of the list; stops after the one in hand.

    Raises:
        QueryError: A beginning stands for too many words.
    """
    for term in terms:
        if not control.may_go_on():
            return
        yield _report(store, term)


def _report(store: MatterStore, term: Term) -> TermReport:
    pages: list[TermPage] = []
    hits = store.searching.each_hit(term.text)
    is_cut = _taken(hits, pages)
    hits.close()
    pages.sort(key=lambda page: (page.document.casefold(), page.document_id, page.page))
    return TermReport(term, tuple(pages), is_cut)


def _taken(hits: Generator[Hit, None, bool], pages: list[TermPage]) -> bool:
    """Take the pages of hits; tells whether there may be more."""
    while len(pages) < MAX_PAGES_OF_A_TERM:
        try:
            hit = next(hits)
        except StopIteration as end:
            return bool(end.value)
        places = max(1, len(hit.boxes))
        pages.append(TermPage(hit.document_id, hit.document_name, hit.page, places))
    return True
