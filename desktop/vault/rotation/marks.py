"""A file that was replaced takes no more changes, whoever still has it open.

A connection that was open before sees the old file until it is closed: reading goes on, while what
it wrote would be lost. So each table gets triggers that refuse every change (WAYS-08). They are
made and committed before the new file is switched to; a crash in between leaves marks in a file
that is still the present one, and `clear_marks` takes them away when it is opened next.
"""

from desktop.vault.database import SUPERSEDED, Database

_PREFIX = "superseded_"


def mark_superseded(database: Database) -> None:
    """Refuse changes to every table, within the caller's transaction."""
    for table in _tables(database):
        for event in ("INSERT", "UPDATE", "DELETE"):
            database.change(
                f"CREATE TRIGGER {_PREFIX}{table}_{event.lower()} BEFORE {event} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{SUPERSEDED}'); END"
            )


def is_marked(database: Database) -> bool:
    """Whether the file takes no more changes."""
    return bool(_marks(database))


def clear_marks(database: Database) -> None:
    """Let the file take changes again."""
    with database.transaction():
        for name in _marks(database):
            database.change(f"DROP TRIGGER {name}")


def _marks(database: Database) -> list[str]:
    rows = database.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    return [name for (name,) in rows if name.startswith(_PREFIX)]


def _tables(database: Database) -> list[str]:
    """All tables but those of SQLite itself and those that stand behind a virtual table."""
    rows = database.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")
    virtual = tuple(f"{name}_" for name, sql in rows if sql.startswith("CREATE VIRTUAL"))
    return [
        name
        for name, sql in rows
        if not sql.startswith("CREATE VIRTUAL") and not name.startswith(("sqlite_", *virtual))
    ]
