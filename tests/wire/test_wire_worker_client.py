import contextlib
import logging
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from desktop.domain.document import FileKind
from desktop.domain.errors import (
    DocumentDamagedError,
    PageDamagedError,
    ReadingError,
    WorkerCancelledError,
    WorkerDiedError,
    WorkerNonsenseError,
    WorkerSilentError,
    WorkerStartError,
)
from desktop.domain.page import OcrEngine
from desktop.domain.vision import VisionTask
from desktop.wire.messages import (
    AnswerPiece,
    AskRegion,
    DocumentOpened,
    OpenDocument,
    ReadPage,
    RegionAnswered,
    RenderPage,
    StopAnswer,
)
from desktop.wire.worker_client import WorkerClient
from desktop.wire.worker_process import MAX_LOGGED_LINES, worker_environment

pytestmark = pytest.mark.process

OPEN = OpenDocument(FileKind.PDF)
READ = ReadPage(1, OcrEngine.RAPIDOCR)
ASK = AskRegion(1, 1, VisionTask.READ)
SOON_S = 0.3
LONG_S = 30.0


@pytest.fixture
def client(hostile):
    clients = []

    def client(how, *more, **options):
        clients.append(WorkerClient(hostile(how, *more), name="hostile", **options))
        return clients[-1]

    yield client
    for each in clients:
        each.close()


def is_process(pid):
    return Path(f"/proc/{pid}").exists()


def living_in(group):
    """Processes of a group, but for those that only wait to be buried by whoever adopted them."""
    living = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            state, _, pgrp = (folder / "stat").read_text().rpartition(") ")[2].split()[:3]
            if int(pgrp) == group and state not in "ZX":
                living.append(folder.name)
    return living


