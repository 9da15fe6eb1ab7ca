"""The words of a matter in order: what beginnings and endings are sought in."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Protocol

LAST = "\U0010ffff"
"""Sorts behind every letter."""


class SortedWords(Protocol):
    """The words of a matter, from both ends."""

    def words(self) -> Sequence[str]:
        """All, folded, ascending."""
        ...

    def reversed_words(self) -> Sequence[str]:
        """All, each from its last letter to its first, ascending."""
        ...

    def alphabet(self) -> str:
        """Every letter of them."""
        ...


def beginning_with(start: str, words: Sequence[str]) -> Sequence[str]:
    """Those of some words, ascending, that begin so."""
    return words[bisect_left(words, start) : bisect_left(words, start + LAST)]
