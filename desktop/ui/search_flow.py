"""From what is typed to what is opened: the search field, its results, and the session."""

from PySide6.QtCore import QObject, Signal

from desktop.bridge.session import Session
from desktop.domain.identity import MatterId
from desktop.domain.search import Hit, SearchResult
from desktop.ui.search_box import SearchField, SearchResults


class SearchFlow(QObject):
    """Asks the session while the analyst types, and shows the newest answer.

    Signals:
        hit_opened(object): A Hit is to be shown.
        emptied(): There is nothing to search for any more.
        left(): The analyst left the search.
    """

    hit_opened = Signal(object)
    emptied = Signal()
    left = Signal()

    def __init__(
        self, session: Session, field: SearchField, results: SearchResults, parent: QObject
    ) -> None:
        """Join the three."""
        super().__init__(parent)
        self._session = session
        self._field = field
        self._results = results
        self._matter_id: MatterId | None = None
        self._answered = ""
        self._is_opening = False
        self._is_left = True
        field.query_changed.connect(self._on_query_changed)
        field.moved.connect(results.move_by)
        field.opened.connect(self._on_open_wanted)
        field.left.connect(self._on_left)
        results.hit_opened.connect(self._on_hit_opened)
        session.searched.connect(self._on_searched)

    def search_in(self, matter_id: MatterId) -> None:
        """Search another matter from now on."""
        self._matter_id = matter_id
        self._results.hide()
        self._field.clear()

    def _on_query_changed(self, query: str) -> None:
        self._is_opening = False
        self._is_left = not query
        if not query:
            self._results.hide()
            self.emptied.emit()
        elif self._matter_id is not None:
            self._session.search(self._matter_id, query)

    def _on_searched(self, query: str, result: SearchResult) -> None:
        if query != self._field.text().strip() or self._is_left:
            return
        self._answered = query
        self._results.show_result(query, result, self._field)
        if self._is_opening:
            self._is_opening = False
            self._results.open_current()

    def _on_open_wanted(self) -> None:
        """Open the selected hit; where the answer is still on its way, its first one."""
        if self._answered == self._field.text().strip():
            self._results.reopen()
            self._results.open_current()
        else:
            self._is_opening = True

    def _on_hit_opened(self, hit: Hit) -> None:
        self._is_left = True
        self._results.hide()
        self.hit_opened.emit(hit)

    def _on_left(self) -> None:
        self._is_left = True
        if self._results.isVisible():
            self._results.hide()
        else:
            self._field.clear()
            self.left.emit()
