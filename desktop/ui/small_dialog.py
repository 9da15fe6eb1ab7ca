"""Small dialogs: a title, a sentence, fields one below the other, and what ends the dialog."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from desktop.ui.button_row import button_row
from desktop.ui.plain import PlainLabel
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
