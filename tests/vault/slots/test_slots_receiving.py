"""A slot receives a new vault key by known answers, and from nobody who had not the old one."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from msgspec.structs import replace

from desktop.domain.errors import VaultDamagedError, WrongKeyError
from desktop.vault import keys as vault_keys
from desktop.vault.keys import DocumentKey, KeyEncryptionKey, VaultKey
from desktop.vault.labels import Label
from desktop.vault.slots import receiving
from desktop.vault.slots.file import PassphraseSlot, place_in
from desktop.vault.slots.receiving import (
    can_receive,
    derive_for_slots,
    filled,
    opening_key,
    sealed_to,
)
from desktop.vault.slots.stretching import Costs
from desktop.vault.wrapping import unwrap
from tests.vault import by_hand

COSTS = Costs(salt=bytes(16), memory_kib=65_536, iterations=3, lanes=4)
OLD, NEW = VaultKey(bytes(32)), VaultKey(bytes(range(32)))
KEK = KeyEncryptionKey(bytes(range(1, 33)))
VAULT = "a" * 32


@pytest.fixture
def slot():
    return filled(PassphraseSlot(slot_id="c3" * 16, costs=COSTS), VAULT, KEK, OLD, 1)


def opened(slot, kek=KEK, epoch=2):
    return unwrap(opening_key(slot, VAULT, kek), slot.wrapped, place_in(VAULT, epoch), VaultKey)


def test_every_key_of_slots_has_its_known_answer(known):
    parent, context = bytes.fromhex(known["parent"]), known["context"].encode()
    for row in known["slot"]:
        label = Label[row["label"]]
        parent_type = getattr(receiving, row["parent"], None) or getattr(vault_keys, row["parent"])
        assert label == row["text"]
        assert derive_for_slots(parent_type(parent), label, context).reveal().hex() == row["key"]
        assert by_hand.derived(parent, row["text"], context).hex() == row["key"]
    assert {Label[row["label"]] for row in known["slot"]} == receiving._DERIVATIONS.keys()


def test_a_received_key_written_down_opens_and_is_made_of_x25519_and_aes_gcm_alone(known):
    row, vault_id = known["slot_received"], known["context"]
    names = ("key_encryption_key", "ephemeral_private", "vault_key", "public", "ephemeral")
    kek, private, key, public, ephemeral = (bytes.fromhex(row[name]) for name in names)
    wrapped, proof = bytes.fromhex(row["wrapped"]), bytes.fromhex(row["proof"])
    slot = PassphraseSlot(
        slot_id=row["slot_id"],
        costs=COSTS,
        wrapped=wrapped,
        public=public,
        proof=proof,
        ephemeral=ephemeral,
    )
    opening = opening_key(slot, vault_id, KeyEncryptionKey(kek))
    place = place_in(vault_id, row["epoch"])
    assert unwrap(opening, wrapped, place, VaultKey) == VaultKey(key)
    assert can_receive(slot, vault_id, VaultKey(key))

    secret = X25519PrivateKey.from_private_bytes(private).exchange(
        X25519PublicKey.from_public_bytes(public)
    )
    label = "incamera/v1/shared-secret/slot-key-encryption-key"
    shared = by_hand.derived(secret, label, vault_id.encode() + ephemeral + public)
    cell = by_hand.cell("", "slots.json", "wrapped", bytes.fromhex(vault_id), row["epoch"])
    made = by_hand.wrapped(shared, bytes.fromhex(row["nonce"]), key, "vault-key", cell)
    assert made == wrapped


def test_a_label_is_derived_from_its_own_kind_of_key_only():
    with pytest.raises(TypeError, match="DocumentKey"):
        derive_for_slots(DocumentKey(bytes(32)), Label.VAULT_SLOTS, b"")


def test_what_is_sealed_to_a_slot_opens_with_what_the_slot_asks_for_alone(slot):
    received = sealed_to(slot, VAULT, NEW, 2)
    assert opened(received) == NEW
    assert opened(sealed_to(received, VAULT, OLD, 3), epoch=3) == OLD
    with pytest.raises(WrongKeyError):
        opened(received, KeyEncryptionKey(bytes(32)))
    with pytest.raises(WrongKeyError):
        opened(replace(received, ephemeral=b""))


def test_a_public_key_counts_only_with_the_proof_of_the_vault_key(slot):
    assert can_receive(slot, VAULT, OLD)
    assert not can_receive(slot, VAULT, NEW)
    assert not can_receive(replace(slot, public=bytes(32)), VAULT, OLD)
    assert not can_receive(replace(slot, slot_id="d4" * 16), VAULT, OLD)
    assert not can_receive(replace(slot, public=b"", proof=b""), VAULT, OLD)
    assert can_receive(sealed_to(slot, VAULT, NEW, 2), VAULT, NEW)


@pytest.mark.parametrize("public", [bytes(32), b"short"])
def test_a_public_key_that_is_none_is_damage(slot, public):
    with pytest.raises(VaultDamagedError):
        sealed_to(replace(slot, public=public), VAULT, NEW, 2)
    with pytest.raises(VaultDamagedError):
        opened(replace(slot, ephemeral=public))
