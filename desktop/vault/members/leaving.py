"""The removal of a member from the vault, in steps that can be cut short and gone on with.

    step                                                          after a kill
    1  the member is marked as leaving: nobody admits it,         goes on here
       its account opens no wall any more, and new keys of
       matters that were begun, which it could read, are not
       used
    2  every matter behind a wall that this account opens gets    matters done stay done
       a new key without it
    3  its way into the vault is removed from the slot file       done once
    4  its copies, its trust and its row are deleted              done

Where the member was inside a wall that is closed to this account, its copy of the key goes in step
4; those inside see that a new key is due, since the list in their record still has the member. The
vault's own key, which the member's account knew, is not renewed here: `incamera key rotate` is.

A member whose row was altered is as good as leaving already: nobody can admit it, and its account
opens no wall. Which way into the vault was its own nobody can tell any more, so step 3 is left to
a person.
"""

from collections.abc import Callable, Generator
from contextlib import suppress
from datetime import datetime

from desktop.domain.audit import Act
from desktop.domain.errors import LastMemberError, MatterWalledError, NoSuchWayError
from desktop.domain.identity import MatterId
from desktop.domain.member import DamagedMember, Member
from desktop.domain.rotation import RotationPhase, RotationProgress
from desktop.vault.keyring_store import KeyStore
from desktop.vault.members.roll import Roll
from desktop.vault.members.walls import Walls
from desktop.vault.rotation.plan import RotationPlan
from desktop.vault.vault import Vault


def remove_member(
    vault: Vault,
    member: Member | DamagedMember,
    key_store: KeyStore | None,
    clock: Callable[[], datetime],
) -> Generator[RotationProgress, None, None]:
    """Take a member out of the vault; called again, it goes on where it was.

    Args:
        vault: Open; nothing else of it works on the matters concerned.
        member: The member.
        key_store: This account's keyring.
        clock: Tells the time, in UTC.

    Yields:
        How far it has come with the matters that get a new key.

    Raises:
        NotAdministratorError: This account is no administrator.
        LastMemberError: Nobody else could invite, or open a matter.
        NoSuchMemberError: There is no such member any more, or none whose row was altered.
        LastWayError: No other way into the vault would be left.
        VaultBusyError: Somebody is writing to a matter; it goes on when it is called again.
    """
    roll, walls = Roll(vault, clock), Walls(vault, clock)
    roll.demand_administrator()
    if isinstance(member, Member) and member.is_administrator:
        roll.demand_other_administrator(member)
    inside = vault.inside()
    with inside.registry.transaction():
        for matter_id in _held_by(walls, member):
            RotationPlan(inside.registry).begin_anew(matter_id)
        way_id = _marked(roll, member)
    matters = _held_by(walls, member)
    for done, matter_id in enumerate(matters):
        with suppress(MatterWalledError):
            for phase in walls.dismiss(matter_id, member.member_id):
                count = done + (phase is RotationPhase.DONE)
                yield RotationProgress(phase, count, len(matters))
    if way_id:
        with suppress(NoSuchWayError):
            vault.ways_in.remove(way_id, key_store)
    with inside.registry.transaction():
        _held_by(walls, member)
        row_id = bytes.fromhex(member.member_id)
        inside.registry.change("DELETE FROM member_copy WHERE member_id = ?", row_id)
        inside.registry.change("DELETE FROM member WHERE member_id = ?", row_id)
        details = {"is_damaged": isinstance(member, DamagedMember)}
        vault.audit.add(Act.MEMBER_REMOVED, subject=[member.member_id], details=details)


def _marked(roll: Roll, member: Member | DamagedMember) -> str:
    """Mark a member as leaving, within a transaction; its way into the vault, "" if none is known.

    Raises:
        NoSuchMemberError: There is no such member, or its row is not altered as it was.
    """
    if isinstance(member, DamagedMember):
        roll.demand_damaged(member.member_id)
        return ""
    facts = roll.facts(member.member_id)
    if not facts.is_leaving:
        roll.put_facts(member.member_id, facts._replace(is_leaving=True))
    return facts.way_id


def _held_by(walls: Walls, member: Member | DamagedMember) -> tuple[MatterId, ...]:
    """The matters to which a member is admitted.

    Raises:
        LastMemberError: It is the only one inside of one of them who stays.
    """
    try:
        return walls.holding(member.member_id)
    except LastMemberError:
        if isinstance(member, Member):
            raise
        raise LastMemberError(
            "A matter is open to this damaged member alone: its copy of the key is the last one.",
            remedy="Restore a backup from before the row was altered, and let the member admit a"
            " colleague there.",
        ) from None
