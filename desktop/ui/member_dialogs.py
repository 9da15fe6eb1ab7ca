"""Dialogs about members: inviting one, its code, its fingerprint, and choosing one."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QListWidget, QWidget

from desktop.domain.member import Invitation, Member, MemberId
from desktop.ui.key_fields import keep_nothing, secret_field
from desktop.ui.new_passphrase import NewPassphrase
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.small_dialog import TypedDialog, lay_out_dialog

NAME_MAX = 100
GROUPS_A_LINE = 5


class InviteDialog(QDialog):
    """The name of a member to be.

    Signals:
        chosen(str, bool): The name, and whether it will be an administrator.
    """

    chosen = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it."""
        super().__init__(parent)
        title = self.tr("Invite an account")
        self.name = QLineEdit(self)
        self.name.setAccessibleName(self.tr("Name of the member"))
        self.name.setPlaceholderText(self.tr("Name of the member"))
        self.name.setMaxLength(NAME_MAX)
        self.is_administrator = QCheckBox(self.tr("May invite and remove members"), self)
        self.is_administrator.setAccessibleName(self.is_administrator.text())
        self.invite_button = TextButton(self.tr("Show the code"), self, is_main=True)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.invite_button.clicked.connect(self._on_invite)
        self.cancel_button.clicked.connect(self.reject)
        self.name.textChanged.connect(self._on_text)
        lay_out_dialog(
            self,
            title,
            self.tr(
                "You get a code, once. On the other account of this computer it is typed within"
                " seven days: under Join on the page that opens the vault, or after"
                " `incamera member join`."
            ),
            (self.name, self.is_administrator),
            (self.cancel_button, self.invite_button),
        )
        self._on_text()
        self.name.setFocus()

    def _on_text(self) -> None:
        self.invite_button.setEnabled(bool(self.name.text().strip()))

    def _on_invite(self) -> None:
        self.accept()
        self.chosen.emit(self.name.text().strip(), self.is_administrator.isChecked())


class CodeDialog(QDialog):
    """The code of an invitation, shown this once."""

    def __init__(
        self, invitation: Invitation, groups: Sequence[str], parent: QWidget | None = None
    ) -> None:
        """Make it."""
        super().__init__(parent)
        lines = [
            "-".join(groups[first : first + GROUPS_A_LINE])
            for first in range(0, len(groups), GROUPS_A_LINE)
        ]
        self.code = PlainLabel("\n".join(lines), self, kind="strong")
        self.code.setAccessibleName(self.tr("The code"))
        self.done_button = TextButton(self.tr("It is written down"), self, is_main=True)
        self.done_button.clicked.connect(self.accept)
        lay_out_dialog(
            self,
            self.tr("Code for {0}").format(invitation.name),
            self.tr(
                "It is shown this once and works once, until {0}. Whoever has it and the vault's"
                " folder opens the vault: tell it to nobody else."
            ).format(invitation.expires_on.isoformat()),
            (self.code,),
            (self.done_button,),
        )


class FingerprintDialog(TypedDialog):
    """The fingerprint of a member's key, as that member's own screen shows it."""

    def __init__(self, member: Member, parent: QWidget | None = None) -> None:
        """Make it; the fingerprint is not shown, so that it is compared and not copied."""
        super().__init__(parent)
        self.fingerprint = QLineEdit(self)
        self.fingerprint.setAccessibleName(self.tr("Fingerprint"))
        self.fingerprint.setPlaceholderText("XXXX-XXXX-XXXX-XXXX-XXXX")
        keep_nothing(self.fingerprint)
        self.ask_for(
            self.tr("Compare the key of {0}").format(member.name),
            self.tr(
                "Type what that member's own screen shows for it, or have it read out to you."
                " Matters are sealed only to keys that were compared."
            ),
            self.fingerprint,
            self.tr("Compare"),
        )


