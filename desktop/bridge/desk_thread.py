"""A desk on a thread of its own: short calls of it, and long ones that a person can stop."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QThread, Signal, Slot

from desktop.bridge.owning_thread import Closable, OwningThread
from desktop.bridge.shapes import ControlLike, VaultLike
from desktop.domain.errors import InCameraError, WorkerCancelledError

log = logging.getLogger(__name__)

Desk = TypeVar("Desk", bound=Closable)
Result = TypeVar("Result")

Tell = Callable[[Any], None]
"""Takes what a long call says on its way; in the desk's thread."""


class SiblingDesk(Generic[Desk]):
    """A desk together with the vault that was opened for its thread alone."""

    def __init__(self, desk: Desk, vault: VaultLike) -> None:
        """Take both; they are closed together."""
        self.desk = desk
        self._vault = vault

    def close(self) -> None:
        """End the desk's workers, then close its vault."""
        self.desk.close()
        self._vault.close()


def beside(
    vault: VaultLike, new_desk: Callable[[VaultLike], Desk]
) -> Callable[[], SiblingDesk[Desk]]:
    """What opens a desk over a vault of its own, for the thread that calls it.

    Args:
        vault: The open vault, whose sibling the desk will have.
        new_desk: Makes the desk.
    """

    def open_it() -> SiblingDesk[Desk]:
        sibling = vault.sibling()
        return SiblingDesk(new_desk(sibling), sibling)

    return open_it


@dataclass(frozen=True, slots=True)
class _Call:
    """What to do with a call's outcome; `run` is the number of a long call, 0 of a short one."""

    then: Callable[[Any], None]
    refused: Callable[[Exception], None]
    run: int


class DeskThread(QObject, Generic[Desk]):
    """Calls a desk in its thread and hands the outcome over in the thread of this object.

    Of the long calls only the one asked for last counts: it stops the one before, of which nothing
    more is told.

    Signals:
        told(object): What the long call says on its way.
        ended(): The long call is over, or was stopped.
    """

    told = Signal(object)
    ended = Signal()
    _came = Signal(int, object)

    def __init__(
        self, new_control: Callable[[], ControlLike], parent: QObject | None = None
    ) -> None:
        """Nothing can be called before `begin`.

        Args:
            new_control: Gives what stops a long call.
            parent: Owner.
        """
        super().__init__(parent)
        self._new_control = new_control
        self._thread: OwningThread[SiblingDesk[Desk]] | None = None
        self._control: ControlLike | None = None
        self._run = 0
        self._calls: dict[int, _Call] = {}
        self._came.connect(self._on_came)

    def begin(self, open_desk: Callable[[], SiblingDesk[Desk]]) -> None:
        """Start the thread; the desk is opened by the first call."""
        self._thread = OwningThread(open_desk, self)
        self._thread.answered.connect(self._on_answered)
        self._thread.refused.connect(self._on_refused)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether a long call is in hand or waits."""
        return self._control is not None

    def call(
        self,
        closure: Callable[[Desk], Result],
        then: Callable[[Result], None],
        refused: Callable[[Exception], None],
        *,
        lane: str,
    ) -> None:
        """Make a short call.

        Args:
            closure: Gets the desk; runs in its thread.
            then: Gets the result.
            refused: Gets the exception instead.
            lane: A newer call of the same lane takes the place of one that waits.
        """
        self._ask(closure, _Call(then, refused, 0), lane)

    def start(
        self,
        closure: Callable[[Desk, ControlLike, Tell], Result],
        then: Callable[[Result], None],
        refused: Callable[[Exception], None],
        *,
        lane: str,
    ) -> None:
        """Make a long call in place of the one before.

        Args:
            closure: Gets the desk, what stops it, and what to tell on its way.
            then: Gets the result, also of a call that was stopped and has one.
            refused: Gets the exception instead; not that of having been stopped.
            lane: As in `call`.
        """
        if self._thread is None:
            return
        if self._control is not None:
            self._control.stop()
        self._run += 1
        control, run = self._new_control(), self._run
        self._control = control

        def tell(event: object) -> None:
            self._came.emit(run, event)

        self._ask(lambda desk: closure(desk, control, tell), _Call(then, refused, run), lane)

    def pause(self) -> None:
        """Let the long call wait."""
        if self._control is not None:
            self._control.pause()

    def resume(self) -> None:
        """Let it go on."""
        if self._control is not None:
            self._control.resume()

    def stop(self) -> None:
        """Stop the long call."""
        if self._control is not None:
            self._control.stop()
            self._control = None
            self.ended.emit()

    def end(self) -> QThread | None:
        """Stop, and close the desk after the call in hand; the thread that is still to end."""
        self.stop()
        thread, self._thread = self._thread, None
        self._calls.clear()
        if thread is not None:
            thread.end()
        return thread

    def _ask(self, closure: Callable[[Desk], object], call: _Call, lane: str) -> None:
        if self._thread is None:
            return
        ticket, dropped = self._thread.ask(lambda sibling: closure(sibling.desk), lane=lane)
        self._calls[ticket] = call
        for old in dropped:
            gone = self._calls.pop(old, None)
            if gone is not None:
                self._end(gone)

    def _end(self, call: _Call) -> None:
        """Note that the long call has come to its end, if this was it."""
        if call.run == self._run and call.run and self._control is not None:
            self._control = None
            self.ended.emit()

    def _taken(self, ticket: int) -> _Call | None:
        """The call of a ticket, unless a newer one has taken its place."""
        call = self._calls.pop(ticket, None)
        if call is None or call.run not in (0, self._run):
            return None
        self._end(call)
        return call

    @Slot(int, object)
    def _on_came(self, run: int, event: object) -> None:
        if run == self._run and self._control is not None:
            self.told.emit(event)

    @Slot(int, object)
    def _on_answered(self, ticket: int, result: object) -> None:
        call = self._taken(ticket)
        if call is not None:
            call.then(result)

    @Slot(int, object)
    def _on_refused(self, ticket: int, error: Exception) -> None:
        if not isinstance(error, InCameraError):
            log.error("Defect at a desk.", exc_info=error)
        call = self._taken(ticket)
        if call is not None and not isinstance(error, WorkerCancelledError):
            call.refused(error)
