"""A backup gives the vault back as it was, adds what changed, and replaces nothing unproven."""

import shutil

import pytest

from desktop.domain.errors import (
    BackupDamagedError,
    BackupOfOtherVaultError,
    BackupPlaceError,
    BackupTooNewError,
    NoBackupError,
    RestoreUnsoundError,
    VaultBusyError,
    VaultTooNewError,
)
from desktop.vault.backup.opening import backups_in, by_way, open_backup, opened_file
from desktop.vault.backup.swapping import beside, finish_restore, swap_in
from desktop.vault.slots.ways import KeyringWay, SheetWay
from desktop.vault.vault import Vault
from tests.vault.backup.backup_vaults import (
    backed_up,
    contents,
    fill,
    made_vault,
    rehearsed,
    restored,
)
from tests.vault.vault_pages import NOON, KeysInMemory, clock


@pytest.fixture
def target(tmp_path):
    return tmp_path / "stick" / "firm.backup"


@pytest.fixture(autouse=True)
def stick(target):
    target.parent.mkdir()


def test_what_is_restored_is_what_was_there(folder, keys, target):
    with made_vault(folder, keys) as vault:
        backed_up(vault, target)
    before = contents(folder, keys)
    shutil.rmtree(folder)
    found = restored(target, folder, keys)
    assert (found.matters, found.documents, found.problems) == (2, 2, ())
    assert contents(folder, keys) == before
    assert sorted(path.name for path in folder.parent.iterdir()) == ["stick", "vault"]


def test_a_matter_with_a_new_key_is_restored(folder, keys, target):
    with made_vault(folder, keys) as vault:
        first = backed_up(vault, target)
        list(vault.rotate_matter_key(vault.matters()[0].matter_id))
        second = backed_up(vault, target)
    before = contents(folder, keys)
    assert second.added_bytes > first.added_bytes / 4, "nothing under the old key is used again"
    restored(target, folder, keys)
    assert contents(folder, keys) == before
    assert rehearsed(target, folder, keys, number=1).problems == ()


def test_a_restored_vault_is_written_to_again(folder, keys, target):
    with made_vault(folder, keys) as vault:
        backed_up(vault, target)
        fill(vault.store_of(vault.matters()[0].matter_id), b"came later")
    restored(target, folder, keys)
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        store = vault.store_of(vault.matters()[0].matter_id)
        assert len(store.documents()) == 1
        fill(store, b"came afterwards")
    assert len(list(folder.parent.glob("vault.before-*"))) == 1


def test_a_second_backup_adds_only_what_changed(folder, keys, target):
    with made_vault(folder, keys) as vault:
        first = backed_up(vault, target)
        again = backed_up(vault, target)
        fill(vault.store_of(vault.matters()[0].matter_id), b"x" * 300_000)
        third = backed_up(vault, target)
    assert first.added_bytes > first.size_bytes
    assert (first.number, again.number, third.number) == (1, 2, 3)
    # The registry's own log has grown; the matters have not.
    assert again.added_bytes < first.added_bytes / 3
    assert 300_000 < third.added_bytes < 300_000 + 2_000_000
    assert target.stat().st_size == sum(e.added_bytes for e in (first, again, third)) + 512


def test_each_backup_of_a_file_can_be_restored(folder, keys, target):
    with made_vault(folder, keys) as vault:
        backed_up(vault, target)
        fill(vault.store_of(vault.matters()[0].matter_id), b"came later")
        backed_up(vault, target)
    with opened_file(target) as container:
        assert [(b.number, b.made_at) for b in backups_in(container)] == [(2, NOON), (1, NOON)]
    assert rehearsed(target, folder, keys).documents == 3
    assert rehearsed(target, folder, keys, number=1).documents == 2
    with pytest.raises(NoBackupError):
        rehearsed(target, folder, keys, number=3)


def test_the_recovery_sheet_alone_opens_a_backup_elsewhere(folder, keys, target, tmp_path):
    with made_vault(folder, keys) as vault:
        sheet = vault.ways_in.add_sheet()
        backed_up(vault, target)
    elsewhere = tmp_path / "new" / "vault"
    elsewhere.parent.mkdir()
    with opened_file(target) as container:
        backup = open_backup(container, by_way(SheetWay(" ".join(sheet.groups))))
        from desktop.vault.backup.restore import restore

        list(restore(backup, elsewhere, clock))
    with Vault.open(elsewhere, SheetWay(" ".join(sheet.groups)), clock=clock) as vault:
        assert len(vault.matters()) == 2


def test_a_rehearsal_leaves_nothing(folder, keys, target):
    with made_vault(folder, keys) as vault:
        backed_up(vault, target)
        found = rehearsed(target, folder, keys)
        assert (found.number, found.matters, found.documents, found.problems) == (1, 2, 2, ())
        assert [path.name for path in folder.parent.glob("vault*")] == ["vault"]
        assert len(vault.matters()) == 2


def test_a_vault_in_use_is_not_replaced(folder, keys, target):
    import subprocess
    import sys

    with made_vault(folder, keys) as vault:
        backed_up(vault, target)
    holder = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    holder.stdout.readline()
    with pytest.raises(VaultBusyError):
        restored(target, folder, keys)
    holder.communicate(b"\n")
    restored(target, folder, keys)


_HOLDER = """
import fcntl, sys
file = open(sys.argv[1] + "/registry.db", "r+b")
fcntl.lockf(file, fcntl.LOCK_SH, 510, 0x40000002)
print("held", flush=True)
sys.stdin.readline()
"""


