"""What a person does with the members of a vault and with walls around matters.

Each function works on the open vault, but for `join`, which opens it by the code of an invitation.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from desktop.casework.control import Control
from desktop.casework.opening import guarded
from desktop.domain.errors import (
    InCameraError,
    MemberDamagedError,
    NoSuchMemberError,
    WrongMemberPassphraseError,
)
from desktop.domain.matter import Matter
from desktop.domain.member import (
    DamagedMember,
    Invitation,
    MatterWall,
    Member,
    MemberId,
    Membership,
    ToldWall,
    Wall,
)
from desktop.domain.rotation import RotationPhase, RotationProgress
from desktop.vault.audit.account import account_name
from desktop.vault.keyring_store import KeyStore, open_keyring
from desktop.vault.members.invitations import key_by_code
from desktop.vault.members.joining import Joining
from desktop.vault.members.leaving import remove_member
from desktop.vault.members.own import is_perhaps_altered
from desktop.vault.members.own_ways import note_own_way
from desktop.vault.members.roll import Roll
from desktop.vault.members.sharing import share
from desktop.vault.members.walls import Phases, Walls
from desktop.vault.slots.file import read_slots
from desktop.vault.vault import Vault

Clock = Callable[[], datetime]


def members(vault: Vault, clock: Clock) -> tuple[Member, ...]:
    """Every member, in the order in which they joined."""
    return Roll(vault, clock).all()


def member_named(vault: Vault, clock: Clock, name_or_id: str) -> Member:
    """A member by its name, or by the first digits of its identity.

    Raises:
        NoSuchMemberError: There is none, or several.
    """
    return Roll(vault, clock).named(name_or_id)


def damaged_members(vault: Vault, clock: Clock) -> tuple[DamagedMember, ...]:
    """Members whose row in the registry was altered or damaged."""
    return Roll(vault, clock).damaged()


def is_member(vault: Vault, clock: Clock, member_id: MemberId) -> bool:
    """Whether the vault has this member, whole or damaged."""
    return Roll(vault, clock).has(member_id)


def member_to_remove(vault: Vault, clock: Clock, name_or_id: str) -> Member | DamagedMember:
    """A member by its name or the first digits of its identity; one that is damaged by the digits.

    Raises:
        NoSuchMemberError: There is none, or several.
    """
    return Roll(vault, clock).whole_or_damaged(name_or_id)


def member_of(vault: Vault, clock: Clock, member_id: MemberId) -> Member:
    """A member by its whole identity.

    Raises:
        NoSuchMemberError: There is none.
    """
    return Roll(vault, clock).of(member_id)


def invitations(vault: Vault, clock: Clock) -> tuple[Invitation, ...]:
    """What was given out and not used."""
    return Roll(vault, clock).invitations()


def begin(
    vault: Vault, clock: Clock, name: str | None = None, passphrase: str | None = None
) -> Member:
    """Make this account the first member, and the administrator.

    Args:
        vault: Open; it has no members.
        clock: Tells the time, in UTC.
        name: As colleagues know this account; where None, the name of the account.
        passphrase: Opens the member's key in place of the keyring.

    Raises:
        MemberExistsError: The vault has members already.
        KeyStoreError: The keyring cannot be used.
        WeakPassphraseError: The passphrase could be guessed.
    """
    key_store = _key_store(passphrase)
    member = Joining(vault, clock).begin(name or account_name(), key_store, passphrase)
    for way in vault.ways_in.all(key_store):
        if way.is_here:
            note_own_way(vault.inside(), way.way_id)
    return member


def invite(
    vault: Vault, clock: Clock, name: str, *, is_administrator: bool = False
) -> tuple[Invitation, tuple[str, ...]]:
    """Make the code by which another account of this workstation joins.

    Returns:
        The invitation, and the groups of its code, which are shown once and kept nowhere.

    Raises:
        NotMemberError: This account is no member.
        NotAdministratorError: It is no administrator.
        MemberExistsError: There is a member, or an invitation, of this name.
    """
    return Roll(vault, clock).invite(name, is_administrator=is_administrator)


def withdraw(vault: Vault, clock: Clock, name: str) -> Invitation:
    """Let the invitation of this name be worth nothing any more.

    Raises:
        NoSuchMemberError: Nobody of this name is invited.
        NotAdministratorError: This account is no administrator.
    """
    roll = Roll(vault, clock)
    for invitation in roll.invitations():
        if name in (invitation.name, invitation.invitation_id):
            roll.withdraw(invitation.invitation_id)
            return invitation
    raise NoSuchMemberError("Nobody of this name is invited.")


def join(folder: Path, clock: Clock, code: str, passphrase: str | None = None) -> Member:
    """Become a member with the code of an invitation, and get a way into the vault of its own.

    Args:
        folder: Of the vault.
        clock: Tells the time, in UTC.
        code: Ten groups, as the administrator's screen showed them.
        passphrase: Opens vault and member's key in place of the keyring.

    Raises:
        SheetMistypedError: A group of the code is not as it was shown.
        InvitationError: It opens no invitation.
        MemberExistsError: This account is a member already.
        KeyStoreError: The keyring cannot be used.
        WeakPassphraseError: The passphrase could be guessed.
        VaultError: The vault cannot be used, for the reason named by the class.
    """
    slot_file = read_slots(folder)
    key, invitation_id = key_by_code(folder, slot_file, code)
    key_store = _key_store(passphrase)
    with Vault(folder, slot_file.vault_id, key, clock, key_epoch=slot_file.key_epoch) as vault:
        guarded(vault)
        Roll(vault, clock).demand_open_to(invitation_id)
        before = {way.way_id for way in vault.ways_in.all()}
        way_id = _way_of_its_own(vault, key_store, passphrase)
        try:
            return Joining(vault, clock).join(invitation_id, way_id, key_store, passphrase)
        except InCameraError:
            if way_id not in before:
                # Whoever is no member keeps no way in either: the code may have been used twice.
                with suppress(InCameraError):
                    vault.ways_in.take_back(way_id, key_store)
            raise


def confirm(vault: Vault, clock: Clock, member: Member, typed: str) -> Member:
    """Note that the fingerprint of a member was compared on this account.

    Raises:
        FingerprintError: What was typed is another one.
        NotMemberError: This account is no member.
    """
    return Roll(vault, clock).confirm(member.member_id, typed)


def set_passphrase(vault: Vault, clock: Clock, passphrase: str) -> Member:
    """Let a passphrase of its own open this account's member key, besides the keyring.

    Raises:
        NotMemberError: This account is no member.
        WeakPassphraseError: It could be guessed.
    """
    return Joining(vault, clock).set_passphrase(passphrase)


def recover(vault: Vault, clock: Clock, passphrase: str) -> Member:
    """Put a member's key, opened by its own passphrase, into this account's keyring again.

    Raises:
        WrongMemberPassphraseError: It opens no member's key.
        MemberDamagedError: It may be right, and the member's row was altered.
        KeyStoreError: The keyring cannot be used.
    """
    key_store = open_keyring()
    vault.identify(key_store, passphrase)
    if Roll(vault, clock).own is None:
        inside = vault.inside()
        if is_perhaps_altered(inside.registry, inside.data_key, inside.vault_id, passphrase):
            raise MemberDamagedError
        raise WrongMemberPassphraseError
    return Joining(vault, clock).keep_here(key_store)


def remove(
    vault: Vault, member: Member | DamagedMember, control: Control, clock: Clock
) -> Iterator[RotationProgress]:
    """Take a member out of the vault; stopped or killed, it goes on when it is asked for again.

    Raises:
        NotAdministratorError: This account is no administrator.
        LastMemberError: Nobody else could invite, or open a matter.
        VaultBusyError: Somebody is writing to a matter that needs a new key.
    """
    with closing(remove_member(vault, member, open_keyring(), clock)) as steps:
        for progress in steps:
            yield progress
            if control.is_stopped:
                return


def wall(
    vault: Vault, matter: Matter, control: Control, clock: Clock, *, is_told: bool
) -> Iterator[RotationProgress]:
    """Close a matter to everybody but this account; others are admitted afterwards.

    Raises:
        NotMemberError: This account is no member.
        WallError: There is a wall already.
        VaultBusyError: Somebody is writing to the matter.
    """
    yield from _one(Walls(vault, clock).wall(matter, is_told=is_told), control)


def tell(vault: Vault, matter: Matter, clock: Clock, *, is_told: bool) -> None:
    """Say, or no longer say, to members outside that there is this matter.

    Raises:
        WallError: It has no wall.
    """
    Walls(vault, clock).tell(matter, is_told=is_told)


def admit(vault: Vault, matter: Matter, member: Member, clock: Clock) -> Wall:
    """Let a member into the wall around a matter.

    Raises:
        WallError: There is no wall.
        MemberUnconfirmedError: Its fingerprint was not compared on this account.
        MemberExistsError: It is inside already.
    """
    return Walls(vault, clock).admit(matter.matter_id, member.member_id)


def dismiss(
    vault: Vault, matter: Matter, member: Member, control: Control, clock: Clock
) -> Iterator[RotationProgress]:
    """Close a matter to a member who was inside; it gets a new key.

    Raises:
        WallError: There is no wall.
        NoSuchMemberError: It is not inside.
        LastMemberError: Nobody would be left.
        VaultBusyError: Somebody is writing to the matter.
    """
    yield from _one(Walls(vault, clock).dismiss(matter.matter_id, member.member_id), control)


def take_down(
    vault: Vault, matter: Matter, control: Control, clock: Clock
) -> Iterator[RotationProgress]:
    """Open a matter to the whole vault again.

    Raises:
        WallError: There is no wall.
        VaultBusyError: Somebody is writing to the matter.
    """
    yield from _one(Walls(vault, clock).take_down(matter), control)


def wall_around(vault: Vault, matter: Matter, clock: Clock) -> Wall | None:
    """The wall around a matter; None where it is open to the whole vault."""
    return Walls(vault, clock).around(matter.matter_id)


def told_walls(vault: Vault, clock: Clock) -> tuple[ToldWall, ...]:
    """The matters that are closed to this account and of which it is told."""
    return Walls(vault, clock).told()


def membership(vault: Vault, clock: Clock) -> Membership:
    """Who shares the vault, and who opens which matter."""
    roll, walls = Roll(vault, clock), Walls(vault, clock)
    return Membership(
        members=roll.all(),
        invitations=roll.invitations(),
        matters=tuple(
            MatterWall(matter, walls.around(matter.matter_id)) for matter in vault.matters()
        ),
        told=walls.told(),
        damaged=roll.damaged(),
    )


def share_folder(folder: Path, group: str) -> None:
    """Open the vault's folder to a group of accounts of this workstation.

    Raises:
        SharingError: It cannot be done.
    """
    share(folder, group)


def _way_of_its_own(vault: Vault, key_store: KeyStore | None, passphrase: str | None) -> str:
    """The way into the vault of this account; made where there is none yet."""
    if key_store is None:
        return vault.ways_in.add_passphrase(passphrase or "").way_id
    for way in vault.ways_in.all(key_store):
        if way.is_here:
            return way.way_id
    return vault.ways_in.add_keyring(key_store).way_id


def _key_store(passphrase: str | None) -> KeyStore | None:
    """This account's keyring, unless a passphrase takes its place."""
    return open_keyring() if passphrase is None else None


def _one(phases: Phases, control: Control) -> Iterator[RotationProgress]:
    """The progress of one matter; stopped before the last step, it is as before."""
    with closing(phases) as steps:
        for phase in steps:
            yield RotationProgress(phase, int(phase is RotationPhase.DONE), 1)
            if control.is_stopped and phase is not RotationPhase.DONE:
                return
