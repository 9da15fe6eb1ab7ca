"""Which of several claims about the same text stays."""

from bisect import bisect_left
from collections.abc import Iterable

from desktop.domain.limits import MAX_FINDINGS_PER_PAGE
from desktop.findings.candidate import Candidate


def without_overlaps(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The claims that stay, in the order of the text.

    A claim proven by a check digit goes before one stated by its context, and that before a guess;
    among equals the longer goes first, then the surer, then the earlier. What overlaps a claim that
    went before is dropped. No more than `MAX_FINDINGS_PER_PAGE` stay.
    """
    starts: list[int] = []
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=_precedence):
        at = bisect_left(starts, candidate.end)
        if at and kept[at - 1].end > candidate.start:
            continue
        place = bisect_left(starts, candidate.start)
        starts.insert(place, candidate.start)
        kept.insert(place, candidate)
        if len(kept) >= MAX_FINDINGS_PER_PAGE:
            break
    return kept


def _precedence(candidate: Candidate) -> tuple[int, int, float, int]:
    return (
        -candidate.proof,
        candidate.start - candidate.end,
        -candidate.confidence,
        candidate.start,
    )
