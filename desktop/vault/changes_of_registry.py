"""The numbered changes of the registry's tables; see `desktop.vault.migrations`."""

from desktop.vault.changes import AUDIT_TABLE, STATE_TABLE, Change, run_all
from desktop.vault.database import Database


def m001_registry(database: Database) -> None:
    """The matters and their wrapped keys."""
    run_all(
        database,
        """
        CREATE TABLE schema_history (
            version INTEGER PRIMARY KEY,
            changed_at_s INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE matter (
            matter_row INTEGER PRIMARY KEY AUTOINCREMENT,
            matter_id BLOB NOT NULL UNIQUE CHECK (length(matter_id) = 16),
            file_name TEXT NOT NULL UNIQUE,
            key_epoch INTEGER NOT NULL,
            wrapped_key BLOB NOT NULL,
            record BLOB NOT NULL
        ) STRICT;
        """,
    )


def m002_registry(database: Database) -> None:
    """The log of the vault."""
    run_all(database, AUDIT_TABLE)


def m003_registry(database: Database) -> None:
    """The end of matters, and disposals that were begun anywhere."""
    run_all(
        database,
        """
        CREATE TABLE disposal (
            disposal_row INTEGER PRIMARY KEY AUTOINCREMENT,
            disposal_id BLOB NOT NULL UNIQUE CHECK (length(disposal_id) = 16),
            matter_id BLOB NOT NULL CHECK (length(matter_id) = 16),
            state INTEGER NOT NULL,
            file_name TEXT NOT NULL,
            record BLOB
        ) STRICT;
        """,
    )


def m004_registry(database: Database) -> None:
    """The state of the registry, and the states at which the matters' files were left."""
    run_all(
        database,
        STATE_TABLE
        + """
        CREATE TABLE matter_state (
            matter_id BLOB PRIMARY KEY REFERENCES matter (matter_id) ON DELETE CASCADE,
            counter INTEGER NOT NULL,
            head BLOB NOT NULL CHECK (length(head) = 32)
        ) STRICT, WITHOUT ROWID;
        """,
    )


def m005_registry(database: Database) -> None:
    """What is remembered of backups."""
    run_all(
        database,
        """
        CREATE TABLE backup (
            backup_row INTEGER PRIMARY KEY AUTOINCREMENT,
            backup_id BLOB NOT NULL UNIQUE CHECK (length(backup_id) = 16),
            record BLOB NOT NULL
        ) STRICT;
        """,
    )


def m006_registry(database: Database) -> None:
    """Members, and walls around matters."""
    run_all(
        database,
        """
        CREATE TABLE member (
            member_row INTEGER PRIMARY KEY AUTOINCREMENT,
            member_id BLOB NOT NULL UNIQUE CHECK (length(member_id) = 16),
            public_key BLOB NOT NULL UNIQUE CHECK (length(public_key) = 32),
            record BLOB NOT NULL,
            way BLOB
        ) STRICT;
        CREATE TABLE member_trust (
            member_id BLOB NOT NULL REFERENCES member (member_id) ON DELETE CASCADE,
            trusted_id BLOB NOT NULL REFERENCES member (member_id) ON DELETE CASCADE,
            mac BLOB NOT NULL CHECK (length(mac) = 32),
            PRIMARY KEY (member_id, trusted_id)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE invitation (
            invitation_id BLOB PRIMARY KEY CHECK (length(invitation_id) = 16),
            record BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        ALTER TABLE matter ADD COLUMN wall INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE matter ADD COLUMN notice BLOB;
        CREATE TABLE member_copy (
            matter_id BLOB NOT NULL REFERENCES matter (matter_id) ON DELETE CASCADE,
            member_id BLOB NOT NULL REFERENCES member (member_id),
            copy BLOB NOT NULL CHECK (length(copy) = 130),
            PRIMARY KEY (matter_id, member_id)
        ) STRICT, WITHOUT ROWID;
        """,
    )


def m007_registry(database: Database) -> None:
    """Keys of certificates of matters that went behind a wall."""
    run_all(
        database,
        """
        CREATE TABLE certificate_copy (
            disposal_id BLOB NOT NULL REFERENCES disposal (disposal_id) ON DELETE CASCADE
                DEFERRABLE INITIALLY DEFERRED,
            member_id BLOB NOT NULL REFERENCES member (member_id) ON DELETE CASCADE,
            copy BLOB NOT NULL CHECK (length(copy) = 130),
            PRIMARY KEY (disposal_id, member_id)
        ) STRICT, WITHOUT ROWID;
        """,
    )


def m008_registry(database: Database) -> None:
    """What is still to get new keys."""
    run_all(
        database,
        """
        CREATE TABLE rotation (
            rotation_row INTEGER PRIMARY KEY AUTOINCREMENT,
            matter_id BLOB UNIQUE REFERENCES matter (matter_id) ON DELETE CASCADE,
            key_epoch INTEGER,
            wrapped_key BLOB
        ) STRICT;
        """,
    )


REGISTRY_CHANGES: tuple[Change, ...] = (
    m001_registry,
    m002_registry,
    m003_registry,
    m004_registry,
    m005_registry,
    m006_registry,
    m007_registry,
    m008_registry,
)
