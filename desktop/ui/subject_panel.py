"""The data of a person beside the page: cases, their hits, and what comes of a review."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, SignalInstance
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.domain.data_subject import CaseView, HitDecision, SubjectHit, SubjectId
from desktop.ui import subject_words
from desktop.ui.chip import Chip
from desktop.ui.empty_state import EmptyState
from desktop.ui.id_rows import IdRows
from desktop.ui.plain import IconButton, PlainLabel, TextButton
from desktop.ui.subject_actions import SubjectActions
from desktop.ui.subject_rows import (
    ROW_HEIGHT_PX,
    HitDelegate,
    HitList,
    HitRow,
    identity_of,
    words_of,
)
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from desktop.ui.work_row import WorkRow


class SubjectPanel(QFrame):
    """One case at a time; each hit opens its page.

    Signals:
        new_wanted(): Another person is to be looked for.
        again_wanted(str): The person of a case is to be looked for again.
        hit_chosen(str, object): Of a case, a SubjectHit whose place is to be shown.
        decided(str, object, object): Of a case, numbers of hits and the HitDecision about them.
        uncovered(object): A SubjectHit that a person uncovers.
        handing_wanted(str), erasure_wanted(str), closing_wanted(str): Of a case.
        stop_wanted(): What is being done is to be stopped.
        left(): Escape: back to the page.
        closed(): The panel is to make room.
        shown(): The panel came into view.
    """

    new_wanted = Signal()
    again_wanted = Signal(str)
    hit_chosen = Signal(str, object)
    decided = Signal(str, object, object)
    uncovered = Signal(object)
    handing_wanted = Signal(str)
    erasure_wanted = Signal(str)
    closing_wanted = Signal(str)
    stop_wanted = Signal()
    left = Signal()
    closed = Signal()
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.setObjectName("Panel")
        self.setMinimumWidth(292)
        self._views: tuple[CaseView, ...] = ()
        self._shown: frozenset[int] = frozenset()
        self._is_masking_on = True
        self._wanted: SubjectId | None = None
        self.cases = QComboBox(self)
        self.cases.setAccessibleName(self.tr("Persons"))
        self.cases.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.new_button = IconButton("plus", self.tr("Look for another person"), self)
        self.close_button = IconButton("close", self.tr("Back to the findings"), self)
        self.state = PlainLabel("", self, kind="caption", is_wrapped=True)
        self.unseen = PlainLabel("", self, kind="caption", is_wrapped=True)
        self.again_button = TextButton(self.tr("Look again"), self)
        self.again_button.setProperty("kind", "compact")
        self.open_chip = Chip(self.tr("To decide"), self.tr("Hits to decide"), self)
        self.every_chip = Chip(self.tr("All"), self.tr("All hits"), self)
        self.every_chip.setChecked(True)
        self._group = QButtonGroup(self)
        for chip in (self.open_chip, self.every_chip):
            self._group.addButton(chip)
        self.rows: IdRows[HitRow] = IdRows(identity_of, words_of, self)
        self.list = HitList(self)
        self.list.setObjectName("Hits")
        self.list.setAccessibleName(self.tr("Hits"))
        self.list.setModel(self.rows)
        self.list.setItemDelegate(HitDelegate(200, ROW_HEIGHT_PX, self.list))
        self.nothing = EmptyState(
            "person",
            self.tr("Nobody was looked for"),
            self.tr("Everything about one person in this matter: to hand over, or to erase."),
            action=self.tr("Look for a person…"),
            parent=self,
        )
        self._pile = QStackedWidget(self)
        self._pile.addWidget(self.list)
        self._pile.addWidget(self.nothing)
        self.foot = SubjectActions(self)
        self.work = WorkRow(self.tr("How far it has come"), self)
        self._lay_out()
        self._connect()
        self.show_cases(())

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.addWidget(PlainLabel(self.tr("Data of a person"), self, kind="strong"))
        title.addStretch(1)
        title.addWidget(self.close_button)
        who = QHBoxLayout()
        who.setSpacing(SPACE_XS)
        who.addWidget(self.cases, 1)
        who.addWidget(self.new_button)
        head = QFrame(self)
        head.setObjectName("PanelHead")
        head_layout = QVBoxLayout(head)
        head_layout.setContentsMargins(SPACE_L, 7, SPACE_M, SPACE_M)
        head_layout.setSpacing(7)
        head_layout.addLayout(title)
        head_layout.addLayout(who)
        head_layout.addWidget(self.state)
        head_layout.addWidget(self.unseen)
        chips = QHBoxLayout()
        chips.setSpacing(SPACE_XS)
        chips.addWidget(self.open_chip)
        chips.addWidget(self.every_chip)
        chips.addStretch(1)
        chips.addWidget(self.again_button)
        head_layout.addLayout(chips)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self._pile, 1)
        work = QVBoxLayout()
        work.setContentsMargins(SPACE_L, 0, SPACE_L, SPACE_S)
        work.addWidget(self.work)
        layout.addLayout(work)
        layout.addWidget(self.foot)

    def _connect(self) -> None:
        self.cases.currentIndexChanged.connect(self._on_case)
        self._group.buttonClicked.connect(self._show_rows)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.selectionModel().selectionChanged.connect(self._show_buttons)
        self.list.activated.connect(self._on_activated)
        self.list.show_toggled.connect(self.toggle_shown)
        self.list.left.connect(self.left)
        self.list.decided.connect(self._decide)
        self.foot.decided.connect(self._decide)
        self.foot.handing_wanted.connect(self._on_handing)
        self.foot.erasure_wanted.connect(self._on_erasure)
        self.foot.closing_wanted.connect(self._on_closing)
        self.again_button.clicked.connect(self._on_again)
        self.new_button.clicked.connect(self.new_wanted)
        self.nothing.acted.connect(self.new_wanted)
        self.close_button.clicked.connect(self.closed)
        self.work.stop_wanted.connect(self.stop_wanted)

    # ------------------------------------------------------------------ what is shown

    def show_found(self, view: CaseView) -> None:
        """A case was searched for: it comes into view once the cases are listed."""
        self._wanted = view.case.subject_id

    def show_cases(self, views: Sequence[CaseView]) -> None:
        """Take the cases of the matter; the one in view stays, unless another was searched for."""
        before = self.view()
        wanted = self._wanted or (None if before is None else before.case.subject_id)
        self._wanted = None
        self._views = tuple(views)
        self.cases.blockSignals(True)  # noqa: FBT003 - Qt
        self.cases.clear()
        for view in self._views:
            self.cases.addItem(view.case.person, view.case.subject_id)
        at = self.cases.findData(wanted)
        self.cases.setCurrentIndex(at if at >= 0 else len(self._views) - 1)
        self.cases.blockSignals(False)  # noqa: FBT003 - Qt
        self.cases.setEnabled(bool(self._views))
        self._show_view()

    def show_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Whether something long is being done."""
        if is_busy:
            self.work.begin()
        self.work.setVisible(is_busy)
        self._show_buttons()

    def take_focus(self) -> None:
        """Take the keyboard to the hits, or to what begins a case."""
        has_case = self.view() is not None
        begin = self.nothing.button
        widget = self.list if has_case or begin is None else begin
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def view(self) -> CaseView | None:
        """The case in view."""
        at = self.cases.currentIndex()
        return self._views[at] if 0 <= at < len(self._views) else None

    def chosen(self) -> HitRow | None:
        """The row the keyboard is on."""
        return self.rows.item_at(self.list.currentIndex())

    def set_masking(self, *, is_on: bool) -> None:
        """Whether highly sensitive values are masked until shown."""
        self._is_masking_on = is_on
        self._shown = frozenset()
        self._show_rows()

    def toggle_shown(self) -> None:
        """Show what is hidden in the row the keyboard is on, or hide it again."""
        row = self.chosen()
        if row is None or not subject_words.is_sensitive(row.hit) or not self._is_masking_on:
            return
        self._shown = self._shown ^ {row.hit.number}
        if row.hit.number in self._shown:
            self.uncovered.emit(row.hit)
        self._show_rows()

    def _show_view(self) -> None:
        view = self.view()
        self.state.setText("" if view is None else subject_words.state(view))
        self.unseen.setText("" if view is None else subject_words.unseen(view))
        self.unseen.setVisible(bool(self.unseen.text()))
        total = 0 if view is None else len(view.case.hits)
        waiting = 0 if view is None else len(view.case.open_hits)
        for chip, words, number in (
            (self.open_chip, self.tr("To decide"), waiting),
            (self.every_chip, self.tr("All"), total),
        ):
            chip.setText(f"{words} {number}" if number else words)
            chip.setEnabled(total > 0)
        for widget in (self.cases, self.new_button, self.open_chip, self.every_chip):
            widget.setVisible(view is not None)
        self.again_button.setVisible(view is not None)
        self._pile.setCurrentWidget(self.nothing if view is None else self.list)
        self.foot.setVisible(view is not None)
        self._show_rows()

    def _show_rows(self) -> None:
        view = self.view()
        hits: Sequence[SubjectHit] = () if view is None else view.case.hits
        if self.open_chip.isChecked():
            hits = [hit for hit in hits if hit.decision is HitDecision.OPEN]
        names = {} if view is None else view.names
        before = self.list.currentIndex().row()
        self.rows.show(
            [HitRow(hit, names.get(hit.document_id, ""), self._is_masked(hit)) for hit in hits]
        )
        if not self.list.currentIndex().isValid() and before >= 0 and hits:
            self._go_to(min(before, len(hits) - 1))
        self._show_buttons()

    def _is_masked(self, hit: SubjectHit) -> bool:
        is_covered = self._is_masking_on and hit.number not in self._shown
        return is_covered and subject_words.is_sensitive(hit)

    def _show_buttons(self) -> None:
        view, is_free = self.view(), self.work.isHidden()
        is_decided = view is not None and not view.case.open_hits and bool(view.case.accepted)
        self.foot.allow(
            deciding=is_free and bool(self._numbers()),
            ending=is_free and is_decided,
            closing=is_free and view is not None,
        )
        for widget in (self.again_button, self.cases):
            widget.setEnabled(is_free and view is not None)
        self.new_button.setEnabled(is_free)

    # ------------------------------------------------------------------ what was done

    def _numbers(self) -> tuple[int, ...]:
        chosen = (self.rows.item_at(index) for index in self.list.selectedIndexes())
        return tuple(sorted(row.hit.number for row in chosen if row is not None))

    def _decide(self, decision: HitDecision) -> None:
        view, numbers = self.view(), self._numbers()
        if view is None or not numbers or not self.work.isHidden():
            return
        self.decided.emit(view.case.subject_id, numbers, decision)
        at = self.list.currentIndex().row() + 1
        if len(numbers) == 1 and self.every_chip.isChecked() and at < self.rows.rowCount():
            self._go_to(at)

    def _go_to(self, row: int) -> None:
        self.list.selectionModel().setCurrentIndex(
            self.rows.index(row), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def _on_again(self) -> None:
        self._tell(self.again_wanted)

    def _on_handing(self) -> None:
        self._tell(self.handing_wanted)

    def _on_erasure(self) -> None:
        self._tell(self.erasure_wanted)

    def _on_closing(self) -> None:
        self._tell(self.closing_wanted)

    def _tell(self, wanted: SignalInstance) -> None:
        view = self.view()
        if view is not None:
            wanted.emit(view.case.subject_id)

    def _on_case(self, _at: int) -> None:
        self._shown = frozenset()
        self.list.setCurrentIndex(QModelIndex())
        self._show_view()

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self._on_activated(now)

    def _on_activated(self, index: QModelIndex) -> None:
        view, row = self.view(), self.rows.item_at(index)
        if view is not None and row is not None:
            self.hit_chosen.emit(view.case.subject_id, row.hit)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()
