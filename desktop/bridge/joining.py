"""Joining a vault that other accounts share, for the window, while no vault is open."""

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from desktop.bridge.errand_thread import ErrandThread
from desktop.domain.errors import InCameraError
from desktop.domain.member import Member

log = logging.getLogger(__name__)

Join = Callable[[Path, str, str | None], Member]
"""Makes this account a member of the vault in a folder, by a code and perhaps a passphrase."""


class Joining(QObject):
    """Joins on a thread of its own; what was begun comes to its end, it takes about a second.

    Signals:
        joined(object): The Member that this account is now.
        failed(object): Exception that kept it from becoming one.
        busy_changed(bool): Whether it is being done.
    """

    joined = Signal(object)
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(self, join: Join, parent: QObject | None = None) -> None:
        """Nothing is done before `join`."""
        super().__init__(parent)
        self._join = join
        self._thread: ErrandThread | None = None

    @property
    def is_busy(self) -> bool:
        """Whether it is being done."""
        return self._thread is not None

    def join(self, folder: Path, code: str, passphrase: str | None) -> None:
        """Become a member of the vault in a folder, and use that one from now on.

        Args:
            folder: Of the vault.
            code: Of the invitation, as it was typed.
            passphrase: Opens vault and member's key in place of the keyring; None: the keyring.
        """
        if self._thread is not None:
            return
        join = self._join
        self._thread = ErrandThread(lambda _: join(folder, code, passphrase), self)
        self._thread.answered.connect(self.joined)
        self._thread.refused.connect(self._on_refused)
        self._thread.finished.connect(self._on_finished)
        self.busy_changed.emit(True)  # noqa: FBT003 - a Qt signal
        self._thread.start()

    def close(self) -> None:
        """Wait for the thread."""
        if self._thread is not None:
            self._thread.wait()

    @Slot(object)
    def _on_refused(self, error: Exception) -> None:
        if not isinstance(error, InCameraError):
            log.error("Defect in joining.", exc_info=error)
        self.failed.emit(error)

    @Slot()
    def _on_finished(self) -> None:
        if self._thread is not None:
            self._thread.deleteLater()
        self._thread = None
        self.busy_changed.emit(False)  # noqa: FBT003 - a Qt signal
