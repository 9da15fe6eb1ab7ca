"""The members of the open vault and the walls around its matters, as the window shows them."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, QThread, Signal

from desktop.bridge.desk_thread import DeskThread, SiblingDesk
from desktop.bridge.member_works import MemberDeskLike, Tell
from desktop.bridge.shapes import ControlLike
from desktop.domain.identity import MatterId
from desktop.domain.member import Invitation, MemberId, Membership


class MemberAct(StrEnum):
    """What can be done; `done` names it."""

    BEGIN = "begin"
    INVITE = "invite"
    WITHDRAW = "withdraw"
    CONFIRM = "confirm"
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of an act
    RECOVER = "recover"
    REMOVE = "remove"
    WALL = "wall"
    ADMIT = "admit"
    DISMISS = "dismiss"
    TAKE_DOWN = "take down"


class MemberRoll(QObject):
    """Runs what a person does with members and walls on a thread of its own, one thing at a time.

    Signals:
        listed(object): Membership, after everything that was done or looked at.
        invited(object, object): The Invitation, and the groups of its code, this once.
        told(object): RotationProgress of what gets new keys.
        done(object): The MemberAct that was done.
        stopped(object): The MemberAct that was stopped before its end.
        changed(): The list of matters may be otherwise.
        failed(object): Exception of what was to be done.
        busy_changed(bool): Whether something is being done.
    """

    listed = Signal(object)
    invited = Signal(object, object)
    told = Signal(object)
    done = Signal(object)
    stopped = Signal(object)
    changed = Signal()
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self, new_control: Callable[[], ControlLike], parent: QObject | None = None
    ) -> None:
        """Nothing is asked for before `begin_desk`; `new_control` gives what stops long work."""
        super().__init__(parent)
        self._desk: DeskThread[MemberDeskLike] = DeskThread(new_control, self)
        self._desk.told.connect(self.told)
        self._control: ControlLike | None = None
        self._is_busy = False

    def begin_desk(self, open_desk: Callable[[], SiblingDesk[MemberDeskLike]]) -> None:
        """Start the thread."""
        self._set_busy(is_busy=False)
        self._desk.begin(open_desk)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._is_busy

    def look(self) -> None:
        """List members, invitations and walls."""
        self._desk.call(
            lambda desk: desk.look(), self.listed.emit, self.failed.emit, lane="members"
        )

    def begin(self) -> None:
        """Make this account the first member, and the administrator."""
        self._do(MemberAct.BEGIN, lambda desk: desk.begin())

    def invite(self, name: str, *, is_administrator: bool) -> None:
        """Make the code by which another account joins; `invited` gives it."""
        self._do(MemberAct.INVITE, lambda desk: desk.invite(name, is_administrator))

    def withdraw(self, name: str) -> None:
        """Let an invitation be worth nothing any more."""
        self._do(MemberAct.WITHDRAW, lambda desk: desk.withdraw(name))

    def confirm(self, member_id: MemberId, typed: str) -> None:
        """Note that a fingerprint was compared."""
        self._do(MemberAct.CONFIRM, lambda desk: desk.confirm(member_id, typed))

    def set_passphrase(self, passphrase: str) -> None:
        """Let a passphrase of its own open this member's key, besides the keyring."""
        self._do(MemberAct.PASSPHRASE, lambda desk: desk.set_passphrase(passphrase))

    def recover(self, passphrase: str) -> None:
        """Put this member's key, opened by its passphrase, into the keyring again.

        What only members inside open may be listed from then on.
        """
        self._do(MemberAct.RECOVER, lambda desk: desk.recover(passphrase))

    def admit(self, matter_id: MatterId, member_id: MemberId) -> None:
        """Let a member into the wall around a matter."""
        self._do(MemberAct.ADMIT, lambda desk: desk.admit(matter_id, member_id))

    def remove(self, member_id: MemberId) -> None:
        """Take a member out of the vault."""
        self._run(MemberAct.REMOVE, lambda desk, *way: desk.remove(member_id, *way))

    def wall(self, matter_id: MatterId, *, is_told: bool) -> None:
        """Close a matter to all but this account."""
        self._run(MemberAct.WALL, lambda desk, *way: desk.wall(matter_id, is_told, *way))

    def dismiss(self, matter_id: MatterId, member_id: MemberId) -> None:
        """Close a matter to a member who was inside."""
        self._run(MemberAct.DISMISS, lambda desk, *way: desk.dismiss(matter_id, member_id, *way))

    def take_down(self, matter_id: MatterId) -> None:
        """Open a matter to the whole vault again."""
        self._run(MemberAct.TAKE_DOWN, lambda desk, *way: desk.take_down(matter_id, *way))

    def stop(self) -> None:
        """Stop making new keys: what is not done yet is as it was."""
        if self._control is not None:
            self._control.stop()

    def end(self) -> QThread | None:
        """Stop, and let go of the vault; the thread that is still to end."""
        self._set_busy(is_busy=False)
        return self._desk.end()

    def _do(self, act: MemberAct, work: Callable[[MemberDeskLike], object]) -> None:
        """Do what is done at once."""

        def closure(desk: MemberDeskLike) -> tuple[object, Membership]:
            return work(desk), desk.look()

        self._set_busy(is_busy=True)
        self._desk.call(
            closure, lambda answer: self._on_done(act, *answer), self._on_refused, lane=""
        )

    def _run(
        self, act: MemberAct, work: Callable[[MemberDeskLike, ControlLike, Tell], bool]
    ) -> None:
        """Do what copies the files of matters, and can be stopped."""

        def closure(
            desk: MemberDeskLike, control: ControlLike, tell: Tell
        ) -> tuple[bool, Membership]:
            self._control = control
            return work(desk, control, tell), desk.look()

        self._set_busy(is_busy=True)
        self._desk.start(
            closure, lambda answer: self._on_ran(act, *answer), self._on_refused, lane=""
        )

    def _on_done(self, act: MemberAct, result: object, found: Membership) -> None:
        self._tell(found)
        if act is MemberAct.INVITE and isinstance(result, tuple):
            invitation, groups = result
            if isinstance(invitation, Invitation):
                self.invited.emit(invitation, groups)
        if act is MemberAct.RECOVER:
            self.changed.emit()
        self.done.emit(act)

    def _on_ran(self, act: MemberAct, is_done: bool, found: Membership) -> None:  # noqa: FBT001 - as the desk answers
        self._tell(found)
        (self.done if is_done else self.stopped).emit(act)
        self.changed.emit()

    def _on_refused(self, error: Exception) -> None:
        self._set_busy(is_busy=False)
        self.failed.emit(error)
        self.look()

    def _tell(self, found: Membership) -> None:
        self._set_busy(is_busy=False)
        self.listed.emit(found)

    def _set_busy(self, *, is_busy: bool) -> None:
        if not is_busy:
            self._control = None
        self._is_busy = is_busy
        self.busy_changed.emit(is_busy)
