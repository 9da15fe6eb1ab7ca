"""The app's side of the vision worker: one loaded model and its answers."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from types import TracebackType
from typing import Self

from desktop.domain.errors import ModelLoadError, WorkerNonsenseError
from desktop.domain.page import Pixels
from desktop.domain.vision import Answer, ModelDescription, VisionTask
from desktop.wire.checks import checked_answer, checked_model, checked_piece
from desktop.wire.messages import (
    AnswerPiece,
    AskRegion,
    LoadModel,
    ModelLoaded,
    RegionAnswered,
)
from desktop.wire.worker_client import WorkerClient

START_LIMIT_S = 60.0
"""The library loads in about 1 s; a cold disk and a virus scanner have been seen to take ten times
as long."""

LOAD_LIMIT_S = 120.0
"""Hashing and reading 10 GB from a plain solid-state disk takes about a minute."""

ASK_LIMIT_S = 300.0
"""A large model on a processor sees a page in about a minute and writes some tokens a second; the
budget of tokens ends the answer long before this."""

_names = count(1)


class VisionClient:
    """Asks the vision model about regions of pages.

    It belongs to one thread; `kill` is safe from any.

    Args:
        command: Starts a vision worker.
    """

    def __init__(self, command: Sequence[str]) -> None:
        """Start nothing yet."""
        self._worker = WorkerClient(
            command, name=f"vision-{next(_names)}", start_limit_s=START_LIMIT_S
        )
        self._model: LoadModel | None = None
        self._life = 0

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
        """The walls that the worker says stand around it; empty before its first start."""
        return self._worker.confinement

    @property
    def pid(self) -> int | None:
        """Number of the worker's process, None where none runs."""
        return self._worker.pid

    def load(self, model: LoadModel) -> ModelDescription:
        """Load a model; the one before is let go.

        Raises:
            VisionModelError: The files are not what they should be, or do not belong together.
            WorkerError: The worker failed at it.
        """
        self._model = None
        description = self._loaded(model)
        self._model = model
        return description

    def ask(
        self,
        pixels: Pixels,
        task: VisionTask,
        fields: Sequence[str] = (),
        max_tokens: int = 256,
        on_piece: Callable[[str], None] | None = None,
    ) -> Answer:
        """Ask about a region.

        Args:
            pixels: The region.
            task: What to do.
            fields: Names of the fields wanted.
            max_tokens: Budget.
            on_piece: Called with each piece of the text as it comes, in this thread.

        Raises:
            VisionModelError: No usable answer.
            WorkerError: The worker failed at it.
        """
        request = AskRegion(pixels.width_px, pixels.height_px, task, tuple(fields), max_tokens)
        self._demand_model()
        with self._checking():
            for answer, _ in self._worker.answers(
                request, pixels.rgb, limit_s=ASK_LIMIT_S, until=RegionAnswered
            ):
                match answer:
                    case AnswerPiece(text):
                        piece = checked_piece(text)
                        if on_piece is not None:
                            on_piece(piece)
                    case RegionAnswered(untrusted_answer):
                        return checked_answer(untrusted_answer, request)
                    case _:
                        raise WorkerNonsenseError
        raise WorkerNonsenseError  # pragma: no cover - the last answer is a RegionAnswered

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

    def _demand_model(self) -> None:
        """Load the model again where the worker that held it is gone."""
        if self._model is None:
            raise ModelLoadError
        if self._worker.start() != self._life:
            self._loaded(self._model)

    def _loaded(self, model: LoadModel) -> ModelDescription:
        self._worker.start()
        with self._checking():
            answer, _ = self._worker.request(model, limit_s=LOAD_LIMIT_S)
            if not isinstance(answer, ModelLoaded):
                raise WorkerNonsenseError
            description = checked_model(answer.description)
        self._life = self._worker.lives
        return description

    @contextmanager
    def _checking(self) -> Iterator[None]:
        """End the worker where its answer cannot be right."""
        try:
            yield
        except WorkerNonsenseError:
            self._worker.condemn()
            raise
