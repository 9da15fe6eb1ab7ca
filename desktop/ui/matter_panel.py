"""The sidebar: the matters, the tray of refused files, the settings."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QCoreApplication,
    QItemSelectionModel,
    QModelIndex,
    QRect,
    QRectF,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QFont, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.bridge.matter_counts import MatterCounts
from desktop.domain.identity import MatterId
from desktop.domain.matter import Matter
from desktop.ui import icons, keeping_words, wording
from desktop.ui.id_rows import IdRows
from desktop.ui.painting import paint_line
from desktop.ui.plain import IconButton, IconLabel, PlainLabel, TextButton
from desktop.ui.row_list import RowDelegate, row_list
from desktop.ui.theme import (
    BAR_PX,
    CAPTION_PX,
    CONTROL_PX,
    SPACE_L,
    SPACE_M,
    SPACE_S,
    SPACE_XS,
    current,
    sized,
)

ROW_HEIGHT_PX = 52
WIDTH_PX = 248
RAIL_PX = 56
RAIL_FOOT_PX = 11
"""Left of the buttons at the foot of the rail: their icons stand below those at its head."""


class MatterPanel(QFrame):
    """Matters on the left: a list, or a rail of buttons where the window is narrow.

    Signals:
        matter_chosen(str): A matter was selected.
        new_matter_wanted(): The analyst wants to make a matter.
        refused_wanted(): The analyst wants to see the tray of refused files.
        keeping_wanted(): The analyst wants to see holds, retention and what is due.
        subjects_wanted(): The analyst wants everything about one person.
        settings_wanted(): The analyst wants the settings.
    """

    matter_chosen = Signal(str)
    new_matter_wanted = Signal()
    refused_wanted = Signal()
    keeping_wanted = Signal()
    subjects_wanted = Signal()
    settings_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self.setObjectName("Sidebar")
        self.setFixedWidth(WIDTH_PX)
        self._counts: dict[MatterId, MatterCounts] = {}
        self._refused = self._due = self._damaged = 0
        self._rows: IdRows[Matter] = IdRows(_identity, _words, self)
        self.list = row_list("Matters", self.tr("Matters"), self._rows, self)
        self.list.setItemDelegate(_MatterDelegate(self._counts, self.list))
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.damaged = PlainLabel("", self, kind="caption", is_wrapped=True)
        self.damaged.setContentsMargins(SPACE_L, SPACE_S, SPACE_S, SPACE_S)
        self.new_button = IconButton("plus", self.tr("New matter"), self, key="Ctrl+N")
        self.new_button.clicked.connect(self._on_new_clicked)
        self.rail_button = IconButton("matter", self.tr("Choose a matter"), self)
        self.menu = QMenu(self.rail_button)
        self.menu.aboutToShow.connect(self._on_menu_opening)
        self.menu.triggered.connect(self._on_menu_chosen)
        self.rail_button.setMenu(self.menu)
        self.rail_button.setPopupMode(IconButton.ToolButtonPopupMode.InstantPopup)
        self.refused_button = TextButton(self.tr("Refused files"), self, icon_name="tray")
        self.refused_button.setProperty("kind", "quiet")
        self.refused_button.clicked.connect(self._on_refused_clicked)
        self.refused_badge = _badge(self.refused_button)
        self.keeping_button = TextButton(self.tr("Hold and retention"), self, icon_name="lock")
        self.keeping_button.setProperty("kind", "quiet")
        self.keeping_button.clicked.connect(self.keeping_wanted)
        self.due_badge = _badge(self.keeping_button)
        self.subjects_button = TextButton(self.tr("Data of a person"), self, icon_name="person")
        self.subjects_button.setProperty("kind", "quiet")
        self.subjects_button.clicked.connect(self.subjects_wanted)
        self.settings_button = TextButton(self.tr("Settings"), self, icon_name="settings")
        self.settings_button.setProperty("kind", "quiet")
        self.settings_button.clicked.connect(self._on_settings_clicked)
        self._is_narrow = False
        self._lay_out()
        self.show_refused(0)
        self.show_due(0)
        self.show_damaged(0)
        self._fit_width()

    def _lay_out(self) -> None:
        mark = IconLabel("mark", 22, self)
        mark.show_icon("mark", "accent")
        brand = QHBoxLayout()
        brand.setContentsMargins(SPACE_L, 0, SPACE_M, 0)
        brand.setSpacing(SPACE_S)
        brand.addWidget(mark)
        title = PlainLabel("In Camera", self, kind="title")
        brand.addWidget(title)
        brand.addStretch(1)
        head_box = QWidget(self)
        head_box.setFixedHeight(BAR_PX)
        head_box.setLayout(brand)
        self._section = section = QHBoxLayout()
        heading = PlainLabel(self.tr("Matters"), self, kind="section")
        section.addWidget(heading)
        section.addStretch(1)
        section.addWidget(self.new_button)
        self._foot = foot = QVBoxLayout()
        foot.setSpacing(2)
        foot.addWidget(self.refused_button)
        foot.addWidget(self.keeping_button)
        foot.addWidget(self.subjects_button)
        foot.addWidget(self.settings_button)
        promised = PlainLabel(self.tr("Sealed here. Never online."), self, kind="caption")
        promise = QHBoxLayout()
        promise.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, 0)
        promise.setSpacing(SPACE_S)
        promise.addWidget(IconLabel("shield", 16, self))
        promise.addWidget(promised)
        promise.addStretch(1)
        foot.addLayout(promise)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head_box)
        layout.addLayout(section)
        layout.addWidget(self.rail_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.damaged)
        self._spring = QWidget(self)
        layout.addWidget(self._spring, 1)
        layout.addLayout(foot)
        self._wide_parts: tuple[QWidget, ...] = (title, heading, promised, self.list)
        self._rail_parts: tuple[QWidget, ...] = (self.rail_button, self._spring)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Whether there is room for buttons only."""
        if is_narrow is not self._is_narrow:
            self._is_narrow = is_narrow
            self._fit_width()

    def _fit_width(self) -> None:
        self.setFixedWidth(RAIL_PX if self._is_narrow else WIDTH_PX)
        middle = (RAIL_PX - CONTROL_PX) // 2
        left, right = (middle, middle) if self._is_narrow else (SPACE_L, SPACE_S)
        self._section.setContentsMargins(left, SPACE_S, right, SPACE_XS)
        left = RAIL_FOOT_PX if self._is_narrow else SPACE_S
        self._foot.setContentsMargins(left, SPACE_S, SPACE_S, SPACE_M)
        proxy = self.rail_button if self._is_narrow else None
        self.list.setFocusProxy(proxy)  # type: ignore[arg-type]  # Qt takes None, its stubs do not.
        for part in self._wide_parts:
            part.setVisible(not self._is_narrow)
        for part in self._rail_parts:
            part.setVisible(self._is_narrow)
        for button, words in (
            (self.refused_button, self.tr("Refused files")),
            (self.keeping_button, self.tr("Hold and retention")),
            (self.subjects_button, self.tr("Data of a person")),
            (self.settings_button, self.tr("Settings")),
        ):
            button.setText("" if self._is_narrow else words)
            button.setToolTip(words if self._is_narrow else "")
        self.refused_badge.setVisible(self._refused > 0 and not self._is_narrow)
        self.due_badge.setVisible(self._due > 0 and not self._is_narrow)
        self.damaged.setVisible(self._damaged > 0 and not self._is_narrow)

    def show_matters(self, matters: Sequence[Matter]) -> None:
        """Take the list of matters; what was selected stays selected."""
        chosen = self.chosen()
        self._rows.show(matters)
        if chosen is not None:
            self.choose(chosen)

    def show_damaged(self, number: int) -> None:
        """Say how many matters are in the vault of which it no longer knows what they are."""
        self._damaged = number
        self.damaged.setText(
            self.tr("Damaged matters: {0}. The command incamera verify names them.").format(number)
        )
        self.damaged.setVisible(number > 0 and not self._is_narrow)

    def show_counts(self, matter_id: MatterId, counts: MatterCounts) -> None:
        """Take how much a matter holds."""
        self._counts[matter_id] = counts
        index = self._rows.index_of(matter_id)
        if index.isValid():
            self._rows.dataChanged.emit(index, index)

    def show_refused(self, number: int) -> None:
        """Say how many files lie in the tray of the matter shown."""
        self._refused = number
        self.refused_badge.setText(str(number))
        self.refused_badge.setVisible(number > 0 and not self._is_narrow)
        name = self.tr("Refused files: {0}").format(number)
        self.refused_button.setAccessibleName(name)

    def show_due(self, number: int) -> None:
        """Say how much is due in the matter shown and not held."""
        self._due = number
        self.due_badge.setText(str(number))
        self.due_badge.setVisible(number > 0 and not self._is_narrow)
        self.keeping_button.setAccessibleName(keeping_words.due_button(number))

    def chosen(self) -> MatterId | None:
        """The matter selected."""
        matter = self._rows.item_at(self.list.currentIndex())
        return None if matter is None else matter.matter_id

    def matter(self, matter_id: MatterId) -> Matter | None:
        """A matter in the list."""
        return self._rows.item_at(self._rows.index_of(matter_id))

    def choose(self, matter_id: MatterId) -> None:
        """Select a matter."""
        index = self._rows.index_of(matter_id)
        if index.isValid() and index != self.list.currentIndex():
            self.list.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect
            )

    def _on_current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        matter = self._rows.item_at(now)
        if matter is not None:
            self.matter_chosen.emit(matter.matter_id)

    def _on_menu_opening(self) -> None:
        """List the matters; an ampersand in a name is no key."""
        self.menu.clear()
        for matter in self._rows.items:
            words = f"{matter.name}  {matter.reference}".replace("&", "&&")
            action = self.menu.addAction(words)
            action.setData(matter.matter_id)
            action.setCheckable(True)
            action.setChecked(matter.matter_id == self.chosen())

    def _on_menu_chosen(self, action: QAction) -> None:
        self.choose(action.data())

    def _on_new_clicked(self) -> None:
        self.new_matter_wanted.emit()

    def _on_refused_clicked(self) -> None:
        self.refused_wanted.emit()

    def _on_settings_clicked(self) -> None:
        self.settings_wanted.emit()


