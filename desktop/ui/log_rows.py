"""The entries of a log as rows of a table, the latest first."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from typing_extensions import override

from desktop.domain.audit import AuditEntry, Detail
from desktop.domain.identity import short_identity

Index = QModelIndex | QPersistentModelIndex
MAX_SUBJECTS_SHOWN = 2


class LogRows(QAbstractTableModel):
    """When, who, what, and about what."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Hold nothing yet."""
        super().__init__(parent)
        self._entries: tuple[AuditEntry, ...] = ()
        self._titles = (self.tr("When (UTC)"), self.tr("Who"), self.tr("Act"), self.tr("Details"))

    def show_entries(self, entries: Sequence[AuditEntry]) -> None:
        """Take entries in their order; the latest is shown first."""
        self.beginResetModel()
        self._entries = tuple(reversed(entries))
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self._entries)

    @override
    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - likewise
        return 0 if parent.isValid() else len(self._titles)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        is_title = orientation is Qt.Orientation.Horizontal
        return self._titles[section] if is_title and role == Qt.ItemDataRole.DisplayRole else None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        entry = self._entries[index.row()]
        cell = self._cells(entry)[index.column()]
        return cell if role == Qt.ItemDataRole.DisplayRole else None

    def _cells(self, entry: AuditEntry) -> tuple[str, str, str, str]:
        when = f"{entry.at:%Y-%m-%d %H:%M:%S}"
        if entry.is_clock_back:
            when += self.tr(" (clock set back)")
        about = [short_identity(identity) for identity in entry.subject[:MAX_SUBJECTS_SHOWN]]
        if len(entry.subject) > MAX_SUBJECTS_SHOWN:
            about.append("…")
        details = [_in_words(name, value) for name, value in entry.details.items()]
        act = entry.act.value.replace("-", " ").capitalize()
        return when, entry.who, act, "  ".join([*details, *about])


def _in_words(name: str, value: Detail) -> str:
    """A detail as people read it; claims are said or denied."""
    if isinstance(value, bool):
        claim = name.removeprefix("is_").replace("_", " ")
        return claim if value else f"not {claim}"
    return f"{name.replace('_', ' ')} {value}"
