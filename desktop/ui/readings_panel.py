"""What two readers saw on the page in view, line by line; first of all where they differ."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.ledger import TwiceRead
from desktop.ui.chip import Chip
from desktop.ui.dispute_view import DisputeView
from desktop.ui.empty_state import EmptyState
from desktop.ui.id_rows import IdRows
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.readings_rows import (
    ROW_HEIGHT_PX,
    ReadingDelegate,
    ReadingRow,
    identity_of,
    words_of,
)
from desktop.ui.row_list import MaskedList
from desktop.ui.theme import CONTROL_PX, SPACE_L, SPACE_M, SPACE_S, SPACE_XS


class ReadingsPanel(QFrame):
    """On the right, in turn with the findings.

    Signals:
        line_chosen(object): The TwiceRead whose place is to be shown.
        counted(int): On so many lines of the page the readers differ.
        left(): Escape: back to the page.
    """

    line_chosen = Signal(object)
    counted = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.setObjectName("Panel")
        self.setMinimumWidth(292)
        self._lines: tuple[TwiceRead, ...] = ()
        self._is_page_known = False
        self._shown: frozenset[str] = frozenset()
        self._is_masking_on = True
        self._crop: tuple[TwiceRead, QImage] | None = None
        self.rows: IdRows[ReadingRow] = IdRows(identity_of, words_of, self)
        self.list = MaskedList(self)
        self.list.setObjectName("Readings")
        self.list.setAccessibleName(self.tr("Readings"))
        self.list.setModel(self.rows)
        self.list.setItemDelegate(ReadingDelegate(200, ROW_HEIGHT_PX, self.list))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.activated.connect(self._on_activated)
        self.list.show_toggled.connect(self.toggle_shown)
        self.list.left.connect(self.left)
        self.differing = Chip(self.tr("Differing"), self.tr("Lines on which they differ"), self)
        self.every = Chip(self.tr("All"), self.tr("All lines that both readers read"), self)
        self.differing.setChecked(True)
        self._group = QButtonGroup(self)
        for chip in (self.differing, self.every):
            self._group.addButton(chip)
        self._group.buttonClicked.connect(self._show_rows)
        self.detail = DisputeView(self, has_choice=False)
        self.show_button = TextButton(self.tr("Show"), self, icon_name="show")
        self.show_button.setProperty("kind", "compact")
        self.show_button.clicked.connect(self.toggle_shown)
        self.nothing = EmptyState("scan", "", "", parent=self)
        self._pile = QStackedWidget(self)
        self._pile.addWidget(self.list)
        self._pile.addWidget(self.nothing)
        self._foot = QFrame(self)
        self._foot.setObjectName("PanelFoot")
        self._lay_out()
        self.clear()

    def _lay_out(self) -> None:
        title = QHBoxLayout()
        title.addWidget(PlainLabel(self.tr("Readings of this page"), self, kind="strong"))
        title.addStretch(1)
        title.addStrut(CONTROL_PX)
        chips = QHBoxLayout()
        chips.setSpacing(SPACE_XS)
        chips.addWidget(self.differing)
        chips.addWidget(self.every)
        chips.addStretch(1)
        head = QFrame(self)
        head.setObjectName("PanelHead")
        head_layout = QVBoxLayout(head)
        head_layout.setContentsMargins(SPACE_L, 7, SPACE_M, SPACE_M)
        head_layout.setSpacing(7)
        head_layout.addLayout(title)
        head_layout.addLayout(chips)
        buttons = QHBoxLayout()
        buttons.addWidget(self.show_button)
        buttons.addStretch(1)
        foot_layout = QVBoxLayout(self._foot)
        foot_layout.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        foot_layout.setSpacing(SPACE_S)
        foot_layout.addWidget(self.detail)
        foot_layout.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        layout.addWidget(self._pile, 1)
        layout.addWidget(self._foot)

    # ------------------------------------------------------------------ what is shown

    def clear(self) -> None:
        """Forget the page."""
        self._shown = frozenset()
        self._is_page_known = False
        self._take(None)

    def show_lines(self, lines: tuple[TwiceRead, ...] | None) -> None:
        """Take what two readers read of a page; None where only one reader did."""
        self._is_page_known = True
        self._take(lines)

    def show_crop(self, line: TwiceRead, crop: QImage) -> None:
        """Take the part of the page on which a line stands."""
        self._crop = (line, crop)
        self._show_detail()

    def set_masking(self, *, is_on: bool) -> None:
        """Whether highly sensitive values are masked until shown."""
        self._is_masking_on = is_on
        self.mask_all()

    def mask_all(self) -> None:
        """Mask every value again."""
        self._shown = frozenset()
        self._show_rows()

    def chosen(self) -> ReadingRow | None:
        """The row selected."""
        return self.rows.item_at(self.list.currentIndex())

    def toggle_shown(self) -> None:
        """Show what is hidden in the selected line, or hide it again."""
        row = self.chosen()
        if row is not None and row.line.sensitive and self._is_masking_on:
            self._shown = self._shown ^ {row.identity}
            self._show_rows()
            self.line_chosen.emit(row.line)

    def is_masked(self, line: TwiceRead) -> bool:
        """Whether what is highly sensitive in a line is hidden."""
        return self._is_masking_on and identity_of(ReadingRow(line, is_masked=True)) not in (
            self._shown
        )

    def _take(self, lines: tuple[TwiceRead, ...] | None) -> None:
        self._lines = lines or ()
        self._crop = None
        differing = sum(line.is_different for line in self._lines)
        for chip, words, number in (
            (self.differing, self.tr("Differing"), differing),
            (self.every, self.tr("All"), len(self._lines)),
        ):
            chip.setText(f"{words} {number}" if number else words)
            chip.setEnabled(bool(self._lines))
        self._show_rows()
        self.counted.emit(differing)

    def _show_rows(self) -> None:
        is_every = self.every.isChecked()
        lines: Sequence[TwiceRead] = [line for line in self._lines if is_every or line.is_different]
        self.rows.show([ReadingRow(line, self.is_masked(line)) for line in lines])
        self._pile.setCurrentWidget(self.list if lines else self.nothing)
        if not lines:
            self.nothing.say(*self._why_nothing())
        self._show_detail()

    def _why_nothing(self) -> tuple[str, str]:
        """Title and sentence where no line is listed."""
        if not self._is_page_known:
            sentence = self.tr("Open a page: what two readers saw on it appears here.")
            return self.tr("No readings"), sentence
        if not self._lines:
            sentence = self.tr("Nothing on this page was shown to a second reader.")
            return self.tr("Read by one reader"), sentence
        return (
            self.tr("The readers agree"),
            self.tr("On no line of this page that both read do they differ."),
        )

    def _show_detail(self) -> None:
        row = self.chosen()
        self._foot.setVisible(row is not None)
        if row is None:
            return
        self.detail.show_readings(*row.readings)
        is_seen = self._crop is not None and self._crop[0] == row.line
        self.detail.show_crop(self._crop[1] if self._crop is not None and is_seen else None)
        self.show_button.setVisible(bool(row.line.sensitive) and self._is_masking_on)
        self.show_button.setText(self.tr("Show") if row.is_masked else self.tr("Mask"))
        self.show_button.setAccessibleName(
            self.tr("Show both readings") if row.is_masked else self.tr("Mask both readings")
        )

    # ------------------------------------------------------------------ what was done

    def _on_current(self, now: QModelIndex, _before: QModelIndex) -> None:
        self._show_detail()
        self._on_activated(now)

    def _on_activated(self, _index: QModelIndex) -> None:
        row = self.chosen()
        if row is not None:
            self.line_chosen.emit(row.line)
