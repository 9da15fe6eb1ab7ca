"""The logs of a vault: read, checked, and handed out for somebody else to check."""

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop.domain.audit import Act, AuditEntry, AuditHead, AuditProblem, CheckedLog
from desktop.domain.errors import AuditTargetError, VaultDamagedError, VaultError
from desktop.domain.identity import short_identity
from desktop.domain.matter import Matter
from desktop.vault.audit.entry import FORMAT, canonical
from desktop.vault.audit.log import AuditLog
from desktop.vault.vault import Vault

VAULT_LOG = "the vault"
"""How the vault's own log is named beside those of matters."""


@dataclass(frozen=True, slots=True)
class NamedLog:
    """A log and what it is the log of.

    Attributes:
        name: Client and matter number, or `VAULT_LOG`.
        log: The log.
    """

    name: str
    log: AuditLog


def log_of(vault: Vault, matter: Matter | None) -> NamedLog:
    """The log of a matter, or of the vault where none is given.

    Raises:
        VaultError: The file of the matter cannot be used.
    """
    if matter is None:
        return NamedLog(VAULT_LOG, vault.audit)
    return NamedLog(matter.reference, vault.store_of(matter.matter_id).audit)


def entries_of(named: NamedLog, latest: int | None) -> tuple[AuditEntry, ...]:
    """Entries of a log in their order.

    Raises:
        VaultDamagedError: An entry was altered.
    """
    return named.log.entries(latest=latest)


def check_logs(vault: Vault, *, kept: AuditHead | None = None) -> Iterator[CheckedLog]:
    """Check the vault's log and that of every matter.

    Args:
        vault: Open.
        kept: An end of the vault's log that was kept elsewhere.
    """
    yield checked(log_of(vault, None), kept=kept)
    for matter in vault.matters():
        try:
            yield checked(log_of(vault, matter))
        except VaultError as error:
            problem = AuditProblem(0, error.reason)
            yield CheckedLog(matter.reference, AuditHead(0, ""), (problem,))
    for matter_id in vault.damaged_matters():
        problem = AuditProblem(0, VaultDamagedError.reason)
        yield CheckedLog(short_identity(matter_id), AuditHead(0, ""), (problem,))


def checked(named: NamedLog, *, kept: AuditHead | None = None) -> CheckedLog:
    """Check one log."""
    return CheckedLog(named.name, named.log.head(), tuple(named.log.problems(kept=kept)))


def export_log(named: NamedLog, target: Path, *, is_whole: bool) -> AuditHead:
    """Write a log to a file, a line for each entry, for the stand-alone checker.

    The export itself is the last entry in it.

    Args:
        named: The log.
        target: The file; one that exists is replaced once the new one is complete.
        is_whole: Whether accounts and details are in it; without them the chain is checked as well.

    Returns:
        The end of the log, to be kept.

    Raises:
        AuditTargetError: The file cannot be written.
        VaultDamagedError: An entry was altered.
    """
    log = named.log
    log.add(Act.LOG_EXPORTED, details={"is_whole": is_whole})
    unfinished = target.with_name(f".{target.name}.unfinished")
    try:
        with _private_file(unfinished) as file:
            digest = hashlib.sha256()
            head = AuditHead(0, "0" * 64)

            def write(line: bytes) -> None:
                digest.update(line + b"\n")
                file.write(line + b"\n")

            write(canonical({"format": FORMAT, "log": log.log, "of": named.name}))
            for number, entry in enumerate(log.written(), start=1):
                write(entry.line(is_whole=is_whole))
                head = AuditHead(number, entry.hash.hex())
            mac = hmac.digest(log.key.reveal(), head.text.encode("ascii"), "sha256")
            end = {"entries": head.number, "head": head.hash, "mac": mac.hex()}
            write(canonical(end | {"sha256": digest.hexdigest()}))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(target)
    except OSError as error:
        raise AuditTargetError from error
    finally:
        unfinished.unlink(missing_ok=True)
    return head


def write_key(named: NamedLog, target: Path) -> None:
    """Write the audit key of a log to a new file, 64 hexadecimal digits, for the checker.

    Whoever has it can check who wrote the entries, and could write such entries.

    Raises:
        AuditTargetError: The file cannot be written.
    """
    try:
        with _private_file(target) as file:
            file.write(named.log.key.reveal().hex().encode("ascii") + b"\n")
    except OSError as error:
        raise AuditTargetError from error


def plain_details(entry: AuditEntry) -> str:
    """The details of an entry on one line."""
    return ", ".join(f"{name} {_word(value)}" for name, value in sorted(entry.details.items()))


def _private_file(path: Path) -> BinaryIO:
    """A new file that this account alone may read; one that is there is replaced.

    Raises:
        OSError: It cannot be made.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
    return os.fdopen(os.open(path, flags, 0o600), "wb")


def _word(value: object) -> str:
    return str(value) if isinstance(value, str) else json.dumps(value)
