"""What a place shows when there is nothing in it: a picture, one sentence, what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.plain import IconLabel, PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_S, SPACE_XL

PICTURE_PX = 56
TEXT_MAX_PX = 300


class EmptyState(QWidget):
    """Says why it is empty here and offers the next step.

    Signals:
        acted(): The button was pressed.
    """

    acted = Signal()

    def __init__(
        self,
        icon_name: str,
        title: str,
        sentence: str,
        *,
        action: str = "",
        parent: QWidget | None = None,
    ) -> None:
        """Make it; without an action there is no button."""
        super().__init__(parent)
        self._picture = IconLabel(icon_name, PICTURE_PX, self)
        self._title = PlainLabel(title, self, kind="title", is_wrapped=True)
        self._sentence = PlainLabel(sentence, self, is_wrapped=True)
        self._sentence.setProperty("kind", "caption")
        for label in (self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setMaximumWidth(TEXT_MAX_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        layout.setSpacing(SPACE_S)
        layout.addStretch(2)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(SPACE_S)
        layout.addWidget(self._title, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._sentence, 0, Qt.AlignmentFlag.AlignHCenter)
        self.button: TextButton | None = None
        if action:
            self.button = TextButton(action, self, is_main=True)
            self.button.clicked.connect(self._on_clicked)
            layout.addSpacing(SPACE_L)
            layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def say(self, title: str, sentence: str) -> None:
        """Change the words."""
        self._title.setText(title)
        self._sentence.setText(sentence)

    @property
    def words(self) -> str:
        """What it says."""
        return f"{self._title.text()} {self._sentence.text()}"

    def _on_clicked(self) -> None:
        self.acted.emit()
