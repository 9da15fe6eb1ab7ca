"""A thread that owns one thing which must never leave it, such as a database connection."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QObject, QThread, Signal
from typing_extensions import override


class Closable(Protocol):
    """A thing that is closed by the thread that opened it."""

    def close(self) -> None:
        """Let go of everything."""
        ...


Owned = TypeVar("Owned", bound=Closable)


@dataclass(frozen=True, slots=True)
class _Call:
    ticket: int
    closure: Callable[[Any], object]
    lane: str
    rank: int


class OwningThread(QThread, Generic[Owned]):
    """Runs closures over the thing it owns, one after the other, most urgent first.

    The thing is opened by the first call that needs it; a failure to open is the failure of that
    call, and the next call tries again. It is closed by this thread when the thread ends.

    Signals:
        answered(int, object): Ticket and result of a call.
        refused(int, object): Ticket and exception of a call.
    """

    answered = Signal(int, object)
    refused = Signal(int, object)

    def __init__(self, open_owned: Callable[[], Owned], parent: QObject | None = None) -> None:
        """Nothing is opened before the first call.

        Args:
            open_owned: Called in this thread.
            parent: Owner of the thread object.
        """
        super().__init__(parent)
        self._open_owned: Callable[[], Owned] | None = open_owned
        self._owned: Owned | None = None
        self._changed = threading.Condition()
        self._waiting: list[_Call] = []
        self._next_ticket = 1
        self._is_ending = False

    def ask(
        self, closure: Callable[[Owned], object], *, lane: str = "", rank: int = 0
    ) -> tuple[int, tuple[int, ...]]:
        """Have a closure run; returns at once.

        Args:
            closure: Gets the thing owned; runs in this thread.
            lane: A newer call of the same lane takes the place of those still waiting; calls
                without a lane are never dropped.
            rank: Lower is more urgent; equal ranks keep their order.

        Returns:
            The call's ticket, and the tickets of the calls that it replaced.
        """
        with self._changed:
            ticket = self._next_ticket
            self._next_ticket += 1
            dropped = tuple(c.ticket for c in self._waiting if lane and c.lane == lane)
            self._waiting = [c for c in self._waiting if c.ticket not in dropped]
            self._waiting.append(_Call(ticket, closure, lane, rank))
            self._waiting.sort(key=lambda call: (call.rank, call.ticket))
            self._changed.notify()
        return ticket, dropped

    def drop(self, lane_prefix: str) -> tuple[int, ...]:
        """Forget the waiting calls whose lane begins so; returns their tickets."""
        with self._changed:
            dropped = tuple(c.ticket for c in self._waiting if c.lane.startswith(lane_prefix))
            self._waiting = [c for c in self._waiting if c.ticket not in dropped]
        return dropped

    def end(self) -> None:
        """Finish the call in hand, drop the others, close the thing owned; does not wait."""
        with self._changed:
            self._is_ending = True
            self._waiting.clear()
            self._changed.notify()

    @override
    def run(self) -> None:
        """The thread's life."""
        try:
            while (call := self._next_call()) is not None:
                self._answer(call)
        finally:
            if self._owned is not None:
                self._owned.close()
                self._owned = None
            self._open_owned = None  # what it knows, keys among it, goes with the thread

    def _next_call(self) -> _Call | None:
        with self._changed:
            while not self._waiting and not self._is_ending:
                self._changed.wait()
            return None if self._is_ending else self._waiting.pop(0)

    def _answer(self, call: _Call) -> None:
        try:
            if self._owned is None and self._open_owned is not None:
                self._owned = self._open_owned()
            result = call.closure(self._owned)
        except Exception as error:  # noqa: BLE001 - handed to whoever asked
            self.refused.emit(call.ticket, error)
        else:
            self.answered.emit(call.ticket, result)
