"""Numbered changes of the tables, from the first vault ever made to the newest.

A new file goes through all of them, so that an old vault brought up to date and a new one cannot
differ. Each runs in one transaction with `user_version` and a line in `schema_history`. A change
that has been released is never edited: the next one corrects it.
"""

from collections.abc import Callable, Sequence

from desktop.domain.errors import VaultTooNewError
from desktop.vault.database import Database

Change = Callable[[Database], None]


def _run_all(database: Database, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            database.change(statement)


def m001_registry(database: Database) -> None:
    """The matters and their wrapped keys."""
    _run_all(
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


def m001_matter(database: Database) -> None:
    """Documents, originals, pages, findings, their tags, the page index, the tray of refusals."""
    _run_all(
        database,
        """
        CREATE TABLE schema_history (
            version INTEGER PRIMARY KEY,
            changed_at_s INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE document (
            document_row INTEGER PRIMARY KEY AUTOINCREMENT,
            document_id BLOB NOT NULL UNIQUE CHECK (length(document_id) = 16),
            key_epoch INTEGER NOT NULL,
            wrapped_key BLOB NOT NULL,
            state INTEGER NOT NULL,
            page_count INTEGER NOT NULL DEFAULT 0,
            pages_read INTEGER NOT NULL DEFAULT 0,
            pages_failed INTEGER NOT NULL DEFAULT 0,
            finding_count INTEGER NOT NULL DEFAULT 0,
            classification INTEGER,
            origin_tag BLOB NOT NULL UNIQUE,
            origin BLOB NOT NULL
        ) STRICT;
        CREATE INDEX document_state ON document (state);
        CREATE TABLE chunk (
            document_row INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
            number INTEGER NOT NULL,
            chunk BLOB NOT NULL,
            UNIQUE (document_row, number)
        ) STRICT;
        CREATE TABLE page (
            page_row INTEGER PRIMARY KEY AUTOINCREMENT,
            document_row INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
            number INTEGER NOT NULL,
            state INTEGER NOT NULL,
            finding_count INTEGER NOT NULL DEFAULT 0,
            error_code TEXT,
            summary BLOB,
            content BLOB,
            UNIQUE (document_row, number)
        ) STRICT;
        CREATE TABLE finding (
            finding_row INTEGER PRIMARY KEY AUTOINCREMENT,
            finding_id BLOB NOT NULL UNIQUE CHECK (length(finding_id) = 16),
            page_row INTEGER NOT NULL REFERENCES page ON DELETE CASCADE,
            kind INTEGER NOT NULL,
            sensitivity INTEGER NOT NULL,
            source INTEGER NOT NULL,
            agreement INTEGER NOT NULL,
            decision INTEGER NOT NULL,
            confidence_tenths INTEGER NOT NULL,
            record BLOB NOT NULL
        ) STRICT;
        CREATE INDEX finding_page ON finding (page_row, kind);
        CREATE INDEX finding_kind ON finding (kind);
        CREATE TABLE finding_bucket (
            bucket INTEGER NOT NULL,
            block INTEGER NOT NULL,
            entries BLOB NOT NULL,
            PRIMARY KEY (bucket, block)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE finding_fresh (
            fresh_row INTEGER PRIMARY KEY AUTOINCREMENT,
            entries BLOB NOT NULL
        ) STRICT;
        CREATE VIRTUAL TABLE page_index USING fts5(
            words, content='', contentless_delete=1, detail=full, tokenize='ascii'
        );
        CREATE TABLE refusal (
            refusal_row INTEGER PRIMARY KEY AUTOINCREMENT,
            refusal_id BLOB NOT NULL UNIQUE CHECK (length(refusal_id) = 16),
            record BLOB NOT NULL
        ) STRICT;
        """,
    )


def m002_matter(database: Database) -> None:
    """Answers to questions, each bound to the documents that it is about."""
    _run_all(
        database,
        """
        CREATE TABLE answer (
            answer_row INTEGER PRIMARY KEY AUTOINCREMENT,
            answer_id BLOB NOT NULL UNIQUE CHECK (length(answer_id) = 16),
            record BLOB NOT NULL
        ) STRICT;
        CREATE TABLE answer_document (
            answer_row INTEGER NOT NULL REFERENCES answer ON DELETE CASCADE,
            document_row INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
            PRIMARY KEY (answer_row, document_row)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX answer_about ON answer_document (document_row);
        """,
    )


def m003_matter(database: Database) -> None:
    """What two readers saw on a page, and who decided about a finding."""
    _run_all(
        database,
        """
        CREATE TABLE ledger (
            page_row INTEGER PRIMARY KEY REFERENCES page ON DELETE CASCADE,
            record BLOB NOT NULL
        ) STRICT;
        CREATE TABLE verdict (
            finding_row INTEGER PRIMARY KEY REFERENCES finding ON DELETE CASCADE,
            record BLOB NOT NULL
        ) STRICT;
        CREATE INDEX finding_disputed ON finding (page_row)
            WHERE agreement IN (3, 4) AND decision = 1;
        """,
    )


def m004_matter(database: Database) -> None:
    """What documents say for the fields of schemas."""
    _run_all(
        database,
        """
        CREATE TABLE extraction (
            extraction_row INTEGER PRIMARY KEY AUTOINCREMENT,
            document_row INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
            schema TEXT NOT NULL,
            record BLOB NOT NULL,
            UNIQUE (document_row, schema)
        ) STRICT;
        """,
    )


_AUDIT = """
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


def m002_registry(database: Database) -> None:
    """The log of the vault."""
    _run_all(database, _AUDIT)


def m005_matter(database: Database) -> None:
    """The log of the matter."""
    _run_all(database, _AUDIT)


def m006_matter(database: Database) -> None:
    """Holds, the rule of retention, and the end of documents.

    The trigger is the last line of defence: whoever deletes has looked at the holds before.
    """
    _run_all(
        database,
        """
        CREATE TABLE hold (
            hold_row INTEGER PRIMARY KEY AUTOINCREMENT,
            hold_id BLOB NOT NULL UNIQUE CHECK (length(hold_id) = 16),
            document_row INTEGER REFERENCES document ON DELETE CASCADE,
            record BLOB NOT NULL,
            release BLOB
        ) STRICT;
        CREATE INDEX hold_document ON hold (document_row);
        CREATE TABLE retention (
            retention_row INTEGER PRIMARY KEY AUTOINCREMENT,
            retention_id BLOB NOT NULL UNIQUE CHECK (length(retention_id) = 16),
            topic INTEGER NOT NULL,
            record BLOB NOT NULL
        ) STRICT;
        CREATE TABLE disposal (
            disposal_row INTEGER PRIMARY KEY AUTOINCREMENT,
            disposal_id BLOB NOT NULL UNIQUE CHECK (length(disposal_id) = 16),
            state INTEGER NOT NULL,
            record BLOB NOT NULL
        ) STRICT;
        CREATE TABLE disposal_document (
            disposal_row INTEGER NOT NULL REFERENCES disposal ON DELETE CASCADE,
            document_row INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
            PRIMARY KEY (disposal_row, document_row)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX disposal_of_document ON disposal_document (document_row);
        CREATE TRIGGER hold_keeps_document BEFORE DELETE ON document
            WHEN EXISTS (
                SELECT 1 FROM hold WHERE release IS NULL
                AND (document_row IS NULL OR document_row = OLD.document_row)
            )
            BEGIN SELECT raise(ABORT, 'a hold stands in the way'); END;
        """,
    )


def m003_registry(database: Database) -> None:
    """The end of matters, and disposals that were begun anywhere."""
    _run_all(
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


_STATE = """
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


def m004_registry(database: Database) -> None:
    """The state of the registry, and the states at which the matters' files were left."""
    _run_all(
        database,
        _STATE
        + """
        CREATE TABLE matter_state (
            matter_id BLOB PRIMARY KEY REFERENCES matter (matter_id) ON DELETE CASCADE,
            counter INTEGER NOT NULL,
            head BLOB NOT NULL CHECK (length(head) = 32)
        ) STRICT, WITHOUT ROWID;
        """,
    )


def m007_matter(database: Database) -> None:
    """The state of the matter's file."""
    _run_all(database, _STATE)


def m008_matter(database: Database) -> None:
    """The words that have been met, and saved searches; pages stored before are still unmet."""
    _run_all(
        database,
        """
        CREATE TABLE word_list (
            list_row INTEGER PRIMARY KEY AUTOINCREMENT,
            words BLOB NOT NULL
        ) STRICT;
        CREATE TABLE unmet_page (
            page_row INTEGER PRIMARY KEY REFERENCES page ON DELETE CASCADE
        ) STRICT;
        INSERT INTO unmet_page SELECT page_row FROM page WHERE content IS NOT NULL;
        CREATE TABLE saved_search (
            saved_row INTEGER PRIMARY KEY AUTOINCREMENT,
            saved_id BLOB NOT NULL UNIQUE CHECK (length(saved_id) = 16),
            record BLOB NOT NULL
        ) STRICT;
        """,
    )


def m005_registry(database: Database) -> None:
    """What is remembered of backups."""
    _run_all(
        database,
        """
        CREATE TABLE backup (
            backup_row INTEGER PRIMARY KEY AUTOINCREMENT,
            backup_id BLOB NOT NULL UNIQUE CHECK (length(backup_id) = 16),
            record BLOB NOT NULL
        ) STRICT;
        """,
    )


def m009_matter(database: Database) -> None:
    """Earlier decisions about a finding that a later one from another workstation set aside."""
    _run_all(
        database,
        """
        CREATE TABLE verdict_aside (
            aside_row INTEGER PRIMARY KEY AUTOINCREMENT,
            aside_id BLOB NOT NULL UNIQUE CHECK (length(aside_id) = 16),
            finding_row INTEGER NOT NULL REFERENCES finding ON DELETE CASCADE,
            record BLOB NOT NULL
        ) STRICT;
        CREATE INDEX verdict_aside_finding ON verdict_aside (finding_row);
        """,
    )


def m010_matter(database: Database) -> None:
    """Keys that outlast the matter key, once that was rotated."""
    _run_all(
        database,
        """
        CREATE TABLE lasting_key (
            label TEXT PRIMARY KEY,
            wrapped BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
    )


def m011_matter(database: Database) -> None:
    """What was found about single persons, under review."""
    _run_all(
        database,
        """
        CREATE TABLE subject (
            subject_row INTEGER PRIMARY KEY AUTOINCREMENT,
            subject_id BLOB NOT NULL UNIQUE CHECK (length(subject_id) = 16),
            record BLOB NOT NULL
        ) STRICT;
        """,
    )


REGISTRY_CHANGES: tuple[Change, ...] = (
    m001_registry,
    m002_registry,
    m003_registry,
    m004_registry,
    m005_registry,
)
MATTER_CHANGES: tuple[Change, ...] = (
    m001_matter,
    m002_matter,
    m003_matter,
    m004_matter,
    m005_matter,
    m006_matter,
    m007_matter,
    m008_matter,
    m009_matter,
    m010_matter,
    m011_matter,
)


def version_of(database: Database) -> int:
    """The number of the last change that was made; 0 for an empty file."""
    return int(database.value("PRAGMA user_version"))


def migrate(
    database: Database,
    changes: Sequence[Change],
    *,
    before_first: Callable[[int], object] | None = None,
) -> None:
    """Bring the tables up to date.

    Args:
        database: Open.
        changes: All of them, the first one first.
        before_first: Called with the present version before a file that holds something is
            changed: keeps a copy.

    Raises:
        VaultTooNewError: A newer version of In Camera has changed it.
        VaultError: A change failed; the file is as it was before that change.
    """
    version = version_of(database)
    if version > len(changes):
        raise VaultTooNewError
    if 0 < version < len(changes) and before_first is not None:
        before_first(version)
    for number in range(version + 1, len(changes) + 1):
        with database.unrestricted(), database.transaction():
            if version_of(database) >= number:
                continue  # Another process was faster.
            changes[number - 1](database)
            database.change(f"PRAGMA user_version = {number}")
            database.change("INSERT INTO schema_history VALUES (?, unixepoch())", number)
