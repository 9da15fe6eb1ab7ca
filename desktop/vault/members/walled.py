"""Matters behind a wall, in the registry: keys sealed to members, the record under the matter key.

    column of `matter`   without a wall                  behind a wall
    wrapped_key          wrapped by the vault            empty
    record               under the registry data key     under the matter's record key
    notice               NULL                            under the registry data key, or NULL
    wall                 0                               1 or 2 (`Standing`)

Each member inside has a row in `member_copy`. Every change of a wall but the first admission of
somebody comes with a new matter key, in the transaction that makes the new file the present one.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import IntEnum
from typing import NamedTuple

from desktop.domain.errors import (
    LastMemberError,
    MatterWalledError,
    NoSuchMatterError,
    VaultDamagedError,
)
from desktop.domain.identity import MatterId
from desktop.domain.matter import Matter
from desktop.domain.member import MemberId, ToldWall
from desktop.vault import records
from desktop.vault.inside import MATTERS_FOLDER, MatterRow, VaultInside, key_place, record_place
from desktop.vault.keys import DataKey, MatterKey
from desktop.vault.labels import Label
from desktop.vault.matter_file import MatterFile
from desktop.vault.members.copies import copy_place, sealed_to
from desktop.vault.members.keys import derive_for_members
from desktop.vault.members.records import (
    Admitted,
    MemberFacts,
    Walled,
    member_of,
    member_place,
    notice_of,
    notice_place,
    notice_record,
    walled_of,
    walled_place,
    walled_record,
)
from desktop.vault.seal import DAMAGED, open_sealed, seal
from desktop.vault.wrapping import wrap


class Standing(IntEnum):
    """How far a wall is; numbers of the column `wall`."""

    NONE = 0
    MADE = 1
    """It holds; what told of the matter before may still lie in the registry's log and copies."""
    CLEARED = 2
    """It holds, and nothing of before is left in the vault's folder."""


class NewFile(NamedTuple):
    """The file that a matter gets with a new key.

    Attributes:
        name: Of the file.
        epoch: Of the key.
        key: The new key.
    """

    name: str
    epoch: int
    key: MatterKey


def opened_walled(inside: VaultInside, row: MatterRow) -> Walled:
    """What is known of a matter behind a wall.

    Raises:
        MatterWalledError: This account is not admitted.
        VaultDamagedError: It was altered.
    """
    (sealed,) = inside.registry.rows(
        "SELECT record FROM matter WHERE matter_id = ?", bytes.fromhex(row.matter_id)
    )[0]
    key = record_key(inside.matter_key(row), row.matter_id)
    place = walled_place(row.matter_id, row.key_epoch)
    return walled_of(row.matter_id, open_sealed(key, sealed, place))


def admitted_to(inside: VaultInside, matter_id: MatterId) -> tuple[Admitted, ...]:
    """Who is inside the wall around a matter, and a member of the vault; nobody without a wall."""
    row = inside.matter_row(matter_id)
    if not row.is_walled:
        return ()
    present = present_members(inside)
    return tuple(each for each in opened_walled(inside, row).admitted if each.member_id in present)


def record_key(key: MatterKey, matter_id: MatterId) -> DataKey:
    """What seals the record of a matter behind a wall."""
    return derive_for_members(key, Label.MATTER_RECORD, bytes.fromhex(matter_id))


def put_renewed(inside: VaultInside, row: MatterRow, new: NewFile) -> None:
    """Enter the new key of a matter, behind its wall where it has one, within a transaction.

    Whoever is no member of the vault any more gets no copy.
    """
    if not row.is_walled:
        inside.registry.change(
            "UPDATE matter SET file_name = ?, key_epoch = ?, wrapped_key = ? WHERE matter_id = ?",
            new.name,
            new.epoch,
            wrap(inside.wrapping_key, new.key, key_place(row.matter_id, new.epoch)),
            bytes.fromhex(row.matter_id),
        )
        return
    admitted = admitted_to(inside, row.matter_id)
    put_walled(inside, opened_walled(inside, row)._replace(admitted=admitted), new)


def note_in_new_file(
    inside: VaultInside, matter_id: MatterId, new: NewFile, note: Callable[[MatterFile], object]
) -> None:
    """Write into the log of the file that a matter gets, before that is the present one.

    Args:
        inside: The open vault, within the transaction in which the new key is entered.
        matter_id: The matter.
        new: Its new file.
        note: Writes it.
    """
    path = inside.folder / MATTERS_FOLDER / new.name
    with MatterFile(path, matter_id, new.key) as matter:
        note(matter)
        matter.database.checkpoint()


def put_walled(inside: VaultInside, walled: Walled, new: NewFile) -> None:
    """Enter a matter behind a wall with a new key, within the caller's transaction.

    Raises:
        LastMemberError: Nobody is inside: the key would be sealed to nobody, and the matter lost.
    """
    if not walled.admitted:
        raise LastMemberError
    matter_id = walled.matter.matter_id
    row_id = bytes.fromhex(matter_id)
    inside.registry.change(
        "UPDATE matter SET file_name = ?, key_epoch = ?, wrapped_key = x'', wall = max(wall, ?)"
        " WHERE matter_id = ?",
        new.name,
        new.epoch,
        Standing.MADE,
        row_id,
    )
    inside.registry.change("DELETE FROM member_copy WHERE matter_id = ?", row_id)
    put_copies(inside, matter_id, new.epoch, new.key, walled.admitted)
    put_record(inside, walled, new.epoch, new.key)


