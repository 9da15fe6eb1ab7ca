"""The buttons beside the search: kept searches, and what can be written."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget
from typing_extensions import override

from desktop.domain.search import MAX_NEW_PAGES, SavedSearch
from desktop.ui import keys
from desktop.ui.plain import IconButton

_LONGEST_NAME_CHARACTERS = 48


class SearchTools(QWidget):
    """Two buttons; the first shows a menu once the saved searches are known.

    Signals:
        list_wanted(): The saved searches are to be shown.
        run_wanted(str, str): A saved search by its name and query.
        keep_wanted(): What is in the field is to be kept.
        forget_wanted(str): The saved search of this name is to go.
        sheet_wanted(): What can be written is to be shown.
        terms_wanted(): A list of terms is to be searched.
    """

    list_wanted = Signal()
    run_wanted = Signal(str, str)
    keep_wanted = Signal()
    forget_wanted = Signal(str)
    sheet_wanted = Signal()
    terms_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make them."""
        super().__init__(parent)
        self.saved_button = IconButton("saved", self.tr("Kept searches"), self)
        self.sheet_button = IconButton("help", self.tr("What can be searched for"), self)
        self.saved_button.clicked.connect(self._on_saved)
        self.sheet_button.clicked.connect(self._on_sheet)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.saved_button)
        layout.addWidget(self.sheet_button)

    def show_saved(self, saved: Sequence[SavedSearch], *, can_keep: bool) -> QMenu:
        """Show the menu under its button; it is gone once it is closed.

        Args:
            saved: In the order of the menu.
            can_keep: Whether there is a search in the field that can be kept.
        """
        menu = QMenu(self)
        menu.setAccessibleName(self.tr("Kept searches"))
        for each in saved:
            run = menu.addAction(_plain(self._line(each)))
            run.setData((each.name, each.query))
            run.triggered.connect(self._on_run)
        if not saved:
            menu.addAction(self.tr("No search is kept in this matter")).setEnabled(False)
        menu.addSeparator()
        keep = menu.addAction(self.tr("Keep this search…"))
        keep.setEnabled(can_keep)
        keep.triggered.connect(self._on_keep)
        terms = menu.addAction(f"{self.tr('Search a list of terms…')}\t{_key_of('terms')}")
        terms.triggered.connect(self.terms_wanted)
        if saved:
            forget = menu.addMenu(self.tr("Remove"))
            for each in saved:
                action = forget.addAction(_plain(_short(each.name)))
                action.setData(each.name)
                action.triggered.connect(self._on_forget)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.saved_button.mapToGlobal(QPoint(0, self.saved_button.height())))
        if saved:
            menu.setActiveAction(menu.actions()[0])
        return menu

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        for menu in self.findChildren(QMenu):
            menu.close()  # It lies over the window, also over one that has been locked.
        super().hideEvent(event)

    def _line(self, search: SavedSearch) -> str:
        name = _short(search.name)
        if not search.new_pages:
            return name
        many = self.tr("more than {0} new pages").format(MAX_NEW_PAGES - 1)
        one = self.tr("1 new page")
        some = self.tr("{0} new pages").format(search.new_pages)
        few = one if search.new_pages == 1 else some
        return f"{name}   ·   {many if search.new_pages >= MAX_NEW_PAGES else few}"

    def _on_saved(self) -> None:
        self.list_wanted.emit()

    def _on_sheet(self) -> None:
        self.sheet_wanted.emit()

    def _on_keep(self) -> None:
        self.keep_wanted.emit()

    def _on_run(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.run_wanted.emit(*action.data())

    def _on_forget(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.forget_wanted.emit(action.data())


def _key_of(name: str) -> str:
    """The key of what a shortcut of this name does, as this system writes it."""
    every = (shortcut for group in keys.groups() for shortcut in group.shortcuts)
    return next(shortcut.shown for shortcut in every if shortcut.name == name)


def _short(text: str) -> str:
    most = _LONGEST_NAME_CHARACTERS
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _plain(text: str) -> str:
    """The text of a menu as it is: & would underline what follows it."""
    return text.replace("&", "&&")
