"""The tray of refused files: shown, kept up to date, and emptied file by file."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.bridge.session import Session
from desktop.domain.document import Refusal
from desktop.domain.identity import MatterId
from desktop.ui.refused_dialog import RefusedDialog


class RefusedFlow(QObject):
    """Wires the dialog to the session."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        """Join them; nothing is shown before `show`."""
        super().__init__(parent)
        self._window = parent
        self._session = session
        self._matter_id: MatterId | None = None
        self._dialog: RefusedDialog | None = None
        session.refusals_listed.connect(self._on_listed)

    def show(self, matter_id: MatterId, refusals: Sequence[Refusal]) -> None:
        """Open the tray of a matter; returns when it is closed."""
        self._matter_id = matter_id
        self._dialog = dialog = RefusedDialog(self._window)
        dialog.show_refusals(refusals)
        dialog.clear_wanted.connect(self._on_clear)
        dialog.exec()
        dialog.deleteLater()
        self._dialog = None

    def _on_clear(self, refusal_id: int) -> None:
        if self._matter_id is not None:
            self._session.clear_refusal(self._matter_id, refusal_id)

    def _on_listed(self, matter_id: MatterId, refusals: tuple[Refusal, ...]) -> None:
        if self._dialog is not None and matter_id == self._matter_id:
            self._dialog.show_refusals(refusals)
