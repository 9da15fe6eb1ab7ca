"""All keys of a matter are made anew: nothing is lost, it is read and written, kills are no end."""

import pytest

from desktop.domain.errors import (
    DisposalUnfinishedError,
    KeysChangedError,
    VaultDamagedError,
    WrongKeyError,
)
from desktop.domain.finding import Decision
from desktop.domain.identity import PageNumber
from desktop.domain.rotation import RenewalPhase
from desktop.vault.database import Database
from desktop.vault.inside import MATTERS_FOLDER
from desktop.vault.keys import DataKey, derive
from desktop.vault.labels import Label
from desktop.vault.matter_file import MatterFile
from desktop.vault.rotation import copying
from desktop.vault.rotation.notes import are_noted
from desktop.vault.rotation.plan import RotationPlan
from desktop.vault.rotation.tables import tables_as_a_whole, tables_by_row
from desktop.vault.slots.ways import KeyringWay
from desktop.vault.vault import Vault
from tests.vault.rotation.rotation_matter import add_document, faults, fill, pages_from, told
from tests.vault.vault_pages import clock, origin, reading

EMPTY = {"disposal", "disposal_document", "unmet_page"}
"""Tables in which a matter has no row while nothing is on its way out, and all words are met."""


@pytest.fixture
def vault(folder, keys):
    with Vault.create(folder, keys, clock=clock) as vault:
        vault.guard(keys)
        yield vault


@pytest.fixture
def matter_id(vault):
    matter_id = vault.create_matter("1042", "0007", "Brandt v. Meridian Logistics").matter_id
    fill(vault.store_of(matter_id))
    return matter_id


@pytest.fixture
def small_steps(monkeypatch):
    """A few rows a step, so that there is much between two of them."""
    monkeypatch.setattr(copying, "NEARLY", 0)
    monkeypatch.setattr(copying, "ROWS_AT_ONCE", 7)
    monkeypatch.setattr(copying, "AT_ONCE", {"chunk": 1, "page": 1, "document": 1})


def renewed(vault, matter_id):
    vault.close_store(matter_id)
    return [step.phase for step in vault.renewals.renew_matter(matter_id)]


def files(vault):
    return {path.name for path in (vault.folder / MATTERS_FOLDER).glob("*.db*")}


def raw_rows(database):
    """Every row of every table that can be selected from."""
    with database.unrestricted():
        names = [
            name
            for (name,) in database.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if not name.startswith("page_index")
        ]
    return {name: database.rows(f"SELECT * FROM {name}") for name in names}  # noqa: S608


def document_starts(matter):
    """How everything begins that is sealed under a key of a document that has pages."""
    rows = matter.database.rows("SELECT DISTINCT document_row FROM page")
    keys = [matter.document_keys(row) for (row,) in rows]
    every = [key for each in keys for key in (each.values, each.pages, each.original)]
    return {b"\x01\x01" + key.key_id for key in every}


def any_starts(rows, start):
    return any(
        isinstance(value, bytes) and value.startswith(start)
        for of_table in rows.values()
        for row in of_table
        for value in row
    )


