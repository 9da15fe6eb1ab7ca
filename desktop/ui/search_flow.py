"""From what is typed to what is opened: the search field, its results, and the session."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop.bridge.session import Session
from desktop.domain.errors import QueryError
from desktop.domain.identity import MatterId
from desktop.domain.search import Hit, SavedSearch, SearchResult
from desktop.ui.hit_bar import HitBar
from desktop.ui.search_box import SearchResults
from desktop.ui.search_name_dialog import SearchNameDialog
from desktop.ui.search_sheet import SearchSheet
from desktop.ui.top_bar import TopBar


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
        self,
        session: Session,
        top: TopBar,
        results: SearchResults,
        hit_bar: HitBar,
        parent: QObject,
    ) -> None:
        """Join the four."""
        super().__init__(parent)
        self._session = session
        self._field = field = top.search
        self._tools = tools = top.search_tools
        self._results = results
        self._hit_bar = hit_bar
        self._matter_id: MatterId | None = None
        self._answered = ""
        self._kept = ""
        self._is_opening = False
        self._is_left = True
        field.query_changed.connect(self._on_query_changed)
        field.moved.connect(results.move_by)
        field.opened.connect(self._on_open_wanted)
        field.left.connect(self._on_left)
        results.hit_opened.connect(self._on_hit_opened)
        hit_bar.step_wanted.connect(results.step)
        hit_bar.closed.connect(self.emptied)
        session.searched.connect(self._on_searched)
        session.searches.unread.connect(self._on_unread)
        session.searches.listed.connect(self._on_listed)
        session.searches.failed.connect(session.failed)
        field.sheet_wanted.connect(self._on_sheet_wanted)
        tools.sheet_wanted.connect(self._on_sheet_wanted)
        tools.list_wanted.connect(self._on_list_wanted)
        tools.run_wanted.connect(self._on_run_wanted)
        tools.keep_wanted.connect(self._on_keep_wanted)
        tools.forget_wanted.connect(self._on_forget_wanted)

    def search_in(self, matter_id: MatterId) -> None:
        """Search another matter from now on."""
        self._matter_id = matter_id
        self._results.forget()
        self._hit_bar.hide()
        self._field.clear()

    def _on_query_changed(self, query: str) -> None:
        self._is_opening = False
        self._is_left = not query
        self._hit_bar.hide()
        if not query:
            self._results.forget()
            self.emptied.emit()
        elif self._matter_id is not None:
            self._session.search(self._matter_id, query)

    def _on_searched(self, query: str, result: SearchResult) -> None:
        if query != self._field.text().strip() or self._is_left:
            return
        self._answered = self._kept = query
        self._results.show_result(query, result, self._field)
        if self._is_opening:
            self._is_opening = False
            self._results.open_current()

    def _on_unread(self, query: str, error: QueryError) -> None:
        if query == self._field.text().strip() and not self._is_left:
            self._answered = query
            self._is_opening = False
            self._results.show_error(query, error, self._field)

    def _on_list_wanted(self) -> None:
        if self._matter_id is not None:
            self._session.searches.list_saved(self._matter_id)

    def _on_listed(self, matter_id: MatterId, saved: Sequence[SavedSearch]) -> None:
        if matter_id == self._matter_id:
            self._results.hide()
            query = self._field.text().strip()
            self._tools.show_saved(saved, can_keep=bool(query) and query == self._kept)

    def run(self, query: str) -> None:
        """Search for this, as if it had been typed."""
        if self._matter_id is not None:
            self._is_left = False
            self._field.setText(query)
            self._field.setFocus()
            self._session.search(self._matter_id, query)

    def _on_run_wanted(self, name: str, query: str) -> None:
        if self._matter_id is not None:
            self.run(query)
            self._session.searches.see(self._matter_id, name)

    def _on_keep_wanted(self) -> None:
        query, matter_id = self._field.text().strip(), self._matter_id
        name = SearchNameDialog.ask(query, self._field.window())
        if name and matter_id is not None and matter_id == self._matter_id:
            self._session.searches.save(matter_id, name, query)

    def _on_forget_wanted(self, name: str) -> None:
        if self._matter_id is not None:
            self._session.searches.forget(self._matter_id, name)

    def _on_sheet_wanted(self) -> None:
        sheet = SearchSheet(self._field.window())
        sheet.exec()
        sheet.deleteLater()

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
        number, total, has_more = self._results.place
        self._hit_bar.show_place(number, total, has_more=has_more)
        self.hit_opened.emit(hit)

    def _on_left(self) -> None:
        self._is_left = True
        if self._results.isVisible():
            self._results.hide()
        else:
            self._field.clear()
            self.left.emit()