def test_a_restore_cut_short_between_its_last_steps_is_finished(folder, keys, target):
    with made_vault(folder, keys) as vault:
        backed_up(vault, target)
    before = contents(folder, keys)
    folder.rename(beside(folder, "restored"))
    assert not Vault.exists(folder)
    finish_restore(folder)
    assert contents(folder, keys) == before
    finish_restore(folder)


def test_the_vault_that_was_replaced_is_kept(folder, tmp_path):
    for number in range(3):
        scratch = tmp_path / "vault.restoring"
        scratch.mkdir()
        (scratch / "slots.json").write_text(str(number))
        swap_in(scratch, folder, NOON)
    kept = sorted(path.name for path in tmp_path.glob("vault.before-*"))
    assert kept == ["vault.before-20260302-120000", "vault.before-20260302-120000-2"]
    assert (folder / "slots.json").read_text() == "2"


def test_what_is_not_whole_replaces_nothing(folder, keys, target):
    with made_vault(folder, keys) as vault:
        store = vault.store_of(vault.matters()[0].matter_id)
        store._database.change("UPDATE document SET pages_read = pages_read + 1")
        backed_up(vault, target)
        store._database.change("UPDATE document SET pages_read = pages_read - 1")
    before = contents(folder, keys)
    assert rehearsed(target, folder, keys).problems
    with pytest.raises(RestoreUnsoundError):
        restored(target, folder, keys)
    assert contents(folder, keys) == before
    assert [path.name for path in folder.parent.glob("vault*")] == ["vault"]


def test_a_vault_of_a_newer_version_is_refused_and_replaces_nothing(folder, keys, target):
    with made_vault(folder, keys) as vault:
        registry = vault.inside().registry
        with registry.unrestricted():
            registry.change("PRAGMA user_version = 9999")
        backed_up(vault, target)
    with pytest.raises(VaultTooNewError):
        restored(target, folder, keys)
    assert [path.name for path in folder.parent.glob("vault*")] == ["vault"]


def test_a_file_of_a_newer_version_is_refused(folder, keys, target):
    import hashlib

    with made_vault(folder, keys) as vault:
        backed_up(vault, target)
        whole = target.read_bytes()
        for at in (0, len(whole) - 512):
            block = bytearray(whole[at : at + 480])
            block[17] = 2
            newer = bytes(block) + hashlib.sha256(block).digest()
            target.write_bytes(whole[:at] + newer + whole[at + 512 :])
            with pytest.raises(BackupTooNewError):
                rehearsed(target, folder, keys)
            with pytest.raises(BackupTooNewError):
                backed_up(vault, target)


def test_the_backups_of_another_vault_are_left_alone(folder, keys, target, tmp_path):
    with made_vault(folder, keys) as vault:
        backed_up(vault, target)
    whole = target.read_bytes()
    with (
        Vault.create(tmp_path / "other", KeysInMemory(), clock=clock) as other,
        pytest.raises(BackupOfOtherVaultError),
    ):
        backed_up(other, target)
    assert target.read_bytes() == whole


@pytest.mark.parametrize("content", [b"a letter to keep", b"x" * 4_000])
def test_a_file_that_is_no_backup_is_left_alone(folder, keys, target, content):
    target.write_bytes(content)
    with made_vault(folder, keys) as vault, pytest.raises(NoBackupError):
        backed_up(vault, target)
    assert target.read_bytes() == content


def test_a_backup_goes_outside_the_vault_and_to_where_it_can(folder, keys, target):
    with made_vault(folder, keys) as vault:
        for place in (folder / "own.backup", target.parent, target.parent / "no" / "folder"):
            with pytest.raises(BackupPlaceError):
                backed_up(vault, place)
    assert list(target.parent.iterdir()) == []


def test_a_backup_that_is_stopped_leaves_the_earlier_ones(folder, keys, target):
    from desktop.vault.backup.make import make_backup

    with made_vault(folder, keys) as vault:
        work = make_backup(vault, target, NOON, "1.0")
        next(work)
        work.close()
        assert not target.exists()
        backed_up(vault, target)
        whole = target.read_bytes()
        fill(vault.store_of(vault.matters()[0].matter_id), b"came later")
        work = make_backup(vault, target, NOON, "1.0")
        next(work)
        work.close()
    assert target.read_bytes() == whole


def test_what_an_addition_cut_short_has_left_is_taken_away(folder, keys, target):
    with made_vault(folder, keys) as vault:
        backed_up(vault, target)
        whole = target.read_bytes()
        target.write_bytes(whole + b"InCamera finish\n" * 3_000)
        assert rehearsed(target, folder, keys).number == 1
        assert backed_up(vault, target).number == 2
    assert target.read_bytes().startswith(whole)
    assert rehearsed(target, folder, keys).number == 2


def test_a_cut_file_gives_an_earlier_backup_or_says_that_it_holds_none(folder, keys, target):
    with made_vault(folder, keys) as vault:
        backed_up(vault, target)
        first = target.stat().st_size
        backed_up(vault, target)
    whole = target.read_bytes()
    target.write_bytes(whole[:-1])
    assert rehearsed(target, folder, keys).number == 1
    target.write_bytes(whole[: first - 1])
    with pytest.raises(NoBackupError):
        rehearsed(target, folder, keys)
    target.write_bytes(whole[:100])
    with pytest.raises(NoBackupError):
        rehearsed(target, folder, keys)


def test_a_hole_in_the_middle_is_noticed(folder, keys, target):
    with made_vault(folder, keys) as vault:
        backed_up(vault, target)
    whole = target.read_bytes()
    target.write_bytes(whole[:100_000] + whole[104_096:])
    with pytest.raises((BackupDamagedError, NoBackupError)):
        rehearsed(target, folder, keys)
