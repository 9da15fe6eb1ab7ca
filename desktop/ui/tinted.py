"""Icons that follow the appearance: drawn anew whenever the palette or the style changes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

if TYPE_CHECKING:
    _Widget = QWidget
else:
    # Qt's classes do not combine; beside one of them this has to be a plain class.
    _Widget = object


class Tinted(_Widget):
    """Stands before a class of Qt among the bases of a widget with an icon of its own."""

    def tint(self) -> None:
        """Draw the icon in the colours of the moment."""
        raise NotImplementedError

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self.tint()
