"""Reviewing what was found about a person: each hit is accepted or struck out, in any order.

Every decision is kept at once, so that a review goes on where it stopped.
"""

from collections.abc import Iterable
from dataclasses import replace

from desktop.domain.data_subject import HitDecision, SubjectCase
from desktop.domain.errors import NoSuchHitError
from desktop.vault.matter_store import MatterStore


def decide_hits(
    store: MatterStore, start: str, numbers: Iterable[int], decision: HitDecision
) -> SubjectCase:
    """Note what a reviewer made of hits.

    Args:
        store: Of the matter.
        start: The first digits of the case's identity.
        numbers: Of the hits.
        decision: OPEN takes back what was decided before.

    Returns:
        The case as it is now.

    Raises:
        NoSuchSubjectError: No case fits, or more than one.
        NoSuchHitError: The case has no hit with one of the numbers; nothing is decided.
    """
    with store.together():
        case = store.subjects.named(start)
        wanted = set(numbers)
        if not wanted <= {hit.number for hit in case.hits}:
            raise NoSuchHitError
        hits = tuple(
            replace(hit, decision=decision) if hit.number in wanted else hit for hit in case.hits
        )
        case = replace(case, hits=hits)
        store.subjects.keep(case)
    return case


def numbers_of(text: str) -> tuple[int, ...]:
    """Numbers of hits as a person writes them, such as "1,4-7".

    Raises:
        NoSuchHitError: It cannot be understood.
    """
    numbers: list[int] = []
    for part in text.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if not first.isdecimal() or (last and not last.isdecimal()) or part.endswith("-"):
            raise NoSuchHitError
        numbers.extend(range(int(first), min(int(last or first), int(first) + 100_000) + 1))
    return tuple(numbers)
