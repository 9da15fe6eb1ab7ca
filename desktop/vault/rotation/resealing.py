"""Rows sealed and wrapped anew: what is under an old key is found by the key id in its envelope.

A value sealed by the old data key begins with version, suite and the key's id; it is opened where
it lives and sealed for the same place by the new key. What is under the key of a document, or in
clear, stays as it is. A value under the old key whose place is not known here is an error, so that
a table that was added later cannot be left behind under a key that is about to go.

    table        place of a sealed column
    audit        number in 8 bytes; its MAC is verified and made anew as well
    retention    column "rule" or "closing", by topic
    others       the table's own identity, version 1: `<table>_id`, or `saved_id` of `saved_search`
"""

import hmac
from collections.abc import Mapping
from typing import TypeGuard

from desktop.domain.errors import VaultDamagedError
from desktop.vault.audit.entry import mac_of
from desktop.vault.audit.log import AuditKeys
from desktop.vault.database import Value
from desktop.vault.keys import DataKey
from desktop.vault.place import Place
from desktop.vault.seal import VERSION_AND_SUITE, open_sealed, seal

_RETENTION_COLUMNS = {1: "rule", 2: "closing"}

Row = dict[str, Value]


class Resealer:
    """Seals the rows of one database anew.

    Args:
        old: With which the log was written, and the values were sealed.
        new: To be used from now on.
    """

    def __init__(self, old: AuditKeys, new: AuditKeys) -> None:
        """Take both."""
        self._old = old
        self._new = new
        self._start = VERSION_AND_SUITE + old.data.key_id

    def row(self, table: str, row: Mapping[str, Value]) -> Row:
        """A row with everything that was under the old data key under the new one.

        Raises:
            VaultDamagedError: A value was altered, or lives where nothing should be sealed.
        """
        if table == "audit":
            return self._entry(row)
        return {
            column: moved(self._old.data, self._new.data, value, self.place(table, column, row))
            if self.is_sealed(value)
            else value
            for column, value in row.items()
        }

    def is_sealed(self, value: Value) -> TypeGuard[bytes]:
        """Whether a value begins as one that the old data key sealed."""
        return isinstance(value, bytes) and value.startswith(self._start)

    def place(self, table: str, column: str, row: Mapping[str, Value]) -> Place:
        """Where a sealed value of a row lives.

        Raises:
            VaultDamagedError: Nothing should be sealed there.
        """
        row_id = identity_of_row(table, row)
        if table == "retention" and isinstance(topic := row["topic"], int):
            column = _RETENTION_COLUMNS[topic]
        matter_id = self._old.matter_id
        if table == "matter":
            matter_id = row_id.hex()
        return Place(matter_id, table, column, row_id, 1)

    def _entry(self, row: Mapping[str, Value]) -> Row:
        number, record, digest, mac = (row[name] for name in ("number", "record", "hash", "mac"))
        if not (
            isinstance(number, int)
            and isinstance(record, bytes)
            and isinstance(digest, bytes)
            and isinstance(mac, bytes)
            and hmac.compare_digest(mac, mac_of(self._old.mac, digest))
        ):
            raise VaultDamagedError("An entry of the log was altered or damaged.")
        return {
            "number": number,
            "record": self._new.seal(number, self._old.open(number, record)),
            "hash": digest,
            "mac": mac_of(self._new.mac, digest),
        }


def identity_of_row(table: str, row: Mapping[str, Value]) -> bytes:
    """The random identity of a row.

    Raises:
        VaultDamagedError: It has none: nothing should be sealed in it.
    """
    row_id = row.get(f"{table}_id", row.get(f"{table.split('_', 1)[0]}_id"))
    if not isinstance(row_id, bytes):
        raise VaultDamagedError(f"What is sealed in the table {table} cannot be sealed anew.")
    return row_id


def moved(old: DataKey, new: DataKey, sealed: bytes, place: Place) -> bytes:
    """A value that one key sealed, sealed by another for the same place.

    Raises:
        VaultDamagedError: It was altered, or comes from another place.
    """
    return seal(new, open_sealed(old, sealed, place), place)
