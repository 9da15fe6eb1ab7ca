"""The second step of the first start: a recovery sheet, printed and typed back, or later."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.bridge import key_ring
from desktop.bridge.key_ring import KeyRing
from desktop.ui.banner import Banner
from desktop.ui.file_dialogs import ask_for_new_file
from desktop.ui.key_fields import keep_nothing
from desktop.ui.keys_page import SHEET_NAME
from desktop.ui.plain import IconLabel, PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL

CARD_PX = 520


class SheetStep(QWidget):
    """One card: write the sheet, then type it back.

    Signals:
        finished(): The sheet counts, or it is to be made later.
    """

    finished = Signal()

    def __init__(self, keys: KeyRing, parent: QWidget | None = None) -> None:
        """Make it; nothing is asked of the vault yet."""
        super().__init__(parent)
        self._keys = keys
        self.banner = Banner(self)
        self.write_button = TextButton(self.tr("Write the sheet…"), self, is_main=True)
        self.later_button = TextButton(self.tr("Later"), self)
        self.groups = QLineEdit(self)
        self.groups.setAccessibleName(self.tr("The ten groups of the printed sheet"))
        self.groups.setPlaceholderText(self.tr("Type the ten groups from the paper"))
        keep_nothing(self.groups)
        self.check_button = TextButton(self.tr("Check"), self, is_main=True)
        self._lay_out()
        self.write_button.clicked.connect(self._on_write)
        self.later_button.clicked.connect(self.finished)
        self.check_button.clicked.connect(self._on_check)
        self.groups.returnPressed.connect(self._on_check)
        self.groups.textChanged.connect(self._show_buttons)
        keys.done.connect(self._on_done)
        keys.failed.connect(self._on_failed)
        keys.busy_changed.connect(self._show_buttons)
        self._is_written = False
        self._show_buttons()

    def _lay_out(self) -> None:
        card = QFrame(self)
        card.setProperty("kind", "card")
        card.setFixedWidth(CARD_PX)
        mark = IconLabel("key", 44, card)
        mark.show_icon("key", "accent")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(2 * SPACE_L, 2 * SPACE_L, 2 * SPACE_L, 2 * SPACE_L)
        layout.setSpacing(SPACE_L)
        layout.addWidget(mark)
        words = QVBoxLayout()
        words.setSpacing(SPACE_S)
        words.addWidget(PlainLabel(self.tr("A second way in"), card, kind="display"))
        words.addWidget(
            PlainLabel(
                self.tr(
                    "The vault's key lies in the keyring of this computer alone. A printed recovery"
                    " sheet opens the vault when that is lost: after a new computer, a new account,"
                    " a keyring that was reset."
                ),
                card,
                is_wrapped=True,
            )
        )
        words.addWidget(
            PlainLabel(
                self.tr(
                    "Write it to a file, print it, delete the file. Then type it back from the"
                    " paper: until then it does not count. Keep the paper apart from the computer."
                ),
                card,
                is_wrapped=True,
            )
        )
        layout.addLayout(words)
        typing = QHBoxLayout()
        typing.setSpacing(SPACE_M)
        typing.addWidget(self.groups, 1)
        typing.addWidget(self.check_button)
        layout.addLayout(typing)
        layout.addWidget(self.banner)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addStretch(1)
        row.addWidget(self.later_button)
        row.addWidget(self.write_button)
        layout.addLayout(row)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        outer.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(1)

    def begin(self) -> None:
        """Offer it anew."""
        self._is_written = False
        self.forget()
        self.banner.hide()
        self._show_buttons()
        self.write_button.setFocus()

    def forget(self) -> None:
        """Empty the field, and what it would give back to an undo."""
        self.groups.setText("")

    def make_sheet(self, target: Path) -> None:
        """Write the sheet to a new file."""
        self.banner.hide()
        self._keys.make_sheet(target)

    def _on_write(self) -> None:
        title = self.tr("Write the recovery sheet")
        target = ask_for_new_file(self, title, SHEET_NAME, "PDF (*.pdf)")
        if target is not None:
            self.make_sheet(target)

    def _on_check(self) -> None:
        if self.check_button.isEnabled():
            self.banner.hide()
            self._keys.prove_sheet(self.groups.text())

    def _on_done(self, what: str) -> None:
        if not self.isVisible():
            return
        if what == key_ring.SHEET:
            self._is_written = True
            self.banner.show_note(
                self.tr("The sheet is written."),
                self.tr("Print it, delete the file, and type the groups from the paper."),
            )
            self._show_buttons()
            self.groups.setFocus()
        elif what == key_ring.PROOF:
            self.groups.clear()
            self.finished.emit()

    def _on_failed(self, error: Exception) -> None:
        if self.isVisible():
            self.banner.show_error(error)

    def _show_buttons(self, _changed: object = None) -> None:
        is_free = not self._keys.is_busy
        self.groups.setVisible(self._is_written)
        self.check_button.setVisible(self._is_written)
        self.check_button.setEnabled(is_free and bool(self.groups.text().strip()))
        self.write_button.setEnabled(is_free)
        self.write_button.setVisible(not self._is_written)
