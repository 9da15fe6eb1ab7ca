"""Making a matter."""

from dataclasses import dataclass

from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.button_row import button_row
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL

NAME_MAX = 80
NUMBER_MAX = 20


@dataclass(frozen=True, slots=True)
class NewMatter:
    """What the analyst wrote."""

    client_number: str
    matter_number: str
    name: str


class MatterDialog(QDialog):
    """Asks for name and numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("New matter"))
        self.setMinimumWidth(440)
        self.name = self._field(self.tr("Name"), self.tr("Rose v. Hartmann"), NAME_MAX)
        self.client_number = self._field(self.tr("Client number"), "1042", NUMBER_MAX)
        self.matter_number = self._field(self.tr("Matter number"), "0007", NUMBER_MAX)
        form = QFormLayout()
        form.setHorizontalSpacing(SPACE_L)
        form.setVerticalSpacing(SPACE_M)
        for field in (self.name, self.client_number, self.matter_number):
            label = PlainLabel(field.accessibleName(), self)
            label.setBuddy(field)
            form.addRow(label, field)
        self.create_button = TextButton(self.tr("Create matter"), self, is_main=True)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.create_button.setEnabled(False)
        self.create_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_L)
        layout.addWidget(PlainLabel(self.tr("New matter"), self, kind="title"))
        layout.addWidget(
            PlainLabel(
                self.tr("Each matter has keys and a sealed file of its own."), self, kind="caption"
            )
        )
        layout.addLayout(form)
        layout.addSpacing(SPACE_S)
        layout.addLayout(button_row(self.cancel_button, self.create_button))

    @classmethod
    def ask(cls, parent: QWidget) -> NewMatter | None:
        """Ask; None when cancelled."""
        dialog = cls(parent)
        is_accepted = bool(dialog.exec())
        answer = dialog.answer() if is_accepted else None
        dialog.deleteLater()
        return answer

    def answer(self) -> NewMatter:
        """What was written."""
        return NewMatter(
            self.client_number.text().strip(),
            self.matter_number.text().strip(),
            self.name.text().strip(),
        )

    def _field(self, name: str, example: str, most: int) -> QLineEdit:
        field = QLineEdit(self)
        field.setAccessibleName(name)
        field.setPlaceholderText(example)
        field.setMaxLength(most)
        field.textChanged.connect(self._on_changed)
        return field

    def _on_changed(self, _text: str) -> None:
        answer = self.answer()
        self.create_button.setEnabled(
            all((answer.name, answer.client_number, answer.matter_number))
        )
