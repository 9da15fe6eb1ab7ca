"""The bar over the page that goes from one search hit to the next."""

from PySide6.QtCore import QEvent, QLocale, QObject, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget
from typing_extensions import override

from desktop.ui.plain import IconButton, PlainLabel
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_XS


class HitBar(QFrame):
    """Lies at the foot of its room, in the middle, while a hit is shown.

    Signals:
        step_wanted(int): +1 or -1: show the next hit, or the one before.
        closed(): The analyst wants no hits marked any more.
    """

    step_wanted = Signal(int)
    closed = Signal()

    def __init__(self, room: QWidget) -> None:
        """Hidden until a hit is shown."""
        super().__init__(room)
        self._room = room
        self.setProperty("kind", "card")
        self._words = PlainLabel("", self)
        self.previous_button = IconButton("previous", self.tr("Previous hit"), self, key="Shift+F3")
        self.next_button = IconButton("next", self.tr("Next hit"), self, key="F3")
        self.close_button = IconButton("close", self.tr("Put the hits away"), self)
        self.previous_button.clicked.connect(self._on_previous)
        self.next_button.clicked.connect(self._on_next)
        self.close_button.clicked.connect(self._on_close)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_XS, SPACE_XS, SPACE_XS)
        layout.setSpacing(SPACE_XS)
        layout.addWidget(self._words)
        layout.addSpacing(SPACE_M)
        for button in (self.previous_button, self.next_button, self.close_button):
            layout.addWidget(button)
        room.installEventFilter(self)
        self.hide()

    def show_place(self, number: int, total: int, *, has_more: bool) -> None:
        """Say which hit of how many is shown; `has_more`: there are others that were not listed."""
        shown, all_of = QLocale().toString(number), QLocale().toString(total)
        words = self.tr("Hit {0} of more than {1}") if has_more else self.tr("Hit {0} of {1}")
        self._words.setText(words.format(shown, all_of))
        self.setAccessibleName(self._words.text())
        for button in (self.previous_button, self.next_button):
            button.setEnabled(total > 1)
        self._place()
        self.raise_()
        self.show()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words.text()

    def _place(self) -> None:
        self.adjustSize()
        room = self._room.rect()
        left = max((room.width() - self.width()) // 2, 0)
        self.move(left, room.height() - self.height() - SPACE_L)

    def _on_previous(self) -> None:
        self.step_wanted.emit(-1)

    def _on_next(self) -> None:
        self.step_wanted.emit(1)

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._room and event.type() is QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)
