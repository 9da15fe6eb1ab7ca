"""How fast long work goes, and how long it will still take."""

from collections import deque
from collections.abc import Callable

WINDOW_S = 30.0
"""Pace is told over the last half minute: long enough to be calm, short enough to be true."""


class Pace:
    """Counts pages as they are done.

    Args:
        monotonic: Seconds of a clock that never goes back.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        """Start now."""
        self._monotonic = monotonic
        self._marks: deque[tuple[float, int]] = deque([(monotonic(), 0)])
        self._done = 0

    def add(self, pages: int) -> None:
        """Note that `pages` more pages are done."""
        self._done += pages
        now = self._monotonic()
        self._marks.append((now, self._done))
        while len(self._marks) > 2 and now - self._marks[1][0] > WINDOW_S:
            self._marks.popleft()

    @property
    def pages_per_s(self) -> float:
        """Recent pace; 0 before the first page."""
        start_s, start_pages = self._marks[0]
        elapsed_s = self._monotonic() - start_s
        return (self._done - start_pages) / elapsed_s if elapsed_s > 0 else 0.0

    def left_s(self, pages_left: int) -> float | None:
        """Time for `pages_left` more pages at the recent pace; None when unknown."""
        pace = self.pages_per_s
        return pages_left / pace if pace > 0 else None


class Lengths:
    """Tells from the documents that were opened how many pages the others may have."""

    def __init__(self) -> None:
        """No document was opened yet."""
        self._documents = 0
        self._pages = 0

    def add(self, pages: int) -> None:
        """Note a document that has so many pages."""
        self._documents += 1
        self._pages += pages

    def of(self, documents: int) -> int | None:
        """How many pages so many others may have; None when unknown."""
        if not documents:
            return 0
        return round(documents * self._pages / self._documents) if self._documents else None
