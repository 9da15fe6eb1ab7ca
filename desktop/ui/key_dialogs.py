"""Typing a new passphrase, and typing a recovery sheet back."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from desktop.ui.key_fields import keep_nothing
from desktop.ui.new_passphrase import NewPassphrase
from desktop.ui.plain import TextButton
from desktop.ui.small_dialog import TypedDialog, lay_out_dialog


class PassphraseDialog(QDialog):
    """A passphrase, twice, and whether it is asked for besides the keyring.

    Signals:
        chosen(str, bool): The passphrase, and whether the keyring is asked for as well.
    """

    chosen = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it."""
        super().__init__(parent)
        self.passphrase = NewPassphrase(self)
        self.with_keyring = QCheckBox(self.tr("Ask for it besides the keyring, not instead"), self)
        self.with_keyring.setAccessibleName(self.with_keyring.text())
        self.set_button = TextButton(self.tr("Set passphrase"), self, is_main=True)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.set_button.clicked.connect(self._on_set)
        self.cancel_button.clicked.connect(self.reject)
        self.passphrase.changed.connect(self._on_text)
        lay_out_dialog(
            self,
            self.tr("Set a passphrase"),
            self.tr(
                "It opens the vault on any computer. Take at least 14 characters, such as five"
                " words that do not belong together. Nobody can tell it to you again."
            ),
            (self.passphrase, self.with_keyring),
            (self.cancel_button, self.set_button),
        )
        self._on_text()
        self.passphrase.setFocus()

    def _on_text(self) -> None:
        self.set_button.setEnabled(self.passphrase.is_ready)

    def _on_set(self) -> None:
        passphrase = self.passphrase.taken()
        self.accept()
        self.chosen.emit(passphrase, self.with_keyring.isChecked())


class SheetDialog(TypedDialog):
    """The ten groups of a printed sheet, typed or read by a scanner that types."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it."""
        super().__init__(parent)
        self.groups = QLineEdit(self)
        self.groups.setAccessibleName(self.tr("The ten groups"))
        keep_nothing(self.groups)
        self.groups.setPlaceholderText("XXXXX XXXXX XXXXX …")
        self.ask_for(
            self.tr("Type the sheet back"),
            self.tr(
                "From the paper, not from the file: this shows that the print can be read. Small"
                " letters and spaces are as good; a scanner that types may read the code."
            ),
            self.groups,
            self.tr("Check"),
        )
