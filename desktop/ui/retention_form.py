"""How long a matter is kept: a rule to set or lift, and whether the matter is closed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.keeping import (
    MAX_REASON_CHARACTERS,
    MAX_YEARS,
    Closing,
    RetentionRule,
    RetentionStart,
)
from desktop.ui import keeping_words
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S

USUAL_YEARS = 6
"""What § 50 BRAO asks of a lawyer's files."""


class RetentionForm(QWidget):
    """A rule of retention, and the closing of the matter.

    Signals:
        rule_wanted(int, str, bool, str): Years, what they count from, from the end of that year or
            not, why.
        lifting_wanted(): No rule is to hold.
        closing_wanted(): The matter is to be closed.
        reopening_wanted(): The matter is to be opened again.
    """

    rule_wanted = Signal(int, str, bool, str)
    lifting_wanted = Signal()
    closing_wanted = Signal()
    reopening_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it empty."""
        super().__init__(parent)
        self._is_closed = False
        self.years = QSpinBox(self)
        self.years.setAccessibleName(self.tr("Years to keep"))
        self.years.setRange(1, MAX_YEARS)
        self.years.setValue(USUAL_YEARS)
        self.years.lineEdit().setTextMargins(SPACE_S - 2, 0, 0, 0)
        self.start = QComboBox(self)
        self.start.setAccessibleName(self.tr("Counted from"))
        for start in RetentionStart:
            self.start.addItem(keeping_words.retention_start(start), start.value)
        self.year_end = QCheckBox(self.tr("From the end of that year"), self)
        self.year_end.setAccessibleName(self.year_end.text())
        self.basis = QLineEdit(self)
        self.basis.setAccessibleName(self.tr("Basis"))
        self.basis.setPlaceholderText(self.tr("The law or the firm's rule, such as § 50 BRAO"))
        self.basis.setMaxLength(MAX_REASON_CHARACTERS)
        self.set_button = TextButton(self.tr("Set rule"), self)
        self.lift_button = TextButton(self.tr("Lift rule"), self)
        self.close_button = TextButton("", self)
        for button in (self.set_button, self.lift_button, self.close_button):
            button.setAutoDefault(False)
        self.set_button.clicked.connect(self._on_set)
        self.lift_button.clicked.connect(self.lifting_wanted)
        self.close_button.clicked.connect(self._on_close)
        self.basis.textChanged.connect(self._on_basis)
        self.state = PlainLabel("", self, kind="caption", is_wrapped=True)
        self._lay_out()
        self.show_keeping(None, None)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(SPACE_M)
        years = QHBoxLayout()
        years.setSpacing(SPACE_S)
        years.addWidget(self.years)
        years.addWidget(PlainLabel(self.tr("years from"), self))
        years.addWidget(self.start, 1)
        years.addWidget(self.year_end)
        keep, basis = PlainLabel(self.tr("Keep for"), self), PlainLabel(self.tr("Basis"), self)
        keep.setBuddy(self.years)
        basis.setBuddy(self.basis)
        grid.addWidget(keep, 0, 0)
        grid.addLayout(years, 0, 1)
        grid.addWidget(basis, 1, 0)
        grid.addWidget(self.basis, 1, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addWidget(self.state, 1)
        for button in (self.close_button, self.lift_button, self.set_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_M)
        layout.addLayout(grid)
        layout.addLayout(buttons)

    def show_keeping(self, rule: RetentionRule | None, closing: Closing | None) -> None:
        """Take the rule that holds and the state of the matter."""
        self._is_closed = closing is not None
        self.close_button.setText(
            self.tr("Open again") if self._is_closed else self.tr("Close matter")
        )
        self.close_button.setAccessibleName(self.close_button.text())
        self.lift_button.setEnabled(rule is not None)
        self.state.setText(
            self.tr("The matter is open.")
            if closing is None
            else keeping_words.closed(closing.closed_at.date(), closing.closed_by)
        )
        if rule is not None:
            self.years.setValue(rule.years)
            self.start.setCurrentIndex(self.start.findData(rule.start.value))
            self.year_end.setChecked(rule.is_from_year_end)
            self.basis.setText(rule.basis)
        self._on_basis(self.basis.text())

    def _on_set(self) -> None:
        self.rule_wanted.emit(
            self.years.value(),
            self.start.currentData(),
            self.year_end.isChecked(),
            self.basis.text(),
        )

    def _on_close(self) -> None:
        if self._is_closed:
            self.reopening_wanted.emit()
        else:
            self.closing_wanted.emit()

    def _on_basis(self, text: str) -> None:
        self.set_button.setEnabled(bool(text.strip()))
