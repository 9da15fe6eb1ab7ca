"""Opening the backups in a file: with an open vault, or on a new computer with a way in alone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from desktop.domain.backup import BackupInside
from desktop.domain.errors import NoBackupError, WrongKeyError
from desktop.vault.backup.container import Container, reading
from desktop.vault.backup.key_record import KeyRecord, key_record_of
from desktop.vault.backup.keys import derive_for_backup
from desktop.vault.backup.layout import Contents, Finish
from desktop.vault.backup.segments import BackupKeys, FilesOut
from desktop.vault.backup.times import moment_of
from desktop.vault.keys import VaultKey
from desktop.vault.labels import Label
from desktop.vault.slots.ways import Way, vault_key_of

KeyFinder = Callable[[KeyRecord], VaultKey]
"""Gives the vault key of a backup, from what the backup says about it."""


class OpenBackup(NamedTuple):
    """One backup of a file, open.

    Attributes:
        container_id: Of the file, 32 hexadecimal digits.
        vault_key: The key of the vault at that time.
        record: What opens it.
        files: What it holds.
    """

    container_id: str
    vault_key: VaultKey
    record: KeyRecord
    files: FilesOut

    @property
    def inside(self) -> BackupInside:
        """Its number and time."""
        finish = self.files.finish
        return BackupInside(finish.number, moment_of(finish.made_at_us))


@contextmanager
def opened_file(path: Path) -> Iterator[Container]:
    """Open a file of backups of a vault.

    Raises:
        NoBackupError: It holds none.
        BackupError: It cannot be used, for the reason named by the class.
    """
    with reading(path) as container:
        if container.header.contents is not Contents.VAULT:
            raise NoBackupError("This file holds a packed matter, no backup of a vault.")
        yield container


def backups_in(container: Container) -> tuple[BackupInside, ...]:
    """Every finished backup of a file, the latest first; needs no key.

    Raises:
        NoBackupError: There is none.
    """
    return tuple(
        BackupInside(finish.number, moment_of(finish.made_at_us))
        for _, finish in container.finishes()
    )


def open_backup(container: Container, key_of: KeyFinder, number: int | None = None) -> OpenBackup:
    """Open one backup, the latest where no number is given.

    Raises:
        NoBackupError: There is none, or none of this number.
        WrongKeyError: The vault had another key then.
        InCameraError: The way in does not open it.
    """
    for offset, finish in container.finishes():
        if number is None or finish.number == number:
            return open_finished(container, key_of, offset, finish)
    raise NoBackupError("There is no backup of this number in the file.")


def open_finished(
    container: Container, key_of: KeyFinder, offset: int, finish: Finish
) -> OpenBackup:
    """Open the backup with this finish."""
    container_id = container.header.container_id
    record = key_record_of(container.key_record(finish))
    vault_key = key_of(record)
    keys = BackupKeys(derive_for_backup(vault_key, Label.VAULT_BACKUP, container_id), container_id)
    if keys.data.key_id.hex() != record.key_id:
        raise WrongKeyError(
            "The backup was made before the vault got its present key.",
            remedy="Restore it with the recovery sheet or passphrase of that time.",
        )
    files = FilesOut(container, offset, finish, keys)
    return OpenBackup(container_id.hex(), vault_key, record, files)


def by_way(way: Way) -> KeyFinder:
    """Open with a keyring, a passphrase or a recovery sheet."""
    return lambda record: vault_key_of(record.slot_file(), way)


def by_key(vault_key: VaultKey) -> KeyFinder:
    """Open with the key of a vault that is open."""
    return lambda _record: vault_key
