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
"""

from collections.abc import Callable, Generator
from contextlib import suppress
from datetime import datetime

from desktop.domain.audit import Act
from desktop.domain.errors import MatterWalledError, NoSuchWayError
from desktop.domain.member import Member
from desktop.domain.rotation import RotationPhase, RotationProgress
from desktop.vault.keyring_store import KeyStore
from desktop.vault.members.roll import Roll
from desktop.vault.members.walls import Walls
from desktop.vault.rotation.plan import RotationPlan
from desktop.vault.vault import Vault


def remove_member(
    vault: Vault, member: Member, key_store: KeyStore | None, clock: Callable[[], datetime]
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
        LastWayError: No other way into the vault would be left.
        VaultBusyError: Somebody is writing to a matter; it goes on when it is called again.
    """
    roll, walls = Roll(vault, clock), Walls(vault, clock)
    roll.demand_administrator()
    if member.is_administrator:
        roll.demand_other_administrator(member)
    inside = vault.inside()
    with inside.registry.transaction():
        for matter_id in walls.holding(member.member_id):
            RotationPlan(inside.registry).begin_anew(matter_id)
        facts = roll.facts(member.member_id)
        if not facts.is_leaving:
            roll.put_facts(member.member_id, facts._replace(is_leaving=True))
    matters = walls.holding(member.member_id)
    for done, matter_id in enumerate(matters):
        with suppress(MatterWalledError):
            for phase in walls.dismiss(matter_id, member.member_id):
                count = done + (phase is RotationPhase.DONE)
                yield RotationProgress(phase, count, len(matters))
    if facts.way_id:
        with suppress(NoSuchWayError):
            vault.ways_in.remove(facts.way_id, key_store)
    with inside.registry.transaction():
        walls.holding(member.member_id)
        row_id = bytes.fromhex(member.member_id)
        inside.registry.change("DELETE FROM member_copy WHERE member_id = ?", row_id)
        inside.registry.change("DELETE FROM member WHERE member_id = ?", row_id)
        vault.audit.add(Act.MEMBER_REMOVED, subject=[member.member_id])
