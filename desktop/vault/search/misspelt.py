"""Words at most a letter or two away from one: left out, added, another, or two in the wrong order.

Comparing with every word of a matter takes a tenth of a second where there are some hundred
thousand. So few are compared: where a word differs in one place, its first or its second half
stands unchanged at its end of the word, but for two letters that changed places across the middle.
Where it differs in two places, of its three parts the first, the last, or the middle one is
unchanged, the last with one change before it; again but for letters across the borders.

The distance is optimal string alignment, as RapidFuzz has it.
"""

from collections.abc import Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from desktop.vault.search.sorted_words import SortedWords, beginning_with


def misspelt(word: str, most: int, listed: SortedWords) -> set[str]:
    """The listed words that differ from one in so many places at most.

    Args:
        word: Folded, of three letters or more for one place, of six for two.
        most: 1 or 2.
        listed: The words.
    """
    near = _near_one(word, listed) if most == 1 else _near_two(word, listed)
    matches = process.extract(word, list(near), scorer=OSA.distance, score_cutoff=most, limit=None)
    return {match[0] for match in matches}


def _near_one(word: str, listed: SortedWords) -> set[str]:
    middle = len(word) // 2
    words, swapped = listed.words(), _swapped(word, middle)
    near = {*beginning_with(word[:middle], words), *_ending_with(word[middle:], listed)}
    if swapped in beginning_with(swapped, words)[:1]:
        near.add(swapped)
    return near


def _near_two(word: str, listed: SortedWords) -> set[str]:
    first, last = len(word) // 3, len(word) - len(word) // 3
    near = {
        *beginning_with(word[:first], listed.words()),
        *_ending_with(word[last:], listed),
    }
    for start in _changed(word[:first], listed.alphabet()):
        near.update(beginning_with(start + word[first:last], listed.words()))
    for border in (first, last):
        near |= _near_one(_swapped(word, border), listed)
    return near


def _ending_with(end: str, listed: SortedWords) -> Iterator[str]:
    return (word[::-1] for word in beginning_with(end[::-1], listed.reversed_words()))


def _swapped(word: str, border: int) -> str:
    """The letters before and behind a border changed for one another."""
    return word[: border - 1] + word[border] + word[border - 1] + word[border + 1 :]


def _changed(part: str, alphabet: str) -> Iterator[str]:
    """Every text one change away: a letter left out, added, another, or two in the wrong order."""
    for at in range(len(part) + 1):
        before, behind = part[:at], part[at:]
        yield before + behind[1:]
        if at and behind:
            yield _swapped(part, at)
        for letter in alphabet:
            yield before + letter + behind
            yield before + letter + behind[1:]
