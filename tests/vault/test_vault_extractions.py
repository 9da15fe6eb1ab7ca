"""Extractions are sealed with their document, go with it, and know when they are stale."""

from dataclasses import replace

import pytest

from desktop.domain.errors import NoSuchDocumentError, VaultError
from desktop.domain.extraction import (
    ExtractedField,
    Extraction,
    FieldSource,
    FieldValue,
)
from desktop.domain.finding import Agreement, Decision, Sensitivity
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, PageNumber, new_identity
from desktop.vault.integrity import IntegrityProblem
from tests.vault.test_vault_answers import RECEIPT
from tests.vault.vault_pages import NOON, finding, origin, reading

VALUE = FieldValue(
    "80.00 EUR",
    "80,00 €",
    PageNumber(1),
    (Box(1.5, 2.25, 3, 4),),
    FieldSource.MODEL,
    Agreement.NEAR,
    0.875,
    Sensitivity.LOW,
    needs_person=True,
    parts={"description": "Menu"},
    receipt=RECEIPT,
)


def extraction_of(document, schema="receipt", **changed):
    fields = (
        ExtractedField("total", (VALUE, replace(VALUE, receipt=None)), is_required=True),
        ExtractedField("date", (), was_asked=True),
    )
    made = Extraction(
        document.document_id, schema, "a" * 64, "b" * 64, NOON, fields, (PageNumber(1),), 3, "m"
    )
    return replace(made, **changed)


@pytest.fixture
def documents(store):
    return [store.admit(origin(content), content)[0] for content in (b"a", b"b")]


def test_an_extraction_comes_back_whole_one_for_each_schema(store, documents):
    one, other = documents
    kept = [extraction_of(one, "invoice"), extraction_of(one), extraction_of(other)]
    for extraction in kept:
        store.extractions.keep(extraction)
    assert store.extractions.of(one.document_id, "receipt") == kept[1]
    assert store.extractions.of(other.document_id, "invoice") is None
    assert store.extractions.all() == tuple(kept)


def test_a_later_one_takes_the_place_of_the_one_before(store, documents):
    first = extraction_of(documents[0])
    second = replace(first, model="other")
    store.extractions.keep(first)
    store.extractions.keep(second)
    assert store.extractions.all() == (second,)


def test_it_goes_with_its_document_and_none_is_kept_for_one_that_is_gone(store, documents):
    one, other = documents
    store.extractions.keep(extraction_of(one))
    store.extractions.keep(extraction_of(other))
    store.remove(one.document_id)
    assert store.extractions.all() == (extraction_of(other),)
    with pytest.raises(NoSuchDocumentError):
        store.extractions.keep(extraction_of(one))
    with pytest.raises(NoSuchDocumentError):
        store.extractions.of(DocumentId(new_identity()), "receipt")


def test_the_state_of_a_document_changes_with_what_is_read_and_decided_of_it(store, documents):
    document, other = documents
    seen = [store.extractions.state_of(document.document_id)]
    page = reading(1, "Total 80.00 paid")
    store.start_reading(document.document_id, 2)
    for _ in range(2):
        store.store_pages(document.document_id, [(page, [finding("amount", page, "80.00")], {})])
        seen.append(store.extractions.state_of(document.document_id))
    store.fail_page(document.document_id, PageNumber(2), "READING-06")
    seen.append(store.extractions.state_of(document.document_id))
    (stored,) = store.findings(document_id=document.document_id)
    for decision in (Decision.ACCEPTED, Decision.REJECTED):
        store.decide(stored.finding_id, decision)
        seen.append(store.extractions.state_of(document.document_id))
    assert len(set(seen)) == len(seen)
    store.start_reading(other.document_id, 1)
    store.store_pages(other.document_id, [(page, [], {})])
    assert store.extractions.state_of(document.document_id) == seen[-1]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE extraction SET record = zeroblob(length(record))",
        "UPDATE extraction SET record = (SELECT record FROM extraction ORDER BY 1 DESC)",
        "UPDATE extraction SET schema = 'letter' WHERE extraction_row = 1",
    ],
)
def test_an_altered_or_exchanged_extraction_is_named_by_the_check(store, documents, change):
    for document in documents:
        store.extractions.keep(extraction_of(document))
    assert not [step for step in store.verify() if isinstance(step, IntegrityProblem)]
    store._database.change(change)
    with pytest.raises(VaultError):
        store.extractions.all()
    (problem,) = (step for step in store.verify() if isinstance(step, IntegrityProblem))
    assert "extracted" in problem.what
