"""Every way in opens the vault and no other; none is lost, and the last one cannot be removed."""

import json

import pytest

from desktop.domain.audit import Act
from desktop.domain.errors import (
    KeyMissingError,
    KeyStoreError,
    LastWayError,
    NoSuchWayError,
    SheetMistypedError,
    VaultDamagedError,
    VaultReadOnlyError,
    WayAbsentError,
    WeakPassphraseError,
    WrongPassphraseError,
    WrongSheetError,
)
from desktop.domain.ways_in import WayKind, has_recovery
from desktop.vault.keys import SheetSecret
from desktop.vault.slots import ways_in as ways_in_module
from desktop.vault.slots.file import SLOTS_FILE, read_slots
from desktop.vault.slots.sheet_code import text_of
from desktop.vault.slots.ways import KeyringWay, PassphraseWay, SheetWay
from desktop.vault.vault import Vault
from tests.vault.vault_pages import KeysInMemory, clock

SHEET_OF_ANOTHER_VAULT = text_of(SheetSecret(bytes(25)))
PHRASE, OTHER_PHRASE = "amber quilt seven otter", "violet stair nine heron"


@pytest.fixture
def vault(folder, keys):
    with Vault.create(folder, keys, clock=clock) as vault:
        vault.create_matter("1042", "0007", "Brandt v. Meridian Logistics")
        yield vault


def opens(folder, way):
    with Vault.open(folder, way, clock=clock) as vault:
        return [matter.name for matter in vault.matters()] == ["Brandt v. Meridian Logistics"]


class SilentKeyring(KeysInMemory):
    """A keyring that does not answer."""

    def get(self, name):  # noqa: ARG002
        raise KeyStoreError


def test_a_new_vault_has_the_keyring_alone_and_says_that_this_is_not_enough(vault, folder, keys):
    assert Vault.ways(folder) == (WayKind.KEYRING,)
    (way,) = vault.ways_in.all(keys)
    assert (way.kind, way.is_proven, way.is_here) == (WayKind.KEYRING, True, True)
    assert way.made_on == clock().date()
    assert not has_recovery((way,))


def test_a_passphrase_opens_on_a_computer_without_the_keyring(vault, folder):
    way = vault.ways_in.add_passphrase(PHRASE)
    assert has_recovery((way,))
    assert opens(folder, PassphraseWay(PHRASE))
    assert opens(folder, PassphraseWay(PHRASE, KeysInMemory()))
    with pytest.raises(WrongPassphraseError):
        Vault.open(folder, PassphraseWay(OTHER_PHRASE), clock=clock)
    with pytest.raises(KeyMissingError, match="passphrase"):
        Vault.open(folder, KeyringWay(KeysInMemory()), clock=clock)
    with pytest.raises(WayAbsentError, match="sheet"):
        Vault.open(folder, SheetWay(SHEET_OF_ANOTHER_VAULT), clock=clock)


def test_a_weak_passphrase_makes_no_way_in(vault, folder):
    before = (folder / SLOTS_FILE).read_bytes()
    with pytest.raises(WeakPassphraseError):
        vault.ways_in.add_passphrase("too short")
    assert (folder / SLOTS_FILE).read_bytes() == before


def test_keyring_and_passphrase_open_together_only(vault, folder, keys):
    vault.ways_in.demand_passphrase(PHRASE, keys)
    assert Vault.ways(folder) == (WayKind.KEYRING_AND_PASSPHRASE,)
    assert len(keys.secrets) == 1
    assert opens(folder, PassphraseWay(PHRASE, keys))
    for way, error in (
        (PassphraseWay(OTHER_PHRASE, keys), WrongPassphraseError),
        (PassphraseWay(PHRASE, KeysInMemory()), KeyMissingError),
        (PassphraseWay(PHRASE), KeyMissingError),
        (KeyringWay(keys), KeyMissingError),
    ):
        with pytest.raises(error):
            Vault.open(folder, way, clock=clock)


