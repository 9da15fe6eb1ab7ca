"""An older vault is brought up to date in one step, a newer one is left alone."""

import pytest

from desktop.domain.errors import VaultError, VaultReadOnlyError, VaultTooNewError
from desktop.vault.changes_of_matter import MATTER_CHANGES
from desktop.vault.changes_of_registry import REGISTRY_CHANGES
from desktop.vault.database import Database
from desktop.vault.keys import DatabaseKey
from desktop.vault.matter_file import MatterFile
from desktop.vault.migrations import migrate, version_of
from desktop.vault.rotation.matter_key import open_present
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.vault_pages import KeysInMemory, PageMaker, Vocabulary, clock, origin

KEY = DatabaseKey(bytes(range(48)))

SCHEMA_OF_VERSION_1 = {
    "registry": "matter matter_id file_name key_epoch wrapped_key record",
    "document": "document_id key_epoch wrapped_key state page_count pages_read pages_failed"
    " finding_count classification origin_tag origin",
    "chunk": "document_row number chunk",
    "page": "document_row number state finding_count error_code summary content",
    "finding": "finding_id page_row kind sensitivity source agreement decision confidence_tenths"
    " record",
    "finding_bucket": "bucket block entries",
    "finding_fresh": "entries",
    "refusal": "refusal_id record",
}
"""Columns of the first released tables: a vault made by it must open for ever."""


def add_note(database):
    database.change("ALTER TABLE refusal ADD COLUMN note TEXT")


def fail_half_way(database):
    database.change("CREATE TABLE half (way INTEGER)")
    raise VaultError("The change failed.")


@pytest.fixture
def database(tmp_path):
    with Database(tmp_path / "a.db", KEY, is_new=True) as database:
        yield database


def test_version_1_has_the_tables_it_was_released_with(database):
    migrate(database, MATTER_CHANGES[:1])
    for table, columns in SCHEMA_OF_VERSION_1.items():
        if table != "registry":
            (sql,) = database.row("SELECT sql FROM sqlite_schema WHERE name = ?", table)
            assert all(f" {column} " in sql for column in columns.split()), table
    assert version_of(database) == 1
    assert (len(REGISTRY_CHANGES), len(MATTER_CHANGES)) == (8, 14)


def test_all_changes_are_noted_once(database):
    migrate(database, MATTER_CHANGES)
    migrate(database, MATTER_CHANGES)
    noted = database.rows("SELECT version FROM schema_history ORDER BY version")
    assert noted == [(number,) for number in range(1, len(MATTER_CHANGES) + 1)]


def test_a_vault_of_version_1_is_brought_up_to_date_with_a_copy_kept(tmp_path, monkeypatch):
    folder, keys = tmp_path / "vault", KeysInMemory()
    maker = PageMaker(Vocabulary.of_size(100, 20), words_per_page=50)
    with Vault.create(folder, keys, clock=clock) as vault:
        matter_id = vault.create_matter("1", "1", "x").matter_id
        store = vault.store_of(matter_id)
        document, _ = store.admit(origin(b"x"), b"x")
        store.store_pages(document.document_id, [(*maker.page(1), {})])
        before = store.findings()
    changes = (*MATTER_CHANGES, add_note)
    monkeypatch.setattr("desktop.vault.matter_file.MATTER_CHANGES", changes)
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        store = vault.store_of(matter_id)
        assert store.findings() == before
        assert version_of(store._database) == len(changes)
        file = open_present(vault.inside(), matter_id)
        file.close()
    (copy,) = (folder / "matters").glob(f"*.before-{len(MATTER_CHANGES)}")
    monkeypatch.undo()
    with MatterFile(copy, matter_id, file._key) as older:
        assert version_of(older.database) == len(MATTER_CHANGES)
        assert older.database.value("SELECT count(*) FROM finding") == len(before)


def test_a_change_that_fails_leaves_the_file_as_it_was(database):
    migrate(database, MATTER_CHANGES)
    version = version_of(database)
    with pytest.raises(VaultError, match="The change failed"):
        migrate(database, (*MATTER_CHANGES, fail_half_way))
    assert version_of(database) == version
    assert database.row("SELECT 1 FROM sqlite_schema WHERE name = 'half'") is None
    migrate(database, (*MATTER_CHANGES, add_note))
    assert version_of(database) == version + 1


def test_a_file_of_a_newer_version_is_left_alone(database):
    migrate(database, (*MATTER_CHANGES, add_note))
    with pytest.raises(VaultTooNewError):
        migrate(database, MATTER_CHANGES)
    assert version_of(database) == len(MATTER_CHANGES) + 1


def test_without_room_for_the_copy_nothing_is_changed(database):
    migrate(database, MATTER_CHANGES)

    def no_room(_):
        raise VaultReadOnlyError

    with pytest.raises(VaultReadOnlyError):
        migrate(database, (*MATTER_CHANGES, add_note), before_first=no_room)
    assert version_of(database) == len(MATTER_CHANGES)


def test_what_another_process_has_changed_meanwhile_is_not_changed_twice(tmp_path, database):
    migrate(database, MATTER_CHANGES)
    changes = (*MATTER_CHANGES, add_note)
    with Database(tmp_path / "a.db", KEY) as other:
        migrate(database, changes, before_first=lambda _: migrate(other, changes))
    assert version_of(database) == len(changes)
