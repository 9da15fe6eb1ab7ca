"""The desk of members and walls, for the window: one vault, a thread of its own."""

from collections.abc import Callable, Iterator
from datetime import datetime

from desktop.casework.control import Control
from desktop.casework.members import desk
from desktop.domain.identity import MatterId
from desktop.domain.member import Invitation, MemberId, Membership
from desktop.domain.rotation import RotationProgress
from desktop.vault.vault import Vault

Tell = Callable[[RotationProgress], None]


class MemberDesk:
    """What a person does with members and walls of an open vault.

    Args:
        vault: Open; belongs to the thread that calls the desk, which closes it.
        clock: Tells the time, in UTC.
    """

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        """Read nothing yet."""
        self._vault = vault
        self._clock = clock

    def look(self) -> Membership:
        """Members, invitations, and the walls around matters."""
        return desk.membership(self._vault, self._clock)

    def begin(self) -> object:
        """Make this account the first member."""
        return desk.begin(self._vault, self._clock)

    def invite(self, name: str, is_administrator: bool) -> tuple[Invitation, tuple[str, ...]]:  # noqa: FBT001 - by position from the window to here
        """Make the code by which another account joins."""
        return desk.invite(self._vault, self._clock, name, is_administrator=is_administrator)

    def withdraw(self, name: str) -> object:
        """Let the invitation of this name be worth nothing any more."""
        return desk.withdraw(self._vault, self._clock, name)

    def confirm(self, member_id: MemberId, typed: str) -> object:
        """Note that a fingerprint was compared."""
        member = desk.member_of(self._vault, self._clock, member_id)
        return desk.confirm(self._vault, self._clock, member, typed)

    def set_passphrase(self, passphrase: str) -> object:
        """Let a passphrase of its own open this member's key, besides the keyring."""
        return desk.set_passphrase(self._vault, self._clock, passphrase)

    def recover(self, passphrase: str) -> object:
        """Put this member's key, opened by its passphrase, into the keyring again."""
        return desk.recover(self._vault, self._clock, passphrase)

    def admit(self, matter_id: MatterId, member_id: MemberId) -> object:
        """Let a member into the wall around a matter."""
        member = desk.member_of(self._vault, self._clock, member_id)
        return desk.admit(self._vault, self._vault.matter(matter_id), member, self._clock)

    def remove(self, member_id: MemberId, control: Control, tell: Tell) -> bool:
        """Take a member out of the vault; whether it is gone."""
        member = desk.member_to_remove(self._vault, self._clock, member_id)
        _told(desk.remove(self._vault, member, control, self._clock), tell)
        return not desk.is_member(self._vault, self._clock, member_id)

    def wall(self, matter_id: MatterId, is_told: bool, control: Control, tell: Tell) -> bool:  # noqa: FBT001 - likewise
        """Close a matter to all but this account; whether it is closed."""
        matter = self._vault.matter(matter_id)
        steps = desk.wall(self._vault, matter, control, self._clock, is_told=is_told)
        return _told(steps, tell)

    def dismiss(
        self, matter_id: MatterId, member_id: MemberId, control: Control, tell: Tell
    ) -> bool:
        """Close a matter to a member who was inside; whether it is closed."""
        matter = self._vault.matter(matter_id)
        member = desk.member_of(self._vault, self._clock, member_id)
        return _told(desk.dismiss(self._vault, matter, member, control, self._clock), tell)

    def take_down(self, matter_id: MatterId, control: Control, tell: Tell) -> bool:
        """Open a matter to the whole vault; whether it is open."""
        matter = self._vault.matter(matter_id)
        return _told(desk.take_down(self._vault, matter, control, self._clock), tell)

    def close(self) -> None:
        """Nothing is held besides the vault."""


def _told(steps: Iterator[RotationProgress], tell: Tell) -> bool:
    """Tell of each step; whether all matters were done."""
    progress = None
    for progress in steps:
        tell(progress)
    return progress is not None and progress.matters_done == progress.matters_total
