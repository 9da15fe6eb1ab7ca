"""The password of a file, asked for once a matter."""

from PySide6.QtWidgets import QDialog, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.button_row import button_row
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_XL

MAX_CHARACTERS = 512


class PasswordDialog(QDialog):
    """Asks for a password; what is typed does not show.

    Args:
        locked: How many documents wait for one.
        parent: Owner.
    """

    def __init__(self, locked: int, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Password of a file"))
        self.setFixedWidth(440)
        self.password = QLineEdit(self)
        self.password.setAccessibleName(self.tr("Password of the file"))
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setMaxLength(MAX_CHARACTERS)
        self.password.textChanged.connect(self._on_changed)
        self.keep_button = TextButton(self.tr("Try it"), self, is_main=True)
        self.keep_button.setEnabled(False)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.keep_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        waiting = (
            self.tr("1 document waits for a password.")
            if locked == 1
            else self.tr("{0} documents wait for a password.").format(locked)
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_L)
        layout.addWidget(PlainLabel(self.tr("Password of a file"), self, kind="title"))
        layout.addWidget(PlainLabel(waiting, self, is_wrapped=True))
        layout.addWidget(self.password)
        layout.addWidget(
            PlainLabel(
                self.tr(
                    "It is kept sealed in this matter and tried on every file that asks for one."
                    " The file is opened in memory only; its original stays as it came."
                ),
                self,
                kind="caption",
                is_wrapped=True,
            )
        )
        layout.addLayout(button_row(self.cancel_button, self.keep_button))

    def _on_changed(self, text: str) -> None:
        self.keep_button.setEnabled(bool(text))
