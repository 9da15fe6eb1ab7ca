"""What a statement may do: nothing that writes clear text elsewhere or changes the key.

The numbers are SQLite's own and the same in every build of it.
"""

import sqlite3

_ALLOWED_PRAGMAS = frozenset(
    {"cipher_integrity_check", "data_version", "foreign_key_check", "integrity_check"}
    | {"quick_check", "wal_checkpoint"}
)
"""`data_version` is asked for by FTS5 itself."""

_READABLE_PRAGMAS = frozenset({"user_version", "page_count", "freelist_count"})
_REFUSED_FUNCTIONS = frozenset(
    {"sqlcipher_export", "load_extension", "fts3_tokenizer", "readfile", "writefile"}
)


def authorize(
    action: int, first: str | None, second: str | None, _database: str | None, _by: str | None
) -> int:
    """Say what a statement may do; asked by SQLite while it prepares one."""
    match action:
        case sqlite3.SQLITE_ATTACH | sqlite3.SQLITE_DETACH:
            return int(sqlite3.SQLITE_DENY)
        case sqlite3.SQLITE_PRAGMA:
            name = (first or "").lower()
            is_allowed = name in _ALLOWED_PRAGMAS or (second is None and name in _READABLE_PRAGMAS)
            return int(sqlite3.SQLITE_OK if is_allowed else sqlite3.SQLITE_DENY)
        case sqlite3.SQLITE_FUNCTION if (second or "").lower() in _REFUSED_FUNCTIONS:
            return int(sqlite3.SQLITE_DENY)
        case _:
            return int(sqlite3.SQLITE_OK)
