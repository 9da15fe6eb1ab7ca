"""Members of a vault: the accounts of a workstation that share it, and walls between matters."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from desktop.domain.identity import MatterId
from desktop.domain.matter import Matter

MemberId = NewType("MemberId", str)
"""32 lower-case hexadecimal digits of a random UUID."""


class KeptBy(StrEnum):
    """Where a member's private key is."""

    KEYRING = "keyring"
    """In the keyring of the member's account."""
    PASSPHRASE = "passphrase"  # noqa: S105 - the name of a kind
    """In the vault, wrapped by the member's own passphrase."""


@dataclass(frozen=True, slots=True)
class Member:
    """An account that shares the vault, as the member who looks sees it.

    Attributes:
        member_id: Random identity.
        name: As the administrator wrote it.
        fingerprint: Of the public key, five groups of four characters with hyphens.
        joined_on: Day.
        is_administrator: Whether it invites and removes members.
        is_me: Whether it is the account that looks.
        is_confirmed: Whether the account that looks has compared the fingerprint.
        is_leaving: Whether its removal was begun and is not done.
        has_passphrase: Whether its key can also be opened by a passphrase of its own.
    """

    member_id: MemberId
    name: str
    fingerprint: str
    joined_on: date
    is_administrator: bool
    is_me: bool
    is_confirmed: bool
    is_leaving: bool
    has_passphrase: bool


@dataclass(frozen=True, slots=True)
class DamagedMember:
    """A member of whom the vault no longer knows who it is: its row was altered or damaged.

    Attributes:
        member_id: Random identity.
    """

    member_id: MemberId


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code that was given out and not used.

    Attributes:
        invitation_id: Random identity.
        name: Of the member to be.
        is_administrator: Whether it will invite and remove members.
        expires_on: Last day on which it can be used, UTC.
    """

    invitation_id: str
    name: str
    is_administrator: bool
    expires_on: date


@dataclass(frozen=True, slots=True)
class ToldWall:
    """What somebody outside is told of a matter behind a wall, where it was so chosen.

    Attributes:
        matter_id: The matter.
        reference: Client and matter number.
        ask: Name of the member who walled it.
    """

    matter_id: MatterId
    reference: str
    ask: str


@dataclass(frozen=True, slots=True)
class Wall:
    """The wall around a matter, as somebody inside sees it.

    Attributes:
        matter_id: The matter.
        inside: Who is admitted, the earliest first.
        is_told: Whether members outside are told of the matter.
        is_key_due: Whether somebody who was inside left the vault, so that a new key is due.
    """

    matter_id: MatterId
    inside: tuple[Member, ...]
    is_told: bool
    is_key_due: bool


@dataclass(frozen=True, slots=True)
class MatterWall:
    """A matter that this account opens, and the wall around it.

    Attributes:
        matter: The matter.
        wall: None where it is open to the whole vault.
    """

    matter: Matter
    wall: Wall | None


@dataclass(frozen=True, slots=True)
class Membership:
    """Who shares a vault, and who opens which matter, as one account sees it.

    Attributes:
        members: In the order in which they joined.
        invitations: That were given out and not used.
        matters: That this account opens.
        told: Matters closed to this account of which it is told.
        damaged: Members whose row was altered or damaged.
    """

    members: tuple[Member, ...]
    invitations: tuple[Invitation, ...]
    matters: tuple[MatterWall, ...]
    told: tuple[ToldWall, ...]
    damaged: tuple[DamagedMember, ...] = ()

    @property
    def me(self) -> Member | None:
        """The member that this account is."""
        return next((member for member in self.members if member.is_me), None)
