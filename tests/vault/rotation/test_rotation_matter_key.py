"""A matter gets a new key: all of it is there, the old key opens nothing, a kill loses nothing."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.domain.audit import Act
from desktop.domain.errors import (
    DiskFullError,
    KeysChangedError,
    VaultAbsentError,
    VaultBusyError,
    VaultDamagedError,
    WrongKeyError,
)
from desktop.domain.identity import PageNumber
from desktop.domain.rotation import RotationPhase
from desktop.vault.database import Database
from desktop.vault.inside import MATTERS_FOLDER
from desktop.vault.integrity import IntegrityProblem
from desktop.vault.keys import (
    DocumentKey,
    WrappingKey,
    derive,
)
from desktop.vault.labels import Label
from desktop.vault.matter_file import MatterFile
from desktop.vault.place import Place
from desktop.vault.rotation import matter_key as rotation_module
from desktop.vault.rotation.lasting import LASTING
from desktop.vault.rotation.marks import is_marked
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from desktop.vault.wrapping import (
    unwrap,
)
from tests.vault.vault_pages import VOTES, PageMaker, Vocabulary, clock, origin

ROOT = Path(__file__).parents[3]
PAGES = 6


@pytest.fixture
def vault(folder, keys):
    with Vault.create(folder, keys, clock=clock) as vault:
        yield vault


@pytest.fixture
def matter_id(vault):
    """A matter with a document, pages, findings, a refused file and an entry in its log."""
    matter_id = vault.create_matter("1042", "0007", "Brandt v. Meridian Logistics").matter_id
    store = vault.store_of(matter_id)
    document, _ = store.admit(origin(b"letter"), b"letter")
    store.start_reading(document.document_id, PAGES)
    maker = PageMaker(Vocabulary.of_size(200, 40), words_per_page=80)
    store.store_pages(
        document.document_id, [(*maker.page(number), VOTES) for number in range(1, PAGES + 1)]
    )
    store.refuse("odd.bin", "/post", "", VaultBusyError())
    store.audit.add(Act.HOLD_PLACED, details={"holds": 1})
    return matter_id


def told(store):
    """Everything that a matter says of itself."""
    documents = store.documents()
    findings = store.findings()
    word = store.page(documents[0].document_id, PageNumber(1)).text.text.split()[0]
    return (
        documents,
        [store.original(document.document_id) for document in documents],
        findings,
        [store.page(documents[0].document_id, PageNumber(n)) for n in range(1, PAGES + 1)],
        store.refusals(),
        [entry.act for entry in store.audit.entries()],
        store.search(findings[0].finding.value),
        store.search(word),
    )


def rotated(vault, matter_id):
    return list(vault.rotate_matter_key(matter_id))


def faults(store):
    return [step for step in store.verify() if isinstance(step, IntegrityProblem)]


def files(folder):
    return {path.name for path in (folder / MATTERS_FOLDER).glob("*.db*")}


def test_everything_is_there_under_the_new_key_and_may_be_changed(vault, matter_id, folder, keys):
    before, old = told(vault.store_of(matter_id)), files(folder)
    for times in (1, 2, 3):
        assert rotated(vault, matter_id) == list(RotationPhase)
        store = vault.store_of(matter_id)
        assert told(store) == before
        assert faults(store) == []
        assert vault.inside().matter_row(matter_id).key_epoch == times + 1
    new, is_new = store.admit(origin(b"later"), b"later")
    assert is_new
    assert not store.admit(origin(b"letter"), b"letter")[1]
    assert store.original(new.document_id) == b"later"
    vault.close()
    assert len(files(folder)) == 1
    assert not files(folder) & old
    with Vault.open(folder, KeyringWay(keys), clock=clock) as again:
        assert len(again.store_of(matter_id).documents()) == 2
        assert faults(again.store_of(matter_id)) == []
        acts = [entry.act for entry in again.audit.entries()]
        assert acts.count(Act.MATTER_KEY_ROTATED) == 3


def test_the_old_key_opens_neither_the_file_nor_a_document(vault, matter_id):
    inside = vault.inside()
    row = inside.matter_row(matter_id)
    old = inside.matter_key(row)
    with inside.matter_database(row) as database:
        ((document_id, wrapped_before),) = database.rows(
            "SELECT document_id, wrapped_key FROM document"
        )
    rotated(vault, matter_id)
    new_row = inside.matter_row(matter_id)
    context = bytes.fromhex(matter_id)
    with pytest.raises(WrongKeyError):
        Database(
            inside.folder / MATTERS_FOLDER / new_row.file_name,
            derive(old, Label.MATTER_DATABASE, context),
        )
    with pytest.raises(VaultAbsentError):
        inside.matter_database(row)
    with inside.matter_database(new_row) as database:
        (wrapped,) = database.row("SELECT wrapped_key FROM document")
    place = Place(matter_id, "document", "wrapped_key", document_id, 1)
    old_wrapping = derive(old, Label.MATTER_WRAPPING, context)
    assert isinstance(unwrap(old_wrapping, wrapped_before, place, DocumentKey), DocumentKey)
    with pytest.raises(WrongKeyError):
        unwrap(old_wrapping, wrapped, place, DocumentKey)
    content = (inside.folder / MATTERS_FOLDER / new_row.file_name).read_bytes()
    assert wrapped_before not in content


def test_the_wrapped_key_from_before_is_nowhere_in_the_new_database(vault, matter_id):
    inside = vault.inside()
    with inside.matter_database(inside.matter_row(matter_id)) as database:
        (before,) = database.row("SELECT wrapped_key FROM document")
    rotated(vault, matter_id)
    with inside.matter_database(inside.matter_row(matter_id)) as database:
        for (table,) in database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'"):
            if not table.startswith(("sqlite_", "page_index")):
                rows = database.rows(f"SELECT * FROM {table}")  # noqa: S608
                assert all(before not in row for row in rows)


def test_who_reads_meanwhile_sees_the_old_file_and_who_writes_is_told(
    vault, matter_id, folder, keys
):
    with Vault.open(folder, KeyringWay(keys), clock=clock) as other:
        store = other.store_of(matter_id)
        before = told(store)
        phases = []
        for phase in vault.rotate_matter_key(matter_id):
            phases.append(phase)
            assert told(store) == before
            if phase is RotationPhase.COPIED:
                quick = MatterFile(
                    store._matter._path, matter_id, store._matter._key, busy_limit_s=0
                )
                with quick, pytest.raises(VaultBusyError):
                    quick.database.change("UPDATE document SET state = 1")
        assert phases == list(RotationPhase)
        for write in (
            lambda: store.admit(origin(b"lost"), b"lost"),
            lambda: store.refuse("x", "/post", "", VaultBusyError()),
            lambda: store.remove(before[0][0].document_id),
        ):
            with pytest.raises(KeysChangedError):
                write()
        assert told(store) == before
        other.close_store(matter_id)
        store = other.store_of(matter_id)
        store.admit(origin(b"kept"), b"kept")
    assert len(vault.store_of(matter_id).documents()) == 2


@pytest.mark.parametrize("stop", list(RotationPhase)[:-1])
def test_stopping_leaves_the_old_key_and_nothing_else(vault, matter_id, folder, stop):
    before, names = told(vault.store_of(matter_id)), files(folder)
    vault.close_store(matter_id)
    steps = vault.rotate_matter_key(matter_id)
    while next(steps) is not stop:
        pass
    steps.close()
    assert vault.inside().matter_row(matter_id).key_epoch == 1
    store = vault.store_of(matter_id)
    assert told(store) == before
    store.admit(origin(b"later"), b"later")
    vault.close_store(matter_id)
    assert files(folder) == {name for name in names if name.endswith(".db")}
    assert rotated(vault, matter_id) == list(RotationPhase)


@pytest.mark.process
@pytest.mark.parametrize("step", list(RotationPhase))
def test_a_kill_at_any_step_loses_nothing_and_a_later_rotation_succeeds(
    vault, matter_id, folder, keys, tmp_path, step
):
    before = told(vault.store_of(matter_id))
    vault.close()
    secrets = tmp_path / "secrets.json"
    secrets.write_text(json.dumps({name: value.hex() for name, value in keys.secrets.items()}))
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.vault.rotating_process", str(folder), str(secrets)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    for phase in RotationPhase:
        assert process.stdout.readline().decode().strip() == phase.value
        if phase is step:
            break
        process.stdin.write(b"\n")
        process.stdin.flush()
    process.kill()
    process.communicate()
    with Vault.open(folder, KeyringWay(keys), clock=clock) as again:
        epoch = again.inside().matter_row(matter_id).key_epoch
        assert epoch == (2 if step is RotationPhase.DONE else 1)
        store = again.store_of(matter_id)
        assert told(store) == before
        assert faults(store) == []
        assert not is_marked(store._database)
        store.admit(origin(b"later"), b"later")
        assert rotated(again, matter_id) == list(RotationPhase)
        assert len(again.store_of(matter_id).documents()) == 2
    assert len(files(folder)) == 1


def test_an_old_file_that_a_kill_left_behind_is_deleted_when_the_matter_is_opened(
    vault, matter_id, folder, monkeypatch
):
    with monkeypatch.context() as patched:
        patched.setattr(rotation_module, "delete_older", lambda *_: None)
        rotated(vault, matter_id)
    assert len({name for name in files(folder) if name.endswith(".db")}) == 2
    vault.store_of(matter_id)
    vault.close()
    assert len(files(folder)) == 1


def test_copies_of_migrations_go_with_the_old_file(vault, matter_id, folder):
    vault.close_store(matter_id)
    row = vault.inside().matter_row(matter_id)
    copy = folder / MATTERS_FOLDER / f"{row.file_name}.before-1"
    copy.write_bytes(b"under the old key")
    rotated(vault, matter_id)
    assert not copy.exists()


def test_without_room_the_old_key_stays(vault, matter_id, monkeypatch):
    before = told(vault.store_of(matter_id))

    def full(*_):
        raise DiskFullError

    with monkeypatch.context() as patched:
        patched.setattr(Database, "copy_to", full)
        with pytest.raises(DiskFullError):
            rotated(vault, matter_id)
    assert told(vault.store_of(matter_id)) == before


def test_a_document_key_that_was_altered_keeps_the_old_file(vault, matter_id):
    store = vault.store_of(matter_id)
    (wrapped,) = store._database.row("SELECT wrapped_key FROM document")
    altered = wrapped[:-1] + bytes([wrapped[-1] ^ 1])
    store._database.change("UPDATE document SET wrapped_key = ?", altered)
    with pytest.raises(VaultDamagedError):
        rotated(vault, matter_id)
    assert vault.inside().matter_row(matter_id).key_epoch == 1


def test_all_but_the_keys_of_file_and_documents_last():
    assert LASTING.keys() == {
        Label.MATTER_DATA,
        Label.MATTER_INDEX,
        Label.MATTER_AUDIT,
        Label.MATTER_STATE,
    }
    assert WrappingKey not in LASTING.values()
