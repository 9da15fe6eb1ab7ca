"""The rows of the registry, sealed and wrapped anew under a new vault key.

What is under an old key is told by the key id in its envelope (`resealing`), in every table. Copies
of matter keys, the keys of certificates, trust between members, and what lies behind walls are
bound to members' keys and to the vault's identity, not to the vault key: they stay as they are.
Invitations wrap the old vault key and go.

A row that was altered and does not open cannot come under the new key, and nobody opens it once the
old key is gone. So it stops the new key, unless a person has said of this very row that it may stay
as it is: then its bytes are carried over as they are, with whatever else of the row opens.

    table    what has to open
    matter   record and wrapped key of a matter without a wall; the notice of one with a wall
    member   record and way
    others   what begins as an envelope of the old keys
"""

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from desktop.domain.errors import RowsDamagedError, VaultDamagedError
from desktop.domain.identity import MatterId, short_identity
from desktop.vault.database import Database, Value
from desktop.vault.inside import key_place
from desktop.vault.keys import MatterKey, commitment
from desktop.vault.place import Place
from desktop.vault.root import RootKeys
from desktop.vault.rotation.resealing import Resealer, Row, identity_of_row, moved
from desktop.vault.rotation.tables import Table, tables_as_a_whole, tables_by_row
from desktop.vault.seal import DAMAGED, VERSION_AND_SUITE
from desktop.vault.wrapping import unwrap, wrap

_LOG = "audit"


def seal_rows_anew(
    copy: Database, old: RootKeys, new: RootKeys, may_stay: Collection[str]
) -> Mapping[str, str]:
    """Bring the copy of a registry under the new keys, within a transaction.

    Args:
        copy: Open for writing.
        old: The keys until now.
        new: From now on.
        may_stay: Identities of damaged rows that may stay as they are.

    Returns:
        The damaged rows that stay, identity and table.

    Raises:
        RowsDamagedError: Another row does not open.
        VaultDamagedError: An entry of the log was altered, or something is sealed at a place that
            is not known here.
    """
    copy.change("DELETE FROM invitation")
    rows = _Rows(old, new)
    for table in tables_by_row(copy):
        _renew_rows(copy, table, rows)
    for table in tables_as_a_whole(copy):
        _renew_whole(copy, table, rows)
    demand_whole(rows.damaged, may_stay)
    return rows.damaged


def damaged_in_registry(registry: Database, old: RootKeys, new: RootKeys) -> Mapping[str, str]:
    """The rows that would stop a new vault key, identity and table; nothing is written.

    Args:
        registry: Open.
        old: Its keys.
        new: Any others.
    """
    rows = _Rows(old, new)
    for table in (*tables_by_row(registry), *tables_as_a_whole(registry)):
        if table.name not in (_LOG, "invitation"):
            names = ", ".join(table.columns)
            for values in registry.rows(f"SELECT {names} FROM {table.name}"):
                rows.renewed(table.name, dict(zip(table.columns, values, strict=True)))
    return rows.damaged


def demand_whole(damaged: Mapping[str, str], may_stay: Collection[str]) -> None:
    """Refuse damaged rows of which nobody has said that they may stay.

    Raises:
        RowsDamagedError: There are such.
    """
    stopping = [
        f"{table} {short_identity(row_id)}"
        for row_id, table in damaged.items()
        if row_id not in may_stay
    ]
    if stopping:
        raise RowsDamagedError(
            f"Rows of the registry were altered and do not open: {', '.join(stopping)}."
        )


@dataclass(slots=True)
class _Rows:
    """Makes rows anew, and notes of which something does not open."""

    old: RootKeys
    new: RootKeys
    damaged: dict[str, str] = field(default_factory=dict)
    resealer: Resealer = field(init=False)
    wrapped_start: bytes = field(init=False)

    def __post_init__(self) -> None:
        self.resealer = Resealer(self.old.audit, self.new.audit)
        self.wrapped_start = (
            VERSION_AND_SUITE + self.old.wrapping.key_id + commitment(self.old.wrapping)
        )

    def renewed(self, table: str, row: Row) -> Row:
        """A row with what the old vault key sealed or wrapped under the new one."""
        if table == _LOG:
            return self.resealer.row(table, row)
        has_to_open = _has_to_open(table, row)
        return {
            column: self._value(table, column, row, value, has_to_open=column in has_to_open)
            for column, value in row.items()
        }

    def _value(
        self, table: str, column: str, row: Row, value: Value, *, has_to_open: bool
    ) -> Value:
        if isinstance(value, bytes) and value.startswith(self.wrapped_start):
            place = _place_of_key(table, column, row)
            with suppress(*DAMAGED):
                key = unwrap(self.old.wrapping, value, place, MatterKey)
                return wrap(self.new.wrapping, key, place)
        elif self.resealer.is_sealed(value):
            place = self.resealer.place(table, column, row)
            with suppress(*DAMAGED):
                return moved(self.old.data, self.new.data, value, place)
        elif not has_to_open:
            return value
        self.damaged[identity_of_row(table, row).hex()] = table
        return value


def _has_to_open(table: str, row: Row) -> frozenset[str]:
    """The columns that are sealed or wrapped under the vault's key, whatever stands in them."""
    if table == "matter":
        columns = {"record", "wrapped_key"} if row["wall"] == 0 else set()
        return frozenset(columns | ({"notice"} if row["notice"] is not None else set()))
    if table == "member":
        return frozenset({"record"} if row["way"] is None else {"record", "way"})
    return frozenset()


def _place_of_key(table: str, column: str, row: Row) -> Place:
    row_id, epoch = row.get("matter_id"), row.get("key_epoch")
    if not (
        (table, column) == ("matter", "wrapped_key")
        and isinstance(row_id, bytes)
        and isinstance(epoch, int)
    ):
        raise VaultDamagedError(f"What is wrapped in the table {table} cannot be wrapped anew.")
    return key_place(MatterId(row_id.hex()), epoch)


def _renew_rows(copy: Database, table: Table, rows: _Rows) -> None:
    names = ", ".join(table.columns)
    for number, *values in copy.rows(f"SELECT rowid, {names} FROM {table.name}"):
        row = dict(zip(table.columns, values, strict=True))
        renewed = rows.renewed(table.name, row)
        changed = {column: value for column, value in renewed.items() if value != row[column]}
        if changed:
            assigned = ", ".join(f"{column} = ?" for column in changed)
            copy.change(
                f"UPDATE {table.name} SET {assigned} WHERE rowid = ?", *changed.values(), number
            )


def _renew_whole(copy: Database, table: Table, rows: _Rows) -> None:
    names, marks = ", ".join(table.columns), ", ".join("?" * len(table.columns))
    renewed = [
        rows.renewed(table.name, dict(zip(table.columns, values, strict=True)))
        for values in copy.rows(f"SELECT {names} FROM {table.name}")
    ]
    copy.change(f"DELETE FROM {table.name}")
    copy.change_many(
        f"INSERT INTO {table.name} ({names}) VALUES ({marks})",
        [tuple(row.values()) for row in renewed],
    )
