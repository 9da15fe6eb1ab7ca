"""A queue of long work: one run at a time, in the order it was asked for."""

import logging
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QThread, Signal, Slot

from desktop.bridge.job import Job
from desktop.bridge.shapes import ControlLike, VaultLike
from desktop.domain.errors import InCameraError, KeysChangedError
from desktop.domain.identity import MatterId
from desktop.domain.progress import Phase, Progress

log = logging.getLogger(__name__)


Work = Callable[[VaultLike, ControlLike], Iterator[Progress]]
"""Gets a vault of its own, which is closed behind it, and the control that steers it."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of long work.

    Attributes:
        matter_id: The matter it is about.
        start_work: Called in the thread of the run.
        is_resuming: Whether it only goes on with what waits in the matter.
    """

    matter_id: MatterId
    start_work: Work
    is_resuming: bool = False


class WorkQueue(QObject):
    """Runs long work, each run on a thread with a vault connection of its own.

    It can end while work is in hand or waits, and begin again: then it goes on with both.

    Signals:
        progressed(str, object): Matter and its Progress.
        run_ended(str, object, object): Matter, last Progress or None, exception or None.
        emptied(): Nothing is running or waiting any more.
        pause_changed(bool): Whether the work is paused.
    """

    progressed = Signal(str, object)
    run_ended = Signal(str, object, object)
    emptied = Signal()
    pause_changed = Signal(bool)

    def __init__(
        self, new_control: Callable[[], ControlLike], parent: QObject | None = None
    ) -> None:
        """Nothing runs before `begin`; each run gets a control of its own."""
        super().__init__(parent)
        self._new_control = new_control
        self._vault: VaultLike | None = None
        self._runs: deque[Run] = deque()
        self._current: Run | None = None
        self._job: Job | None = None
        self._control: ControlLike | None = None
        self._is_paused = False
        self._begins_paused = False
        self._is_admitted = False
        self._ends_when_empty = False

    def begin(self, vault: VaultLike) -> None:
        """Take the open vault whose siblings the runs will use."""
        self._vault = vault
        self._ends_when_empty = False
        self._start_next()

    def put(self, run: Run) -> None:
        """Queue a run; one that only resumes is left out where such a one of its matter waits."""
        is_queued = any(
            other.matter_id == run.matter_id and other.is_resuming for other in self._runs
        )
        if not (run.is_resuming and is_queued):
            self._runs.append(run)
        self._start_next()

    @property
    def is_running(self) -> bool:
        """Whether a run is in hand."""
        return self._job is not None

    @property
    def is_paused(self) -> bool:
        """Whether the analyst paused the work."""
        return self._is_paused

    @property
    def waiting(self) -> int:
        """How many runs wait behind the one in hand."""
        return len(self._runs)

    def pause(self) -> None:
        """Wait after what is in hand."""
        if self._control is not None and not self._is_paused:
            self._control.pause()
            self._is_paused = True
            self.pause_changed.emit(self._is_paused)

    def resume(self) -> None:
        """Go on after a pause."""
        if self._control is not None and self._is_paused:
            self._control.resume()
            self._is_paused = False
            self.pause_changed.emit(self._is_paused)

    def toggle_pause(self) -> None:
        """Pause, or go on."""
        if self._is_paused:
            self.resume()
        else:
            self.pause()

    def stop(self) -> None:
        """Stop the run in hand and forget the others; what is stored stays."""
        self._runs.clear()
        if self._control is not None:
            self._control.stop()

    def end(self) -> QThread | None:
        """Stop the run in hand and let go of the vault; the thread that is still to end.

        The runs wait for the next `begin`, and so does the one in hand, unless all that it brought
        is stored: what is still to be read then waits in its matter. A pause goes on too.
        """
        job, run = self._job, self._current
        if job is None:
            self._vault = None
            return None
        if run is not None and not (run.is_resuming or self._is_admitted):
            self._runs.appendleft(run)
        self._begins_paused = self._is_paused
        if self._control is not None:
            self._control.stop()
        for signal, slot in (
            (job.progressed, self._on_progressed),
            (job.done, self._on_done),
            (job.failed, self._on_failed),
            (job.finished, self._on_finished),
        ):
            signal.disconnect(slot)
        self._vault = None
        self._forget_job()
        return job

    def end_when_empty(self) -> None:
        """Go on with what is in hand and waits, untold of, then let go of the vault."""
        self._ends_when_empty = True
        self._let_go_if_empty()

    def _start_next(self) -> None:
        vault = self._vault
        if vault is None or self._job is not None or not self._runs:
            return
        run = self._runs.popleft()
        control = self._new_control()
        self._current = run
        self._control = control
        self._job = Job(_work_of(vault, run, control), self)
        self._job.progressed.connect(self._on_progressed)
        self._job.done.connect(self._on_done)
        self._job.failed.connect(self._on_failed)
        self._job.finished.connect(self._on_finished)
        self._job.start()
        if self._begins_paused:
            self._begins_paused = False
            self.pause()

    @Slot(object)
    def _on_progressed(self, progress: Progress) -> None:
        self._is_admitted = progress.phase in (Phase.READING, Phase.PAUSED)
        if self._current is not None and not self._ends_when_empty:
            self.progressed.emit(self._current.matter_id, progress)

    @Slot(object)
    def _on_done(self, progress: Progress) -> None:
        if self._current is not None and not self._ends_when_empty:
            self.run_ended.emit(self._current.matter_id, progress, None)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, InCameraError):
            log.error("Defect in long work.", exc_info=error)
        if self._current is None:
            return
        if isinstance(error, KeysChangedError):
            # The matter got new keys meanwhile: what was stored is there, and the rest is asked
            # for again of its present file.
            self._runs.appendleft(self._current)
        elif not self._ends_when_empty:
            self.run_ended.emit(self._current.matter_id, None, error)

    @Slot()
    def _on_finished(self) -> None:
        if self._job is not None:
            self._job.deleteLater()
        self._forget_job()
        self._start_next()
        if self._job is None:
            self._let_go_if_empty()
            self.emptied.emit()

    def _forget_job(self) -> None:
        self._job = None
        self._current = None
        self._control = None
        self._is_admitted = False
        if self._is_paused:
            self._is_paused = False
            self.pause_changed.emit(self._is_paused)

    def _let_go_if_empty(self) -> None:
        if self._ends_when_empty and self._job is None:
            self._vault = None


def _work_of(vault: VaultLike, run: Run, control: ControlLike) -> Callable[[], Iterator[Progress]]:
    """The run as a generator that opens and closes its own connection in the job's thread."""

    def work() -> Iterator[Progress]:
        sibling = vault.sibling()
        try:
            yield from run.start_work(sibling, control)
        finally:
            sibling.close()

    return work
