"""The column beside the page: findings, fields or readings by tabs, or what lies over them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.ask_panel import AskPanel
from desktop.ui.chip import Chip
from desktop.ui.fields_panel import FieldsPanel
from desktop.ui.findings_panel import FindingsPanel
from desktop.ui.plain import TextButton
from desktop.ui.readings_panel import ReadingsPanel
from desktop.ui.subject_panel import SubjectPanel
from desktop.ui.theme import SPACE_L, SPACE_S, SPACE_XS


class SidePanels(QFrame):
    """Shows one of its panels; the column can be hidden.

    Questions, and the data of a person, lie over the tabs.

    Signals:
        ask_shown(bool): Questions and answers are shown, or no longer.
        fields_shown(bool): The fields are shown, or no longer.

    Attributes:
        fields: What the open document says for the fields of its kind.
        readings: What two readers saw on the page in view.
        subjects: The data of a person.
    """

    ask_shown = Signal(bool)
    fields_shown = Signal(bool)

    def __init__(
        self,
        findings: FindingsPanel,
        ask: AskPanel,
        parent: QWidget | None = None,
    ) -> None:
        """Show the findings."""
        super().__init__(parent)
        self.setObjectName("Panel")
        self._findings = findings
        self.fields = FieldsPanel(self)
        self.readings = ReadingsPanel(self)
        self.subjects = SubjectPanel(self)
        self._ask = ask
        self._has_column = True
        self._behind: QWidget = findings
        self.findings_tab = Chip(self.tr("Findings"), self.tr("Show the findings"), self)
        self.fields_tab = Chip(self.tr("Fields"), self.tr("Show the fields"), self)
        self.readings_tab = Chip(self.tr("Readings"), self.tr("Show both readings"), self)
        self.findings_tab.setChecked(True)
        self._group = QButtonGroup(self)
        for tab, open_it in (
            (self.findings_tab, self.open_findings),
            (self.fields_tab, self.open_fields),
            (self.readings_tab, self.open_readings),
        ):
            self._group.addButton(tab)
            tab.clicked.connect(open_it)
        self.readings.counted.connect(self._on_counted)
        self._tabs = QFrame(self)
        self._tabs.setObjectName("Panel")
        self._stack = QStackedWidget(self)
        for panel in (findings, self.fields, self.readings, ask, self.subjects):
            self._stack.addWidget(panel)
        self._lay_out()

    def _lay_out(self) -> None:
        tabs = QHBoxLayout(self._tabs)
        tabs.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, 0)
        tabs.setSpacing(SPACE_XS)
        tabs.addWidget(self.findings_tab)
        tabs.addWidget(self.fields_tab)
        tabs.addWidget(self.readings_tab)
        tabs.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._tabs)
        layout.addWidget(self._stack, 1)

    def currentWidget(self) -> QWidget | None:  # noqa: N802 - as Qt calls it
        """The panel that is shown."""
        return self._stack.currentWidget()

    def open_findings(self) -> None:
        """Show the findings."""
        self._open(self._findings, self.findings_tab)

    def open_fields(self) -> None:
        """Show the fields and take the keyboard to them."""
        self._open(self.fields, self.fields_tab)
        self.fields.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_readings(self) -> None:
        """Show both readings of the page and take the keyboard to them."""
        self._open(self.readings, self.readings_tab)
        self.readings.list.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_ask(self) -> None:
        """Show questions and answers and begin to type."""
        self.show_ask(True)  # noqa: FBT003 - a Qt slot

    def open_subjects(self) -> None:
        """Show the data of a person and take the keyboard to it."""
        self._show(self.subjects)
        self.show()
        self.subjects.take_focus()

    def leave_subjects(self) -> None:
        """Show what was there before."""
        if self.currentWidget() is self.subjects:
            self._show(self._behind)
            self.setVisible(self._has_column)

    def show_findings(self, is_shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Show or hide the column; questions make room for it."""
        self._has_column = is_shown
        self._show(self._behind)
        self.setVisible(is_shown)

    def show_ask(self, is_shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Show questions and answers and begin to type, or show what was there before."""
        self._show(self._ask if is_shown else self._behind)
        self.setVisible(is_shown or self._has_column)
        if is_shown:
            self._ask.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._ask.field.selectAll()

    def set_masking(self, *, is_on: bool) -> None:
        """Whether highly sensitive values are masked until shown."""
        self.fields.set_masking(is_on=is_on)
        self.readings.set_masking(is_on=is_on)
        self.subjects.set_masking(is_on=is_on)

    def _on_counted(self, differing: int) -> None:
        """Say on the tab on how many lines of the page the readers differ."""
        words = self.tr("Readings")
        self.readings_tab.setText(f"{words} {differing}" if differing else words)

    def _open(self, panel: QWidget, tab: TextButton) -> None:
        tab.setChecked(True)
        self._behind = panel
        self._show(panel)
        self.show()

    def _show(self, panel: QWidget) -> None:
        before = self._stack.currentWidget()
        if panel is before:
            return
        self._stack.setCurrentWidget(panel)
        self._tabs.setVisible(panel not in (self._ask, self.subjects))
        if self._ask in (panel, before):
            self.ask_shown.emit(panel is self._ask)
        if self.fields in (panel, before):
            self.fields_shown.emit(panel is self.fields)
