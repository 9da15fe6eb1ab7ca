"""Putting a backup in the place of the vault, on this computer or a new one."""

import logging
from collections.abc import Callable, Generator, Iterator
from datetime import datetime
from pathlib import Path

from desktop.casework.backing_up.backups import entry_of
from desktop.casework.control import Control
from desktop.domain.audit import Act
from desktop.domain.backup import BackupAct, BackupProgress, Rehearsed
from desktop.domain.errors import KeyStoreError, VaultOnNetworkError
from desktop.vault.backup.history import add_to_history
from desktop.vault.backup.opening import OpenBackup, by_way, open_backup, opened_file
from desktop.vault.backup.restore import restore
from desktop.vault.drive import is_on_network
from desktop.vault.keyring_store import open_keyring
from desktop.vault.slots.ways import Way
from desktop.vault.vault import Vault

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def restore_file(
    folder: Path,
    target: Path,
    way: Way,
    control: Control,
    clock: Clock,
    number: int | None = None,
) -> Iterator[BackupProgress | Rehearsed]:
    """Restore a backup, the latest of its file where no number is given.

    It is written beside the vault, opened and verified; only then it takes the vault's place, and
    the vault that was there is kept beside it.

    Args:
        folder: Of the vault, which is closed or not there.
        target: The file of backups.
        way: What opens the backup: as the vault was opened when it was made.
        control: A stop leaves the vault as it was.
        clock: Tells the time, in UTC.
        number: Of the backup.

    Yields:
        Progress; at the end what was restored.

    Raises:
        BackupError: It cannot be used, for the reason named by the class.
        InCameraError: The way in does not open it.
        VaultError: What it holds does not open, for the reason named by the class.
    """
    if is_on_network(folder):
        raise VaultOnNetworkError
    with opened_file(target) as container:
        backup = open_backup(container, by_way(way), number)
        steps = restore(backup, folder, clock)
        try:
            for step in steps:
                if isinstance(step, Rehearsed):
                    _note(backup, folder, target, clock)
                yield step
                if not control.may_go_on():
                    return
        finally:
            if isinstance(steps, Generator):
                steps.close()


def _note(backup: OpenBackup, folder: Path, target: Path, clock: Clock) -> None:
    """Tell the restored vault that it was restored, and from what."""
    slots = backup.record.slot_file()
    with Vault(folder, slots.vault_id, backup.vault_key, clock, key_epoch=slots.key_epoch) as vault:
        _accept(vault)
        inside = vault.inside()
        entry = entry_of(backup, target, BackupAct.RESTORED, clock())
        with inside.registry.transaction():
            add_to_history(inside, entry)
            details = {"number": entry.number}
            vault.audit.add(Act.BACKUP_RESTORED, subject=[entry.container_id], details=details)


def _accept(vault: Vault) -> None:
    """Let the keyring take the restored state: whoever restores wants an older one."""
    try:
        vault.guard(open_keyring(), is_older_accepted=True)
    except KeyStoreError as error:
        log.warning("The restored vault is not told to the keyring: %s", error.code)
