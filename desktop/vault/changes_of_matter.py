"""The numbered changes of the tables in a matter's file; see `desktop.vault.migrations`."""

from desktop.vault.changes import AUDIT_TABLE, STATE_TABLE, Change, run_all
from desktop.vault.database import Database


def m001_matter(database: Database) -> None:
    """Documents, originals, pages, findings, their tags, the page index, the tray of refusals."""
    run_all(
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
    run_all(
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
    run_all(
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
    run_all(
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


def m005_matter(database: Database) -> None:
    """The log of the matter."""
    run_all(database, AUDIT_TABLE)


def m006_matter(database: Database) -> None:
    """Holds, the rule of retention, and the end of documents.

    The trigger is the last line of defence: whoever deletes has looked at the holds before.
    """
    run_all(
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


def m007_matter(database: Database) -> None:
    """The state of the matter's file."""
    run_all(database, STATE_TABLE)


def m008_matter(database: Database) -> None:
    """The words that have been met, and saved searches; pages stored before are still unmet."""
    run_all(
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


def m009_matter(database: Database) -> None:
    """Earlier decisions about a finding that a later one from another workstation set aside."""
    run_all(
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
    run_all(
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
    run_all(
        database,
        """
        CREATE TABLE subject (
            subject_row INTEGER PRIMARY KEY AUTOINCREMENT,
            subject_id BLOB NOT NULL UNIQUE CHECK (length(subject_id) = 16),
            record BLOB NOT NULL
        ) STRICT;
        """,
    )


def m012_matter(database: Database) -> None:
    """Which document came in which, what was noticed of files, passwords of files."""
    run_all(
        database,
        """
        CREATE TABLE family (
            document_row INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
            record BLOB NOT NULL
        ) STRICT;
        CREATE TABLE noticed (
            document_row INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
            record BLOB NOT NULL
        ) STRICT;
        CREATE TABLE password (
            password_row INTEGER PRIMARY KEY AUTOINCREMENT,
            password_id BLOB NOT NULL UNIQUE CHECK (length(password_id) = 16),
            record BLOB NOT NULL
        ) STRICT;
        """,
    )


def m013_matter(database: Database) -> None:
    """Pages and findings in the order of pages, for searches by what their columns say.

    Sensitivity 1 is high, source 2 the vision model.
    """
    run_all(
        database,
        """
        DROP INDEX finding_kind;
        CREATE INDEX finding_kind ON finding (kind, page_row);
        CREATE INDEX finding_sensitive ON finding (page_row) WHERE sensitivity = 1;
        CREATE INDEX finding_seen ON finding (page_row) WHERE source = 2;
        CREATE INDEX page_order ON page (page_row, document_row, number);
        """,
    )


def m014_matter(database: Database) -> None:
    """Rows that were changed while they are copied to a file under new keys."""
    run_all(
        database,
        """
        CREATE TABLE rotation_note (
            note INTEGER PRIMARY KEY AUTOINCREMENT,
            of_table TEXT NOT NULL,
            of_row INTEGER NOT NULL
        ) STRICT;
        """,
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
    m012_matter,
    m013_matter,
    m014_matter,
)
