import io
import os
import queue
import threading
from contextlib import suppress

import pytest

from desktop.domain.errors import InCameraError, PageDamagedError, WorkerNonsenseError
from desktop.wire.defects import MAX_CAUSES, MAX_FRAMES, places_of
from desktop.wire.frames import read_frame, write_frame
from desktop.wire.messages import (
    AnswerPiece,
    DocumentOpened,
    Failed,
    RenderPage,
    StopAnswer,
    WorkerReady,
)
from desktop.wire.worker_loop import Pipes, serve

DEFECT = "READING-00"


class Talk:
    """A worker's loop on a thread, and the other ends of its pipes."""

    def __init__(self, handler, stop=None):
        requests, self._to_requests = os.pipe()
        self._from_answers, answers = os.pipe()
        self.requests = os.fdopen(self._to_requests, "wb")
        self.answers = os.fdopen(self._from_answers, "rb")
        self._pipes = Pipes(os.fdopen(requests, "rb"), os.fdopen(answers, "wb"))
        self.error = None
        self._thread = threading.Thread(target=self._serve, args=(handler, stop))
        self._thread.start()

    def _serve(self, handler, stop):
        try:
            serve(
                self._pipes, handler, program="x", confinement=("y",), defect_code=DEFECT, stop=stop
            )
        except InCameraError as error:
            self.error = error

    def say(self, message):
        write_frame(self.requests, message)

    def hear(self):
        return read_frame(self.answers)[0]

    def end(self):
        for pipe in (self.requests, self.answers):
            with suppress(OSError):
                pipe.close()
        self._thread.join()
        for pipe in (self._pipes.requests, self._pipes.answers):
            with suppress(OSError):
                pipe.close()


@pytest.fixture
def talk():
    talks = []

    def talk(handler, stop=None):
        talks.append(Talk(handler, stop))
        assert talks[-1].hear() == WorkerReady("x", ("y",))
        return talks[-1]

    yield talk
    for each in talks:
        each.end()


def number_of_pages(request, _payload):
    return DocumentOpened(request.number), b""


@pytest.mark.parametrize("stop", [None, lambda: None])
class TestAnswering:
    def test_each_request_is_answered_in_turn_until_the_pipe_is_closed(self, talk, stop):
        worker = talk(number_of_pages, stop)
        for number in (1, 2, 3):
            worker.say(RenderPage(number, 1))
            assert worker.hear() == DocumentOpened(number)
        worker.end()
        assert worker.error is None

    def test_what_is_no_request_ends_it(self, talk, stop):
        worker = talk(number_of_pages, stop)
        worker.say(RenderPage(1, 1))
        worker.hear()
        worker.requests.write(b"\xff" * 12)
        worker.requests.flush()
        with pytest.raises(EOFError):
            _end_and_hear(worker)
        assert isinstance(worker.error, WorkerNonsenseError)

    def test_an_app_that_is_gone_is_no_error(self, talk, stop):
        def endless(_request, _payload):
            while True:
                yield AnswerPiece("x" * 1000), b""

        worker = talk(endless, stop)
        worker.say(RenderPage(1, 1))
        worker.hear()
        worker.end()
        assert worker.error is None

    def test_errors_and_defects_cross_as_codes_at_once_or_midway(self, talk, stop, capsys):
        def failing(request, _payload):
            match request.number:
                case 1:
                    raise PageDamagedError
                case 2:
                    raise ValueError("confidential")
            return midway(request.number)

        def midway(number):
            yield AnswerPiece("a"), b""
            raise PageDamagedError if number == 3 else ValueError("confidential")

        worker = talk(failing, stop)
        heard = []
        for number, answers in ((1, 1), (2, 1), (3, 2), (4, 2)):
            worker.say(RenderPage(number, 1))
            heard += [worker.hear() for _ in range(answers)]
        damaged, defect, piece = Failed("READING-06"), Failed(DEFECT), AnswerPiece("a")
        assert heard == [damaged, defect, piece, damaged, piece, defect]
        said = capsys.readouterr().err
        assert "! ValueError" in said
        assert "in TestAnswering" in said
        assert "confidential" not in said


def _end_and_hear(worker):
    worker._thread.join()
    worker._pipes.answers.close()
    worker.hear()


class TestStopping:
    def answering(self, talk):
        """A worker that answers its second request only once it is stopped."""
        stops = queue.SimpleQueue()

        def handler(request, _payload):
            if request.number == 2:
                return until_stopped()
            return DocumentOpened(request.number), b""

        def until_stopped():
            yield AnswerPiece("begun"), b""
            stops.get()
            yield DocumentOpened(2), b""

        worker = talk(handler, lambda: stops.put(None))
        worker.say(RenderPage(1, 1))
        assert worker.hear() == DocumentOpened(1)
        return worker, stops

    def test_a_wish_is_heard_during_an_answer(self, talk):
        worker, _ = self.answering(talk)
        worker.say(RenderPage(2, 1))
        assert worker.hear() == AnswerPiece("begun")
        worker.say(StopAnswer())
        assert worker.hear() == DocumentOpened(2)

    def test_a_wish_that_overtakes_the_handler_is_kept_for_it(self, talk):
        worker, _ = self.answering(talk)
        for _ in range(50):
            worker.say(RenderPage(2, 1))
            worker.say(StopAnswer())
            assert worker.hear() == AnswerPiece("begun")
            assert worker.hear() == DocumentOpened(2)

    def test_a_wish_between_answers_is_passed_over(self, talk):
        worker, stops = self.answering(talk)
        worker.say(StopAnswer())
        worker.say(RenderPage(3, 1))
        assert worker.hear() == DocumentOpened(3)
        assert stops.empty()

    def test_an_answer_nobody_waits_for_is_stopped(self, talk):
        worker, _ = self.answering(talk)
        worker.say(RenderPage(2, 1))
        assert worker.hear() == AnswerPiece("begun")
        worker.requests.close()
        assert worker.hear() == DocumentOpened(2)


class TestPlaces:
    def failed(self, depth):
        if depth:
            self.failed(depth - 1)
        raise ValueError("confidential")

    def caught(self, depth=0):
        with pytest.raises(ValueError, match="confidential") as raised:
            self.failed(depth)
        return raised.value

    def test_they_name_modules_lines_and_functions_and_nothing_else(self):
        lines = places_of(self.caught())
        assert lines[-1] == "! ValueError"
        assert any(line.endswith("in TestPlaces.failed") for line in lines)
        assert "confidential" not in "".join(lines)

    def test_they_are_bounded(self):
        error = self.caught(100)
        assert len(places_of(error)) == MAX_FRAMES + 1
        chained = error
        for _ in range(50):
            following = KeyError()
            following.__cause__ = chained
            chained = following
        assert places_of(chained) == ["! KeyError"] * MAX_CAUSES

    def test_the_cause_comes_first_unless_it_was_hidden(self):
        def kinds(error):
            return [line for line in places_of(error) if " in " not in line]

        cause, error = KeyError(), io.UnsupportedOperation()
        error.__context__ = cause
        assert kinds(error) == ["! KeyError", "! UnsupportedOperation"]
        error.__suppress_context__ = True
        assert kinds(error) == ["! UnsupportedOperation"]
        error.__cause__ = cause
        assert kinds(error) == ["! KeyError", "! UnsupportedOperation"]
