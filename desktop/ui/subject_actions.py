"""What a reviewer does with hits and with a case: decide, hand over, erase, close."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.data_subject import HitDecision
from desktop.ui.plain import TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XS


class SubjectActions(QFrame):
    """Two rows of buttons: about the hits selected, about the case.

    Signals:
        decided(object): A HitDecision about the hits selected.
        handing_wanted(), erasure_wanted(), closing_wanted(): Of the case.
    """

    decided = Signal(object)
    handing_wanted = Signal()
    erasure_wanted = Signal()
    closing_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it."""
        super().__init__(parent)
        self.setObjectName("PanelFoot")
        self.accept_button = self._button(self.tr("&About them"))
        self.strike_button = self._button(self.tr("&Not them"))
        self.back_button = self._button(self.tr("Take &back"))
        self.hand_button = self._button(self.tr("Hand over…"))
        self.erase_button = self._button(self.tr("Erase…"))
        self.close_button = self._button(self.tr("Close case…"))
        self.accept_button.clicked.connect(self._on_accept)
        self.strike_button.clicked.connect(self._on_strike)
        self.back_button.clicked.connect(self._on_back)
        self.hand_button.clicked.connect(self.handing_wanted)
        self.erase_button.clicked.connect(self.erasure_wanted)
        self.close_button.clicked.connect(self.closing_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        layout.setSpacing(SPACE_S)
        for buttons in (
            (self.accept_button, self.strike_button, self.back_button),
            (self.hand_button, self.erase_button, self.close_button),
        ):
            row = QHBoxLayout()
            row.setSpacing(SPACE_XS)
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            layout.addLayout(row)

    def allow(self, *, deciding: bool, ending: bool, closing: bool) -> None:
        """Say what can be done now.

        Args:
            deciding: Hits are selected.
            ending: Every hit is decided, and one at least is about the person.
            closing: There is a case.
        """
        for button in (self.accept_button, self.strike_button, self.back_button):
            button.setEnabled(deciding)
        self.hand_button.setEnabled(ending)
        self.erase_button.setEnabled(ending)
        self.close_button.setEnabled(closing)

    def _button(self, words: str) -> TextButton:
        button = TextButton(words, self)
        button.setProperty("kind", "compact")
        return button

    def _on_accept(self) -> None:
        self.decided.emit(HitDecision.ACCEPTED)

    def _on_strike(self) -> None:
        self.decided.emit(HitDecision.STRUCK)

    def _on_back(self) -> None:
        self.decided.emit(HitDecision.OPEN)
