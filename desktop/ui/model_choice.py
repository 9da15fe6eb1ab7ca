"""Which vision model is used, and trying the one that comes with the program."""

from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from desktop.bridge.model_bench import ModelBench
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_S

STARTER, NONE = "", "-"
"""The model that comes with the program, and none: neither is a name that an import can have."""


class ModelChoice(QWidget):
    """A choice, and where the starter is chosen two buttons that test and time it.

    Attributes:
        box: The starter, what may be used, and none.
    """

    def __init__(self, bench: ModelBench, parent: QWidget | None = None) -> None:
        """Make it; `fill` says what there is."""
        super().__init__(parent)
        self._bench = bench
        self.box = QComboBox(self)
        self.box.setAccessibleName(self.tr("Model in use"))
        self.test_button = TextButton(self.tr("T&est"), self)
        self.test_button.setAccessibleName(self.tr("Test the starter model"))
        self.measure_button = TextButton(self.tr("Me&asure"), self)
        self.measure_button.setAccessibleName(self.tr("Measure the starter model"))
        label = PlainLabel(self.tr("Model in use"), self)
        label.setBuddy(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        row.addWidget(label)
        row.addWidget(self.box, 1)
        row.addWidget(self.test_button)
        row.addWidget(self.measure_button)
        self.test_button.clicked.connect(self._on_test)
        self.measure_button.clicked.connect(self._on_measure)
        self.box.currentIndexChanged.connect(self._show_buttons)
        bench.busy_changed.connect(self._show_buttons)

    @property
    def value(self) -> str:
        """What is chosen."""
        return str(self.box.currentData())

    def choose(self, value: str) -> None:
        """Choose one; the starter where it is not there."""
        self.box.setCurrentIndex(max(0, self.box.findData(value)))

    def fill(self, usable: Mapping[str, str], value: str) -> None:
        """Take the names of what may be used, by identity, and what is chosen."""
        self.box.clear()
        self.box.addItem(self.tr("Starter, on board"), STARTER)
        for model_id, name in usable.items():
            self.box.addItem(name, model_id)
        self.box.addItem(self.tr("None"), NONE)
        self.choose(value)

    def _show_buttons(self) -> None:
        for button in (self.test_button, self.measure_button):
            button.setVisible(self.value == STARTER)
            button.setEnabled(not self._bench.is_busy)

    def _on_test(self) -> None:
        self._bench.prove(STARTER)

    def _on_measure(self) -> None:
        self._bench.measure(STARTER)
