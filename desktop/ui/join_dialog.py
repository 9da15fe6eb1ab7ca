"""Joining a vault that other accounts share: its folder, the code, then the fingerprint."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.domain.member import Member
from desktop.ui.banner import Banner
from desktop.ui.button_row import button_row
from desktop.ui.file_dialogs import ask_for_vault_folder
from desktop.ui.key_fields import keep_nothing
from desktop.ui.new_passphrase import NewPassphrase
from desktop.ui.plain import ElidedLabel, PlainLabel, TextButton
from desktop.ui.theme import SPACE_L, SPACE_M, SPACE_XL

WIDTH_PX = 520


class JoinDialog(QDialog):
    """Asks for what makes this account a member, then shows what its colleagues are to compare.

    Signals:
        join_wanted(object, str, object): Folder of the vault, the code as typed, and a passphrase
            in place of the keyring or None.
    """

    join_wanted = Signal(object, str, object)

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        """Make it; `folder` is where a vault is looked for until another is chosen."""
        super().__init__(parent)
        self.setWindowTitle(self.tr("Join a shared vault"))
        self.setFixedWidth(WIDTH_PX)
        self.is_joined = False
        self._is_busy = False
        self._folder = folder
        self.place = ElidedLabel("", self, mode=Qt.TextElideMode.ElideMiddle)
        self.folder_button = TextButton(self.tr("Choose &folder…"), self)
        self.folder_button.setAutoDefault(False)
        self.code = QLineEdit(self)
        self.code.setAccessibleName(self.tr("Code of the invitation"))
        self.code.setPlaceholderText(self.tr("Code: ten groups, such as 7K2QX-…"))
        keep_nothing(self.code)
        self.with_passphrase = QCheckBox(self.tr("Use a passphrase in place of the &keyring"), self)
        self.with_passphrase.setAccessibleName(self.with_passphrase.text().replace("&", ""))
        name = self.tr("New passphrase, at least 14 characters")
        self.passphrase = NewPassphrase(self, name)
        self.working = QProgressBar(self)
        self.working.setAccessibleName(self.tr("Joining…"))
        self.working.setTextVisible(False)
        self.working.setRange(0, 0)
        self.banner = Banner(self)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.join_button = TextButton(self.tr("Join"), self, is_main=True)
        self.welcome = PlainLabel("", self, kind="title", is_wrapped=True)
        self.fingerprint = PlainLabel("", self, kind="display")
        self.fingerprint.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.advice = PlainLabel("", self, kind="caption", is_wrapped=True)
        self.open_button = TextButton(self.tr("Open the vault"), self, is_main=True)
        self._asking, self._member = self._asking_page(), self._member_page()
        self._member.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        for page in (self._asking, self._member):
            outer.addWidget(page)
        self._connect()
        self._show_folder(folder)
        self._show_state()
        self.code.setFocus()

    # ------------------------------------------------------------------ pages

    def _asking_page(self) -> QWidget:
        page, layout = self._page()
        layout.addWidget(PlainLabel(self.tr("Join a shared vault"), page, kind="title"))
        layout.addWidget(
            PlainLabel(
                self.tr(
                    "An administrator of the vault has a code for this account: ten groups, shown"
                    " once on that screen. It is worth something for seven days, and once."
                ),
                page,
                is_wrapped=True,
            )
        )
        place = QHBoxLayout()
        place.setSpacing(SPACE_M)
        place.addWidget(self.place, 1)
        place.addWidget(self.folder_button)
        layout.addLayout(place)
        parts = (self.code, self.with_passphrase, self.passphrase)
        for part in (*parts, self.banner, self.working):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addLayout(button_row(self.cancel_button, self.join_button))
        return page

    def _member_page(self) -> QWidget:
        page, layout = self._page()
        layout.addWidget(self.welcome)
        layout.addWidget(
            PlainLabel(
                self.tr(
                    "This is the fingerprint of its key. Read it out to the administrator, or show"
                    " this screen: whoever has compared it can admit this account to matters that"
                    " are behind a wall. Until then it opens what is open to the whole vault."
                ),
                page,
                is_wrapped=True,
            )
        )
        layout.addWidget(self.fingerprint)
        layout.addWidget(self.advice)
        layout.addStretch(1)
        layout.addLayout(button_row(self.open_button))
        return page

    def _page(self) -> tuple[QWidget, QVBoxLayout]:
        page = QWidget(self)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_M)
        return page, layout

    def _connect(self) -> None:
        self.folder_button.clicked.connect(self._on_choose)
        self.with_passphrase.toggled.connect(self._show_state)
        self.code.textChanged.connect(self._show_state)
        self.passphrase.changed.connect(self._show_state)
        self.cancel_button.clicked.connect(self.reject)
        self.join_button.clicked.connect(self._on_join)
        self.open_button.clicked.connect(self.accept)

    # ------------------------------------------------------------------ what is shown

    def show_busy(self, is_busy: bool) -> None:  # noqa: FBT001 - a Qt slot
        """Whether it is being done; it comes to its end once it was begun."""
        self._is_busy = is_busy
        if is_busy:
            self.banner.hide()
        self._show_state()

    def show_error(self, error: Exception) -> None:
        """Say why this account is no member; the code stays, to be mended."""
        self.banner.show_error(error)
        self.code.setFocus()

    def show_joined(self, member: Member) -> None:
        """Say which member this account is, and what colleagues compare."""
        self.is_joined = True
        self.forget()
        self.welcome.setText(self.tr("This account is the member {0} now").format(member.name))
        self.fingerprint.setText(member.fingerprint)
        self.fingerprint.setAccessibleName(
            self.tr("Fingerprint: {0}").format(member.fingerprint.replace("-", " "))
        )
        self.advice.setText(
            self.tr("The passphrase opens the vault and this member's key.")
            if member.has_passphrase
            else self.tr(
                "If this account's keyring is lost, so are the matters that are open to it alone:"
                " set a passphrase for its key in Settings, Members."
            )
        )
        self._asking.hide()
        self._member.show()
        self.adjustSize()
        self.open_button.setDefault(True)
        self.open_button.setFocus()

    def forget(self) -> None:
        """Empty the fields, and what they would give back to an undo."""
        self.code.setText("")
        self.passphrase.forget()

    def take_folder(self, folder: Path) -> None:
        """Look for the vault there."""
        self._folder = folder
        self._show_folder(folder)
        self.code.setFocus()

    def _show_folder(self, folder: Path) -> None:
        self.place.setText(str(folder))
        self.place.setAccessibleName(self.tr("Folder of the vault: {0}").format(folder))

    def _show_state(self) -> None:
        wants_passphrase = self.with_passphrase.isChecked()
        self.passphrase.setVisible(wants_passphrase)
        is_ready = bool(self.code.text().strip()) and (
            not wants_passphrase or self.passphrase.is_ready
        )
        self.working.setVisible(self._is_busy)
        self.join_button.setEnabled(is_ready and not self._is_busy)
        fields = (self.code, self.with_passphrase, self.passphrase)
        for control in (*fields, self.folder_button, self.cancel_button):
            control.setEnabled(not self._is_busy)
        self.adjustSize()

    # ------------------------------------------------------------------ what a person does

    def _on_choose(self) -> None:
        chosen = ask_for_vault_folder(self)
        if chosen is not None:
            self.take_folder(chosen)

    def _on_join(self) -> None:
        passphrase = self.passphrase.first.text() if self.with_passphrase.isChecked() else None
        self.join_wanted.emit(self._folder, self.code.text(), passphrase)

    @override
    def reject(self) -> None:
        if self._is_busy:
            return  # It would be a member without having seen its fingerprint.
        if self.is_joined:
            self.accept()
        else:
            super().reject()
