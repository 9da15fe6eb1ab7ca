"""The state of a database file: how often it was written, and what its rows are worth.

Every transaction that changes something carries the state one step on, inside that transaction:

    counter    one more
    rows       what the rows are worth now (`desktop.vault.audit.rows`)
    head       SHA-256(head before || counter || rows)
    mac        HMAC-SHA256(state key, version || counter || rows || head)

Numbers are 8 bytes, big-endian; `version` is that of the tables. Table `state` keeps the last state
and each one that was anchored: told to a place outside the file. A file is compared with its anchor
when it is opened:

    the file is behind                   it was put back, or its write-ahead log was removed
    level, with the same head            it is as it was left
    level, with another head             it was put back and written to by somebody else
    ahead, and it has the anchored head  it was written since, as by a process that was killed
    ahead, and it has not                put back and written to, as above

So a kill at any moment between the file and its anchor raises no alarm: the anchor is always a
state that the file has had, because it is told after the commit.
"""

import hashlib
import hmac
import struct
from collections.abc import Callable
from dataclasses import dataclass

from desktop.domain.errors import VaultDamagedError
from desktop.vault.audit.rows import MODULUS, WORTH_BYTES, Rows
from desktop.vault.database import Database
from desktop.vault.keys import StateKey
from desktop.vault.migrations import version_of

HEAD_BYTES = 32
_NUMBER = struct.Struct(">Q")
_NUMBERS = struct.Struct(">QQ")


@dataclass(frozen=True, slots=True)
class FileState:
    """Where a file stands in its history.

    Attributes:
        counter: Transactions that changed something.
        head: Of their chain, 32 bytes.
    """

    counter: int
    head: bytes


NO_STATE = FileState(0, bytes(HEAD_BYTES))


class StateKeeper:
    """Keeps the state of one database; belongs to the thread that opened it.

    Args:
        database: Open, its tables up to date.
        key: Of its state.

    Attributes:
        has_advanced: Whether this connection has carried the state on since that was last told.
        when_advanced: Called after each commit that did.
    """

    def __init__(self, database: Database, key: StateKey) -> None:
        """Follow what changes from now on.

        Raises:
            VaultDamagedError: The state was altered.
        """
        self._database = database
        self._key = key
        self._rows = Rows(database, key)
        self._is_marking = False
        self.has_advanced = False
        self.when_advanced: Callable[[], None] | None = None
        version = self._checked()[0]
        if version != version_of(database):
            self.rebuild()
        database.watcher = self

    def state(self) -> FileState:
        """Where the file stands."""
        row = self._database.row("SELECT counter, head FROM state ORDER BY counter DESC LIMIT 1")
        return NO_STATE if row is None else FileState(*row)

    def has_been(self, anchored: FileState) -> bool:
        """Whether the file stands at an anchored state, or has passed it."""
        now = self.state()
        if anchored.counter >= now.counter:
            return anchored in (now, NO_STATE)
        if anchored == NO_STATE:
            return True
        row = self._database.row("SELECT head FROM state WHERE counter = ?", anchored.counter)
        return row is not None and bool(row[0] == anchored.head)

    def to_anchor(self) -> FileState:
        """The present state, kept in the file for good so that an anchor can be told of it."""
        self._is_marking = True
        try:
            with self._database.transaction():
                now = self.state()
                self._database.change(
                    "UPDATE state SET is_anchored = 1 WHERE counter = ? AND is_anchored = 0",
                    now.counter,
                )
        finally:
            self._is_marking = False
        return now

    def is_whole(self) -> bool:
        """Whether the rows are those that were last written; reads all of them.

        Raises:
            VaultDamagedError: The state itself was altered.
        """
        with self._database.snapshot():
            version, _, rows, _ = self._checked()
            return version == 0 or rows == self._rows.worth()

    def rebuild(self) -> None:
        """Take the rows as they are: after the tables were changed, or the key was."""
        self._is_marking = True
        try:
            with self._database.transaction():
                version = version_of(self._database)
                self._advance(self.state(), self._rows.worth(), version, is_kept=True)
        finally:
            self._is_marking = False

    def continue_from(self, other: Database) -> None:
        """Go on with the history of the file that this one takes the place of, under this key.

        What the rows here are worth was followed while they were written, and is not read again.

        Args:
            other: The file that was; its state was checked when it was opened.

        Raises:
            VaultDamagedError: The state here was altered.
        """
        self._is_marking = True
        try:
            with self._database.transaction():
                worth, last = self._checked()[2], NO_STATE
                self._database.change("DELETE FROM state")
                for version, counter, rows, head, is_anchored in other.rows(
                    "SELECT version, counter, rows, head, is_anchored FROM state ORDER BY counter"
                ):
                    self._database.change(
                        "INSERT INTO state (counter, version, rows, head, mac, is_anchored)"
                        " VALUES (?, ?, ?, ?, ?, ?)",
                        counter,
                        version,
                        rows,
                        head,
                        self._mac(version, counter, rows, head),
                        is_anchored,
                    )
                    last = FileState(counter, head)
                self._advance(last, worth, version_of(self._database), is_kept=True)
        finally:
            self._is_marking = False

    # ------------------------------------------------------------------ called by the database

    def before_begin(self) -> None:
        """A transaction is about to begin."""
        self._rows.watch()
        self._rows.change = 0

    def before_commit(self) -> None:
        """A transaction that changed something is about to be committed: carry the state on."""
        if self._is_marking:
            return
        row = self._database.row(
            "SELECT version, counter, rows, head, is_anchored FROM state"
            " ORDER BY counter DESC LIMIT 1"
        )
        if row is None:
            raise VaultDamagedError
        version, counter, rows, head, is_anchored = row
        worth = (int.from_bytes(rows, "big") + self._rows.change) % MODULUS
        self._rows.change = 0
        self._advance(FileState(counter, head), worth, version, is_kept=bool(is_anchored))
        self.has_advanced = True

    def after_commit(self) -> None:
        """It was committed."""
        if self.when_advanced is not None and not self._is_marking:
            self.when_advanced()

    def _advance(self, before: FileState, worth: int, version: int, *, is_kept: bool) -> None:
        counter, rows = before.counter + 1, worth.to_bytes(WORTH_BYTES, "big")
        head = hashlib.sha256(before.head + _NUMBER.pack(counter) + rows).digest()
        mac = self._mac(version, counter, rows, head)
        values = (counter, version, rows, head, mac)
        if is_kept:
            self._database.change(
                "INSERT INTO state (counter, version, rows, head, mac, is_anchored)"
                " VALUES (?, ?, ?, ?, ?, 0)",
                *values,
            )
        else:
            self._database.change(
                "UPDATE state SET counter = ?, version = ?, rows = ?, head = ?, mac = ?"
                " WHERE counter = ?",
                *values,
                before.counter,
            )

    def _checked(self) -> tuple[int, int, int, bytes]:
        """Version, counter, worth of the rows and head; zeros where there is no state yet."""
        row = self._database.row(
            "SELECT version, counter, rows, head, mac FROM state ORDER BY counter DESC LIMIT 1"
        )
        if row is None:
            return 0, 0, 0, NO_STATE.head
        version, counter, rows, head, mac = row
        if not hmac.compare_digest(mac, self._mac(version, counter, rows, head)):
            raise VaultDamagedError
        return version, counter, int.from_bytes(rows, "big"), head

    def _mac(self, version: int, counter: int, rows: bytes, head: bytes) -> bytes:
        plain = _NUMBERS.pack(version, counter) + rows + head
        return hmac.digest(self._key.reveal(), plain, "sha256")
