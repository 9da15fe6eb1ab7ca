"""A connection encrypts, opens with its key only, and can do no more than records need."""

import pytest
from sqlcipher3 import dbapi2

from desktop.domain.errors import (
    VaultAbsentError,
    VaultDamagedError,
    VaultError,
    VaultReadOnlyError,
    WrongKeyError,
)
from desktop.vault import database as database_module
from desktop.vault.database import Database
from desktop.vault.files import is_full
from desktop.vault.keys import DatabaseKey

KEY = DatabaseKey(bytes(range(48)))


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.db"


@pytest.fixture
def database(path):
    with Database(path, KEY, is_new=True) as database:
        database.change("CREATE TABLE word (word TEXT)")
        yield database


def test_nothing_of_it_is_readable_on_the_disk(database, path, tmp_path):
    database.change_many(
        "INSERT INTO word VALUES (?)", ((f"Quetzalcoatl{number}",) for number in range(5000))
    )
    database.checkpoint()
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        assert b"Quetzalcoatl" not in content
        assert not content.startswith(b"SQLite format 3")
    assert path.stat().st_size > 100_000


@pytest.mark.parametrize(
    "statement",
    [
        "ATTACH DATABASE '/nowhere/plain.db' AS plain KEY ''",
        "VACUUM INTO '/nowhere/plain.db'",
        "PRAGMA rekey = 'x'",
        "PRAGMA key = 'x'",
        "PRAGMA cipher_log = '/nowhere/log'",
        "PRAGMA cipher_profile = '/nowhere/log'",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA secure_delete = OFF",
        "PRAGMA user_version = 9",
        "PRAGMA temp_store_directory = '/nowhere'",
        "SELECT sqlcipher_export('main')",
        "SELECT load_extension('/nowhere/x.so')",
    ],
)
def test_a_statement_that_could_let_clear_text_out_is_refused(database, statement):
    with pytest.raises(dbapi2.DatabaseError):
        database.rows(statement)
    with database.unrestricted():
        database.rows("PRAGMA user_version = 9")
    assert database.value("PRAGMA user_version") == 9
    with pytest.raises(dbapi2.DatabaseError):
        database.rows("PRAGMA user_version = 10")


def test_only_its_own_key_opens_it(database, path):
    other = DatabaseKey(bytes(48))
    with pytest.raises(WrongKeyError):
        Database(path, other)
    with Database(path, KEY) as again:
        assert again.value("SELECT count(*) FROM word") == database.value(
            "SELECT count(*) FROM word"
        )


def test_a_file_that_is_no_vault_is_the_wrong_one(path):
    path.write_bytes(b"%PDF-1.7 " * 2000)
    with pytest.raises(WrongKeyError):
        Database(path, KEY)


def test_a_file_that_is_not_there_is_not_made(path):
    with pytest.raises(VaultAbsentError):
        Database(path, KEY)
    assert not path.exists()


def test_a_file_that_is_there_is_not_made_over(database, path):
    with pytest.raises(VaultReadOnlyError):
        Database(path, KEY, is_new=True)
    assert database.value("SELECT count(*) FROM word") == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OLDEST_SQLCIPHER", (99, 0, 0)),
        ("OLDEST_SQLITE", (99, 0, 0)),
        ("_SETTINGS", ("PRAGMA journal_mode=DELETE",)),
    ],
)
def test_a_library_that_is_not_safe_is_refused(path, monkeypatch, name, value):
    monkeypatch.setattr(database_module, name, value)
    with pytest.raises(VaultError):
        Database(path, KEY, is_new=True)


def test_a_transaction_inside_another_is_part_of_it(database):
    with database.transaction():
        database.change("INSERT INTO word VALUES ('one')")
        with database.transaction():
            database.change("INSERT INTO word VALUES ('two')")
    assert database.rows("SELECT word FROM word ORDER BY word") == [("one",), ("two",)]

    def fail_half_way():
        with database.transaction():
            database.change("DELETE FROM word")
            raise VaultReadOnlyError

    with pytest.raises(VaultReadOnlyError):
        fail_half_way()
    assert database.value("SELECT count(*) FROM word") == 2


def test_a_snapshot_sees_one_state(database, path):
    with Database(path, KEY) as other, database.snapshot():
        assert database.value("SELECT count(*) FROM word") == 0
        other.change("INSERT INTO word VALUES ('later')")
        with database.snapshot():
            assert database.value("SELECT count(*) FROM word") == 0
    assert database.value("SELECT count(*) FROM word") == 1


def test_a_checkpoint_says_when_a_reader_is_in_the_way(database, path):
    database.change("INSERT INTO word VALUES ('one')")
    with Database(path, KEY, busy_limit_s=0.01) as other:
        other.change("INSERT INTO word VALUES ('two')")
        with database.snapshot():
            database.rows("SELECT * FROM word")
            other.change("INSERT INTO word VALUES ('three')")
            assert not other.checkpoint()
        assert other.checkpoint()


def test_a_query_that_must_give_a_row_says_when_it_does_not(database):
    assert database.row("SELECT 1 FROM word") is None
    with pytest.raises(LookupError):
        database.value("SELECT 1 FROM word")
    assert list(database.each("SELECT 1 FROM word")) == []
    assert database.insert("INSERT INTO word VALUES ('x')") == 1


def test_a_mistake_in_a_statement_is_no_damage(database):
    with pytest.raises(dbapi2.OperationalError):
        database.rows("SELECT nothing FROM nowhere")


def test_damage_is_named_where_it_is_met(database, path):
    database.change_many("INSERT INTO word VALUES (?)", (("x" * 3000,) for _ in range(50)))
    database.close()
    content = bytearray(path.read_bytes())
    content[10 * 4096 + 100] ^= 1
    path.write_bytes(content)
    with Database(path, KEY) as again, pytest.raises(VaultDamagedError):
        again.rows("SELECT * FROM word")


def test_a_full_disk_that_cannot_be_measured_is_not_called_full(tmp_path):
    assert not is_full(tmp_path / "not" / "there")
    assert not is_full(tmp_path)
