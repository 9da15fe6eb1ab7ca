"""Copies of keys for members, and what is derived for members, are those that are written down."""

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from desktop.domain.errors import VaultDamagedError, WrongKeyError
from desktop.domain.identity import MatterId
from desktop.domain.member import MemberId
from desktop.vault import keys as vault_keys
from desktop.vault.keys import MatterKey, MemberKey, VaultKey, new_member_key
from desktop.vault.labels import Label
from desktop.vault.members import keys as member_keys
from desktop.vault.members.copies import (
    COPY_BYTES,
    copy_place,
    fingerprint_of,
    is_fingerprint,
    opened_copy,
    sealed_to,
)
from desktop.vault.members.keys import derive_for_members, public_key_of
from desktop.vault.members.own import OwnMember
from tests.vault import by_hand

MATTER = MatterId("a1" * 16)
MEMBER = MemberId("b2" * 16)
VAULT = "0123456789abcdef0123456789abcdef"


def test_every_key_of_members_has_its_known_answer(known):
    parent, context = bytes.fromhex(known["parent"]), known["context"].encode()
    for row in known["member"]:
        label = Label[row["label"]]
        parent_type = getattr(member_keys, row["parent"], None) or getattr(
            vault_keys, row["parent"]
        )
        secret = parent[: parent_type.LENGTH_BYTES]
        assert label == row["text"]
        assert derive_for_members(parent_type(secret), label, context).reveal().hex() == row["key"]
        assert by_hand.derived(secret, row["text"], context).hex() == row["key"]
    assert {Label[row["label"]] for row in known["member"]} == member_keys._DERIVATIONS.keys()


def test_a_label_is_derived_from_its_own_kind_of_key_only():
    with pytest.raises(TypeError, match="VaultKey"):
        derive_for_members(VaultKey(bytes(32)), Label.MEMBER_TRUST, b"")


def test_a_copy_written_down_opens_and_is_made_of_x25519_and_aes_gcm_alone(known):
    row = known["member_copy"]
    ephemeral, private = bytes.fromhex(row["ephemeral"]), bytes.fromhex(row["member_key"])
    copy, key = bytes.fromhex(row["copy"]), bytes.fromhex(row["key"])
    place = copy_place(MATTER, MEMBER, row["epoch"])
    assert opened_copy(VAULT, MemberKey(private), copy, place, MatterKey) == MatterKey(key)

    public = public_key_of(MemberKey(private))
    own = public_key_of(MemberKey(ephemeral))
    secret = X25519PrivateKey.from_private_bytes(ephemeral).exchange(
        X25519PublicKey.from_public_bytes(public)
    )
    cell = by_hand.cell(MATTER, "member_copy", "copy", bytes.fromhex(MEMBER), row["epoch"])
    context = by_hand.field(VAULT) + by_hand.field(cell) + own + public
    label = "incamera/v1/shared-secret/member-copy-key-encryption-key"
    kek = by_hand.derived(secret, label, context)
    assert own + by_hand.wrapped(kek, bytes.fromhex(row["nonce"]), key, "matter-key", cell) == copy
    assert len(copy) == COPY_BYTES


def test_a_fingerprint_has_its_known_answer_and_is_typed_in_any_case(known):
    row = known["member_fingerprint"]
    fingerprint = fingerprint_of(VAULT, bytes.fromhex(row["public_key"]))
    assert fingerprint == row["fingerprint"]
    assert is_fingerprint(fingerprint.lower().replace("-", " "), fingerprint)
    assert not is_fingerprint(fingerprint[:-1], fingerprint)
    assert not is_fingerprint("", fingerprint)
    assert fingerprint_of("f" * 32, bytes.fromhex(row["public_key"])) != fingerprint


def test_what_proves_a_comparison_has_its_known_answer(known):
    row = known["member_trust"]
    own = OwnMember(MEMBER, MemberKey(bytes.fromhex(known["parent"])))
    mac = own.trust_mac(VAULT, MemberId(row["trusted_id"]), bytes.fromhex(row["public_key"]))
    assert mac.hex() == row["mac"]


def test_a_copy_opens_for_its_member_vault_matter_and_epoch_alone():
    member_key = new_member_key()
    place = copy_place(MATTER, MEMBER, 3)
    copy = sealed_to(VAULT, public_key_of(member_key), MatterKey(bytes(range(32))), place)
    assert opened_copy(VAULT, member_key, copy, place, MatterKey) == MatterKey(bytes(range(32)))
    others = [
        ("f" * 32, member_key, place),
        (VAULT, new_member_key(), place),
        (VAULT, member_key, copy_place(MATTER, MEMBER, 4)),
        (VAULT, member_key, copy_place(MATTER, MemberId("c3" * 16), 3)),
        (VAULT, member_key, copy_place(MatterId("c3" * 16), MEMBER, 3)),
    ]
    for vault_id, key, other_place in others:
        with pytest.raises(WrongKeyError):
            opened_copy(vault_id, key, copy, other_place, MatterKey)
    with pytest.raises(VaultDamagedError):
        opened_copy(VAULT, member_key, copy, place, VaultKey)


def test_every_flipped_bit_of_a_copy_is_noticed():
    member_key, place = new_member_key(), copy_place(MATTER, MEMBER, 1)
    copy = sealed_to(VAULT, public_key_of(member_key), MatterKey(bytes(32)), place)
    for at in range(len(copy)):
        flipped = bytearray(copy)
        flipped[at] ^= 1 << at % 8
        with pytest.raises((WrongKeyError, VaultDamagedError)):
            opened_copy(VAULT, member_key, bytes(flipped), place, MatterKey)
    with pytest.raises(VaultDamagedError):
        opened_copy(VAULT, member_key, copy[:-1], place, MatterKey)


def test_a_public_key_that_gives_no_secret_is_refused():
    with pytest.raises(VaultDamagedError, match="public key"):
        sealed_to(VAULT, bytes(32), MatterKey(bytes(32)), copy_place(MATTER, MEMBER, 1))
