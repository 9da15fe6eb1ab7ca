"""Documents are extracted from the pages that matter, kept, and shown to a model where wanted."""

import json
from dataclasses import replace

import pytest

from desktop.casework.asking.eyes import Eyes
from desktop.casework.control import Control
from desktop.casework.extraction.asking import (
    MAX_PAGES,
    ModelAsker,
    pages_to_ask,
    value_said,
)
from desktop.casework.extraction.extract import (
    CHOSEN_PAGES,
    FIRST_PAGES,
    LAST_PAGES,
    extract,
    extract_all,
    kept_extraction,
)
from desktop.casework.ingesting.ingest import ingest
from desktop.casework.models.vision_model import model_to_load
from desktop.domain.document import DocumentKind
from desktop.domain.errors import ModelFilesError, NoSuchSchemaError, NotReadYetError
from desktop.domain.extraction import FieldSource, FieldType
from desktop.domain.finding import Agreement, Decision
from desktop.domain.identity import PageNumber
from desktop.domain.page import PageReading, ReadMethod
from desktop.domain.vision import Answer, StopReason
from desktop.findings.find import find
from desktop.settings import Settings
from desktop.vault.vault import Vault
from desktop.wire.messages import LoadModel
from tests.casework.extraction_pages import SCHEMAS, page_of, text_of, values
from tests.conftest import NOON, SAMPLES
from tests.models.parrot_pair import parrot_pair
from tests.vault.vault_pages import KeysInMemory, origin

CONTRACT, INVOICE = SCHEMAS.named("contract"), SCHEMAS.named("invoice")
COURT = next(field for field in CONTRACT.fields if field.name == "jurisdiction")
FILLER = "The supplier delivers the goods and the customer pays for them."
LAW = "This agreement is governed by the laws of the State of Delaware."
OPENING = "by and between Halden Ltd, a company, and Firth Ltd, a company."


def clock():
    return NOON


@pytest.fixture(scope="module")
def memory_vault(tmp_path_factory):
    folder = tmp_path_factory.mktemp("extraction")
    with Vault.create(folder / "vault", KeysInMemory(), clock=clock) as vault:
        vault.create_matter("1042", "0007", "x")
        yield vault


@pytest.fixture
def store(memory_vault):
    return memory_vault.store_of(memory_vault.matters()[0].matter_id)


def kept_document(store, name, kind, *pages):
    """A document of these pages of lines, read."""
    document, _ = store.admit(origin(name.encode(), name), name.encode())
    store.start_reading(document.document_id, len(pages))
    reads = []
    for number, lines in enumerate(pages, 1):
        text = text_of(*lines)
        page = PageReading(PageNumber(number), 595.0, 842.0, 0, ReadMethod.TEXT_LAYER, 1.0, text)
        reads.append((page, find(text), {kind: 9.0}))
    store.store_pages(document.document_id, reads)
    store.finish(document.document_id, kind)
    return store.document(document.document_id)


def steps(store, documents, schema_of=SCHEMAS.of_document, control=None, **options):
    return list(extract_all(store, documents, schema_of, control or Control(), clock, **options))


# ------------------------------------------------------------------ which pages, and what is kept


def test_of_a_long_contract_the_pages_that_speak_of_its_fields_are_opened_and_few_others(store):
    pages = [(FILLER,)] * 90
    pages[0], pages[61] = (OPENING,), (LAW,)
    document = kept_document(store, "long.pdf", DocumentKind.CONTRACT, *pages)
    made = extract(store, document, CONTRACT, Control(), clock)
    (law,) = made.of("governing_law").values
    assert (law.value, law.page) == ("Delaware", 62)
    assert values(made.of("parties")) == ["Halden Ltd", "Firth Ltd"]
    assert len(made.pages) <= CHOSEN_PAGES + FIRST_PAGES + LAST_PAGES
    assert {1, 2, 62, 89, 90} <= set(made.pages)
    assert made.page_count == 90


def test_an_extraction_is_kept_until_schema_pages_or_decisions_change(store):
    lines = ("Invoice", "Total due @200 80.00 EUR")
    document = kept_document(store, "kept.pdf", DocumentKind.INVOICE, lines)
    first, second = steps(store, [document])[1], steps(store, [document])[1]
    assert not first.is_kept_one
    assert second.is_kept_one
    assert first.extraction == second.extraction == kept_extraction(store, document, INVOICE)
    assert not steps(store, [document], is_anew=True)[1].is_kept_one
    assert kept_extraction(store, document, replace(INVOICE, sha256="0" * 64)) is None
    (found,) = store.findings(document_id=document.document_id)
    store.decide(found.finding_id, Decision.REJECTED)
    assert kept_extraction(store, document, INVOICE) is None
    assert steps(store, [document])[1].extraction.of("total").is_missing


