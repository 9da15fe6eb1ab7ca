"""A vault is made whole or not at all, opens with its key only, and names what is wrong."""

import os
import stat
import threading
from pathlib import Path

import pytest

from desktop.domain.errors import (
    KeyMissingError,
    KeyStoreError,
    MatterExistsError,
    MatterNumberError,
    NoSuchDocumentError,
    NoSuchMatterError,
    VaultAbsentError,
    VaultDamagedError,
    VaultExistsError,
    VaultOnNetworkError,
    VaultReadOnlyError,
    WrongKeyError,
)
from desktop.domain.identity import DocumentId, MatterId
from desktop.vault import drive
from desktop.vault import inside as inside_module
from desktop.vault import vault as vault_module
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.vault_pages import KeysInMemory, clock, origin


@pytest.fixture
def vault(folder, keys):
    with Vault.create(folder, keys, clock=clock) as vault:
        yield vault


def test_what_was_made_is_there_at_the_next_start(folder, keys):
    with Vault.create(folder, keys, clock=clock) as vault:
        matter = vault.create_matter(" 1042 ", "0007", "Brandt v. Meridian")
        document, is_new = vault.store_of(matter.matter_id).admit(origin(b"x"), b"x")
    assert is_new
    assert matter.reference == "1042-0007"
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        assert vault.matters() == (matter,)
        assert vault.store_of(matter.matter_id).documents() == (document,)


def test_a_matter_is_found_by_reference_and_by_identity(vault):
    matter = vault.create_matter("1042", "0007", "Brandt")
    vault.create_matter("1042", "0008", "Brandt, second")
    assert vault.matter("1042-0007") == matter
    assert vault.matter(matter.matter_id) == matter
    with pytest.raises(NoSuchMatterError):
        vault.matter("1042-0009")
    with pytest.raises(NoSuchMatterError):
        vault.store_of(MatterId("0" * 32))
    with pytest.raises(NoSuchMatterError):
        vault.store_of(MatterId("no identity"))


def test_two_matters_never_share_a_reference(vault):
    vault.create_matter("1", "2-3", "one")
    with pytest.raises(MatterExistsError):
        vault.create_matter("1-2", "3", "other")
    assert len(vault.matters()) == 1
    assert len(list((vault._folder / "matters").iterdir())) == 1


@pytest.mark.parametrize("number", ["", "  ", "a\nb", "9" * 201])
def test_a_number_that_cannot_be_cited_is_refused(vault, number):
    with pytest.raises(MatterNumberError):
        vault.create_matter(number, "1", "name")


def test_matters_are_walls(vault):
    one = vault.create_matter("1", "1", "one")
    other = vault.create_matter("1", "2", "other")
    document, _ = vault.store_of(one.matter_id).admit(origin(b"x"), b"x")
    with pytest.raises(NoSuchDocumentError):
        vault.store_of(other.matter_id).document(document.document_id)
    with pytest.raises(NoSuchDocumentError):
        vault.store_of(one.matter_id).document(DocumentId("nonsense"))


def test_the_file_of_one_matter_does_not_open_as_another(folder, keys):
    with Vault.create(folder, keys, clock=clock) as vault:
        matters = [vault.create_matter("1", str(number), "x") for number in range(2)]
        names = [
            row[0]
            for row in vault._registry.database.rows("SELECT file_name FROM matter ORDER BY 1")
        ]
    first, second = (folder / "matters" / name for name in names)
    first.rename(folder / "kept")
    second.rename(first)
    (folder / "kept").rename(second)
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        for matter in matters:
            with pytest.raises(WrongKeyError):
                vault.store_of(matter.matter_id)


def test_files_are_for_their_owner_only_and_nothing_is_readable(folder, keys):
    previous = os.umask(0)
    try:
        with Vault.create(folder, keys, clock=clock) as vault:
            matter = vault.create_matter("1042", "0007", "Quetzalcoatl")
            vault.store_of(matter.matter_id).admit(
                origin(b"%PDF Quetzalcoatl"), b"%PDF Quetzalcoatl"
            )
            paths = [folder, *folder.rglob("*")]
            for path in paths:
                assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path.name
            for path in filter(Path.is_file, paths):
                content = path.read_bytes()
                assert b"Quetzalcoatl" not in content
                assert b"SQLite format" not in content
    finally:
        os.umask(previous)


@pytest.mark.usefixtures("vault")
def test_there_is_one_vault_in_a_folder(folder, keys):
    assert Vault.exists(folder)
    with pytest.raises(VaultExistsError):
        Vault.create(folder, keys, clock=clock)


def test_no_vault_is_said_to_be_absent(folder, keys):
    assert not Vault.exists(folder)
    with pytest.raises(VaultAbsentError):
        Vault.open(folder, KeyringWay(keys), clock=clock)


def test_without_its_secret_a_vault_stays_shut(folder, keys):
    Vault.create(folder, keys, clock=clock).close()
    with pytest.raises(KeyMissingError):
        Vault.open(folder, KeyringWay(KeysInMemory()), clock=clock)


def test_the_secret_of_another_vault_is_the_wrong_key(folder, keys):
    Vault.create(folder, keys, clock=clock).close()
    (name,) = keys.secrets
    keys.secrets[name] = b"\x07" * 32
    with pytest.raises(WrongKeyError):
        Vault.open(folder, KeyringWay(keys), clock=clock)


