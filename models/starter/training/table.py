"""Rows of the model card: what was measured, what was promised, and whether it was kept."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A row.

    Attributes:
        what: Was measured.
        figure: In words, with how much it is about.
        target: In words; "": nothing was promised.
        is_met: None where nothing was promised, or nothing could be measured.
    """

    what: str
    figure: str
    target: str = ""
    is_met: bool | None = None


def at_most(what: str, figure: str, share: float | None, bound: float) -> Row:
    """A row whose share is to stay below a bound; both from 0. None: nothing could be measured."""
    return Row(what, figure, f"< {bound:.0%}", None if share is None else share < bound)


def at_least(what: str, figure: str, share: float, bound: float) -> Row:
    """A row whose share is to reach a bound, both from 0 to 1."""
    return Row(what, figure, f">= {bound:.0%}", share >= bound)


def markdown(rows: Iterable[Row]) -> str:
    """The table."""
    lines = ["| what | figure | target | met |", "|---|---|---|---|"]
    words = {True: "yes", False: "no", None: ""}
    lines += [f"| {row.what} | {row.figure} | {row.target} | {words[row.is_met]} |" for row in rows]
    return "\n".join(lines) + "\n"
