"""Making a backup of a vault that is in use.

Each file is held still for itself (`still`). That they belong together is seen afterwards: key
slots and the rows of all matters (file, epoch, wrapped key) must be what they were. Where a matter
was made, disposed of or given a new key meanwhile, the files are gone through once more; what did
not change since is known then, so that the second time costs little more than reading.
"""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from desktop.domain.audit import Act
from desktop.domain.backup import BackupAct, BackupEntry, BackupPhase, BackupProgress
from desktop.domain.errors import (
    BackupOfOtherVaultError,
    BackupPlaceError,
    KeysChangedError,
    NoSuchMatterError,
    VaultBusyError,
    VaultError,
)
from desktop.vault.backup.catalogue import Catalogue
from desktop.vault.backup.closed import FoldedMeanwhileError, closed_still_of
from desktop.vault.backup.container import Addition, adding
from desktop.vault.backup.history import add_to_history
from desktop.vault.backup.key_record import KeyRecord, encoded_key_record, key_record_of
from desktop.vault.backup.keys import derive_for_backup
from desktop.vault.backup.layout import Contents
from desktop.vault.backup.segments import BackupKeys, FilesIn, FilesOut
from desktop.vault.backup.still import still_of
from desktop.vault.backup.times import microseconds_of
from desktop.vault.inside import MATTERS_FOLDER, MatterRow, VaultInside
from desktop.vault.labels import Label
from desktop.vault.rotation.marks import is_marked
from desktop.vault.slots.file import SLOTS_FILE
from desktop.vault.vault import Vault

ROUNDS = 5
"""Changes of matters or keys while a backup runs are rare; five in a row are not waited out."""


def make_backup(
    vault: Vault, target: Path, made_at: datetime, program: str
) -> Iterator[BackupProgress | BackupEntry]:
    """Add a backup of the vault to a file; what the file already holds is not written again.

    If the generator is closed early, or anything fails, the file is as before.

    Args:
        vault: Open, of the calling thread; others may read and write meanwhile.
        target: Made where it is not there.
        made_at: The time.
        program: Version of the program.

    Yields:
        Progress in bytes; at the end what was made.

    Raises:
        BackupError: The file cannot take it, for the reason named by the class.
        VaultError: The vault cannot be read, for the reason named by the class.
    """
    inside = vault.inside()
    target = target.absolute()
    if target.is_relative_to(inside.folder.absolute()) or target.is_dir():
        raise BackupPlaceError(
            "A backup is a file of its own, outside the folder of the vault.",
            remedy="Name a file on another disk, such as a stick or a drive of the firm.",
        )
    with adding(target, Contents.VAULT) as addition:
        keys, before = _keys_and_before(addition, inside)
        files = FilesIn(addition, keys, before)
        yield from _copied(inside, files)
        slots = slots_of(inside)
        record = KeyRecord(vault_id=inside.vault_id, key_id=keys.data.key_id.hex(), slots=slots)
        catalogue, finish = files.finish(
            encoded_key_record(record), inside.vault_id, program, microseconds_of(made_at)
        )
        added_bytes = addition.added_bytes
    entry = BackupEntry(
        act=BackupAct.MADE,
        at=made_at,
        place=str(target),
        container_id=addition.header.container_id.hex(),
        number=finish.number,
        size_bytes=catalogue.size_bytes,
        added_bytes=added_bytes,
    )
    with inside.registry.transaction():
        add_to_history(inside, entry)
        details = {"number": entry.number, "bytes": entry.size_bytes, "added": added_bytes}
        vault.audit.add(Act.BACKUP_MADE, subject=[entry.container_id], details=details)
    yield entry


def _keys_and_before(
    addition: Addition, inside: VaultInside
) -> tuple[BackupKeys, Catalogue | None]:
    """The keys of the file, and what its latest backup holds under the same ones."""
    container_id = addition.header.container_id
    root = derive_for_backup(inside.vault_key, Label.VAULT_BACKUP, container_id)
    keys = BackupKeys(root, container_id)
    if addition.last is None:
        return keys, None
    offset, finish = addition.last
    record = key_record_of(addition.key_record(finish))
    if record.vault_id != inside.vault_id:
        raise BackupOfOtherVaultError
    if record.key_id != keys.data.key_id.hex():
        return keys, None  # The vault has a new key since: nothing under the old one is used.
    return keys, FilesOut(addition, offset, finish, keys).catalogue


def _copied(inside: VaultInside, files: FilesIn) -> Iterator[BackupProgress]:
    """Add every file of the vault, until they belong together."""
    for _ in range(ROUNDS):
        files.forget()
        before = _state(inside)
        total, done = _size_bytes(inside), 0
        try:
            for count in _one_round(inside, before[1], files):
                done += count
                yield BackupProgress(BackupPhase.COPYING, done, max(total, done))
        except FoldedMeanwhileError:
            continue
        except (NoSuchMatterError, VaultError):
            if _state(inside) == before:
                raise
            continue
        if _state(inside) == before:
            return
    raise VaultBusyError(
        "Matters or keys of the vault changed again and again while the backup was made."
    )


def _one_round(inside: VaultInside, rows: tuple[MatterRow, ...], files: FilesIn) -> Iterator[int]:
    with inside.registry.reopened() as registry, still_of(registry) as still:
        yield from files.add(inside.registry.path.name, still)
    for row in rows:
        name = f"{MATTERS_FOLDER}/{row.file_name}"
        if row.is_walled and not inside.is_open(row):
            with closed_still_of(inside.folder / MATTERS_FOLDER / row.file_name) as still:
                yield from files.add(name, still)
            continue
        with inside.matter_database(row) as database, still_of(database) as still:
            yield from files.add(name, still)


def _state(inside: VaultInside) -> tuple[bytes, tuple[MatterRow, ...]]:
    """What must be the same before and after, so that the files belong together.

    Raises:
        KeysChangedError: The vault has a new key, and a registry that is not open here.
    """
    if is_marked(inside.registry):
        raise KeysChangedError
    return slots_of(inside), inside.matter_rows()


def slots_of(inside: VaultInside) -> bytes:
    """The slot file, byte for byte."""
    return (inside.folder / SLOTS_FILE).read_bytes()


def _size_bytes(inside: VaultInside) -> int:
    files = [inside.registry.path, *(inside.folder / MATTERS_FOLDER).glob("*.db")]
    return sum(file.stat().st_size for file in files if file.is_file())