def test_everything_is_there_under_keys_that_are_all_new(vault, matter_id, folder, keys):
    before = told(vault.store_of(matter_id))
    old = vault.store_of(matter_id)._matter
    old_rows = raw_rows(old.database)
    old_keys = (old.audit_keys.data, old.audit_keys.mac, old.index_key, old.wrapping_key)
    old_key = old._key
    old_documents = document_starts(old)
    phases = renewed(vault, matter_id)
    assert phases[0] is RenewalPhase.BEGUN
    assert phases[-3:] == [RenewalPhase.LEVEL, RenewalPhase.MARKED, RenewalPhase.DONE]
    store = vault.store_of(matter_id)
    assert told(store) == before
    assert faults(store) == []
    new = store._matter
    assert new.database.rows("SELECT label FROM lasting_key") == []
    for was, now in zip(
        old_keys,
        (new.audit_keys.data, new.audit_keys.mac, new.index_key, new.wrapping_key),
        strict=True,
    ):
        assert was.reveal() != now.reveal()
    starts = [b"\x01\x01" + key.key_id for key in (old_keys[0], old_keys[3])]
    assert {start for start in old_documents if any_starts(old_rows, start)} == old_documents
    starts += old_documents
    new_rows = raw_rows(new.database)
    assert [start for start in starts if any_starts(new_rows, start)] == []
    assert document_starts(new).isdisjoint(old_documents)
    assert {row[2] for row in new_rows["document"]} == {2}, "one key later"
    assert not set(old_rows["finding_fresh"]) & set(new_rows["finding_fresh"])
    assert old_rows["sqlite_sequence"] != []
    assert (
        dict(new_rows["sqlite_sequence"]).items()
        >= {
            name: number
            for name, number in old_rows["sqlite_sequence"]
            if name not in ("finding_fresh", "word_list", "rotation_note")
        }.items()
    )
    path = folder / MATTERS_FOLDER / vault.inside().matter_row(matter_id).file_name
    with pytest.raises(WrongKeyError):
        Database(path, derive(old_key, Label.MATTER_DATABASE, bytes.fromhex(matter_id)))
    vault.close()
    assert len(files(vault)) == 1
    with Vault.open(folder, KeyringWay(keys), clock=clock) as again:
        again.guard(keys)
        assert told(again.store_of(matter_id)) == before
        again.store_of(matter_id).admit(origin(b"later"), b"later")


def test_the_matter_of_these_tests_has_a_row_in_every_table(vault, matter_id):
    database = vault.store_of(matter_id)._database
    tables = (*tables_by_row(database), *tables_as_a_whole(database))
    assert {
        table.name
        for table in tables
        if not database.value(f"SELECT count(*) FROM {table.name}")  # noqa: S608
    } == EMPTY


@pytest.mark.usefixtures("small_steps")
def test_it_is_read_and_written_at_every_step(vault, matter_id, folder, keys):
    """Another opening changes something of every kind between two steps."""
    vault.close_store(matter_id)
    with Vault.open(folder, KeyringWay(keys), clock=clock) as other:
        store = other.store_of(matter_id)
        changes = iter(_changes(store))
        for step in vault.renewals.renew_matter(matter_id):
            if step.phase in (RenewalPhase.BEGUN, RenewalPhase.COPYING):
                next(changes, None)
            if step.phase is RenewalPhase.LEVEL:
                for _ in changes:
                    pass
                expected = told(store)
            assert store.documents()
        with pytest.raises(KeysChangedError):
            store.refuse("x", "/post", "", KeysChangedError())
        assert told(store) == expected, "who has it open still reads the old file"
        with pytest.raises(KeysChangedError):
            list(store.verify())
    assert told(vault.store_of(matter_id)) == expected
    assert faults(vault.store_of(matter_id)) == []


def _changes(store):
    """Changes to rows that were copied, are being copied and are not copied yet."""
    document_id = store.documents()[0].document_id
    yield store.store_pages(document_id, pages_from(1, 1, seed=3))
    yield store.store_pages(document_id, pages_from(2, 2, seed=4))
    gone = add_document(store, b"comes and goes", pages=2, seed=6)
    yield gone
    for finding in store.findings(document_id=document_id, page=PageNumber(3))[:4]:
        yield store.decide(finding.finding_id, Decision.ACCEPTED, decided_by="paula")
    finding = store.findings(document_id=document_id)[-1]
    correction = ("Ottilie Werra", "Ottilie Werra")
    yield store.decide(
        finding.finding_id, Decision.CORRECTED, decided_by="paula", correction=correction
    )
    store.holds.release(store.holds.all()[-1].hold_id, "Settled", "paula")
    yield store.remove(gone)
    yield add_document(store, b"stays", pages=3, seed=8)
    yield store.fail_page(document_id, PageNumber(5), "READING-06")
    yield store.searching.saved.remove("Zeller")
    yield store.searching.saved.keep("Werra", "Werra", saved_at=clock())
    yield store.clear_refusal(store.refusals()[0].refusal_id)
    yield store.retention.set_rule(None)
    yield store.store_pages(document_id, [(reading(4, "es geht weiter"), [], {})])