def test_a_sheet_opens_and_counts_once_it_is_typed_back(vault, folder, keys):
    sheet = vault.ways_in.add_sheet()
    assert not sheet.way.is_proven
    assert not has_recovery(vault.ways_in.all(keys))
    assert opens(folder, SheetWay(" ".join(sheet.groups)))
    with pytest.raises(SheetMistypedError):
        vault.ways_in.prove_sheet(" ".join(reversed(sheet.groups)))
    with pytest.raises(WrongSheetError):
        vault.ways_in.prove_sheet(SHEET_OF_ANOTHER_VAULT)
    assert vault.ways_in.prove_sheet("-".join(sheet.groups).lower()).is_proven
    assert has_recovery(vault.ways_in.all(keys))
    assert sheet.groups[0] not in repr(sheet)


def test_a_new_sheet_takes_the_place_of_one_that_was_never_typed_back(vault, folder):
    first, second = vault.ways_in.add_sheet(), vault.ways_in.add_sheet()
    with pytest.raises(WrongSheetError):
        Vault.open(folder, SheetWay(" ".join(first.groups)), clock=clock)
    vault.ways_in.prove_sheet(" ".join(second.groups))
    third = vault.ways_in.add_sheet()
    assert all(opens(folder, SheetWay(" ".join(sheet.groups))) for sheet in (second, third))


def test_the_last_proven_way_cannot_be_removed(vault, folder, keys):
    (keyring,) = vault.ways_in.all()
    sheet = vault.ways_in.add_sheet()
    with pytest.raises(LastWayError):
        vault.ways_in.remove(keyring.way_id, keys)
    vault.ways_in.prove_sheet(" ".join(sheet.groups))
    with pytest.raises(NoSuchWayError):
        vault.ways_in.remove("", keys)
    vault.ways_in.remove(keyring.way_id[:8], keys)
    assert keys.secrets == {}
    assert opens(folder, SheetWay(" ".join(sheet.groups)))
    with pytest.raises(LastWayError):
        vault.ways_in.remove(sheet.way.way_id)


def test_a_keyring_that_does_not_answer_counts_for_nothing(vault):
    vault.ways_in.add_keyring(KeysInMemory())
    first, second = vault.ways_in.all(SilentKeyring())
    assert (first.is_here, second.is_here) == (None, None)
    with pytest.raises(LastWayError):
        vault.ways_in.remove(second.way_id, SilentKeyring())


def test_a_moved_folder_gets_a_new_key_and_loses_the_dead_one(vault, folder, keys):
    sheet = vault.ways_in.add_sheet()
    vault.ways_in.prove_sheet(" ".join(sheet.groups))
    new_keyring = KeysInMemory()
    with pytest.raises(KeyMissingError, match="recovery sheet"):
        Vault.open(folder, KeyringWay(new_keyring), clock=clock)
    with Vault.open(folder, SheetWay(" ".join(sheet.groups)), clock=clock) as moved:
        dead = moved.ways_in.all(new_keyring)[0]
        assert dead.is_dead
        assert moved.ways_in.add_keyring(new_keyring).is_here
        moved.ways_in.remove(dead.way_id, new_keyring)
    assert opens(folder, KeyringWay(new_keyring))
    with pytest.raises(KeyMissingError):
        Vault.open(folder, KeyringWay(keys), clock=clock)


def test_a_vault_without_a_keyring_is_made_with_a_passphrase(folder):
    with pytest.raises(WeakPassphraseError):
        Vault.create(folder, PassphraseWay("weak"), clock=clock)
    assert not Vault.exists(folder)
    Vault.create(folder, PassphraseWay(PHRASE), clock=clock).close()
    assert Vault.ways(folder) == (WayKind.PASSPHRASE,)
    Vault.open(folder, PassphraseWay(PHRASE), clock=clock).close()


