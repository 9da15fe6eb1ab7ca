"""An older file put back, or a log taken away, is noticed when the vault is opened."""

import shutil

import pytest

from desktop.domain.audit import Act
from desktop.domain.errors import KeyringAbsentError, OlderStateError, VaultDamagedError
from desktop.domain.finding import Decision
from desktop.domain.ways_in import WayKind
from desktop.vault.audit import guard as guard_module
from desktop.vault.audit.anchor import KeyringAnchor
from desktop.vault.audit.state import NO_STATE, FileState
from desktop.vault.integrity import IntegrityProblem
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.vault_pages import (
    VOTES,
    PageMaker,
    Vocabulary,
    clock,
    origin,
)

MAKER = PageMaker(Vocabulary.of_size(200, 40), words_per_page=60)


def opened(folder, keys, *, is_older_accepted=False):
    vault = Vault.open(folder, KeyringWay(keys), clock=clock)
    try:
        vault.guard(keys, is_older_accepted=is_older_accepted)
        vault.note_opened(WayKind.KEYRING)
    except BaseException:
        vault.close()
        raise
    return vault


def write(vault, *numbers):
    """Store pages of the only document of the only matter."""
    store = vault.store_of(vault.matters()[0].matter_id)
    document = store.documents()[0]
    for number in numbers:
        store.store_pages(document.document_id, [(*MAKER.page(number), VOTES)])


@pytest.fixture
def made(folder, keys):
    """A vault with a matter, a document and two pages, closed as it should be."""
    with Vault.create(folder, keys, clock=clock) as vault:
        vault.guard(keys)
        matter_id = vault.create_matter("1", "1", "x").matter_id
        vault.store_of(matter_id).admit(origin(b"letter"), b"letter")
        write(vault, 1, 2)
    return folder


def matter_file(folder):
    return next((folder / "matters").glob("*.db"))


def copied(folder, target):
    shutil.copytree(folder, target)
    return target


def put_back(copy, folder, pattern):
    """Put files of a copy back, with what SQLite keeps beside them removed."""
    for old in copy.rglob(pattern):
        new = folder / old.relative_to(copy)
        for suffix in ("-wal", "-shm"):
            new.with_name(new.name + suffix).unlink(missing_ok=True)
        shutil.copy(old, new)


def test_a_vault_as_it_was_left_opens(made, keys):
    for numbers in ((3,), (), (4, 5)):
        with opened(made, keys) as vault:
            write(vault, *numbers)


def test_an_older_file_of_a_matter_is_refused_and_named(made, keys, tmp_path):
    older = copied(made, tmp_path / "older")
    with opened(made, keys) as vault:
        write(vault, 3)
    put_back(older, made, matter_file(made).name)
    with opened(made, keys) as vault:
        with pytest.raises(OlderStateError, match=matter_file(made).name):
            vault.store_of(vault.matters()[0].matter_id)
        assert vault.matters(), "the rest of the vault stays usable"


def test_an_older_registry_is_refused(made, keys, tmp_path):
    older = copied(made, tmp_path / "older")
    with opened(made, keys) as vault:
        vault.create_matter("2", "2", "y")
    put_back(older, made, "registry.db")
    with pytest.raises(OlderStateError, match="registry"):
        opened(made, keys)


def test_a_whole_folder_put_back_is_refused(made, keys, tmp_path):
    older = copied(made, tmp_path / "older")
    with opened(made, keys) as vault:
        write(vault, 3)
    shutil.rmtree(made)
    older.rename(made)
    with pytest.raises(OlderStateError):
        opened(made, keys)


def test_an_older_folder_that_was_written_to_since_is_another_history(made, keys, tmp_path):
    older = copied(made, tmp_path / "older")
    with opened(made, keys) as vault:
        vault.create_matter("2", "2", "y")
    shutil.rmtree(made)
    older.rename(made)
    with Vault.open(made, KeyringWay(keys), clock=clock) as vault:  # somebody without this keyring
        for number in range(3, 9):
            vault.create_matter("3", str(number), "z")
    with pytest.raises(OlderStateError):
        opened(made, keys)


@pytest.fixture
def cut_off(made, keys, tmp_path, monkeypatch):
    """The folder as a kill leaves it, its logs not folded back."""
    monkeypatch.setattr(guard_module, "TELL_REGISTRY_EVERY_S", 0.0)
    monkeypatch.setattr(guard_module, "TELL_KEYRING_EVERY_S", 0.0)
    with opened(made, keys) as vault:
        write(vault, 3, 4)
        killed = copied(made, tmp_path / "killed")
        kept = dict(keys.secrets)
    keys.secrets = kept
    assert matter_file(killed).with_name(matter_file(killed).name + "-wal").stat().st_size
    return killed


def test_after_a_kill_with_its_logs_there_the_vault_opens(cut_off, keys):
    with opened(cut_off, keys) as vault:
        write(vault, 5)


@pytest.mark.parametrize("which", ["registry.db", "matter"])
def test_a_log_that_was_removed_is_noticed(cut_off, keys, which):
    file = matter_file(cut_off) if which == "matter" else cut_off / which
    for suffix in ("-wal", "-shm"):
        file.with_name(file.name + suffix).unlink()
    with pytest.raises(OlderStateError, match=file.name), opened(cut_off, keys) as vault:
        write(vault, 5)


def test_an_older_log_put_back_is_noticed(made, keys, tmp_path, monkeypatch):
    monkeypatch.setattr(guard_module, "TELL_REGISTRY_EVERY_S", 0.0)
    with opened(made, keys) as vault:
        write(vault, 3)
        early = copied(made, tmp_path / "early")
        write(vault, 4)
        late = copied(made, tmp_path / "late")
    name = f"{matter_file(late).name}-wal"
    shutil.copy(early / "matters" / name, late / "matters" / name)
    (late / "matters" / name).with_name(name[:-3] + "shm").unlink()
    monkeypatch.setattr(keys, "secrets", dict(keys.secrets))
    with Vault.open(late, KeyringWay(keys), clock=clock) as vault:
        (matter,) = vault.matters()
        with pytest.raises(OlderStateError, match=matter_file(late).name):
            vault.store_of(matter.matter_id)


