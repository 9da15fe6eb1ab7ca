"""The words of pages that were stored before there was a list of words, listed when needed."""

from collections.abc import Iterator

from desktop.casework.control import Control
from desktop.domain.search_terms import WordsMet
from desktop.vault.matter_store import MatterStore

PAGES_AT_ONCE = 64
"""One transaction: a fifth of a second, while which another writer waits."""


def meet_words(store: MatterStore, query: str, control: Control) -> Iterator[WordsMet]:
    """List the words of all pages that are not listed, where a query asks for such words.

    Raises:
        QueryError: The query cannot be read.
        VaultDamagedError: A page was altered.
    """
    total = store.searching.pages_unmet
    if not total or not store.searching.needs_words(query):
        return
    left = total
    while left and control.may_go_on():
        left = store.searching.meet_pages(PAGES_AT_ONCE)
        yield WordsMet(total - left, total)
