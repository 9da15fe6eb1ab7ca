"""The documents of a matter: kind, name, state and progress, with a filter above."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelectionModel,
    QLocale,
    QModelIndex,
    QPoint,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.document import Document
from desktop.domain.family import Families
from desktop.domain.identity import DocumentId
from desktop.ui import wording
from desktop.ui.document_order import Order, in_order, order_words
from desktop.ui.document_rows import ROW_HEIGHT_PX, DocumentDelegate
from desktop.ui.empty_state import EmptyState
from desktop.ui.id_rows import IdRows
from desktop.ui.plain import IconButton, PlainLabel
from desktop.ui.row_list import row_list
from desktop.ui.theme import (
    SPACE_L,
    SPACE_M,
    SPACE_XS,
)

WIDTH_PX = 296


class DocumentsPanel(QFrame):
    """Documents in the second column.

    Signals:
        document_chosen(str): A document was selected.
        selection_changed(int): So many documents are selected; several can be asked about.
        files_wanted(): The analyst wants to choose files to add.
        folder_wanted(): The analyst wants to choose a folder to add.
        read_again_wanted(str): Failed pages of a document are to be read again.
        removal_wanted(str): A document is to be removed.
        about_wanted(): The facts of the document selected are wanted.
        password_wanted(): A password for locked documents is to be given.
        export_wanted(): The findings of the matter are to be written to a file.
    """

    document_chosen = Signal(str)
    selection_changed = Signal(int)
    files_wanted = Signal()
    folder_wanted = Signal()
    read_again_wanted = Signal(str)
    removal_wanted = Signal(str)
    about_wanted = Signal()
    password_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.setObjectName("Panel")
        self.setMinimumWidth(208)
        self._delegate = DocumentDelegate(WIDTH_PX, ROW_HEIGHT_PX, self)
        self._rows: IdRows[Document] = IdRows(
            _identity, self._delegate.words_of, self, name_of=_name
        )
        self._filtered = QSortFilterProxyModel(self)
        self._filtered.setSourceModel(self._rows)
        self._filtered.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.list = row_list("Documents", self.tr("Documents"), self._filtered, self)
        self.list.setItemDelegate(self._delegate)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._on_menu_wanted)
        self.list.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._order = Order.ADDED
        self._as_added: Sequence[Document] = ()
        self._count = PlainLabel("", self, kind="badge")
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Filter by name"))
        self.filter.setAccessibleName(self.tr("Filter documents by name"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._on_filter_changed)
        self.add_button = IconButton("plus", self.tr("Add files or a folder"), self, key="Ctrl+O")
        self.more_button = IconButton("more", self.tr("More for this matter"), self)
        self._make_menus()
        self.nothing_left = EmptyState(
            "filter",
            self.tr("No document by that name"),
            self.tr("Clear the filter to see them all."),
            parent=self,
        )
        self._pile = QStackedWidget(self)
        for widget in (self.list, self.nothing_left):
            self._pile.addWidget(widget)
        self._lay_out()
        self._choose_page()

    def _make_menus(self) -> None:
        add = QMenu(self.add_button)
        for text, keys, slot in (
            (self.tr("Files…"), "Ctrl+O", self._on_files),
            (self.tr("Folder…"), "Ctrl+Shift+O", self._on_folder),
        ):
            _action(add, text, keys).triggered.connect(slot)
        self.add_button.setMenu(add)
        self.add_button.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        more = QMenu(self.more_button)
        self.read_again_action = _action(more, self.tr("Read failed pages again"), "Ctrl+Shift+A")
        self.read_again_action.triggered.connect(self.ask_to_read_again)
        self.about_action = _action(more, self.tr("About this document…"), "Ctrl+Shift+I")
        self.about_action.triggered.connect(self._on_about)
        self.remove_action = _action(more, self.tr("Remove document…"), "Del")
        self.remove_action.triggered.connect(self._on_remove)
        more.addSeparator()
        self._make_orders(more.addMenu(self.tr("Order")))
        password = _action(more, self.tr("Give a password…"), "Ctrl+Shift+K")
        password.triggered.connect(self._on_password)
        export = _action(more, self.tr("Export findings…"), "Ctrl+E")
        export.triggered.connect(self._on_export)
        more.aboutToShow.connect(self._on_menu_opening)
        self.menu = more
        self.more_button.setMenu(more)
        self.more_button.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self._delete_key = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.list)
        self._delete_key.setContext(Qt.ShortcutContext.WidgetShortcut)
        self._delete_key.activated.connect(self._on_remove)

    def _make_orders(self, menu: QMenu) -> None:
        self.orders = QActionGroup(menu)
        for order in Order:
            action = menu.addAction(order_words(order))
            action.setData(order)
            action.setCheckable(True)
            action.setChecked(order is self._order)
            self.orders.addAction(action)
        self.orders.triggered.connect(self._on_order)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(SPACE_XS)
        top.addWidget(PlainLabel(self.tr("Documents"), self, kind="strong"))
        top.addSpacing(SPACE_XS)
        top.addWidget(self._count)
        top.addStretch(1)
        top.addWidget(self.add_button)
        top.addWidget(self.more_button)
        head = QFrame(self)
        head.setObjectName("PanelHead")
        head_layout = QVBoxLayout(head)
        head_layout.setContentsMargins(SPACE_L, 7, SPACE_M, SPACE_M)
        head_layout.setSpacing(7)
        head_layout.addLayout(top)
        head_layout.addWidget(self.filter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addSpacing(SPACE_XS)
        layout.addWidget(self._pile, 1)

    def clear(self) -> None:
        """Another matter is shown; its documents follow."""
        self.filter.clear()
        self._as_added = ()
        self._rows.show(())

    def show_documents(self, documents: Sequence[Document]) -> None:
        """Take the documents, each followed by what came in it; what was selected stays so."""
        chosen = self.chosen()
        self._as_added = documents
        ordered = in_order(documents, self._order)
        self._delegate.families = Families.of(ordered)
        scrolled = self.list.verticalScrollBar().value()
        self._rows.show(ordered)
        if self._order is not Order.ADDED:  # What is read may move up or down: the view stays.
            self.list.doItemsLayout()
            self.list.verticalScrollBar().setValue(scrolled)
        self._count.setText(QLocale().toString(len(documents)))
        if chosen is not None:
            self.choose(chosen)
        self._choose_page()

    def documents(self) -> Sequence[Document]:
        """The documents shown, without the filter."""
        return self._rows.items

    def document(self, document_id: DocumentId) -> Document | None:
        """A document in the list."""
        return self._rows.item_at(self._rows.index_of(document_id))

    def name_of(self, document_id: DocumentId) -> str:
        """The name of a document; "" where it is not, or no longer, in the list."""
        document = self.document(document_id)
        return "" if document is None else document.origin.name

    def chosen(self) -> DocumentId | None:
        """The document selected."""
        document = self._chosen_document()
        return None if document is None else document.document_id

    def selected(self) -> tuple[DocumentId, ...]:
        """All documents that are selected, in the order of the list."""
        rows = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        sources = (self._filtered.mapToSource(self._filtered.index(row, 0)) for row in rows)
        documents = (self._rows.item_at(index) for index in sources)
        return tuple(document.document_id for document in documents if document is not None)

    def choose(self, document_id: DocumentId) -> None:
        """Select a document."""
        index = self._filtered.mapFromSource(self._rows.index_of(document_id))
        if index.isValid() and index != self.list.currentIndex():
            self.list.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def step(self, by: int) -> None:
        """Select the next document of the list, or the one before."""
        index = self._filtered.index(self.list.currentIndex().row() + by, 0)
        if index.isValid():
            self.list.setCurrentIndex(index)

    @property
    def order(self) -> Order:
        """In which order they are listed."""
        return self._order

    def set_order(self, order: Order) -> None:
        """List them in another order; what was selected stays selected, and in view."""
        self._order = order
        for action in self.orders.actions():
            action.setChecked(action.data() is order)
        self.show_documents(self._as_added)
        self.list.scrollTo(self.list.currentIndex())

    def _on_order(self, action: QAction) -> None:
        self.set_order(action.data())

    def _choose_page(self) -> None:
        is_filtered_away = bool(self._rows.items) and self._filtered.rowCount() == 0
        self._pile.setCurrentWidget(self.nothing_left if is_filtered_away else self.list)
        self.filter.setEnabled(bool(self._rows.items))

    def _on_filter_changed(self, text: str) -> None:
        self._filtered.setFilterFixedString(text)
        self._choose_page()

    def _on_current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        document = self._rows.item_at(self._filtered.mapToSource(now))
        if document is not None:
            self.document_chosen.emit(document.document_id)

    def _on_selection_changed(self) -> None:
        self.selection_changed.emit(len(self.list.selectionModel().selectedIndexes()))

    def ask_to_read_again(self) -> None:
        """Have the failed pages of the document selected read again."""
        document = self._chosen_document()
        if document is not None and document.pages_failed:
            self.read_again_wanted.emit(document.document_id)

    def _on_menu_wanted(self, place: QPoint) -> None:
        index = self.list.indexAt(place)
        if index.isValid():
            self.list.setCurrentIndex(index)
        self.menu.popup(self.list.viewport().mapToGlobal(place))

    def _on_menu_opening(self) -> None:
        document = self._chosen_document()
        self.remove_action.setEnabled(document is not None and len(self.selected()) < 2)
        self.about_action.setEnabled(document is not None)
        self.read_again_action.setEnabled(document is not None and document.pages_failed > 0)

    def _on_remove(self) -> None:
        document = self._chosen_document()
        if document is not None and len(self.selected()) < 2:
            self.removal_wanted.emit(document.document_id)

    def _chosen_document(self) -> Document | None:
        return self._rows.item_at(self._filtered.mapToSource(self.list.currentIndex()))

    def _on_files(self) -> None:
        self.files_wanted.emit()

    def _on_folder(self) -> None:
        self.folder_wanted.emit()

    def _on_export(self) -> None:
        self.export_wanted.emit()

    def _on_about(self) -> None:
        self.about_wanted.emit()

    def _on_password(self) -> None:
        self.password_wanted.emit()

    def removal_words(self, document_id: DocumentId) -> str:
        """What removing a document means, for the question before it."""
        families = self._delegate.families
        below = len(families.below(document_id))
        words = self.tr(
            "Its sealed original, its text and its findings are removed from the matter."
        )
        if below:
            inside = self.tr("So is what came inside it: {0}.").format(wording.documents(below))
            words = f"{words} {inside}"
        if document_id in families.parents:
            words += " " + self.tr(
                "The document it came in stays, and its original holds the same bytes."
            )
        return words


def _action(menu: QMenu, words: str, keys: str) -> QAction:
    """An entry that shows its key; the window listens for it."""
    shown = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return menu.addAction(f"{words}\t{shown}")


def _identity(document: Document) -> str:
    return document.document_id


def _name(document: Document) -> str:
    return document.origin.name
