"""What is changed in a matter's file while its rows are copied to a new one.

Triggers of the file itself note each row that was changed, whoever has the file open, in the table
`rotation_note`:

    note       counts up
    of_table   name of the table
    of_row     number of the row

A row that is added at the end of a table that counts up needs no note: it is copied in its turn.
What is copied as a whole at the end, and what is made anew, is not followed either.
"""

from collections.abc import Iterable
from typing import NamedTuple

from desktop.vault.database import Database
from desktop.vault.rotation.tables import Table

TABLE = "rotation_note"
_PREFIX = "noting_"


class Note(NamedTuple):
    """A row that was changed, added or deleted."""

    number: int
    table: str
    row: int


def begin_notes(database: Database, tables: Iterable[Table]) -> None:
    """Note changes of these tables from now on, and none from before."""
    with database.transaction():
        _drop(database)
        for table in tables:
            events = ["UPDATE", "DELETE"] if table.counts_up else ["INSERT", "UPDATE", "DELETE"]
            for event in events:
                row = "OLD" if event == "DELETE" else "NEW"
                database.change(
                    f"CREATE TRIGGER {_PREFIX}{table.name}_{event.lower()} AFTER {event}"
                    f" ON {table.name} BEGIN INSERT INTO {TABLE} (of_table, of_row)"
                    f" VALUES ('{table.name}', {row}.rowid); END"
                )


def are_noted(database: Database) -> bool:
    """Whether changes of the file are noted."""
    return bool(_triggers(database))


def end_notes(database: Database) -> None:
    """Note no more changes, and forget those that were noted."""
    with database.transaction():
        _drop(database)


def notes(database: Database, limit: int) -> list[Note]:
    """The oldest notes, so many at most."""
    rows = database.rows(f"SELECT note, of_table, of_row FROM {TABLE} ORDER BY note LIMIT ?", limit)
    return [Note(*row) for row in rows]


def strike_notes(database: Database, last: int) -> None:
    """Forget the notes up to this number: the rows were copied again."""
    database.change(f"DELETE FROM {TABLE} WHERE note <= ?", last)


def _drop(database: Database) -> None:
    for name in _triggers(database):
        database.change(f"DROP TRIGGER {name}")
    database.change(f"DELETE FROM {TABLE}")


def _triggers(database: Database) -> list[str]:
    rows = database.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    return [name for (name,) in rows if name.startswith(_PREFIX)]
