"""Finding the vault of this account, or making it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from desktop.vault.keyring_store import open_keyring
from desktop.vault.vault import Vault


def vault_exists(folder: Path) -> bool:
    """Whether there is a vault in the folder."""
    return Vault.exists(folder)


def open_vault(folder: Path, clock: Callable[[], datetime]) -> Vault:
    """Open the vault in `folder` with the key in this computer's keyring.

    Raises:
        VaultError: There is none, or it cannot be opened.
        KeyStoreError: The keyring does not give the key.
    """
    return Vault.open(folder, open_keyring(), clock=clock)


def create_vault(folder: Path, clock: Callable[[], datetime]) -> Vault:
    """Make a vault in `folder`, its key in this computer's keyring.

    Raises:
        VaultExistsError: There is one already.
        KeyStoreError: No keyring that can be trusted.
    """
    return Vault.create(folder, open_keyring(), clock=clock)
