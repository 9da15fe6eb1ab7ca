"""Keys come from one another as written down, do not leak by accident, and open only their own."""

import copy
import io
import json
import logging
import pickle  # noqa: TID251  # that a key refuses it is what is tested

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import VaultDamagedError, WrongKeyError
from desktop.vault import keys
from desktop.vault.keys import (
    DatabaseKey,
    DocumentKey,
    IndexKey,
    Key,
    KeyEncryptionKey,
    KeyringSecret,
    MatterKey,
    VaultKey,
    WrappingKey,
    commitment,
    derive,
    derive_index_bytes,
)
from desktop.vault.labels import Label
from desktop.vault.place import Place
from desktop.vault.wrapping import (
    WRAPPED_KEY_BYTES,
    unwrap,
    wrap,
)
from tests.vault import by_hand

ONE, OTHER = bytes(range(32)), bytes(range(1, 33))
PLACE = Place("m" * 32, "finding", "value", bytes(range(16)), 3)
MAKERS = (
    keys.new_keyring_secret,
    keys.new_sheet_secret,
    keys.new_vault_key,
    keys.new_matter_key,
    keys.new_document_key,
)


# ------------------------------------------------------------------ derivations


def test_every_derived_key_has_its_known_answer(known):
    context = known["context"].encode()
    for row in known["derivation"]:
        label = Label[row["label"]]
        parent = bytes.fromhex(row.get("secret", known["parent"]))
        derived = derive(getattr(keys, row["parent"])(parent), label, context)
        wanted = bytes.fromhex(row["key"])
        assert label == row["text"]
        assert derived.reveal() == wanted
        assert by_hand.derived(parent, row["text"], context, len(wanted)) == wanted


def test_every_column_key_has_its_known_answer(known):
    index_key = IndexKey(bytes.fromhex(known["parent"]))
    for row in known["index"]:
        label, names = Label[row["label"]], row["names"]
        assert label == row["text"]
        for _ in range(2):  # made, then remembered
            assert derive_index_bytes(index_key, label, *names).hex() == row["key"]
        context = b"".join(map(by_hand.field, names))
        assert by_hand.derived(index_key.reveal(), row["text"], context).hex() == row["key"]


def test_what_is_published_about_a_key_has_its_known_answer(known):
    key = WrappingKey(bytes.fromhex(known["parent"]))
    assert key.key_id.hex() == known["published"]["key_id"]
    assert commitment(key).hex() == known["published"]["commitment"]


def test_labels_are_only_ever_added_to(known):
    kinds = ("derivation", "index", "backup", "member", "slot")
    rows = [row for kind in kinds for row in known[kind]]
    fixed = {row["label"]: row["text"] for row in rows} | {
        "KEY_ID": "incamera/v1/key-id",
        "KEY_COMMITMENT": "incamera/v1/key-commitment",
        "WRAPPED_KEY": "incamera/v1/wrapped-key",
        "SEALED_VALUE": "incamera/v1/sealed-value",
        "SEALED_CHUNK": "incamera/v1/sealed-chunk",
        "BACKUP_PART": "incamera/v1/backup-part",
        "MEMBER_FINGERPRINT": "incamera/v1/member-fingerprint",
    }
    present = {label.name: label.value for label in Label}
    assert {name: present.get(name) for name in fixed} == fixed
    assert len(set(present.values())) == len(present)


def test_every_derivation_has_a_known_answer(known):
    assert {Label[row["label"]] for row in known["derivation"]} == keys._DERIVATIONS.keys()


def test_no_two_derivations_from_one_key_give_the_same(known):
    parent, context = bytes.fromhex(known["parent"]), known["context"].encode()
    made = [
        derive(_parent(parent_type, parent), label, context).reveal()[:32]
        for label, (parent_type, _) in keys._DERIVATIONS.items()
    ]
    assert len(set(made)) == len(made)


def _parent(parent_type, secret):
    return parent_type((secret * 2)[: parent_type.LENGTH_BYTES])


@pytest.mark.parametrize("label", keys._DERIVATIONS)
def test_a_label_is_derived_from_its_own_kind_of_key_only(label):
    parent_type, _ = keys._DERIVATIONS[label]
    for wrong in {KeyringSecret, VaultKey, MatterKey, DocumentKey} - {parent_type}:
        with pytest.raises(TypeError, match=wrong.__name__):
            derive(wrong(ONE), label, b"")


def test_a_label_that_is_no_derivation_derives_nothing():
    with pytest.raises(TypeError):
        derive(VaultKey(ONE), Label.SEALED_VALUE, b"")


@given(st.lists(st.text(max_size=8), max_size=4), st.lists(st.text(max_size=8), max_size=4))
def test_column_keys_differ_wherever_their_names_do(names, others):
    index_key = IndexKey(ONE)
    one = derive_index_bytes(index_key, Label.INDEX_VALUE, *names)
    other = derive_index_bytes(index_key, Label.INDEX_VALUE, *others)
    assert (one == other) == (names == others)


# ------------------------------------------------------------------ keys that do not leak


@pytest.mark.parametrize("make", MAKERS)
def test_a_key_shows_itself_nowhere(make, caplog):
    key = make()
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("test").info("%s %r", key, key)
    shown = (repr(key), str(key), f"{key}", caplog.text, repr(vars(type(key))))
    secret = key.reveal()
    assert not any(secret.hex() in text or repr(secret)[2:-1] in text for text in shown)
    assert repr(key) == f"<{type(key).__name__}>"


