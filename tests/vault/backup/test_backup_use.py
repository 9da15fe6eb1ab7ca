"""A backup is made while others work in the vault, and a full disk costs no earlier backup."""

import shutil
import subprocess
import sys
import threading

import pytest

from desktop.domain.backup import BackupEntry, BackupProgress
from desktop.domain.errors import BackupFullError
from desktop.domain.identity import PageNumber
from desktop.vault.backup.make import make_backup
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.backup.backup_vaults import backed_up, contents, fill, made_vault, rehearsed
from tests.vault.vault_pages import NOON, VOTES, PageMaker, Vocabulary, clock, origin

PAGES_A_BATCH = 4
LONG_S = 60


def test_pages_are_stored_while_backups_are_made(folder, keys, tmp_path):
    target = tmp_path / "firm.backup"
    vault = made_vault(folder, keys)
    matter_id = vault.matters()[0].matter_id
    document, _ = vault.store_of(matter_id).admit(origin(b"long"), b"long")
    vault.store_of(matter_id).start_reading(document.document_id, 5_000)
    done, stored = threading.Event(), threading.Event()

    def store():
        maker = PageMaker(Vocabulary.of_size(300, 50), words_per_page=120)
        with vault.sibling() as other:
            own = other.store_of(matter_id)
            number = 1
            while not done.is_set():
                batch = [(*maker.page(PageNumber(number + n)), VOTES) for n in range(PAGES_A_BATCH)]
                own.store_pages(document.document_id, batch)
                number += PAGES_A_BATCH
                stored.set()

    thread = threading.Thread(target=store)
    thread.start()
    try:
        for _ in range(4):
            stored.clear()
            backed_up(vault, target)
            assert stored.wait(LONG_S)
    finally:
        done.set()
        thread.join()
        vault.close()
    for number in range(1, 5):
        found = rehearsed(target, folder, keys, number=number)
        assert (found.matters, found.problems) == (2, ())


def test_a_matter_made_or_given_a_new_key_meanwhile_is_in_the_backup(folder, keys, tmp_path):
    target = tmp_path / "firm.backup"
    made_vault(folder, keys).close()
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        steps = make_backup(vault, target, NOON, "1.0")
        assert isinstance(next(steps), BackupProgress)
        with vault.sibling() as other:
            fill(other.store_of(other.create_matter("1042", "0009", "Later").matter_id), b"new")
            list(other.rotate_matter_key(other.matters()[1].matter_id))
        assert isinstance(list(steps)[-1], BackupEntry)
    found = rehearsed(target, folder, keys)
    assert (found.matters, found.documents, found.problems) == (3, 3, ())


@pytest.mark.skipif(sys.platform == "win32", reason="mounts a small disk")
def test_a_full_disk_is_named_and_costs_no_earlier_backup(folder, keys, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    command = ("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(stick))
    if shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
        pytest.skip("mounting a small disk needs the right to")
    target = stick / "firm.backup"
    try:
        with made_vault(folder, keys) as vault:
            backed_up(vault, target)
            whole = target.read_bytes()
            fill(vault.store_of(vault.matters()[0].matter_id), bytes(range(256)) * 40_000)
            with pytest.raises(BackupFullError):
                backed_up(vault, target)
            assert target.read_bytes() == whole
            with pytest.raises(BackupFullError):
                backed_up(vault, stick / "other.backup")
            assert [path.name for path in stick.iterdir()] == ["firm.backup"]
        assert rehearsed(target, folder, keys).problems == ()
    finally:
        subprocess.run(("umount", str(stick)), check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="mounts a small disk")
def test_a_disk_without_room_for_a_restore_leaves_the_vault(folder, keys, tmp_path):
    target = tmp_path / "firm.backup"
    small = tmp_path / "small"
    small.mkdir()
    command = ("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(small))
    if shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
        pytest.skip("mounting a small disk needs the right to")
    try:
        with made_vault(folder, keys) as vault:
            backed_up(vault, target)
        before = contents(folder, keys)
        moved = small / "vault"
        shutil.copytree(folder, moved)
        with pytest.raises(BackupFullError):
            rehearsed(target, moved, keys)
        assert contents(moved, keys) == before
        assert [path.name for path in small.iterdir()] == ["vault"]
        with Vault.open(moved, KeyringWay(keys), clock=clock) as vault:
            assert len(vault.matters()) == 2
    finally:
        subprocess.run(("umount", str(small)), check=True)