def put_copies(
    inside: VaultInside,
    matter_id: MatterId,
    epoch: int,
    key: MatterKey,
    admitted: Sequence[Admitted],
) -> None:
    """Seal the key of a matter to members, within the caller's transaction."""
    inside.registry.change_many(
        "INSERT OR REPLACE INTO member_copy (matter_id, member_id, copy) VALUES (?, ?, ?)",
        [
            (
                bytes.fromhex(matter_id),
                bytes.fromhex(each.member_id),
                sealed_to(
                    inside.vault_id,
                    each.public_key,
                    key,
                    copy_place(matter_id, each.member_id, epoch),
                ),
            )
            for each in admitted
        ],
    )


def put_record(inside: VaultInside, walled: Walled, epoch: int, key: MatterKey) -> None:
    """Seal what is known of a matter behind a wall, within the caller's transaction."""
    matter_id = walled.matter.matter_id
    sealed = seal(record_key(key, matter_id), walled_record(walled), walled_place(matter_id, epoch))
    inside.registry.change(
        "UPDATE matter SET record = ? WHERE matter_id = ?", sealed, bytes.fromhex(matter_id)
    )


def put_notice(inside: VaultInside, matter: Matter, ask: str | None) -> None:
    """Say, or no longer say, to members outside that there is this matter.

    Args:
        inside: The open vault.
        matter: The matter.
        ask: Name of the member to ask; None: nobody outside is told.
    """
    sealed = None
    if ask is not None:
        plain = notice_record(matter.reference, ask)
        sealed = seal(inside.data_key, plain, notice_place(matter.matter_id))
    inside.registry.change(
        "UPDATE matter SET notice = ? WHERE matter_id = ?", sealed, bytes.fromhex(matter.matter_id)
    )


def told_walls(inside: VaultInside) -> tuple[ToldWall, ...]:
    """The matters behind walls of which everybody in the vault is told, inside or not.

    A notice that was altered hides no other one; `desktop.vault.damaged_rows` names it.
    """
    rows = inside.registry.rows(
        "SELECT matter_id, notice FROM matter WHERE notice IS NOT NULL ORDER BY matter_row"
    )
    told = []
    for row_id, sealed in rows:
        matter_id = MatterId(row_id.hex())
        with suppress(*DAMAGED):
            plain = open_sealed(inside.data_key, sealed, notice_place(matter_id))
            told.append(ToldWall(matter_id, *notice_of(plain)))
    return tuple(told)


def named_matter(inside: VaultInside, reference_or_id: str) -> Matter:
    """A matter by its client and matter number, or by its identity.

    Raises:
        NoSuchMatterError: There is none, as far as this account is told.
        MatterWalledError: It is behind a wall of which this account is told.
        VaultDamagedError: What the registry says of it was altered.
    """
    for matter in inside.matters():
        if reference_or_id in (matter.reference, matter.matter_id):
            return matter
    if reference_or_id in inside.damaged_matters():
        raise VaultDamagedError
    for told in told_walls(inside):
        if reference_or_id in (told.reference, told.matter_id):
            raise MatterWalledError(remedy=f"Ask {told.ask} to admit this account.")
    raise NoSuchMatterError


def put_unwalled(inside: VaultInside, matter: Matter, new: NewFile) -> None:
    """Enter a matter whose wall is taken down, within the caller's transaction."""
    row_id = bytes.fromhex(matter.matter_id)
    inside.registry.change("DELETE FROM member_copy WHERE matter_id = ?", row_id)
    inside.registry.change(
        "UPDATE matter SET file_name = ?, key_epoch = ?, wrapped_key = ?, record = ?, wall = ?,"
        " notice = NULL WHERE matter_id = ?",
        new.name,
        new.epoch,
        wrap(inside.wrapping_key, new.key, key_place(matter.matter_id, new.epoch)),
        seal(inside.data_key, records.matter_record(matter), record_place(matter.matter_id)),
        Standing.NONE,
        row_id,
    )


def present_members(inside: VaultInside) -> frozenset[str]:
    """The identities of all members of the vault but those who are leaving.

    One whose row was altered is as good as gone: else whoever can write rows could keep himself
    from being shut out.
    """
    facts: dict[str, MemberFacts] = {}
    for row_id, record in inside.registry.rows("SELECT member_id, record FROM member"):
        member_id = MemberId(row_id.hex())
        with suppress(*DAMAGED):
            plain = open_sealed(inside.data_key, record, member_place(member_id, "record"))
            facts[member_id] = member_of(plain)
    return frozenset(member_id for member_id, each in facts.items() if not each.is_leaving)
