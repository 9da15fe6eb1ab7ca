"""A receipt names all that decided an answer, and can be run again."""

from dataclasses import fields, replace

import msgspec
import pytest

from desktop.casework.models.vision_model import model_to_load
from desktop.domain.errors import QuestionUnknownError, WorkerNonsenseError
from desktop.domain.page import Pixels
from desktop.domain.receipts import (
    Evidence,
    KeptReceipt,
    answer_sha256,
    differing_inputs,
    pixels_sha256,
    receipt_of,
)
from desktop.domain.vision import VisionTask
from desktop.paths import vision_worker_command
from desktop.settings import Settings
from desktop.wire.checks import checked_answer
from desktop.wire.messages import AskRegion, LoadModel
from desktop.wire.vision_client import VisionClient
from tests.models.tiny_pairs import qwen_pair

READ, FIELD, FIELDS = VisionTask.READ, VisionTask.FIELD, VisionTask.FIELDS
RECEIPT = ("Northwind Tools", "Receipt # 44117", "Date: 12/03/2024", "Total: 48.20 EUR")


@pytest.fixture
def answer(reader, show):
    return reader.ask(show(*RECEIPT), FIELDS, ("total", "date"))


def test_the_receipt_is_the_hash_of_its_evidence(answer):
    assert receipt_of(answer.evidence) == answer.receipt


@pytest.mark.parametrize("name", [field.name for field in fields(Evidence)])
def test_no_input_can_change_without_changing_the_receipt_and_being_named(answer, name):
    value = getattr(answer.evidence, name)
    match value:
        case int():
            other = value + 1
        case str():
            other = value + "x"
        case _:
            other = (*value[:-1], value[-1] + "x")
    changed = replace(answer.evidence, **{name: other})
    assert receipt_of(changed) != answer.receipt
    assert differing_inputs(answer.evidence, changed) == (name,)


def test_known_hashes_stay_what_they_are():
    assert pixels_sha256(1, 1, b"abc") == (
        "a835b73a2d10c8acaa27c64d5185ff86bbfe4b1bdd28107eea710b2ee0a1488d"
    )
    assert answer_sha256("é", {"b": "2", "a": "1"}, "complete") == (
        "7efe87dd23416e5e782b38e2e590d82a4112d64b7d0d8489d4a667bc6abfa548"
    )


def test_a_receipt_survives_being_stored(answer):
    stored = msgspec.json.encode(answer.kept_receipt)
    assert msgspec.json.decode(stored, type=KeptReceipt) == answer.kept_receipt


def test_an_answer_about_a_blank_region_has_a_receipt_too(reader, show):
    blank = replace(show("x"), width_px=20, height_px=10, rgb=b"\xff" * 600)
    answer = reader.ask(blank, READ)
    assert receipt_of(answer.evidence) == answer.receipt


@pytest.mark.parametrize(
    "changes",
    [
        {"task": "read"},
        {"fields": ("total",)},
        {"max_tokens": 9},
        {"pixels_sha256": "0" * 64},
        {"weights_sha256": "no hash"},
        {"question": "x" * 300_000},
    ],
)
def test_a_worker_cannot_give_a_receipt_for_something_else_than_was_asked(reader, show, changes):
    region = show(*RECEIPT)
    asked = AskRegion(region.width_px, region.height_px, FIELDS, ("total", "date"), 256)
    sent = pixels_sha256(region.width_px, region.height_px, region.rgb)
    answer = reader.ask(region, FIELDS, ("total", "date"))
    assert checked_answer(answer, asked, pixels_sha256=sent) == answer
    evidence = replace(answer.evidence, **changes)
    forged = replace(answer, evidence=evidence, receipt=receipt_of(evidence))
    with pytest.raises(WorkerNonsenseError):
        checked_answer(forged, asked, pixels_sha256=sent)
    with pytest.raises(WorkerNonsenseError):
        checked_answer(replace(answer, evidence=evidence), asked)


@pytest.mark.process
class TestThroughTheWorker:
    @pytest.fixture
    def client(self):
        with VisionClient(vision_worker_command()) as client:
            client.load(model_to_load(Settings()))
            yield client

    @pytest.fixture
    def pixels(self, show):
        region = show(*RECEIPT)
        return Pixels(region.width_px, region.height_px, region.rgb)

    @pytest.mark.parametrize(
        ("task", "names"), [(READ, ()), (FIELD, ("date",)), (FIELDS, ("total",))]
    )
    def test_a_receipt_run_again_in_another_process_is_equal(self, client, pixels, task, names):
        kept = client.ask(pixels, task, names).kept_receipt
        client.load(model_to_load(Settings()))
        pieces = []
        again = client.run_again(pixels, kept, on_piece=pieces.append)
        assert again.is_equal
        assert again.differing == ()
        assert "".join(pieces) == again.answer.text

    def test_other_pixels_are_named(self, client, pixels, show):
        kept = client.ask(pixels, READ).kept_receipt
        other = show(*RECEIPT[:-1], "Total: 48.30 EUR")
        again = client.run_again(Pixels(other.width_px, other.height_px, other.rgb), kept)
        assert not again.is_equal
        assert again.differing == ("pixels_sha256", "seen_sha256")

    def test_an_answer_that_was_altered_is_found_out(self, client, pixels):
        kept = client.ask(pixels, FIELD, ("total",)).kept_receipt
        forged = replace(kept, answer_sha256=answer_sha256("84.20", {"total": "84.20"}, "complete"))
        again = client.run_again(pixels, forged)
        assert (again.is_equal, again.differing) == (False, ())

    def test_another_model_and_other_settings_are_named(self, client, pixels, tmp_path):
        kept = client.ask(pixels, READ).kept_receipt
        weights, projector = qwen_pair(tmp_path)
        client.load(LoadModel(str(weights), str(projector), "", "", 1))
        again = client.run_again(pixels, kept)
        assert not again.is_equal
        assert {"weights_sha256", "projector_sha256", "question"} <= set(again.differing)
        assert "pixels_sha256" not in again.differing

    def test_a_task_that_this_version_does_not_know_is_refused(self, client, pixels):
        kept = client.ask(pixels, READ).kept_receipt
        unknown = replace(kept, evidence=replace(kept.evidence, task="translate"))
        with pytest.raises(QuestionUnknownError):
            client.run_again(pixels, unknown)
