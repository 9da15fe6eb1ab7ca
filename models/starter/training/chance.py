"""Seeded chance: everything that is drawn for training comes from one generator a process."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

Choice = TypeVar("Choice")

_AHEAD = 4096


class Chance:
    """Numbers and choices from one seed; the same seed draws the same pages.

    Single numbers of numpy's generator are slow to ask for, so uniform ones are drawn ahead.

    Args:
        seed: Several numbers where parts of a run must differ, such as run, process and batch.
    """

    def __init__(self, *seed: int) -> None:
        self.numbers = np.random.default_rng(seed)
        self._ahead: list[float] = []

    def unit(self) -> float:
        """From 0 to below 1."""
        if not self._ahead:
            self._ahead = self.numbers.random(_AHEAD).tolist()
        return self._ahead.pop()

    def happens(self, probability: float) -> bool:
        """Whether something of this probability happens."""
        return self.unit() < probability

    def real(self, low: float, high: float) -> float:
        """Evenly between the two."""
        return low + (high - low) * self.unit()

    def whole(self, low: int, high: int) -> int:
        """A whole number between the two, both included."""
        return low + int((high - low + 1) * self.unit())

    def bell(self, spread: float) -> float:
        """About zero, mostly within `spread`: the sum of three even numbers, scaled."""
        return (self.unit() + self.unit() + self.unit() - 1.5) * 2 * spread

    def pick(self, choices: Sequence[Choice]) -> Choice:
        """One of these, each as likely."""
        return choices[int(len(choices) * self.unit())]

    def weigh(self, weights: dict[Choice, float]) -> Choice:
        """One of these, by weight."""
        left = self.unit() * sum(weights.values())
        for choice, weight in weights.items():
            left -= weight
            if left < 0:
                return choice
        return choice

    def shuffled(self, choices: Sequence[Choice]) -> list[Choice]:
        """All of these in a new order."""
        rest = list(choices)
        return [rest.pop(int(len(rest) * self.unit())) for _ in choices]