def test_the_registry_of_another_vault_is_the_wrong_key(folder, keys, tmp_path):
    Vault.create(folder, keys, clock=clock).close()
    Vault.create(tmp_path / "other", keys, clock=clock).close()
    (tmp_path / "other" / "registry.db").replace(folder / "registry.db")
    with pytest.raises(WrongKeyError):
        Vault.open(folder, KeyringWay(keys), clock=clock)


def test_missing_files_are_named_as_damage(folder, keys):
    with Vault.create(folder, keys, clock=clock) as vault:
        matter = vault.create_matter("1", "1", "x")
    for path in (folder / "matters").iterdir():
        path.unlink()
    with (
        Vault.open(folder, KeyringWay(keys), clock=clock) as vault,
        pytest.raises(VaultDamagedError),
    ):
        vault.store_of(matter.matter_id)
    (folder / "registry.db").unlink()
    with pytest.raises(VaultDamagedError):
        Vault.open(folder, KeyringWay(keys), clock=clock)


def test_key_slots_that_are_gone_cost_no_matter(folder, keys):
    with Vault.create(folder, keys, clock=clock) as vault:
        matter = vault.create_matter("1", "1", "x")
    (folder / "slots.json").rename(folder / "kept")
    with pytest.raises(VaultDamagedError, match=r"slots\.json"):
        Vault.create(folder, keys, clock=clock)
    (folder / "kept").rename(folder / "slots.json")
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        assert vault.matters() == (matter,)


class KeyringThatRefuses(KeysInMemory):
    """A key store that keeps nothing."""

    def put(self, name, secret):  # noqa: ARG002
        raise KeyStoreError


def test_a_creation_that_was_cut_short_can_be_made_again(folder, keys, monkeypatch):
    with pytest.raises(KeyStoreError):
        Vault.create(folder, KeyringThatRefuses(), clock=clock)
    assert not Vault.exists(folder)

    def power_cut(*_):
        raise VaultReadOnlyError

    with monkeypatch.context() as patched:
        patched.setattr(vault_module, "write_slots", power_cut)
        with pytest.raises(VaultReadOnlyError):
            Vault.create(folder, keys, clock=clock)
    assert not Vault.exists(folder)
    assert keys.secrets == {}
    Vault.create(folder, keys, clock=clock).close()
    Vault.open(folder, KeyringWay(keys), clock=clock).close()


def test_a_matter_that_cannot_be_entered_leaves_no_file(vault, folder, monkeypatch):
    def full(*_):
        raise OSError(28, "no room")

    monkeypatch.setattr(inside_module, "seal", full)
    with pytest.raises(OSError, match="no room"):
        vault.create_matter("1", "1", "x")
    assert list((folder / "matters").iterdir()) == []
    assert vault.matters() == ()


def test_a_sibling_serves_another_thread_with_the_keys_in_memory(vault, keys):
    matter = vault.create_matter("1", "1", "x")
    keys.secrets.clear()
    seen = []

    def work():
        with vault.sibling() as sibling:
            store = sibling.store_of(matter.matter_id)
            store.admit(origin(b"from a thread"), b"from a thread")
            seen.append(len(store.documents()))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [1]
    assert len(vault.store_of(matter.matter_id).documents()) == 1


def test_closing_again_does_nothing(vault):
    matter = vault.create_matter("1", "1", "x")
    assert vault.store_of(matter.matter_id) is vault.store_of(matter.matter_id)
    vault.close()
    vault.close()


def test_a_vault_is_not_made_or_opened_on_a_network_drive(folder, keys, monkeypatch):
    Vault.create(folder, keys, clock=clock).close()
    monkeypatch.setattr(vault_module, "is_on_network", lambda _: True)
    with pytest.raises(VaultOnNetworkError):
        Vault.open(folder, KeyringWay(keys), clock=clock)
    with pytest.raises(VaultOnNetworkError):
        Vault.create(folder.with_name("other"), keys, clock=clock)


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/homes /home nfs4 rw 0 0
/dev/sdb1 /home/anna/disk ext4 rw 0 0
//nas/share /mnt/With\\040space cifs rw 0 0
tmpfs /mnt/With\\040space tmpfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/opt/vault", "ext4"),
        ("/home/anna/vault", "nfs4"),
        ("/home/anna/disk/vault", "ext4"),
        ("/homes", "ext4"),
        ("/mnt/With space/vault", "tmpfs"),
    ],
)
def test_the_file_system_of_a_folder_is_told_by_its_mounts(folder, kind):
    assert drive.file_system_of(Path(folder), MOUNTS) == kind


def test_a_folder_of_this_machine_is_not_on_the_network(tmp_path, monkeypatch):
    assert not drive.is_on_network(tmp_path / "not" / "there")
    monkeypatch.setattr(drive, "_MOUNTS", tmp_path / "none")
    assert not drive.is_on_network(tmp_path)
    monkeypatch.setattr(drive.sys, "platform", "win32")
    monkeypatch.setattr(drive, "_windows_drive_type", lambda _: 4)
    assert drive.is_on_network(tmp_path)


def test_a_folder_that_cannot_be_made_is_named(tmp_path, keys):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(VaultReadOnlyError):
        Vault.create(tmp_path / "file" / "vault", keys, clock=clock)
