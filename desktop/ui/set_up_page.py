"""The first start: what the vault is, where it lies, where its key lives."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.banner import Banner
from desktop.ui.button_row import button_row
from desktop.ui.plain import IconLabel, PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_S, SPACE_XL

CARD_PX = 520


@dataclass(frozen=True, slots=True)
class VaultPlace:
    """Where the vault lies and what keeps its key, in words."""

    folder: Path
    keyring_name: str


class SetUpPage(QWidget):
    """One card: make a vault, or have that of another computer back.

    Signals:
        create_wanted(): Make the vault.
        restore_wanted(): A backup is to become the vault.
        join_wanted(): The vault is one that others share.
    """

    create_wanted = Signal()
    restore_wanted = Signal()
    join_wanted = Signal()

    def __init__(self, place: VaultPlace, parent: QWidget | None = None) -> None:
        """Make it."""
        super().__init__(parent)
        self.banner = Banner(self)
        card = QFrame(self)
        card.setProperty("kind", "card")
        card.setFixedWidth(CARD_PX)
        mark = IconLabel("mark", 44, card)
        mark.show_icon("mark", "accent")
        facts = (
            (
                "vault",
                self.tr("One folder on this computer"),
                self.tr(
                    "Everything read from your documents is kept in {0}, and nowhere else."
                ).format(place.folder),
            ),
            (
                "key",
                self.tr("Its key in {0}").format(place.keyring_name),
                self.tr(
                    "The key is made now and kept by the system, apart from the vault. "
                    "Without it nobody can read the vault, and nor can you."
                ),
            ),
            (
                "offline",
                self.tr("Nothing leaves this computer"),
                self.tr("In Camera opens no network connection. Your IT can check that."),
            ),
        )
        layout = QVBoxLayout(card)
        layout.setContentsMargins(2 * SPACE_L, 2 * SPACE_L, 2 * SPACE_L, 2 * SPACE_L)
        layout.setSpacing(SPACE_L)
        layout.addWidget(mark)
        title = QVBoxLayout()
        title.setSpacing(SPACE_S)
        title.addWidget(PlainLabel(self.tr("Set up your vault"), card, kind="display"))
        title.addWidget(
            PlainLabel(
                self.tr("In Camera reads confidential documents and keeps what it finds sealed."),
                card,
                is_wrapped=True,
            )
        )
        layout.addLayout(title)
        for icon_name, head, sentence in facts:
            layout.addLayout(_fact(card, icon_name, head, sentence))
        layout.addWidget(self.banner)
        self.create_button = TextButton(self.tr("Create vault"), card, is_main=True)
        self.create_button.clicked.connect(self._on_create)
        self.restore_button = TextButton(self.tr("Restore a backup…"), card)
        self.restore_button.clicked.connect(self.restore_wanted)
        self.join_button = TextButton(self.tr("Join a shared vault…"), card)
        self.join_button.clicked.connect(self.join_wanted)
        others = (self.restore_button, self.join_button)
        layout.addLayout(button_row(self.create_button, beside=others))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        outer.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(1)

    def show_error(self, error: Exception) -> None:
        """Say why the vault could not be made; the button can be pressed again."""
        self.banner.show_error(error)
        self.create_button.setEnabled(True)
        self.create_button.setText(self.tr("Try again"))

    def _on_create(self) -> None:
        self.create_button.setEnabled(False)
        self.create_button.setText(self.tr("Creating…"))
        self.banner.hide()
        self.create_wanted.emit()


def _fact(parent: QWidget, icon_name: str, head: str, sentence: str) -> QHBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(PlainLabel(head, parent, kind="strong", is_wrapped=True))
    words.addWidget(PlainLabel(sentence, parent, kind="caption", is_wrapped=True))
    row = QHBoxLayout()
    row.setSpacing(SPACE_M)
    row.addWidget(IconLabel(icon_name, 24, parent), 0, Qt.AlignmentFlag.AlignTop)
    row.addLayout(words, 1)
    return row
