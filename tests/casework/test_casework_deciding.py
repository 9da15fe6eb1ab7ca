"""What a person decides about a disputed value: kept beside what was read, never guessed."""

from dataclasses import replace

import pytest

from desktop.casework.deciding import (
    correct,
    decide,
    disputes,
    first_dispute,
    take_other_reading,
    traced,
    twice_read,
)
from desktop.casework.second_look.words import of_all, side_by_side
from desktop.domain.errors import CorrectionError, NoSecondReadingError, NoSuchFindingError
from desktop.domain.finding import MASK, Agreement, Decision, FindingKind
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId
from desktop.domain.ledger import Comparison, Ledger
from desktop.findings.find import find
from desktop.vault.vault import Vault
from tests.vault.vault_pages import KeysInMemory, clock, origin, reading

LINES = (
    "Total: 48.20 EUR\n"
    "Date: 12 March 2018\n"
    "IBAN DE89 3704 0044 0532 0130 00\n"
    "Invoice no. 2018-0417\n"
    "Mr Otto Maier"
)
SEEN = (
    "Total: 48.26 EUR",
    "Date: 17 March 2018",
    "IBAN DE89 3704 0044 0532 0136 00",
    "",
    "Mr Otto Mayer",
)


@pytest.fixture
def store(tmp_path):
    """One page whose every line the second reader saw otherwise."""
    with Vault.create(tmp_path / "vault", KeysInMemory(), clock=clock) as vault:
        store = vault.store_of(vault.create_matter("1042", "0007", "x").matter_id)
        document, _ = store.admit(origin(b"a"), b"a")
        page = reading(1, LINES)
        found = [replace(each, agreement=Agreement.DIFFERENT) for each in find(page.text)]
        store.store_pages(document.document_id, [(page, found, {})])
        store.keep_ledger(document.document_id, page.number, ledger())
        yield store


def ledger():
    comparisons, start = [], 0
    for first, second in zip(LINES.split("\n"), SEEN, strict=True):
        stretches = side_by_side(first, second, start)
        comparisons.append(
            Comparison(
                start,
                start + len(first),
                Box(0, 0, 9, 9),
                100,
                "12" * 32,
                second,
                of_all(stretches),
                0.9,
                "read/1",
                "34" * 32,
                stretches,
            )
        )
        start += len(first) + 1
    return Ledger("rapidocr", "starter", "ab" * 32, "cd" * 32, "build", tuple(comparisons))


def of_kind(store, kind):
    (stored,) = store.findings(kind=kind)
    return stored


def test_every_dispute_is_shown_with_both_readings(store):
    seen = {one.stored.finding.mention: one.second.text for one in disputes(store)}
    assert seen["48.20 EUR"] == "48.26 EUR"
    assert seen["12 March 2018"] == "17 March 2018"
    assert seen["DE89 3704 0044 0532 0130 00"] == "DE89 3704 0044 0532 0136 00"
    assert seen["2018-0417"] == ""


def test_what_was_decided_is_no_dispute_any_more_and_is_one_again_when_taken_back(store):
    total = of_kind(store, FindingKind.AMOUNT)
    before = len(list(disputes(store)))
    for decision in (Decision.ACCEPTED, Decision.REJECTED):
        decide(store, total.finding_id, decision)
        assert of_kind(store, FindingKind.AMOUNT).verdict.decided_by
        assert len(list(disputes(store))) == before - 1
        decide(store, total.finding_id, Decision.OPEN)
        assert len(list(disputes(store))) == before


