"""The slot file opens the vault or says why not; whatever happens to it, nothing is lost."""

import base64
import json
import os
import stat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.errors import (
    DiskFullError,
    InCameraError,
    KeyMissingError,
    KeyringInsecureError,
    KeyringLockedError,
    KeyringSilentError,
    VaultAbsentError,
    VaultDamagedError,
    VaultError,
    VaultReadOnlyError,
    VaultTooNewError,
    WrongKeyError,
)
from desktop.vault.keyring_store import open_keyring
from desktop.vault.keys import VaultKey, new_vault_key
from desktop.vault.slots.file import (
    MAX_FILE_BYTES,
    SLOTS_FILE,
    KeyringSlot,
    SlotFile,
    read_slots,
    write_slots,
)
from desktop.vault.slots.making import new_keyring_slot
from desktop.vault.slots.ways import KeyringWay, SheetWay, vault_key_of
from desktop.vault.vault import Vault
from tests.vault import by_hand

VAULT_ID, OTHER_ID = "a" * 32, "b" * 32
SECRET, KEY = bytes(range(32)), bytes(range(1, 33))


class Kept:
    """A key store in memory."""

    def __init__(self):
        self.secrets = {}

    def put(self, name, secret):
        assert name not in self.secrets
        self.secrets[name] = secret

    def get(self, name):
        return self.secrets.get(name)

    def remove(self, name):
        self.secrets.pop(name, None)


@pytest.fixture
def store():
    return Kept()


@pytest.fixture
def slot_file(store):
    key = VaultKey(KEY)
    return SlotFile(vault_id=VAULT_ID, slots=(new_keyring_slot(VAULT_ID, key, store),))


@pytest.fixture
def written(tmp_path, slot_file):
    write_slots(tmp_path, slot_file)
    return tmp_path / SLOTS_FILE


# ------------------------------------------------------------------ what a slot is


def test_a_slot_made_by_hand_opens(store):
    kek = by_hand.derived(
        SECRET, "incamera/v1/keyring-secret/key-encryption-key", VAULT_ID.encode()
    )
    place = by_hand.cell("", "slots.json", "wrapped", bytes.fromhex(VAULT_ID), 1)
    wrapped = by_hand.wrapped(kek, bytes(12), KEY, "vault-key", place)
    store.put("vault-x", SECRET)
    slots = (KeyringSlot(key_name="vault-x", wrapped=wrapped),)
    assert vault_key_of(SlotFile(vault_id=VAULT_ID, slots=slots), KeyringWay(store)) == VaultKey(
        KEY
    )


def test_a_fresh_slot_has_a_fresh_secret_under_a_fresh_name(store):
    slots = [new_keyring_slot(VAULT_ID, VaultKey(KEY), store) for _ in range(50)]
    assert len({slot.key_name for slot in slots}) == 50
    assert len(set(store.secrets.values())) == 50
    assert {len(secret) for secret in store.secrets.values()} == {32}


def test_the_file_is_what_is_written_down(written, slot_file, store):
    content = json.loads(written.read_text("utf-8"))
    (slot,) = content["slots"]
    assert content.keys() == {"format", "vault_id", "key_epoch", "slots"}
    assert (content["format"], content["vault_id"], content["key_epoch"]) == (2, VAULT_ID, 1)
    received = {"public", "proof", "ephemeral"}
    assert slot.keys() == {"kind", "key_name", "wrapped", "made_on"} | received
    assert slot["kind"] == "keyring"
    assert base64.b64decode(slot["wrapped"], validate=True) == slot_file.slots[0].wrapped
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert read_slots(written.parent) == slot_file
    assert vault_key_of(slot_file, KeyringWay(store)) == VaultKey(KEY)


def test_the_file_holds_no_secret(written, store):
    content = written.read_bytes()
    for secret in (KEY, *store.secrets.values()):
        for form in (secret, secret.hex().encode(), base64.b64encode(secret)):
            assert form not in content


# ------------------------------------------------------------------ keys missing, other, altered


