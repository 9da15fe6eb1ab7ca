"""The slot file under another vault key: which ways in receive it, and which are lost."""

from typing import NamedTuple

import msgspec

from desktop.domain.errors import KeyStoreError, VaultDamagedError
from desktop.vault.keyring_store import KeyStore
from desktop.vault.keys import KeyringSecret, VaultKey
from desktop.vault.slots.file import (
    KeyringAndPassphraseSlot,
    KeyringSlot,
    SheetSlot,
    Slot,
    SlotFile,
    slot_id_of,
)
from desktop.vault.slots.receiving import can_receive, filled, sealed_to
from desktop.vault.slots.ways import keyring_key

FORMAT_OF_RECEIVED = 3


class Carried(NamedTuple):
    """What becomes of the ways in.

    Attributes:
        slot_file: For the new key.
        lost: Identities of ways that cannot receive it.
        is_way_left: Whether a way that counts is among those that do.
    """

    slot_file: SlotFile
    lost: tuple[str, ...]
    is_way_left: bool


def carried(
    slot_file: SlotFile,
    old_key: VaultKey,
    new_key: VaultKey,
    key_store: KeyStore | None,
    removed: set[str],
) -> Carried:
    """Let every way in that can receive a new vault key have it.

    Args:
        slot_file: As it is.
        old_key: The present vault key.
        new_key: The next one; its epoch is one more.
        key_store: This computer's keyring: its own way in needs nothing to receive by.
        removed: Identities of ways that were removed and are back: they get nothing.
    """
    vault_id, epoch = slot_file.vault_id, slot_file.key_epoch + 1
    kept: list[Slot] = []
    lost: list[str] = []
    for slot in slot_file.slots:
        if slot_id_of(slot) in removed:
            continue
        received = _received(slot, vault_id, (old_key, new_key), epoch, key_store)
        if received is None:
            lost.append(slot_id_of(slot))
        else:
            kept.append(received)
    return Carried(
        msgspec.structs.replace(
            slot_file, format=FORMAT_OF_RECEIVED, key_epoch=epoch, slots=tuple(kept)
        ),
        tuple(lost),
        any(_counts(slot, key_store) for slot in kept),
    )


def _received(
    slot: Slot,
    vault_id: str,
    keys: tuple[VaultKey, VaultKey],
    epoch: int,
    key_store: KeyStore | None,
) -> Slot | None:
    old_key, new_key = keys
    if can_receive(slot, vault_id, old_key):
        return sealed_to(slot, vault_id, new_key, epoch)
    if isinstance(slot, KeyringSlot):
        secret = _secret(slot, key_store)
        if secret is not None:
            return filled(slot, vault_id, keyring_key(vault_id, secret), new_key, epoch)
    return None


def _secret(
    slot: KeyringSlot | KeyringAndPassphraseSlot, key_store: KeyStore | None
) -> KeyringSecret | None:
    """What this keyring holds for a slot; None where it holds nothing, or does not answer."""
    try:
        secret = None if key_store is None else key_store.get(slot.key_name)
        return None if secret is None else KeyringSecret(secret)
    except KeyStoreError:
        return None
    except ValueError:
        raise VaultDamagedError("The key in the keyring was altered.") from None


def _counts(slot: Slot, key_store: KeyStore | None) -> bool:
    """Whether somebody could get in with this slot, as far as is known."""
    match slot:
        case SheetSlot():
            return slot.is_proven
        case KeyringSlot() | KeyringAndPassphraseSlot():
            return _secret(slot, key_store) is not None
        case _:
            return True
