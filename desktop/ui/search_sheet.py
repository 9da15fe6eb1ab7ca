"""What can be written into the search, on one sheet."""

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.search_help import GROUPS, NOTE, HelpGroup
from desktop.ui.button_row import button_row
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL


class SearchSheet(QDialog):
    """Shows the query language in two columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Searching"))
        self.close_button = TextButton(self.tr("Close"), self, is_main=True)
        self.close_button.clicked.connect(self.accept)
        columns = QHBoxLayout()
        columns.setSpacing(2 * SPACE_XL)
        half = (len(GROUPS) + 1) // 2
        for part in (GROUPS[:half], GROUPS[half:]):
            column = QVBoxLayout()
            column.setSpacing(SPACE_XL)
            for group in part:
                column.addLayout(self._group(group))
            column.addStretch(1)
            columns.addLayout(column)
        note = PlainLabel(_tr(NOTE), self, kind="caption")
        note.setContentsMargins(0, 0, SPACE_XL, 0)
        foot = button_row(self.close_button, beside=(note,))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_XL)
        layout.addWidget(PlainLabel(self.tr("What can be searched for"), self, kind="title"))
        layout.addLayout(columns)
        layout.addLayout(foot)

    def _group(self, group: HelpGroup) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_M)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(1, 1)
        grid.addWidget(PlainLabel(_tr(group.heading), self, kind="section"), 0, 0, 1, 2)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for row, line in enumerate(group.rows, start=1):
            grid.addWidget(PlainLabel(line.example, self, kind="key"), row, 0, left)
            grid.addWidget(PlainLabel(_tr(line.meaning), self), row, 1)
        return grid


def _tr(text: str) -> str:
    return QCoreApplication.translate("SearchSheet", text)