def test_the_first_slot_whose_secret_is_there_opens(store, slot_file):
    other = new_keyring_slot(VAULT_ID, VaultKey(KEY), store)
    both = SlotFile(vault_id=VAULT_ID, slots=(*slot_file.slots, other))
    store.remove(slot_file.slots[0].key_name)
    assert vault_key_of(both, KeyringWay(store)) == VaultKey(KEY)
    store.remove(other.key_name)
    with pytest.raises(KeyMissingError) as caught:
        vault_key_of(both, KeyringWay(store))
    assert "account" in caught.value.remedy


def test_a_slot_that_stands_twice_opens_like_one(store, slot_file):
    twice = SlotFile(vault_id=VAULT_ID, slots=slot_file.slots * 2)
    assert vault_key_of(twice, KeyringWay(store)) == VaultKey(KEY)


def test_a_file_without_slots_asks_for_a_key(store):
    with pytest.raises(KeyMissingError):
        vault_key_of(SlotFile(vault_id=VAULT_ID, slots=()), KeyringWay(store))


def test_other_bytes_from_the_keyring_do_not_open(store, slot_file):
    name = slot_file.slots[0].key_name
    store.secrets[name] = bytes(32)
    with pytest.raises(WrongKeyError):
        vault_key_of(slot_file, KeyringWay(store))
    for length in (0, 31, 33):
        store.secrets[name] = bytes(length)
        with pytest.raises(VaultDamagedError, match="keyring was altered"):
            vault_key_of(slot_file, KeyringWay(store))


def test_the_slot_of_another_vault_does_not_open(store, slot_file):
    moved = SlotFile(vault_id=OTHER_ID, slots=slot_file.slots)
    with pytest.raises((WrongKeyError, VaultDamagedError)):
        vault_key_of(moved, KeyringWay(store))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(bit=st.integers(0, 98 * 8 - 1))
def test_a_flipped_bit_of_a_slot_is_noticed(store, slot_file, bit):
    wrapped = bytearray(slot_file.slots[0].wrapped)
    wrapped[bit // 8] ^= 1 << bit % 8
    slots = (KeyringSlot(key_name=slot_file.slots[0].key_name, wrapped=bytes(wrapped)),)
    with pytest.raises((VaultDamagedError, WrongKeyError)):
        vault_key_of(SlotFile(vault_id=VAULT_ID, slots=slots), KeyringWay(store))


# ------------------------------------------------------------------ files damaged, later, absent


def test_no_file_is_no_vault(tmp_path):
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(VaultAbsentError):
            read_slots(folder)
    (tmp_path / "file").touch()
    with pytest.raises(VaultAbsentError):
        read_slots(tmp_path / "file")


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / SLOTS_FILE).mkdir()
    with pytest.raises(VaultReadOnlyError, match="cannot be read"):
        read_slots(tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nonsense",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"format": 1}',
        b'{"format": "1", "vault_id": "x", "slots": []}',
        b'{"format": 0, "vault_id": "%s", "slots": []}' % VAULT_ID.encode(),
        b'{"format": 1, "vault_id": "short", "slots": []}',
        b'{"format": 1, "vault_id": "%s", "slots": [{}]}' % VAULT_ID.encode(),
        b'{"format": 1, "vault_id": "%s", "slots": [{"kind": "unheard-of"}]}' % VAULT_ID.encode(),
        b'{"format": 1, "vault_id": "%s", "slots": [{"kind": "keyring", "key_name": "../x",'
        b' "wrapped": ""}]}' % VAULT_ID.encode(),
        b"[" * 60_000,
        b'{"format": 1, "x": "' + b"x" * MAX_FILE_BYTES + b'"}',
    ],
    ids=range(14),
)
def test_a_file_that_this_program_does_not_write_is_damaged(tmp_path, content):
    (tmp_path / SLOTS_FILE).write_bytes(content)
    with pytest.raises(VaultDamagedError, match="key slots") as caught:
        read_slots(tmp_path)
    assert "backup" in caught.value.remedy


