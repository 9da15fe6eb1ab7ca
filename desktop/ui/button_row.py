"""The row of buttons at the foot of a dialog, the same in all of them."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.ui.theme import SPACE_S


def button_row(
    *buttons: QPushButton, beside: Sequence[QWidget] = (), margin_px: int = 0
) -> QHBoxLayout:
    """A row that ends on the right with the button that Enter presses.

    Args:
        buttons: What ends the dialog, the one that Enter presses last.
        beside: Words, or what acts inside it, on the left; Enter never presses one of these.
        margin_px: Left free on both sides.
    """
    row = QHBoxLayout()
    row.setContentsMargins(margin_px, 0, margin_px, 0)
    row.setSpacing(SPACE_S)
    for widget in beside:
        if isinstance(widget, QPushButton):
            widget.setAutoDefault(False)
        row.addWidget(widget)
    row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    if buttons:
        buttons[-1].setDefault(True)
    return row
