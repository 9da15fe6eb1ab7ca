"""Fields for secrets: bounded, and learnt by no input method."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget

MOST_CHARACTERS = 1_024

_NOTHING_KEPT = (
    Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
)
"""What the system's input methods are told: learn nothing of this."""


def keep_nothing(field: QLineEdit) -> None:
    """Let a field take a secret that may be seen: bounded, and learnt by no input method."""
    field.setMaxLength(MOST_CHARACTERS)
    field.setInputMethodHints(_NOTHING_KEPT)


def secret_field(parent: QWidget, name: str) -> QLineEdit:
    """A field for a secret of the given name that nobody sees."""
    field = QLineEdit(parent)
    field.setAccessibleName(name)
    field.setPlaceholderText(name)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    field.setInputMethodHints(_NOTHING_KEPT | Qt.InputMethodHint.ImhHiddenText)
    field.setMaxLength(MOST_CHARACTERS)
    return field