def test_a_file_of_a_later_version_is_named_as_such(tmp_path):
    (tmp_path / SLOTS_FILE).write_bytes(b'{"format": 4, "unknown": {"a": [1]}}')
    with pytest.raises(VaultTooNewError, match="newer"):
        read_slots(tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_any_damage_is_read_as_before_or_named(tmp_path, store, slot_file, data):
    write_slots(tmp_path, slot_file)
    content = bytearray((tmp_path / SLOTS_FILE).read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))
    cut = data.draw(st.sampled_from((len(content), place)))
    (tmp_path / SLOTS_FILE).write_bytes(content[:cut])
    try:
        opened = vault_key_of(read_slots(tmp_path), KeyringWay(store))
    except (VaultError, KeyMissingError):
        return
    assert opened == VaultKey(KEY)


# ------------------------------------------------------------------ writing


def test_writing_again_replaces_and_leaves_one_file(written, slot_file):
    other = SlotFile(vault_id=OTHER_ID, slots=slot_file.slots)
    write_slots(written.parent, other)
    assert read_slots(written.parent) == other
    assert [path.name for path in written.parent.iterdir()] == [SLOTS_FILE]


def test_what_a_crash_left_unfinished_is_written_over(tmp_path, slot_file):
    (tmp_path / f"{SLOTS_FILE}.new").write_bytes(b"half" * 10_000)
    write_slots(tmp_path, slot_file)
    assert read_slots(tmp_path) == slot_file


def test_a_folder_that_cannot_be_written_is_named(tmp_path, slot_file):
    with pytest.raises(VaultReadOnlyError):
        write_slots(tmp_path / "absent", slot_file)


def test_a_full_disk_leaves_what_was_there(written, slot_file, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFullError):
        write_slots(written.parent, SlotFile(vault_id=OTHER_ID, slots=()))
    assert read_slots(written.parent) == slot_file
    assert [path.name for path in written.parent.iterdir()] == [SLOTS_FILE]


# ------------------------------------------------------------------ a whole vault, a real keyring


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def closed_vault(tmp_path, own_keyring, clock):
    folder = tmp_path / "vault"
    with Vault.create(folder, open_keyring(), clock=clock) as vault:
        vault.create_matter("1042", "0007", "Brandt v. Meridian Logistics")
    assert own_keyring.names() == {read_slots(folder).slots[0].key_name}
    return folder


def opened_names(folder, clock):
    with Vault.open(folder, KeyringWay(open_keyring()), clock=clock) as vault:
        return [matter.name for matter in vault.matters()]


@pytest.mark.keyring
def test_a_vault_opens_after_the_keyring_was_restarted(closed_vault, own_keyring, clock):
    own_keyring.stop()
    own_keyring.start()
    assert opened_names(closed_vault, clock) == ["Brandt v. Meridian Logistics"]


@pytest.mark.keyring
def test_a_vault_whose_keyring_fails_is_untouched_and_opens_afterwards(
    closed_vault, own_keyring, clock
):
    before = contents(closed_vault)
    with own_keyring.halted(), pytest.raises(KeyringSilentError):
        Vault.open(closed_vault, KeyringWay(open_keyring(limit_s=0.5)), clock=clock)
    own_keyring.lock()
    with pytest.raises(KeyringLockedError):
        Vault.open(closed_vault, KeyringWay(open_keyring()), clock=clock)
    own_keyring.stop()
    with pytest.raises(InCameraError, match="KEYS-01"):
        Vault.open(closed_vault, KeyringWay(open_keyring()), clock=clock)
    assert contents(closed_vault) == before
    own_keyring.start()
    assert opened_names(closed_vault, clock) == ["Brandt v. Meridian Logistics"]


@pytest.mark.keyring
def test_a_keyring_that_gives_other_bytes_opens_nothing_and_changes_nothing(
    closed_vault, own_keyring, clock
):
    before = contents(closed_vault)
    name = read_slots(closed_vault).slots[0].key_name
    secret = open_keyring().get(name)
    own_keyring.change(name, base64.b64encode(new_vault_key().reveal()))
    with pytest.raises(WrongKeyError):
        Vault.open(closed_vault, KeyringWay(open_keyring()), clock=clock)
    own_keyring.change(name, base64.b64encode(b"too short"))
    with pytest.raises(VaultDamagedError):
        Vault.open(closed_vault, KeyringWay(open_keyring()), clock=clock)
    assert contents(closed_vault) == before
    own_keyring.change(name, base64.b64encode(secret))
    assert opened_names(closed_vault, clock) == ["Brandt v. Meridian Logistics"]


