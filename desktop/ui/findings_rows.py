"""Findings as rows, grouped by kind with a heading each."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal
from typing_extensions import override

from desktop.domain.finding import (
    Decision,
    FindingKind,
    Sensitivity,
    StoredFinding,
    masked,
    needs_decision,
)
from desktop.domain.identity import FindingId
from desktop.ui import wording
from desktop.ui.findings_filter import FindingsFilter
from desktop.ui.id_rows import ITEM_ROLE, AnyIndex
from desktop.ui.value_words import readable

SHOWN_ROLE = ITEM_ROLE + 1
"""Whether the value of a highly sensitive finding may be seen."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The first row of a group; without a kind, that of all that waits for a decision."""

    kind: FindingKind | None
    count: int


Row = Heading | StoredFinding


class FindingsRows(QAbstractListModel):
    """Rows of headings and findings; what is masked stays masked for screen readers too.

    Signals:
        shown_changed(object): The findings whose values the analyst had shown, a frozenset.
    """

    shown_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self._findings: tuple[StoredFinding, ...] = ()
        self._rows: list[Row] = []
        self._row_of: dict[FindingId, int] = {}
        self._shown: set[FindingId] = set()
        self._wanted = FindingsFilter()
        self._is_masking_on = True

    def set_masking(self, *, is_on: bool) -> None:
        """Whether highly sensitive values are masked until shown."""
        self._is_masking_on = is_on
        self.mask_all()

    @property
    def is_masking_on(self) -> bool:
        """Whether highly sensitive values are masked until shown."""
        return self._is_masking_on

    def show(self, findings: Iterable[StoredFinding]) -> None:
        """Take other findings."""
        self._findings = tuple(findings)
        self._arrange()

    def filter(self, wanted: FindingsFilter) -> None:
        """Show those that it admits."""
        self._wanted = wanted
        self._arrange()

    @property
    def wanted(self) -> FindingsFilter:
        """What is shown of all."""
        return self._wanted

    def all_findings(self) -> Sequence[StoredFinding]:
        """All of them, whatever the filter."""
        return self._findings

    def counts(self) -> Counter[Sensitivity]:
        """How many there are of each sensitivity, whatever the filter."""
        return Counter(stored.finding.sensitivity for stored in self._findings)

    def has(self, finding_id: FindingId) -> bool:
        """Whether it is one of them, whatever the filter."""
        return any(stored.finding_id == finding_id for stored in self._findings)

    @property
    def total(self) -> int:
        """How many there are, whatever the filter."""
        return len(self._findings)

    @property
    def decided(self) -> int:
        """Of how many a person has decided, whatever the filter."""
        return sum(stored.decision is not Decision.OPEN for stored in self._findings)

    def set_shown(self, finding_id: FindingId, *, is_shown: bool) -> None:
        """Show or mask the value of a finding."""
        if is_shown:
            self._shown.add(finding_id)
        else:
            self._shown.discard(finding_id)
        self._tell_changed(finding_id)
        self.shown_changed.emit(frozenset(self._shown))

    def mask_all(self) -> None:
        """Mask every value again."""
        self._shown.clear()
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1))
        self.shown_changed.emit(frozenset(self._shown))

    def is_shown(self, finding_id: FindingId) -> bool:
        """Whether its value may be seen."""
        return not self._is_masking_on or finding_id in self._shown

    def take(self, now: StoredFinding) -> None:
        """Take a finding as it is now; it leaves or joins its group, and the list, if it must."""
        ids = [stored.finding_id for stored in self._findings]
        if now.finding_id not in ids:
            return
        place = ids.index(now.finding_id)
        before = self._findings[place]
        self._findings = (*self._findings[:place], now, *self._findings[place + 1 :])
        is_listed = self._wanted.admits(now)
        moves = needs_decision(before) != needs_decision(now)
        if is_listed != self._wanted.admits(before) or (is_listed and moves):
            self._arrange()
        if not is_listed or moves:
            return
        self._rows[self._row_of[now.finding_id]] = now
        self._tell_changed(now.finding_id)

    def equal_to(self, finding_id: FindingId) -> tuple[FindingId, ...]:
        """Others of the same kind and value that nobody has decided, whatever the filter.

        None of them, and none at all beside one, about which the readers differ: each of those is
        decided by itself.
        """
        one = self.finding(finding_id)
        if one is None or needs_decision(one):
            return ()
        wanted = one.finding.kind, one.finding.value
        return tuple(
            stored.finding_id
            for stored in self._findings
            if (stored.finding.kind, stored.finding.value) == wanted
            and stored.decision is Decision.OPEN
            and stored.finding_id != finding_id
            and not needs_decision(stored)
        )

    def next_to_decide(
        self, finding_id: FindingId, passing: frozenset[FindingId] = frozenset()
    ) -> FindingId | None:
        """The finding to decide after this one, but for those passed over; None: it is the last.

        Behind one about which the readers differ the next such one comes, or else the one before.
        """
        stored = self.finding(finding_id)
        if stored is None:
            return None
        is_disputed = needs_decision(stored)
        ids = [
            row.finding_id
            for row in self._rows
            if isinstance(row, StoredFinding)
            and (
                row.finding_id == finding_id
                or (row.decision is Decision.OPEN and row.finding_id not in passing)
            )
            and (needs_decision(row) or not is_disputed)
        ]
        place = ids.index(finding_id)
        others = ids[place + 1 :] or (ids[:place][-1:] if is_disputed else [])
        return others[0] if others else None

    def next_disputed(self, finding_id: FindingId | None) -> FindingId | None:
        """The first finding below one, or of all, about which the readers differ; None: none."""
        start = 0 if finding_id is None else self._row_of.get(finding_id, -1) + 1
        for row in self._rows[start:]:
            if isinstance(row, StoredFinding) and needs_decision(row):
                return row.finding_id
        return None

    def beside(self, finding_id: FindingId) -> FindingId | None:
        """The finding below one that is shown, or else above it."""
        row = self._row_of.get(finding_id, len(self._rows))
        for item in (*self._rows[row + 1 :], *reversed(self._rows[:row])):
            if isinstance(item, StoredFinding):
                return item.finding_id
        return None

    def finding(self, finding_id: FindingId) -> StoredFinding | None:
        """A finding that is shown."""
        row = self._row_of.get(finding_id)
        item = None if row is None else self._rows[row]
        return item if isinstance(item, StoredFinding) else None

    def item_at(self, index: AnyIndex) -> Row | None:
        """The heading or finding in a row."""
        return self._rows[index.row()] if index.isValid() else None

    def index_of(self, finding_id: FindingId) -> QModelIndex:
        """The row of a finding; invalid when it is not shown."""
        row = self._row_of.get(finding_id)
        return QModelIndex() if row is None else self.index(row)

    @property
    def rows(self) -> Sequence[Row]:
        """Headings and findings in order."""
        return self._rows

    def _arrange(self) -> None:
        groups: dict[FindingKind | None, list[StoredFinding]] = {}
        for stored in self._findings:
            if self._wanted.admits(stored):
                kind = None if needs_decision(stored) else stored.finding.kind
                groups.setdefault(kind, []).append(stored)
        self.beginResetModel()
        self._rows = []
        for kind in (None, *FindingKind):
            if kind in groups:
                self._rows.append(Heading(kind, len(groups[kind])))
                self._rows.extend(groups[kind])
        self._row_of = {
            item.finding_id: row
            for row, item in enumerate(self._rows)
            if isinstance(item, StoredFinding)
        }
        self.endResetModel()

    def _tell_changed(self, finding_id: FindingId) -> None:
        index = self.index_of(finding_id)
        if index.isValid():
            self.dataChanged.emit(index, index)

    @override
    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    @override
    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        item = self.item_at(index)
        if item is None:
            return Qt.ItemFlag.NoItemFlags
        if isinstance(item, Heading):
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    @override
    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        item = self.item_at(index)
        if item is None:
            return None
        if role == ITEM_ROLE:
            return item
        if role == SHOWN_ROLE:
            return not isinstance(item, Heading) and self.is_shown(item.finding_id)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(item, Heading):
                return f"{wording.findings_group(item.kind)}, {item.count}"
            return self._words_of(item)
        return None

    def _words_of(self, stored: StoredFinding) -> str:
        value = value_on_screen(stored, is_shown=self.is_shown(stored.finding_id))
        page = self.tr("page {0}").format(stored.page)
        return f"{value}, {page}, {wording.sensitivity(stored.finding.sensitivity)}"


def value_on_screen(stored: StoredFinding, *, is_shown: bool) -> str:
    """The value as it may be seen."""
    finding = stored.finding
    if finding.sensitivity is Sensitivity.HIGH and not is_shown:
        return masked(finding.value)
    return readable(finding.kind, finding.value)
