"""Tables whose rows are chosen one at a time."""

from PySide6.QtCore import QAbstractTableModel
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QTableView, QWidget


class RowTable(QTableView):
    """A table of whole rows, each part of it named for screen readers."""

    def __init__(self, name: str, model: QAbstractTableModel, parent: QWidget) -> None:
        """Make it; `name` says what its rows are."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setModel(model)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setAccessibleName(self.tr("Rows"))
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setAccessibleName(self.tr("Columns"))
        for corner in self.findChildren(QAbstractButton):
            corner.setAccessibleName(self.tr("Choose all rows"))
