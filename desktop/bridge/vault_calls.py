"""Calls to the vault of the window, made in the thread that owns it."""

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from desktop.bridge.owning_thread import OwningThread
from desktop.bridge.shapes import VaultLike
from desktop.domain.errors import InCameraError, NoSuchDocumentError, WorkerCancelledError

log = logging.getLogger(__name__)

Then = Callable[[Any], None]
"""Gets the result of a call, in the thread of the window."""


class VaultCalls(QObject):
    """One vault, opened and closed by one thread; it can be opened again after it was closed.

    Signals:
        opened(object): The vault, to make siblings of; for nothing else.
        open_failed(object): Exception that kept it shut.
        failed(object): Exception of a call.
    """

    opened = Signal(object)
    open_failed = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Nothing is open before `begin`."""
        super().__init__(parent)
        self._thread: OwningThread[VaultLike] | None = None
        self._errands: dict[int, Then] = {}
        self._is_open = False

    def begin(self, open_vault: Callable[[], VaultLike]) -> None:
        """Open the vault; `opened` or `open_failed` follows.

        Args:
            open_vault: Called in the thread that will own it.
        """
        self._thread = OwningThread(open_vault, self)
        self._thread.answered.connect(self._on_answered)
        self._thread.refused.connect(self._on_refused)
        self._thread.start()
        self.ask(lambda vault: vault, self._on_opened)

    @property
    def has_begun(self) -> bool:
        """Whether the vault is open, or being opened."""
        return self._thread is not None

    def ask(
        self,
        closure: Callable[[VaultLike], object],
        then: Then,
        *,
        lane: str = "",
        rank: int = 0,
    ) -> None:
        """Have a closure run over the vault; see `OwningThread.ask`."""
        if self._thread is None:
            return
        ticket, dropped = self._thread.ask(closure, lane=lane, rank=rank)
        for old in dropped:
            self._errands.pop(old, None)
        self._errands[ticket] = then

    def end(self) -> QThread | None:
        """Close the vault after the call in hand; the thread that is still to end."""
        thread, self._thread = self._thread, None
        self._errands.clear()
        self._is_open = False
        if thread is not None:
            thread.answered.disconnect(self._on_answered)
            thread.refused.disconnect(self._on_refused)
            thread.end()
        return thread

    def _on_opened(self, vault: VaultLike) -> None:
        self._is_open = True
        self.opened.emit(vault)

    @Slot(int, object)
    def _on_answered(self, ticket: int, result: object) -> None:
        then = self._errands.pop(ticket, None)
        if then is not None:
            then(result)

    @Slot(int, object)
    def _on_refused(self, ticket: int, error: Exception) -> None:
        then = self._errands.pop(ticket, None)
        if then is None:
            return
        if not isinstance(error, InCameraError):
            log.error("Defect in a call to the vault.", exc_info=error)
        if not self._is_open:
            self.open_failed.emit(error)
        elif not isinstance(error, (WorkerCancelledError, NoSuchDocumentError)):
            self.failed.emit(error)
