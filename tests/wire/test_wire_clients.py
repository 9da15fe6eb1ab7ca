import threading
import time

import pytest

from desktop.domain.document import FileKind
from desktop.domain.errors import (
    DocumentDamagedError,
    ModelFilesError,
    ModelLoadError,
    NoPagesError,
    WorkerCancelledError,
    WorkerDiedError,
    WorkerNonsenseError,
    WorkerSilentError,
)
from desktop.domain.geometry import Box
from desktop.domain.page import OcrEngine, Pixels
from desktop.domain.vision import StopReason, VisionTask
from desktop.wire import reading_client, vision_client
from desktop.wire.messages import LoadModel
from desktop.wire.reading_client import ReadingClient
from desktop.wire.vision_client import VisionClient

pytestmark = pytest.mark.process

MODEL = LoadModel("weights", "projector", "", "", 1)
PIXELS = Pixels(1, 1, bytes(3))
BOX = Box(0.0, 0.0, 10.0, 10.0)


@pytest.fixture
def reading(hostile):
    clients = []

    def reading(how, *more):
        clients.append(ReadingClient(hostile(how, *more)))
        return clients[-1]

    yield reading
    for client in clients:
        client.close()


@pytest.fixture
def vision(hostile):
    clients = []

    def vision(how, *more):
        clients.append(VisionClient(hostile(how, *more)))
        return clients[-1]

    yield vision
    for client in clients:
        client.close()


def read(client, number=1):
    return client.read_page(number, engine=OcrEngine.RAPIDOCR)


class TestReading:
    def test_a_document_is_opened_read_and_drawn(self, hostile):
        with ReadingClient(hostile("good")) as client:
            client.start()
            assert client.open(FileKind.PDF, bytes(12)) == 12
            assert read(client, 3).reading.number == 3
            assert client.render_page(1, 40).width_px == 40
            assert client.render_region(1, BOX, 300).rgb == b"\x01\x02\x03" * 4
            assert client.confinement == ("none",)
            assert client.pid is not None
        assert client.pid is None

    def test_a_password_goes_with_the_document_also_when_it_is_opened_again(self, reading):
        client = reading("good")
        assert client.open(FileKind.PDF, bytes(12), ["four"]) == 4
        client.kill()
        assert read(client).reading.number == 1

    def test_no_page_is_read_of_no_document(self, reading):
        client = reading("good")
        with pytest.raises(NoPagesError):
            read(client)
        with pytest.raises(DocumentDamagedError):
            client.open(FileKind.PDF, b"damaged")
        with pytest.raises(NoPagesError):
            client.render_page(1, 10)

    def test_after_its_worker_died_the_document_is_opened_again_unasked(self, reading, tmp_path):
        client = reading("dies", tmp_path / "has misbehaved")
        client.open(FileKind.PDF, bytes(12))
        first = client.pid
        with pytest.raises(WorkerDiedError):
            read(client)
        assert read(client).reading.number == 1
        assert client.pid != first

    def test_a_worker_that_died_unseen_between_two_calls_is_no_trouble(self, reading):
        client = reading("good")
        client.open(FileKind.PDF, bytes(12))
        for _ in range(3):
            client.kill()
            assert read(client, 2).reading.number == 2

    @pytest.mark.parametrize("how", ["other_page", "wrong_message"])
    def test_an_answer_to_something_else_ends_the_worker(self, reading, how):
        client = reading(how)
        client.open(FileKind.PDF, bytes(12))
        with pytest.raises(WorkerNonsenseError):
            read(client)
        assert client.pid is None

    def test_pixels_that_do_not_fit_end_the_worker(self, reading):
        client = reading("short_pixels")
        client.open(FileKind.PDF, bytes(12))
        with pytest.raises(WorkerNonsenseError):
            client.render_page(1, 10)
        assert client.pid is None

    def test_an_answer_to_opening_that_is_none_ends_the_worker(self, reading):
        client = reading("good")
        # A page where the count of pages should be.
        with pytest.raises(WorkerNonsenseError):
            client._opened(LoadModel("weights", "projector", "", "", 1), b"")
        assert client.pid is None

    def test_killing_ends_a_page_that_is_being_read(self, reading):
        client = reading("hangs")
        client.open(FileKind.PDF, bytes(12))
        timer = threading.Timer(0.2, client.kill)
        timer.start()
        with pytest.raises(WorkerCancelledError):
            read(client)
        timer.join()

    def test_a_worker_is_renewed_after_so_many_pages(self, reading, monkeypatch):
        monkeypatch.setattr(reading_client, "PAGES_A_LIFE", 3)
        client = reading("good")
        client.open(FileKind.PDF, bytes(12))
        first = client.pid
        for _ in range(3):
            read(client)
        client.open(FileKind.PDF, bytes(12))
        assert client.pid != first


