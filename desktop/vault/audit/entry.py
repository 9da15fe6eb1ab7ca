"""An entry of a log as bytes: what is hashed, what is kept back, and what is authenticated.

An entry is two JSON objects in canonical form: ASCII, members sorted by name, no space, so that one
meaning has one spelling.

    entry      {"act", "at", "clock_back", "commitment", "format", "log", "number", "previous",
               "subject"}
    private    {"details", "salt", "who"}

`format` is "in-camera-audit-1"; `at` is UTC with microseconds, "2026-03-02T12:00:00.000000Z";
`commitment` is SHA-256 of the private object, whose salt (16 random bytes) keeps it from being
guessed; `previous` is the hash of the entry before, zeros in the first. All hashes and the salt are
lower-case hexadecimal digits.

    hash = SHA-256(entry)
    mac  = HMAC-SHA256(audit key, hash)

So the chain can be checked by anybody, without a key and without the private objects; who wrote it
by whoever has the audit key.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from desktop.domain.audit import Act, AuditEntry, Detail
from desktop.domain.errors import VaultDamagedError
from desktop.vault.keys import AuditKey

FORMAT = "in-camera-audit-1"
SALT_BYTES = 16
MAX_DETAILS = 24
MAX_DETAIL_CHARACTERS = 200
MAX_SUBJECTS = 256
"""Of one entry; an act that concerns more says how many."""

_IDENTITY = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TIME = "%Y-%m-%dT%H:%M:%S.%fZ"


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    act: str
    at: str
    clock_back: bool
    commitment: str
    format: str
    log: str
    number: int
    previous: str
    subject: list[str]


class _Private(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    details: dict[str, str | int | bool]
    salt: str
    who: str


@dataclass(frozen=True, slots=True)
class WrittenEntry:
    """An entry and the bytes that it was written as.

    Attributes:
        entry: The public object, canonical.
        private: The private object, canonical.
        hash: SHA-256 of the public object.
        mac: Of the hash.
    """

    entry: bytes
    private: bytes
    hash: bytes
    mac: bytes

    @property
    def record(self) -> bytes:
        """Both objects as one JSON object: what is sealed into the row."""
        return b'{"entry":%b,"private":%b}' % (self.entry, self.private)

    def line(self, *, is_whole: bool) -> bytes:
        """The entry as a line of an export; the private object is null where it is left out."""
        private = self.private if is_whole else b"null"
        mac, digest = self.mac.hex().encode(), self.hash.hex().encode()
        return b'{"entry":%b,"hash":"%b","mac":"%b","private":%b}' % (
            self.entry,
            digest,
            mac,
            private,
        )


def canonical(value: object) -> bytes:
    """The one spelling of a JSON value, layout above."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def demand_sound(subject: Sequence[str], details: Mapping[str, Detail]) -> None:
    """Refuse what must not stand in a log: long texts, names in the place of identities.

    Raises:
        ValueError: A subject is no identity, a detail is too long, or there are too many.
    """
    if len(subject) > MAX_SUBJECTS or len(details) > MAX_DETAILS:
        raise ValueError("an entry of a log has too many subjects or details")
    if not all(_IDENTITY.fullmatch(identity) for identity in subject):
        raise ValueError("the subject of an entry is an identity")
    for name, detail in details.items():
        if not _NAME.fullmatch(name) or len(str(detail)) > MAX_DETAIL_CHARACTERS:
            raise ValueError(f"the detail {name[:40]!r} of an entry has no short name or value")


def written(
    entry: AuditEntry, previous: bytes, key: AuditKey, *, salt: bytes | None = None
) -> WrittenEntry:
    """Write an entry behind the one before.

    Args:
        entry: The entry.
        previous: Hash of the entry before, zeros for the first.
        key: Of the log.
        salt: 16 bytes, random where not given.
    """
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    private = canonical({"details": dict(entry.details), "salt": salt.hex(), "who": entry.who})
    public = canonical(
        {
            "act": entry.act.value,
            "at": entry.at.astimezone(UTC).strftime(_TIME),
            "clock_back": entry.is_clock_back,
            "commitment": hashlib.sha256(private).hexdigest(),
            "format": FORMAT,
            "log": entry.log,
            "number": entry.number,
            "previous": previous.hex(),
            "subject": list(entry.subject),
        }
    )
    digest = hashlib.sha256(public).digest()
    return WrittenEntry(public, private, digest, mac_of(key, digest))


def mac_of(key: AuditKey, digest: bytes) -> bytes:
    """HMAC-SHA256 of a hash."""
    return hmac.digest(key.reveal(), digest, "sha256")


def split(record: bytes) -> tuple[bytes, bytes]:
    """The public and the private object of a record, canonical.

    Raises:
        VaultDamagedError: This program did not write it.
    """
    try:
        both = msgspec.json.decode(record, type=dict[str, Any])
        return canonical(both["entry"]), canonical(both["private"])
    except (msgspec.DecodeError, UnicodeDecodeError, KeyError):
        raise VaultDamagedError from None


def entry_of(record: bytes) -> AuditEntry:
    """Decode a record.

    Raises:
        VaultDamagedError: This program did not write it.
    """
    public, private = split(record)
    try:
        entry = msgspec.json.decode(public, type=_Entry)
        kept = msgspec.json.decode(private, type=_Private)
        return AuditEntry(
            log=entry.log,
            number=entry.number,
            at=datetime.strptime(entry.at, _TIME).replace(tzinfo=UTC),
            is_clock_back=entry.clock_back,
            act=Act(entry.act),
            subject=tuple(entry.subject),
            who=kept.who,
            details=kept.details,
        )
    except (msgspec.DecodeError, ValueError):
        raise VaultDamagedError from None


def links_of(record: bytes) -> tuple[int, str, bytes, bytes, bool]:
    """What the check compares: number, log, previous hash, hash, and whether the commitment holds.

    Raises:
        VaultDamagedError: This program did not write it.
    """
    public, private = split(record)
    try:
        entry = msgspec.json.decode(public, type=_Entry)
        previous = bytes.fromhex(entry.previous)
    except (msgspec.DecodeError, ValueError):
        raise VaultDamagedError from None
    does_hold = hashlib.sha256(private).hexdigest() == entry.commitment
    digest = hashlib.sha256(public).digest()
    return entry.number, entry.log, previous, digest, does_hold
