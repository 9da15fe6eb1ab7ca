"""Every term of a list searched, with what each of them finds."""

from collections.abc import Generator, Iterator, Sequence

from desktop.casework.control import Control
from desktop.domain.search import Hit
from desktop.domain.search_terms import Term, TermPage, TermReport
from desktop.vault.matter_store import MatterStore

MAX_PAGES_OF_A_TERM = 10_000
"""A term on more pages is a common word; opening so many takes half a minute."""


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
