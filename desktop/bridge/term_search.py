"""Lists of search terms for the window: read, searched and exported on a thread of their own."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QThread, Signal, Slot

from desktop.bridge.desk_thread import DeskThread, SiblingDesk
from desktop.bridge.shapes import ControlLike
from desktop.domain.identity import MatterId
from desktop.domain.search_terms import Term, TermList, TermReport, TermsFound, WordsMet

LANE = "terms"

Tell = Callable[[TermReport | WordsMet], None]


class TermsDeskLike(Protocol):
    """Reads lists of terms and searches them; belongs to the thread that opened it."""

    def check(self, path: Path, /) -> TermList:
        """Say of every row of a list whether it can be searched."""
        ...

    def search(
        self, matter_id: MatterId, terms: Sequence[Term], control: ControlLike, tell: Tell, /
    ) -> TermsFound:
        """Search every term in a matter."""
        ...

    def write(self, reports: Sequence[TermReport], target: Path, /) -> Path:
        """Write the report into a file."""
        ...

    def close(self) -> None:
        """Let go of the vault."""
        ...


class TermSearch(QObject):
    """Works on one list at a time.

    Signals:
        checked(object): TermList of a file that was read.
        listing(object): WordsMet, before terms that need the words of all pages.
        found(object): TermReport of a term.
        over(object): TermsFound, also where it was stopped.
        written(object): The file that the report went to.
        failed(object): Exception of what was to be done.
        busy_changed(bool): Whether terms are being searched.
    """

    checked = Signal(object)
    listing = Signal(object)
    found = Signal(object)
    over = Signal(object)
    written = Signal(object)
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self, new_control: Callable[[], ControlLike], parent: QObject | None = None
    ) -> None:
        """Nothing can be asked for before `begin`; `new_control` gives what stops the search."""
        super().__init__(parent)
        self._desk: DeskThread[TermsDeskLike] = DeskThread(new_control, self)
        self._desk.told.connect(self._on_told)
        self._desk.ended.connect(self._on_ended)

    def begin(self, open_desk: Callable[[], SiblingDesk[TermsDeskLike]]) -> None:
        """Start the thread."""
        self._desk.begin(open_desk)

    @property
    def is_busy(self) -> bool:
        """Whether terms are being searched."""
        return self._desk.is_running

    def check(self, path: Path) -> None:
        """Read a list."""
        self._desk.call(
            lambda desk: desk.check(path), self.checked.emit, self.failed.emit, lane=LANE
        )

    def search(self, matter_id: MatterId, terms: Sequence[Term]) -> None:
        """Search every term of a list; what each finds comes as it is found."""
        if self.is_busy:
            return
        self._desk.start(
            lambda desk, *way: desk.search(matter_id, terms, *way),
            self.over.emit,
            self.failed.emit,
            lane=LANE,
        )
        self.busy_changed.emit(self.is_busy)

    def write(self, reports: Sequence[TermReport], target: Path) -> None:
        """Write what was found into a file."""
        self._desk.call(
            lambda desk: desk.write(reports, target),
            self.written.emit,
            self.failed.emit,
            lane=LANE,
        )

    def stop(self) -> None:
        """Stop after the term in hand."""
        self._desk.stop()

    def end(self) -> QThread | None:
        """Stop; the thread that is still to end."""
        return self._desk.end()

    @Slot(object)
    def _on_told(self, event: TermReport | WordsMet) -> None:
        if isinstance(event, TermReport):
            self.found.emit(event)
        else:
            self.listing.emit(event)

    def _on_ended(self) -> None:
        self.busy_changed.emit(False)  # noqa: FBT003 - a Qt signal
