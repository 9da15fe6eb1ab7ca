"""A new passphrase, typed twice and seen by nobody."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.key_fields import secret_field
from desktop.ui.plain import PlainLabel
from desktop.ui.theme import SPACE_M


class NewPassphrase(QWidget):
    """Two fields, and whether both say the same.

    Signals:
        changed(): Something was typed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget, name: str = "") -> None:
        """Make it empty; `name` says what is typed, in place of "New passphrase"."""
        super().__init__(parent)
        self.first = secret_field(self, name or self.tr("New passphrase"))
        self.second = secret_field(self, self.tr("The same again"))
        self.hint = PlainLabel("", self, kind="caption", is_wrapped=True)
        for field in (self.first, self.second):
            field.textChanged.connect(self._on_text)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_M)
        for part in (self.first, self.second, self.hint):
            layout.addWidget(part)
        self.setFocusProxy(self.first)

    @property
    def is_ready(self) -> bool:
        """Whether the same was typed twice."""
        return bool(self.first.text()) and self.first.text() == self.second.text()

    def taken(self) -> str:
        """What was typed; nothing of it stays in the fields."""
        text = self.first.text()
        self.forget()
        return text

    def forget(self) -> None:
        """Empty the fields, and what they would give back to an undo."""
        for field in (self.first, self.second):
            field.setText("")

    def _on_text(self) -> None:
        is_other = bool(self.second.text()) and self.first.text() != self.second.text()
        self.hint.setText(self.tr("The two are not the same.") if is_other else "")
        self.changed.emit()
