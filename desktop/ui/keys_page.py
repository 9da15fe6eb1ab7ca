"""The ways into the vault in the settings: which there are, new ones, and their end."""

from pathlib import Path

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.bridge import key_ring
from desktop.bridge.key_ring import KeyRing
from desktop.domain.ways_in import WayIn, WayKind, has_recovery
from desktop.ui.banner import Banner
from desktop.ui.confirm_dialog import ConfirmDialog
from desktop.ui.file_dialogs import ask_for_new_file
from desktop.ui.id_rows import IdRows
from desktop.ui.key_dialogs import PassphraseDialog, SheetDialog
from desktop.ui.key_renewal import KeyRenewal
from desktop.ui.key_rows import detail_of, identity_of, name_of, picture_of, words_of
from desktop.ui.line_rows import line_list
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_S

SHEET_NAME = "in-camera-recovery-sheet.pdf"


class KeysPage(QWidget):
    """Lists the ways in; what is done with them is done at once."""

    def __init__(self, keys: KeyRing, parent: QWidget | None = None) -> None:
        """Show nothing before the vault has been asked."""
        super().__init__(parent)
        self._keys = keys
        self._ways: tuple[WayIn, ...] = ()
        self.advice = PlainLabel("", self, kind="caption", is_wrapped=True)
        self._rows: IdRows[WayIn] = IdRows(identity_of, words_of, self)
        self.list = line_list(
            self.tr("Ways into the vault"), self._rows, picture_of, _name_of, detail_of, self
        )
        self.sheet_button = TextButton(self.tr("Recovery &sheet…"), self)
        self.proof_button = TextButton(self.tr("Type it &back…"), self)
        self.passphrase_button = TextButton(self.tr("&Passphrase…"), self)
        self.enrol_button = TextButton(self.tr("New key &here"), self)
        self.remove_button = TextButton(self.tr("&Remove"), self)
        self.banner = Banner(self)
        self.renewal = KeyRenewal(keys.renewing, self.banner, self)
        self._lay_out()
        self._connect()
        self._show_buttons()
        keys.look()

    @property
    def rows(self) -> tuple[WayIn, ...]:
        """What the list shows."""
        return tuple(self._rows.items)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        for button in (self.sheet_button, self.proof_button, self.passphrase_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.enrol_button, self.remove_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(PlainLabel(self.tr("Keys"), self, kind="title"))
        layout.addWidget(self.advice)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        layout.addWidget(self.renewal)
        layout.addWidget(self.banner)

    def _connect(self) -> None:
        self.sheet_button.clicked.connect(self._on_sheet)
        self.proof_button.clicked.connect(self._on_proof)
        self.passphrase_button.clicked.connect(self._on_passphrase)
        self.enrol_button.clicked.connect(self._on_enrol)
        self.remove_button.clicked.connect(self._on_remove)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self._keys.listed.connect(self._on_listed)
        self._keys.done.connect(self._on_done)
        self._keys.failed.connect(self.banner.show_error)
        self._keys.busy_changed.connect(self._show_buttons)

    # ------------------------------------------------------------------ what the vault tells

    def _on_listed(self, ways: tuple[WayIn, ...]) -> None:
        self._ways = ways
        self._rows.show(ways)
        if has_recovery(ways):
            self.advice.setText(
                self.tr(
                    "Each of these opens the vault. The last one that counts cannot be removed."
                )
            )
        else:
            self.advice.setText(
                self.tr(
                    "Losing this computer's keyring would lose the vault. Make a recovery sheet,"
                    " print it, and type it back: until then it does not count."
                )
            )
        self._show_buttons()

    def _on_done(self, what: str) -> None:
        notes = {
            key_ring.SHEET: (
                self.tr("The sheet is written."),
                self.tr("Print it, delete the file, and type the sheet back from the paper."),
            ),
            key_ring.PROOF: (
                self.tr("The sheet opens this vault."),
                self.tr("It counts from now on. Keep it apart from the computer."),
            ),
            key_ring.PASSPHRASE: (self.tr("The passphrase is set."), ""),
            key_ring.ENROL: (self.tr("This computer's keyring opens the vault."), ""),
            key_ring.REMOVE: (self.tr("It opens the vault no more."), ""),
        }
        if what in notes:
            self.banner.show_note(*notes[what])

    def _show_buttons(self, _is_busy: bool = False) -> None:  # noqa: FBT001, FBT002 - a Qt slot
        is_free = not self._keys.is_busy
        for button in (self.sheet_button, self.passphrase_button):
            button.setEnabled(is_free)
        has_sheet = any(way.kind is WayKind.SHEET for way in self._ways)
        self.proof_button.setEnabled(is_free and has_sheet)
        self.enrol_button.setEnabled(is_free and not any(way.is_here for way in self._ways))
        self.remove_button.setEnabled(is_free and self._current() is not None)

    # ------------------------------------------------------------------ what a person does

    def _on_sheet(self) -> None:
        target = ask_for_new_file(
            self, self.tr("Write the recovery sheet"), SHEET_NAME, "PDF (*.pdf)"
        )
        if target is not None:
            self.make_sheet(target)

    def make_sheet(self, target: Path) -> None:
        """Write a recovery sheet to a new file."""
        self.banner.hide()
        self._keys.make_sheet(target)

    def _on_proof(self) -> None:
        dialog = SheetDialog(self)
        dialog.typed.connect(self._keys.prove_sheet)
        self._show(dialog)

    def _on_passphrase(self) -> None:
        dialog = PassphraseDialog(self)
        dialog.chosen.connect(self._on_passphrase_chosen)
        self._show(dialog)

    def _on_passphrase_chosen(self, passphrase: str, with_keyring: bool) -> None:  # noqa: FBT001
        self._keys.set_passphrase(passphrase, with_keyring=with_keyring)

    def _on_enrol(self) -> None:
        self.banner.hide()
        self._keys.enrol()

    def _on_remove(self) -> None:
        way = self._current()
        if way is not None and ConfirmDialog.ask(
            self,
            self.tr("Remove this way in?"),
            self.tr("{0}: it will not open the vault any more.").format(name_of(way.kind)),
            self.tr("Remove"),
        ):
            self.banner.hide()
            self._keys.remove(way.way_id)

    def _show(self, dialog: QDialog) -> None:
        self.banner.hide()
        dialog.exec()
        dialog.deleteLater()

    def _current(self) -> WayIn | None:
        return self._rows.item_at(self.list.currentIndex())

    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_buttons()


def _name_of(way: WayIn) -> str:
    return name_of(way.kind)
