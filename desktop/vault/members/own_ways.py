"""Which ways into the vault belong to which member, so that nobody takes another's for a dead one.

A member's row names the way that was made when it joined, or since. A way in another account's
keyring looks from here like one of a computer that is no more.
"""

from desktop.domain.member import MemberId
from desktop.vault.inside import VaultInside
from desktop.vault.members.records import member_of, member_place, member_record
from desktop.vault.seal import open_sealed, seal


def ways_of_others(inside: VaultInside) -> frozenset[str]:
    """The identities of the ways of all members but the one that this account is."""
    own = inside.insider.own
    found = set()
    for row_id, record in inside.registry.rows("SELECT member_id, record FROM member"):
        member_id = MemberId(row_id.hex())
        if own is None or member_id != own.member_id:
            place = member_place(member_id, "record")
            found.add(member_of(open_sealed(inside.data_key, record, place)).way_id)
    return frozenset(found - {""})


def has_others(inside: VaultInside) -> bool:
    """Whether the vault has members besides the one that this account is."""
    own = inside.insider.own
    rows = inside.registry.rows("SELECT member_id FROM member")
    return any(own is None or row_id.hex() != own.member_id for (row_id,) in rows)


def note_own_way(inside: VaultInside, way_id: str) -> None:
    """Note the way into the vault that this account's member has from now on."""
    own = inside.insider.own
    if own is None:
        return
    place, row_id = member_place(own.member_id, "record"), bytes.fromhex(own.member_id)
    with inside.registry.transaction():
        (record,) = inside.registry.rows("SELECT record FROM member WHERE member_id = ?", row_id)[0]
        facts = member_of(open_sealed(inside.data_key, record, place))._replace(way_id=way_id)
        inside.registry.change(
            "UPDATE member SET record = ? WHERE member_id = ?",
            seal(inside.data_key, member_record(facts), place),
            row_id,
        )
