"""Searching the open vault, and the searches that are kept under a name."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop.bridge.shapes import SearchingLike, VaultLike
from desktop.bridge.vault_calls import VaultCalls
from desktop.domain.errors import InCameraError, QueryError
from desktop.domain.identity import MatterId
from desktop.domain.search import SearchResult

SEARCH_HITS = 30
"""Hits shown on the spot."""


class Searches(QObject):
    """Runs searches on the thread that owns the vault.

    Signals:
        found(str, object): Query and its SearchResult.
        unread(str, object): Query and the QueryError that says why it cannot be read.
        listed(str, object): Matter and its tuple of SavedSearch.
        saved(str): A search was kept under this name.
        failed(object): Exception of what was to be done with saved searches.
    """

    found = Signal(str, object)
    unread = Signal(str, object)
    listed = Signal(str, object)
    saved = Signal(str)
    failed = Signal(object)

    def __init__(self, calls: VaultCalls, parent: QObject | None = None) -> None:
        """Nothing is asked for yet."""
        super().__init__(parent)
        self._calls = calls

    def search(self, matter_id: MatterId, query: str) -> None:
        """Search a matter; only the newest of several is answered."""

        def asked(vault: VaultLike) -> SearchResult | QueryError:
            try:
                return vault.store_of(matter_id).searching.at_once(query, limit=SEARCH_HITS)
            except QueryError as error:
                return error

        def answered(result: SearchResult | QueryError) -> None:
            signal = self.unread if isinstance(result, QueryError) else self.found
            signal.emit(query, result)

        self._calls.ask(asked, answered, lane="search")

    def list_saved(self, matter_id: MatterId) -> None:
        """Ask for the saved searches of a matter, with what is new in them."""
        self._calls.ask(
            lambda vault: vault.store_of(matter_id).searching.saved_with_new(),
            lambda saved: self.listed.emit(matter_id, saved),
            lane="saved searches",
        )

    def save(self, matter_id: MatterId, name: str, query: str) -> None:
        """Keep a search under a name."""
        self._change(
            matter_id, lambda searching: searching.save(name, query), lambda: self.saved.emit(name)
        )

    def see(self, matter_id: MatterId, name: str) -> None:
        """Note that what a saved search finds is being looked at."""
        self._change(matter_id, lambda searching: searching.saved.see(name))

    def forget(self, matter_id: MatterId, name: str) -> None:
        """Remove a saved search."""
        self._change(matter_id, lambda searching: searching.saved.remove(name))

    def _change(
        self,
        matter_id: MatterId,
        act: Callable[[SearchingLike], object],
        then: Callable[[], None] = lambda: None,
    ) -> None:
        def acted(vault: VaultLike) -> InCameraError | None:
            try:
                act(vault.store_of(matter_id).searching)
            except InCameraError as error:
                return error
            return None

        def answered(error: InCameraError | None) -> None:
            if error is None:
                then()
            else:
                self.failed.emit(error)

        self._calls.ask(acted, answered)
