"""Whatever is altered, moved or missing is named by the check and never shown as if whole."""

import secrets
import shutil

import pytest

from desktop.domain.errors import FileEmptyError, VaultDamagedError, VaultError
from desktop.domain.identity import PageNumber
from desktop.vault.integrity import Checked, IntegrityProblem
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.vault_pages import VOTES, KeysInMemory, PageMaker, Vocabulary, clock, origin

PAGES = 12
FLIPS = 40


@pytest.fixture
def keys():
    return KeysInMemory()


@pytest.fixture
def folder(tmp_path, keys):
    """A vault with two documents whose pages are read, closed."""
    maker = PageMaker(Vocabulary.of_size(200, 40), words_per_page=120)
    with Vault.create(tmp_path / "vault", keys, clock=clock) as vault:
        store = vault.store_of(vault.create_matter("1", "1", "x").matter_id)
        for content in (b"first" * 1000, b"second" * 1000):
            document, _ = store.admit(origin(content), content)
            store.start_reading(document.document_id, PAGES)
            for number in range(1, PAGES + 1, 4):
                batch = [(*maker.page(each), VOTES) for each in range(number, number + 4)]
                store.store_pages(document.document_id, batch)
        store.refuse("empty.pdf", "/post", "", FileEmptyError())
        with store._database.transaction():
            store._findings.index._fold()
        page, found = maker.page(1)
        store.store_pages(document.document_id, [(page, found, VOTES)])
    return tmp_path / "vault"


@pytest.fixture
def store(folder, keys):
    with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
        yield vault.store_of(vault.matter("1-1").matter_id)


def faults(store):
    return [step for step in store.verify() if isinstance(step, IntegrityProblem)]


def test_a_whole_vault_has_no_faults_and_progress_ends(store):
    steps = list(store.verify())
    assert steps == [Checked(done, 3) for done in range(4)]


def matter_file(folder):
    (path,) = (folder / "matters").iterdir()
    return path


def test_every_flipped_bit_of_the_file_is_named(folder, keys, tmp_path):
    whole = matter_file(folder).read_bytes()
    for trial in range(FLIPS):
        copy = tmp_path / f"copy{trial}"
        shutil.copytree(folder, copy)
        altered = bytearray(whole)
        altered[secrets.randbelow(len(whole))] ^= 1 << secrets.randbelow(8)
        matter_file(copy).write_bytes(altered)
        with Vault.open(copy, KeyringWay(keys), clock=clock) as vault:
            matter_id = vault.matters()[0].matter_id
            try:
                store = vault.store_of(matter_id)
            except VaultError:
                continue
            found = faults(store)
            assert found, "a flipped bit went unnoticed"
            assert all(str(matter_id) not in problem.what for problem in found)


def test_a_flipped_bit_of_the_registry_is_named(folder, keys):
    path = folder / "registry.db"
    altered = bytearray(path.read_bytes())
    altered[secrets.randbelow(len(altered))] ^= 4
    path.write_bytes(altered)

    def use():
        with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
            for matter in vault.matters():
                vault.store_of(matter.matter_id)
            if vault._registry.database.rows("PRAGMA cipher_integrity_check"):
                raise VaultDamagedError

    with pytest.raises(VaultError):
        use()


def test_a_file_that_is_cut_short_is_named(folder, keys):
    path = matter_file(folder)
    path.write_bytes(path.read_bytes()[: 9 * 4096])

    def use():
        with Vault.open(folder, KeyringWay(keys), clock=clock) as vault:
            if faults(vault.store_of(vault.matters()[0].matter_id)):
                raise VaultDamagedError

    with pytest.raises(VaultError):
        use()


def flipped(sealed, position=30):
    altered = bytearray(sealed)
    altered[position] ^= 1
    return bytes(altered)


CELLS = {
    "document.origin": "Where a document came from",
    "document.wrapped_key": "Where a document came from",
    "chunk.chunk": "The original",
    "page.summary": "What was read",
    "page.content": "What was read",
    "finding.record": "A finding",
    "finding_bucket.entries": "The index of the page",
    "finding_fresh.entries": "The index of the page",
    "refusal.record": "An entry in the tray",
}


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("position", [1, 3, 30, -1])
def test_an_altered_cell_is_named(store, cell, position):
    table, column = cell.split(".")
    database = store._database
    key = "bucket, block" if table == "finding_bucket" else "rowid"
    # Rows of the first document; every bucket, so that one of its is among them.
    rows = database.rows(f"SELECT {key}, {column} FROM {table}")  # noqa: S608
    for *row_key, sealed in rows if table == "finding_bucket" else rows[:1]:
        where = " AND ".join(f"{name} = ?" for name in key.split(", "))
        database.change(
            f"UPDATE {table} SET {column} = ? WHERE {where}",  # noqa: S608
            flipped(sealed, position),
            *row_key,
        )
    found = faults(store)
    assert found
    assert all(problem.what.startswith(CELLS[cell]) for problem in found)


