"""What of members and walls is sealed by the vault key, sealed anew when the vault gets another.

Copies of matter keys, the keys of certificates, trust between members, and what lies behind walls
are bound to the vault's identity and to members' keys, not to the vault key: they stay as they are.
Invitations wrap the old vault key and go.
"""

from desktop.domain.identity import MatterId
from desktop.domain.member import MemberId
from desktop.vault.database import Database
from desktop.vault.keys import DataKey
from desktop.vault.members.records import member_place, notice_place
from desktop.vault.place import Place
from desktop.vault.seal import open_sealed, seal


def reseal_members(registry: Database, old: DataKey, new: DataKey) -> None:
    """Seal anew what the registry data key seals of members and walls, within a transaction.

    Invitations lose their rows here, and are worth nothing without; `invitations.drop_all` takes
    their file away as well.

    Args:
        registry: Open.
        old: The registry data key until now.
        new: From now on.

    Raises:
        VaultDamagedError: Something was altered.
    """
    for row_id, record, way in registry.rows("SELECT member_id, record, way FROM member"):
        member_id = MemberId(row_id.hex())
        registry.change(
            "UPDATE member SET record = ?, way = ? WHERE member_id = ?",
            _anew(old, new, record, member_place(member_id, "record")),
            None if way is None else _anew(old, new, way, member_place(member_id, "way")),
            row_id,
        )
    for row_id, notice in registry.rows(
        "SELECT matter_id, notice FROM matter WHERE notice IS NOT NULL"
    ):
        place = notice_place(MatterId(row_id.hex()))
        registry.change(
            "UPDATE matter SET notice = ? WHERE matter_id = ?",
            _anew(old, new, notice, place),
            row_id,
        )
    registry.change("DELETE FROM invitation")


def _anew(old: DataKey, new: DataKey, sealed: bytes, place: Place) -> bytes:
    return seal(new, open_sealed(old, sealed, place), place)
