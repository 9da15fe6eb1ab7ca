"""Joining in the window: a code makes this account a member, and its vault is opened."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.bridge.session import Session
from desktop.domain.member import Member
from desktop.ui.join_dialog import JoinDialog


class JoinFlow(QObject):
    """Wires the dialog to what joins.

    Signals:
        joined(object, bool): The dialog is closed, and this account is a member: the folder of its
            vault, where the next opening finds it, and whether a passphrase opens it in place of
            the keyring.

    Attributes:
        dialog: While it is open; None otherwise.
    """

    joined = Signal(object, bool)

    def __init__(self, session: Session, folder: Path, parent: QWidget) -> None:
        """Join them; `folder` is where this account's vault lies, or would lie."""
        super().__init__(parent)
        self._window = parent
        self._joining = session.joining
        self._folder = self._wanted = folder
        self._is_by_passphrase = False
        self.dialog: JoinDialog | None = None
        self._joining.joined.connect(self._on_joined)
        self._joining.failed.connect(self._on_failed)
        self._joining.busy_changed.connect(self._on_busy_changed)

    def begin(self) -> None:
        """Ask for the code."""
        if self.dialog is not None:
            return
        self.dialog = dialog = JoinDialog(self._folder, self._window)
        dialog.join_wanted.connect(self._on_join_wanted)
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _on_join_wanted(self, folder: Path, code: str, passphrase: str | None) -> None:
        self._wanted, self._is_by_passphrase = folder, passphrase is not None
        self._joining.join(folder, code, passphrase)

    def _on_joined(self, member: Member) -> None:
        self._folder = self._wanted
        if self.dialog is not None:
            self.dialog.show_joined(member)

    def _on_failed(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.show_error(error)

    def _on_busy_changed(self, is_busy: bool) -> None:  # noqa: FBT001 - a Qt slot
        if self.dialog is not None:
            self.dialog.show_busy(is_busy)

    def _on_finished(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.forget()
            dialog.deleteLater()
            if dialog.is_joined:
                self.joined.emit(self._folder, self._is_by_passphrase)
