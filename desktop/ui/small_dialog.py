"""Small dialogs: a title, a sentence, fields one below the other, and what ends the dialog."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.ui.button_row import button_row
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_XL

WIDTH_PX = 480


def lay_out_dialog(
    dialog: QDialog,
    title: str,
    sentence: str,
    fields: Sequence[QWidget],
    buttons: Sequence[QPushButton],
) -> None:
    """Lay a dialog out, as wide as every small one.

    Args:
        dialog: The dialog, without a layout yet.
        title: Also in the frame of its window.
        sentence: What is asked for, and what comes of it.
        fields: From top to bottom.
        buttons: What ends it, the one that Enter presses last.
    """
    dialog.setWindowTitle(title)
    dialog.setFixedWidth(WIDTH_PX)
    layout = QVBoxLayout(dialog)
    layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
    layout.setSpacing(SPACE_M)
    layout.addWidget(PlainLabel(title, dialog, kind="title", is_wrapped=True))
    layout.addWidget(PlainLabel(sentence, dialog, is_wrapped=True))
    for field in fields:
        layout.addWidget(field)
    layout.addSpacing(SPACE_L - SPACE_M)
    layout.addLayout(button_row(*buttons))


class TypedDialog(QDialog):
    """One secret that is typed; nothing of it stays in the dialog.

    Signals:
        typed(str): What was typed.
    """

    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it; what inherits it says what is asked for, with `ask_for`."""
        super().__init__(parent)
        self._field: QLineEdit | None = None
        self.act_button = TextButton("", self, is_main=True)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.act_button.clicked.connect(self._on_act)
        self.cancel_button.clicked.connect(self.reject)

    def ask_for(self, title: str, sentence: str, field: QLineEdit, action: str) -> None:
        """Lay the dialog out, once.

        Args:
            title: Also in the frame of its window.
            sentence: What is asked for, and what comes of it.
            field: Where it is typed.
            action: What the button says that takes it.
        """
        self._field = field
        self.act_button.setText(action)
        lay_out_dialog(self, title, sentence, (field,), (self.cancel_button, self.act_button))
        field.textChanged.connect(self._on_text)
        self._on_text("")
        field.setFocus()

    def _on_text(self, text: str) -> None:
        self.act_button.setEnabled(bool(text.strip()))

    def _on_act(self) -> None:
        if self._field is None:
            return
        text = self._field.text()
        self._field.setText("")
        self.accept()
        self.typed.emit(text)
