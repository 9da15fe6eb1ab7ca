"""The settings: shown, and taken when they are saved."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.bridge.session import Session
from desktop.domain.audit import Act
from desktop.domain.errors import InCameraError
from desktop.settings import Settings
from desktop.ui.about_page import About

if TYPE_CHECKING:
    from desktop.ui.settings_dialog import SettingsDialog


class SettingsFlow(QObject):
    """Opens the dialog and hears what is saved in it.

    Signals:
        saved(object): Settings that hold from now on.
        restore_wanted(): A backup is to take the place of the vault.
        matters_changed(): A matter was taken in, or merged into one that is here.
    """

    saved = Signal(object)
    restore_wanted = Signal()
    matters_changed = Signal()

    def __init__(
        self,
        session: Session,
        about: About,
        take_settings: Callable[[Settings], None],
        parent: QWidget,
    ) -> None:
        """Take what it works with.

        Args:
            session: Whose keys, backups and logs are shown.
            about: What the about page says.
            take_settings: Stores changed settings and dresses the application anew.
            parent: The window.
        """
        super().__init__(parent)
        self._window = parent
        self._session = session
        self._about = about
        self._take_settings = take_settings
        self._settings: Settings | None = None
        self._is_restore_wanted = False
        self.dialog: SettingsDialog | None = None

    def show_vault_in(self, folder: Path) -> None:
        """Say on the last page that the vault lies here from now on."""
        self._about = replace(self._about, vault_folder=folder)

    def show(self, settings: Settings) -> None:
        """Open the dialog over the settings as they are; returns when it is closed."""
        from desktop.ui.settings_dialog import SettingsDialog  # noqa: PLC0415 - when first opened

        session, self._settings = self._session, settings
        self.dialog = dialog = SettingsDialog(
            settings,
            self._about,
            session.models,
            self._window,
            keys=session.keys,
            members=session.members,
            backing=session.backing,
            audit=session.audit,
            moving=session.moving,
        )
        dialog.saved.connect(self._on_saved)
        if dialog.backups is not None:
            dialog.backups.restore_wanted.connect(self._on_restore_wanted)
        if dialog.moving is not None:
            dialog.moving.matters_changed.connect(self.matters_changed)
        dialog.exec()
        dialog.deleteLater()
        self.dialog = None
        is_wanted, self._is_restore_wanted = self._is_restore_wanted, False
        if is_wanted:
            self.restore_wanted.emit()

    def _on_saved(self, settings: Settings) -> None:
        if self.dialog is None or self._settings is None:
            return
        try:
            self._take_settings(settings)
        except InCameraError as error:
            self.dialog.show_error(error)
            return
        if settings.vision_model != self._settings.vision_model:
            model = settings.vision_model or "starter"
            self._session.audit.note_model(Act.MODEL_CHOSEN, model, {})
        self.saved.emit(settings)
        self.dialog.accept()

    def _on_restore_wanted(self) -> None:
        self._is_restore_wanted = True
        if self.dialog is not None:
            self.dialog.reject()
