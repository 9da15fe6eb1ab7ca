"""What a place shows when there is nothing in it: a picture, one sentence, what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.plain import IconLabel, PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_S, SPACE_XL

PICTURE_PX = 44
TEXT_MAX_PX = 360


class EmptyState(QWidget):
    """Says why it is empty here and offers the next step.

    Signals:
        acted(): The button was pressed.
        acted_otherwise(): The second button was pressed.
    """

    acted = Signal()
    acted_otherwise = Signal()

    def __init__(
        self,
        icon_name: str,
        title: str,
        sentence: str,
        *,
        action: str = "",
        other_action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make it; without actions there are no buttons."""
        super().__init__(parent)
        self._picture = IconLabel(icon_name, PICTURE_PX, self)
        self._title = PlainLabel(title, self, kind="title", is_wrapped=True)
        self._sentence = PlainLabel(sentence, self, is_wrapped=True)
        self._sentence.setProperty("kind", "caption")
        for label in (self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_XL, SPACE_L, SPACE_XL)
        layout.setSpacing(SPACE_S)
        layout.addStretch(2)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(SPACE_S)
        layout.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        self.button: TextButton | None = None
        self.other_button: TextButton | None = None
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_S)
        buttons.addStretch(1)
        if action:
            self.button = TextButton(action, self, is_main=True)
            self.button.clicked.connect(self._on_clicked)
            buttons.addWidget(self.button)
        if other_action:
            self.other_button = TextButton(other_action, self)
            self.other_button.clicked.connect(self._on_other_clicked)
            buttons.addWidget(self.other_button)
        buttons.addStretch(1)
        if action:
            layout.addSpacing(SPACE_L)
            layout.addLayout(buttons)
        layout.addStretch(3)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_words()

    def say(self, title: str, sentence: str) -> None:
        """Change the words."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._fit_words()

    @property
    def words(self) -> str:
        """What it says."""
        return f"{self._title.text()} {self._sentence.text()}"

    def _fit_words(self) -> None:
        """Give the words their size: a layout that centres them would not ask how high they are."""
        width = max(min(TEXT_MAX_PX, self.width() - 2 * SPACE_L), 1)
        for label in (self._title, self._sentence):
            label.setMinimumHeight(0)  # QLabel counts it into the height it needs
            label.setFixedSize(width, max(label.heightForWidth(width), 0))

    def _on_clicked(self) -> None:
        self.acted.emit()

    def _on_other_clicked(self) -> None:
        self.acted_otherwise.emit()
