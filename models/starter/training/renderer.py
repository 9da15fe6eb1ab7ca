"""Draws batches ahead in a process of its own, so that training never waits for print."""

import multiprocessing
import os
import signal
from collections.abc import Iterator
from multiprocessing.queues import Queue
from types import TracebackType

from models.starter.training.batches import Batch, batch

AHEAD = 10
NICENESS = 19


class Renderer:
    """Batches in order, from a number on.

    Args:
        seed: Of the run.
        first: Number of the first batch.
    """

    def __init__(self, seed: int, first: int) -> None:
        context = multiprocessing.get_context("spawn")
        self._batches: Queue[Batch] = context.Queue(AHEAD)
        self._process = context.Process(
            target=_draw, args=(self._batches, seed, first), daemon=True
        )

    def __enter__(self) -> "Renderer":
        self._process.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.join()
        self._batches.cancel_join_thread()
        self._batches.close()

    def __iter__(self) -> Iterator[Batch]:
        while True:
            yield self._batches.get()


def _draw(batches: "Queue[Batch]", seed: int, first: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    os.nice(NICENESS)
    number = first
    while True:
        batches.put(batch(seed, number))
        number += 1