@pytest.mark.parametrize("make", MAKERS)
def test_a_key_cannot_be_written_away(make):
    key = make()
    with pytest.raises(TypeError, match="never pickled"):
        pickle.dump(key, io.BytesIO())
    for encode in (json.dumps, msgspec.json.encode, msgspec.msgpack.encode):
        with pytest.raises(TypeError):
            encode(key)


def test_a_key_has_no_second_copy_and_no_hash():
    key = keys.new_vault_key()
    assert copy.copy(key) is key
    assert copy.deepcopy({"key": [key]})["key"][0] is key
    with pytest.raises(TypeError):
        hash(key)


def test_keys_are_equal_only_within_one_type():
    assert VaultKey(ONE) == VaultKey(ONE)
    assert VaultKey(ONE) != VaultKey(OTHER)
    assert VaultKey(ONE) != MatterKey(ONE)
    assert VaultKey(ONE) != ONE


@pytest.mark.parametrize("kind", [KeyringSecret, VaultKey, IndexKey, WrappingKey, DatabaseKey])
@pytest.mark.parametrize("length", [0, 31, 33, 47, 49])
def test_a_key_of_another_length_is_none(kind, length):
    with pytest.raises(ValueError, match="bytes long"):
        kind(bytes(length))


@pytest.mark.parametrize("make", MAKERS)
def test_new_keys_are_never_the_same(make):
    assert len({make().reveal() for _ in range(100)}) == 100


def test_a_database_key_is_given_raw():
    raw = DatabaseKey(ONE + bytes(16)).raw_key()
    assert raw == b"x'" + ONE.hex().encode() + b"0" * 32 + b"'"


# ------------------------------------------------------------------ wrapped keys


def test_a_key_wrapped_by_hand_is_unwrapped(known):
    for row in known["wrapped"]:
        key_type, fixed = getattr(keys, row["type"]), bytes.fromhex(row["wrapped"])
        unwrapped = unwrap(WrappingKey(ONE), fixed, PLACE, key_type)
        assert unwrapped == key_type(bytes.fromhex(row["key"]))
        nonce, place = bytes.fromhex(row["nonce"]), by_hand.cell(*PLACE)
        assert fixed == by_hand.wrapped(ONE, nonce, unwrapped.reveal(), row["kind"], place)


def test_a_wrapped_key_is_as_if_wrapped_by_hand():
    wrapped = wrap(KeyEncryptionKey(ONE), VaultKey(OTHER), PLACE)
    assert len(wrapped) == WRAPPED_KEY_BYTES == 98
    place = by_hand.cell(*PLACE)
    assert wrapped == by_hand.wrapped(ONE, wrapped[38:50], OTHER, "vault-key", place)


@given(st.integers(0, WRAPPED_KEY_BYTES * 8 - 1))
def test_a_flipped_bit_of_a_wrapped_key_is_noticed(bit):
    wrapped = bytearray(wrap(WrappingKey(ONE), MatterKey(OTHER), PLACE))
    wrapped[bit // 8] ^= 1 << bit % 8
    with pytest.raises((VaultDamagedError, WrongKeyError)):
        unwrap(WrappingKey(ONE), bytes(wrapped), PLACE, MatterKey)


@given(st.integers(0, WRAPPED_KEY_BYTES * 2).filter(lambda length: length != WRAPPED_KEY_BYTES))
def test_a_wrapped_key_of_another_length_is_damaged(length):
    wrapped = wrap(WrappingKey(ONE), MatterKey(OTHER), PLACE)
    with pytest.raises(VaultDamagedError):
        unwrap(WrappingKey(ONE), (wrapped * 2)[:length], PLACE, MatterKey)


@pytest.mark.parametrize(
    "change",
    [
        {"matter_id": "n" * 32},
        {"table": "document"},
        {"column": "wrapped"},
        {"row_id": bytes(16)},
        {"version": 4},
    ],
)
def test_a_wrapped_key_that_was_moved_does_not_open(change):
    wrapped = wrap(WrappingKey(ONE), DocumentKey(OTHER), PLACE)
    assert unwrap(WrappingKey(ONE), wrapped, PLACE, DocumentKey) == DocumentKey(OTHER)
    with pytest.raises(VaultDamagedError):
        unwrap(WrappingKey(ONE), wrapped, PLACE._replace(**change), DocumentKey)


def test_a_key_of_one_kind_is_not_taken_for_another():
    wrapped = wrap(WrappingKey(ONE), MatterKey(OTHER), PLACE)
    with pytest.raises(VaultDamagedError):
        unwrap(WrappingKey(ONE), wrapped, PLACE, DocumentKey)


def test_another_wrapping_key_is_named_as_such():
    wrapped = wrap(WrappingKey(ONE), MatterKey(OTHER), PLACE)
    with pytest.raises(WrongKeyError):
        unwrap(WrappingKey(OTHER), wrapped, PLACE, MatterKey)


def test_a_key_wrapped_twice_never_looks_the_same():
    assert len({wrap(WrappingKey(ONE), VaultKey(OTHER), PLACE) for _ in range(100)}) == 100


def test_the_root_of_all_types_is_a_key():
    assert all(issubclass(kind, Key) for pair in keys._DERIVATIONS.values() for kind in pair)
