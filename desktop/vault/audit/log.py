"""The log of a vault or of a matter: entries are added, read and checked, never changed.

Write an entry where the act is done, in the transaction that does it:

    with store.together():
        ...
        store.audit.add(Act.HOLD_PLACED, subject=[document_id], details={"holds": 1})

    vault.audit.add(Act.BACKUP_MADE, details={"bytes": size})

`add` opens a transaction of its own where there is none. Subjects are random identities, details
counts and short words: no name of a document, no text, no words that were searched for. Details and
the account are sealed; so are act and time, since the whole row is. What kinds of acts there are
stands in `desktop.domain.audit.Act`, to which kinds are only ever added.

Table `audit`:

    number   counts from 1 without a gap
    record   both objects of the entry (`desktop.vault.audit.entry`), sealed; table "audit", column
             "record", row id the number in 8 bytes, version 1
    hash     SHA-256 of the public object
    mac      HMAC-SHA256(audit key, hash)

Triggers refuse to delete a row, and to change its number or hash; a rotation of keys seals the
record anew and makes the MAC anew, the hash stays.
"""

import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from desktop.domain.audit import NO_ENTRY, Act, AuditEntry, AuditHead, AuditProblem, Detail
from desktop.domain.errors import VaultError
from desktop.vault.audit.account import account_name
from desktop.vault.audit.entry import (
    WrittenEntry,
    demand_sound,
    entry_of,
    links_of,
    mac_of,
    split,
    written,
)
from desktop.vault.database import Database
from desktop.vault.keys import AuditKey, DataKey
from desktop.vault.place import Place
from desktop.vault.seal import open_sealed, seal

TABLE = "audit"
COLUMN = "record"
HASH_BYTES = 32


@dataclass(frozen=True, slots=True)
class AuditKeys:
    """What a log is written with.

    Attributes:
        log: Identity of the vault or matter, 32 hexadecimal digits.
        matter_id: The same for a matter's log; "" for the vault's.
        data: Seals the records.
        mac: Authenticates the entries.
    """

    log: str
    matter_id: str
    data: DataKey
    mac: AuditKey

    def seal(self, number: int, record: bytes) -> bytes:
        """Seal the record of an entry."""
        return seal(self.data, record, self._place(number))

    def open(self, number: int, sealed: bytes) -> bytes:
        """Open the record of an entry.

        Raises:
            VaultDamagedError: It was altered or moved.
        """
        return open_sealed(self.data, sealed, self._place(number))

    def _place(self, number: int) -> Place:
        return Place(self.matter_id, TABLE, COLUMN, number.to_bytes(8, "big"), 1)


