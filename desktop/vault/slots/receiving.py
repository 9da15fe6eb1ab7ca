"""What lets a slot receive a new vault key, although nobody offers what it asks for.

When a slot is made, its key-encryption key is at hand, and from it comes an X25519 pair (RFC 7748).
The public half stays in the slot. A rotation seals the new vault key to it, so that passphrases,
sheets and other accounts' keyrings open the vault afterwards as they did before; whoever had the
old vault key alone cannot open what is sealed so.

    private     HKDF(key-encryption key, "incamera/v1/key-encryption-key/receiving", vault id)
    proof       HMAC-SHA256(slots key, slot id || public), each behind its length
    slots key   HKDF(vault key, "incamera/v1/vault-key/slots", vault id)
    sealed to   HKDF(X25519 secret, "incamera/v1/shared-secret/slot-key-encryption-key",
                     vault id || ephemeral public || public) wraps the vault key, as a slot's own
                key-encryption key does in a slot that has just been made

The proof keeps somebody who can write to the slot file from having the next vault key sealed to
himself: only who has the vault key makes one.
"""

import hmac
from typing import Literal, TypeVar, overload

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from msgspec.structs import replace

from desktop.domain.errors import VaultDamagedError
from desktop.vault.keys import Key, KeyEncryptionKey, VaultKey, derived_by
from desktop.vault.labels import Label
from desktop.vault.place import length_prefixed
from desktop.vault.slots.file import (
    Slot,
    place_in,
    slot_id_of,
)
from desktop.vault.wrapping import wrap


class SlotPrivateKey(Key):
    """The private half of what a slot receives by."""

    __slots__ = ()


class SlotsKey(Key):
    """Proves that the public halves in the slot file were put there by who had the vault key."""

    __slots__ = ()


class SlotSharedSecret(Key):
    """What X25519 gives to who seals a vault key to a slot and to who opens the slot."""

    __slots__ = ()


_DERIVATIONS: dict[Label, tuple[type[Key], type[Key]]] = {
    Label.SLOT_RECEIVING: (KeyEncryptionKey, SlotPrivateKey),
    Label.SLOT_SHARED_KEK: (SlotSharedSecret, KeyEncryptionKey),
    Label.VAULT_SLOTS: (VaultKey, SlotsKey),
}

AnySlot = TypeVar("AnySlot", bound=Slot)


@overload
def derive_for_slots(
    parent: KeyEncryptionKey, label: Literal[Label.SLOT_RECEIVING], context: bytes
) -> SlotPrivateKey: ...
@overload
def derive_for_slots(
    parent: SlotSharedSecret, label: Literal[Label.SLOT_SHARED_KEK], context: bytes
) -> KeyEncryptionKey: ...
@overload
def derive_for_slots(
    parent: VaultKey, label: Literal[Label.VAULT_SLOTS], context: bytes
) -> SlotsKey: ...
def derive_for_slots(parent: Key, label: Label, context: bytes) -> Key:
    """Derive the key that a label stands for.

    Raises:
        TypeError: This label is not derived from this type of key.
    """
    return derived_by(_DERIVATIONS, parent, label, context)


def filled(
    slot: AnySlot, vault_id: str, kek: KeyEncryptionKey, vault_key: VaultKey, key_epoch: int
) -> AnySlot:
    """A slot with the vault key wrapped by what it asks for, and with what it receives by.

    Args:
        slot: With its identity.
        vault_id: The vault.
        kek: From what the slot asks for.
        vault_key: To be wrapped.
        key_epoch: Its epoch.
    """
    public = _public_of(_private_of(vault_id, kek))
    return replace(
        slot,
        wrapped=wrap(kek, vault_key, place_in(vault_id, key_epoch)),
        public=public,
        proof=_proof(vault_id, vault_key, slot, public),
        ephemeral=b"",
    )


def can_receive(slot: Slot, vault_id: str, vault_key: VaultKey) -> bool:
    """Whether a slot has what it receives by, and who had the vault key has put it there."""
    proof = _proof(vault_id, vault_key, slot, slot.public)
    return slot.public != b"" and hmac.compare_digest(slot.proof, proof)


def sealed_to(slot: AnySlot, vault_id: str, vault_key: VaultKey, key_epoch: int) -> AnySlot:
    """A slot with another vault key sealed to it.

    Raises:
        VaultDamagedError: Its public key is none.
    """
    private = X25519PrivateKey.generate()
    ephemeral = _public_of(private)
    kek = _shared_kek(vault_id, private, slot.public, (ephemeral, slot.public))
    return replace(
        slot,
        wrapped=wrap(kek, vault_key, place_in(vault_id, key_epoch)),
        proof=_proof(vault_id, vault_key, slot, slot.public),
        ephemeral=ephemeral,
    )


def opening_key(slot: Slot, vault_id: str, kek: KeyEncryptionKey) -> KeyEncryptionKey:
    """What unwraps the vault key of a slot, from what the slot asks for.

    Raises:
        VaultDamagedError: What the slot received by was altered.
    """
    if not slot.ephemeral:
        return kek
    private = _private_of(vault_id, kek)
    return _shared_kek(vault_id, private, slot.ephemeral, (slot.ephemeral, _public_of(private)))


def _private_of(vault_id: str, kek: KeyEncryptionKey) -> X25519PrivateKey:
    key = derive_for_slots(kek, Label.SLOT_RECEIVING, vault_id.encode("ascii"))
    return X25519PrivateKey.from_private_bytes(key.reveal())


def _public_of(private: X25519PrivateKey) -> bytes:
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _shared_kek(
    vault_id: str, private: X25519PrivateKey, other: bytes, publics: tuple[bytes, bytes]
) -> KeyEncryptionKey:
    try:
        secret = private.exchange(X25519PublicKey.from_public_bytes(other))
    except ValueError:
        raise VaultDamagedError("The vault's key slots were altered or damaged.") from None
    context = b"".join((vault_id.encode("ascii"), *publics))
    return derive_for_slots(SlotSharedSecret(secret), Label.SLOT_SHARED_KEK, context)


def _proof(vault_id: str, vault_key: VaultKey, slot: Slot, public: bytes) -> bytes:
    key = derive_for_slots(vault_key, Label.VAULT_SLOTS, vault_id.encode("ascii"))
    plain = length_prefixed(slot_id_of(slot).encode("ascii"), public)
    return hmac.digest(key.reveal(), plain, "sha256")