@pytest.mark.parametrize(
    ("table", "column"),
    [("page", "content"), ("page", "summary"), ("finding", "record"), ("document", "origin")],
)
def test_a_cell_moved_to_another_row_is_named(store, table, column):
    store._database.change(
        f"UPDATE {table} SET {column} = (SELECT {column} FROM {table} AS other"  # noqa: S608
        f" WHERE other.rowid <> {table}.rowid AND other.{column} IS NOT NULL LIMIT 1)"
        f" WHERE rowid = (SELECT min(rowid) FROM {table})"
    )
    assert faults(store)


def test_an_older_reading_cannot_be_put_back(store):
    database = store._database
    document_id = store.documents()[0].document_id
    content = database.value("SELECT content FROM page WHERE page_row = 2")
    maker = PageMaker(Vocabulary.of_size(200, 40), seed=5)
    page, found = maker.page(2)
    store.store_pages(document_id, [(page, found, VOTES)])
    database.change("UPDATE page SET content = ? WHERE number = 2 AND document_row = 1", content)
    with pytest.raises(VaultDamagedError):
        store.page(document_id, PageNumber(2))


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("DELETE FROM chunk WHERE document_row = 1", "The original"),
        ("DELETE FROM page WHERE page_row = 3", "The index of words does not hold"),
        ("DELETE FROM page WHERE page_row = 3", "Pages or findings of the document"),
        ("DELETE FROM finding WHERE finding_row = 7", "A finding is missing"),
        ("DELETE FROM finding_bucket", "A finding is not found"),
        ("DELETE FROM finding_fresh", "A finding is not found"),
        ("DELETE FROM page_index WHERE rowid = 4", "The page is not found"),
        ("DELETE FROM page_index WHERE rowid = 4", "The index of words does not hold"),
        ("UPDATE document SET pages_read = 3", "Pages or findings of the document"),
        ("UPDATE page SET summary = NULL WHERE page_row = 2", "What was read"),
        ("UPDATE finding SET kind = 99 WHERE finding_row = 1", "A finding was altered"),
        ("DELETE FROM page_index_data WHERE id > 100", "The index of words is damaged"),
        (
            "UPDATE document SET document_id = zeroblob(16) WHERE document_row = 1",
            "Where a document came from",
        ),
    ],
)
def test_what_is_missing_or_miscounted_is_named(store, statement, what):
    store._database.change(statement)
    assert any(problem.what.startswith(what) for problem in faults(store))


def test_rows_that_belong_to_nothing_are_named(store):
    database = store._database
    with database.unrestricted():
        database.change("PRAGMA foreign_keys=OFF")
        database.change("DELETE FROM document WHERE document_row = 2")
        database.change("PRAGMA foreign_keys=ON")
    assert any("belong to nothing" in problem.what for problem in faults(store))


def test_a_fault_names_its_document_and_page_and_the_rest_stays_usable(store):
    first, second = store.documents()
    content = store._database.value("SELECT content FROM page WHERE page_row = 5")
    store._database.change("UPDATE page SET content = ? WHERE page_row = 5", flipped(content))
    (problem,) = faults(store)
    assert (problem.document_id, problem.page) == (first.document_id, 5)
    with pytest.raises(VaultDamagedError):
        store.page(first.document_id, PageNumber(5))
    assert store.page(first.document_id, PageNumber(6)).number == 6
    assert store.original(second.document_id) == b"second" * 1000


def test_what_is_stored_during_the_check_is_no_fault(store):
    maker = PageMaker(Vocabulary.of_size(200, 40), seed=9)
    first, second = store.documents()
    seen = []
    for number, step in enumerate(store.verify(), start=1):
        seen.append(step)
        for _ in range(12):
            page, found = maker.page(number)
            store.store_pages(second.document_id, [(page, found, VOTES)])
    assert not [step for step in seen if isinstance(step, IntegrityProblem)]
    steps = store.verify()
    next(steps)
    store.remove(first.document_id)
    assert not [step for step in steps if isinstance(step, IntegrityProblem)]


def test_a_matter_whose_file_is_gone_is_named_by_the_check(store, folder):
    steps = store.verify()
    for path in (folder / "matters").iterdir():
        path.rename(path.with_suffix(".gone"))
    (problem,) = steps
    assert problem.what == "The file of this matter is missing from the vault."