@pytest.mark.parametrize("stop", [2, 9, 23])
@pytest.mark.usefixtures("small_steps")
def test_it_goes_on_where_it_was(vault, matter_id, stop):
    before = told(vault.store_of(matter_id))
    vault.close_store(matter_id)
    steps = vault.renewals.renew_matter(matter_id)
    done = [next(steps).done for _ in range(stop)][-1]
    steps.close()
    assert told(vault.store_of(matter_id)) == before
    vault.store_of(matter_id).refuse("late.bin", "/post", "", VaultDamagedError())
    before = told(vault.store_of(matter_id))
    vault.close_store(matter_id)
    steps = list(vault.renewals.renew_matter(matter_id))
    assert steps[0].done == done, "nothing is copied twice"
    assert told(vault.store_of(matter_id)) == before
    assert faults(vault.store_of(matter_id)) == []
    vault.close()
    assert len(files(vault)) == 1


def test_closed_at_its_last_step_it_leaves_the_old_keys_and_all_of_the_work(vault, matter_id):
    before = told(vault.store_of(matter_id))
    vault.close_store(matter_id)
    steps = vault.renewals.renew_matter(matter_id)
    while next(steps).phase is not RenewalPhase.MARKED:
        pass
    steps.close()
    assert vault.inside().matter_row(matter_id).key_epoch == 1
    store = vault.store_of(matter_id)
    assert told(store) == before
    store.refuse("late.bin", "/post", "", VaultDamagedError())
    before = told(store)
    vault.close_store(matter_id)
    steps = list(vault.renewals.renew_matter(matter_id))
    assert steps[0].done >= steps[0].total - 2
    assert told(vault.store_of(matter_id)) == before
    assert faults(vault.store_of(matter_id)) == []


def test_somebody_who_writes_all_the_time_is_not_waited_for(vault, matter_id):
    vault.close_store(matter_id)
    with vault.sibling() as other:
        for step in vault.renewals.renew_matter(matter_id):
            if step.phase in (RenewalPhase.COPYING, RenewalPhase.LEVEL):
                other.store_of(matter_id).refuse("late.bin", "/post", "", VaultDamagedError())
    assert step.phase is RenewalPhase.DONE


@pytest.mark.usefixtures("small_steps")
def test_a_quick_rotation_meanwhile_lets_it_begin_anew(vault, matter_id):
    before = told(vault.store_of(matter_id))
    vault.close_store(matter_id)
    steps = vault.renewals.renew_matter(matter_id)
    for _ in range(9):
        next(steps)
    list(vault.rotate_matter_key(matter_id))
    with pytest.raises(KeysChangedError):
        list(steps)
    assert not are_noted(vault.store_of(matter_id)._database)
    assert told(vault.store_of(matter_id)) == before
    assert renewed(vault, matter_id)[-1] is RenewalPhase.DONE
    assert told(vault.store_of(matter_id)) == before
    assert vault.inside().matter_row(matter_id).key_epoch == 3
    vault.close()
    assert len(files(vault)) == 1


def test_while_documents_are_on_their_way_out_it_waits(vault, matter_id):
    store = vault.store_of(matter_id)
    store._database.change("INSERT INTO disposal VALUES (1, zeroblob(16), 1, x'00')")
    store._database.change("INSERT INTO disposal_document VALUES (1, 1)")
    with pytest.raises(DisposalUnfinishedError):
        renewed(vault, matter_id)


def test_notes_of_a_renewal_that_nobody_goes_on_with_end_at_the_next_opening(vault, matter_id):
    vault.close_store(matter_id)
    steps = vault.renewals.renew_matter(matter_id)
    next(steps)
    steps.close()
    assert are_noted(vault.store_of(matter_id)._database)
    vault.close_store(matter_id)
    RotationPlan(vault.inside().registry).strike(matter_id)
    assert not are_noted(vault.store_of(matter_id)._database)