class TestBehaving:
    def test_it_starts_at_the_first_request_and_answers(self, client):
        worker = client("good")
        assert not worker.is_running
        assert worker.pid is None
        answer, payload = worker.request(OPEN, b"12345", limit_s=LONG_S)
        assert (answer, payload) == (DocumentOpened(5), b"")
        assert worker.is_running
        assert worker.confinement == ("none",)

    def test_one_process_answers_many_requests(self, client):
        worker = client("good")
        worker.start()
        pid = worker.pid
        for length in range(1, 30):
            assert worker.request(OPEN, bytes(length), limit_s=LONG_S)[0].page_count == length
        assert (worker.pid, worker.lives) == (pid, 1)

    def test_large_files_and_pixels_cross_whole(self, client):
        worker = client("good")
        worker.request(OPEN, memoryview(bytes(30_000_000)), limit_s=LONG_S)
        _, pixels = worker.request(RenderPage(1, 30_000), limit_s=LONG_S)
        assert pixels == b"\x01\x02\x03" * 60_000

    def test_answers_come_as_they_are_made(self, client):
        answers = client("good").answers(ASK, bytes(3), limit_s=LONG_S, until=RegionAnswered)
        kinds = [type(answer) for answer, _ in answers]
        assert kinds == [AnswerPiece, AnswerPiece, RegionAnswered]

    def test_its_errors_are_raised_as_they_are_and_it_lives_on(self, client):
        worker = client("good")
        with pytest.raises(DocumentDamagedError):
            worker.request(OPEN, b"damaged", limit_s=LONG_S)
        worker.request(OPEN, b"fine", limit_s=LONG_S)
        assert worker.lives == 1

    def test_a_defect_in_it_is_an_error_and_its_place_is_logged_without_a_word_of_the_document(
        self, client, caplog
    ):
        worker = client("good")
        with caplog.at_level(logging.INFO), pytest.raises(ReadingError) as raised:
            worker.request(OPEN, b"defect", limit_s=LONG_S)
        worker.close()
        assert raised.value.code == "READING-00"
        assert "in opened" in caplog.text
        assert "ValueError" in caplog.text
        assert "Confidential" not in caplog.text
        assert "defect" not in caplog.text

    def test_a_request_of_another_thread_waits_for_its_turn(self, client):
        worker = client("good")
        counts = []

        def ask(length):
            for _ in range(20):
                answer, _payload = worker.request(OPEN, bytes(length), limit_s=LONG_S)
                counts.append(answer.page_count)

        threads = [threading.Thread(target=ask, args=(length,)) for length in (1, 2, 3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(counts) == [1] * 20 + [2] * 20 + [3] * 20

    def test_closing_ends_the_process_and_it_can_be_used_again(self, client, is_gone):
        with client("good") as worker:
            worker.request(OPEN, limit_s=LONG_S)
            pid = worker.pid
        assert is_gone(pid)
        assert not worker.is_running
        worker.request(OPEN, limit_s=LONG_S)
        assert worker.lives == 2

    def test_no_thread_and_no_descriptor_is_left_behind(self, client):
        worker = client("good")
        worker.request(OPEN, limit_s=LONG_S)
        worker.close()
        threads = threading.active_count()
        descriptors = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
        for _ in range(3):
            worker.request(OPEN, limit_s=LONG_S)
            worker.close()
        assert threading.active_count() == threads
        assert len(os.listdir("/proc/self/fd")) == descriptors  # noqa: PTH208


@pytest.mark.parametrize(
    ("how", "verdict"),
    [
        ("dies", WorkerDiedError),
        ("dies_mid_frame", WorkerDiedError),
        ("child_holds_pipes", WorkerSilentError),
        ("hangs", WorkerSilentError),
        ("hangs_mid_frame", WorkerSilentError),
        ("hangs_with_child", WorkerSilentError),
        ("never_reads", WorkerSilentError),
        ("garbage", WorkerNonsenseError),
        ("no_header", WorkerNonsenseError),
        ("huge_header", WorkerNonsenseError),
        ("huge_payload", WorkerNonsenseError),
        ("payload_beyond_answers", WorkerNonsenseError),
        ("not_json", WorkerNonsenseError),
        ("not_utf8", WorkerNonsenseError),
        ("deep_json", WorkerNonsenseError),
        ("unknown_message", WorkerNonsenseError),
        ("foreign_error", WorkerNonsenseError),
        ("unknown_error", WorkerNonsenseError),
    ],
)
class TestMisbehaving:
    def test_it_is_ended_and_named_for_what_it_did(self, client, is_gone, how, verdict):
        worker = client(how)
        worker.start()
        pid = worker.pid
        limit_s = SOON_S if verdict is WorkerSilentError else LONG_S
        with pytest.raises(verdict):
            worker.request(READ, bytes(1_000_000), limit_s=limit_s)
        assert not worker.is_running
        assert is_gone(pid)

    def test_the_next_request_finds_a_fresh_one(self, client, how, verdict, tmp_path):
        if how == "never_reads":
            pytest.skip("it misbehaves in every life")
        worker = client(how, tmp_path / "has misbehaved")
        limit_s = SOON_S if verdict is WorkerSilentError else LONG_S
        worker.start()
        with pytest.raises(verdict):
            worker.request(READ, limit_s=limit_s)
        assert worker.request(READ, limit_s=LONG_S)[0].reading.number == 1
        assert worker.lives == 2


class TestStarting:
    @pytest.mark.parametrize("how", ["start_dies", "start_garbage", "start_wrong_message"])
    def test_one_that_does_not_say_it_is_ready_is_not_used(self, client, how):
        worker = client(how)
        with pytest.raises(WorkerStartError):
            worker.request(OPEN, limit_s=LONG_S)
        assert not worker.is_running

    def test_one_that_takes_too_long_to_start_is_ended(self, client):
        with pytest.raises(WorkerStartError):
            client("start_hangs", start_limit_s=SOON_S).start()

    def test_a_program_that_is_not_there_cannot_be_started(self):
        with pytest.raises(WorkerStartError):
            WorkerClient(("/nowhere/worker",), name="absent").start()

    def test_it_gets_nothing_of_the_environment_but_what_it_needs(self, monkeypatch):
        monkeypatch.setenv("SECRET", "x")
        environment = worker_environment({"OMP_NUM_THREADS": "1"})
        assert "SECRET" not in environment
        assert not {"HOME", "DBUS_SESSION_BUS_ADDRESS", "DISPLAY"} & environment.keys()
        assert environment["OMP_NUM_THREADS"] == "1"
        assert environment["ORT_DISABLE_TELEMETRY"] == "1"

    def test_in_a_bundle_it_is_not_pointed_to_the_sources(self, monkeypatch):
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        assert "PYTHONPATH" not in worker_environment({})

    def test_on_windows_it_is_told_where_the_system_is(self, monkeypatch):
        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setenv("SYSTEMROOT", r"D:\Windows")
        assert worker_environment({})["SYSTEMROOT"] == r"D:\Windows"

    def test_being_killed_while_it_starts_is_no_failure_to_start(self, client):
        worker = client("start_hangs")
        timer = threading.Timer(SOON_S, worker.kill)
        timer.start()
        with pytest.raises(WorkerCancelledError):
            worker.start()
        timer.join()


class TestKilling:
    def test_a_request_that_waits_ends_at_once(self, client):
        worker = client("hangs")
        worker.start()
        killed_at = []

        def kill():
            killed_at.append(time.perf_counter())
            worker.kill()

        timer = threading.Timer(SOON_S, kill)
        timer.start()
        with pytest.raises(WorkerCancelledError):
            worker.request(READ, limit_s=LONG_S)
        assert time.perf_counter() - killed_at[0] < 0.2
        timer.join()

    def test_killing_an_idle_one_or_none_is_fine(self, client, is_gone):
        worker = client("good")
        worker.kill()
        worker.request(OPEN, limit_s=LONG_S)
        pid = worker.pid
        worker.kill()
        assert is_gone(pid)
        worker.kill()
        worker.condemn()
        worker.close()

    def test_whoever_stops_listening_to_an_endless_answer_ends_it(self, client, is_gone):
        worker = client("endless_answer")
        worker.start()
        pid = worker.pid
        answers = worker.answers(ASK, bytes(3), limit_s=LONG_S, until=RegionAnswered)
        for _ in range(100):
            next(answers)
        answers.close()
        assert is_gone(pid)

    def test_an_endless_answer_ends_when_its_time_is_up(self, client):
        worker = client("endless_answer")
        worker.start()
        with pytest.raises(WorkerSilentError):
            for _ in worker.answers(ASK, bytes(3), limit_s=SOON_S, until=RegionAnswered):
                pass

    def test_a_child_that_it_started_goes_with_it(self, client):
        worker = client("hangs_with_child")
        worker.start()
        group = worker.pid
        with pytest.raises(WorkerSilentError):
            worker.request(READ, limit_s=SOON_S)
        deadline_s = time.monotonic() + 5
        while living_in(group) and time.monotonic() < deadline_s:
            os.sched_yield()
        assert living_in(group) == []

    def test_it_ends_with_the_app_however_the_app_ends(self, hostile):
        """As a program of its own, which is killed while the worker waits for a request."""
        script = (
            "import os, signal\n"
            "from desktop.wire.worker_client import WorkerClient\n"
            f"client = WorkerClient({hostile('good')!r}, name='x')\n"
            "client.start()\n"
            "print(client.pid, flush=True)\n"
            "os.kill(os.getpid(), signal.SIGKILL)\n"
        )
        root = str(Path(__file__).parents[2])
        done = subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONPATH": root},
            stdout=subprocess.PIPE,
            check=False,
        )
        pid = int(done.stdout)
        deadline_s = time.monotonic() + 5
        while is_process(pid) and time.monotonic() < deadline_s:
            os.sched_yield()
        assert not is_process(pid)


class TestTelling:
    def test_an_answer_that_is_told_to_stop_comes_to_its_end(self, client):
        worker = client("speaks")
        worker.request(OPEN, limit_s=LONG_S)  # the first request cannot be stopped
        answers = worker.answers(
            ASK, bytes(3), limit_s=LONG_S, until=RegionAnswered, when_sent=lambda: None
        )
        assert next(answers)[0] == AnswerPiece("Hello")
        worker.tell(StopAnswer(), limit_s=LONG_S)
        assert isinstance(next(answers)[0], RegionAnswered)
        answers.close()
        assert worker.lives == 1

    def test_one_that_does_not_listen_is_ended(self, client):
        worker = client("is_deaf")
        worker.start()
        answers = worker.answers(
            ASK, bytes(3), limit_s=LONG_S, until=RegionAnswered, when_sent=lambda: None
        )
        next(answers)
        worker.tell(StopAnswer(), limit_s=SOON_S)
        with pytest.raises(WorkerSilentError):
            next(answers)

    def test_one_that_does_not_even_take_the_request_in_is_ended(self, client):
        worker = client("never_reads")
        worker.start()
        timer = threading.Timer(0.1, worker.tell, (StopAnswer(),), {"limit_s": SOON_S})
        timer.start()
        answers = worker.answers(
            ASK, bytes(1_000_000), limit_s=LONG_S, until=RegionAnswered, when_sent=lambda: None
        )
        with pytest.raises(WorkerSilentError):
            next(answers)
        timer.join()

    def test_nothing_happens_where_nothing_is_being_answered(self, client):
        worker = client("speaks")
        worker.tell(StopAnswer(), limit_s=SOON_S)
        worker.request(OPEN, limit_s=LONG_S)
        worker.tell(StopAnswer(), limit_s=SOON_S)
        assert worker.is_running

    def test_a_limit_is_only_ever_shortened(self, client):
        worker = client("hangs")
        worker.start()
        answers = worker.answers(READ, limit_s=SOON_S, when_sent=lambda: None)
        timer = threading.Timer(0.05, worker.tell, (StopAnswer(),), {"limit_s": LONG_S})
        timer.start()
        with pytest.raises(WorkerSilentError):
            next(answers)
        timer.join()

    def test_one_that_died_is_told_nothing(self, client):
        worker = client("dies")
        worker.start()
        told = []

        def tell():
            os.kill(worker.pid, 9)
            for _ in range(50):
                worker.tell(StopAnswer(), limit_s=LONG_S)
            told.append(True)

        with pytest.raises(WorkerDiedError):
            next(worker.answers(ASK, limit_s=LONG_S, until=RegionAnswered, when_sent=tell))
        assert told


class TestListening:
    def test_a_worker_that_writes_without_end_neither_blocks_nor_fills_the_log(
        self, client, caplog
    ):
        worker = client("endless_stderr")
        with caplog.at_level(logging.INFO):
            worker.request(OPEN, limit_s=LONG_S)
            worker.close()
        ours = [
            record.getMessage() for record in caplog.records if "warning" in record.getMessage()
        ]
        assert 0 < len(ours) <= MAX_LOGGED_LINES
        assert all(len(line) < 500 for line in ours)
        assert not any(re.search("[\x00-\x1f]", line) for line in ours)
        assert re.search(r"wrote \d{7} bytes more", caplog.text)

    def test_an_error_of_its_own_page_keeps_it_alive(self, client):
        worker = client("own_error")
        with pytest.raises(PageDamagedError):
            worker.request(READ, limit_s=LONG_S)
        assert worker.is_running
