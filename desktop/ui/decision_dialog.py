"""Asks why a model is to be used in spite of its licence; the answer is kept with who and when."""

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.button_row import button_row
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL

MAX_REASON_CHARS = 500


class DecisionDialog(QDialog):
    """What stands against the model, a line for the reason, and two buttons."""

    def __init__(self, name: str, against: str, parent: QWidget | None = None) -> None:
        """Make it.

        Args:
            name: Of the model.
            against: What stands against it, in words.
            parent: Owner.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Use in spite of its licence"))
        self.setFixedWidth(480)
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(self.tr("Who allowed it, and why"))
        self.reason.setPlaceholderText(self.tr("Who allowed it, and why"))
        self.reason.setMaxLength(MAX_REASON_CHARS)
        self.reason.textChanged.connect(self._on_text)
        self.record_button = TextButton(self.tr("Record and use"), self)
        self.record_button.setEnabled(False)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.record_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        words = QVBoxLayout()
        words.setSpacing(SPACE_S)
        words.addWidget(PlainLabel(name, self, kind="title", is_wrapped=True))
        words.addWidget(PlainLabel(against, self, is_wrapped=True))
        words.addWidget(
            PlainLabel(
                self.tr("Your account, the time and your reason are kept beside the settings."),
                self,
                kind="caption",
                is_wrapped=True,
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addLayout(words)
        layout.addWidget(self.reason)
        layout.addLayout(button_row(self.cancel_button, self.record_button))
        self.reason.setFocus()

    def _on_text(self, text: str) -> None:
        self.record_button.setEnabled(bool(text.strip()))
