"""The vision worker as the app meets it: a process, walls and all."""

import os
import signal
import threading

import pytest

from desktop.casework.models.vision_model import model_to_load
from desktop.domain.errors import (
    ModelFilesError,
    ModelLoadError,
    QuestionUnknownError,
    RegionTooLargeError,
    WorkerCancelledError,
    WorkerDiedError,
)
from desktop.domain.page import Pixels
from desktop.domain.vision import StopReason, VisionTask
from desktop.paths import vision_worker_command
from desktop.settings import Settings
from desktop.wire.messages import LoadModel
from desktop.wire.vision_client import VisionClient
from tests.models.tiny_pairs import qwen_pair, smolvlm_pair

pytestmark = pytest.mark.process

READ, FIELD = VisionTask.READ, VisionTask.FIELD
RECEIPT = ("Northwind Tools", "Receipt # 44117", "Date: 12/03/2024", "Total: 48.20 EUR")


@pytest.fixture
def client():
    with VisionClient(vision_worker_command()) as client:
        yield client


@pytest.fixture
def loaded(client):
    client.load(model_to_load(Settings()))
    return client


@pytest.fixture
def pixels(show):
    def pixels(*lines):
        region = show(*lines)
        return Pixels(region.width_px, region.height_px, region.rgb)

    return pixels


def test_the_starter_is_loaded_by_the_settings_of_a_fresh_installation(client):
    description = client.load(model_to_load(Settings()))
    assert description.name == "In Camera starter 0"
    assert description.knows_fields(["total", "date"])
    assert not description.knows_fields(["vendor"])


def test_answers_stream_and_carry_the_receipt_of_the_engine(loaded, pixels, reader, show):
    pieces = []
    answer = loaded.ask(pixels(*RECEIPT), FIELD, ("total",), on_piece=pieces.append)
    assert answer.fields == {"total": "48.20 EUR"}
    assert "".join(pieces) == answer.text
    assert 2 <= len(pieces) <= answer.tokens
    here = reader.ask(show(*RECEIPT), FIELD, ("total",))
    assert answer.text == here.text
    threads = Settings().threads_for_vision
    assert (answer.receipt == here.receipt) == (threads == 1)


def test_a_stop_from_another_thread_keeps_the_model_loaded(loaded, pixels):
    pid = loaded.pid

    def stop_elsewhere(_piece):
        thread = threading.Thread(target=loaded.stop)
        thread.start()
        thread.join()

    answer = loaded.ask(pixels(*RECEIPT), READ, on_piece=stop_elsewhere)
    assert answer.stop_reason in (StopReason.STOPPED, StopReason.COMPLETE)
    assert loaded.ask(pixels("10.95"), READ).text == "10.95"
    assert loaded.pid == pid


def test_a_long_answer_of_a_general_model_is_stopped_before_its_budget(client, tmp_path, pixels):
    weights, projector = qwen_pair(tmp_path)
    client.load(LoadModel(str(weights), str(projector), "", "", 1))
    answer = client.ask(
        pixels("10.95"), READ, max_tokens=4000, on_piece=lambda _piece: client.stop()
    )
    assert answer.stop_reason is StopReason.STOPPED
    assert answer.tokens < 4000


def test_a_long_answer_comes_piece_by_piece_but_not_in_a_message_a_token(client, tmp_path, pixels):
    weights, projector = qwen_pair(tmp_path)
    client.load(LoadModel(str(weights), str(projector), "", "", 1))
    pieces = []
    answer = client.ask(pixels("10.95"), READ, max_tokens=600, on_piece=pieces.append)
    assert "".join(pieces) == answer.text
    assert 2 <= len(pieces) < answer.tokens


def test_a_worker_that_dies_is_named_and_the_next_question_finds_a_fresh_one(loaded, pixels):
    pid = loaded.pid
    with pytest.raises(WorkerDiedError):
        loaded.ask(pixels(*RECEIPT), READ, on_piece=lambda _piece: os.kill(pid, signal.SIGKILL))
    assert loaded.ask(pixels("10.95"), READ).text == "10.95"
    assert loaded.pid != pid


def test_a_killed_question_is_cancelled_and_the_next_one_is_answered(loaded, pixels):
    with pytest.raises(WorkerCancelledError):
        loaded.ask(pixels(*RECEIPT), READ, on_piece=lambda _piece: loaded.kill())
    assert loaded.ask(pixels("10.95"), READ).text == "10.95"


def test_what_the_model_cannot_do_is_named_across_the_wire(loaded, pixels):
    with pytest.raises(QuestionUnknownError):
        loaded.ask(pixels("Total: 48.20"), FIELD, ("vendor",))
    with pytest.raises(RegionTooLargeError):
        loaded.ask(pixels(*["A line of a page, as long as lines of pages are"] * 30), READ)
    assert loaded.ask(pixels("10.95"), READ).text == "10.95"


def test_files_that_are_not_what_they_should_be_are_named_across_the_wire(
    client, starter_files, tmp_path
):
    weights, projector = map(str, starter_files)
    with pytest.raises(ModelFilesError):
        client.load(LoadModel(weights, projector, "0" * 64, "", 1))
    with pytest.raises(ModelFilesError):
        client.load(LoadModel(weights, str(tmp_path / "absent.gguf"), "", "", 1))
    with pytest.raises(ModelLoadError):
        client.load(LoadModel(weights, str(smolvlm_pair(tmp_path).projector), "", "", 1))
    client.load(model_to_load(Settings()))


@pytest.mark.parametrize("make", [smolvlm_pair, qwen_pair])
def test_any_pair_is_loaded_and_asked_behind_the_walls(client, tmp_path, pixels, make):
    weights, projector = make(tmp_path)
    description = client.load(LoadModel(str(weights), str(projector), "", "", 1))
    assert description.name.startswith("Tiny ")
    assert client.ask(pixels("10.95"), READ, max_tokens=8).tokens <= 8


def test_a_question_without_a_model_is_refused(client, pixels):
    with pytest.raises(ModelLoadError):
        client.ask(pixels("10.95"), READ)