class _MatterDelegate(RowDelegate[Matter]):
    """Draws a matter: icon, name, reference, number of documents."""

    def __init__(self, counts: dict[MatterId, MatterCounts], parent: QWidget) -> None:
        super().__init__(WIDTH_PX, ROW_HEIGHT_PX, parent)
        self._counts = counts

    @override
    def paint_item(self, painter: QPainter, option: QStyleOptionViewItem, matter: Matter) -> None:
        colours = current()
        inner: QRect = option.rect.adjusted(SPACE_L, 7, -SPACE_L, -7)
        icons.paint(painter, "matter", colours.muted, QRectF(inner.left(), inner.top() + 1, 18, 18))
        left = inner.left() + 18 + SPACE_S
        counts = self._counts.get(matter.matter_id)
        small = sized(option.font, CAPTION_PX)
        width = inner.right() - left
        name_font = sized(option.font, 13, QFont.Weight.Medium)
        paint_line(
            painter, name_font, colours.text, QRect(left, inner.top(), width, 19), matter.name
        )
        second = QRect(left, inner.top() + 19, width, 18)
        words = matter.reference
        if counts is not None and counts.documents:
            words += f"  ·  {wording.documents(counts.documents)}"
        if matter.is_walled:
            words += f"  ·  {_walled()}"
        paint_line(painter, small, colours.muted, second, words)


def _badge(button: TextButton) -> PlainLabel:
    """A number at the right end of a button."""
    badge = PlainLabel("", button, kind="badge")
    badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    row = QHBoxLayout(button)
    row.setContentsMargins(0, 0, SPACE_S, 0)
    row.addStretch(1)
    row.addWidget(badge)
    return badge


def _identity(matter: Matter) -> str:
    return matter.matter_id


def _words(matter: Matter) -> str:
    words = f"{matter.name}, {matter.reference}"
    return f"{words}, {_walled()}" if matter.is_walled else words


def _walled() -> str:
    """That a matter is behind a wall."""
    return QCoreApplication.translate("MatterPanel", "walled")
