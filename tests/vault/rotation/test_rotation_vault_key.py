"""The vault gets a new key: every way in opens it as before, the old key opens nothing."""

import json
import shutil

import pytest

from desktop.domain.audit import Act
from desktop.domain.errors import (
    InCameraError,
    KeyMissingError,
    KeysChangedError,
    LastWayError,
    VaultBusyError,
    VaultDamagedError,
    WaysLostError,
    WrongKeyError,
)
from desktop.domain.rotation import RenewalPhase
from desktop.domain.ways_in import WayKind
from desktop.vault.database import Database
from desktop.vault.inside import MATTERS_FOLDER
from desktop.vault.open_registry import registry_path
from desktop.vault.rotation.marks import is_marked, mark_superseded
from desktop.vault.slots.file import SLOTS_FILE, read_slots
from desktop.vault.slots.ways import KeyringWay, PassphraseWay, SheetWay
from desktop.vault.vault import Vault
from tests.vault.backup.backup_vaults import backed_up, rehearsed
from tests.vault.rotation.rotation_matter import add_document, faults, told
from tests.vault.vault_pages import KeysInMemory, clock

PHRASE = "four unlikely words in a row, and 7 more"


@pytest.fixture
def vault(folder, keys):
    with Vault.create(folder, keys, clock=clock) as vault:
        vault.guard(keys)
        for number in ("0007", "0008"):
            matter = vault.create_matter("1042", number, "Meridian")
            add_document(vault.store_of(matter.matter_id), pages=2)
        yield vault


def renewed(vault, keys, **options):
    return list(vault.renewals.renew_vault_key(keys, **options))


def everything(vault):
    return [(matter, told(vault.store_of(matter.matter_id))) for matter in vault.matters()]


def opens(folder, way):
    with Vault.open(folder, way, clock=clock) as vault:
        return len(vault.matters()) == 2 and all(
            vault.store_of(matter.matter_id).documents() for matter in vault.matters()
        )


def test_every_way_in_opens_it_as_before_without_having_been_asked_for(vault, folder, keys):
    other = KeysInMemory()
    vault.ways_in.add_keyring(other)
    vault.ways_in.add_passphrase(PHRASE)
    vault.ways_in.demand_passphrase(PHRASE, keys)
    vault.ways_in.add_keyring(keys)
    sheet = vault.ways_in.add_sheet()
    vault.ways_in.prove_sheet(" ".join(sheet.groups))
    ways = vault.ways_in.all(keys)
    before = everything(vault)
    for epoch in (2, 3):
        assert renewed(vault, keys)[-1] is RenewalPhase.DONE
        assert everything(vault) == before
        assert vault.ways_in.all(keys) == ways
        assert read_slots(folder).key_epoch == epoch
        assert read_slots(folder).format == 3
    vault.close()
    for way in (
        KeyringWay(keys),
        KeyringWay(other),
        PassphraseWay(PHRASE),
        PassphraseWay(PHRASE, keys),
        SheetWay(" ".join(sheet.groups)),
    ):
        assert opens(folder, way)


def test_the_old_key_opens_nothing_and_nothing_of_it_is_left(vault, folder, keys):
    old = vault._root.keys
    kept = shutil.copytree(folder, folder.with_name("kept"))
    renewed(vault, keys)
    vault.close()
    assert {path.name for path in folder.glob("registry*")} == {"registry-2.db"}
    with pytest.raises(WrongKeyError):
        Database(folder / "registry-2.db", old.database)
    with Vault.open(folder, KeyringWay(keys), clock=clock) as again:
        registry = again.inside().registry
        starts = [b"\x01\x01" + key.key_id for key in (old.data, old.wrapping)]
        for (table,) in registry.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            for row in registry.rows(f"SELECT * FROM {table}"):  # noqa: S608
                for value in (value for value in row if isinstance(value, bytes)):
                    assert not any(value.startswith(start) for start in starts), table
    # Whoever has the old vault key and the new slot file has no way to the new key.
    with pytest.raises(InCameraError):
        Vault(folder, again.vault_id, old.key, clock, key_epoch=2).matters()
    assert opens(kept, KeyringWay(keys)), "a copy from before opens as it did"