def test_what_is_sealed_where_nobody_knows_its_place_is_not_left_under_the_old_key(
    vault, matter_id
):
    store = vault.store_of(matter_id)
    data: DataKey = store._matter.audit_keys.data
    stray = b"\x01\x01" + data.key_id + bytes(60)
    store._database.change("UPDATE refusal SET record = ?", stray)
    with pytest.raises(VaultDamagedError):
        renewed(vault, matter_id)
    assert vault.inside().matter_row(matter_id).key_epoch == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE hold SET record = ? WHERE document_row = 1",
        "UPDATE refusal SET record = ?",
        "UPDATE saved_search SET record = ?",
    ],
)
def test_what_is_under_the_key_of_a_document_where_nobody_knows_it_is_not_left_there(
    vault, matter_id, statement
):
    """As if there were a table that nobody seals anew, of a document or of none."""
    store = vault.store_of(matter_id)
    stray = b"\x01\x01" + store._matter.document_keys(1).pages.key_id + bytes(60)
    store._database.change(statement, stray)
    with pytest.raises(VaultDamagedError, match=statement.split()[1]):
        renewed(vault, matter_id)
    assert vault.inside().matter_row(matter_id).key_epoch == 1


@pytest.mark.usefixtures("small_steps")
def test_a_document_that_takes_the_rows_of_one_that_went_is_sealed_under_its_own_key(vault):
    """Chunks are numbered again; they are copied once their document is there."""
    matter_id = vault.create_matter("1042", "0008", "x").matter_id
    add_document(vault.store_of(matter_id), b"stays", pages=1)
    gone = add_document(vault.store_of(matter_id), b"goes", pages=1, seed=6)
    vault.close_store(matter_id)
    with vault.sibling() as other:
        store, has_changed = other.store_of(matter_id), False
        for step in vault.renewals.renew_matter(matter_id):
            if step.phase is RenewalPhase.COPYING and step.done > 10 and not has_changed:
                store.remove(gone)
                for number in range(3):
                    add_document(store, b"%d took its place" % number, pages=1, seed=number)
                has_changed = True
    assert has_changed
    store = vault.store_of(matter_id)
    originals = [store.original(document.document_id) for document in store.documents()]
    assert originals == [b"stays", b"0 took its place", b"1 took its place", b"2 took its place"]
    assert faults(store) == []


def test_an_altered_entry_of_the_log_is_not_vouched_for(vault, matter_id):
    store = vault.store_of(matter_id)
    store._database.change("UPDATE audit SET mac = zeroblob(32) WHERE number = 1")
    with pytest.raises(VaultDamagedError, match="log"):
        renewed(vault, matter_id)


def test_an_altered_document_key_is_found(vault, matter_id):
    store = vault.store_of(matter_id)
    (wrapped,) = store._database.row("SELECT wrapped_key FROM document")
    store._database.change(
        "UPDATE document SET wrapped_key = ?", wrapped[:-1] + bytes([wrapped[-1] ^ 1])
    )
    with pytest.raises(VaultDamagedError):
        renewed(vault, matter_id)


def test_a_matter_is_renewed_again_and_again(vault, matter_id):
    before = told(vault.store_of(matter_id))
    for times in range(2, 4):
        renewed(vault, matter_id)
        list(vault.rotate_matter_key(matter_id))
        assert told(vault.store_of(matter_id)) == before
        assert vault.inside().matter_row(matter_id).key_epoch == 2 * times - 1
    assert faults(vault.store_of(matter_id)) == []


@pytest.mark.parametrize("change", ["PRAGMA user_version = 3", "UPDATE document SET key_epoch = 1"])
@pytest.mark.usefixtures("small_steps")
def test_a_part_of_a_file_that_another_version_made_is_of_no_use(vault, matter_id, change):
    vault.close_store(matter_id)
    steps = vault.renewals.renew_matter(matter_id)
    for _ in range(4):
        next(steps)
    steps.close()
    inside = vault.inside()
    row = inside.matter_row(matter_id)
    path = inside.folder / MATTERS_FOLDER / row.file_name
    with MatterFile(path, matter_id, inside.matter_key(row)) as old:
        key = RotationPlan(inside.registry).new_key(row, old.wrapping_key)
    database_key = derive(key, Label.MATTER_DATABASE, bytes.fromhex(matter_id))
    with (
        Database(path.with_name(f"{path.stem}-2.db"), database_key) as part,
        part.unrestricted(),
    ):
        part.change(change)
    assert renewed(vault, matter_id)[-1] is RenewalPhase.DONE
    assert faults(vault.store_of(matter_id)) == []
