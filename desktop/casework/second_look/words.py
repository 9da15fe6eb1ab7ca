"""Word by word: what two readers saw in one line, laid side by side."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from desktop.domain.finding import AGREED, Agreement
from desktop.domain.ledger import Stretch
from desktop.findings.alignment import agreement_of

_WORD = re.compile(r"\S+")


@dataclass(slots=True)
class _Run:
    """Words of the first reader and those of the second that stand for them: numbers, half open."""

    first: tuple[int, int]
    second: tuple[int, int]


def side_by_side(first: str, second: str, offset: int = 0) -> tuple[Stretch, ...]:
    """Lay two readings of one line side by side.

    Letters are aligned so that the fewest have to be changed; words that share letters belong
    together. What only the second reader saw is put to the words it stands before, or behind the
    last: an added figure or sign must not be lost from the value it belongs to.

    Args:
        first: What one reader saw.
        second: What the other saw, perhaps nothing, perhaps in several lines.
        offset: Of the first reading in the text of the page.

    Returns:
        Every word of both, in their order; nothing where the first reader saw nothing.
    """
    ours, theirs = _spans(first), _spans(second)
    runs = _runs(_partners(first, second, ours, theirs), len(ours), len(theirs))
    return tuple(_stretch(first, ours, second, theirs, run, offset) for run in runs)


def of_all(stretches: Sequence[Stretch]) -> Agreement:
    """How two readings relate as a whole."""
    classes = {stretch.agreement for stretch in stretches}
    if len(classes) == 1:
        return classes.pop()
    return Agreement.NEAR if classes and classes <= AGREED else Agreement.DIFFERENT


def _spans(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _WORD.finditer(text)]


def _partners(
    first: str, second: str, ours: list[tuple[int, int]], theirs: list[tuple[int, int]]
) -> set[tuple[int, int]]:
    """Pairs of words, one of each reading, that belong together."""
    word_of_first, word_of_second = _word_at(first, ours), _word_at(second, theirs)
    shared: dict[tuple[int, int], int] = {}
    for at, other_at in _aligned(_lowered(first), _lowered(second)):
        pair = word_of_first[at], word_of_second[other_at]
        if -1 not in pair:
            shared[pair] = shared.get(pair, 0) + 1
    return {
        (one, other)
        for (one, other), letters in shared.items()
        if 2 * letters >= min(_length(ours[one]), _length(theirs[other]))
    }


def _aligned(first: str, second: str) -> Iterator[tuple[int, int]]:
    """Places of letters that stand for each other, equal ones and misread ones."""
    for operation in Levenshtein.opcodes(first, second):
        if operation.tag in ("equal", "replace"):
            yield from zip(
                range(operation.src_start, operation.src_end),
                range(operation.dest_start, operation.dest_end),
                strict=True,
            )


def _runs(partners: set[tuple[int, int]], ours: int, theirs: int) -> list[_Run]:
    """Every word of the first reader in one run, and every word of the second too."""
    runs: list[_Run] = []
    begun = behind = 0  # words of either reader that stand in a run
    for linked in _linked(partners):
        runs += _between((begun, linked.first[0]), (behind, linked.second[0]), linked)
        runs.append(linked)
        begun, behind = linked.first[1], linked.second[1]
    if begun < ours:
        runs.append(_Run((begun, ours), (behind, theirs)))
    elif runs:
        runs[-1].second = runs[-1].second[0], theirs
    return runs


def _linked(partners: set[tuple[int, int]]) -> list[_Run]:
    """Words that belong together, and those between them, joined."""
    runs: list[_Run] = []
    for one, other in sorted(partners):
        if runs and (one < runs[-1].first[1] or other < runs[-1].second[1]):
            last = runs[-1]
            last.first = last.first[0], max(last.first[1], one + 1)
            last.second = last.second[0], max(last.second[1], other + 1)
        else:
            runs.append(_Run((one, one + 1), (other, other + 1)))
    return runs


def _between(ours: tuple[int, int], theirs: tuple[int, int], following: _Run) -> list[_Run]:
    """Words without a partner: each other's where both readers have some there."""
    if ours[0] < ours[1]:
        return [_Run(ours, theirs)]
    following.second = theirs[0], following.second[1]
    return []


def _stretch(
    first: str,
    ours: list[tuple[int, int]],
    second: str,
    theirs: list[tuple[int, int]],
    run: _Run,
    offset: int,
) -> Stretch:
    start, end = ours[run.first[0]][0], ours[run.first[1] - 1][1]
    seen = first[start:end]
    said = " ".join(second[slice(*span)] for span in theirs[slice(*run.second)])
    return Stretch(offset + start, offset + end, seen, said, agreement_of(seen, said))


def _lowered(text: str) -> str:
    """In small letters, and as long as before."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _word_at(text: str, spans: list[tuple[int, int]]) -> list[int]:
    numbers = [-1] * len(text)
    for number, (start, end) in enumerate(spans):
        numbers[start:end] = [number] * (end - start)
    return numbers


def _length(span: tuple[int, int]) -> int:
    return span[1] - span[0]
