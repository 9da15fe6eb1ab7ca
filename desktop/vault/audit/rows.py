"""The rows of a file as one number that follows every change, without reading them again.

Each row is worth HMAC-SHA256(state key, row) as a number; the rows of a file are worth the sum of
all, modulo 2**256. A row that comes adds its number, one that goes takes it away, so a transaction
costs no more than the rows that it touches, and whoever has not the key cannot find other rows of
the same worth. An older page put back inside a file changes the sum: SQLCipher alone does not
notice that.

A row as bytes: the name of its table, then each column in the order of the table, one behind the
other, as

    n                   NULL
    i<decimal>;         an integer
    f<repr>;            a real number
    s<length>:<bytes>   a text, in UTF-8
    b<length>:<bytes>   a blob: its first 64 bytes, which hold its nonce, tag, or all of it

where the name of the table is a text. A blob was sealed with a random nonce for its place, so that
no two share their first bytes.

Left out are the state itself, what FTS5 keeps for the index of words (which is checked by asking
it), and findings about which nobody has decided: those are sealed to their row, counted by their
page, and so many that they would cost more than all else.

Changes are seen by temporary triggers of the connection, which call a function of this process.
They cost nothing before the first change.
"""

import hmac

from desktop.vault.database import Database, Value
from desktop.vault.keys import StateKey

WORTH_BYTES = 32
MODULUS = 1 << (8 * WORTH_BYTES)
BLOB_BYTES = 64
FUNCTION = "incamera_row"

_LEFT_OUT = ("schema_history", "state")
_Columns = tuple[tuple[str, bool], ...]
_CONDITIONS = {"finding": "{row}decision <> 1"}
"""Rows that count, of tables of which not all do."""


class Rows:
    """What the rows of one database are worth, and by how much a transaction has changed that.

    Args:
        database: Open, its tables up to date.
        key: Of its state.
    """

    def __init__(self, database: Database, key: StateKey) -> None:
        """Watch nothing yet."""
        self._database = database
        self._key = key.reveal()
        self._is_watching = False
        self.change = 0

    def watch(self) -> None:
        """Begin to follow changes; outside a transaction, which would undo it when it fails."""
        if self._is_watching:
            return
        tables = self._tables()
        self._database.add_function(FUNCTION, self._on_row)
        with self._database.unrestricted():
            for table, columns in tables:
                for event, rows in (("INSERT", ("NEW",)), ("DELETE", ("OLD",))):
                    self._database.change(_trigger(table, columns, event, rows))
                self._database.change(_trigger(table, columns, "UPDATE", ("OLD", "NEW")))
        self._is_watching = True

    def worth(self) -> int:
        """The sum over all rows, from reading them."""
        total = 0
        for table, columns in self._tables():
            condition = _CONDITIONS.get(table, "").format(row="")
            where = f" WHERE {condition}" if condition else ""
            for row in self._database.each(f"SELECT {_values(columns, '')} FROM {table}{where}"):
                total += self._worth_of(table, row)
        return total % MODULUS

    def _on_row(self, sign: int, table: str, *values: Value) -> None:
        self.change += sign * self._worth_of(table, values)

    def _worth_of(self, table: str, values: tuple[Value, ...]) -> int:
        plain = b"".join(map(_encoded, (table, *values)))
        return int.from_bytes(hmac.digest(self._key, plain, "sha256"), "big")

    def _tables(self) -> list[tuple[str, _Columns]]:
        """Every table that counts, with its columns and whether each holds blobs."""
        with self._database.unrestricted():
            every = self._database.rows(
                "SELECT name, sql FROM main.sqlite_schema WHERE type = 'table' ORDER BY name"
            )
            virtual = [name for name, sql in every if sql.startswith("CREATE VIRTUAL")]
            left_out = (*_LEFT_OUT, *virtual)
            parts = ("sqlite_", *(f"{name}_" for name in virtual))
            return [
                (name, self._columns(name))
                for name, _ in every
                if name not in left_out and not name.startswith(parts)
            ]

    def _columns(self, table: str) -> _Columns:
        rows = self._database.rows(
            "SELECT name, type FROM pragma_table_info(?, 'main') ORDER BY cid", table
        )
        return tuple((name, kind == "BLOB") for name, kind in rows)


def _trigger(table: str, columns: _Columns, event: str, rows: tuple[str, ...]) -> str:
    calls = "".join(
        f" SELECT {FUNCTION}({1 if row == 'NEW' else -1}, '{table}', {_values(columns, row)})"
        f"{_where(table, row)};"
        for row in rows
    )
    return (
        f"CREATE TEMP TRIGGER state_{table}_{event.lower()} AFTER {event} ON {table}"
        f"{_when(table, rows)} BEGIN{calls} END"
    )


def _when(table: str, rows: tuple[str, ...]) -> str:
    """Nothing is begun for rows that do not count: a page has ten of them."""
    condition = _CONDITIONS.get(table, "")
    either = " OR ".join(condition.format(row=f"{row}.") for row in rows)
    return f" WHEN {either}" if condition else ""


def _where(table: str, row: str) -> str:
    condition = _CONDITIONS.get(table, "").format(row=f"{row}.")
    return f" WHERE {condition}" if condition else ""


def _values(columns: _Columns, row: str) -> str:
    dot = f"{row}." if row else ""
    return ", ".join(
        f'substr({dot}"{name}", 1, {BLOB_BYTES})' if is_blob else f'{dot}"{name}"'
        for name, is_blob in columns
    )


def _encoded(value: Value) -> bytes:
    match value:
        case None:
            return b"n"
        case int():
            return b"i%d;" % value
        case bytes():
            return b"b%d:%b" % (len(value), value)
        case str():
            raw = value.encode()
            return b"s%d:%b" % (len(raw), raw)
        case float():
            return f"f{value!r};".encode()
