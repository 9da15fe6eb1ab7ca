"""What was confirmed outlasts kills, full disks and other processes."""

import json
import os
import resource
import secrets
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from desktop.domain.document import DocumentState
from desktop.domain.errors import (
    DiskFullError,
    VaultBusyError,
    VaultDiskError,
    VaultError,
    VaultReadOnlyError,
)
from desktop.domain.identity import PageNumber
from desktop.vault.integrity import IntegrityProblem
from desktop.vault.matter_file import MatterFile
from desktop.vault.matter_store import MatterStore
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.vault_pages import (
    VOTES,
    PageMaker,
    Vocabulary,
    clock,
    origin,
    reading,
)

ROOT = Path(__file__).parents[2]
KILLS = 12
LONGEST_WAIT_MS = 150

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="uses signals and limits of POSIX")


def made_vault(folder, keys, pages=100_000):
    """A vault with a matter and a document whose reading has begun; returns the identities."""
    with Vault.create(folder, keys, clock=clock) as vault:
        matter_id = vault.create_matter("1", "1", "x").matter_id
        store = vault.store_of(matter_id)
        document, _ = store.admit(origin(b"letter"), b"letter")
        store.start_reading(document.document_id, min(pages, 10_000))
    return matter_id, document.document_id


def faults(store):
    return [step for step in store.verify() if isinstance(step, IntegrityProblem)]


@pytest.mark.process
def test_a_kill_at_any_moment_loses_no_confirmed_page(folder, keys, tmp_path):
    matter_id, document_id = made_vault(folder, keys)
    secrets_file = tmp_path / "secrets.json"
    secrets_file.write_text(json.dumps({k: v.hex() for k, v in keys.secrets.items()}))
    confirmed = 0
    for _ in range(KILLS):
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.vault.vault_storing_process",
                str(folder),
                document_id,
                str(confirmed + 1),
                str(secrets_file),
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        last = process.stdout.readline()
        # Some moment within the next batches: in the middle of a write, a commit, a checkpoint.
        killer = threading.Timer(secrets.randbelow(LONGEST_WAIT_MS) / 1000, process.kill)
        killer.start()
        lines = [last, *process.stdout.read().splitlines()]
        process.wait()
        process.stdout.close()
        killer.join()
        confirmed = max(confirmed, int(lines[-1]))
        with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
            store = vault.store_of(matter_id)
            document = store.document(document_id)
            assert document.state is DocumentState.READING
            # A batch may have been committed without the word of it getting out.
            assert confirmed <= document.pages_read <= confirmed + 4
            assert store.missing_pages(document_id)[0] == document.pages_read + 1
            confirmed = document.pages_read
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        store = vault.store_of(matter_id)
        assert faults(store) == []
        assert store.page(document_id, PageNumber(confirmed)).number == confirmed
    assert confirmed > 4 * KILLS


