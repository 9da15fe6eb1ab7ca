"""The tables of a matter's file, and how each of them comes into a file under new keys.

how           tables
row by row    all that have a row number; those of no other group
as a whole    tables without row numbers, and the history of the tables: small
made anew     the two indexes and the list of words, whose tags and seals come from the keys
left behind   what belongs to the file alone: its state, notes, and keys that outlasted others
"""

from dataclasses import dataclass

from desktop.vault.database import Database

_LEFT_BEHIND = frozenset({"state", "lasting_key", "rotation_note"})
_MADE_ANEW = frozenset({"finding_bucket", "finding_fresh", "word_list"})
_AS_A_WHOLE = frozenset({"schema_history"})


@dataclass(frozen=True, slots=True)
class Table:
    """One table.

    Attributes:
        name: Of the table.
        columns: In their order.
        has_row_number: Whether its rows are numbered.
        counts_up: Whether no number is used again, so that new rows come at the end.
    """

    name: str
    columns: tuple[str, ...]
    has_row_number: bool
    counts_up: bool


def tables_by_row(database: Database) -> tuple[Table, ...]:
    """Tables that are copied row by row, those that others refer to first."""
    return tuple(
        table
        for table in _copied(database)
        if table.has_row_number and table.name not in _AS_A_WHOLE
    )


def tables_as_a_whole(database: Database) -> tuple[Table, ...]:
    """Tables that are copied as a whole."""
    return tuple(
        table
        for table in _copied(database)
        if not table.has_row_number or table.name in _AS_A_WHOLE
    )


def triggers(database: Database) -> list[tuple[str, str]]:
    """Name and text of each trigger that belongs to the tables themselves."""
    rows = database.rows(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        " AND name NOT GLOB 'noting_*' AND name NOT GLOB 'superseded_*'"
    )
    return [(name, sql) for name, sql in rows]


def _copied(database: Database) -> list[Table]:
    rows = database.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY rowid")
    virtual = [name for name, sql in rows if sql.startswith("CREATE VIRTUAL")]
    parts = ("sqlite_", *(f"{name}_" for name in virtual))
    left_out = {*virtual, *_LEFT_BEHIND, *_MADE_ANEW}
    with database.unrestricted():
        return [
            Table(
                name,
                tuple(
                    column
                    for (column,) in database.rows(
                        "SELECT name FROM pragma_table_info(?, 'main') ORDER BY cid", name
                    )
                ),
                has_row_number="WITHOUT ROWID" not in sql.upper(),
                counts_up="AUTOINCREMENT" in sql.upper(),
            )
            for name, sql in rows
            if name not in left_out and not name.startswith(parts)
        ]