def test_the_first_dispute_is_that_of_the_first_document_that_has_one(store):
    (document,) = store.documents()
    other, _ = store.admit(origin(b"b"), b"b")
    store.store_pages(other.document_id, [(reading(1, LINES), (), {})])
    ids = [DocumentId("f" * 32), other.document_id, document.document_id]
    first = first_dispute(store, ids)
    assert first == next(iter(disputes(store))).stored
    assert first_dispute(store, ids[:2]) is None
    for one in tuple(disputes(store)):
        decide(store, one.stored.finding_id, Decision.ACCEPTED)
    assert first_dispute(store, ids) is None


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        (FindingKind.AMOUNT, " 148.26  EUR", "148.26 EUR"),
        (FindingKind.DATE, "13 March 2018", "2018-03-13"),
        (FindingKind.DATE, "14.03.2018", "2018-03-14"),
        (FindingKind.IBAN, "GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
        (FindingKind.REFERENCE, "2018-0411", "2018-0411"),
        (FindingKind.PERSON, "Otto Meyer", "Otto Meyer"),
    ],
)
def test_a_correction_is_brought_to_the_normal_form_of_its_kind(store, kind, given, value):
    read = of_kind(store, kind)
    now = correct(store, read.finding_id, given)
    assert now == of_kind(store, kind)
    assert (now.finding.value, now.finding.mention) == (value, " ".join(given.split()))
    assert now.decision is Decision.CORRECTED
    assert now.verdict.read_mention == read.finding.mention
    assert now.finding.boxes == read.finding.boxes


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (FindingKind.AMOUNT, "forty-eight"),
        (FindingKind.AMOUNT, ""),
        (FindingKind.DATE, "32 March 2018"),
        (FindingKind.IBAN, "DE89 3704 0044 0532 0136 00"),
    ],
)
def test_what_is_no_value_of_its_kind_is_not_taken_for_one(store, kind, given):
    read = of_kind(store, kind)
    with pytest.raises(CorrectionError):
        correct(store, read.finding_id, given)
    assert of_kind(store, kind) == read


def test_the_other_reading_is_taken_where_it_is_a_value(store):
    now = take_other_reading(store, of_kind(store, FindingKind.AMOUNT).finding_id)
    assert now.finding.value == "48.26 EUR"
    for kind in (FindingKind.IBAN, FindingKind.REFERENCE):
        with pytest.raises(NoSecondReadingError):
            take_other_reading(store, of_kind(store, kind).finding_id)


def test_a_page_that_one_reader_read_has_no_second_reading(store):
    document_id = store.documents()[0].document_id
    page = reading(1, "Total: 9.99 EUR")
    store.store_pages(document_id, [(page, find(page.text), {})])
    (one,) = traced(store, store.findings())
    assert one.second is None
    with pytest.raises(NoSecondReadingError):
        take_other_reading(store, one.stored.finding_id)


def test_a_finding_is_named_by_the_first_digits_of_its_identity(store):
    found = store.findings()
    for stored in found:
        assert store.finding(stored.finding_id[:12]) == stored
    for wrong in ("", "zz", "0" * 40):
        with pytest.raises(NoSuchFindingError):
            store.finding(wrong)


def test_all_that_two_readers_read_of_a_page_is_laid_side_by_side(store):
    (document,) = store.documents()
    lines = twice_read(store, document.document_id, 1)
    assert [line.readings(is_masked=False)[1] for line in lines] == list(SEEN)
    first, _ = lines[0].readings(is_masked=True)
    assert first == "Total: 48.20 EUR"
    assert all(line.is_to_decide for line in lines)
    decide(store, of_kind(store, FindingKind.AMOUNT).finding_id, Decision.ACCEPTED)
    assert not twice_read(store, document.document_id, 1)[0].is_to_decide


def test_what_is_highly_sensitive_in_two_readings_is_hidden_in_both(store):
    (document,) = store.documents()
    account = twice_read(store, document.document_id, 1)[2]
    assert account.sensitive
    assert account.readings(is_masked=False) == (LINES.split("\n")[2], SEEN[2])
    assert account.readings(is_masked=True) == (f"IBAN {MASK}", MASK)


def test_a_page_of_one_reader_and_one_that_nobody_read_have_nothing_side_by_side(store):
    document_id = store.documents()[0].document_id
    assert twice_read(store, document_id, 2) is None
    store.store_pages(document_id, [(reading(1, "Total: 9.99 EUR"), [], {})])
    assert twice_read(store, document_id, 1) is None
