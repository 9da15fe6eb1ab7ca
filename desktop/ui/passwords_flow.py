"""Passwords of files in the window: asked for, listed, forgotten."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.bridge.session import Session
from desktop.domain.document import Document, DocumentState
from desktop.domain.file_password import KeptPassword, PasswordsGiven
from desktop.domain.identity import MatterId
from desktop.ui.documents_panel import DocumentsPanel
from desktop.ui.passwords_dialog import PasswordsDialog


class PasswordsFlow(QObject):
    """Wires the dialog to the session.

    Attributes:
        dialog: While it is open; None otherwise.
    """

    def __init__(self, session: Session, documents: DocumentsPanel, parent: QWidget) -> None:
        """Take what it works on."""
        super().__init__(parent)
        self._window = parent
        self._session = session
        self._documents = documents
        self._matter_id: MatterId | None = None
        self.dialog: PasswordsDialog | None = None
        documents.password_wanted.connect(self.show)
        session.passwords.listed.connect(self._on_listed)
        session.passwords.given.connect(self._on_given)
        session.passwords.failed.connect(self._on_failed)
        session.documents_listed.connect(self._on_documents_listed)

    def work_in(self, matter_id: MatterId | None) -> None:
        """Another matter is shown; None: none is."""
        self._matter_id = matter_id

    def show(self) -> None:
        """Open the dialog over the matter shown."""
        if self._matter_id is None or self.dialog is not None:
            return
        locked = _locked(self._documents.documents())
        dialog = self.dialog = PasswordsDialog(locked, self._window)
        dialog.given.connect(self._on_give)
        dialog.forget_wanted.connect(self._on_forget)
        dialog.forget_all_wanted.connect(self._on_forget_all)
        dialog.finished.connect(self._on_finished)
        dialog.open()
        self._session.passwords.look(self._matter_id)

    # ------------------------------------------------------------------ what a person does

    def _on_give(self, password: str) -> None:
        if self._matter_id is not None:
            self._session.passwords.give(self._matter_id, password)

    def _on_forget(self, password_id: str) -> None:
        if self._matter_id is not None:
            self._session.passwords.forget(self._matter_id, password_id)

    def _on_forget_all(self) -> None:
        if self._matter_id is not None:
            self._session.passwords.forget_all(self._matter_id)

    def _on_finished(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.password.clear()
            self.dialog.deleteLater()
            self.dialog = None

    # ------------------------------------------------------------------ what the vault tells

    def _on_listed(self, matter_id: MatterId, kept: Sequence[KeptPassword]) -> None:
        if self.dialog is not None and matter_id == self._matter_id:
            self.dialog.show_kept(kept)

    def _on_given(self, matter_id: MatterId, given: PasswordsGiven) -> None:
        if self.dialog is not None and matter_id == self._matter_id:
            self.dialog.show_given(given)

    def _on_failed(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.banner.show_error(error)

    def _on_documents_listed(self, matter_id: MatterId, documents: Sequence[Document]) -> None:
        if self.dialog is not None and matter_id == self._matter_id:
            self.dialog.show_locked(_locked(documents))


def _locked(documents: Sequence[Document]) -> int:
    return sum(document.state is DocumentState.LOCKED for document in documents)
