"""The vault key in use and what is derived from it, shared by all who have the vault open.

A rotation of the vault key puts new keys here; each sibling opens the registry anew under them the
next time it asks for it. Another process is told (WAYS-08) when it writes.
"""

import threading
from dataclasses import dataclass

from desktop.vault.audit.log import AuditKeys
from desktop.vault.keys import (
    DatabaseKey,
    DataKey,
    StateKey,
    VaultKey,
    WrappingKey,
    derive,
)
from desktop.vault.labels import Label

FIRST_EPOCH = 1


@dataclass(frozen=True, slots=True)
class RootKeys:
    """The vault key of one epoch, and its keys.

    Attributes:
        epoch: 1, and one more at each rotation.
        key: The root itself.
        database: Opens the registry.
        data: Seals what the registry keeps.
        wrapping: Wraps the keys of matters.
        audit: Write the vault's log.
        state: Authenticates the state of the registry.
    """

    epoch: int
    key: VaultKey
    database: DatabaseKey
    data: DataKey
    wrapping: WrappingKey
    audit: AuditKeys
    state: StateKey


def root_keys(vault_id: str, key: VaultKey, epoch: int = FIRST_EPOCH) -> RootKeys:
    """Derive the keys of a vault key."""
    context = vault_id.encode("ascii")
    data = derive(key, Label.REGISTRY_DATA, context)
    return RootKeys(
        epoch=epoch,
        key=key,
        database=derive(key, Label.REGISTRY_DATABASE, context),
        data=data,
        wrapping=derive(key, Label.VAULT_WRAPPING, context),
        audit=AuditKeys(vault_id, "", data, derive(key, Label.VAULT_AUDIT, context)),
        state=derive(key, Label.VAULT_STATE, context),
    )


class Root:
    """The keys in use; may be asked by several threads."""

    def __init__(self, keys: RootKeys) -> None:
        """Take the keys with which the vault was opened."""
        self._keys = keys
        self._lock = threading.Lock()

    @property
    def keys(self) -> RootKeys:
        """The present ones."""
        with self._lock:
            return self._keys

    def replace(self, keys: RootKeys) -> None:
        """Use others from now on."""
        with self._lock:
            self._keys = keys
