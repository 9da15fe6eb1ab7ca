"""Long work beside the analyst: its strips, its lists that follow, and what is said at its end."""

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.bridge.session import Session
from desktop.domain.identity import MatterId
from desktop.domain.progress import Progress
from desktop.ui import wording
from desktop.ui.banner import Banner
from desktop.ui.progress_strip import ProgressStrip

REFRESH_MS = 700
"""How often lists follow the work while documents are read: alive, and cheap for the vault."""


class WorkFlow(QObject):
    """Follows reading and exporting, pauses and stops them.

    Signals:
        refresh_due(): What the matter in view holds has changed.
    """

    refresh_due = Signal()

    def __init__(
        self,
        session: Session,
        reading: ProgressStrip,
        exporting: ProgressStrip,
        banner: Banner,
        parent: QObject,
    ) -> None:
        """Join them.

        Args:
            session: Works.
            reading: The strip of its reading.
            exporting: The strip of its exports.
            banner: Says how work ended.
            parent: Owner.
        """
        super().__init__(parent)
        self._session = session
        self._banner = banner
        self._matter_id: MatterId | None = None
        self._said = ""
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self.refresh_due)
        for strip, queue in ((reading, session.reading), (exporting, session.exporting)):
            strip.pause_wanted.connect(queue.toggle_pause)
            strip.stop_wanted.connect(queue.stop)
        session.reading.progressed.connect(self._on_progressed)
        session.reading.run_ended.connect(self._on_run_ended)
        session.exporting.run_ended.connect(self._on_export_ended)

    def follow(self, matter_id: MatterId) -> None:
        """Let the lists of another matter follow from now on."""
        self._matter_id = matter_id

    def toggle_pause(self) -> None:
        """Pause the reading, or go on."""
        self._session.reading.toggle_pause()

    def stop(self) -> None:
        """Stop reading, exporting and asking; what is stored stays."""
        session = self._session
        for work in (session.asking, session.extracting, session.reading, session.exporting):
            work.stop()

    def _on_progressed(self, matter_id: MatterId) -> None:
        if matter_id == self._matter_id and not self._refresh.isActive():
            self._refresh.start()

    def _on_run_ended(
        self, matter_id: MatterId, progress: Progress | None, error: Exception | None
    ) -> None:
        self._session.refresh(matter_id)
        if error is not None:
            self._banner.show_error(error)
        elif progress is not None and wording.run_notes(progress):
            self._banner.show_note(*wording.run_notes(progress))
            self._said = self._banner.words
        elif self._banner.words == self._said:
            self._banner.hide()  # what an earlier run said holds no more

    def _on_export_ended(
        self, _matter_id: MatterId, progress: Progress | None, error: Exception | None
    ) -> None:
        if error is not None:
            self._banner.show_error(error)
        elif progress is not None:
            self._banner.show_note(*wording.export_notes(progress))