def test_a_document_without_schema_or_pages_is_said_and_the_others_go_on(store):
    other = kept_document(store, "other.pdf", DocumentKind.OTHER, ("Nothing",))
    blank, _ = store.admit(origin(b"unread", "unread.pdf"), b"unread")
    blank = replace(blank, classification=DocumentKind.INVOICE)
    invoice = kept_document(store, "third.pdf", DocumentKind.INVOICE, ("Total @200 5.00 EUR",))
    told = [step for step in steps(store, [other, blank, invoice]) if step.error or step.extraction]
    assert [type(step.error) for step in told] == [NoSuchSchemaError, NotReadYetError, type(None)]
    assert values(told[2].extraction.of("total")) == ["5.00 EUR"]
    named = steps(store, [other], lambda _document: INVOICE)[1]
    assert named.extraction.schema == "invoice"


def test_a_stop_keeps_what_is_done_and_nothing_of_what_is_in_hand(store):
    lines = ("Total @200 7.00 EUR",)
    documents = [
        kept_document(store, f"stop-{number}.pdf", DocumentKind.INVOICE, lines) for number in (1, 2)
    ]
    control = Control()
    seen = []
    for step in extract_all(store, documents, SCHEMAS.of_document, control, clock):
        seen.append(step)
        if step.extraction is not None:
            control.stop()
    assert len(seen) == 2
    assert kept_extraction(store, documents[0], INVOICE) is not None
    assert kept_extraction(store, documents[1], INVOICE) is None


# ------------------------------------------------------------------ what a model says


def said(value, confidence=0.95, name="x"):
    return Answer(value, {name: value}, confidence, StopReason.COMPLETE, 3, 0, 0, "fields/1", "r")


def field_of(schema, name):
    return next(field for field in SCHEMAS.named(schema).fields if field.name == name)


def test_a_value_of_the_model_stands_among_the_words_of_the_page_or_is_dropped():
    page = page_of("The Commercial Court of Lille decides", "and no other")
    value = value_said(page, COURT, said("commercial court of LILLE"), "x")
    assert (value.value, value.source) == ("Commercial Court of Lille", FieldSource.MODEL)
    assert value.agreement is Agreement.NEAR
    assert value.boxes[0].left_pt == 60
    assert not value.needs_person
    for absent in ("Commercial Court of Lyon", "", "Court of Lill", "decides"[:3]):
        assert value_said(page, COURT, said(absent), "x") is None


def test_a_value_must_have_the_form_of_its_field_and_takes_that_of_the_finding_there():
    page = page_of("Payable 1.234,50 by 3 May 2025 to DE66 3709 9500 0048 2107 36 please")
    total, date = field_of("invoice", "total"), field_of("invoice", "date")
    iban = field_of("invoice", "iban")
    assert value_said(page, total, said("1.234,50"), "x").value == "1234.50"
    assert value_said(page, date, said("3 May 2025"), "x").value == "2025-05-03"
    assert value_said(page, iban, said("DE66 3709 9500 0048 2107 36"), "x").value == (
        "DE66370995000048210736"
    )
    assert value_said(page, total, said("please"), "x") is None
    assert value_said(page, date, said("please"), "x") is None
    assert value_said(page, iban, said("please"), "x") is None


def test_what_a_person_rejected_is_not_brought_back_by_the_model_and_doubt_needs_a_person():
    line = "on 3 May 2025 and"
    date = field_of("invoice", "date")
    rejected = page_of(line, decisions={"2025-05-03": Decision.REJECTED})
    assert value_said(rejected, date, said("3 May 2025"), "x") is None
    assert value_said(page_of(line), date, said("3 May 2025", 0.5), "x").needs_person
    twice = value_said(page_of(line, line), date, said("3 May 2025"), "x")
    assert twice.confidence < value_said(page_of(line), date, said("3 May 2025"), "x").confidence


def test_the_pages_shown_to_a_general_model_speak_of_what_is_missing_and_are_few():
    pages = [page_of(FILLER, number=number, page_count=9) for number in range(1, 9)]
    pages.append(page_of("Gerichtsstand", number=9, page_count=9))
    for page in pages:
        page.look_for(CONTRACT.fields)
    chosen = pages_to_ask([COURT], pages)
    assert chosen[0].number == 9
    assert len(chosen) == MAX_PAGES


# ------------------------------------------------------------------ real workers


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    """A vault with the contract of the samples, read."""
    folder = tmp_path_factory.mktemp("samples")
    with Vault.create(folder / "vault", KeysInMemory(), clock=clock) as vault:
        matter = vault.create_matter("1042", "0007", "x")
        settings = Settings(is_vision_used=False, reading_workers=1)
        file = SAMPLES / "brandt-v-meridian" / "contrat-de-prestation.pdf"
        for _ in ingest(
            vault, matter.matter_id, [file], settings=settings, control=Control(), clock=clock
        ):
            pass
        yield vault


