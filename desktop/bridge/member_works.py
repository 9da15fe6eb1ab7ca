"""What the page of members works with, on a thread of its own."""

from collections.abc import Callable
from typing import Protocol

from desktop.bridge.shapes import ControlLike
from desktop.domain.identity import MatterId
from desktop.domain.member import Invitation, MemberId, Membership
from desktop.domain.rotation import RotationProgress

Tell = Callable[[RotationProgress], None]
"""Takes how far new keys have come."""


class MemberDeskLike(Protocol):
    """What a person does with members of a vault, and with walls around its matters."""

    def look(self) -> Membership:
        """Members, invitations, and the walls around matters."""

    def begin(self) -> object:
        """Make this account the first member."""

    def invite(self, name: str, is_administrator: bool) -> tuple[Invitation, tuple[str, ...]]:  # noqa: FBT001 - by position from here to the desk
        """Make the code by which another account joins."""

    def withdraw(self, name: str) -> object:
        """Let the invitation of this name be worth nothing any more."""

    def confirm(self, member_id: MemberId, typed: str) -> object:
        """Note that a fingerprint was compared."""

    def set_passphrase(self, passphrase: str) -> object:
        """Let a passphrase of its own open this member's key, besides the keyring."""

    def recover(self, passphrase: str) -> object:
        """Put this member's key, opened by its passphrase, into the keyring again."""

    def admit(self, matter_id: MatterId, member_id: MemberId) -> object:
        """Let a member into the wall around a matter."""

    def remove(self, member_id: MemberId, control: ControlLike, tell: Tell) -> bool:
        """Take a member out of the vault; False where it was stopped."""

    def wall(self, matter_id: MatterId, is_told: bool, control: ControlLike, tell: Tell) -> bool:  # noqa: FBT001 - likewise
        """Close a matter; False where it was stopped, and is as before."""

    def dismiss(
        self, matter_id: MatterId, member_id: MemberId, control: ControlLike, tell: Tell
    ) -> bool:
        """Close a matter to a member; likewise."""

    def take_down(self, matter_id: MatterId, control: ControlLike, tell: Tell) -> bool:
        """Open a matter to the whole vault; likewise."""

    def close(self) -> None:
        """Let go of the vault."""
