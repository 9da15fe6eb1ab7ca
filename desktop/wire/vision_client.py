"""The app's side of the vision worker: one loaded model and its answers."""

import threading
from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop.domain.errors import (
    ModelLoadError,
    QuestionUnknownError,
    WorkerNonsenseError,
    WorkerSilentError,
    WorkerUnconfinedError,
)
from desktop.domain.imported_model import PairFacts
from desktop.domain.page import Pixels
from desktop.domain.receipts import KeptReceipt, differing_inputs, pixels_sha256
from desktop.domain.vision import Answer, ModelDescription, Rerun, StopReason, VisionTask
from desktop.domain.walls import AT_START, Wall
from desktop.wire.checks import checked_answer, checked_facts, checked_model, checked_piece
from desktop.wire.demand import check_walls
from desktop.wire.messages import (
    MAX_DRAFT_CHARS,
    AnswerPiece,
    AskRegion,
    InspectPair,
    LoadModel,
    ModelLoaded,
    PairInspected,
    RegionAnswered,
    StopAnswer,
)
from desktop.wire.worker_client import WorkerClient

START_LIMIT_S = 60.0
"""The library loads in about 1 s; a cold disk and a virus scanner have been seen to take ten times
as long."""

LOAD_LIMIT_S = 120.0
"""Hashing and reading 10 GB from a plain solid-state disk takes about a minute."""

LOAD_BYTES_PER_S = 50_000_000
"""A slow disk: from so many bytes a second on, larger models are waited for longer."""

INSPECT_LIMIT_S = 30.0
"""The longest headers have some 30 MB."""

ASK_LIMIT_S = 300.0
"""A large model on a processor sees a page in about a minute and writes some tokens a second; the
budget of tokens ends the answer long before this."""

STOP_LIMIT_S = 2.0
"""A worker looks at the wish to stop after each token, and often while it sees; one that does not
has to be ended, at the price of loading its model again."""

_NOTHING_SAID = Answer("", {}, 0.0, StopReason.STOPPED, 0, 0.0, 0.0, "", "")
"""What is given where the wish to stop came before anything was said."""

_WALLS_LATER = frozenset(Wall) - AT_START
"""They rise when it is told which files to load."""

_COMPUTING_ONLY = frozenset({Wall.SECCOMP})
"""Looking at files is all that a worker does that inspects them."""

_names = count(1)


