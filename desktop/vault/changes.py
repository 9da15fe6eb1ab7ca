"""What changes of tables are made of, and the tables that registry and matter have alike."""

from collections.abc import Callable

from desktop.vault.database import Database

Change = Callable[[Database], None]

AUDIT_TABLE = """
        CREATE TABLE audit (
            number INTEGER PRIMARY KEY,
            record BLOB NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            mac BLOB NOT NULL CHECK (length(mac) = 32)
        ) STRICT;
        CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
            BEGIN SELECT raise(ABORT, 'an entry of the log is never deleted'); END;
        CREATE TRIGGER audit_is_fixed BEFORE UPDATE OF number, hash ON audit
            BEGIN SELECT raise(ABORT, 'an entry of the log is never changed'); END;
        """
"""The log has the same table in the registry and in a matter's file."""

STATE_TABLE = """
        CREATE TABLE state (
            counter INTEGER PRIMARY KEY,
            version INTEGER NOT NULL,
            rows BLOB NOT NULL CHECK (length(rows) = 32),
            head BLOB NOT NULL CHECK (length(head) = 32),
            mac BLOB NOT NULL CHECK (length(mac) = 32),
            is_anchored INTEGER NOT NULL
        ) STRICT;
        """
"""The state of a file has the same table in the registry and in a matter's file."""


def run_all(database: Database, statements: str) -> None:
    """Run statements that are separated by a semicolon at the end of a line."""
    for statement in statements.split(";\n"):
        if statement.strip():
            database.change(statement)