class TestVision:
    def test_a_model_is_loaded_and_answers_piece_by_piece(self, vision):
        client = vision("good")
        assert client.load(MODEL).name == "Starter"
        assert client.confinement == ("none", "late_wall")
        pieces = []
        answer = client.ask(PIXELS, VisionTask.FIELD, ("total",), on_piece=pieces.append)
        assert pieces == ["Hello", " world"]
        assert (answer.text, answer.fields) == ("Hello world", {"total": "1"})
        assert answer.stop_reason is StopReason.COMPLETE

    def test_nothing_is_asked_where_no_model_is_loaded(self, vision):
        client = vision("good")
        with pytest.raises(ModelLoadError):
            client.ask(PIXELS, VisionTask.READ)
        client.load(MODEL)
        with pytest.raises(ModelFilesError):
            client.load(LoadModel("damaged", "projector", "", "", 1))
        with pytest.raises(ModelLoadError):
            client.ask(PIXELS, VisionTask.READ)

    def test_each_model_gets_a_worker_of_its_own(self, hostile):
        with VisionClient(hostile("good")) as client:
            client.load(MODEL)
            first = client.pid
            client.load(MODEL)
            assert client.pid != first

    def test_after_its_worker_died_the_model_is_loaded_again_unasked(self, vision, tmp_path):
        client = vision("dies", tmp_path / "has misbehaved")
        client.load(MODEL)
        with pytest.raises(WorkerDiedError):
            client.ask(PIXELS, VisionTask.READ)
        assert client.ask(PIXELS, VisionTask.READ).text == "Hello world"
        client.kill()
        assert client.ask(PIXELS, VisionTask.READ).text == "Hello world"

    @pytest.mark.parametrize("how", ["wrong_message", "endless_words"])
    def test_an_answer_to_something_else_ends_the_worker(self, vision, how):
        client = vision(how)
        client.load(MODEL)
        with pytest.raises(WorkerNonsenseError):
            client.ask(PIXELS, VisionTask.READ)
        assert client.pid is None

    def test_an_answer_to_loading_that_is_none_ends_the_worker(self, vision, monkeypatch):
        client = vision("good")
        monkeypatch.setattr(vision_client, "ModelLoaded", LoadModel)
        with pytest.raises(WorkerNonsenseError):
            client.load(MODEL)
        assert client.pid is None

    def test_an_error_in_whoever_listens_is_theirs_and_ends_the_answer(self, vision):
        client = vision("good")
        client.load(MODEL)
        with pytest.raises(ZeroDivisionError):
            client.ask(PIXELS, VisionTask.READ, on_piece=lambda _piece: 1 // 0)
        assert client.ask(PIXELS, VisionTask.READ).text == "Hello world"


class TestStopping:
    def test_an_answer_ends_at_once_and_the_model_stays_loaded(self, vision):
        client = vision("speaks")
        client.load(MODEL)
        pid = client.pid
        stopped_at = []

        def stop(_piece):
            stopped_at.append(time.perf_counter())
            client.stop()

        for _ in range(5):
            answer = client.ask(PIXELS, VisionTask.READ, on_piece=stop)
            assert time.perf_counter() - stopped_at[-1] < 0.2
            assert answer.stop_reason is StopReason.STOPPED
        assert client.pid == pid

    def test_from_another_thread_too(self, vision):
        client = vision("speaks")
        client.load(MODEL)
        timer = threading.Timer(0.1, client.stop)
        timer.start()
        assert client.ask(PIXELS, VisionTask.READ).stop_reason is StopReason.STOPPED
        timer.join()

    def test_a_wish_of_before_the_question_does_not_count(self, vision):
        client = vision("good")
        client.stop()
        client.load(MODEL)
        client.stop()
        assert client.ask(PIXELS, VisionTask.READ).stop_reason is StopReason.COMPLETE

    def test_a_wish_while_the_model_is_loaded_again_ends_the_answer_before_it_begins(
        self, vision, monkeypatch
    ):
        client = vision("speaks")
        client.load(MODEL)
        pieces = []
        demand_model = client._demand_model

        def demand_model_while_stopping():
            demand_model()
            client.stop()

        monkeypatch.setattr(client, "_demand_model", demand_model_while_stopping)
        answer = client.ask(PIXELS, VisionTask.READ, on_piece=pieces.append)
        assert (answer.stop_reason, answer.text, pieces) == (StopReason.STOPPED, "", [])

    def test_a_wish_that_comes_just_before_the_question_is_sent_is_sent_after_it(
        self, vision, monkeypatch
    ):
        client = vision("speaks")
        client.load(MODEL)
        answers = client._worker.answers

        def answers_while_stopping(*arguments, **options):
            client.stop()
            return answers(*arguments, **options)

        monkeypatch.setattr(client._worker, "answers", answers_while_stopping)
        assert client.ask(PIXELS, VisionTask.READ).stop_reason is StopReason.STOPPED

    def test_a_worker_that_does_not_heed_it_is_ended_and_the_answer_is_stopped_all_the_same(
        self, vision, monkeypatch
    ):
        monkeypatch.setattr(vision_client, "STOP_LIMIT_S", 0.2)
        client = vision("is_deaf")
        client.load(MODEL)
        answer = client.ask(PIXELS, VisionTask.READ, on_piece=lambda _piece: client.stop())
        assert answer.stop_reason is StopReason.STOPPED
        assert client.pid is None

    def test_one_that_is_silent_unasked_is_an_error(self, vision, monkeypatch):
        monkeypatch.setattr(vision_client, "ASK_LIMIT_S", 0.2)
        client = vision("hangs")
        client.load(MODEL)
        with pytest.raises(WorkerSilentError):
            client.ask(PIXELS, VisionTask.READ)
