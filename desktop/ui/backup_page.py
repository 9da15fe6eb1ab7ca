"""Backups in the settings: when the last one was made and rehearsed, and making another."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QProgressBar,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.bridge.backing_up import BackingUp
from desktop.domain.backup import (
    BackupEntry,
    BackupProgress,
    BackupState,
    CheckedBackup,
    Rehearsed,
)
from desktop.domain.errors import BackupDamagedError, RestoreUnsoundError
from desktop.settings import Settings
from desktop.ui.backup_words import (
    act_words,
    due_words,
    made_words,
    progress_words,
    rehearsed_words,
)
from desktop.ui.banner import Banner
from desktop.ui.button_row import tool_row
from desktop.ui.file_dialogs import ask_for_new_file
from desktop.ui.plain import ElidedLabel, PlainLabel, TextButton
from desktop.ui.sticks_dialog import SticksDialog
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S

BACKUP_NAME = "in-camera.backup"
MAX_DAYS = 3_650
STEPS = 1_000


class BackupPage(QWidget):
    """Shows the state of backups; what is done with them is done at once.

    Signals:
        restore_wanted(): A backup is to take the place of the vault.
    """

    restore_wanted = Signal()

    def __init__(
        self, settings: Settings, backing: BackingUp, parent: QWidget | None = None
    ) -> None:
        """Show nothing before the vault has been asked."""
        super().__init__(parent)
        self._backing = backing
        self._state: BackupState | None = None
        self.due = PlainLabel("", self, kind="strong", is_wrapped=True)
        self.made = PlainLabel("", self)
        self.place = ElidedLabel("", self, mode=Qt.TextElideMode.ElideMiddle)
        self.rehearsed = PlainLabel("", self)
        self.backup_days = self._days(
            self.tr("Say so after"), settings.backup_reminder_days, self.tr(" days without backup")
        )
        self.rehearsal_days = self._days(
            self.tr("Say so after"),
            settings.rehearsal_reminder_days,
            self.tr(" days without rehearsal"),
        )
        self.make_button = TextButton(self.tr("Make a &backup"), self)
        self.place_button = TextButton(self.tr("Into a &new file…"), self)
        self.sticks_button = TextButton(self.tr("&Onto sticks…"), self)
        self.restore_button = TextButton(self.tr("R&estore…"), self)
        self.check_button = TextButton(self.tr("C&heck"), self)
        self.rehearse_button = TextButton(self.tr("&Rehearse"), self)
        self.stop_button = TextButton(self.tr("S&top"), self)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(self.tr("How far the work on the backup has come"))
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.doing = PlainLabel("", self, kind="caption")
        self.banner = Banner(self)
        self._lay_out()
        self._connect()
        self._show_state()
        self._show_busy()
        backing.look()

    def settings(self, settings: Settings) -> Settings:
        """The settings with what is chosen here."""
        return replace(
            settings,
            backup_reminder_days=self.backup_days.value(),
            rehearsal_reminder_days=self.rehearsal_days.value(),
        )

    def _days(self, name: str, days: int, suffix: str) -> QSpinBox:
        field = QSpinBox(self)
        field.setAccessibleName(f"{name}{suffix}")
        field.setRange(0, MAX_DAYS)
        field.setSpecialValueText(self.tr("Never"))
        field.setSuffix(suffix)
        field.setValue(days)
        # A style sheet's padding does not reach the field inside a spin box.
        field.lineEdit().setTextMargins(SPACE_S - 2, 0, 0, 0)
        return field

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(SPACE_L)
        form.setVerticalSpacing(SPACE_M)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for name, field in (
            (self.tr("Last backup"), self.made),
            (self.tr("File"), self.place),
            (self.tr("Last rehearsal"), self.rehearsed),
            (self.tr("Say so after"), self.backup_days),
            (self.tr("and after"), self.rehearsal_days),
        ):
            label = PlainLabel(name, self)
            label.setBuddy(field)
            form.addRow(label, field)
        making = (self.make_button, self.place_button)
        buttons = tool_row(self.sticks_button, self.stop_button, beside=making)
        trying = (self.check_button, self.rehearse_button)
        other_buttons = tool_row(self.restore_button, beside=trying)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(PlainLabel(self.tr("Backup"), self, kind="title"))
        layout.addWidget(
            PlainLabel(
                self.tr(
                    "One sealed file outside the vault, made while you work. It opens with what"
                    " opens the vault: have a recovery sheet before you rely on it."
                ),
                self,
                kind="caption",
                is_wrapped=True,
            )
        )
        layout.addSpacing(SPACE_M)
        layout.addWidget(self.due)
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(self.doing)
        layout.addWidget(self.bar)
        layout.addLayout(buttons)
        layout.addLayout(other_buttons)
        layout.addWidget(self.banner)

    def _connect(self) -> None:
        self.make_button.clicked.connect(self._on_make)
        self.place_button.clicked.connect(self._on_place)
        self.sticks_button.clicked.connect(self._on_sticks)
        self.restore_button.clicked.connect(self.restore_wanted)
        self.check_button.clicked.connect(self._on_check)
        self.rehearse_button.clicked.connect(self._on_rehearse)
        self.stop_button.clicked.connect(self._backing.stop)
        self._backing.looked.connect(self._on_looked)
        self._backing.told.connect(self._on_told)
        self._backing.made.connect(self._on_made)
        self._backing.checked.connect(self._on_checked)
        self._backing.rehearsed.connect(self._on_rehearsed)
        self._backing.failed.connect(self.banner.show_error)
        self._backing.busy_changed.connect(self._show_busy)

    # ------------------------------------------------------------------ what the vault tells

    def _on_looked(self, state: BackupState) -> None:
        self._state = state
        self._show_state()

    def _on_told(self, progress: BackupProgress) -> None:
        self.doing.setText(progress_words(progress))
        self.bar.setValue(STEPS * progress.done // progress.total if progress.total else STEPS)

    def _on_made(self, entry: BackupEntry) -> None:
        self.banner.show_note(*made_words(entry))

    def _on_checked(self, checked: CheckedBackup) -> None:
        if checked.problems:
            self.banner.show_error(BackupDamagedError(checked.problems[0]))
        else:
            self.banner.show_note(
                self.tr("Everything in the file is whole."),
                self.tr("Backups read and compared: {0}.").format(len(checked.numbers)),
            )

    def _on_rehearsed(self, found: Rehearsed) -> None:
        if found.problems:
            self.banner.show_error(RestoreUnsoundError(found.problems[0]))
        else:
            self.banner.show_note(*rehearsed_words(found))

    def _show_state(self) -> None:
        state = self._state
        made = None if state is None else state.last_made
        words = "" if state is None else due_words(state)
        self.due.setText(words)
        self.due.setVisible(bool(words))
        self.made.setText("" if state is None else act_words(made))
        self.place.setText("" if made is None else made.place)
        self.rehearsed.setText("" if state is None else act_words(state.last_rehearsed))
        self._show_busy()

    def _show_busy(self, _is_busy: bool = False) -> None:  # noqa: FBT001, FBT002 - a Qt slot
        is_free = not self._backing.is_busy
        has_file = self._state is not None and self._state.last_made is not None
        self.place_button.setEnabled(is_free and self._state is not None)
        for button in (
            self.make_button,
            self.sticks_button,
            self.check_button,
            self.rehearse_button,
        ):
            button.setEnabled(is_free and has_file)
        self.restore_button.setEnabled(is_free)
        for widget in (self.bar, self.doing, self.stop_button):
            widget.setVisible(not is_free)

    # ------------------------------------------------------------------ what a person does

    def _on_place(self) -> None:
        target = ask_for_new_file(
            self, self.tr("Make a backup"), BACKUP_NAME, self.tr("Backups (*.backup)")
        )
        if target is not None:
            self._begin()
            self._backing.make(target)

    def _on_make(self) -> None:
        self._begin()
        self._backing.make(None)

    def _on_sticks(self) -> None:
        self.banner.hide()
        dialog = SticksDialog(self._backing, self)
        dialog.exec()
        dialog.deleteLater()

    def _on_check(self) -> None:
        self._begin()
        self._backing.check()

    def _on_rehearse(self) -> None:
        self._begin()
        self._backing.rehearse()

    def _begin(self) -> None:
        self.banner.hide()
        self.bar.setValue(0)
        self.doing.setText("")
