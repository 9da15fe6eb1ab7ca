"""Rows of the registry that were altered, by whoever could write there: what each of them is about.

Where such rows are listed, one that does not open is left out, so that no single row takes a list
along. Here it is said.
"""

from collections.abc import Iterator

from desktop.domain.errors import VaultError
from desktop.domain.identity import short_identity
from desktop.domain.member import MemberId
from desktop.vault.audit.log import AuditLog
from desktop.vault.backup.history import history_of
from desktop.vault.disposal.logged import open_to_all
from desktop.vault.disposal.matters import MatterDisposals
from desktop.vault.inside import VaultInside
from desktop.vault.members.invitations import invitations
from desktop.vault.members.records import member_of, member_place, way_of
from desktop.vault.members.walled import told_walls
from desktop.vault.seal import DAMAGED, open_sealed


def damaged_rows(inside: VaultInside, disposals: MatterDisposals, log: AuditLog) -> Iterator[str]:
    """What was altered, as sentences; behind walls that are closed to this account nothing is said.

    Args:
        inside: The open vault.
        disposals: Of the same vault.
        log: Of the same vault.
    """
    for matter_id in inside.damaged_matters():
        yield (
            f"What the registry says of the matter {short_identity(matter_id)}, or this account's"
            " key for it, was altered or damaged: the matter cannot be opened."
        )
    yield from _damaged_members(inside)
    for table, what, found in (
        ("matter WHERE notice IS NOT NULL", "A notice of a walled matter", told_walls(inside)),
        ("invitation", "An invitation", invitations(inside)),
        ("backup", "An entry about backups", history_of(inside)),
    ):
        if inside.registry.value(f"SELECT count(*) FROM {table}") != len(found):
            yield f"{what} was altered or damaged in the registry."
    if disposals.damaged_certificates(_of_all(log)):
        yield "A certificate of a matter that was disposed of was altered or damaged."


def _of_all(log: AuditLog) -> frozenset[str]:
    try:
        return open_to_all(log)
    except VaultError:
        return frozenset()  # What checks the log names its damage.


def _damaged_members(inside: VaultInside) -> Iterator[str]:
    for row_id, record, way in inside.registry.rows(
        "SELECT member_id, record, way FROM member ORDER BY member_row"
    ):
        member_id = MemberId(row_id.hex())
        try:
            member_of(open_sealed(inside.data_key, record, member_place(member_id, "record")))
            if way is not None:
                way_of(open_sealed(inside.data_key, way, member_place(member_id, "way")))
        except DAMAGED:
            yield (
                f"What the registry says of the member {short_identity(member_id)} was altered or"
                " damaged."
            )
