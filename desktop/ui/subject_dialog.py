"""Asks whose data is looked for: names in any spelling, and values."""

from dataclasses import dataclass

from PySide6.QtWidgets import QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.ui.button_row import button_row
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL

MAX_CHARACTERS = 1_000


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom the person asked for.

    Attributes:
        names: In one or more spellings.
        values: E-mail addresses, numbers, and other identifiers.
    """

    names: tuple[str, ...]
    values: tuple[str, ...]


class SubjectDialog(QDialog):
    """Names and values, several of either set apart by semicolons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Data of a person"))
        self.setMinimumWidth(520)
        self.names = self._field(self.tr("Names"), self.tr("Anna Müller; A. Brandt-Müller"))
        self.values = self._field(self.tr("Values"), self.tr("anna@example.org; DE89 3704 …"))
        form = QFormLayout()
        form.setHorizontalSpacing(SPACE_L)
        form.setVerticalSpacing(SPACE_M)
        for field in (self.names, self.values):
            label = PlainLabel(field.accessibleName(), self)
            label.setBuddy(field)
            form.addRow(label, field)
        self.find_button = TextButton(self.tr("Look"), self, is_main=True)
        self.find_button.setEnabled(False)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.find_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_L)
        layout.addWidget(PlainLabel(self.tr("Data of a person"), self, kind="title"))
        layout.addWidget(
            PlainLabel(
                self.tr(
                    "Accents, umlauts, initials, the order of first and last name and a wrong"
                    " letter make no difference. Set several apart by semicolons: names as they"
                    " were before, e-mail addresses, telephone and account numbers."
                ),
                self,
                kind="caption",
                is_wrapped=True,
            )
        )
        layout.addLayout(form)
        layout.addSpacing(SPACE_S)
        layout.addLayout(button_row(self.cancel_button, self.find_button))

    @classmethod
    def ask(cls, parent: QWidget) -> Asked | None:
        """Ask; None when cancelled."""
        dialog = cls(parent)
        asked = dialog.asked() if dialog.exec() else None
        dialog.deleteLater()
        return asked

    def asked(self) -> Asked:
        """What was written."""
        return Asked(_parts(self.names.text()), _parts(self.values.text()))

    def _field(self, name: str, example: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setAccessibleName(name)
        field.setPlaceholderText(example)
        field.setMaxLength(MAX_CHARACTERS)
        field.textChanged.connect(self._on_changed)
        return field

    def _on_changed(self, _text: str) -> None:
        asked = self.asked()
        self.find_button.setEnabled(bool(asked.names or asked.values))


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part for part in (each.strip() for each in text.split(";")) if part)
