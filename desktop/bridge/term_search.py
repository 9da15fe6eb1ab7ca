"""Lists of search terms for the window: read, searched and exported on a thread of their own."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Signal

from desktop.bridge.desk_work import DeskWork
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


class TermSearch(DeskWork[TermsDeskLike]):
    """Works on one list at a time; told are a TermReport of each term, and WordsMet before them.

    Signals:
        checked(object): TermList of a file that was read.
        over(object): TermsFound, also where it was stopped.
        written(object): The file that the report went to.
    """

    checked = Signal(object)
    over = Signal(object)
    written = Signal(object)

    def check(self, path: Path) -> None:
        """Read a list."""
        self._call(lambda desk: desk.check(path), self.checked.emit, LANE)

    def search(self, matter_id: MatterId, terms: Sequence[Term]) -> None:
        """Search every term of a list; what each finds is told as it is found."""
        self._start(lambda desk, *way: desk.search(matter_id, terms, *way), self.over.emit, LANE)

    def write(self, reports: Sequence[TermReport], target: Path) -> None:
        """Write what was found into a file."""
        self._call(lambda desk: desk.write(reports, target), self.written.emit, LANE)
