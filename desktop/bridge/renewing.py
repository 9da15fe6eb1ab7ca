"""New keys for everything, on a thread of their own, while the window goes on with its work."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from desktop.bridge.desk_thread import DeskThread, SiblingDesk, Tell
from desktop.bridge.shapes import ControlLike, RenewalDeskLike
from desktop.domain.rotation import RenewalProgress, RotationGivenUp

LANE = "new keys"
STATE_LANE = "keys that wait"


class Renewing(QObject):
    """Gives the vault and its matters new keys; what was begun before goes on by itself.

    Signals:
        waiting_known(int): How many keys were put down and are not renewed yet.
        told(object): RenewalProgress of what is being done.
        given_up(object): RotationGivenUp, once what was begun was given up.
        came_to_end(object): The last RenewalProgress, when it is done or was stopped.
        failed(object): Exception for which nothing was begun.
        busy_changed(bool): Whether keys are being renewed.
        pause_changed(bool): Whether that is paused.
    """

    waiting_known = Signal(int)
    told = Signal(object)
    given_up = Signal(object)
    came_to_end = Signal(object)
    failed = Signal(object)
    busy_changed = Signal(bool)
    pause_changed = Signal(bool)

    def __init__(
        self, new_control: Callable[[], ControlLike], parent: QObject | None = None
    ) -> None:
        """Nothing can be asked for before `begin`.

        Args:
            new_control: Gives what pauses and stops the work.
            parent: Owner.
        """
        super().__init__(parent)
        self._desk: DeskThread[RenewalDeskLike] = DeskThread(new_control, self)
        self._desk.told.connect(self._on_told)
        self._desk.ended.connect(self._on_ended)
        self._waiting = 0
        self._is_paused = False
        self._latest: RenewalProgress | None = None

    def begin(self, open_desk: Callable[[], SiblingDesk[RenewalDeskLike]]) -> None:
        """Start the thread, and go on with what was begun before and cut short."""
        self._desk.begin(open_desk)
        self._desk.call(
            lambda desk: desk.waiting(), self._on_first_look, self.failed.emit, lane=STATE_LANE
        )

    @property
    def is_busy(self) -> bool:
        """Whether keys are being renewed."""
        return self._desk.is_running

    @property
    def is_paused(self) -> bool:
        """Whether that is paused."""
        return self._is_paused

    @property
    def waiting(self) -> int:
        """How many keys waited when that was last looked at."""
        return self._waiting

    @property
    def latest(self) -> RenewalProgress | None:
        """How far it has come; None where nothing is being done."""
        return self._latest if self.is_busy else None

    def renew_all(self, *, may_lose_ways: bool = False) -> None:
        """Give the vault and all matters new keys."""
        self._start(
            lambda desk, control, tell: desk.renew_all(control, tell, may_lose_ways=may_lose_ways)
        )

    def go_on(self) -> None:
        """Go on with what was begun and stopped."""
        self._start(lambda desk, control, tell: desk.go_on(control, tell))

    def give_up(self) -> None:
        """Give up what was begun; what has no new keys yet keeps those that it has."""
        if not self.is_busy:
            self._desk.call(
                lambda desk: desk.give_up(), self._on_given_up, self._on_refused, lane=STATE_LANE
            )

    def toggle_pause(self) -> None:
        """Pause, or go on after a pause."""
        if not self.is_busy:
            return
        self._is_paused = not self._is_paused
        if self._is_paused:
            self._desk.pause()
        else:
            self._desk.resume()
        self.pause_changed.emit(self._is_paused)

    def stop(self) -> None:
        """Stop; what was begun waits, and goes on at the next start or when it is asked for."""
        self._desk.stop()
        self._look()

    def end(self) -> QThread | None:
        """Stop; the thread that is still to end."""
        return self._desk.end()

    def _start(self, act: Callable[[RenewalDeskLike, ControlLike, Tell], RenewalProgress]) -> None:
        if self.is_busy:
            return
        self._desk.start(act, self._on_done, self._on_refused, lane=LANE)
        self.busy_changed.emit(self.is_busy)

    def _look(self) -> None:
        self._desk.call(
            lambda desk: desk.waiting(), self._on_waiting, self.failed.emit, lane=STATE_LANE
        )

    def _on_first_look(self, waiting: int) -> None:
        self._on_waiting(waiting)
        if waiting:
            self.go_on()

    def _on_waiting(self, waiting: int) -> None:
        self._waiting = waiting
        self.waiting_known.emit(waiting)

    def _on_told(self, progress: RenewalProgress) -> None:
        self._latest = progress
        self.told.emit(progress)

    def _on_done(self, last: RenewalProgress) -> None:
        self.came_to_end.emit(last)
        self._look()

    def _on_given_up(self, given_up: RotationGivenUp) -> None:
        self.given_up.emit(given_up)
        self._look()

    def _on_refused(self, error: Exception) -> None:
        self.failed.emit(error)
        self._look()

    def _on_ended(self) -> None:
        self._latest = None
        if self._is_paused:
            self._is_paused = False
            self.pause_changed.emit(False)  # noqa: FBT003 - a Qt signal
        self.busy_changed.emit(False)  # noqa: FBT003 - a Qt signal