def test_a_way_in_that_was_removed_and_is_back_is_noticed(made, keys, tmp_path):
    with opened(made, keys) as vault:
        way = vault.ways_in.add_passphrase("four unlikely words in a row, and 7 more")
    older = copied(made, tmp_path / "older")
    with opened(made, keys) as vault:
        vault.ways_in.remove(way.way_id, keys)
    shutil.copy(older / "slots.json", made / "slots.json")
    with pytest.raises(OlderStateError, match=r"slots\.json"):
        opened(made, keys)
    with opened(made, keys, is_older_accepted=True) as vault:
        assert Act.OLDER_STATE_ACCEPTED in {entry.act for entry in vault.audit.entries()}


def test_what_a_person_accepts_is_noted_and_holds_from_then_on(made, keys, tmp_path):
    older = copied(made, tmp_path / "older")
    with opened(made, keys) as vault:
        write(vault, 3)
    shutil.rmtree(made)
    older.rename(made)
    with opened(made, keys, is_older_accepted=True) as vault:
        write(vault)
        noted = [e for e in vault.audit.entries() if e.act is Act.OLDER_STATE_ACCEPTED]
        assert {entry.details["file"] for entry in noted} == {"registry.db"}
    with opened(made, keys) as vault:
        write(vault, 3)


def test_an_older_page_inside_the_file_is_noticed_by_the_check(made, keys):
    """Page by page what is different is put back: some of it no seal and no counter notices."""
    with opened(made, keys) as vault:
        write(vault, 3, 4)
        store = vault.store_of(vault.matters()[0].matter_id)
        finding = store.findings()[0]
        store.decide(finding.finding_id, Decision.ACCEPTED)
    before = matter_file(made).read_bytes()
    with opened(made, keys) as vault:
        store = vault.store_of(vault.matters()[0].matter_id)
        store.decide(finding.finding_id, Decision.REJECTED)
    after = matter_file(made).read_bytes()
    pages = [at for at in range(4096, len(after), 4096) if before[at:][:4096] != after[at:][:4096]]
    noticed = 0
    for at in pages:
        if at >= len(before):
            continue
        matter_file(made).write_bytes(after[:at] + before[at : at + 4096] + after[at + 4096 :])
        noticed += is_noticed(made, keys)
    assert noticed == len([at for at in pages if at < len(before)]) > 1


def is_noticed(folder, keys):
    try:
        with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
            store = vault.store_of(vault.matters()[0].matter_id)
            return any(isinstance(step, IntegrityProblem) for step in store.verify())
    except (OlderStateError, VaultDamagedError):
        return True


def test_an_altered_state_is_damage(made, keys):
    with opened(made, keys) as vault:
        store = vault.store_of(vault.matters()[0].matter_id)
        store.state._is_marking = True
        store._database.change("UPDATE state SET counter = counter + 5")
    with opened(made, keys) as vault, pytest.raises(VaultDamagedError):
        vault.store_of(vault.matters()[0].matter_id)


def test_rows_that_changed_behind_the_state_are_named_by_the_check(made, keys):
    with opened(made, keys) as vault:
        store = vault.store_of(vault.matters()[0].matter_id)
        store._database.watcher = None
        store._database.change("UPDATE document SET classification = 3")
        problems = [s.what for s in store.verify() if isinstance(s, IntegrityProblem)]
        assert problems == ["Rows of the matter's file are not those that were last written."]


def test_reading_alone_tells_the_keyring_nothing(made, keys):
    with opened(made, keys) as vault:
        write(vault)
    before = dict(keys.secrets)
    with opened(made, keys) as vault:
        write(vault)
        vault.store_of(vault.matters()[0].matter_id).findings()
    assert keys.secrets == before


def test_a_keyring_that_fails_is_not_in_the_way_of_closing(made, keys):
    vault = opened(made, keys)
    write(vault, 3)

    def fail(*_):
        raise KeyringAbsentError

    keys.put = fail
    vault.close()
    del keys.put
    with opened(made, keys) as vault:
        write(vault, 4)


def test_two_threads_vaults_leave_one_history(made, keys):
    with opened(made, keys) as vault, vault.sibling() as sibling:
        write(vault, 3)
        write(sibling, 4)
        write(vault, 5)
    with opened(made, keys) as vault:
        write(vault, 6)


def test_the_anchor_keeps_the_latest_and_one_before(keys):
    anchor = KeyringAnchor(keys, "a" * 32)
    assert anchor.newest() == NO_STATE
    for counter in (1, 5, 3, 9):
        anchor.put(FileState(counter, bytes([counter]) * 32))
    assert KeyringAnchor(keys, "a" * 32).newest() == FileState(9, bytes([9]) * 32)
    assert len(keys.secrets) == 2
    anchor.put(FileState(2, bytes(32)), is_older_accepted=True)
    assert KeyringAnchor(keys, "a" * 32).newest() == FileState(2, bytes(32))


def test_of_two_histories_as_long_as_each_other_the_accepted_one_holds(keys):
    anchor = KeyringAnchor(keys, "a" * 32)
    anchor.put(FileState(4, b"o" * 32))
    anchor.put(FileState(5, b"o" * 32))
    accepted = FileState(5, b"n" * 32)
    anchor.put(accepted, is_older_accepted=True)
    assert KeyringAnchor(keys, "a" * 32).newest() == accepted
