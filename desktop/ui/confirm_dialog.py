"""A question before something that cannot be undone."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.button_row import button_row
from desktop.ui.plain import IconLabel, PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL


class ConfirmDialog(QDialog):
    """Title, sentence, and two buttons; the safe one is the default."""

    def __init__(self, parent: QWidget | None, title: str, sentence: str, action: str) -> None:
        """Make it."""
        super().__init__(parent)
        self.setWindowTitle("In Camera")
        self.setFixedWidth(440)
        words = QVBoxLayout()
        words.setSpacing(SPACE_S)
        words.addWidget(PlainLabel(title, self, kind="title", is_wrapped=True))
        words.addWidget(PlainLabel(sentence, self, is_wrapped=True))
        top = QHBoxLayout()
        top.setSpacing(SPACE_M)
        picture = IconLabel("warning", 28, self)
        picture.show_icon("warning", "moderate")
        top.addWidget(picture)
        top.addLayout(words, 1)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.act_button = TextButton(action, self)
        self.cancel_button.clicked.connect(self.reject)
        self.act_button.clicked.connect(self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_L)
        layout.addLayout(top)
        layout.addLayout(button_row(self.act_button, self.cancel_button))

    @classmethod
    def ask(cls, parent: QWidget, title: str, sentence: str, action: str) -> bool:
        """Ask; True when the analyst wants it done."""
        dialog = cls(parent, title, sentence, action)
        answer = bool(dialog.exec())
        dialog.deleteLater()
        return answer
