"""Making slots: each wraps the vault key by something new."""

from datetime import date

from desktop.domain.identity import new_identity
from desktop.vault.keyring_store import KeyStore
from desktop.vault.keys import (
    KeyringSecret,
    SheetSecret,
    VaultKey,
    derive,
    new_keyring_secret,
    new_sheet_secret,
)
from desktop.vault.labels import Label
from desktop.vault.slots.file import (
    KEY_NAME_PREFIX,
    KeyringAndPassphraseSlot,
    KeyringSlot,
    PassphraseSlot,
    SheetSlot,
)
from desktop.vault.slots.receiving import filled
from desktop.vault.slots.stretching import calibrated, demand_strength
from desktop.vault.slots.ways import (
    PassphraseWay,
    keyring_and_passphrase_key,
    keyring_key,
    passphrase_key,
)


def first_slot(
    vault_id: str, vault_key: VaultKey, first: KeyStore | PassphraseWay, day: date
) -> KeyringSlot | PassphraseSlot:
    """The slot with which a vault is made.

    Args:
        vault_id: The vault.
        vault_key: To be wrapped.
        first: The keyring; or a passphrase, where there is none.
        day: Today, in UTC.

    Raises:
        WeakPassphraseError: The passphrase could be guessed.
        KeyStoreError: The keyring cannot be used, or would not keep the secret safe.
    """
    if isinstance(first, PassphraseWay):
        demand_strength(first.passphrase)
        return new_passphrase_slot(vault_id, vault_key, first.passphrase, day=day.isoformat())
    return new_keyring_slot(vault_id, vault_key, first, day=day.isoformat())


def new_keyring_slot(
    vault_id: str, vault_key: VaultKey, key_store: KeyStore, *, key_epoch: int = 1, day: str = ""
) -> KeyringSlot:
    """Put a fresh secret under a fresh name into the keyring and wrap the vault key by it.

    Args:
        vault_id: The vault.
        vault_key: To be wrapped.
        key_store: Where the secret goes.
        key_epoch: Epoch of the vault key.
        day: "YYYY-MM-DD".

    Raises:
        KeyStoreError: The keyring cannot be used, or would not keep the secret safe.
    """
    key_name, secret = _put_secret(key_store)
    slot = KeyringSlot(key_name=key_name, made_on=day)
    return filled(slot, vault_id, keyring_key(vault_id, secret), vault_key, key_epoch)


def new_passphrase_slot(
    vault_id: str, vault_key: VaultKey, passphrase: str, *, key_epoch: int = 1, day: str = ""
) -> PassphraseSlot:
    """Wrap the vault key by a passphrase; takes about a second."""
    costs = calibrated()
    kek = passphrase_key(vault_id, passphrase, costs)
    slot = PassphraseSlot(slot_id=new_identity(), costs=costs, made_on=day)
    return filled(slot, vault_id, kek, vault_key, key_epoch)


def new_keyring_and_passphrase_slot(
    vault_id: str,
    vault_key: VaultKey,
    passphrase: str,
    key_store: KeyStore,
    *,
    key_epoch: int = 1,
    day: str = "",
) -> KeyringAndPassphraseSlot:
    """Wrap the vault key by a passphrase together with a fresh secret in the keyring.

    Raises:
        KeyStoreError: The keyring cannot be used, or would not keep the secret safe.
    """
    costs = calibrated()
    key_name, secret = _put_secret(key_store)
    kek = keyring_and_passphrase_key(vault_id, secret, passphrase, costs)
    slot = KeyringAndPassphraseSlot(key_name=key_name, costs=costs, made_on=day)
    return filled(slot, vault_id, kek, vault_key, key_epoch)


def new_sheet_slot(
    vault_id: str, vault_key: VaultKey, *, key_epoch: int = 1, day: str = ""
) -> tuple[SheetSlot, SheetSecret]:
    """Wrap the vault key by a fresh sheet; the slot, and what is to be printed."""
    secret = new_sheet_secret()
    kek = derive(secret, Label.SHEET_KEK, vault_id.encode("ascii"))
    slot = SheetSlot(slot_id=new_identity(), made_on=day)
    return filled(slot, vault_id, kek, vault_key, key_epoch), secret


def _put_secret(key_store: KeyStore) -> tuple[str, KeyringSecret]:
    key_name = f"{KEY_NAME_PREFIX}{new_identity()}"
    secret = new_keyring_secret()
    key_store.put(key_name, secret.reveal())
    return key_name, secret