class AuditLog:
    """The log in one database; belongs to the thread that opened it.

    Args:
        database: Open.
        keys: Of this log.
        clock: Tells the time, in UTC.
    """

    def __init__(self, database: Database, keys: AuditKeys, clock: Callable[[], datetime]) -> None:
        """Read nothing yet."""
        self._database = database
        self._keys = keys
        self._clock = clock

    def add(
        self,
        act: Act,
        *,
        subject: Sequence[str] = (),
        details: Mapping[str, Detail] | None = None,
    ) -> None:
        """Add an entry, in the caller's transaction where there is one.

        Args:
            act: What was done.
            subject: Random identities of what it was done to, 256 at most.
            details: Counts and short words, 200 characters each at most.

        Raises:
            ValueError: A subject is no identity, or a detail is too long for a log.
            VaultError: It could not be written; in a transaction, nothing of that was.
        """
        subject = [subject] if isinstance(subject, str) else list(subject)
        details = dict(details or {})
        demand_sound(subject, details)
        with self._database.transaction():
            row = self._database.row(
                "SELECT number, record, hash FROM audit ORDER BY number DESC LIMIT 1"
            )
            number, previous, at = 1, bytes(HASH_BYTES), self._clock()
            is_clock_back = False
            if row is not None:
                number, previous = row[0] + 1, row[2]
                is_clock_back = at < entry_of(self._keys.open(row[0], row[1])).at
            entry = AuditEntry(
                log=self._keys.log,
                number=number,
                at=at,
                is_clock_back=is_clock_back,
                act=act,
                subject=tuple(subject),
                who=account_name(),
                details=details,
            )
            made = written(entry, previous, self._keys.mac)
            self._database.change(
                "INSERT INTO audit (number, record, hash, mac) VALUES (?, ?, ?, ?)",
                number,
                self._keys.seal(number, made.record),
                made.hash,
                made.mac,
            )

    @property
    def log(self) -> str:
        """Identity of the vault or matter whose log this is."""
        return self._keys.log

    @property
    def key(self) -> AuditKey:
        """The key of the MACs: for the checker, where a person asks for it."""
        return self._keys.mac

    def head(self) -> AuditHead:
        """The last entry by number and hash."""
        row = self._database.row("SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1")
        return NO_ENTRY if row is None else AuditHead(row[0], row[1].hex())

    def entries(self, *, latest: int | None = None) -> tuple[AuditEntry, ...]:
        """Entries in their order; the latest ones alone where a number is given.

        Raises:
            VaultDamagedError: A record was altered.
        """
        rows = self._database.rows(
            "SELECT number, record FROM audit ORDER BY number DESC LIMIT ?",
            -1 if latest is None else latest,
        )
        return tuple(entry_of(self._keys.open(*row)) for row in reversed(rows))

    def written(self) -> Iterator[WrittenEntry]:
        """Every entry as it was written, in order: for an export.

        Raises:
            VaultDamagedError: A record was altered.
        """
        for number, sealed, digest, mac in self._database.each(
            "SELECT number, record, hash, mac FROM audit ORDER BY number"
        ):
            public, private = split(self._keys.open(number, sealed))
            yield WrittenEntry(public, private, digest, mac)

    def problems(self, *, kept: AuditHead | None = None) -> Iterator[AuditProblem]:
        """What is not as it was written: altered, missing, cut.

        Args:
            kept: An end of this log that was kept elsewhere.
        """
        number, previous, is_kept_seen = 0, bytes(HASH_BYTES), kept is None or kept == NO_ENTRY
        for row_number, sealed, digest, mac in self._database.each(
            "SELECT number, record, hash, mac FROM audit ORDER BY number"
        ):
            if row_number != number + 1:
                yield AuditProblem(number + 1, _missing(number + 1, row_number - 1))
            elif what := self._fault(row_number, sealed, digest, mac, previous):
                yield AuditProblem(row_number, what)
            number, previous = row_number, digest
            if kept is not None and number == kept.number:
                is_kept_seen = digest.hex() == kept.hash
        if not is_kept_seen and kept is not None:
            what = (
                "The entry does not have the hash that was kept."
                if kept.number <= number
                else "The end of the log was cut off: an entry that was kept is not there."
            )
            yield AuditProblem(kept.number, what)

    def rekey(self, keys: AuditKeys) -> None:
        """Seal and authenticate every entry anew after a rotation; the hashes stay.

        Args:
            keys: With which the log is written from now on.

        Raises:
            VaultDamagedError: A record was altered.
        """
        with self._database.transaction():
            for number, sealed, digest in self._database.rows(
                "SELECT number, record, hash FROM audit ORDER BY number"
            ):
                self._database.change(
                    "UPDATE audit SET record = ?, mac = ? WHERE number = ?",
                    keys.seal(number, self._keys.open(number, sealed)),
                    mac_of(keys.mac, digest),
                    number,
                )
        self._keys = keys

    def _fault(self, number: int, sealed: bytes, digest: bytes, mac: bytes, previous: bytes) -> str:
        """What is wrong with an entry, "" where nothing is."""
        try:
            told, log, behind, computed, does_hold = links_of(self._keys.open(number, sealed))
        except VaultError:
            return "The entry was altered or damaged."
        if (told, log, computed) != (number, self._keys.log, digest) or not does_hold:
            return "The entry was altered or comes from elsewhere."
        if behind != previous:
            return "The entry does not follow the one before it."
        if not hmac.compare_digest(mac, mac_of(self._keys.mac, digest)):
            return "The entry was not written with the key of this log."
        return ""


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"Entry {first} is missing."
    return f"Entries {first} to {last} are missing."