class MemberPassphraseDialog(QDialog):
    """A passphrase for the key of this account's member.

    Signals:
        chosen(str): The passphrase.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, has_one: bool = False) -> None:
        """Make it; `has_one` says whether the new one takes the place of another."""
        super().__init__(parent)
        self.passphrase = NewPassphrase(self)
        self.set_button = TextButton(self.tr("Set passphrase"), self, is_main=True)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.set_button.clicked.connect(self._on_set)
        self.cancel_button.clicked.connect(self.reject)
        self.passphrase.changed.connect(self._on_text)
        old = self.tr("The one before opens it no more.") if has_one else ""
        lay_out_dialog(
            self,
            self.tr("A passphrase for your member's key"),
            " ".join(
                (
                    self.tr(
                        "It gives your key back where this keyring is lost; it does not open the"
                        " vault. Take at least 14 characters. Nobody can tell it to you again."
                    ),
                    old,
                )
            ).strip(),
            (self.passphrase,),
            (self.cancel_button, self.set_button),
        )
        self._on_text()
        self.passphrase.setFocus()

    def _on_text(self) -> None:
        self.set_button.setEnabled(self.passphrase.is_ready)

    def _on_set(self) -> None:
        passphrase = self.passphrase.taken()
        self.accept()
        self.chosen.emit(passphrase)


class OwnKeyDialog(TypedDialog):
    """The passphrase that gives a member's key back to the keyring."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make it."""
        super().__init__(parent)
        self.passphrase = secret_field(self, self.tr("Passphrase of your member's key"))
        self.ask_for(
            self.tr("Get your member's key back"),
            self.tr(
                "This keyring has no key of a member. The passphrase that you set for yours opens"
                " the copy in the vault, and puts it into this keyring again."
            ),
            self.passphrase,
            self.tr("Get the key back"),
        )


class ChooseMemberDialog(QDialog):
    """One of several members.

    Signals:
        chosen(str): The member's identity.
    """

    chosen = Signal(str)

    def __init__(
        self,
        title: str,
        sentence: str,
        action: str,
        members: Sequence[Member],
        parent: QWidget | None = None,
    ) -> None:
        """Make it; the first member is chosen until another is."""
        super().__init__(parent)
        self._members: tuple[MemberId, ...] = tuple(member.member_id for member in members)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Members"))
        self.list.setObjectName("Rooms")
        self.list.setFixedHeight(140)
        self.list.addItems([member.name for member in members])
        self.list.setCurrentRow(0)
        self.act_button = TextButton(action, self, is_main=True)
        self.act_button.setEnabled(bool(members))
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.act_button.clicked.connect(self._on_act)
        self.cancel_button.clicked.connect(self.reject)
        lay_out_dialog(self, title, sentence, (self.list,), (self.cancel_button, self.act_button))
        self.list.setFocus()

    def _on_act(self) -> None:
        self.accept()
        self.chosen.emit(self._members[self.list.currentRow()])


class WallDialog(QDialog):
    """Whether a matter is closed, and whether those outside are told of it.

    Signals:
        chosen(bool): Whether they are told.
    """

    chosen = Signal(bool)

    def __init__(self, reference: str, parent: QWidget | None = None) -> None:
        """Make it."""
        super().__init__(parent)
        self.is_told = QCheckBox(self.tr("Tell members outside its number and whom to ask"), self)
        self.is_told.setAccessibleName(self.is_told.text())
        self.wall_button = TextButton(self.tr("Close the matter"), self, is_main=True)
        self.cancel_button = TextButton(self.tr("Cancel"), self)
        self.wall_button.clicked.connect(self._on_wall)
        self.cancel_button.clicked.connect(self.reject)
        lay_out_dialog(
            self,
            self.tr("A wall around {0}").format(reference),
            self.tr(
                "The matter gets a new key that only this account has; admit others afterwards."
                " Backups made before hold it open to the whole vault."
            ),
            (self.is_told,),
            (self.cancel_button, self.wall_button),
        )

    def _on_wall(self) -> None:
        self.accept()
        self.chosen.emit(self.is_told.isChecked())
