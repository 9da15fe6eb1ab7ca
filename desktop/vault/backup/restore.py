"""Restoring a backup: beside the vault, verified, and only then in its place (`swapping`)."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from desktop.domain.backup import BackupPhase, BackupProgress, Rehearsed
from desktop.domain.errors import (
    BackupFullError,
    RestoreUnsoundError,
    VaultBusyError,
    VaultError,
)
from desktop.domain.identity import short_identity
from desktop.domain.matter import Matter
from desktop.vault.backup.container import named_place_errors, sync_folder
from desktop.vault.backup.opening import OpenBackup
from desktop.vault.backup.swapping import beside, swap_in
from desktop.vault.damaged_rows import damaged_rows
from desktop.vault.inside import MATTERS_FOLDER
from desktop.vault.integrity import Checked, IntegrityProblem
from desktop.vault.members.own import OwnMember
from desktop.vault.slots.file import SLOTS_FILE
from desktop.vault.vault import Vault

Clock = Callable[[], datetime]

SPARE_BYTES = 64 << 20
"""Left free beside what is restored: the files grow a little when they are opened."""

MAX_PROBLEMS = 100
_WRITE_BUFFER_BYTES = 1 << 20
_SHARED_LOCK_BYTES = (0x4000_0002, 510)
"""Where SQLite locks a database file that is open."""


def rehearse(
    backup: OpenBackup, folder: Path, clock: Clock, own: OwnMember | None = None
) -> Iterator[BackupProgress | Rehearsed]:
    """Restore a backup into a folder beside the vault, verify it, and take it away again.

    Args:
        backup: Open.
        folder: Of the vault, which need not be there.
        clock: Tells the time, in UTC.
        own: The member that this account is, to look behind walls as well.

    Yields:
        Progress; at the end what was found.

    Raises:
        BackupDamagedError: A part of the backup was altered or is missing.
        BackupFullError: There is no room.
        VaultTooNewError: A newer version has written it.
        VaultError: What was restored does not open, for the reason named by the class.
    """
    scratch = beside(folder, "restoring")
    try:
        yield from write_files(backup, scratch)
        yield from _verified(backup, scratch, clock, own)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def restore(backup: OpenBackup, folder: Path, clock: Clock) -> Iterator[BackupProgress | Rehearsed]:
    """Put a backup in the place of the vault, once it is proven whole.

    The vault that was there is kept beside it. If the generator is closed early, or anything fails,
    the vault is as it was.

    Args:
        backup: Open.
        folder: Of the vault; closed, or not there at all.
        clock: Tells the time, in UTC.

    Yields:
        Progress; at the end what was restored.

    Raises:
        RestoreUnsoundError: What was restored is not whole.
        VaultBusyError: The vault is in use.
        BackupDamagedError: A part of the backup was altered or is missing.
        BackupFullError: There is no room.
        VaultTooNewError: A newer version has written it.
        VaultError: What was restored does not open, for the reason named by the class.
    """
    demand_not_in_use(folder)
    scratch, ready = beside(folder, "restoring"), beside(folder, "restored")
    shutil.rmtree(ready, ignore_errors=True)
    try:
        yield from write_files(backup, scratch)
        found: Rehearsed | None = None
        for step in _verified(backup, scratch, clock):
            if isinstance(step, Rehearsed):
                found = step
            else:
                yield step
        if found is None or found.problems:
            raise RestoreUnsoundError
        demand_not_in_use(folder)
        swap_in(scratch, folder, clock())
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    yield found


def demand_not_in_use(folder: Path) -> None:
    """Refuse to replace a vault that a window or a command has open.

    SQLite holds a lock on each database that is open. This process must have none open itself.

    Raises:
        VaultBusyError: It is in use.
    """
    if sys.platform == "win32":
        return  # A folder with open files cannot be renamed there.
    import fcntl  # noqa: PLC0415 - not there on Windows

    start, count = _SHARED_LOCK_BYTES
    for database in sorted(folder.glob("*.db")):
        with database.open("r+b") as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, count, start)
            except OSError:
                raise VaultBusyError(
                    "The vault is open in another window or command.",
                    remedy="Close it, then restore again.",
                ) from None


def write_files(backup: OpenBackup, scratch: Path) -> Iterator[BackupProgress]:
    """Write every file of a backup into a new folder; the slot file last.

    Raises:
        BackupDamagedError: A part of the backup was altered or is missing.
        BackupFullError: There is no room.
    """
    catalogue = backup.files.catalogue
    with named_place_errors():
        shutil.rmtree(scratch, ignore_errors=True)
        (scratch / MATTERS_FOLDER).mkdir(mode=0o700, parents=True)
        if os.name == "posix":
            scratch.chmod(0o700)
        if shutil.disk_usage(scratch).free < catalogue.size_bytes + SPARE_BYTES:
            raise BackupFullError
    done = 0
    for entry in catalogue.files:
        for count in write_file(backup.files.content(entry), scratch / entry.name):
            done += count
            yield BackupProgress(BackupPhase.RESTORING, done, catalogue.size_bytes)
    for _ in write_file(iter([backup.record.slots]), scratch / SLOTS_FILE):
        pass
    with named_place_errors():
        sync_folder(scratch / MATTERS_FOLDER)
        sync_folder(scratch)


def write_file(pieces: Iterator[bytes], path: Path) -> Iterator[int]:
    """Write a file that only its owner may read; yields the length of each piece."""
    with named_place_errors():
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        file = os.fdopen(os.open(path, flags, 0o600), "wb", buffering=_WRITE_BUFFER_BYTES)
    with file:
        for piece in pieces:
            with named_place_errors():
                file.write(piece)
            yield len(piece)
        with named_place_errors():
            file.flush()
            os.fsync(file.fileno())


def _verified(
    backup: OpenBackup, scratch: Path, clock: Clock, own: OwnMember | None = None
) -> Iterator[BackupProgress | Rehearsed]:
    """Open what was restored and check all of it."""
    problems: list[str] = []
    documents = 0
    slots = backup.record.slot_file()
    with Vault(
        scratch, slots.vault_id, backup.vault_key, clock, key_epoch=slots.key_epoch
    ) as vault:
        vault.inside().insider.own = own
        matters = vault.matters()
        damaged = vault.damaged_matters()
        closed = len(vault.inside().matter_rows()) - len(matters) - len(damaged)
        problems += damaged_rows(vault.inside(), vault.disposals, vault.audit)
        for matter in matters:
            try:
                store = vault.store_of(matter.matter_id)
            except VaultError as error:
                problems.append(f"{matter.reference}: {error.reason}")
                continue
            for step in store.verify():
                if isinstance(step, Checked):
                    done, total = documents + step.done, documents + step.total
                    yield BackupProgress(BackupPhase.VERIFYING, done, total)
                else:
                    problems.append(_sentence(matter, step))
            documents += len(store.documents())
    inside = backup.inside
    yield Rehearsed(
        number=inside.number,
        made_at=inside.made_at,
        matters=len(matters),
        documents=documents,
        size_bytes=backup.files.catalogue.size_bytes,
        problems=tuple(problems[:MAX_PROBLEMS]),
        closed=closed,
    )


def _sentence(matter: Matter, problem: IntegrityProblem) -> str:
    parts = [matter.reference]
    if problem.document_id is not None:
        parts.append(f"document {short_identity(problem.document_id)}")
    if problem.page is not None:
        parts.append(f"page {problem.page}")
    return f"{', '.join(parts)}: {problem.what}"
