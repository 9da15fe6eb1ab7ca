"""One vision worker for all that ask.

Questions, fields and second readings each come from threads of their own, and a model takes
gigabytes: so there is one worker, lent for the time of one question. Who waits longest is next, and
a person goes before work in the background. To stop one borrower never ends another's answer: the
worker is only touched for whoever has it.
"""

import threading
from bisect import insort
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from itertools import count
from types import TracebackType
from typing import Self

from desktop.domain.errors import ModelLoadError, WorkerCancelledError
from desktop.domain.page import Pixels
from desktop.domain.vision import Answer, ModelDescription, VisionTask
from desktop.wire.messages import LoadModel
from desktop.wire.vision_client import VisionClient


class Rank(IntEnum):
    """Whose question goes first where several wait."""

    PERSON = 0
    BACKGROUND = 1


class SharedModel:
    """Owns the vision worker: the first question starts it, it ends with the last loan.

    Args:
        command: Starts a vision worker.
    """

    def __init__(self, command: Sequence[str]) -> None:
        """Start nothing yet."""
        self._vision = VisionClient(command)
        self._changed = threading.Condition()
        self._loans: set[Loan] = set()
        self._tickets = count()
        self._waiting: list[tuple[Rank, int]] = []
        self._holder: Loan | None = None
        self._is_answering = False
        self._loaded: tuple[LoadModel, ModelDescription] | None = None

    @property
    def pid(self) -> int | None:
        """Number of the worker's process, None where none runs."""
        return self._vision.pid

    def lend(self, rank: Rank = Rank.PERSON) -> "Loan":
        """A share in the model, to be closed by whoever takes it."""
        loan = Loan(self, rank)
        with self._changed:
            self._loans.add(loan)
        return loan

    # ------------------------------------------------------------------ for loans only

    def give_back(self, loan: "Loan") -> None:
        """End a loan, and the worker with the last one."""
        with self._changed:
            self._loans.discard(loan)
            if not self._loans:
                self._loaded = None
                self._vision.close()

    def load(self, loan: "Loan", wanted: LoadModel) -> ModelDescription:
        """Have a model loaded, in the loan's turn."""
        with self._turn_of(loan):
            return self._with_model(wanted)

    def ask(
        self, loan: "Loan", wanted: LoadModel, question: Callable[[VisionClient], Answer]
    ) -> Answer:
        """Have a question answered by a model, in the loan's turn."""
        with self._turn_of(loan):
            self._with_model(wanted)
            with self._changed:
                loan.demand_going_on()
                self._is_answering = True
            return question(self._vision)

    def stop(self, loan: "Loan") -> None:
        """End the answer in the making, if it is this loan's."""
        with self._changed:
            if self._holder is loan and self._is_answering:
                self._vision.stop()

    def halt(self, loan: "Loan") -> None:
        """End whatever is done for this loan: its answer, its loading, its waiting."""
        with self._changed:
            if self._holder is loan:
                if self._is_answering:
                    self._vision.stop()
                else:
                    self._vision.kill()
            self._changed.notify_all()

    def _with_model(self, wanted: LoadModel) -> ModelDescription:
        """Only in a turn: the model that is there, or loaded now."""
        if self._loaded is not None and self._loaded[0] == wanted:
            return self._loaded[1]
        self._loaded = None
        description = self._vision.load(wanted)
        self._loaded = wanted, description
        return description

    @contextmanager
    def _turn_of(self, loan: "Loan") -> Iterator[None]:
        ticket = loan.rank, next(self._tickets)
        with self._changed:
            insort(self._waiting, ticket)
            try:
                while self._holder is not None or self._waiting[0] != ticket:
                    loan.demand_going_on()
                    self._changed.wait()
                loan.demand_going_on()
                self._holder, self._is_answering = loan, False
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self._holder, self._is_answering = None, False
                self._changed.notify_all()


class Loan:
    """A share in the model; `stop` and `halt` are safe from any thread.

    Args:
        shared: The owner.
        rank: Of its questions.

    Attributes:
        rank: The same.
    """

    def __init__(self, shared: SharedModel, rank: Rank) -> None:
        """Made by `SharedModel.lend`."""
        self._shared = shared
        self._wanted: LoadModel | None = None
        self._is_halted = threading.Event()
        self.rank = rank

    def __enter__(self) -> Self:
        """Itself."""
        return self

    def __exit__(
        self,
        _class: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Give it back."""
        self.close()

    @property
    def pid(self) -> int | None:
        """Number of the worker's process, None where none runs."""
        return self._shared.pid

    def load(self, wanted: LoadModel) -> ModelDescription:
        """Have a model loaded, where it is not; further questions are put to it.

        Raises:
            VisionModelError: It cannot be loaded.
            WorkerError: The worker failed at it.
            WorkerCancelledError: `halt` was called.
        """
        self._wanted = wanted
        return self._shared.load(self, wanted)

    def ask(
        self,
        pixels: Pixels,
        task: VisionTask,
        fields: Sequence[str] = (),
        max_tokens: int = 256,
        on_piece: Callable[[str], None] | None = None,
        words: str | None = None,
    ) -> Answer:
        """Ask the model that was loaded last; see `VisionClient.ask`.

        Raises:
            VisionModelError: No usable answer.
            WorkerError: The worker failed at it.
            WorkerCancelledError: `halt` was called before the answer began.
        """
        if self._wanted is None:
            raise ModelLoadError

        def question(vision: VisionClient) -> Answer:
            def take(piece: str) -> None:
                if self._is_halted.is_set():
                    vision.stop()
                elif on_piece is not None:
                    on_piece(piece)

            return vision.ask(pixels, task, fields, max_tokens, take, words)

        return self._shared.ask(self, self._wanted, question)

    def begin(self) -> None:
        """Forget an earlier wish to halt."""
        self._is_halted.clear()

    def stop(self) -> None:
        """End this borrower's answer in the making; the model stays loaded."""
        self._shared.stop(self)

    def halt(self) -> None:
        """End what is being done for this borrower: an answer, the loading of a model, waiting.

        A model that answers stays loaded; one that is just being loaded is let go. Until `begin`
        nothing more is done.
        """
        self._is_halted.set()
        self._shared.halt(self)

    def demand_going_on(self) -> None:
        """Do nothing unless `halt` was called.

        Raises:
            WorkerCancelledError: It was.
        """
        if self._is_halted.is_set():
            raise WorkerCancelledError

    def close(self) -> None:
        """Give it back; the worker ends with the last one."""
        self._wanted = None
        self._shared.give_back(self)
