"""Which findings are listed: by sensitivity, by kind, and by what was decided about them."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from PySide6.QtCore import QCoreApplication, QLocale, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from desktop.domain.finding import (
    Decision,
    FindingKind,
    Sensitivity,
    StoredFinding,
    needs_decision,
)
from desktop.ui import wording
from desktop.ui.plain import IconButton


class Review(Enum):
    """How far a finding is reviewed, as an analyst asks for it."""

    DISPUTED = "disputed"
    OPEN = "open"
    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class FindingsFilter:
    """What findings have to be to be listed; None: it does not matter."""

    sensitivity: Sensitivity | None = None
    kind: FindingKind | None = None
    review: Review | None = None

    @property
    def has_choice(self) -> bool:
        """Whether something of the menu is chosen."""
        return self.kind is not None or self.review is not None

    def admits(self, stored: StoredFinding) -> bool:
        """Whether a finding is listed."""
        finding = stored.finding
        return (
            self.sensitivity in (None, finding.sensitivity)
            and self.kind in (None, finding.kind)
            and (self.review is None or _is(stored, self.review))
        )

    @property
    def words(self) -> str:
        """Such as "Only people, rejected"; "" where nothing of the menu is chosen."""
        parts = []
        if self.kind is not None:
            parts.append(wording.finding_kind(self.kind))
        if self.review is not None:
            parts.append(_review_words(self.review))
        return _tr("Only: {0}").format(", ".join(parts)) if parts else ""


class FilterButton(IconButton):
    """Opens a menu of kinds and of decisions, each with how many there are.

    Signals:
        chosen(object, object): A FindingKind and a Review, either of them None for all.
    """

    chosen = Signal(object, object)

    def __init__(
        self, findings: Callable[[], Iterable[StoredFinding]], parent: QWidget | None = None
    ) -> None:
        """Make it; `findings` gives those to count, whatever is listed of them."""
        super().__init__("filter", _tr("Filter by kind or decision"), parent)
        self._findings = findings
        self._now = FindingsFilter()
        self.setCheckable(True)
        self.menu_of_filters = QMenu(self)
        self.menu_of_filters.aboutToShow.connect(self._on_opening)
        self.setMenu(self.menu_of_filters)
        self.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)

    def show_filter(self, now: FindingsFilter) -> None:
        """Take what is listed, which the menu marks."""
        self._now = now
        self.setChecked(now.has_choice)

    def _on_opening(self) -> None:
        menu = self.menu_of_filters
        menu.clear()
        listed = tuple(self._findings())
        kinds = Counter(stored.finding.kind for stored in listed)
        reviews = {each: sum(_is(stored, each) for stored in listed) for each in Review}
        self._fill(
            [(None, _tr("Decided or not"), len(listed))]
            + [(each, _review_words(each), reviews[each]) for each in Review],
            self._now.review,
            self._on_review,
        )
        menu.addSeparator()
        self._fill(
            [(None, _tr("All kinds"), len(listed))]
            + [(each, wording.finding_kind(each), kinds[each]) for each in FindingKind],
            self._now.kind,
            self._on_kind,
        )

    def _fill(
        self,
        rows: Iterable[tuple[Hashable, str, int]],
        now: Hashable,
        slot: Callable[[QAction], None],
    ) -> None:
        """Add rows of which one is chosen; those that would list nothing are left out."""
        group = QActionGroup(self.menu_of_filters)
        for value, words, number in rows:
            if number or value in (None, now):
                action = self.menu_of_filters.addAction(f"{words}\t{QLocale().toString(number)}")
                action.setCheckable(True)
                action.setChecked(value == now)
                action.setData(value)
                group.addAction(action)
        group.triggered.connect(slot)

    def _on_review(self, action: QAction) -> None:
        self.chosen.emit(self._now.kind, action.data())

    def _on_kind(self, action: QAction) -> None:
        name = action.data()  # Qt keeps an enumeration of strings as a string.
        self.chosen.emit(None if name is None else FindingKind(name), self._now.review)


def _is(stored: StoredFinding, review: Review) -> bool:
    match review:
        case Review.DISPUTED:
            return needs_decision(stored)
        case Review.OPEN:
            return stored.decision is Decision.OPEN
        case Review.ACCEPTED:
            return stored.decision is Decision.ACCEPTED
        case Review.CORRECTED:
            return stored.decision is Decision.CORRECTED
        case Review.REJECTED:
            return stored.decision is Decision.REJECTED
        case _:
            assert_never(review)


def _review_words(review: Review) -> str:
    return {
        Review.DISPUTED: _tr("The readers differ"),
        Review.OPEN: _tr("Not decided"),
        Review.ACCEPTED: _tr("Accepted"),
        Review.CORRECTED: _tr("Corrected"),
        Review.REJECTED: _tr("Rejected"),
    }[review]


def _tr(text: str) -> str:
    return QCoreApplication.translate("FindingsFilter", text)