def test_log_state_and_anchor_go_on(vault, folder, keys):
    acts = [entry.act for entry in vault.audit.entries()]
    renewed(vault, keys)
    vault.create_matter("2", "2", "later")
    assert list(vault.audit.problems()) == []
    assert list(vault.registry_problems()) == []
    assert [entry.act for entry in vault.audit.entries()] == [
        *acts,
        Act.VAULT_KEY_ROTATED,
        Act.MATTER_CREATED,
    ]
    older = shutil.copytree(folder, folder.with_name("older"))
    vault.close()
    with Vault.open(folder, KeyringWay(keys), clock=clock) as again:
        again.guard(keys)
        again.create_matter("3", "3", "later still")
    del older


def test_siblings_follow_and_other_processes_are_told(vault, folder, keys):
    sibling, other = vault.sibling(), Vault.open(folder, KeyringWay(keys), clock=clock)
    assert len(sibling.matters()) == len(other.matters()) == 2
    store = other.store_of(other.matters()[0].matter_id)
    renewed(vault, keys)
    sibling.create_matter("9", "9", "by the sibling")
    assert len(vault.matters()) == 3
    assert len(other.matters()) == 2, "who has it open still reads the old registry"
    with pytest.raises(KeysChangedError):
        other.create_matter("8", "8", "lost")
    add_document(store, b"stored", pages=1)
    with pytest.raises(KeysChangedError):
        other.ways_in.add_passphrase(PHRASE)
    other.close()
    sibling.close()
    assert len(vault.store_of(vault.matters()[0].matter_id).documents()) == 2


@pytest.mark.parametrize("stop", list(RenewalPhase)[:-1])
def test_stopped_it_leaves_the_old_key_and_nothing_else(vault, folder, keys, stop):
    before = everything(vault)
    steps = vault.renewals.renew_vault_key(keys)
    while next(steps) is not stop:
        pass
    steps.close()
    assert not registry_path(folder, 2).exists()
    vault.close()
    with Vault.open(folder, KeyringWay(keys), clock=clock) as again:
        again.guard(keys)
        assert everything(again) == before
        assert not is_marked(again.inside().registry)
        again.create_matter("3", "3", "later")
        assert renewed(again, keys)[-1] is RenewalPhase.DONE
    assert opens_with(folder, keys, 3)


def opens_with(folder, keys, matters):
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        return len(vault.matters()) == matters


def test_marks_are_taken_away_by_the_next_opening_and_the_unused_registry_with_them(
    vault, folder, keys
):
    steps = vault.renewals.renew_vault_key(keys)
    while next(steps) is not RenewalPhase.MARKED:
        pass
    left = shutil.copytree(folder, folder.with_name("left"))
    steps.close()
    assert registry_path(left, 2).exists()
    with Vault.open(left, KeyringWay(keys), clock=clock) as again:
        again.create_matter("3", "3", "later")
    assert not registry_path(left, 2).exists()


def test_marks_that_somebody_took_away_end_the_rotation(vault, keys):
    steps = vault.renewals.renew_vault_key(keys)
    while next(steps) is not RenewalPhase.MARKED:
        pass
    with Vault.open(vault.folder, KeyringWay(keys), clock=clock) as other:
        other.create_matter("3", "3", "written meanwhile")
    with pytest.raises(VaultBusyError):
        next(steps)
    assert len(vault.matters()) == 3


def test_a_slot_from_before_receives_where_its_secret_is_at_hand(vault, folder, keys):
    vault.ways_in.add_passphrase(PHRASE)
    without_receiving(folder)
    with pytest.raises(WaysLostError, match="1"):
        renewed(vault, keys)
    assert opens(folder, PassphraseWay(PHRASE))
    renewed(vault, keys, may_lose_ways=True)
    assert [way.kind for way in vault.ways_in.all(keys)] == [WayKind.KEYRING]
    assert list(vault.registry_problems()) == []
    vault.close()
    assert opens(folder, KeyringWay(keys))


