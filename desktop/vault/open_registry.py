"""The registry of an open vault: opened when it is first needed, anew when its key has changed.

The file is `registry.db` under the first vault key, and has the epoch in its name under each later
one, so that the slot file alone, which is replaced in one step, says which is the present one.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from desktop.domain.errors import (
    KeysChangedError,
    VaultAbsentError,
    VaultBusyError,
    VaultDamagedError,
)
from desktop.vault.audit.anchor import KeyringAnchor
from desktop.vault.audit.guard import StateGuard
from desktop.vault.audit.log import AuditLog
from desktop.vault.audit.state import StateKeeper
from desktop.vault.changes_of_registry import REGISTRY_CHANGES
from desktop.vault.database import Database
from desktop.vault.files import delete_database
from desktop.vault.migrations import migrate
from desktop.vault.root import FIRST_EPOCH, Root, RootKeys
from desktop.vault.rotation.marks import clear_marks, is_marked
from desktop.vault.slots.file import read_slots
from desktop.vault.vault_folder import REGISTRY_FILE

Clock = Callable[[], datetime]


def registry_path(folder: Path, epoch: int) -> Path:
    """Where the registry lies under the vault key of an epoch."""
    path = folder / REGISTRY_FILE
    return path if epoch == FIRST_EPOCH else path.with_stem(f"{path.stem}-{epoch}")


class OpenRegistry:
    """The registry of one open vault; belongs to its thread.

    Attributes:
        anchor: Outside of the vault; None where this computer has none.
        is_older_accepted: Whether a person said that older files are to be taken as they are.
    """

    def __init__(self, folder: Path, root: Root, clock: Clock) -> None:
        """Open nothing yet."""
        self._folder = folder
        self._root = root
        self._clock = clock
        self._database: Database | None = None
        self._guard: StateGuard | None = None
        self._opened_with: RootKeys | None = None
        self.anchor: KeyringAnchor | None = None
        self.is_older_accepted = False

    @property
    def keys(self) -> RootKeys:
        """Those under which it is opened next."""
        return self._root.keys

    @property
    def guard(self) -> StateGuard | None:
        """What watches over the files of the vault; None while the registry is shut."""
        return self._guard

    @property
    def database(self) -> Database:
        """The open registry.

        Raises:
            VaultError: It cannot be used, for the reason named by the class.
        """
        keys = self._root.keys
        if self._database is not None and self._opened_with is not keys:
            self.close()
        if self._database is None:
            self._open(keys, is_new=False)
        if self._database is None:
            raise VaultDamagedError
        return self._database

    @property
    def audit(self) -> AuditLog:
        """The log of the vault."""
        database = self.database
        return AuditLog(database, self._root.keys.audit, self._clock)

    def create(self) -> None:
        """Make the registry of a new vault."""
        self._open(self._root.keys, is_new=True)

    def close(self) -> None:
        """Close the file; the keyring is told where it is left, if it is the present one."""
        if self._guard is not None:
            if self._opened_with is self._root.keys:
                self._guard.leave_registry()
            self._guard = None
        if self._database is not None:
            self._database.close()
            self._database = None

    def _open(self, keys: RootKeys, *, is_new: bool) -> None:
        try:
            path = registry_path(self._folder, keys.epoch)
            database = Database(path, keys.database, is_new=is_new)
        except VaultAbsentError:
            raise VaultDamagedError("The registry of the vault is missing.") from None
        try:
            _clear_away(self._folder, database, keys)
            migrate(database, REGISTRY_CHANGES, before_first=database.keep_copy)
            self._guard = StateGuard(
                database,
                StateKeeper(database, keys.state),
                AuditLog(database, keys.audit, self._clock),
                self.anchor,
                is_older_accepted=self.is_older_accepted,
            )
        except BaseException:
            database.close()
            raise
        self._database, self._opened_with = database, keys


def _clear_away(folder: Path, database: Database, keys: RootKeys) -> None:
    """Take away what a rotation of the vault key has left that was cut short.

    Raises:
        KeysChangedError: It was not cut short: there are other keys now.
        VaultBusyError: It is at work.
    """
    newer = registry_path(folder, keys.epoch + 1)
    if is_marked(database) or newer.exists():
        try:
            with database.transaction():
                if read_slots(folder).key_epoch != keys.epoch:
                    raise KeysChangedError
                clear_marks(database)
                delete_database(newer)
        except VaultBusyError:
            if is_marked(database):
                raise
    for epoch in range(FIRST_EPOCH, keys.epoch):
        older = registry_path(folder, epoch)
        with suppress(OSError):  # Somebody has it open, on a system where that keeps it.
            for copy in folder.glob(f"{older.name}.before-*"):
                delete_database(copy)
            delete_database(older)
