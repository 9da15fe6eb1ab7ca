"""Questions about pages, answered on a thread of their own with a model that stays loaded."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from desktop.bridge.owning_thread import OwningThread
from desktop.bridge.works import AskDeskLike, ControlLike, VaultLike
from desktop.domain.asking import AskEvent, Scope
from desktop.domain.errors import InCameraError, WorkerCancelledError
from desktop.domain.identity import MatterId

log = logging.getLogger(__name__)

EARLIER_LISTED = 100
"""Earlier questions of a matter that are listed; `incamera ask` lists them all."""


class SiblingDesk:
    """A desk together with the vault that was opened for its thread alone."""

    def __init__(self, desk: AskDeskLike, vault: VaultLike) -> None:
        """Take both; they are closed together."""
        self._vault = vault
        self._desk = desk
        self.ask = desk.ask
        self.earlier = desk.earlier

    def close(self) -> None:
        """End the desk's workers, then close its vault."""
        self._desk.close()
        self._vault.close()


class Asking(QObject):
    """Puts one question at a time; a new one stops the one before.

    Signals:
        told(object): An AskEvent of the question put last.
        answered(object): Its AskAnswer; its outcome says where it was stopped.
        refused(object): The exception that ended it.
        listed(str, object): Matter and its kept answers, the latest first.
        failed(object): Exception of anything else that was asked for.
    """

    told = Signal(object)
    answered = Signal(object)
    refused = Signal(object)
    listed = Signal(str, object)
    failed = Signal(object)
    _came = Signal(int, object)

    def __init__(
        self, new_control: Callable[[], ControlLike], parent: QObject | None = None
    ) -> None:
        """Nothing can be asked before `begin`.

        Args:
            new_control: Gives what stops a question.
            parent: Owner.
        """
        super().__init__(parent)
        self._new_control = new_control
        self._thread: OwningThread[SiblingDesk] | None = None
        self._control: ControlLike | None = None
        self._question = 0
        self._tickets: dict[int, int] = {}
        self._lists: dict[int, MatterId] = {}
        self._came.connect(self._on_came)

    def begin(self, open_desk: Callable[[], SiblingDesk]) -> None:
        """Start the thread; the desk is opened by the first question."""
        self._thread = OwningThread(open_desk, self)
        self._thread.answered.connect(self._on_answered)
        self._thread.refused.connect(self._on_refused)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether the question put last is still being answered."""
        return self._control is not None

    def ask(self, matter_id: MatterId, question: str, scope: Scope) -> None:
        """Put a question."""
        if self._thread is None:
            return
        self.stop()
        self._question += 1
        control, number = self._new_control(), self._question
        self._control = control

        def tell(event: AskEvent) -> None:
            self._came.emit(number, event)

        ticket, dropped = self._thread.ask(
            lambda desk: desk.ask(matter_id, question, scope, control, tell), lane="question"
        )
        for old in dropped:
            self._tickets.pop(old, None)
        self._tickets[ticket] = number

    def list_earlier(self, matter_id: MatterId) -> None:
        """Ask for what was asked before."""
        if self._thread is None:
            return
        ticket, dropped = self._thread.ask(
            lambda desk: desk.earlier(matter_id, EARLIER_LISTED), lane="earlier"
        )
        for old in dropped:
            self._lists.pop(old, None)
        self._lists[ticket] = matter_id

    def stop(self) -> None:
        """Stop the question that is being answered."""
        if self._control is not None:
            self._control.stop()
            self._control = None

    def close(self) -> None:
        """Stop, and wait for the thread."""
        self.stop()
        if self._thread is not None:
            self._thread.end()
            self._thread.wait()
            self._thread = None
            self._tickets.clear()
            self._lists.clear()

    @Slot(int, object)
    def _on_came(self, number: int, event: AskEvent) -> None:
        if number == self._question and self._control is not None:
            self.told.emit(event)

    @Slot(int, object)
    def _on_answered(self, ticket: int, result: object) -> None:
        matter_id = self._lists.pop(ticket, None)
        if matter_id is not None:
            self.listed.emit(matter_id, result)
        elif self._tickets.pop(ticket, None) == self._question:
            self._control = None
            self.answered.emit(result)

    @Slot(int, object)
    def _on_refused(self, ticket: int, error: Exception) -> None:
        if not isinstance(error, InCameraError):
            log.error("Defect while a question was answered.", exc_info=error)
        if self._lists.pop(ticket, None) is not None:
            self.failed.emit(error)
        elif self._tickets.pop(ticket, None) == self._question:
            self._control = None
            if not isinstance(error, WorkerCancelledError):
                self.refused.emit(error)
