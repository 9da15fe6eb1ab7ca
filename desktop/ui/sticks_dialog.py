"""A file of backups onto sticks: how large a piece may be, then piece after piece."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QFormLayout,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.bridge.backing_up import BackingUp
from desktop.domain.backup import BackupProgress, PiecesPlanned, PieceWritten
from desktop.ui import backup_words
from desktop.ui.banner import Banner
from desktop.ui.button_row import button_row
from desktop.ui.file_dialogs import ask_for_folder
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from desktop.ui.work_row import WorkRow

BYTES_A_MB = 1_000_000
FAT_MB = 4_000
"""Sticks come formatted with FAT32, which takes no file of 4 GiB or more."""

LEAST_MB, MOST_MB = 2, 10_000_000


class SticksDialog(QDialog):
    """Writes the pieces of the last backup's file, in their order; each is read back.

    Signals:
        all_written(): The last piece is on its stick.
    """

    all_written = Signal()

    def __init__(self, backing: BackingUp, parent: QWidget | None = None) -> None:
        """Make it; nothing is written before a person says where."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Backup onto sticks"))
        self.setFixedWidth(520)
        self._backing = backing
        self._planned: PiecesPlanned | None = None
        self._next = 1
        self.limit = QSpinBox(self)
        self.limit.setAccessibleName(self.tr("The most that a piece may take"))
        self.limit.setRange(LEAST_MB, MOST_MB)
        self.limit.setSuffix(" MB")
        self.limit.setValue(FAT_MB)
        # A style sheet's padding does not reach the field inside a spin box.
        self.limit.lineEdit().setTextMargins(SPACE_S - 2, 0, 0, 0)
        self.plan = PlainLabel("", self, kind="strong", is_wrapped=True)
        self.work = WorkRow(self.tr("How far this piece has come"), self)
        self.banner = Banner(self)
        self.close_button = TextButton(self.tr("Close"), self)
        self.write_button = TextButton("", self, is_main=True)
        form = QFormLayout()
        form.setHorizontalSpacing(SPACE_L)
        label = PlainLabel(self.tr("A piece takes at most"), self)
        label.setBuddy(self.limit)
        form.addRow(label, self.limit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(PlainLabel(self.tr("Backup onto sticks"), self, kind="title"))
        layout.addWidget(
            PlainLabel(
                self.tr(
                    "The file of the last backup is cut into pieces. Each is read back and compared"
                    " before the next is asked for. Most sticks take no"
                    " file of more than 4,294 MB."
                ),
                self,
                kind="caption",
                is_wrapped=True,
            )
        )
        layout.addLayout(form)
        layout.addWidget(self.plan)
        layout.addWidget(self.work)
        layout.addWidget(self.banner)
        layout.addSpacing(SPACE_S)
        layout.addLayout(button_row(self.close_button, self.write_button))
        self.limit.valueChanged.connect(self._on_size)
        self.write_button.clicked.connect(self._on_write)
        self.close_button.clicked.connect(self.reject)
        self.work.stop_wanted.connect(backing.stop)
        backing.planned.connect(self._on_planned)
        backing.written.connect(self._on_written)
        backing.told.connect(self._on_told)
        backing.failed.connect(self._on_failed)
        backing.busy_changed.connect(self._show_busy)
        self._on_size()

    # ------------------------------------------------------------------ what is told

    def _on_planned(self, planned: PiecesPlanned) -> None:
        self._planned, self._next = planned, 1
        self.plan.setText(backup_words.pieces_words(planned))
        self._show_busy()

    def _on_written(self, written: PieceWritten) -> None:
        self._next = written.number + 1
        self.banner.show_note(*backup_words.piece_words(written))
        self._show_busy()
        if written.number == written.count:
            self.all_written.emit()

    def _on_told(self, progress: BackupProgress) -> None:
        words = backup_words.progress_words(progress)
        self.work.show_progress(words, progress.done, progress.total)

    def _on_failed(self, error: Exception) -> None:
        self.banner.show_error(error)
        if not self._backing.is_busy and self._planned is None:
            self.plan.setText("")

    def _show_busy(self, _is_busy: bool = False) -> None:  # noqa: FBT001, FBT002 - a Qt slot
        is_busy = self._backing.is_busy
        if is_busy and self.work.isHidden():
            self.work.begin()
        self.work.setVisible(is_busy)
        count = 0 if self._planned is None else self._planned.count
        is_left = self._next <= count
        words = self.tr("Write piece {0} of {1}…").format(self._next, count)
        self.write_button.setText(words if is_left else self.tr("All are written"))
        self.write_button.setAccessibleName(self.write_button.text())
        self.write_button.setEnabled(is_left and not is_busy)
        self.limit.setEnabled(not is_busy and self._next == 1)
        self.close_button.setEnabled(not is_busy)

    # ------------------------------------------------------------------ what a person does

    def _on_size(self, _value: int = 0) -> None:
        self._planned = None
        self._show_busy()
        self._backing.plan_pieces(self.limit.value() * BYTES_A_MB)

    def _on_write(self) -> None:
        chosen = ask_for_folder(self)
        if chosen:
            self.banner.hide()
            self._backing.write_piece(self._next, chosen[0])

    @override
    def reject(self) -> None:
        if not self._backing.is_busy:
            super().reject()
