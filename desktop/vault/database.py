"""The one door to SQLCipher: encrypted, checked connections that can do no more than needed.

A connection is opened in this order, each step checked:

1. the file is made beforehand with rights 0600, which SQLite copies to its -wal and -shm files;
2. `cipher_log_level=NONE`, else a wrong key is written about on standard error;
3. the raw key and salt through `set_key`: no SQL text ever holds the key;
4. `PRAGMA cipher_version` must answer: a plain SQLite would silently write everything in clear;
5. `sqlite_schema` is read: the key is wrong, or the file no vault, when that fails;
6. WAL with `synchronous=FULL`: 300 kills lost no acknowledged commit; a rollback journal is 13
   times slower. `secure_delete`, temporary tables in memory, no memory map, schema not trusted;
7. an authorizer refuses what could write clear text elsewhere or change the key: ATTACH and with it
   VACUUM INTO, every PRAGMA that is not listed, functions that export or load.

A connection belongs to the thread that opened it; SQLCipher refuses calls from any other.

Source: measured; figures and attempts in `resources/docs/storage-format-databases.md`.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Protocol, Self

from desktop.domain.errors import (
    DiskFullError,
    InCameraError,
    KeysChangedError,
    VaultAbsentError,
    VaultBusyError,
    VaultDamagedError,
    VaultDiskError,
    VaultError,
    VaultReadOnlyError,
    WrongKeyError,
)
from desktop.paths import resources_folder
from desktop.vault.authorizer import authorize
from desktop.vault.files import delete_database, is_full, make_private_file
from desktop.vault.keys import DatabaseKey
from desktop.vault.raw_files import connected, disconnected

# OpenSSL inside the wheel would read a configuration file from a path fixed when it was built, and
# load what it names: it gets an empty one. Has to happen before the import.
os.environ["OPENSSL_CONF"] = str(resources_folder() / "security" / "empty-openssl.cnf")

from sqlcipher3 import dbapi2

Value = int | float | str | bytes | None

OLDEST_SQLITE = (3, 51, 3)
"""The first version without the WAL-reset corruption."""

OLDEST_SQLCIPHER = (4, 14, 0)
"""The first SQLCipher on that SQLite."""

BUSY_LIMIT_S = 5.0
"""How long a writer waits for another one; storing 64 pages takes a fifth of a second."""

_ROWS_AT_ONCE = 8
"""Rows fetched together: some are chunks of 1 MiB."""

CACHE_KIB = 32_768
"""Decrypted pages kept in memory: the hot part of the indexes of 100,000 pages."""

_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA wal_autocheckpoint=1000",
    f"PRAGMA cache_size=-{CACHE_KIB}",
)
SUPERSEDED = "this file was replaced by one under another key"
"""What triggers say that refuse changes to such a file (`desktop.vault.rotation.marks`)."""

_ERROR_OF_CODE: dict[int, type[VaultError]] = {
    dbapi2.SQLITE_BUSY: VaultBusyError,
    dbapi2.SQLITE_CANTOPEN: VaultReadOnlyError,
    dbapi2.SQLITE_CORRUPT: VaultDamagedError,
    dbapi2.SQLITE_FULL: DiskFullError,
    dbapi2.SQLITE_IOERR: VaultDiskError,
    dbapi2.SQLITE_LOCKED: VaultBusyError,
    dbapi2.SQLITE_NOTADB: WrongKeyError,
    dbapi2.SQLITE_PERM: VaultReadOnlyError,
    dbapi2.SQLITE_READONLY: VaultReadOnlyError,
}
"""By primary codes: the library does not give the extended ones. SQLite calls a disk without room
SQLITE_FULL; a used-up quota and a limit on files are SQLITE_IOERR like a failing disk."""

_CODE_OF_WORDS = {"disk I/O error": dbapi2.SQLITE_IOERR}
"""What the library says without a code: where a copy of a whole file fails."""

_CHANGING = ("INSERT", "UPDATE", "DELETE", "REPLACE")


class Watcher(Protocol):
    """Sees every transaction that changes rows."""

    def before_begin(self) -> None:
        """One is about to begin."""

    def before_commit(self) -> None:
        """One that changed rows is about to be committed; what this changes is part of it."""

    def after_commit(self) -> None:
        """One that changed rows was committed."""


class Database:
    """An open SQLCipher file, keyed and checked; every failure of the file is a VaultError.

    Args:
        path: The file.
        key: Its raw key.
        is_new: Whether it is to be made; otherwise it must be there.
        busy_limit_s: How long to wait for another writer.

    Attributes:
        path: The file.
        watcher: Sees every transaction that changes rows, where there is one.
    """

    def __init__(
        self,
        path: Path,
        key: DatabaseKey,
        *,
        is_new: bool = False,
        busy_limit_s: float = BUSY_LIMIT_S,
    ) -> None:
        """Open or make the file.

        Raises:
            VaultAbsentError: It is not there.
            WrongKeyError: The key does not open it.
            VaultError: It cannot be used, for the reason named by the class.
        """
        self.path = path
        self.watcher: Watcher | None = None
        self._changes_of_watcher = 0
        self._times_unrestricted = 0
        self._key = key
        self._busy_limit_s = busy_limit_s
        self._is_in_snapshot = False
        self._connection: Any = None
        if is_new:
            make_private_file(path)
        elif not path.is_file():
            raise VaultAbsentError
        connected(path)
        self._is_open = True
        try:
            with _named_errors(self.path):
                self._connection = dbapi2.connect(
                    str(path), isolation_level=None, timeout=busy_limit_s
                )
                self._set_up(key)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close it; the last connection also folds the WAL back into the file."""
        if self._connection is not None:
            self._connection.close()
        if self._is_open:
            self._is_open = False
            disconnected(self.path)

    def rows(self, sql: str, *values: Value) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        with _named_errors(self.path):
            return list(self._connection.execute(sql, values))

    def row(self, sql: str, *values: Value) -> tuple[Any, ...] | None:
        """The first row of a query, None when there is none."""
        with _named_errors(self.path):
            found: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
            return found

    def value(self, sql: str, *values: Value) -> Any:
        """The first column of the first row; the query must give one."""
        found = self.row(sql, *values)
        if found is None:
            raise LookupError("a query that must give a row gave none")
        return found[0]

    def each(self, sql: str, *values: Value) -> Iterator[tuple[Any, ...]]:
        """The rows of a query one by one, as they are found."""
        with _named_errors(self.path):
            cursor = self._connection.execute(sql, values)
        is_more = True
        while is_more:
            with _named_errors(self.path):
                rows = cursor.fetchmany(_ROWS_AT_ONCE)
            yield from rows
            is_more = len(rows) == _ROWS_AT_ONCE

    def change(self, sql: str, *values: Value) -> int:
        """Run a statement that changes rows; returns how many."""
        with self._watched(sql), _named_errors(self.path):
            count: int = self._connection.execute(sql, values).rowcount
            return count

    @property
    def total_changes(self) -> int:
        """How many rows this connection has changed so far, those of FTS5's own tables included.

        Those that the watcher changed are not counted.
        """
        count: int = self._connection.total_changes
        return count - self._changes_of_watcher

    def insert(self, sql: str, *values: Value) -> int:
        """Insert one row; returns its row number."""
        with self._watched(sql), _named_errors(self.path):
            number: int = self._connection.execute(sql, values).lastrowid
            return number

    def change_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run a changing statement once for each row of values."""
        with self._watched(sql), _named_errors(self.path):
            self._connection.executemany(sql, rows)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; takes the write lock at once. One inside another is part of it.

        Raises:
            RuntimeError: It is inside a snapshot, which would throw the changes away.
            VaultBusyError: Another writer did not finish in time.
            VaultError: It could not be committed; nothing was changed.
        """
        if self._is_in_snapshot:
            raise RuntimeError("nothing is changed inside a snapshot")
        if self._connection.in_transaction:
            yield
            return
        watcher = self.watcher
        if watcher is not None:
            watcher.before_begin()
        with _named_errors(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
        changes, has_changed = self.total_changes, False
        try:
            yield
            has_changed = self.total_changes != changes
            if watcher is not None and has_changed:
                counted = self.total_changes
                watcher.before_commit()
                self._changes_of_watcher += self.total_changes - counted
            with _named_errors(self.path):
                self._connection.execute("COMMIT")
        except BaseException:
            # A full disk makes SQLite roll back by itself.
            if self._connection.in_transaction:
                with _named_errors(self.path):
                    self._connection.execute("ROLLBACK")
            raise
        if watcher is not None and has_changed:
            watcher.after_commit()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let several queries see the same state, whatever another connection commits meanwhile."""
        if self._connection.in_transaction:
            yield
            return
        with _named_errors(self.path):
            self._connection.execute("BEGIN")
        self._is_in_snapshot = True
        try:
            yield
        finally:
            self._is_in_snapshot = False
            with _named_errors(self.path):
                self._connection.execute("ROLLBACK")

    def add_function(self, name: str, function: Callable[..., None]) -> None:
        """Let triggers of this connection call a function, whatever the number of arguments."""
        with _named_errors(self.path):
            self._connection.create_function(name, -1, function)

    def _watched(self, sql: str) -> AbstractContextManager[None]:
        """A transaction of its own for a change outside of any, so that the watcher sees it."""
        is_alone = self.watcher is not None and not self._connection.in_transaction
        if is_alone and sql.lstrip()[:7].upper().startswith(_CHANGING):
            return self.transaction()
        return nullcontext()

    def checkpoint(self) -> bool:
        """Fold the WAL into the file and empty it; False when a reader is in the way.

        Deleted bytes are gone from the disk's files only afterwards.
        """
        is_busy, _, _ = self.rows("PRAGMA wal_checkpoint(TRUNCATE)")[0]
        return not is_busy

    def raw_file(self) -> tuple[Path, DatabaseKey]:
        """The file and its raw key: for looking at its pages after a disposal, and nothing else."""
        return self.path, self._key

    def reopened(self) -> "Database":
        """A second connection: one that has met a damaged page is of no further use."""
        return Database(self.path, self._key, busy_limit_s=self._busy_limit_s)

    def keep_copy(self, version: int) -> Path:
        """Copy the whole file, under the same key, to `<file>.before-<version>` beside it."""
        path = self.path.with_name(f"{self.path.name}.before-{version}")
        delete_database(path)
        self.copy_to(path, self._key)
        return path

    def copy_to(self, path: Path, key: DatabaseKey) -> None:
        """Copy the whole file to a new one, under a key of its own."""
        with (
            Database(path, key, is_new=True) as copy,
            self.unrestricted(),
            _named_errors(self.path),
        ):
            self._connection.backup(copy._connection)  # its own class

    @contextmanager
    def unrestricted(self) -> Iterator[None]:
        """Lift the authorizer: for migrations and backups, which need more than records do."""
        self._connection.set_authorizer(None)
        self._times_unrestricted += 1
        try:
            yield
        finally:
            self._times_unrestricted -= 1
            if self._times_unrestricted == 0:
                self._connection.set_authorizer(authorize)

    def _set_up(self, key: DatabaseKey) -> None:
        connection = self._connection
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.set_key(key.raw_key())
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
        if not cipher or _version(cipher[0].split()[0]) < OLDEST_SQLCIPHER:
            raise VaultError("The database library of this program does not encrypt.")
        if dbapi2.sqlite_version_info < OLDEST_SQLITE:
            raise VaultError("The database library of this program is too old to be safe.")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        for setting in _SETTINGS:
            connection.execute(setting).fetchone()
        _demand(connection, "journal_mode", "wal")
        _demand(connection, "synchronous", 2)
        _demand(connection, "temp_store", 2)
        _demand(connection, "secure_delete", 1)
        connection.set_authorizer(authorize)


def _demand(connection: Any, pragma: str, wanted: str | int) -> None:
    if connection.execute(f"PRAGMA {pragma}").fetchone()[0] != wanted:
        raise VaultError("The database of the vault could not be set up safely.")


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))


@contextmanager
def _named_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says about a file into errors that a person can act on."""
    try:
        yield
    except dbapi2.Error as error:
        named = _named(error, path)
        if named is None:
            raise
        raise named from None


def _named(error: Exception, path: Path) -> InCameraError | None:
    code = getattr(error, "sqlite_errorcode", _CODE_OF_WORDS.get(str(error)))
    if code is None:
        return None
    if code & 0xFF == dbapi2.SQLITE_CONSTRAINT and str(error) == SUPERSEDED:
        return KeysChangedError()
    named = _ERROR_OF_CODE.get(code & 0xFF)
    if named is VaultDiskError and is_full(path.parent):
        # SQLite says so of the memory that its connections share, which is a file as well.
        return DiskFullError()
    return named() if named else None
