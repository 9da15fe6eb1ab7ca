"""Restoring in the window: the vault is shut, a backup takes its place, and that is opened."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.bridge.session import Session
from desktop.domain.backup import FileTaken, Rehearsed
from desktop.domain.errors import InCameraError
from desktop.domain.ways_in import WayKind
from desktop.ui.file_dialogs import ask_for_file

if TYPE_CHECKING:
    from desktop.ui.restore_dialog import RestoreDialog


class RestoreFlow(QObject):
    """Wires the dialog to what restores.

    Signals:
        over(bool): The dialog is closed; whether there is another vault now.
    """

    over = Signal(bool)

    def __init__(self, session: Session, parent: QWidget) -> None:
        """Join them; nothing is shown before `begin`."""
        super().__init__(parent)
        self._window = parent
        self._session = session
        self._restoring = session.restoring
        self._is_wanted = False
        self.dialog: RestoreDialog | None = None
        session.vault_shut.connect(self._on_shut)

    def begin(self) -> None:
        """Shut the vault, then ask for a backup."""
        self._is_wanted = True
        if self._session.is_shut:
            self._show()
        else:
            self._session.shut()

    def _on_shut(self) -> None:
        if self._is_wanted and self._session.is_shut:
            self._show()

    def _show(self) -> None:
        from desktop.ui.restore_dialog import RestoreDialog  # noqa: PLC0415 - when first opened

        self._is_wanted = False
        if self.dialog is not None:
            return
        dialog = self.dialog = RestoreDialog(self._window, has_vault=self._has_vault())
        restoring = self._restoring
        dialog.file_wanted.connect(self._on_file_wanted)
        dialog.restore_wanted.connect(self._on_restore_wanted)
        dialog.stop_wanted.connect(restoring.stop)
        restoring.taken.connect(self._on_taken)
        restoring.told.connect(dialog.show_progress)
        restoring.restored.connect(self._on_restored)
        restoring.stopped.connect(dialog.show_stopped)
        restoring.failed.connect(dialog.show_error)
        restoring.busy_changed.connect(dialog.show_busy)
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _has_vault(self) -> bool:
        try:
            return bool(self._session.ways())
        except InCameraError:
            return True  # One that does not say how it opens is one.

    def _on_file_wanted(self) -> None:
        title = self._window.tr("Choose a backup, or its first piece")
        pattern = self._window.tr("Backups and pieces (*)")
        chosen = ask_for_file(self._window, title, pattern)
        if chosen is not None:
            self.take(chosen)

    def take(self, file: Path) -> None:
        """Take a file of backups, or the next piece of one."""
        if self.dialog is not None:
            self.dialog.show_file(file.name)
            self._restoring.take(file)

    def _on_taken(self, taken: FileTaken) -> None:
        if self.dialog is not None:
            self.dialog.show_taken(taken)

    def _on_restore_wanted(self, kind: WayKind, text: str, number: int | None) -> None:
        self._restoring.restore(kind, text, number)

    def _on_restored(self, found: Rehearsed) -> None:
        if self.dialog is not None:
            self.dialog.show_restored(found)

    def _on_finished(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            self._restoring.taken.disconnect(self._on_taken)
            self._restoring.restored.disconnect(self._on_restored)
            self._restoring.forget()
            dialog.deleteLater()
            self.over.emit(dialog.is_restored)
