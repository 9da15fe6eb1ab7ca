"""The name under which a search is kept."""

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.button_row import button_row
from desktop.ui.plain import ElidedLabel, PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_XL

NAME_MAX = 80


class SearchNameDialog(QDialog):
    """Asks for a name; the search is shown above it."""

    def __init__(self, query: str, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keep this search"))
        self.setFixedWidth(440)
        self.name = QLineEdit(self)
        self.name.setAccessibleName(self.tr("Name of the search"))
        self.name.setPlaceholderText(self.tr("Deposits above 1,000 EUR"))
        self.name.setMaxLength(NAME_MAX)
        self.name.textChanged.connect(self._on_changed)
        self.keep_button = TextButton(self.tr("Keep"), self, is_main=True)
        self.keep_button.setEnabled(False)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.keep_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_L)
        layout.addWidget(PlainLabel(self.tr("Keep this search"), self, kind="title"))
        layout.addWidget(ElidedLabel(query, self, kind="caption"))
        layout.addWidget(self.name)
        layout.addWidget(
            PlainLabel(
                self.tr("It is sealed in this matter and tells what is new since you last ran it."),
                self,
                kind="caption",
                is_wrapped=True,
            )
        )
        layout.addLayout(button_row(self.cancel_button, self.keep_button))

    @classmethod
    def ask(cls, query: str, parent: QWidget) -> str:
        """Ask; "" when cancelled."""
        dialog = cls(query, parent)
        name = dialog.name.text().strip() if dialog.exec() else ""
        dialog.deleteLater()
        return name

    def _on_changed(self, text: str) -> None:
        self.keep_button.setEnabled(bool(text.strip()))
