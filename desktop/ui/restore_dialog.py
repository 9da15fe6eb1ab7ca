"""Restoring a backup: a file or its pieces, which backup of it, and what opens it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.domain.backup import BackupInside, BackupProgress, FileTaken, Rehearsed
from desktop.domain.ways_in import WayKind
from desktop.ui import backup_words
from desktop.ui.banner import Banner
from desktop.ui.button_row import button_row
from desktop.ui.key_fields import keep_nothing
from desktop.ui.plain import ElidedLabel, PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from desktop.ui.work_row import WorkRow

WAYS = (WayKind.KEYRING, WayKind.PASSPHRASE, WayKind.SHEET)


class RestoreDialog(QDialog):
    """Asks for everything, then shows how far it has come and what is in the vault's place.

    Signals:
        file_wanted(): A file of backups, or its next piece, is to be chosen.
        restore_wanted(object, str, object): A WayKind, what was typed, the backup's number or None.
        stop_wanted(): Stop; the vault stays as it was.
    """

    file_wanted = Signal()
    restore_wanted = Signal(object, str, object)
    stop_wanted = Signal()

    def __init__(self, parent: QWidget | None = None, *, has_vault: bool = False) -> None:
        """Make it; `has_vault` says whether one is there whose place the backup would take."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Restore a backup"))
        self.setFixedWidth(560)
        self.is_restored = False
        self._has_backups = False
        self.file = ElidedLabel(self.tr("No file is chosen yet."), self)
        self.file_button = TextButton(self.tr("Choose &file…"), self)
        self.file_button.setAutoDefault(False)
        self.backups = QComboBox(self)
        self.backups.setAccessibleName(self.tr("Backup"))
        self.way = QComboBox(self)
        self.way.setAccessibleName(self.tr("It opens with"))
        for kind, words in (
            (WayKind.KEYRING, self.tr("the keyring of this account")),
            (WayKind.PASSPHRASE, self.tr("the passphrase of the vault")),
            (WayKind.SHEET, self.tr("the recovery sheet")),
        ):
            self.way.addItem(words, kind.value)
        self.text = QLineEdit(self)
        keep_nothing(self.text)
        self.work = WorkRow(self.tr("How far the restore has come"), self)
        self.banner = Banner(self)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.restore_button = TextButton(self.tr("Restore"), self, is_main=True)
        self._lay_out(has_vault=has_vault)
        self._connect()
        self._on_way()

    def _lay_out(self, *, has_vault: bool) -> None:
        file = QHBoxLayout()
        file.setSpacing(SPACE_M)
        file.addWidget(self.file, 1)
        file.addWidget(self.file_button)
        form = QFormLayout()
        form.setHorizontalSpacing(SPACE_L)
        form.setVerticalSpacing(SPACE_M)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(PlainLabel(self.tr("File"), self), file)
        for field in (self.backups, self.way):
            label = PlainLabel(field.accessibleName(), self)
            label.setBuddy(field)
            form.addRow(label, field)
        form.addRow(PlainLabel("", self), self.text)
        kept = (
            self.tr("It takes the place of the vault once it is verified; that one is kept beside.")
            if has_vault
            else self.tr("It becomes the vault of this computer once it is verified.")
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(PlainLabel(self.tr("Restore a backup"), self, kind="title"))
        layout.addWidget(PlainLabel(kept, self, kind="caption", is_wrapped=True))
        layout.addSpacing(SPACE_S)
        layout.addLayout(form)
        layout.addWidget(self.banner)
        layout.addWidget(self.work)
        layout.addStretch(1)
        layout.addSpacing(SPACE_S)
        layout.addLayout(button_row(self.cancel_button, self.restore_button))

    def _connect(self) -> None:
        self.file_button.clicked.connect(self.file_wanted)
        self.way.currentIndexChanged.connect(self._on_way)
        self.text.textChanged.connect(self._show_buttons)
        self.work.stop_wanted.connect(self.stop_wanted)
        self.cancel_button.clicked.connect(self.reject)
        self.restore_button.clicked.connect(self._on_restore)

    # ------------------------------------------------------------------ what is shown

    def show_file(self, name: str) -> None:
        """Say which file was chosen."""
        self.file.setText(name)
        self.banner.hide()

    def show_taken(self, taken: FileTaken) -> None:
        """Take the backups of a file, or that its next piece is asked for."""
        self._show_backups(taken.backups)
        if taken.next_piece:
            self.file_button.setText(self.tr("Choose piece {0}…").format(taken.next_piece))
            self.banner.show_note(
                self.tr("Piece {0} of {1} is next.").format(taken.next_piece, taken.piece_count),
                self.tr("Put in the stick with it, then choose it."),
            )
        else:
            self.file_button.setText(self.tr("Choose &file…"))
        self.file_button.setAccessibleName(self.file_button.text().replace("&", ""))

    def show_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Whether something is being done."""
        if is_busy:
            self.banner.hide()
            self.work.begin()
        self.work.setVisible(is_busy)
        self._show_buttons()

    def show_progress(self, progress: BackupProgress) -> None:
        """Say how far it has come."""
        self.work.show_progress(
            backup_words.progress_words(progress), progress.done, progress.total
        )

    def show_restored(self, found: Rehearsed) -> None:
        """Say what is in the vault's place now."""
        self.is_restored = True
        self.banner.show_note(*backup_words.restored_words(found))
        self.cancel_button.setText(self.tr("Open the vault"))
        self.cancel_button.setAccessibleName(self.tr("Open the vault"))
        self.restore_button.hide()
        self._show_buttons()

    def show_stopped(self) -> None:
        """Say that nothing was changed."""
        self.banner.show_note(self.tr("Stopped."), self.tr("The vault is as it was."))

    def show_error(self, error: Exception) -> None:
        """Say what went wrong."""
        self.banner.show_error(error)

    def forget(self) -> None:
        """Empty what was typed, and what an undo would give back."""
        self.text.setText("")

    def _show_backups(self, backups: Sequence[BackupInside]) -> None:
        self.backups.clear()
        for inside in backups:
            words = self.tr("{0}, made {1}")
            self.backups.addItem(
                words.format(inside.number, backup_words.minute(inside.made_at)), inside.number
            )
        self._has_backups = bool(backups)
        self._show_buttons()

    def _show_buttons(self) -> None:
        is_free = self.work.isHidden()
        can_ask = is_free and not self.is_restored
        for widget in (self.file_button, self.way, self.text):
            widget.setEnabled(can_ask)
        self.backups.setEnabled(can_ask and self._has_backups)
        has_way = self._kind() is WayKind.KEYRING or bool(self.text.text().strip())
        self.restore_button.setEnabled(can_ask and self._has_backups and has_way)
        self.cancel_button.setEnabled(is_free)

    # ------------------------------------------------------------------ what was done

    def _kind(self) -> WayKind:
        return WayKind(self.way.currentData())

    def _on_way(self) -> None:
        kind = self._kind()
        self.forget()
        is_secret = kind is WayKind.PASSPHRASE
        self.text.setEchoMode(
            QLineEdit.EchoMode.Password if is_secret else QLineEdit.EchoMode.Normal
        )
        name = self.tr("The passphrase") if is_secret else self.tr("The ten groups of the sheet")
        self.text.setAccessibleName(name)
        self.text.setPlaceholderText(name)
        self.text.setVisible(kind is not WayKind.KEYRING)
        self._show_buttons()

    def _on_restore(self) -> None:
        kind, text = self._kind(), self.text.text()
        self.forget()
        self.restore_wanted.emit(kind, text, self.backups.currentData())

    @override
    def reject(self) -> None:
        if self.work.isHidden():
            self.forget()
            super().reject()