@pytest.mark.keyring
def test_a_key_that_was_deleted_is_missed_and_a_put_back_one_opens(closed_vault, clock):
    name = read_slots(closed_vault).slots[0].key_name
    secret = open_keyring().get(name)
    open_keyring().remove(name)
    with pytest.raises(KeyMissingError):
        Vault.open(closed_vault, KeyringWay(open_keyring()), clock=clock)
    open_keyring().put(name, secret)
    assert opened_names(closed_vault, clock) == ["Brandt v. Meridian Logistics"]


@pytest.mark.keyring
def test_an_older_slot_file_put_back_still_opens(closed_vault, clock):
    """Slots wrap the same vault key, so an older one opens as long as its secret is kept."""
    file = closed_vault / SLOTS_FILE
    older = file.read_bytes()
    with Vault.open(closed_vault, KeyringWay(open_keyring()), clock=clock) as vault:
        extra = new_keyring_slot(vault._vault_id, vault.inside().vault_key, open_keyring())
    write_slots(closed_vault, SlotFile(vault_id=read_slots(closed_vault).vault_id, slots=(extra,)))
    assert opened_names(closed_vault, clock) == ["Brandt v. Meridian Logistics"]
    file.write_bytes(older)
    assert opened_names(closed_vault, clock) == ["Brandt v. Meridian Logistics"]


@pytest.mark.keyring
def test_a_vault_that_could_not_be_made_leaves_room_for_another_try(tmp_path, own_keyring, clock):
    folder = tmp_path / "vault"
    open_keyring().put("another", bytes(32))
    own_keyring.lock()
    with pytest.raises(KeyringLockedError):
        Vault.create(folder, open_keyring(), clock=clock)
    assert not Vault.exists(folder)
    own_keyring.stop()
    own_keyring.start()
    Vault.create(folder, open_keyring(), clock=clock).close()
    assert Vault.exists(folder)
    assert len(own_keyring.names()) == 2


@pytest.mark.keyring
def test_no_vault_is_made_over_a_keyring_that_keeps_keys_in_memory(tmp_path, own_keyring, clock):
    own_keyring.use_memory_only()
    with pytest.raises(KeyringInsecureError):
        Vault.create(tmp_path / "vault", open_keyring(), clock=clock)
    assert not Vault.exists(tmp_path / "vault")


@pytest.mark.keyring
def test_a_keyring_that_was_reset_costs_nothing_where_there_is_a_sheet(
    closed_vault, own_keyring, clock
):
    """The login password was reset by force: the daemon begins with an empty collection."""
    with Vault.open(closed_vault, KeyringWay(open_keyring()), clock=clock) as vault:
        sheet = vault.ways_in.add_sheet()
        typed = SheetWay(" ".join(sheet.groups))
        vault.ways_in.prove_sheet(typed.text)
    own_keyring.stop()
    for file in own_keyring.files.iterdir():
        file.unlink()
    own_keyring.start(password=b"another")
    with pytest.raises(KeyMissingError, match="recovery sheet"):
        opened_names(closed_vault, clock)
    with Vault.open(closed_vault, typed, clock=clock) as vault:
        (dead,) = (way for way in vault.ways_in.all(open_keyring()) if way.is_dead)
        vault.ways_in.add_keyring(open_keyring())
        vault.ways_in.remove(dead.way_id, open_keyring())
        assert [way.is_dead for way in vault.ways_in.all(open_keyring())] == [False, False]
    assert opened_names(closed_vault, clock) == ["Brandt v. Meridian Logistics"]
    own_keyring.lock()
    with pytest.raises(KeyringLockedError):
        opened_names(closed_vault, clock)
    Vault.open(closed_vault, typed, clock=clock).close()