def test_without_a_way_that_counts_nothing_is_done(vault, folder, keys):
    without_receiving(folder)
    with pytest.raises(LastWayError):
        renewed(vault, None, may_lose_ways=True)
    assert opens(folder, KeyringWay(keys))


def without_receiving(folder):
    """The slot file as a version wrote it that knew nothing of receiving."""
    content = json.loads((folder / SLOTS_FILE).read_text())
    for slot in content["slots"]:
        del slot["public"], slot["proof"], slot["ephemeral"]
    (folder / SLOTS_FILE).write_text(json.dumps(content))


def test_a_public_key_that_somebody_put_into_the_slot_file_receives_nothing(vault, folder, keys):
    vault.ways_in.add_passphrase(PHRASE)
    content = json.loads((folder / SLOTS_FILE).read_text())
    content["slots"][1]["public"] = content["slots"][0]["public"]
    (folder / SLOTS_FILE).write_text(json.dumps(content))
    with pytest.raises(WaysLostError):
        renewed(vault, keys)


def test_a_slot_from_another_vault_key_does_not_open_the_new_one(vault, folder, keys):
    old = read_slots(folder)
    renewed(vault, keys)
    (folder / SLOTS_FILE).write_bytes(
        json.dumps(
            json.loads((folder / SLOTS_FILE).read_text())
            | {"slots": [{"kind": "keyring", "key_name": old.slots[0].key_name, "wrapped": "AAAA"}]}
        ).encode()
    )
    with pytest.raises(VaultDamagedError):
        Vault.open(folder, KeyringWay(keys), clock=clock)
    with pytest.raises(KeyMissingError):
        Vault.open(folder, KeyringWay(KeysInMemory()), clock=clock)


def test_backups_from_before_open_as_before_and_new_ones_are_added(vault, folder, keys, tmp_path):
    target = tmp_path / "firm.backup"
    backed_up(vault, target)
    renewed(vault, keys)
    backed_up(vault, target)
    assert rehearsed(target, folder, keys, 1).problems == ()
    assert rehearsed(target, folder, keys, 2).problems == ()


def test_an_altered_entry_of_the_log_is_not_vouched_for(vault, keys):
    vault.inside().registry.change("UPDATE audit SET mac = zeroblob(32) WHERE number = 1")
    with pytest.raises(VaultDamagedError, match="log"):
        renewed(vault, keys)


def test_what_is_wrapped_where_nobody_knows_its_place_ends_it(vault, keys):
    registry = vault.inside().registry
    registry.change("UPDATE rotation SET matter_id = NULL")
    ((wrapped,),) = registry.rows("SELECT wrapped_key FROM matter LIMIT 1")
    registry.change("INSERT INTO rotation (key_epoch, wrapped_key) VALUES (1, ?)", wrapped)
    with pytest.raises(VaultDamagedError):
        renewed(vault, keys)


def test_matters_and_vault_key_are_put_down_and_struck_off(vault, keys):
    renewals = vault.renewals
    ids = [matter.matter_id for matter in vault.matters()]
    renewals.put_down(ids, with_vault_key=True)
    renewals.put_down(ids[:1], with_vault_key=True)
    assert (renewals.has_vault_key, list(renewals.matters())) == (True, ids)
    list(renewals.renew_matter(ids[0]))
    assert (renewals.has_vault_key, list(renewals.matters())) == (True, ids[1:])
    steps = renewals.renew_matter(ids[1])
    next(steps)
    steps.close()
    renewed(vault, keys)
    assert (renewals.has_vault_key, list(renewals.matters())) == (False, ids[1:])
    list(vault.renewals.renew_matter(ids[1]))
    assert renewals.matters() == ()
    for matter in vault.matters():
        assert faults(vault.store_of(matter.matter_id)) == []
    assert not list((vault.folder / MATTERS_FOLDER).glob("*-2.db-journal"))


def test_a_registry_that_is_being_renewed_is_not_marked_for_others_to_clear(vault, keys):
    registry = vault.inside().registry
    with registry.transaction():
        mark_superseded(registry)
    vault.close()
    with Vault.open(vault.folder, KeyringWay(keys), clock=clock) as again:
        assert not is_marked(again.inside().registry)