def asked(sample, says, tmp_path, name="jurisdiction"):
    """What becomes of a field of the contract for which a general model says something."""
    store = sample.store_of(sample.matters()[0].matter_id)
    (document,) = store.documents()
    fields = tuple(field for field in CONTRACT.fields if field.name == name)
    field = replace(fields[0], cues={}, roles=("never",))
    schema = replace(CONTRACT, fields=(field,), sha256=f"{len(says):064}")  # of its own
    text = json.dumps({fields[0].question: says}, separators=(",", ":"), ensure_ascii=False)
    pair = parrot_pair(tmp_path, text)
    eyes = Eyes(sample, lambda: LoadModel(str(pair.weights), str(pair.projector), "", "", 1))
    told = []
    try:
        asker = ModelAsker(eyes, lambda look: told.append((look.page, look.number, look.of)))
        made = extract(store, document, schema, Control(), clock, asker)
    finally:
        eyes.close()
    return made, told


@pytest.mark.process
def test_a_general_model_fills_what_is_missing_with_place_and_receipt(sample, tmp_path):
    made, told = asked(sample, "tribunal de commerce de Lille Métropole", tmp_path)
    (field,) = made.fields
    (value,) = field.values
    assert value.source is FieldSource.MODEL
    assert value.agreement in (Agreement.SAME, Agreement.NEAR)
    assert value.boxes
    assert value.receipt.evidence.task == "fields"
    assert made.model == "Parrot"
    assert told[0][1:] == (1, MAX_PAGES)
    store = sample.store_of(sample.matters()[0].matter_id)
    assert store.extractions.of(made.document_id, "contract") == made


def test_what_the_model_said_outlasts_a_decision_elsewhere_and_not_a_page_that_reads_otherwise(
    store,
):
    lines = ("The Commercial Court of Lille decides", "Total @200 5.00 EUR")
    document = kept_document(store, "said.pdf", DocumentKind.CONTRACT, lines)
    schema = replace(CONTRACT, fields=(replace(COURT, cues={}, roles=("never",)),))

    class Asker:
        """Says what a model would."""

        def ask(self, _document, _schema, fields, pages, _control):
            (field,) = fields
            value = value_said(pages[0], COURT, said("Commercial Court of Lille"), "x")
            return (replace(field, values=(value,), was_asked=True),), "m"

    first = extract(store, document, schema, Control(), clock, Asker())
    (found,) = store.findings(document_id=document.document_id)
    store.decide(found.finding_id, Decision.ACCEPTED)
    assert kept_extraction(store, document, schema) is None
    again = extract(store, document, schema, Control(), clock)
    assert (again.fields, again.model) == (first.fields, "m")
    text = text_of("The Commercial Court of Lyon decides", "Total @200 5.00 EUR")
    page = replace(store.page(document.document_id, PageNumber(1)), text=text)
    store.store_pages(document.document_id, [(page, find(text), {})])
    assert extract(store, document, schema, Control(), clock).fields[0].is_missing


@pytest.mark.process
def test_what_a_model_makes_up_is_not_kept_and_each_page_that_was_shown_is_bounded(
    sample, tmp_path
):
    made, told = asked(sample, "cour imaginaire de Nulle Part", tmp_path)
    (field,) = made.fields
    assert field.is_missing
    assert field.was_asked
    assert len(told) == MAX_PAGES


@pytest.mark.process
def test_the_starter_is_asked_only_what_it_was_trained_for_and_never_believed_alone(sample):
    store = sample.store_of(sample.matters()[0].matter_id)
    (document,) = store.documents()
    number = next(field for field in CONTRACT.fields if field.name == "number")
    law = next(field for field in CONTRACT.fields if field.name == "governing_law")
    number = replace(number, roles=("never",), type=FieldType.IBAN)
    schema = replace(CONTRACT, fields=(number, replace(law, cues={})))
    eyes = Eyes(sample, lambda: model_to_load(Settings()))
    try:
        made = extract(store, document, schema, Control(), clock, ModelAsker(eyes))
    finally:
        eyes.close()
    assert not made.of("governing_law").was_asked
    assert made.of("number").was_asked
    assert all(value.needs_person for value in made.of("number").values)


@pytest.mark.process
def test_a_model_that_cannot_be_loaded_is_an_error_and_nothing_is_kept(sample, tmp_path):
    store = sample.store_of(sample.matters()[0].matter_id)
    (document,) = store.documents()
    schema = replace(CONTRACT, name="absent", fields=(replace(COURT, cues={}),))
    absent = str(tmp_path / "absent.gguf")
    eyes = Eyes(sample, lambda: LoadModel(absent, absent, "", "", 1))
    try:
        with pytest.raises(ModelFilesError):
            extract(store, document, schema, Control(), clock, ModelAsker(eyes))
    finally:
        eyes.close()
    assert store.extractions.of(document.document_id, "absent") is None
