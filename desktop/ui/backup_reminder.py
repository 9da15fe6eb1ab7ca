"""Says in the window that a backup or a rehearsal is due, once each time the vault is opened."""

from PySide6.QtCore import QObject

from desktop.bridge.session import Session
from desktop.domain.backup import BackupState
from desktop.ui.backup_words import due_words
from desktop.ui.workspace import Workspace


class BackupReminder(QObject):
    """Asks about backups when the vault is opened, and tells what is due."""

    def __init__(self, session: Session, workspace: Workspace) -> None:
        """Wait for the vault; lives as long as the workspace."""
        super().__init__(workspace)
        self._backing = session.backing
        self._workspace = workspace
        self._is_waiting = False
        session.vault_opened.connect(self._on_opened)
        session.backing.looked.connect(self._on_looked)

    def _on_opened(self) -> None:
        self._is_waiting = True
        self._backing.look()

    def _on_looked(self, state: BackupState) -> None:
        if not self._is_waiting:
            return
        self._is_waiting = False
        words = due_words(state)
        if words and self._workspace.banner.isHidden():
            detail = self.tr("Settings, Backup: there it is made and rehearsed.")
            self._workspace.show_note(words, detail)
