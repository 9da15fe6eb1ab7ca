"""One quiet strip at the foot while documents are read, and one while findings are exported."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from desktop.bridge.work_queue import WorkQueue
from desktop.domain.identity import MatterId
from desktop.domain.progress import Phase, Progress
from desktop.ui import wording
from desktop.ui.plain import ElidedLabel, IconButton, PlainLabel
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S


class ProgressStrip(QFrame):
    """Phase, what is done, pace, time left; pause and stop.

    Signals:
        pause_wanted(): Pause, or go on when paused.
        stop_wanted(): Stop.
    """

    pause_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, queue: WorkQueue, parent: QWidget | None = None) -> None:
        """Hidden until work of the queue runs."""
        super().__init__(parent)
        self._queue = queue
        self.setObjectName("Strip")
        self.setFixedHeight(44)
        self._phase = PlainLabel("", self, kind="strong")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(180)
        self._bar.setAccessibleName(self.tr("Progress"))
        self._detail = PlainLabel("", self, kind="caption")
        self._document = ElidedLabel("", self, kind="caption")
        self.pause_button = IconButton("pause", self.tr("Pause"), self)
        self.stop_button = IconButton("stop", self.tr("Stop"), self)
        self.pause_button.clicked.connect(self._on_pause)
        self.stop_button.clicked.connect(self._on_stop)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_L, 0, SPACE_S, 0)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self._phase)
        layout.addWidget(self._bar)
        layout.addWidget(self._detail)
        layout.addWidget(self._document, 1)
        layout.addWidget(self.pause_button)
        layout.addWidget(self.stop_button)
        queue.progressed.connect(self._on_progressed)
        queue.emptied.connect(self.hide)
        queue.pause_changed.connect(self.show_paused)
        self.hide()

    def show_progress(self, progress: Progress, waiting_runs: int) -> None:
        """Take a report; `waiting_runs` more wait behind it."""
        self.show()
        done, total, words = self._amount(progress)
        self._bar.setRange(0, max(total, 1) if total else 0)
        self._bar.setValue(done)
        self._phase.setText(
            {
                Phase.ADMITTING: self.tr("Sealing"),
                Phase.READING: self.tr("Reading"),
                Phase.EXPORTING: self.tr("Exporting"),
                Phase.PAUSED: self.tr("Paused"),
                Phase.DONE: self.tr("Done"),
                Phase.STOPPED: self.tr("Stopped"),
            }[progress.phase]
        )
        self._detail.setText("  ·  ".join(self._parts(progress, words, waiting_runs)))
        self._document.setText(progress.current)

    def _amount(self, progress: Progress) -> tuple[int, int, str]:
        """How much is done of how much, and how it is said."""
        if progress.findings_total:
            done, total = progress.findings_done, progress.findings_total
            written = QLocale().toString(done)
            return done, total, self.tr("{0} of {1}").format(written, wording.findings(total))
        if progress.phase is Phase.ADMITTING:
            done, total = progress.files_done, progress.files_total
            return done, total, self.tr("{0} of {1} files").format(done, total)
        done, total = progress.pages_done, progress.pages_total + progress.pages_expected
        words = self.tr("{0} of about {1}") if progress.pages_expected else self.tr("{0} of {1}")
        return done, total, words.format(QLocale().toString(done), wording.pages(total))

    def _parts(self, progress: Progress, words: str, waiting_runs: int) -> list[str]:
        parts = [words]
        if progress.phase is Phase.READING and progress.pages_per_s > 0:
            parts.append(wording.pace(progress.pages_per_s))
        if progress.phase is Phase.READING and progress.left_s is not None:
            parts.append(wording.time_left(progress.left_s))
        if progress.pages_failed:
            parts.append(self.tr("{0} failed").format(progress.pages_failed))
        if waiting_runs:
            parts.append(self.tr("{0} more waiting").format(waiting_runs))
        return parts

    def show_paused(self, is_paused: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Say whether the work is paused."""
        self.pause_button.show_icon("play" if is_paused else "pause")
        self.pause_button.rename(self.tr("Go on") if is_paused else self.tr("Pause"))
        if is_paused:
            self._phase.setText(self.tr("Paused"))

    @property
    def words(self) -> str:
        """What it says."""
        return f"{self._phase.text()} {self._detail.text()} {self._document.text()}"

    def _on_progressed(self, _matter_id: MatterId, progress: Progress) -> None:
        self.show_progress(progress, self._queue.waiting)

    def _on_pause(self) -> None:
        self.pause_wanted.emit()

    def _on_stop(self) -> None:
        self.stop_wanted.emit()
