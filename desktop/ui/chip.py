"""A chip: one of several small buttons that stay pressed."""

from PySide6.QtWidgets import QWidget

from desktop.ui.plain import TextButton


class Chip(TextButton):
    """One choice among several."""

    def __init__(self, words: str, name: str, parent: QWidget) -> None:
        """Make it; `name` says to screen readers what is chosen with it."""
        super().__init__(words, parent)
        self.setProperty("kind", "chip")
        self.setAccessibleName(name)
        self.setCheckable(True)
