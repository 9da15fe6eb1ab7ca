"""Long work inside a dialog: what is being done, how far it has come, and a way to stop it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_S

STEPS = 1_000


class WorkRow(QWidget):
    """A line of words, a bar, a button; hidden while nothing is done.

    Signals:
        stop_wanted(): Stop.
    """

    stop_wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Make it; `name` says to screen readers what the bar is about."""
        super().__init__(parent)
        self.doing = PlainLabel("", self, kind="caption")
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(name)
        self.bar.setTextVisible(False)
        self.stop_button = TextButton(self.tr("S&top"), self)
        self.stop_button.setAutoDefault(False)
        self.stop_button.clicked.connect(self._on_stop)
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self.doing)
        layout.addLayout(row)
        self.hide()

    def begin(self, words: str = "") -> None:
        """Work begins, and nobody knows yet how much it is."""
        self.doing.setText(words)
        self.bar.setRange(0, 0)
        self.stop_button.setEnabled(True)

    def show_progress(self, words: str, done: int, total: int) -> None:
        """Say how far it has come: `done` of `total`, in whatever is counted."""
        self.doing.setText(words)
        self.bar.setRange(0, STEPS if total else 0)
        self.bar.setValue(STEPS * done // total if total else 0)

    def _on_stop(self) -> None:
        self.stop_button.setEnabled(False)
        self.stop_wanted.emit()
