"""Typing a new passphrase, and typing a recovery sheet back."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.small_dialog import lay_out_dialog

MOST_CHARACTERS = 1_024

_NOTHING_KEPT = (
    Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhNoAutoUppercase
)
"""What the system's input methods are told: learn nothing of this."""


class PassphraseDialog(QDialog):
    """A passphrase, twice, and whether it is asked for besides the keyring.

    Signals:
        chosen(str, bool): The passphrase, and whether the keyring is asked for as well.
    """

    chosen = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it."""
        super().__init__(parent)
        self.first = secret_field(self, self.tr("New passphrase"))
        self.second = secret_field(self, self.tr("The same again"))
        self.with_keyring = QCheckBox(self.tr("Ask for it besides the keyring, not instead"), self)
        self.with_keyring.setAccessibleName(self.with_keyring.text())
        self.hint = PlainLabel("", self, kind="caption", is_wrapped=True)
        self.set_button = TextButton(self.tr("Set passphrase"), self, is_main=True)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.set_button.clicked.connect(self._on_set)
        self.cancel_button.clicked.connect(self.reject)
        for field in (self.first, self.second):
            field.textChanged.connect(self._on_text)
        lay_out_dialog(
            self,
            self.tr("Set a passphrase"),
            self.tr(
                "It opens the vault on any computer. Take at least 14 characters, such as five"
                " words that do not belong together. Nobody can tell it to you again."
            ),
            (self.first, self.second, self.with_keyring, self.hint),
            (self.cancel_button, self.set_button),
        )
        self._on_text()
        self.first.setFocus()

    def _on_text(self) -> None:
        first, second = self.first.text(), self.second.text()
        is_same = first == second
        self.set_button.setEnabled(bool(first) and is_same)
        self.hint.setText("" if is_same or not second else self.tr("The two are not the same."))

    def _on_set(self) -> None:
        passphrase, with_keyring = self.first.text(), self.with_keyring.isChecked()
        self.first.clear()
        self.second.clear()
        self.accept()
        self.chosen.emit(passphrase, with_keyring)


class SheetDialog(QDialog):
    """The ten groups of a printed sheet.

    Signals:
        typed(str): What was typed, or came from a scanner that types.
    """

    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it."""
        super().__init__(parent)
        self.groups = QLineEdit(self)
        self.groups.setAccessibleName(self.tr("The ten groups"))
        keep_nothing(self.groups)
        self.groups.setPlaceholderText("XXXXX XXXXX XXXXX …")
        self.groups.textChanged.connect(self._on_text)
        self.check_button = TextButton(self.tr("Check"), self, is_main=True)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.check_button.clicked.connect(self._on_check)
        self.cancel_button.clicked.connect(self.reject)
        lay_out_dialog(
            self,
            self.tr("Type the sheet back"),
            self.tr(
                "From the paper, not from the file: this shows that the print can be read. Small"
                " letters and spaces are as good; a scanner that types may read the code."
            ),
            (self.groups,),
            (self.cancel_button, self.check_button),
        )
        self._on_text()
        self.groups.setFocus()

    def _on_text(self) -> None:
        self.check_button.setEnabled(bool(self.groups.text().strip()))

    def _on_check(self) -> None:
        text = self.groups.text()
        self.groups.clear()
        self.accept()
        self.typed.emit(text)


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
