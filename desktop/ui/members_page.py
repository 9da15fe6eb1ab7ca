"""Members in the settings: who shares the vault, and who opens which matter."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.bridge.member_roll import MemberAct, MemberRoll
from desktop.domain.member import (
    Invitation,
    MatterWall,
    Member,
    MemberId,
    Membership,
    ToldWall,
)
from desktop.domain.rotation import RotationProgress
from desktop.ui.banner import Banner
from desktop.ui.confirm_dialog import ConfirmDialog
from desktop.ui.id_rows import IdRows
from desktop.ui.line_rows import line_list
from desktop.ui.member_dialogs import (
    ChooseMemberDialog,
    CodeDialog,
    FingerprintDialog,
    InviteDialog,
    MemberPassphraseDialog,
    OwnKeyDialog,
    WallDialog,
)
from desktop.ui.member_rows import (
    MemberRow,
    WallRow,
    member_detail,
    member_identity,
    member_name,
    member_picture,
    member_words,
    wall_detail,
    wall_identity,
    wall_name,
    wall_picture,
    wall_words,
)
from desktop.ui.member_words import done_words, removal_words
from desktop.ui.plain import PlainLabel, TextButton
from desktop.ui.theme import SPACE_M, SPACE_S


class MembersPage(QWidget):
    """Lists members and matters; what is done with them is done at once."""

    def __init__(self, roll: MemberRoll, parent: QWidget | None = None) -> None:
        """Show nothing before the vault has been asked."""
        super().__init__(parent)
        self._roll = roll
        self._found = Membership((), (), (), ())
        self.advice = PlainLabel("", self, kind="caption", is_wrapped=True)
        self._members: IdRows[MemberRow] = IdRows(member_identity, member_words, self)
        self.members = line_list(
            self.tr("Members of the vault"),
            self._members,
            member_picture,
            member_name,
            member_detail,
            self,
        )
        self._walls: IdRows[WallRow] = IdRows(wall_identity, wall_words, self)
        self.walls = line_list(
            self.tr("Who opens which matter"),
            self._walls,
            wall_picture,
            wall_name,
            wall_detail,
            self,
        )
        self.begin_button = TextButton(self.tr("&Begin with this account"), self)
        self.invite_button = TextButton(self.tr("&Invite…"), self)
        self.confirm_button = TextButton(self.tr("&Compare…"), self)
        self.passphrase_button = TextButton(self.tr("Your &passphrase…"), self)
        self.own_key_button = TextButton(self.tr("Get your &key back…"), self)
        self.remove_button = TextButton(self.tr("&Remove"), self)
        self.wall_button = TextButton(self.tr("&Wall…"), self)
        self.admit_button = TextButton(self.tr("&Admit…"), self)
        self.dismiss_button = TextButton(self.tr("&Dismiss…"), self)
        self.take_down_button = TextButton(self.tr("&Take down"), self)
        self.progress = PlainLabel("", self, kind="caption")
        self.stop_button = TextButton(self.tr("&Stop"), self)
        self.banner = Banner(self)
        self._lay_out()
        self._connect()
        self._show_buttons()
        roll.look()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_S, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(PlainLabel(self.tr("Members"), self, kind="title"))
        layout.addWidget(self.advice)
        layout.addWidget(self.members, 1)
        layout.addLayout(
            _row(
                (
                    self.begin_button,
                    self.own_key_button,
                    self.invite_button,
                    self.confirm_button,
                    self.passphrase_button,
                ),
                (self.remove_button,),
            )
        )
        layout.addSpacing(SPACE_M)
        layout.addWidget(PlainLabel(self.tr("Walls around matters"), self, kind="strong"))
        layout.addWidget(self.walls, 1)
        layout.addLayout(
            _row(
                (self.wall_button, self.admit_button, self.dismiss_button),
                (self.take_down_button,),
            )
        )
        layout.addLayout(_row((), (self.stop_button,), beside=self.progress))
        layout.addWidget(self.banner)

    def _connect(self) -> None:
        for button, act in (
            (self.begin_button, self._on_begin),
            (self.invite_button, self._on_invite),
            (self.confirm_button, self._on_confirm),
            (self.passphrase_button, self._on_passphrase),
            (self.own_key_button, self._on_own_key),
            (self.remove_button, self._on_remove),
            (self.wall_button, self._on_wall),
            (self.admit_button, self._on_admit),
            (self.dismiss_button, self._on_dismiss),
            (self.take_down_button, self._on_take_down),
            (self.stop_button, self._roll.stop),
        ):
            button.clicked.connect(act)
        for rows in (self.members, self.walls):
            rows.selectionModel().currentChanged.connect(self._on_current)
        self._roll.listed.connect(self._on_listed)
        self._roll.invited.connect(self._on_invited)
        self._roll.done.connect(self._on_done)
        self._roll.stopped.connect(self._on_stopped)
        self._roll.told.connect(self._on_told)
        self._roll.failed.connect(self.banner.show_error)
        self._roll.busy_changed.connect(self._show_buttons)

    # ------------------------------------------------------------------ what the vault tells

    def _on_listed(self, found: Membership) -> None:
        self._found = found
        self._members.show((*found.members, *found.damaged, *found.invitations))
        self._walls.show((*found.matters, *found.told))
        if not found.members and not found.damaged:
            words = self.tr(
                "Several accounts of this computer can share the vault. Begin by making this one"
                " its first member and administrator."
            )
        elif found.me is None:
            words = self.tr(
                "This account opens the vault and has no key of a member: walls are closed to it."
            )
        else:
            words = self.tr(
                "Your fingerprint is {0}: read it out to colleagues, and compare theirs."
            ).format(found.me.fingerprint)
            if not found.me.has_passphrase:
                words += " " + self.tr(
                    "Set a passphrase: without it, losing this keyring loses what only you open."
                )
        self.advice.setText(words)
        self._show_buttons()

    def _on_invited(self, invitation: Invitation, groups: Sequence[str]) -> None:
        self._show(CodeDialog(invitation, groups, self))

    def _on_done(self, act: MemberAct) -> None:
        words = done_words(act)
        if words is not None:
            self.banner.show_note(*words)

    def _on_told(self, progress: RotationProgress) -> None:
        self.progress.setText(
            self.tr("New keys: {0} of {1} matters").format(
                progress.matters_done, progress.matters_total
            )
        )
        self.progress.setVisible(True)
        self.stop_button.setVisible(True)

    def _on_stopped(self, act: MemberAct) -> None:
        words = (
            self.tr("Remove the member again to go on.")
            if act is MemberAct.REMOVE
            else self.tr("The matter is as it was.")
        )
        self.banner.show_note(self.tr("Stopped."), words)

    def _show_buttons(self, _is_busy: bool = False) -> None:  # noqa: FBT001, FBT002 - a Qt slot
        is_free, me, row = not self._roll.is_busy, self._found.me, self._row()
        if is_free:
            self.progress.setVisible(False)
            self.stop_button.setVisible(False)
        is_administrator = me is not None and me.is_administrator
        is_shared = bool(self._found.members or self._found.damaged)
        self.begin_button.setEnabled(is_free and not is_shared)
        self.begin_button.setVisible(not is_shared)
        self.invite_button.setEnabled(is_free and is_administrator)
        self.confirm_button.setEnabled(
            is_free and me is not None and isinstance(row, Member) and not row.is_confirmed
        )
        self.passphrase_button.setVisible(me is not None)
        self.passphrase_button.setEnabled(is_free)
        self.own_key_button.setVisible(me is None and is_shared)
        # Of a damaged member it is not known: what is due is said when it fails.
        may_have_copy = bool(self._found.damaged) or any(
            member.has_passphrase for member in self._found.members
        )
        self.own_key_button.setEnabled(is_free and may_have_copy)
        self.remove_button.setEnabled(is_free and is_administrator and row is not None)
        matter = self._matter()
        has_wall = matter is not None and matter.wall is not None
        self.wall_button.setEnabled(
            is_free and me is not None and matter is not None and not has_wall
        )
        self.admit_button.setEnabled(is_free and has_wall and bool(self._outside()))
        self.dismiss_button.setEnabled(is_free and has_wall and len(self._inside()) > 1)
        self.take_down_button.setEnabled(is_free and has_wall)

    # ------------------------------------------------------------------ what a person does

    def _on_begin(self) -> None:
        self.banner.hide()
        self._roll.begin()

    def _on_invite(self) -> None:
        dialog = InviteDialog(self)
        dialog.chosen.connect(self._on_invite_chosen)
        self._show(dialog)

    def _on_invite_chosen(self, name: str, is_administrator: bool) -> None:  # noqa: FBT001
        self._roll.invite(name, is_administrator=is_administrator)

    def _on_confirm(self) -> None:
        member = self._row()
        if isinstance(member, Member):
            member_id = member.member_id
            dialog = FingerprintDialog(member, self)
            dialog.typed.connect(lambda typed: self._roll.confirm(member_id, typed))
            self._show(dialog)

    def _on_passphrase(self) -> None:
        me = self._found.me
        dialog = MemberPassphraseDialog(self, has_one=me is not None and me.has_passphrase)
        dialog.chosen.connect(self._roll.set_passphrase)
        self._show(dialog)

    def _on_own_key(self) -> None:
        dialog = OwnKeyDialog(self)
        dialog.typed.connect(self._roll.recover)
        self._show(dialog)

    def _on_remove(self) -> None:
        row = self._row()
        if isinstance(row, Invitation):
            self.banner.hide()
            self._roll.withdraw(row.name)
        elif row is not None and ConfirmDialog.ask(self, *removal_words(row), self.tr("Remove")):
            self.banner.hide()
            self._roll.remove(row.member_id)

    def _on_wall(self) -> None:
        matter = self._matter()
        if matter is not None:
            matter_id = matter.matter.matter_id
            dialog = WallDialog(matter.matter.reference, self)
            dialog.chosen.connect(lambda is_told: self._roll.wall(matter_id, is_told=is_told))
            self._show(dialog)

    def _on_admit(self) -> None:
        matter = self._matter()
        if matter is None:
            return
        matter_id = matter.matter.matter_id
        dialog = ChooseMemberDialog(
            self.tr("Admit to {0}").format(matter.matter.reference),
            self.tr("The member reads and changes everything in the matter from then on."),
            self.tr("Admit"),
            self._outside(),
            self,
        )
        dialog.chosen.connect(lambda chosen: self._roll.admit(matter_id, MemberId(chosen)))
        self._show(dialog)

    def _on_dismiss(self) -> None:
        matter = self._matter()
        if matter is None:
            return
        matter_id = matter.matter.matter_id
        dialog = ChooseMemberDialog(
            self.tr("Dismiss from {0}").format(matter.matter.reference),
            self.tr("The matter gets a new key; what the member has seen, it has seen."),
            self.tr("Dismiss"),
            self._inside(),
            self,
        )
        dialog.chosen.connect(lambda chosen: self._roll.dismiss(matter_id, MemberId(chosen)))
        self._show(dialog)

    def _on_take_down(self) -> None:
        matter = self._matter()
        if matter is not None and ConfirmDialog.ask(
            self,
            self.tr("Take the wall down?"),
            self.tr("Every account of the vault opens {0} from then on.").format(
                matter.matter.reference
            ),
            self.tr("Take down"),
        ):
            self.banner.hide()
            self._roll.take_down(matter.matter.matter_id)

    def _show(self, dialog: QDialog) -> None:
        self.banner.hide()
        dialog.exec()
        dialog.deleteLater()

    def _row(self) -> MemberRow | None:
        return self._members.item_at(self.members.currentIndex())

    def _matter(self) -> MatterWall | None:
        row = self._walls.item_at(self.walls.currentIndex())
        return None if isinstance(row, ToldWall) else row

    def _inside(self) -> tuple[Member, ...]:
        matter = self._matter()
        return () if matter is None or matter.wall is None else matter.wall.inside

    def _outside(self) -> tuple[Member, ...]:
        """Members who may be admitted to the current matter; those not compared are told so."""
        inside = {member.member_id for member in self._inside()}
        return tuple(
            member
            for member in self._found.members
            if member.member_id not in inside and not member.is_leaving
        )

    def _on_current(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._show_buttons()


def _row(
    first: Sequence[TextButton], last: Sequence[TextButton], *, beside: QWidget | None = None
) -> QHBoxLayout:
    buttons = QHBoxLayout()
    buttons.setSpacing(SPACE_S)
    if beside is not None:
        buttons.addWidget(beside)
    for button in first:
        buttons.addWidget(button)
    buttons.addStretch(1)
    for button in last:
        buttons.addWidget(button)
    return buttons
