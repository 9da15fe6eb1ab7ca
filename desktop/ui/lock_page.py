"""The locked window: nothing but why, and how to get in again."""

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.bridge.lock_cause import LockCause
from desktop.bridge.works import Offer
from desktop.domain.ways_in import WayKind
from desktop.ui.banner import Banner
from desktop.ui.button_row import button_row
from desktop.ui.chip import Chip
from desktop.ui.plain import IconLabel, PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_S, SPACE_XL, SPACE_XS

CARD_PX = 440
COUNT_MS = 200
"""How often a wait that is shown is looked at: no second is skipped."""

TYPED = (WayKind.PASSPHRASE, WayKind.SHEET)


class LockPage(QWidget):
    """One card: why it is locked, the ways in, one button.

    Signals:
        unlock_wanted(object): An Offer.
        restore_wanted(): A backup is to take the place of the vault.
        join_wanted(): This account is to become a member of a vault that others share.
    """

    unlock_wanted = Signal(object)
    restore_wanted = Signal()
    join_wanted = Signal()

    def __init__(self, wait_s: Callable[[], float], parent: QWidget | None = None) -> None:
        """Make it for a vault that is being locked.

        Args:
            wait_s: Seconds until the next try; 0 when it may be now.
            parent: Owner.
        """
        super().__init__(parent)
        self._wait_s = wait_s
        self._is_ready = False
        self._title = PlainLabel(self.tr("Locked"), self, kind="display")
        self._why = PlainLabel("", self, is_wrapped=True)
        self.banner = Banner(self)
        self.chips: dict[WayKind, TextButton] = {}
        self.fields: dict[WayKind, QLineEdit] = {}
        self._group = QButtonGroup(self)
        self._pages: dict[WayKind, QWidget] = {}
        self.button = TextButton(self.tr("Unlock"), self, is_main=True)
        self.button.clicked.connect(self._on_unlock)
        self.restore_button = TextButton(self.tr("Restore a backup…"), self)
        self.restore_button.clicked.connect(self.restore_wanted)
        self.join_button = TextButton(self.tr("Join…"), self)
        self.join_button.setAccessibleName(self.tr("Join a shared vault"))
        self.join_button.clicked.connect(self.join_wanted)
        self.join_button.hide()
        self._state = PlainLabel("", self, kind="caption", is_wrapped=True)
        for kind, name, sentence in (
            (
                WayKind.KEYRING,
                self.tr("Keyring"),
                self.tr("The keyring of your account gives the key."),
            ),
            (
                WayKind.PASSPHRASE,
                self.tr("Passphrase"),
                self.tr("The passphrase of the vault"),
            ),
            (
                WayKind.SHEET,
                self.tr("Recovery sheet"),
                self.tr("The ten groups of the sheet, in their order"),
            ),
        ):
            self._add_way(kind, name, sentence)
        self._count = QTimer(self)
        self._count.setInterval(COUNT_MS)
        self._count.timeout.connect(self._show_wait)
        self._lay_out()
        self.show_ways((WayKind.KEYRING,))

    def _add_way(self, kind: WayKind, name: str, sentence: str) -> None:
        chip = Chip(name, self.tr("Unlock with: {0}").format(name), self)
        chip.clicked.connect(self._on_chip)
        self._group.addButton(chip)
        self.chips[kind] = chip
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        layout.addWidget(PlainLabel(sentence, page, kind="caption", is_wrapped=True))
        if kind in TYPED:
            field = QLineEdit(page)
            field.setAccessibleName(sentence)
            hints = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
            if kind is WayKind.PASSPHRASE:
                field.setEchoMode(QLineEdit.EchoMode.Password)
                hints |= Qt.InputMethodHint.ImhHiddenText
            field.setInputMethodHints(hints)
            field.returnPressed.connect(self._on_unlock)
            layout.addWidget(field)
            self.fields[kind] = field
        self._pages[kind] = page

    def _lay_out(self) -> None:
        card = QFrame(self)
        card.setProperty("kind", "card")
        card.setFixedWidth(CARD_PX)
        picture = IconLabel("lock", 44, card)
        picture.show_icon("lock", "accent")
        words = QVBoxLayout()
        words.setSpacing(SPACE_S)
        words.addWidget(self._title)
        words.addWidget(self._why)
        self._chips_row = QWidget(card)
        chips = QHBoxLayout(self._chips_row)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(SPACE_XS)
        for chip in self.chips.values():
            chips.addWidget(chip)
        chips.addStretch(1)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(2 * SPACE_L, 2 * SPACE_L, 2 * SPACE_L, 2 * SPACE_L)
        layout.setSpacing(SPACE_L)
        layout.addWidget(picture)
        layout.addLayout(words)
        layout.addWidget(self._chips_row)
        for page in self._pages.values():
            layout.addWidget(page)
        layout.addWidget(self.banner)
        layout.addWidget(self._state)
        layout.addLayout(button_row(self.button, beside=(self.restore_button, self.join_button)))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        outer.addStretch(1)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(1)

    # ------------------------------------------------------------------ what is shown

    def show_locking(self, cause: LockCause) -> None:
        """Say why; nothing can be unlocked before everything is closed."""
        self.forget()
        self.banner.hide()
        self._title.setText(self.tr("Locked"))
        self._why.setText(self._reason(cause))
        self.join_button.hide()
        self._be_ready(is_ready=False, words=self.tr("Closing the vault…"))

    def show_ways(self, kinds: Sequence[WayKind]) -> None:
        """Take the ways in; where both ask for a passphrase, one field does for them."""
        offered = {
            WayKind.PASSPHRASE if kind is WayKind.KEYRING_AND_PASSPHRASE else kind for kind in kinds
        }
        shown = [kind for kind in self.chips if kind in offered]
        for kind, chip in self.chips.items():
            chip.setVisible(kind in shown)
        self._chips_row.setVisible(len(shown) > 1)
        if shown and self.way not in shown:
            self.choose(shown[0])

    def show_locked(self, *, is_reading_on: bool) -> None:
        """It can be unlocked now."""
        words = (
            self.tr("Reading goes on. The keys that it needs stay in memory until it is done.")
            if is_reading_on
            else ""
        )
        self._be_ready(is_ready=True, words=words)

    def show_reading_over(self) -> None:
        """Reading that went on has come to its end."""
        if self._is_ready and not self._count.isActive():
            self._say("")

    def show_shut(self) -> None:
        """The vault was not opened yet."""
        self._title.setText(self.tr("Open the vault"))
        self._why.setText(self.tr("Everything in it is sealed until you do."))
        self.join_button.show()
        self._be_ready(is_ready=True, words="")

    def show_opening(self) -> None:
        """The vault is being opened."""
        self.banner.hide()
        self._be_ready(is_ready=False, words=self.tr("Opening the vault…"))

    def show_error(self, error: Exception) -> None:
        """Say why it stayed shut; it can be tried again, after a while where it was a guess.

        What was typed from a sheet stays, to be mended.
        """
        self.fields[WayKind.PASSPHRASE].setText("")
        self.banner.show_error(error)
        self._be_ready(is_ready=True, words="")

    def forget(self) -> None:
        """Empty the fields, and what they would give back to an undo."""
        for field in self.fields.values():
            field.setText("")

    def take_keyboard(self) -> None:
        """Take the keyboard to the field, or to the button where nothing is to be typed."""
        way = self.way
        field = None if way is None else self.fields.get(way)
        (field or self.button).setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def way(self) -> WayKind | None:
        """The way in that is chosen."""
        return next((kind for kind, chip in self.chips.items() if chip.isChecked()), None)

    @property
    def words(self) -> str:
        """What it says."""
        said = (self._title.text(), self._why.text(), self.banner.words, self._state.text())
        return " ".join(filter(None, said))

    def _reason(self, cause: LockCause) -> str:
        match cause:
            case LockCause.BY_HAND:
                return self.tr("You locked it. What was open comes back.")
            case LockCause.IDLE:
                return self.tr("Nobody was at the keyboard. What was open comes back.")
            case LockCause.SESSION_LOCKED:
                return self.tr("The screen was locked. What was open comes back.")
            case LockCause.SLEEP:
                return self.tr("The computer went to sleep. What was open comes back.")

    # ------------------------------------------------------------------ inside

    def _be_ready(self, *, is_ready: bool, words: str) -> None:
        self._is_ready = is_ready
        for button in (self.restore_button, self.join_button):
            button.setEnabled(is_ready)
        self._say(words)
        self._show_wait()
        if is_ready:
            self.take_keyboard()

    def _say(self, words: str) -> None:
        self._state.setText(words)
        self._state.setVisible(bool(words))

    def _show_wait(self) -> None:
        """Count down, second by second, what wrong tries have earned."""
        left_s = math.ceil(self._wait_s()) if self._is_ready else 0
        was_waiting = self._count.isActive()
        may_try = self._is_ready and left_s == 0
        for control in (self.button, *self.fields.values(), *self.chips.values()):
            control.setEnabled(may_try)
        if left_s:
            minutes, seconds = divmod(left_s, 60)
            self._say(self.tr("Try again in {0}:{1:02}").format(minutes, seconds))
            self._count.start()
        elif was_waiting:
            self._count.stop()
            self._say("")
            self.take_keyboard()

    def choose(self, kind: WayKind) -> None:
        """Choose a way in."""
        self.chips[kind].setChecked(True)
        for other, page in self._pages.items():
            page.setVisible(other is kind)

    def _on_chip(self) -> None:
        way = self.way
        if way is not None:
            self.forget()
            self.banner.hide()
            self.choose(way)
            self.take_keyboard()

    def _on_unlock(self) -> None:
        way = self.way
        if way is None or not self.button.isEnabled():
            return
        text = self.fields[way].text() if way in self.fields else ""
        if way in self.fields and not text.strip():
            return
        self.unlock_wanted.emit(Offer(way, text))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and self.isVisible() and self._is_ready:
            self.take_keyboard()
