"""Says in the window that the vault has one way in only, once each time it is opened."""

from PySide6.QtCore import QObject

from desktop.bridge.session import Session
from desktop.domain.ways_in import WayIn, WayKind, has_recovery
from desktop.ui.workspace import Workspace


class KeysReminder(QObject):
    """Asks about the ways in when the vault is opened, and tells what is missing."""

    def __init__(self, session: Session, workspace: Workspace) -> None:
        """Wait for the vault; lives as long as the workspace."""
        super().__init__(workspace)
        self._keys = session.keys
        self._workspace = workspace
        session.vault_opened.connect(self._on_opened)
        session.keys.glanced.connect(self._on_glanced)

    def _on_opened(self) -> None:
        self._keys.glance()

    def _on_glanced(self, ways: tuple[WayIn, ...]) -> None:
        if has_recovery(ways) or not self._workspace.banner.isHidden():
            return
        if any(way.kind is WayKind.SHEET for way in ways):
            self._workspace.show_note(
                self.tr("The recovery sheet was not typed back yet, and so does not count."),
                self.tr("Settings, Keys: type it back from the paper."),
            )
        else:
            self._workspace.show_note(
                self.tr("Losing this computer's keyring would lose the vault."),
                self.tr("Settings, Keys: make a recovery sheet, print it, type it back."),
            )
