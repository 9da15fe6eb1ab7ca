"""Findings beside the page: grouped, filtered, masked until shown."""

from collections.abc import Iterable
from dataclasses import replace

from PySide6.QtCore import QItemSelectionModel, QLocale, QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.finding import (
    DISPUTED,
    Decision,
    FindingKind,
    Sensitivity,
    StoredFinding,
)
from desktop.domain.identity import FindingId
from desktop.ui import wording
from desktop.ui.chip import Chip
from desktop.ui.empty_state import EmptyState
from desktop.ui.finding_card import FindingCard
from desktop.ui.finding_delegate import FindingDelegate
from desktop.ui.finding_menu import FindingMenu
from desktop.ui.findings_filter import FilterButton, FindingsFilter, Review
from desktop.ui.findings_list import FindingsList
from desktop.ui.findings_rows import FindingsRows
from desktop.ui.out_of_sight import copy_privately
from desktop.ui.plain import ElidedLabel, IconButton, PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XS

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
        decided_together(object, object): Several findings, a tuple, and the Decision about them.
        corrected(str, str): A finding and what a person reads in its place.
        other_wanted(str): Of a finding the second reading is right.
        next_wanted(): The next finding about which two readers differ is to be shown.
        uncovered(str): Identity of a finding whose value a person uncovers.
        dispute_shown(str): A finding about which two readers differ is in the card.
    """

    finding_chosen = Signal(object)
    decided = Signal(str, object)
    decided_together = Signal(object, object)
    corrected = Signal(str, str)
    other_wanted = Signal(str)
    dispute_shown = Signal(str)
    next_wanted = Signal()
    uncovered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.setObjectName("Panel")
        self.setMinimumWidth(292)
        self.rows = FindingsRows(self)
        self.list = FindingsList(self)
        self.list.setObjectName("Findings")
        self.list.setAccessibleName(self.tr("Findings"))
        self.list.setModel(self.rows)
        self.list.setItemDelegate(FindingDelegate(self.list))
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.show_toggled.connect(self.toggle_shown)
        self.list.decided.connect(self.decided)
        self.list.decided_throughout.connect(self.decide_throughout)
        self.list.other_wanted.connect(self.other_wanted)
        self.list.copy_wanted.connect(self.copy_value)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._on_menu_wanted)
        self._title = PlainLabel("", self, kind="strong")
        self._decided = PlainLabel("", self, kind="caption")
        self.next_button = IconButton(
            "right", self.tr("Next to decide in this matter"), self, key="F8"
        )
        self.next_button.clicked.connect(self.next_wanted)
        self.filter_button = FilterButton(self.rows.all_findings, self)
        self.filter_button.chosen.connect(self._on_chosen_in_menu)
        self._only = ElidedLabel("", self, kind="caption")
        self._clear = TextButton(self.tr("Show all"), self)
        self._clear.setProperty("kind", "chip")
        self._clear.clicked.connect(self.show_all)
        self._note = PlainLabel("", self, kind="caption", is_wrapped=True)
        self._note.hide()
        self._is_truncated = False
        self.chips: list[TextButton] = []
        self._group = QButtonGroup(self)
        self._make_chips()
        self.card = FindingCard(self)
        self.card.show_toggled.connect(self.toggle_shown)
        self.card.decided.connect(self.decided)
        self.card.corrected.connect(self.corrected)
        self.card.other_wanted.connect(self.other_wanted)
        self.card.copy_wanted.connect(self.copy_value)
        self.card.left.connect(self.list.setFocus)
        self.list.correction_wanted.connect(self.card.begin_correction)
        self.empty = EmptyState(
            "sparkle",
            self.tr("No findings"),
            self.tr("Names, numbers, dates and amounts appear here once a document is read."),
            parent=self,
        )
        self.nothing_left = EmptyState(
            "filter",
            self.tr("No finding like that"),
            self.tr("There are others in this document."),
            action=self.tr("Show all"),
            parent=self,
        )
        self.nothing_left.acted.connect(self.show_all)
        self._pile = QStackedWidget(self)
        for widget in (self.list, self.empty, self.nothing_left):
            self._pile.addWidget(widget)
        self._lay_out()
        self._filter(FindingsFilter())
        self.show_findings((), is_truncated=False)

    def _make_chips(self) -> None:
        for number, sensitivity in enumerate(FILTERS):
            words = self.tr("All") if sensitivity is None else wording.sensitivity(sensitivity)
            chip = Chip(words, self.tr("Show findings: {0}").format(words), self)
            self._group.addButton(chip, number)
            self.chips.append(chip)
        self.chips[0].setChecked(True)
        self._group.idClicked.connect(self._on_filter)

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.addWidget(self._title)
        title.addSpacing(SPACE_S)
        title.addWidget(self._decided)
        title.addStretch(1)
        title.addWidget(self.next_button)
        title.addWidget(self.filter_button)
        chips = QHBoxLayout()
        chips.setSpacing(SPACE_XS)
        for chip in self.chips:
            chips.addWidget(chip)
        chips.addStretch(1)
        only = QHBoxLayout()
        only.addWidget(self._only, 1)
        only.addWidget(self._clear)
        head = QFrame(self)
        head.setObjectName("PanelHead")
        head_layout = QVBoxLayout(head)
        head_layout.setContentsMargins(SPACE_L, 7, SPACE_M, SPACE_M)
        head_layout.setSpacing(7)
        head_layout.addLayout(title)
        head_layout.addLayout(chips)
        head_layout.addLayout(only)
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
        self._is_truncated = is_truncated
        self._note.setVisible(is_truncated)
        self._note.setText(
            self.tr("The first {0} are listed. Each page still shows all of its own.").format(
                QLocale().toString(self.rows.total)
            )
        )
        self._say_how_many()
        counts = self.rows.counts()
        for chip, sensitivity in zip(self.chips[1:], FILTERS[1:], strict=True):
            number = counts[sensitivity] if sensitivity is not None else 0
            words = wording.sensitivity(sensitivity) if sensitivity is not None else ""
            chip.setText(f"{words} {number}" if number else words)
            chip.setEnabled(number > 0)
        self._choose_page()
        if chosen is not None and not self.choose(chosen):
            self.card.show_finding(None, is_shown=False)

    def _say_how_many(self) -> None:
        total, decided = self.rows.total, self.rows.decided
        words = wording.findings(total) if total else self.tr("Findings")
        if self._is_truncated:
            words = self.tr("More than {0}").format(words)
        self._title.setText(words)
        self._decided.setText(self.tr("{0} decided").format(QLocale().toString(decided)))
        self._decided.setVisible(decided > 0)
        self.filter_button.setEnabled(total > 0)

    def show_decided(self, finding_id: FindingId, stored: StoredFinding) -> None:
        """Take a finding as it was decided; the next one to decide is selected in its place.

        One whose decision was taken back leaves the selection as it is.
        """
        chosen, beside = self.chosen(), self.rows.beside(finding_id)
        wanted: tuple[FindingId | None, ...]
        if stored.decision is Decision.OPEN:
            wanted = (chosen, finding_id, beside)
        elif chosen == finding_id:
            wanted = (self.rows.next_to_decide(finding_id), finding_id, beside)
        else:
            wanted = (chosen,)
        self.rows.take(stored)
        self._say_how_many()
        self._choose_page()
        for each in wanted:
            if each is not None and self.choose(each):
                break
        self._show_card()

    def decide_throughout(self, finding_id: FindingId, decision: Decision) -> None:
        """Decide about a finding and all others of its value; what comes after them is selected."""
        together = (finding_id, *self.rows.equal_to(finding_id))
        self.decided_together.emit(together, decision)
        behind = self.rows.next_to_decide(finding_id, frozenset(together))
        if behind is not None:
            self.choose(behind)

    def show_menu(self, place: QPoint) -> FindingMenu | None:
        """Show what can be done about the finding selected, at a place on the screen."""
        chosen = self.chosen()
        stored = None if chosen is None else self.rows.finding(chosen)
        if chosen is None or stored is None:
            return None
        equal, is_shown = len(self.rows.equal_to(chosen)), self.rows.is_shown(chosen)
        menu = FindingMenu(stored, equal, self, is_shown=is_shown)
        menu.decided.connect(self.decided)
        menu.decided_throughout.connect(self.decide_throughout)
        menu.other_wanted.connect(self.other_wanted)
        menu.show_toggled.connect(self.toggle_shown)
        menu.correction_wanted.connect(self.card.begin_correction)
        menu.copy_wanted.connect(self.copy_value)
        menu.popup(place)
        return menu

    def _on_menu_wanted(self, place: QPoint) -> None:
        item = self.rows.item_at(self.list.indexAt(place))
        if isinstance(item, StoredFinding):
            self.choose(item.finding_id)
            self.show_menu(self.list.viewport().mapToGlobal(place))

    @property
    def words(self) -> str:
        """What the head of the panel says of its findings."""
        labels = (self._title, self._decided, self._only)
        return " ".join(label.text() for label in labels if not label.isHidden())

    def copy_value(self) -> None:
        """Copy the value of the selected finding, unless it is masked."""
        value = self.card.copied
        if value:
            copy_privately(value)

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
        """Put every filter back to all."""
        self.chips[0].setChecked(True)
        self._filter(FindingsFilter())

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
        equal = 0 if chosen is None else len(self.rows.equal_to(chosen))
        is_new = self.card.show_finding(stored, is_shown=is_shown, equal=equal)
        if is_new and stored is not None and stored.finding.agreement in DISPUTED:
            self.dispute_shown.emit(stored.finding_id)

    def _choose_page(self) -> None:
        nothing = self.nothing_left if self.rows.total else self.empty
        self._pile.setCurrentWidget(self.list if self.rows.rows else nothing)

    def _filter(self, wanted: FindingsFilter) -> None:
        """List what is wanted; what was selected stays so, if it is among it."""
        chosen = self.chosen()
        self.rows.filter(wanted)
        self.filter_button.show_filter(wanted)
        self._only.setText(wanted.words)
        for widget in (self._only, self._clear):
            widget.setVisible(wanted.has_choice)
        self._choose_page()
        if chosen is None or not self.choose(chosen):
            self._show_card()

    def _on_filter(self, number: int) -> None:
        self._filter(replace(self.rows.wanted, sensitivity=FILTERS[number]))

    def _on_chosen_in_menu(self, kind: FindingKind | None, review: Review | None) -> None:
        self._filter(replace(self.rows.wanted, kind=kind, review=review))

    def _on_current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        item = self.rows.item_at(now)
        self._show_card()
        if isinstance(item, StoredFinding):
            self.finding_chosen.emit(item)
