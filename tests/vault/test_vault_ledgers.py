"""What two readers saw and who decided: sealed, kept with their page, and gone with it."""

from dataclasses import replace

import pytest

from desktop.domain.errors import (
    NoSuchDocumentError,
    NoSuchFindingError,
    NoSuchPageError,
    VaultDamagedError,
)
from desktop.domain.finding import Agreement, Decision, FindingKind, Verdict
from desktop.domain.geometry import Box
from desktop.domain.ledger import Comparison, Ledger, Stretch
from desktop.vault.ledger_records import ledger_of, ledger_record
from desktop.vault.vault import Vault
from tests.vault.vault_pages import NOON, KeysInMemory, clock, finding, origin, reading

LEDGER = Ledger(
    "rapidocr",
    "In Camera starter",
    "ab" * 32,
    "cd" * 32,
    "0.3.36",
    (
        Comparison(
            start=0,
            end=11,
            box=Box(20.25, 20.0, 90.5, 32.12),
            dpi=168,
            crop_sha256="12" * 32,
            second="Total 48.26",
            agreement=Agreement.DIFFERENT,
            confidence=0.875,
            prompt_id="read/1",
            receipt="34" * 32,
            stretches=(
                Stretch(0, 5, "Total", "Total", Agreement.SAME),
                Stretch(6, 11, "48.20", "48.26", Agreement.DIFFERENT),
            ),
        ),
    ),
)


@pytest.fixture
def store(tmp_path):
    with Vault.create(tmp_path / "vault", KeysInMemory(), clock=clock) as vault:
        matter = vault.create_matter("1042", "0007", "x")
        yield vault.store_of(matter.matter_id)


@pytest.fixture
def document(store):
    document, _ = store.admit(origin(b"a"), b"a")
    store.start_reading(document.document_id, 2)
    page = reading(1, "Total 48.20")
    found = finding(FindingKind.AMOUNT, page, "48.20", agreement=Agreement.DIFFERENT)
    store.store_pages(document.document_id, [(page, [found], {})])
    return document.document_id


def one(store):
    (stored,) = store.findings()
    return stored


def problems(store):
    return [each for each in store.verify() if hasattr(each, "what")]


def test_a_ledger_comes_back_as_it_was_kept(store, document):
    assert store.ledger(document, 1) is None
    store.keep_ledger(document, 1, LEDGER)
    assert store.ledger(document, 1) == LEDGER
    store.keep_ledger(document, 1, replace(LEDGER, comparisons=()))
    assert store.ledger(document, 1).comparisons == ()
    assert problems(store) == []


def test_a_page_read_again_and_a_document_removed_take_their_ledger_along(store, document):
    store.keep_ledger(document, 1, LEDGER)
    store.store_pages(document, [(reading(1, "Total 48.20"), [], {})])
    assert store.ledger(document, 1) is None
    store.keep_ledger(document, 1, LEDGER)
    store.remove(document)
    assert store._database.rows("SELECT * FROM ledger") == []
    with pytest.raises(NoSuchDocumentError):
        store.ledger(document, 1)


def test_a_page_that_was_not_read_has_no_ledger_and_takes_none(store, document):
    with pytest.raises(NoSuchPageError):
        store.ledger(document, 2)
    with pytest.raises(NoSuchPageError):
        store.keep_ledger(document, 2, LEDGER)


def test_a_ledger_put_beside_another_page_is_damage_that_verify_names(store, document):
    store.store_pages(document, [(reading(2, "Total 48.20"), [], {})])
    store.keep_ledger(document, 1, LEDGER)
    store.keep_ledger(document, 2, LEDGER)
    with store._database.transaction():
        store._database.change(
            "UPDATE ledger SET record = (SELECT max(record) FROM ledger AS other"
            " WHERE other.page_row <> ledger.page_row)"
        )
    with pytest.raises(VaultDamagedError):
        store.ledger(document, 1)
    assert {(each.page, each.what) for each in problems(store)} >= {
        (1, "What two readers saw on the page was altered or damaged.")
    }


@pytest.mark.parametrize("cut", [1, 5, -1])
def test_a_record_this_program_did_not_write_is_damage(cut):
    with pytest.raises(VaultDamagedError):
        ledger_of(ledger_record(LEDGER)[:cut])


@pytest.mark.usefixtures("document")
def test_a_decision_is_kept_with_who_made_it_and_when_and_can_be_taken_back(store):
    assert one(store).verdict is None
    store.decide(one(store).finding_id, Decision.ACCEPTED, decided_by="a.analyst")
    stored = one(store)
    assert stored.decision is Decision.ACCEPTED
    assert stored.verdict == Verdict("a.analyst", NOON, "48.20", "48.20")
    store.decide(stored.finding_id, Decision.OPEN)
    assert (one(store).decision, one(store).verdict) == (Decision.OPEN, None)
    assert store._database.rows("SELECT * FROM verdict") == []


@pytest.mark.usefixtures("document")
def test_a_corrected_finding_says_what_holds_and_keeps_what_was_read(store):
    read = one(store)
    store.decide(
        read.finding_id, Decision.CORRECTED, decided_by="a", correction=("48,26", "48.26 EUR")
    )
    stored = store.finding(read.finding_id)
    assert stored == one(store)
    assert stored.finding == replace(read.finding, mention="48,26", value="48.26 EUR")
    assert stored.verdict == Verdict("a", NOON, "48.20", "48.20")
    store.decide(read.finding_id, Decision.CORRECTED, correction=("48.27", "48.27"))
    assert one(store).verdict.read_value == "48.20"
    store.decide(read.finding_id, Decision.OPEN)
    assert one(store) == read


def test_a_corrected_value_is_found_by_a_search(store, document):
    page = reading(2, "Frau Mayer")
    person = finding(FindingKind.PERSON, page, "Mayer")
    store.store_pages(document, [(page, [person], {})])
    assert store.search("Quenstedt").hits == ()
    (stored,) = store.findings(page=2)
    store.decide(stored.finding_id, Decision.CORRECTED, correction=("Quenstedt", "Quenstedt"))
    (hit,) = store.search("Quenstedt").hits
    assert hit.page == 2
    assert hit.boxes == person.boxes
    assert problems(store) == []


def test_a_decision_about_a_finding_that_is_gone_says_so(store, document):
    gone = one(store).finding_id
    store.store_pages(document, [(reading(1, "Total 48.20"), [], {})])
    with pytest.raises(NoSuchFindingError):
        store.decide(gone, Decision.ACCEPTED)
    with pytest.raises(NoSuchFindingError):
        store.finding(gone)
