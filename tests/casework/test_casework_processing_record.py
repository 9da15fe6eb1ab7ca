"""The record of processing says what the vault knows and the firm wrote, and nothing of a case."""

import json
from dataclasses import replace

import pytest

from desktop.casework.auditing.record import (
    NOT_GIVEN,
    as_json,
    as_pdf,
    firm_words,
    processing_record,
    write_record,
)
from desktop.casework.disposing.keeping import set_rule
from desktop.domain.audit import Act
from desktop.domain.errors import AuditTargetError
from desktop.domain.keeping import RetentionStart
from desktop.settings import Settings
from tests.vault.vault_pages import VOTES, PageMaker, Vocabulary, origin

WORDS = Settings(
    processing_controller="Aldous & Pryce LLP, 4 Carter Lane, Dublin",
    processing_officer="dpo@example.org",
    processing_purposes="Establishment, exercise and defence of legal claims.",
    processing_subjects="Parties, witnesses, employees of parties.",
    processing_recipients="Courts, opposing counsel.",
    processing_retention="Ten years after the end of the matter.",
)


@pytest.fixture
def made(vault, matter, clock):
    store = vault.store_of(matter.matter_id)
    document, _ = store.admit(origin(b"letter", name="brandt-secret.pdf"), b"letter")
    maker = PageMaker(Vocabulary.of_size(100, 20), words_per_page=60)
    store.store_pages(document.document_id, [(*maker.page(1), VOTES)])
    set_rule(store, 10, RetentionStart.MATTER_CLOSED, "Bar rules", clock)
    return processing_record(vault, WORDS, clock(), "0.1")


def test_every_part_that_article_30_asks_for_is_there(made):
    data = json.loads(as_json(made))
    for name in (
        "controller",
        "data_protection_officer",
        "purposes",
        "categories_of_data_subjects",
        "categories_of_personal_data",
        "recipients",
        "transfers_to_third_countries",
        "time_limits_for_erasure",
        "security_measures",
    ):
        assert data[name], name
    assert data["controller"] == WORDS.processing_controller
    assert (
        "Matters kept 10 years, counted from the closing of the matter: 1."
        in (data["time_limits_for_erasure"])
    )
    found = {each["name"]: each["findings"] for each in data["categories_of_personal_data"]}
    assert found["names"] == 4
    assert found["bank accounts"] == 1


def test_nothing_of_a_case_stands_in_it(made, vault, matter):
    store = vault.store_of(matter.matter_id)
    written = as_json(made) + as_pdf(made)
    values = [one.finding.value for one in store.findings()]
    for word in (matter.reference, matter.name, "brandt-secret", *values):
        assert word.encode() not in written


def test_what_the_firm_has_not_said_is_said_to_be_missing(vault, clock):
    record = processing_record(vault, replace(WORDS, processing_officer=""), clock(), "0.1")
    assert [name for name, words in firm_words(record) if words == NOT_GIVEN] == [
        "processing_officer"
    ]
    assert json.loads(as_json(record))["data_protection_officer"] == NOT_GIVEN


def test_it_is_written_as_pdf_or_json_and_noted(made, vault, tmp_path):
    write_record(made, tmp_path / "record.pdf")
    write_record(made, tmp_path / "record.json")
    assert (tmp_path / "record.pdf").read_bytes().startswith(b"%PDF-")
    assert json.loads((tmp_path / "record.json").read_bytes())["documents"] == 1
    assert vault.audit.entries(latest=1)[0].act is Act.RECORD_PRINTED
    assert made.log_head == vault.audit.head().text
    with pytest.raises(AuditTargetError):
        write_record(made, tmp_path / "absent" / "record.pdf")