@contextmanager
def files_up_to(byte_count):
    """Files of this process may grow to so many bytes; a write beyond fails."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    previous = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (byte_count, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, previous)


class SmallDisk:
    """A disk that can be made full, to the byte."""

    def __init__(self, folder):
        self.folder = folder
        self._filler = folder / "filler"

    @contextmanager
    def room_for(self, byte_count):
        free = shutil.disk_usage(self.folder).free
        self._filler.write_bytes(bytes(max(0, free - byte_count)))
        try:
            yield
        finally:
            self._filler.unlink()


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder))
    if shutil.which("mount") is None or subprocess.run(command, check=False).returncode:
        pytest.skip("mounting a small disk needs the right to")
    yield SmallDisk(folder)
    subprocess.run(("umount", str(folder)), check=True)


def store_until_it_fails(store, document_id, maker, stored):
    """Store batches of four pages; returns how many are confirmed and what stopped it."""
    try:
        for _ in range(60):
            batch = [(*maker.page(stored + 1 + n), VOTES) for n in range(4)]
            store.store_pages(document_id, batch)
            stored += 4
    except VaultError as error:
        return stored, type(error)
    return stored, None


def test_a_full_disk_is_named_and_loses_nothing(small_disk, keys):
    folder = small_disk.folder / "vault"
    matter_id, document_id = made_vault(folder, keys)
    maker = PageMaker(Vocabulary.of_size(300, 50))
    stored, stops = 0, []
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        store = vault.store_of(matter_id)
        for room in range(0, 600_000, 36_864):
            with small_disk.room_for(room):
                stored, stop = store_until_it_fails(store, document_id, maker, stored)
                stops.append(stop)
                assert store.document(document_id).pages_read == stored
                if stored:
                    assert store.page(document_id, PageNumber(stored)).number == stored
        assert set(stops) <= {DiskFullError, None}
        assert stops.count(DiskFullError) >= 10
        with small_disk.room_for(500_000), pytest.raises(DiskFullError):
            store.admit(origin(b"x" * 3_000_000), b"x" * 3_000_000)
        assert len(store.documents()) == 1
        store.store_pages(document_id, [(reading(stored + 1, "es geht weiter"), [], {})])
        assert faults(store) == []
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        assert vault.store_of(matter_id).document(document_id).pages_read == stored + 1


def test_a_full_disk_lets_no_vault_be_half_made(small_disk, keys):
    folder = small_disk.folder / "vault"
    for room in range(0, 100_000, 12_288):
        with small_disk.room_for(room):
            try:
                Vault.create(folder, keys, clock=clock).close()
            except DiskFullError:
                assert not Vault.exists(folder)
                assert keys.secrets == {}
            else:
                break
    Vault.open(folder, KeyringWay(keys), clock=clock).close()
    assert room > 12_288


def test_a_disk_that_takes_no_more_is_named_and_loses_nothing(folder, keys):
    matter_id, document_id = made_vault(folder, keys)
    maker = PageMaker(Vocabulary.of_size(300, 50))
    stored, stops = 0, []
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        store = vault.store_of(matter_id)
        for limit in range(200_000, 1_300_000, 90_001):
            with files_up_to(limit):
                stored, stop = store_until_it_fails(store, document_id, maker, stored)
            stops.append(stop)
            assert store.document(document_id).pages_read == stored
        assert stops.count(VaultDiskError) >= 10
        store.store_pages(document_id, [(reading(stored + 1, "es geht weiter"), [], {})])
        assert faults(store) == []


def test_two_programs_may_read_and_write_in_turn(folder, keys):
    matter_id, document_id = made_vault(folder, keys)
    with (
        Vault.open(folder, KeyringWay(keys), clock=clock) as one,
        Vault.open(folder, KeyringWay(keys), clock=clock) as other,
    ):
        first, second = one.store_of(matter_id), other.store_of(matter_id)
        for number in range(1, 41, 2):
            first.store_pages(document_id, [(reading(number, f"erst {number}"), [], {})])
            second.store_pages(document_id, [(reading(number + 1, f"dann {number}"), [], {})])
        assert first.document(document_id).pages_read == 40
        assert len(first.search("dann", limit=100).hits) == 20
        matter = other.create_matter("1", "2", "from the other")
        assert one.matter("1-2") == matter
        second.remove(document_id)
        assert first.documents() == ()


def test_a_writer_that_does_not_let_go_is_named(folder, keys):
    matter_id, document_id = made_vault(folder, keys)
    with Vault.open(folder, KeyringWay(keys), clock=clock) as one:
        first = one.store_of(matter_id)
        file = first._matter
        impatient = MatterFile(file._path, matter_id, file._key, busy_limit_s=0.05)
        second = MatterStore(impatient, clock)
        with first._database.transaction():
            with pytest.raises(VaultBusyError):
                second.start_reading(document_id, 7)
            assert second.document(document_id).page_count == 10_000
        second.start_reading(document_id, 7)
        assert first.document(document_id).page_count == 7
        second.close()


def test_an_error_in_the_middle_of_a_call_changes_nothing(folder, keys, monkeypatch):
    matter_id, document_id = made_vault(folder, keys)
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        store = vault.store_of(matter_id)
        store.store_pages(document_id, [(reading(1, "vorher"), [], {})])
        with monkeypatch.context() as patched:
            patched.setattr(store._index, "add", lambda _: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                store.store_pages(document_id, [(reading(1, "nachher"), [], {})])
        assert store.page(document_id, PageNumber(1)).text.text == "vorher"
        assert len(store.search("vorher").hits) == 1
        assert faults(store) == []


def test_nothing_is_changed_inside_a_snapshot(folder, keys):
    matter_id, document_id = made_vault(folder, keys)
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        store = vault.store_of(matter_id)
        with store._database.snapshot(), pytest.raises(RuntimeError):
            store.store_pages(document_id, [(reading(1, "x"), [], {})])
        store.store_pages(document_id, [(reading(1, "x"), [], {})])
        assert store.document(document_id).pages_read == 1


@pytest.mark.skipif(
    os.name == "posix" and os.geteuid() == 0, reason="root may write where nobody may"
)
def test_a_folder_that_cannot_be_written_is_named(folder, keys):
    matter_id, document_id = made_vault(folder, keys)
    for path in (folder / "matters", *(folder / "matters").iterdir()):
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        with (
            Vault.open(folder, KeyringWay(keys), clock=clock) as vault,
            pytest.raises(VaultReadOnlyError),
        ):
            vault.store_of(matter_id).start_reading(document_id, 7)
    finally:
        for path in (folder / "matters", *(folder / "matters").iterdir()):
            path.chmod(0o700)
