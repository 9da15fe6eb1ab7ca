"""The members of the open vault and the walls around its matters, as the window shows them."""

import logging
from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from desktop.bridge.member_works import MemberWorks, Steps
from desktop.bridge.shapes import ControlLike, VaultLike
from desktop.bridge.vault_calls import VaultCalls
from desktop.domain.errors import InCameraError
from desktop.domain.identity import MatterId
from desktop.domain.member import MemberId, Membership

log = logging.getLogger(__name__)


class MemberAct(StrEnum):
    """What can be done; `done` names it."""

    LOOK = "look"
    BEGIN = "begin"
    INVITE = "invite"
    WITHDRAW = "withdraw"
    CONFIRM = "confirm"
    REMOVE = "remove"
    WALL = "wall"
    ADMIT = "admit"
    DISMISS = "dismiss"
    TAKE_DOWN = "take down"


CHANGES_MATTERS = frozenset(
    {MemberAct.REMOVE, MemberAct.WALL, MemberAct.DISMISS, MemberAct.TAKE_DOWN}
)
"""After these a matter may look otherwise in the list of matters, or be gone from it."""


class MemberRoll(QObject):
    """Runs what a person does with members and walls on the thread that owns the vault.

    Signals:
        listed(object): Membership, after everything that was done or looked at.
        invited(object, object): The Invitation, and the groups of its code, this once.
        done(object): The MemberAct that was done.
        changed(): The list of matters may be otherwise.
        failed(object): Exception of what was to be done.
        busy_changed(bool): Whether something is being done.
    """

    listed = Signal(object)
    invited = Signal(object, object)
    done = Signal(object)
    changed = Signal()
    failed = Signal(object)
    busy_changed = Signal(bool)

    def __init__(
        self,
        works: MemberWorks,
        calls: VaultCalls,
        new_control: Callable[[], ControlLike],
        parent: QObject | None = None,
    ) -> None:
        """Nothing is asked for before `look`."""
        super().__init__(parent)
        self._works = works
        self._calls = calls
        self._new_control = new_control
        self._waiting = 0
        calls.opened.connect(self._on_opened)

    @property
    def is_busy(self) -> bool:
        """Whether something is being done."""
        return self._waiting > 0

    def look(self) -> None:
        """List members, invitations and walls."""
        self._do(MemberAct.LOOK, lambda _: None)

    def begin(self) -> None:
        """Make this account the first member, and the administrator."""
        self._do(MemberAct.BEGIN, self._works.begin)

    def invite(self, name: str, *, is_administrator: bool) -> None:
        """Make the code by which another account joins; `invited` gives it."""
        self._do(MemberAct.INVITE, lambda vault: self._works.invite(vault, name, is_administrator))

    def withdraw(self, name: str) -> None:
        """Let an invitation be worth nothing any more."""
        self._do(MemberAct.WITHDRAW, lambda vault: self._works.withdraw(vault, name))

    def confirm(self, member_id: MemberId, typed: str) -> None:
        """Note that a fingerprint was compared."""
        self._do(MemberAct.CONFIRM, lambda vault: self._works.confirm(vault, member_id, typed))

    def remove(self, member_id: MemberId) -> None:
        """Take a member out of the vault."""
        self._run(
            MemberAct.REMOVE,
            lambda vault, control: self._works.remove(vault, member_id, control),
        )

    def wall(self, matter_id: MatterId, *, is_told: bool) -> None:
        """Close a matter to all but this account."""
        self._run(
            MemberAct.WALL,
            lambda vault, control: self._works.wall(vault, matter_id, is_told, control),
        )

    def admit(self, matter_id: MatterId, member_id: MemberId) -> None:
        """Let a member into the wall around a matter."""
        self._do(MemberAct.ADMIT, lambda vault: self._works.admit(vault, matter_id, member_id))

    def dismiss(self, matter_id: MatterId, member_id: MemberId) -> None:
        """Close a matter to a member who was inside."""
        self._run(
            MemberAct.DISMISS,
            lambda vault, control: self._works.dismiss(vault, matter_id, member_id, control),
        )

    def take_down(self, matter_id: MatterId) -> None:
        """Open a matter to the whole vault again."""
        self._run(
            MemberAct.TAKE_DOWN,
            lambda vault, control: self._works.take_down(vault, matter_id, control),
        )

    def forget(self) -> None:
        """The vault was shut: what was to be done is not done, and nothing is told of it."""
        self._waiting = 0
        self.busy_changed.emit(False)  # noqa: FBT003 - a Qt signal

    def _run(self, act: MemberAct, steps: Callable[[VaultLike, ControlLike], Steps]) -> None:
        """Do long work to its end; it copies the file of a matter, and ends by itself."""

        def drained(vault: VaultLike) -> None:
            for _ in steps(vault, self._new_control()):
                pass

        self._do(act, drained)

    def _do(self, act: MemberAct, work: Callable[[VaultLike], object]) -> None:
        def errand(vault: VaultLike) -> tuple[Exception | None, object, Membership]:
            try:
                result = work(vault)
            except Exception as error:  # noqa: BLE001 - shown or logged by whoever asked
                return error, None, self._works.look(vault)
            return None, result, self._works.look(vault)

        self._waiting += 1
        self.busy_changed.emit(True)  # noqa: FBT003 - a Qt signal
        self._calls.ask(errand, lambda answer: self._on_answer(act, *answer))

    def _on_opened(self, _vault: VaultLike) -> None:
        """Begin anew: what was asked of the vault before it was closed is never answered."""
        self._waiting = 0

    def _on_answer(
        self, act: MemberAct, error: Exception | None, result: object, found: Membership
    ) -> None:
        self._waiting -= 1
        self.listed.emit(found)
        if error is not None:
            if not isinstance(error, InCameraError):
                log.error("Defect in work on members.", exc_info=error)
            self.failed.emit(error)
        else:
            if act is MemberAct.INVITE and isinstance(result, tuple):
                self.invited.emit(*result)
            self.done.emit(act)
        if act in CHANGES_MATTERS:
            self.changed.emit()
        self.busy_changed.emit(self.is_busy)
