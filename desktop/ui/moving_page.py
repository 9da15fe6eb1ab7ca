"""Matters on their way between vaults, in the settings: packed for another one, or taken in."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.bridge.moving import Moving
from desktop.domain.backup import BackupProgress, Merged
from desktop.domain.differences import DecidedOnce, MatterDifference
from desktop.domain.identity import FindingId, MatterId
from desktop.domain.matter import Matter
from desktop.ui import backup_words
from desktop.ui.banner import Banner
from desktop.ui.button_row import tool_row
from desktop.ui.differences_dialog import DifferencesDialog
from desktop.ui.file_dialogs import ask_for_file, ask_for_new_file
from desktop.ui.key_fields import keep_nothing
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S
from desktop.ui.work_row import WorkRow


class MovingPage(QWidget):
    """The receiving key of this vault, a matter to pack, a file to take in.

    Signals:
        matters_changed(): A matter was taken in or merged.
    """

    matters_changed = Signal()

    def __init__(self, moving: Moving, parent: QWidget | None = None) -> None:
        """Show nothing before the vault has been asked."""
        super().__init__(parent)
        self._moving = moving
        self._asked: Path | None = None
        self.key = PlainLabel("", self, is_wrapped=True)
        self.key.setAccessibleName(self.tr("Receiving key of this vault"))
        self.key.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.matter = QComboBox(self)
        self.matter.setAccessibleName(self.tr("Matter"))
        self.receiver = self._field(self.tr("Receiving key of the other vault"))
        self.passphrase = self._field(self.tr("Or a passphrase, at least 12 characters"))
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.pack_button = TextButton(self.tr("&Pack…"), self)
        self.differences_button = TextButton(self.tr("Decided &differently…"), self)
        self.differences: DifferencesDialog | None = None
        self.unpack_button = TextButton(self.tr("&Take a matter in…"), self)
        self.opening = self._field(self.tr("Passphrase of the file"))
        self.opening.setEchoMode(QLineEdit.EchoMode.Password)
        self.open_button = TextButton(self.tr("Take it &in"), self)
        self.work = WorkRow(self.tr("How far it has come"), self)
        self.banner = Banner(self)
        self._lay_out()
        self._connect()
        self._ask_for_passphrase(None)
        self._show_buttons()
        moving.look()

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit(self)
        keep_nothing(field)
        field.setAccessibleName(name)
        field.setPlaceholderText(name)
        field.textChanged.connect(self._show_buttons)
        return field

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(SPACE_L)
        form.setVerticalSpacing(SPACE_M)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field in (
            (self.tr("This vault receives with"), self.key),
            (self.tr("Matter"), self.matter),
            (self.tr("For"), self.receiver),
            ("", self.passphrase),
        ):
            label = PlainLabel(words, self)
            label.setBuddy(field)
            form.addRow(label, field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(PlainLabel(self.tr("Moving matters"), self, kind="title"))
        layout.addWidget(
            PlainLabel(
                self.tr(
                    "Workstations without a network share a matter on a stick. It stays here; what"
                    " both have worked on is merged without doubles, and what is held in either"
                    " stays held. Compare a receiving key by voice before you pack for it."
                ),
                self,
                kind="caption",
                is_wrapped=True,
            )
        )
        layout.addSpacing(SPACE_M)
        layout.addLayout(form)
        layout.addLayout(tool_row(self.pack_button))
        layout.addLayout(tool_row(beside=(self.unpack_button, self.differences_button)))
        layout.addWidget(self.opening)
        layout.addLayout(tool_row(self.open_button))
        layout.addStretch(1)
        layout.addWidget(self.work)
        layout.addWidget(self.banner)

    def _connect(self) -> None:
        moving = self._moving
        self.pack_button.clicked.connect(self._on_pack)
        self.unpack_button.clicked.connect(self._on_unpack)
        self.differences_button.clicked.connect(self._on_differences)
        self.open_button.clicked.connect(self._on_open)
        self.work.stop_wanted.connect(moving.stop)
        moving.looked.connect(self._on_looked)
        moving.asked.connect(self._on_asked)
        moving.packed.connect(self._on_packed)
        moving.unpacked.connect(self._on_unpacked)
        moving.differing.connect(self._on_differing)
        moving.told.connect(self._on_told)
        moving.failed.connect(self._on_failed)
        moving.busy_changed.connect(self._show_busy)

    # ------------------------------------------------------------------ what the vault tells

    def _on_looked(self, matters: Sequence[Matter], receiving_key: str) -> None:
        chosen = self.matter.currentData()
        self.key.setText(receiving_key)
        self.matter.clear()
        for matter in matters:
            self.matter.addItem(f"{matter.reference}  {matter.name}", matter.matter_id)
        self.matter.setCurrentIndex(max(0, self.matter.findData(chosen)))
        self._show_buttons()

    def _on_asked(self, file: Path, is_passphrase_wanted: bool) -> None:  # noqa: FBT001 - a Qt slot
        if is_passphrase_wanted:
            self._ask_for_passphrase(file)
        else:
            self._moving.unpack(file, None)

    def _on_packed(self, target: Path) -> None:
        self.banner.show_note(
            self.tr("The matter is packed."), self.tr("Take {0} along.").format(target.name)
        )

    def _on_unpacked(self, merged: Merged) -> None:
        self.banner.show_note(*backup_words.merged_words(merged))
        self._moving.look()
        self.matters_changed.emit()

    def _on_differing(self, matter_id: MatterId, found: Sequence[MatterDifference]) -> None:
        if self.differences is not None and matter_id == self.matter.currentData():
            self.differences.show_differences(found)

    def _on_failed(self, error: Exception) -> None:
        shown = self.banner if self.differences is None else self.differences.banner
        shown.show_error(error)

    def _on_told(self, progress: BackupProgress) -> None:
        words = backup_words.progress_words(progress)
        self.work.show_progress(words, progress.done, progress.total)

    def _show_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - a Qt slot
        if is_busy:
            self.banner.hide()
            self.work.begin()
        self.work.setVisible(is_busy)
        self._show_buttons()

    def _ask_for_passphrase(self, file: Path | None) -> None:
        """Ask what opens a file; None: nothing is asked for."""
        self._asked = file
        self.opening.setText("")
        self.opening.setVisible(file is not None)
        self.open_button.setVisible(file is not None)
        if file is not None:
            self.opening.setFocus()

    def _show_buttons(self) -> None:
        is_free = not self._moving.is_busy
        has_way = bool(self.receiver.text().strip()) != bool(self.passphrase.text())
        self.differences_button.setEnabled(is_free and self.matter.count() > 0)
        self.pack_button.setEnabled(is_free and has_way and self.matter.count() > 0)
        self.unpack_button.setEnabled(is_free)
        self.open_button.setEnabled(is_free and bool(self.opening.text()))

    # ------------------------------------------------------------------ what a person does

    def _on_pack(self) -> None:
        matter_id = self.matter.currentData()
        suggested = f"{self.matter.currentText().split('  ')[0]}.matter"
        pattern = self.tr("Packed matters (*.matter)")
        target = ask_for_new_file(self, self.tr("Pack a matter"), suggested, pattern)
        if target is not None:
            receiver, passphrase = self.receiver.text().strip(), self.passphrase.text()
            self.passphrase.setText("")
            self._moving.pack(matter_id, target, receiver, passphrase)

    def _on_differences(self) -> None:
        reference = self.matter.currentText().split("  ")[0]
        self.differences = dialog = DifferencesDialog(reference, self)
        dialog.hold_wanted.connect(self._on_hold_wanted)
        self._moving.look_at_differences(self.matter.currentData())
        dialog.exec()
        self.differences = None
        dialog.deleteLater()

    def _on_hold_wanted(self, finding_id: FindingId, chosen: DecidedOnce) -> None:
        self._moving.let_hold(self.matter.currentData(), finding_id, chosen)

    def _on_unpack(self) -> None:
        chosen = ask_for_file(self, self.tr("Take a matter in"), self.tr("All files (*)"))
        if chosen is not None:
            self.banner.hide()
            self._ask_for_passphrase(None)
            self._moving.ask_about(chosen)

    def _on_open(self) -> None:
        if self._asked is not None:
            file, passphrase = self._asked, self.opening.text()
            self._ask_for_passphrase(None)
            self._moving.unpack(file, passphrase)
