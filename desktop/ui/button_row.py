"""Rows of buttons, the same in every dialog and on every page of the settings."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.ui.theme import SPACE_S


def button_row(
    *buttons: QPushButton, beside: Sequence[QWidget] = (), margin_px: int = 0
) -> QHBoxLayout:
    """The foot of a dialog: it ends on the right with the button that Enter presses.

    Args:
        buttons: What ends the dialog, the one that Enter presses last.
        beside: Words, or what acts inside it, on the left; Enter never presses one of these.
        margin_px: Left free on both sides.
    """
    row = _row(beside, buttons)
    row.setContentsMargins(margin_px, 0, margin_px, 0)
    _keep_from_enter(beside)
    buttons[-1].setDefault(True)
    return row


def tool_row(*buttons: QPushButton, beside: Sequence[QWidget] = ()) -> QHBoxLayout:
    """What acts on a page inside a dialog: some on the right, some on the left, none by Enter."""
    _keep_from_enter((*beside, *buttons))
    return _row(beside, buttons)


def _row(left: Sequence[QWidget], right: Sequence[QWidget]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE_S)
    for widget in left:
        row.addWidget(widget)
    row.addStretch(1)
    for widget in right:
        row.addWidget(widget)
    return row


def _keep_from_enter(widgets: Sequence[QWidget]) -> None:
    for widget in widgets:
        if isinstance(widget, QPushButton):
            widget.setAutoDefault(False)
