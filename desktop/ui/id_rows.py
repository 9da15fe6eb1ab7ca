"""A list of things with identities, updated in place so that selection and scrolling stay."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

Item = TypeVar("Item")
AnyIndex = QModelIndex | QPersistentModelIndex

ITEM_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""Gives the thing itself to the delegate."""


class IdRows(QAbstractListModel, Generic[Item]):
    """Rows of frozen things, each with an identity.

    Tips are never given: Qt would take a document's words for HTML.
    """

    def __init__(
        self,
        identity_of: Callable[[Item], str],
        words_of: Callable[[Item], str],
        parent: QObject | None = None,
        *,
        name_of: Callable[[Item], str] | None = None,
    ) -> None:
        """Make an empty list.

        Args:
            identity_of: What makes a thing the same after it changed.
            words_of: One line for screen readers.
            parent: Owner.
            name_of: For filters and typing ahead; `words_of` where there is none.
        """
        super().__init__(parent)
        self._identity_of = identity_of
        self._words_of = words_of
        self._name_of = name_of or words_of
        self._items: list[Item] = []
        self._row_of: dict[str, int] = {}

    def show(self, items: Sequence[Item]) -> None:
        """Take new contents; rows that are still there are changed, not replaced."""
        old_ids = [self._identity_of(item) for item in self._items]
        new_ids = [self._identity_of(item) for item in items]
        if _is_within(old_ids, new_ids):
            self._change_and_insert(items, frozenset(old_ids), new_ids)
        else:
            self.beginResetModel()
            self._items = list(items)
            self.endResetModel()
        self._row_of = {identity: row for row, identity in enumerate(new_ids)}

    def _change_and_insert(
        self, items: Sequence[Item], kept: frozenset[str], new_ids: Sequence[str]
    ) -> None:
        start = 0
        while start < len(items):
            behind = start
            while behind < len(items) and new_ids[behind] not in kept:
                behind += 1
            if behind > start:
                self.beginInsertRows(QModelIndex(), start, behind - 1)
                self._items[start:start] = items[start:behind]
                self.endInsertRows()
            start = behind + 1
        changed = [row for row, item in enumerate(items) if self._items[row] != item]
        self._items = list(items)
        for row in changed:
            index = self.index(row)
            self.dataChanged.emit(index, index)

    @property
    def items(self) -> Sequence[Item]:
        """The things shown, in order."""
        return self._items

    def item_at(self, index: AnyIndex) -> Item | None:
        """The thing in a row, None for no row."""
        return self._items[index.row()] if index.isValid() else None

    def index_of(self, identity: str) -> QModelIndex:
        """The row of an identity; invalid when it is not there."""
        row = self._row_of.get(identity)
        return QModelIndex() if row is None else self.index(row)

    @override
    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._items)

    @override
    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        if not index.isValid() or index.row() >= len(self._items):
            return None
        item = self._items[index.row()]
        if role == ITEM_ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            return self._name_of(item)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._words_of(item)
        return None


def _is_within(old_ids: Sequence[str], new_ids: Sequence[str]) -> bool:
    """Whether the new ones are the old ones, in their order, with others between and behind."""
    left = iter(new_ids)
    return all(each in left for each in old_ids)
