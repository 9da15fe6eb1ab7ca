"""The passwords of a matter's files: a new one, those that are kept, and their end."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.domain.file_password import KeptPassword, PasswordsGiven
from desktop.ui.backup_words import minute
from desktop.ui.banner import Banner
from desktop.ui.button_row import button_row, tool_row
from desktop.ui.confirm_dialog import ConfirmDialog
from desktop.ui.id_rows import IdRows
from desktop.ui.key_fields import secret_field
from desktop.ui.line_rows import Picture, line_list
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_XL

MAX_CHARACTERS = 512
MASK = "••••••••"
"""As long for every password: its length is nobody's business either."""


class PasswordsDialog(QDialog):
    """Takes passwords, and lists those that are kept by when they were given.

    Signals:
        given(str): A password is to be kept, and tried on locked documents.
        forget_wanted(str): The one of this identity is to be deleted.
        forget_all_wanted(): Every one is to be deleted.
    """

    given = Signal(str)
    forget_wanted = Signal(str)
    forget_all_wanted = Signal()

    def __init__(self, locked: int, parent: QWidget | None = None) -> None:
        """Make it empty.

        Args:
            locked: How many documents wait for a password.
            parent: Owner.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Passwords of files"))
        self.resize(480, 540)
        self.waiting = PlainLabel("", self, is_wrapped=True)
        self.password = secret_field(self, self.tr("Password of the file"))
        self.password.setMaxLength(MAX_CHARACTERS)
        self._rows: IdRows[KeptPassword] = IdRows(_identity, _words, self)
        self.list = line_list(
            self.tr("Passwords that are kept"), self._rows, _picture, _name, _detail, self
        )
        self.none = PlainLabel(
            self.tr("No password is kept in this matter."), self, kind="caption", is_wrapped=True
        )
        self.forget_button = TextButton(self.tr("&Forget"), self)
        self.forget_all_button = TextButton(self.tr("Forget &all…"), self)
        self.banner = Banner(self)
        self.close_button = TextButton(self.tr("Close"), self)
        self.keep_button = TextButton(self.tr("Try it"), self, is_main=True)
        self._lay_out()
        self._connect()
        self.show_locked(locked)
        self.show_kept(())
        self.password.setFocus()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(PlainLabel(self.tr("Passwords of files"), self, kind="title"))
        layout.addWidget(self.waiting)
        layout.addWidget(self.password)
        layout.addWidget(
            PlainLabel(
                self.tr(
                    "It is kept sealed in this matter and tried on every file that asks for one."
                    " The file is opened in memory only; its original stays as it came."
                ),
                self,
                kind="caption",
                is_wrapped=True,
            )
        )
        layout.addSpacing(SPACE_M)
        layout.addWidget(PlainLabel(self.tr("Kept in this matter"), self, kind="strong"))
        layout.addWidget(self.none, 1, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.list, 1)
        layout.addLayout(tool_row(beside=(self.forget_button, self.forget_all_button)))
        layout.addWidget(self.banner)
        layout.addLayout(button_row(self.close_button, self.keep_button))

    def _connect(self) -> None:
        self.password.textChanged.connect(self._show_buttons)
        self.keep_button.clicked.connect(self._on_keep)
        self.forget_button.clicked.connect(self._on_forget)
        self.forget_all_button.clicked.connect(self._on_forget_all)
        self.close_button.clicked.connect(self.reject)
        self.list.selectionModel().currentChanged.connect(self._on_current)

    # ------------------------------------------------------------------ what is shown

    @property
    def rows(self) -> tuple[KeptPassword, ...]:
        """What the list shows."""
        return tuple(self._rows.items)

    def show_locked(self, locked: int) -> None:
        """Say how many documents wait for a password."""
        words = {
            0: self.tr("No document waits for a password."),
            1: self.tr("1 document waits for a password."),
        }
        self.waiting.setText(
            words.get(locked) or self.tr("{0} documents wait for a password.").format(locked)
        )

    def show_kept(self, kept: Sequence[KeptPassword]) -> None:
        """Take the passwords that are kept."""
        self._rows.show(kept)
        self.list.setVisible(bool(kept))
        self.none.setVisible(not kept)
        self._show_buttons()

    def show_given(self, given: PasswordsGiven) -> None:
        """Say what became of the one that was given."""
        kept = self.tr("It is kept.") if given.new else self.tr("It is kept already.")
        tried = (
            self.tr("Documents that waited are tried again: {0}.").format(given.waiting)
            if given.waiting
            else ""
        )
        self.banner.show_note(kept, tried)

    # ------------------------------------------------------------------ what a person does

    def _show_buttons(self, _text: str = "") -> None:
        self.keep_button.setEnabled(bool(self.password.text()))
        self.forget_button.setEnabled(self._rows.item_at(self.list.currentIndex()) is not None)
        self.forget_all_button.setEnabled(bool(self._rows.items))

    def _on_keep(self) -> None:
        password = self.password.text()
        self.password.clear()
        self.password.setFocus()
        self.banner.hide()
        self.given.emit(password)

    def _on_forget(self) -> None:
        kept = self._rows.item_at(self.list.currentIndex())
        if kept is not None and self._is_sure(self.tr("Forget this password?")):
            self.banner.hide()
            self.forget_wanted.emit(kept.password_id)

    def _on_forget_all(self) -> None:
        if self._is_sure(self.tr("Forget every password of this matter?")):
            self.banner.hide()
            self.forget_all_wanted.emit()

    def _is_sure(self, question: str) -> bool:
        return ConfirmDialog.ask(
            self,
            question,
            self.tr("What was read stays; the pages of its files cannot be drawn any more."),
            self.tr("Forget"),
        )

    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_buttons()


def _identity(kept: KeptPassword) -> str:
    return kept.password_id


def _words(kept: KeptPassword) -> str:
    return _detail(kept)


def _name(_kept: KeptPassword) -> str:
    return MASK


def _detail(kept: KeptPassword) -> str:
    return QCoreApplication.translate("Passwords", "given on {0}").format(minute(kept.given_at))


def _picture(_kept: KeptPassword) -> Picture:
    return "key", "low"
