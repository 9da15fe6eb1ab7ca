"""The functions behind the page of members."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from desktop.bridge.shapes import ControlLike, VaultLike
from desktop.domain.identity import MatterId
from desktop.domain.member import Invitation, MemberId, Membership
from desktop.domain.rotation import RotationProgress

Steps = Iterator[RotationProgress]


@dataclass(frozen=True, slots=True)
class MemberWorks:
    """What a person does with members of the open vault, and with walls around its matters.

    Attributes:
        look: Members, invitations, and the walls around matters.
        begin: Makes this account the first member.
        invite: Name, and whether it will be an administrator; gives the groups of the code.
        withdraw: An invitation, by the name that it is for.
        confirm: A member, and its fingerprint as typed.
        remove: Long work: takes a member out of the vault.
        wall: Long work: closes a matter; whether those outside are told of it.
        admit: Lets a member into the wall around a matter.
        dismiss: Long work: closes a matter to a member.
        take_down: Long work: opens a matter to the whole vault.
    """

    look: Callable[[VaultLike], Membership]
    begin: Callable[[VaultLike], object]
    invite: Callable[[VaultLike, str, bool], tuple[Invitation, tuple[str, ...]]]
    withdraw: Callable[[VaultLike, str], object]
    confirm: Callable[[VaultLike, MemberId, str], object]
    remove: Callable[[VaultLike, MemberId, ControlLike], Steps]
    wall: Callable[[VaultLike, MatterId, bool, ControlLike], Steps]
    admit: Callable[[VaultLike, MatterId, MemberId], object]
    dismiss: Callable[[VaultLike, MatterId, MemberId, ControlLike], Steps]
    take_down: Callable[[VaultLike, MatterId, ControlLike], Steps]
