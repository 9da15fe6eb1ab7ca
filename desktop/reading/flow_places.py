"""Where the words of a line stand, and the letters that are drawn for them.

All places are in ems from where the line begins. In a line that holds Hebrew or Arabic the letters
stand in another order than in the text; words are told in the order of the text all the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from desktop.reading.flow_letters import Letters, is_mark
from desktop.reading.flow_lines import BOLD, Line, Look
from desktop.reading.joined_letters import joined
from desktop.reading.right_to_left import has_right_to_left, levels_of, mirror, order_of

Strip: TypeAlias = tuple[float, str, Look]
"""Where it begins, and letters that stand one after the other to the right."""

Span: TypeAlias = tuple[str, float, float]
"""A word as the text has it, and from where to where it reaches."""

_SPACE = " "


def strips_of(line: Line, letters: Letters) -> Iterator[Strip]:
    """What is drawn of a line, and where."""
    if has_right_to_left(line.text):
        yield from ((sign.left, sign.text, sign.look) for sign in _turned(line, letters))
        return
    left = 0.0
    for word in line.words():
        for run, look in word:
            yield left, run, look
            left += letters.width_em(run, is_bold=bool(look & BOLD))
        left += letters.width_em(_SPACE)


def spans_of(line: Line, letters: Letters) -> Iterator[Span]:
    """The words of a line in their order, and where they stand."""
    if has_right_to_left(line.text):
        yield from _turned_spans(line, letters)
        return
    left = 0.0
    for word in line.words():
        begin = left
        for run, look in word:
            left += letters.width_em(run, is_bold=bool(look & BOLD))
        yield "".join(run for run, _ in word), begin, left
        left += letters.width_em(_SPACE)


def width_of(line: Line, letters: Letters) -> float:
    """From the first letter of a line to the last."""
    return max((right for _, _, right in spans_of(line, letters)), default=0.0)


@dataclass(slots=True)
class _Sign:
    """A letter with the marks upon it.

    Attributes:
        word: The number of its word in the line.
    """

    letter: str
    look: Look
    word: int
    marks: list[str] = field(default_factory=list)
    left: float = 0.0
    right: float = 0.0

    @property
    def text(self) -> str:
        """What is drawn."""
        return "".join((self.letter, *self.marks))


def _turned_spans(line: Line, letters: Letters) -> Iterator[Span]:
    words = ["".join(run for run, _ in word) for word in line.words()]
    reach: dict[int, tuple[float, float]] = {}
    for sign in _turned(line, letters):
        left, right = reach.get(sign.word, (sign.left, sign.right))
        reach[sign.word] = min(left, sign.left), max(right, sign.right)
    for number, word in enumerate(words):
        yield (word, *reach[number])


def _turned(line: Line, letters: Letters) -> Iterator[_Sign]:
    """The letters of a line from left to right; blanks are left out."""
    signs = _signs_of(line)
    bare = "".join(sign.letter for sign in signs)
    levels = levels_of(bare, is_from_right=line.is_from_right)
    left = 0.0
    for at in order_of(levels):
        sign = signs[at]
        if levels[at] % 2:
            sign.letter = mirror(sign.letter)
        sign.left = left
        left += letters.width_em(sign.letter, is_bold=bool(sign.look & BOLD))
        sign.right = left
        if sign.letter != _SPACE:
            yield sign


def _signs_of(line: Line) -> list[_Sign]:
    """The letters of a line in the order of the text, in the forms that they take."""
    signs: list[_Sign] = []
    for number, word in enumerate(line.words()):
        if number:
            signs.append(_Sign(_SPACE, 0, -1))
        for run, look in word:
            for character in joined(run):
                if is_mark(character) and signs and signs[-1].word == number:
                    signs[-1].marks.append(character)
                else:
                    signs.append(_Sign(character, look, number))
    return signs
