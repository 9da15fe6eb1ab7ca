"""A file is held still for its reader while others write, fold and begin the log anew."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from desktop.vault.backup.still import PAGE_BYTES, still_of
from desktop.vault.database import Database
from desktop.vault.keys import DatabaseKey
from desktop.vault.raw_files import _kept

KEY = DatabaseKey(bytes(range(48)))
ROWS = 400


def made(path):
    database = Database(path, KEY, is_new=True)
    database.change("CREATE TABLE account (number INTEGER PRIMARY KEY, cents INTEGER, filler BLOB)")
    with database.transaction():
        database.change_many(
            "INSERT INTO account VALUES (?, 1000, randomblob(900))", ((n,) for n in range(ROWS))
        )
    return database


def move_money(database, turn):
    """Changes pages all over the file; the sum of all accounts stays the same."""
    with database.transaction():
        for step in range(7):
            one, other = (turn * 31 + step * 57) % ROWS, (turn * 17 + step * 91 + 1) % ROWS
            if one != other:
                for number, cents in ((one, -1), (other, 1)):
                    database.change(
                        "UPDATE account SET cents = cents + ?, filler = randomblob(900)"
                        " WHERE number = ?",
                        cents,
                        number,
                    )
        database.change("INSERT INTO account VALUES (NULL, 0, randomblob(900))")


def copied(database, target):
    with database.reopened() as reader, still_of(reader) as still:
        seen = reader.value("SELECT count(*) FROM account")
        with target.open("wb") as file:
            for first in range(0, still.page_count, 16):
                file.write(still.read(first, 16))
    return seen


def assert_whole(path, at_least):
    with Database(path, KEY) as copy:
        assert copy.rows("PRAGMA cipher_integrity_check") == []
        assert copy.rows("PRAGMA integrity_check") == [("ok",)]
        assert copy.value("SELECT sum(cents) FROM account") == 1000 * ROWS
        assert copy.value("SELECT count(*) FROM account") >= at_least


@pytest.mark.parametrize("folding", ["PASSIVE", "RESTART", "TRUNCATE"])
def test_a_copy_is_of_one_moment_while_another_thread_writes_and_folds(tmp_path, folding):
    database = made(tmp_path / "a.db")
    done = threading.Event()

    def write():
        with database.reopened() as writer:
            turn = 0
            while not done.is_set():
                move_money(writer, turn)
                if turn % 3 == 0:
                    with writer.unrestricted():
                        writer.rows(f"PRAGMA wal_checkpoint({folding})")
                turn += 1

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(12):
            target = tmp_path / f"copy-{number}.db"
            assert_whole_after = copied(database, target)
            assert_whole(target, assert_whole_after)
    finally:
        done.set()
        thread.join()
        database.close()


def test_a_log_that_is_begun_anew_under_the_reader_is_noticed(tmp_path):
    with made(tmp_path / "a.db") as database:
        assert database.checkpoint()
        move_money(database, 1)
        with database.unrestricted():
            database.rows("PRAGMA wal_checkpoint(FULL)")  # all of the log is in the file now
        with database.reopened() as reader, still_of(reader) as still:
            assert still._frames
            before = [still.read(first, 8) for first in range(0, still.page_count, 8)]
            move_money(database, 2)  # written over the beginning of the log
            again = [still.read(first, 8) for first in range(0, still.page_count, 8)]
            assert again == before
            assert not still._frames
    assert len(b"".join(before)) == still.size_bytes == still.page_count * PAGE_BYTES


def test_pages_that_only_the_log_holds_are_taken_from_it(tmp_path):
    with made(tmp_path / "a.db") as database:
        # The first rows are still in the log.
        seen = copied(database, tmp_path / "copy.db")
    assert_whole(tmp_path / "copy.db", seen)


@pytest.mark.skipif(sys.platform == "win32", reason="locks of POSIX")
def test_reading_past_sqlite_lets_go_of_no_lock(tmp_path):
    path = tmp_path / "a.db"
    with made(path) as database:
        with database.reopened() as reader, still_of(reader) as still:
            still.read(0, 4)
        move_money(database, 1)
        # Another process that opens and closes the database would fold and delete the log of a
        # database that nobody holds.
        subprocess.run(
            [sys.executable, "-c", _OPEN_AND_CLOSE, str(path)],
            check=True,
            cwd=Path(__file__).parents[3],
        )
        assert Path(f"{path}-wal").exists()
        move_money(database, 2)
        assert database.value("SELECT sum(cents) FROM account") == 1000 * ROWS
        assert str(path.resolve()) in _kept
    assert _kept == {}


_OPEN_AND_CLOSE = """
import sys
from pathlib import Path
from desktop.vault.database import Database
from desktop.vault.keys import DatabaseKey
Database(Path(sys.argv[1]), DatabaseKey(bytes(range(48)))).close()
"""


def test_descriptors_are_used_again(tmp_path):
    with made(tmp_path / "a.db") as database:
        for _ in range(5):
            with database.reopened() as reader, still_of(reader) as still:
                still.read(0, 1)
        (files,) = _kept.values()
        assert all(len(descriptors) == 1 for descriptors in files.values())
