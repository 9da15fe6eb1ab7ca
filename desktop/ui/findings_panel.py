"""Findings beside the page: grouped, filtered, masked until shown."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.domain.finding import DISPUTED, Decision, Sensitivity, StoredFinding
from desktop.domain.identity import FindingId
from desktop.ui import wording
from desktop.ui.empty_state import EmptyState
from desktop.ui.finding_card import FindingCard
from desktop.ui.finding_delegate import FindingDelegate, eye_place
from desktop.ui.findings_rows import FindingsRows
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.row_list import set_up_rows
from desktop.ui.theme import CONTROL_PX, SPACE_L, SPACE_M, SPACE_XS

FILTERS: tuple[Sensitivity | None, ...] = (
    None,
    Sensitivity.HIGH,
    Sensitivity.MODERATE,
    Sensitivity.LOW,
)


class FindingsPanel(QFrame):
    """Findings on the right.

    Signals:
        finding_chosen(object): A StoredFinding was selected: show its box.
        decided(str, object): A finding and the Decision about it.
        corrected(str, str): A finding and what a person reads in its place.
        other_wanted(str): Of a finding the second reading is right.
        uncovered(str): Identity of a finding whose value a person uncovers.
        dispute_shown(str): A finding about which two readers differ is in the card.
    """

    finding_chosen = Signal(object)
    decided = Signal(str, object)
    corrected = Signal(str, str)
    other_wanted = Signal(str)
    dispute_shown = Signal(str)
    uncovered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.setObjectName("Panel")
        self.setMinimumWidth(292)
        self.rows = FindingsRows(self)
        self.list = _FindingsList(self)
        self.list.setObjectName("Findings")
        self.list.setAccessibleName(self.tr("Findings"))
        self.list.setModel(self.rows)
        self.list.setItemDelegate(FindingDelegate(self.list))
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.show_toggled.connect(self.toggle_shown)
        self.list.decided.connect(self.decided)
        self.list.other_wanted.connect(self.other_wanted)
        self._count = PlainLabel("", self, kind="badge")
        self._note = PlainLabel("", self, kind="caption", is_wrapped=True)
        self._note.hide()
        self.chips: list[TextButton] = []
        self._group = QButtonGroup(self)
        for number, sensitivity in enumerate(FILTERS):
            words = self.tr("All") if sensitivity is None else wording.sensitivity(sensitivity)
            chip = TextButton(words, self)
            chip.setProperty("kind", "chip")
            chip.setAccessibleName(self.tr("Show findings: {0}").format(words))
            chip.setCheckable(True)
            self._group.addButton(chip, number)
            self.chips.append(chip)
        self.chips[0].setChecked(True)
        self._group.idClicked.connect(self._on_filter)
        self.card = FindingCard(self)
        self.card.show_toggled.connect(self.toggle_shown)
        self.card.decided.connect(self.decided)
        self.card.corrected.connect(self.corrected)
        self.card.other_wanted.connect(self.other_wanted)
        self.card.left.connect(self.list.setFocus)
        self.list.correction_wanted.connect(self.card.begin_correction)
        self.empty = EmptyState(
            "sparkle",
            self.tr("No findings"),
            self.tr("Names, numbers, dates and amounts appear here once a document is read."),
            parent=self,
        )
        self._pile = QStackedWidget(self)
        self._pile.addWidget(self.list)
        self._pile.addWidget(self.empty)
        self._lay_out()
        self.show_findings((), is_truncated=False)

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.addWidget(PlainLabel(self.tr("Findings"), self, kind="strong"))
        title.addSpacing(SPACE_XS)
        title.addWidget(self._count)
        title.addStretch(1)
        title.addStrut(CONTROL_PX)
        chips = QHBoxLayout()
        chips.setSpacing(SPACE_XS)
        for chip in self.chips:
            chips.addWidget(chip)
        chips.addStretch(1)
        head = QFrame(self)
        head.setObjectName("PanelHead")
        head_layout = QVBoxLayout(head)
        head_layout.setContentsMargins(SPACE_L, 7, SPACE_M, SPACE_M)
        head_layout.setSpacing(7)
        head_layout.addLayout(title)
        head_layout.addLayout(chips)
        head_layout.addWidget(self._note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self._pile, 1)
        layout.addWidget(self.card)

    def show_findings(self, findings: Iterable[StoredFinding], *, is_truncated: bool) -> None:
        """Take the findings of a document; what was selected stays selected."""
        chosen = self.chosen()
        is_other_document = self.rows.total == 0
        self.rows.show(findings)
        if is_other_document:
            self.list.scrollToTop()
        total = self.rows.total
        self._count.setText(f"{total}+" if is_truncated else str(total))
        self._count.setVisible(total > 0)
        self._note.setVisible(is_truncated)
        self._note.setText(
            self.tr("The first {0} are listed. Each page still shows all of its own.").format(total)
        )
        counts = self.rows.counts()
        for chip, sensitivity in zip(self.chips[1:], FILTERS[1:], strict=True):
            number = counts[sensitivity] if sensitivity is not None else 0
            words = wording.sensitivity(sensitivity) if sensitivity is not None else ""
            chip.setText(f"{words} {number}" if number else words)
            chip.setEnabled(number > 0)
        self._choose_page()
        if chosen is not None and not self.choose(chosen):
            self.card.show_finding(None, is_shown=False)

    def show_decided(self, finding_id: FindingId, stored: StoredFinding) -> None:
        """Take a finding as it was decided; of those that wait the next one is selected."""
        chosen = self.chosen()
        if chosen == finding_id:
            chosen = self.rows.next_waiting(finding_id) or finding_id
        self.rows.take(stored)
        if chosen is not None:
            self.choose(chosen)
        self._show_card()

    def mask_all(self) -> None:
        """Mask every value again."""
        self.rows.mask_all()
        self._show_card()

    def chosen(self) -> FindingId | None:
        """The finding selected."""
        item = self.rows.item_at(self.list.currentIndex())
        return item.finding_id if isinstance(item, StoredFinding) else None

    def choose(self, finding_id: FindingId) -> bool:
        """Select a finding and bring it into view; whether it is listed."""
        index = self.rows.index_of(finding_id)
        if not index.isValid():
            return False
        self.list.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.list.scrollTo(index)
        self._show_card()
        return True

    def step(self, by: int) -> None:
        """Select the next finding, or the one before; headings are passed over."""
        rows = self.rows.rows
        row = self.list.currentIndex().row() + by
        while 0 <= row < len(rows):
            item = rows[row]
            if isinstance(item, StoredFinding):
                self.choose(item.finding_id)
                return
            row += by

    def set_masking(self, *, is_on: bool) -> None:
        """Whether highly sensitive values are masked until shown."""
        self.rows.set_masking(is_on=is_on)
        self._show_card()

    def show_all(self) -> None:
        """Put the filter back to all."""
        self.chips[0].setChecked(True)
        self._on_filter(0)

    def toggle_shown(self, finding_id: FindingId) -> None:
        """Show the value of a masked finding, or mask it again."""
        is_shown = not self.rows.is_shown(finding_id)
        self.rows.set_shown(finding_id, is_shown=is_shown)
        if is_shown:
            self.uncovered.emit(finding_id)
        self._show_card()

    def _show_card(self) -> None:
        chosen = self.chosen()
        stored = None if chosen is None else self.rows.finding(chosen)
        is_shown = chosen is not None and self.rows.is_shown(chosen)
        is_new = self.card.show_finding(stored, is_shown=is_shown)
        if is_new and stored is not None and stored.finding.agreement in DISPUTED:
            self.dispute_shown.emit(stored.finding_id)

    def _choose_page(self) -> None:
        has_rows = bool(self.rows.rows)
        self._pile.setCurrentWidget(self.list if has_rows else self.empty)

    def _on_filter(self, number: int) -> None:
        self.rows.filter(FILTERS[number])
        self._choose_page()
        self._show_card()

    def _on_current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        item = self.rows.item_at(now)
        self._show_card()
        if isinstance(item, StoredFinding):
            self.finding_chosen.emit(item)


class _FindingsList(QListView):
    """The list with its keys.

    Space shows or masks, A accepts, O takes the second reading, C corrects, R rejects, U takes a
    decision back.
    """

    show_toggled = Signal(str)
    decided = Signal(str, object)
    other_wanted = Signal(str)
    correction_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        set_up_rows(self)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    def _stored_at(self, index: QModelIndex) -> StoredFinding | None:
        rows = self.model()
        item = rows.item_at(index) if isinstance(rows, FindingsRows) else None
        return item if isinstance(item, StoredFinding) else None

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        stored = self._stored_at(self.currentIndex())
        decision = {
            Qt.Key.Key_A: Decision.ACCEPTED,
            Qt.Key.Key_R: Decision.REJECTED,
            Qt.Key.Key_U: Decision.OPEN,
        }.get(Qt.Key(event.key()))
        if stored is not None and event.key() == Qt.Key.Key_Space:
            if stored.finding.sensitivity is Sensitivity.HIGH:
                self.show_toggled.emit(stored.finding_id)
        elif stored is None or event.modifiers():
            super().keyPressEvent(event)
        elif decision is not None:
            self.decided.emit(stored.finding_id, decision)
        elif event.key() == Qt.Key.Key_O and stored.finding.agreement in DISPUTED:
            self.other_wanted.emit(stored.finding_id)
        elif event.key() == Qt.Key.Key_C:
            self.correction_wanted.emit()
        else:
            super().keyPressEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        stored = self._eye_under(event.position().toPoint())
        if stored is not None:
            self.show_toggled.emit(stored.finding_id)
            event.accept()
            return
        super().mousePressEvent(event)

    @override
    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            return True
        return super().viewportEvent(event)

    def _eye_under(self, place: QPoint) -> StoredFinding | None:
        index = self.indexAt(place)
        stored = self._stored_at(index)
        if stored is None or stored.finding.sensitivity is not Sensitivity.HIGH:
            return None
        eye = eye_place(self.visualRect(index)).adjusted(-6, -6, 6, 6)
        return stored if eye.contains(place) else None