def test_a_slot_that_could_not_be_written_leaves_nothing_in_the_keyring(
    vault, folder, keys, monkeypatch
):
    def full(*_):
        raise VaultReadOnlyError

    before, names = (folder / SLOTS_FILE).read_bytes(), set(keys.secrets)
    monkeypatch.setattr(ways_in_module, "write_slots", full)
    with pytest.raises(VaultReadOnlyError):
        vault.ways_in.add_keyring(keys)
    with pytest.raises(VaultReadOnlyError):
        vault.ways_in.demand_passphrase(PHRASE, keys)
    assert (folder / SLOTS_FILE).read_bytes() == before
    assert set(keys.secrets) == names
    assert opens(folder, KeyringWay(keys))


def test_two_that_change_the_ways_follow_each_other(vault, folder, keys):
    with Vault.open(folder, KeyringWay(keys), clock=clock) as other:
        one, two = vault.ways_in.add_passphrase(PHRASE), other.ways_in.add_passphrase(OTHER_PHRASE)
    assert {way.way_id for way in vault.ways_in.all()} >= {one.way_id, two.way_id}


def test_costs_that_were_altered_open_nothing_and_take_no_more_memory_than_is_bounded(
    vault, folder
):
    vault.ways_in.add_passphrase(PHRASE)
    content = json.loads((folder / SLOTS_FILE).read_text("utf-8"))
    slot = next(slot for slot in content["slots"] if slot["kind"] == "passphrase")
    for costs in (
        {"memory_kib": 1 << 40},
        {"memory_kib": 8},
        {"iterations": 1},
        {"iterations": 1 << 30},
        {"lanes": 1000},
    ):
        altered = {**slot, "costs": slot["costs"] | costs}
        (folder / SLOTS_FILE).write_text(json.dumps({**content, "slots": [altered]}), "utf-8")
        with pytest.raises(VaultDamagedError):
            Vault.open(folder, PassphraseWay(PHRASE), clock=clock)
    altered = {**slot, "costs": slot["costs"] | {"lanes": 2}}
    (folder / SLOTS_FILE).write_text(json.dumps({**content, "slots": [altered]}), "utf-8")
    with pytest.raises(WrongPassphraseError):
        Vault.open(folder, PassphraseWay(PHRASE), clock=clock)


def test_a_damaged_slot_does_not_keep_a_sound_one_from_opening(vault, folder, keys):
    vault.ways_in.add_keyring(keys)
    content = json.loads((folder / SLOTS_FILE).read_text("utf-8"))
    content["slots"][0]["wrapped"] = content["slots"][1]["wrapped"][:-4] + "AAAA"
    (folder / SLOTS_FILE).write_text(json.dumps(content), "utf-8")
    assert opens(folder, KeyringWay(keys))


def test_slots_of_the_first_format_are_read_and_become_the_second(vault, folder, keys):
    content = json.loads((folder / SLOTS_FILE).read_text("utf-8"))
    del content["key_epoch"], content["slots"][0]["made_on"]
    (folder / SLOTS_FILE).write_text(json.dumps(content | {"format": 1}), "utf-8")
    assert opens(folder, KeyringWay(keys))
    assert vault.ways_in.all(keys)[0].made_on is None
    vault.ways_in.add_sheet()
    assert read_slots(folder).format == 2
    assert opens(folder, KeyringWay(keys))


def test_the_slot_file_holds_no_secret_of_a_person(vault, folder):
    vault.ways_in.add_passphrase(PHRASE)
    sheet = vault.ways_in.add_sheet()
    content = (folder / SLOTS_FILE).read_bytes()
    for secret in (PHRASE.encode(), *(group.encode() for group in sheet.groups)):
        assert secret not in content


def test_what_is_done_to_the_ways_stands_in_the_log(vault, keys):
    sheet = vault.ways_in.add_sheet()
    vault.ways_in.prove_sheet(" ".join(sheet.groups))
    vault.ways_in.remove(vault.ways_in.all()[0].way_id, keys)
    acts = [entry.act for entry in vault.audit.entries()]
    wanted = [Act.KEY_WAY_ADDED, Act.KEY_WAY_CONFIRMED, Act.KEY_WAY_REMOVED]
    assert [act for act in acts if act in wanted] == wanted
