"""Long work on a thread of its own: a generator is drained, its reports become signals."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QThread, Signal
from typing_extensions import override

from desktop.domain.errors import WorkerCancelledError
from desktop.domain.progress import Phase, Progress


class Job(QThread):
    """Drains one generator of progress.

    Signals:
        progressed(object): A Progress.
        done(object): The last Progress; also after the analyst stopped the work.
        failed(object): The exception that ended it.
    """

    progressed = Signal(object)
    done = Signal(object)
    failed = Signal(object)

    def __init__(
        self, start_work: Callable[[], Iterator[Progress]], parent: QObject | None = None
    ) -> None:
        """Nothing runs before `start`.

        Args:
            start_work: Called in the job's thread; gives the generator to drain.
            parent: Owner of the thread object.
        """
        super().__init__(parent)
        self._start_work: Callable[[], Iterator[Progress]] | None = start_work

    @override
    def run(self) -> None:
        """The thread's life."""
        last = Progress(Phase.DONE)
        start_work, self._start_work = self._start_work, None  # what it knows goes with the thread
        try:
            for report in start_work() if start_work is not None else ():
                last = report
                self.progressed.emit(report)
        except WorkerCancelledError:
            self.done.emit(Progress(Phase.STOPPED))
        except Exception as error:  # noqa: BLE001 - shown or logged by the owner of the job
            self.failed.emit(error)
        else:
            self.done.emit(last)
