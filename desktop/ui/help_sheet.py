"""The help sheet: every key, and the three things to know."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import keys
from desktop.ui.button_row import button_row
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL, SPACE_XS

KEY_COLUMN_PX = 104


class HelpSheet(QDialog):
    """Lists the shortcuts by what they work on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard"))
        self.close_button = TextButton(self.tr("Close"), self, is_main=True)
        self.close_button.clicked.connect(self.accept)
        groups = keys.groups()
        columns = QHBoxLayout()
        columns.setSpacing(SPACE_XL + SPACE_S)
        for part in (groups[:1], groups[1:2], groups[2:]):
            column = QVBoxLayout()
            column.setSpacing(SPACE_XL)
            for group in part:
                column.addLayout(self._group(group))
            column.addStretch(1)
            columns.addLayout(column)
        note = self.tr("Tab and Shift+Tab reach every control; arrow keys move in lists.")
        foot = button_row(self.close_button, beside=(PlainLabel(note, self, kind="caption"),))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_XL)
        layout.addWidget(PlainLabel(self.tr("Keyboard"), self, kind="title"))
        layout.addLayout(columns)
        layout.addLayout(foot)

    def _group(self, group: keys.Group) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_M)
        grid.setVerticalSpacing(SPACE_XS)
        grid.setColumnMinimumWidth(0, KEY_COLUMN_PX)
        grid.setColumnStretch(1, 1)
        grid.addWidget(PlainLabel(group.words, self, kind="section"), 0, 0, 1, 2)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for row, shortcut in enumerate(group.shortcuts, start=1):
            grid.addWidget(PlainLabel(shortcut.shown, self, kind="key"), row, 0, left)
            grid.addWidget(PlainLabel(shortcut.words, self), row, 1)
        return grid
