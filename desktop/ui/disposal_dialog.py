"""Asks a person to type which matter it is, before documents come to their end."""

from dataclasses import dataclass

from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.keeping import MAX_REASON_CHARACTERS
from desktop.ui.button_row import button_row
from desktop.ui.plain import IconLabel, PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What the person wrote."""

    typed: str
    reason: str


class DisposalDialog(QDialog):
    """What goes, a reason, the matter's reference to type; the safe button is the default."""

    def __init__(self, what: str, reference: str, parent: QWidget | None = None) -> None:
        """Make it.

        Args:
            what: What goes, in words.
            reference: Client and matter number, to be typed.
            parent: Owner.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Dispose"))
        self.setFixedWidth(500)
        self._reference = reference
        self.reason = self._field(self.tr("Reason"), self.tr("Why it goes"))
        self.typed = self._field(self.tr("Reference"), self.tr("Client and matter number"))
        form = QFormLayout()
        form.setHorizontalSpacing(SPACE_L)
        form.setVerticalSpacing(SPACE_M)
        for field in (self.reason, self.typed):
            label = PlainLabel(field.accessibleName(), self)
            label.setBuddy(field)
            form.addRow(label, field)
        words = QVBoxLayout()
        words.setSpacing(SPACE_S)
        words.addWidget(PlainLabel(what, self, kind="title", is_wrapped=True))
        words.addWidget(
            PlainLabel(
                self.tr(
                    "This cannot be undone. Keys, originals, text and findings are destroyed; a"
                    " certificate says how. Type the reference {0} to go on."
                ).format(reference),
                self,
                is_wrapped=True,
            )
        )
        picture = IconLabel("warning", 28, self)
        picture.show_icon("warning", "moderate")
        top = QHBoxLayout()
        top.setSpacing(SPACE_M)
        top.addWidget(picture)
        top.addLayout(words, 1)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.dispose_button = TextButton(self.tr("Dispose"), self)
        self.dispose_button.setAutoDefault(False)
        self.dispose_button.setEnabled(False)
        self.cancel_button.clicked.connect(self.reject)
        self.dispose_button.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_L)
        layout.addLayout(top)
        layout.addLayout(form)
        layout.addLayout(button_row(self.dispose_button, self.cancel_button))
        self.reason.setFocus()

    @classmethod
    def ask(cls, parent: QWidget, what: str, reference: str) -> Confirmed | None:
        """Ask; None when cancelled."""
        dialog = cls(what, reference, parent)
        answer = dialog.confirmed() if dialog.exec() else None
        dialog.deleteLater()
        return answer

    def confirmed(self) -> Confirmed:
        """What was written."""
        return Confirmed(self.typed.text().strip(), self.reason.text().strip())

    def _field(self, name: str, example: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setAccessibleName(name)
        field.setPlaceholderText(example)
        field.setMaxLength(MAX_REASON_CHARACTERS)
        field.textChanged.connect(self._on_changed)
        return field

    def _on_changed(self, _text: str) -> None:
        wrote = self.confirmed()
        self.dispose_button.setEnabled(bool(wrote.reason) and wrote.typed == self._reference)
