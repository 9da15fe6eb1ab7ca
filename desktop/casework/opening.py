"""Finding the vault of this account, opening it, or making it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from desktop.casework.disposing.dispose import finish_begun
from desktop.domain.ways_in import WayKind
from desktop.vault.keyring_store import open_keyring
from desktop.vault.slots.ways import KeyringWay, PassphraseWay, SheetWay, Way
from desktop.vault.vault import Vault


def vault_exists(folder: Path) -> bool:
    """Whether there is a vault in the folder."""
    return Vault.exists(folder)


def ways_into(folder: Path) -> tuple[WayKind, ...]:
    """What the ways into the vault ask for, each kind once; nothing is opened.

    Raises:
        VaultError: There is none, or its key slots cannot be read.
    """
    return Vault.ways(folder)


def open_vault(folder: Path, clock: Callable[[], datetime], way: Way | None = None) -> Vault:
    """Open the vault in `folder`, and finish the disposals that were begun there.

    Args:
        folder: Where it lies.
        clock: Tells the time, in UTC.
        way: What opens it; where None, the key in this computer's keyring.

    Raises:
        VaultError: There is none, or it cannot be opened.
        KeyStoreError: The keyring does not give the key.
        WayInError: The passphrase or the sheet does not open it.
    """
    vault = Vault.open(folder, way or KeyringWay(open_keyring()), clock=clock)
    finish_begun(vault)
    return vault


def way_by_keyring() -> Way:
    """The keyring of this computer."""
    return KeyringWay(open_keyring())


def way_by_passphrase(passphrase: str) -> Way:
    """A passphrase, with this computer's keyring where a slot asks for both."""
    return PassphraseWay(passphrase, open_keyring())


def way_by_sheet(text: str) -> Way:
    """What was typed from a recovery sheet."""
    return SheetWay(text)


def create_vault(
    folder: Path, clock: Callable[[], datetime], passphrase: str | None = None
) -> Vault:
    """Make a vault in `folder`.

    Args:
        folder: Made where it is not there.
        clock: Tells the time, in UTC.
        passphrase: Opens it on a computer without a keyring; where None, a key in the keyring does.

    Raises:
        VaultExistsError: There is one already.
        KeyStoreError: No keyring that can be trusted.
        WeakPassphraseError: The passphrase could be guessed.
    """
    first = open_keyring() if passphrase is None else PassphraseWay(passphrase)
    return Vault.create(folder, first, clock=clock)
