"""The search field at the top and the panel of results under it."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QStackedWidget,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.domain.errors import QueryError
from desktop.domain.search import Hit, HitKind, SearchResult
from desktop.ui import icons, wording
from desktop.ui.empty_state import EmptyState
from desktop.ui.id_rows import IdRows
from desktop.ui.painting import paint_line
from desktop.ui.plain import PlainLabel
from desktop.ui.row_list import RowDelegate, row_list
from desktop.ui.theme import (
    CAPTION_PX,
    SPACE_L,
    SPACE_M,
    SPACE_S,
    SPACE_XS,
    current,
    sized,
)
from desktop.ui.tinted import Tinted

TYPING_MS = 180
"""A search starts once the typing has rested so long."""

ROW_HEIGHT_PX = 54
PANEL_HEIGHT_PX = 420


class SearchField(Tinted, QLineEdit):
    """Where the query is typed.

    Signals:
        query_changed(str): Search for this; "" when there is nothing to search for.
        opened(): Enter: open the selected result.
        left(): Escape: leave the search.
        moved(int): +1 or -1: select another result.
        sheet_wanted(): F1: show what can be written.
    """

    query_changed = Signal(str)
    opened = Signal()
    left = Signal()
    moved = Signal(int)
    sheet_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.setObjectName("Search")
        self.setAccessibleName(self.tr("Search this matter"))
        self.setPlaceholderText(self.tr("Search words, names, numbers…  F1 for more"))
        self.setClearButtonEnabled(True)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self._glass = QAction(self)
        self.addAction(self._glass, QLineEdit.ActionPosition.LeadingPosition)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(TYPING_MS)
        self._rest.timeout.connect(self._tell)
        self.textEdited.connect(self._on_edited)
        self.textChanged.connect(self._on_changed)
        self.tint()

    @override
    def event(self, event: QEvent) -> bool:
        is_own = event.type() is QEvent.Type.ShortcutOverride
        if is_own and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_F1:
            event.accept()  # F1 is the window's for its keys; here it is for what can be written.
            return True
        return super().event(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down:
                self.moved.emit(1)
            case Qt.Key.Key_Up:
                self.moved.emit(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self._rest.isActive():
                    self._rest.stop()
                    self._tell()
                self.opened.emit()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_F1:
                self.sheet_wanted.emit()
            case _:
                super().keyPressEvent(event)

    @override
    def tint(self) -> None:
        colours = current()
        self._glass.setIcon(icons.icon("search", colours.muted, colours.edge))

    def _on_edited(self, _text: str) -> None:
        self._rest.start()

    def _on_changed(self, text: str) -> None:
        if not text:
            self._rest.stop()
            self._tell()

    def _tell(self) -> None:
        self.query_changed.emit(self.text().strip())


class SearchResults(QFrame):
    """Hits in a panel that lies over the window, under the field.

    Signals:
        hit_opened(object): A Hit to show.
    """

    hit_opened = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        """Hidden until there is something to say."""
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._rows: IdRows[tuple[int, Hit]] = IdRows(_identity, _words, self)
        self.list = row_list("Hits", self.tr("Search results"), self._rows, self)
        self.list.setItemDelegate(_HitDelegate(200, ROW_HEIGHT_PX, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(self._on_clicked)
        self.empty = EmptyState("search", "", "", parent=self)
        self._pile = QStackedWidget(self)
        self._pile.addWidget(self.list)
        self._pile.addWidget(self.empty)
        self._note = PlainLabel("", self, kind="caption")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, SPACE_S)
        layout.setSpacing(SPACE_XS)
        layout.addWidget(self._pile, 1)
        note_box = QVBoxLayout()
        note_box.setContentsMargins(SPACE_L, SPACE_XS, SPACE_L, 0)
        note_box.addWidget(self._note)
        layout.addLayout(note_box)
        parent.installEventFilter(self)
        self._field: QWidget | None = None
        self._hits: tuple[Hit, ...] = ()
        self._has_more = False
        self._is_masking_on = True
        self.hide()

    def show_result(self, query: str, result: SearchResult, field: QWidget) -> None:
        """Take the hits of a query and show them under the field."""
        self._field = field
        self._hits, self._has_more = result.hits, result.has_more
        self._show_hits()
        is_found = bool(result.hits)
        self._pile.setCurrentWidget(self.list if is_found else self.empty)
        if is_found:
            self.list.setCurrentIndex(self._rows.index(0))
            keys = self.tr("↑ ↓ to move,  Enter to open,  Esc to close")
            some = wording.count(len(result.hits), self.tr("hit"), self.tr("hits"))
            more = self.tr("More than {0}").format(some)
            parts = [more if result.has_more else some, *self._doubts(result), keys]
            self._note.setText("   ·   ".join(parts))
        else:
            advice = self.tr("Try fewer words, or another spelling: ~name. F1 shows more ways.")
            sentence = ". ".join([*self._doubts(result), advice])
            self.empty.say(self.tr("Nothing found"), sentence)
        self._note.setVisible(is_found)
        self.setAccessibleName(self.tr("Results for {0}").format(query))
        self._place()
        self.raise_()
        self.show()

    def show_error(self, query: str, error: QueryError, field: QWidget) -> None:
        """Say why a query cannot be read and what to write instead."""
        self._field = field
        self._hits = ()
        self._show_hits()
        self._pile.setCurrentWidget(self.empty)
        self.empty.say(self.tr("Not a search yet"), f"{error.reason} {error.remedy}")
        self._note.hide()
        self.setAccessibleName(self.tr("Results for {0}").format(query))
        self._place()
        self.raise_()
        self.show()

    def _doubts(self, result: SearchResult) -> list[str]:
        """What may be missing."""
        doubts: list[str] = []
        if result.is_cut:
            doubts.append(self.tr("Stopped after many pages in vain: narrow the search"))
        if result.pages_unmet:
            doubts.append(
                self.tr("{0} older pages are still to be listed").format(result.pages_unmet)
            )
        return doubts

    def set_masking(self, *, is_on: bool) -> None:
        """Whether what is highly sensitive in the words around a hit is masked."""
        self._is_masking_on = is_on
        self._show_hits()

    def _show_hits(self) -> None:
        hits = (hit.masked() if self._is_masking_on else hit for hit in self._hits)
        self._rows.show(tuple(enumerate(hits)))

    def reopen(self) -> None:
        """Show the panel again with the hits it has."""
        if self._rows.rowCount():
            self.raise_()
            self.show()

    def move_by(self, step: int) -> None:
        """Select another hit."""
        row = self.list.currentIndex().row() + step
        if 0 <= row < self._rows.rowCount():
            self.list.setCurrentIndex(self._rows.index(row))

    def step(self, by: int) -> None:
        """Open the hit behind the selected one, or before it; behind the last comes the first."""
        count = self._rows.rowCount()
        if count:
            row = (self.list.currentIndex().row() + by) % count
            self.list.setCurrentIndex(self._rows.index(row))
            self._open(self.list.currentIndex())

    @property
    def place(self) -> tuple[int, int, bool]:
        """Which hit is selected, counted from 1, of how many, and whether there are others."""
        return self.list.currentIndex().row() + 1, self._rows.rowCount(), self._has_more

    def forget(self) -> None:
        """There is nothing to search for any more."""
        self._hits, self._has_more = (), False
        self._show_hits()
        self.hide()

    def open_current(self) -> None:
        """Open the selected hit."""
        if self.isVisible():
            self._open(self.list.currentIndex())

    def _open(self, index: QModelIndex) -> None:
        item = self._rows.item_at(index)
        if item is not None:
            self.hit_opened.emit(item[1])

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits shown."""
        return tuple(hit for _, hit in self._rows.items)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        room = self.parentWidget()
        if self._field is None or room is None:
            return
        corner = self._field.mapTo(room, self._field.rect().bottomLeft())
        rows = self._rows.rowCount()
        height = rows * ROW_HEIGHT_PX + 52 if rows else 260
        limit = min(PANEL_HEIGHT_PX, room.height() - corner.y() - 2 * SPACE_L)
        self.setGeometry(
            QRect(corner.x(), corner.y() + SPACE_S, self._field.width(), min(height, limit))
        )

    def _on_clicked(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self.open_current()


class _HitDelegate(RowDelegate[tuple[int, Hit]]):
    """Draws a hit: the words around it with the match marked, then where it is."""

    @override
    def paint_item(
        self, painter: QPainter, option: QStyleOptionViewItem, item: tuple[int, Hit]
    ) -> None:
        _, hit = item
        colours = current()
        inner: QRect = option.rect.adjusted(SPACE_L, 8, -SPACE_L, -8)
        name = "sparkle" if hit.kind is HitKind.VALUE else "document"
        icons.paint(painter, name, colours.muted, QRectF(inner.left(), inner.top(), 18, 18))
        left = inner.left() + 18 + SPACE_M
        first = QRect(left, inner.top(), inner.right() - left, 19)
        _paint_snippet(painter, option.font, first, hit)
        small = sized(option.font, CAPTION_PX)
        page = self.tr("page {0}").format(hit.page)
        second = QRect(left, inner.top() + 19, inner.right() - left, 18)
        paint_line(painter, small, colours.muted, second, f"{hit.document_name}  ·  {page}")


def _paint_snippet(painter: QPainter, font: QFont, place: QRect, hit: Hit) -> None:
    """The snippet in runs, the marked ones on a marker's stroke; shifted so that a mark is seen."""
    colours = current()
    normal, strong = sized(font, 13), sized(font, 13, QFont.Weight.DemiBold)
    snippet = hit.snippet.replace("\n", " ")
    first = hit.marks[0][0] if hit.marks else 0
    offset = 0
    if QFontMetrics(normal).horizontalAdvance(snippet[: first + 12]) > place.width():
        offset = max(first - 24, 0)
    x = place.left()
    position = offset
    spans = [(start, end) for start, end in hit.marks if end > offset]
    for start, end in [*spans, (len(snippet), len(snippet))]:
        before = ("…" if position == offset and offset else "") + snippet[position:start]
        x += _paint_run(painter, normal, place, x, before, back=None)
        stroke = QColor(colours.hit)
        stroke.setAlpha(90)
        x += _paint_run(painter, strong, place, x, snippet[start:end], back=stroke)
        position = end
        if x >= place.right():
            return


def _paint_run(
    painter: QPainter, font: QFont, place: QRect, x: int, text: str, *, back: QColor | None
) -> int:
    if not text or x >= place.right():
        return 0
    metrics = QFontMetrics(font)
    width = metrics.horizontalAdvance(text)
    run = QRect(x, place.top(), min(width, place.right() - x), place.height())
    if back is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(back)
        painter.drawRoundedRect(run.adjusted(-1, 1, 1, -1), 3, 3)
    paint_line(painter, font, current().text, run.adjusted(0, 0, 2, 0), text)
    return width


def _identity(item: tuple[int, Hit]) -> str:
    return str(item[0])


def _words(item: tuple[int, Hit]) -> str:
    hit = item[1]
    return f"{hit.snippet}, {hit.document_name}, {hit.page}"
