"""Models from outside, for the window: one errand at a time on a thread of its own."""

import logging
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QThread, Signal, Slot
from typing_extensions import override

from desktop.bridge.shapes import ControlLike
from desktop.bridge.works import ModelSteps, ModelWorks
from desktop.domain.errors import InCameraError
from desktop.domain.imported_model import ModelProgress
from desktop.domain.model_listing import ListedFound, ModelListing

log = logging.getLogger(__name__)


class ModelBench(QObject):
    """Runs errands and tells what came of them; while one runs, no other is begun.

    Signals:
        listed(object): A ModelListing; after every errand a fresh one.
        progressed(object): A ModelProgress.
        ended(object): The ModelProgress that an errand ended with.
        failed(object): The exception that ended an errand.
        busy_changed(bool): Whether an errand runs.
    """

    listed = Signal(object)
    progressed = Signal(object)
    ended = Signal(object)
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self,
        works: ModelWorks,
        new_control: Callable[[], ControlLike],
        parent: QObject | None = None,
    ) -> None:
        """Nothing runs before it is asked for; each errand gets a control of its own."""
        super().__init__(parent)
        self._works = works
        self._new_control = new_control
        self._errand: _Errand | None = None
        self._control: ControlLike | None = None

    @property
    def is_busy(self) -> bool:
        """Whether an errand runs."""
        return self._errand is not None

    def look(self) -> None:
        """List what there is."""
        self._begin(lambda _control: iter(()))

    def bring(self, wanted: Path | ListedFound) -> None:
        """Import the pair in a folder, or one that another program keeps."""
        self._begin(lambda control: self._works.bring(wanted, control))

    def prove(self, model_id: str) -> None:
        """Check and test a model again."""
        self._begin(lambda control: self._works.prove(model_id, control))

    def measure(self, model_id: str) -> None:
        """Time a model."""
        self._begin(lambda control: self._works.measure(model_id, control))

    def remove(self, model_id: str) -> None:
        """Delete a model."""
        self._begin(lambda _control: _done(self._works.remove, model_id))

    def decide(self, model_id: str, why: str) -> None:
        """Record why a model is used in spite of its licence."""
        self._begin(lambda _control: _done(self._works.decide, model_id, why))

    def stop(self) -> None:
        """End the errand that runs; of a copy nothing is kept."""
        if self._control is not None:
            self._control.stop()

    def close(self) -> None:
        """End the errand that runs and wait for its thread."""
        self.stop()
        if self._errand is not None:
            self._errand.wait()

    # ------------------------------------------------------------------ inside

    def _begin(self, start: Callable[[ControlLike], ModelSteps]) -> None:
        if self._errand is not None:
            return
        control = self._new_control()
        self._control = control
        self._errand = _Errand(lambda: start(control), self._works.listing, self)
        self._errand.progressed.connect(self.progressed)
        self._errand.ended.connect(self.ended)
        self._errand.failed.connect(self._on_failed)
        self._errand.listed.connect(self.listed)
        self._errand.finished.connect(self._on_finished)
        self.busy_changed.emit(True)  # noqa: FBT003 - a Qt signal
        self._errand.start()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, InCameraError):
            log.error("Defect in work on a model.", exc_info=error)
        self.failed.emit(error)

    @Slot()
    def _on_finished(self) -> None:
        if self._errand is not None:
            self._errand.deleteLater()
        self._errand = None
        self._control = None
        self.busy_changed.emit(False)  # noqa: FBT003 - a Qt signal


class _Errand(QThread):
    """Drains one generator, then lists what there is."""

    progressed = Signal(object)
    ended = Signal(object)
    failed = Signal(object)
    listed = Signal(object)

    def __init__(
        self,
        start: Callable[[], ModelSteps],
        listing: Callable[[], ModelListing],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._start_work = start
        self._listing = listing

    @override
    def run(self) -> None:
        """The thread's life."""
        last: ModelProgress | None = None
        try:
            for last in self._start_work():
                self.progressed.emit(last)
            if last is not None:
                self.ended.emit(last)
        except Exception as error:  # noqa: BLE001 - shown or logged by the owner
            self.failed.emit(error)
        try:
            self.listed.emit(self._listing())
        except Exception as error:  # noqa: BLE001 - the same
            self.failed.emit(error)


def _done(act: Callable[..., None], *arguments: str) -> ModelSteps:
    """A short act as a generator, so that it too runs on the thread of the errand."""
    act(*arguments)
    yield from ()