class VisionClient:
    """Asks the vision model about regions of pages.

    It belongs to one thread; `stop` and `kill` are safe from any.

    Args:
        command: Starts a vision worker.
    """

    def __init__(self, command: Sequence[str]) -> None:
        """Start nothing yet."""
        self._worker = WorkerClient(
            command,
            name=f"vision-{next(_names)}",
            start_limit_s=START_LIMIT_S,
            # One thread until the model is loaded: Landlock binds one at a time. llama.cpp is told
            # its number by `LoadModel`.
            environment={"OPENBLAS_NUM_THREADS": "1"},
            walls_later=_WALLS_LATER,
        )
        self._model: LoadModel | None = None
        self._life = 0
        self._walls: tuple[str, ...] = ()
        self._is_stopping = threading.Event()

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        _class: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """End the worker."""
        self.close()

    @property
    def confinement(self) -> tuple[str, ...]:
        """The walls that the worker says stand around it; all of them once a model is loaded."""
        return self._worker.confinement + self._walls

    @property
    def pid(self) -> int | None:
        """Number of the worker's process, None where none runs."""
        return self._worker.pid

    def load(self, model: LoadModel) -> ModelDescription:
        """Load a model; the one before is let go, and its worker with it.

        A worker that has loaded a model can open no other file.

        Raises:
            VisionModelError: The files are not what they should be, or do not belong together.
            WorkerError: The worker failed at it.
        """
        self.close()
        description = self._loaded(model)
        self._model = model
        return description

    def inspect(self, first_path: str, second_path: str) -> PairFacts:
        """Have the headers of two files read, named in any order; the model before is let go.

        Raises:
            VisionModelError: They are no pair, or damaged.
            WorkerError: The worker failed at it, or lacks a wall where all are demanded.
        """
        self.close()
        request = InspectPair(first_path, second_path)
        try:
            with self._checking():
                answer, _ = self._worker.request(request, limit_s=INSPECT_LIMIT_S)
                if not isinstance(answer, PairInspected):
                    raise WorkerNonsenseError
                self._check_walls(answer.confinement, not_yet=_COMPUTING_ONLY)
                return checked_facts(answer.facts)
        finally:
            self._worker.close()  # behind its walls it can open no other file

    def ask(
        self,
        pixels: Pixels,
        task: VisionTask,
        fields: Sequence[str] = (),
        max_tokens: int = 256,
        on_piece: Callable[[str], None] | None = None,
        words: str | None = None,
    ) -> Answer:
        """Ask about a region.

        Args:
            pixels: The region.
            task: What to do.
            fields: Names of the fields wanted.
            max_tokens: Budget.
            on_piece: Called with each piece of the text as it comes, in this thread.
            words: What another reader saw in the region, perhaps nothing: the answer is drafted
                from it and comes sooner. None: no drafts. Either way it is the same answer.

        Returns:
            The answer; one that was stopped says so in its `stop_reason`.

        Raises:
            VisionModelError: No usable answer.
            WorkerError: The worker failed at it.
        """
        drafted_from = None if words is None else words[:MAX_DRAFT_CHARS]
        request = AskRegion(
            pixels.width_px, pixels.height_px, task, tuple(fields), max_tokens, drafted_from
        )
        self._is_stopping.clear()
        self._demand_model()
        if self._is_stopping.is_set():
            return _NOTHING_SAID
        try:
            return self._answer_to(request, pixels.rgb, on_piece)
        except WorkerSilentError:
            if self._is_stopping.is_set():
                return _NOTHING_SAID
            raise

    def run_again(
        self, pixels: Pixels, kept: KeptReceipt, on_piece: Callable[[str], None] | None = None
    ) -> Rerun:
        """Ask again what a receipt says was asked, and compare.

        The model that is loaded answers, whichever it is: what is not as it was is named.

        Args:
            pixels: The region, rendered anew.
            kept: With the answer that is to be checked.
            on_piece: Called with each piece of the text as it comes, in this thread.

        Raises:
            QuestionUnknownError: The receipt names a task that this version does not know.
            VisionModelError: No usable answer.
            WorkerError: The worker failed at it.
        """
        evidence = kept.evidence
        try:
            task = VisionTask(evidence.task)
        except ValueError:
            raise QuestionUnknownError from None
        answer = self.ask(pixels, task, evidence.fields, evidence.max_tokens, on_piece)
        now = answer.evidence
        if now is None:  # the wish to stop came first
            return Rerun(answer, (), is_equal=False)
        return Rerun(
            answer,
            differing_inputs(evidence, now),
            is_equal=answer.said_sha256 == kept.answer_sha256,
        )

    def stop(self) -> None:
        """End the answer that is being made, if there is one; safe from any thread.

        The model stays loaded. Where it is just being loaded again, the answer ends when it is.
        """
        self._is_stopping.set()
        self._tell_if_stopping()

    def kill(self) -> None:
        """End the worker at once; safe from any thread.

        A call that waits raises WorkerCancelledError; the next one starts a fresh worker and
        loads the model again.
        """
        self._worker.kill()

    def close(self) -> None:
        """End the worker and forget the model."""
        self._model = None
        self._worker.close()

    # ------------------------------------------------------------------ inside

    def _answer_to(
        self, request: AskRegion, rgb: bytes, on_piece: Callable[[str], None] | None
    ) -> Answer:
        answers = self._worker.answers(
            request,
            rgb,
            limit_s=ASK_LIMIT_S,
            until=RegionAnswered,
            when_sent=self._tell_if_stopping,
        )
        with self._checking(), closing(answers):
            for answer, _ in answers:
                match answer:
                    case AnswerPiece(text):
                        piece = checked_piece(text)
                        if on_piece is not None:
                            on_piece(piece)
                    case RegionAnswered(untrusted_answer):
                        sent = pixels_sha256(request.width_px, request.height_px, rgb)
                        return checked_answer(untrusted_answer, request, pixels_sha256=sent)
                    case _:
                        raise WorkerNonsenseError
        raise WorkerNonsenseError  # pragma: no cover - the last answer is a RegionAnswered

    def _tell_if_stopping(self) -> None:
        """Called after the wish and again when a question has been sent: one of them meets it."""
        if self._is_stopping.is_set():
            self._worker.tell(StopAnswer(), limit_s=STOP_LIMIT_S)

    def _demand_model(self) -> None:
        """Load the model again where the worker that held it is gone."""
        if self._model is None:
            raise ModelLoadError
        if self._worker.start() != self._life:
            self._loaded(self._model)

    def _loaded(self, model: LoadModel) -> ModelDescription:
        self._worker.start()
        with self._checking():
            answer, _ = self._worker.request(model, limit_s=_load_limit_s(model))
            if not isinstance(answer, ModelLoaded):
                raise WorkerNonsenseError
            description = checked_model(answer.description)
        self._life = self._worker.lives
        self._check_walls(answer.confinement)
        self._walls = answer.confinement
        return description

    def _check_walls(self, risen: Sequence[str], *, not_yet: Container[Wall] = ()) -> None:
        """End the worker where a wall is missing that is demanded."""
        try:
            check_walls((*self._worker.confinement, *risen), not_yet=not_yet)
        except WorkerUnconfinedError:
            self._worker.close()
            raise

    @contextmanager
    def _checking(self) -> Iterator[None]:
        """End the worker where its answer cannot be right."""
        try:
            yield
        except WorkerNonsenseError:
            self._worker.condemn()
            raise


def _load_limit_s(model: LoadModel) -> float:
    """How long it may take to hash and read the two files."""
    paths = (Path(model.weights_path), Path(model.projector_path))
    size_bytes = sum(path.stat().st_size for path in paths if path.is_file())
    return max(LOAD_LIMIT_S, 2 * size_bytes / LOAD_BYTES_PER_S)
