"""Paragraphs broken into lines: what is set, in which look, and how wide it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TypeAlias

from desktop.reading.flow import MAX_LABEL_CHARS, Mark, Paragraph, Piece
from desktop.reading.flow_letters import Letters
from desktop.reading.right_to_left import begins_at_right

Look: TypeAlias = int
"""How letters are drawn, the sum of what holds of PLAIN to STRUCK. No enum: words are looked up by
it hundreds of thousands of times in a long file, and an enum's members are slow to hash."""

PLAIN, BOLD, LABEL, INSERTED, DELETED, HIDDEN, STRUCK = 0, 1, 2, 4, 8, 16, 32

_LOOKS: dict[Mark, Look] = {
    Mark.INSERTED: INSERTED,
    Mark.DELETED: DELETED,
    Mark.HIDDEN: HIDDEN,
    Mark.STRUCK: STRUCK,
    Mark.FORMULA: PLAIN,
}

_MAX_KNOWN_WORDS = 50_000
"""Whose widths are remembered; a long contract has some thousand different ones."""

_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""Controls, soft hyphens, zero-width and direction marks, halves of characters: nothing that a
person sees; white space and the ends of lines stay."""

_LINE_ENDS = re.compile("\r\n|[\n\v\f\r\x85\u2028\u2029]")

Run: TypeAlias = tuple[str, Look]
SetWord: TypeAlias = tuple[Run, ...]
"""A word in pieces of one look each, most often one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a paragraph.

    Attributes:
        text: Its words, separated by one space.
        looks: Offset in the text from which a look holds, and the look; the first offset is 0.
        is_from_right: Whether its paragraph begins at the right.
    """

    text: str
    looks: tuple[tuple[int, Look], ...]
    is_from_right: bool = False

    def words(self) -> Iterator[SetWord]:
        """Its words, one after the other."""
        offset = 0
        for word in self.text.split(" "):
            yield tuple(self._runs(offset, offset + len(word)))
            offset += len(word) + 1

    def _runs(self, start: int, end: int) -> Iterator[Run]:
        ends = (*(begin for begin, _ in self.looks[1:]), end)
        for (begin, look), until in zip(self.looks, ends, strict=True):
            text = self.text[max(begin, start) : min(until, end)]
            if text:
                yield text, look


class LineBreaker:
    """Breaks paragraphs into lines.

    Args:
        letters: By which words are measured.
    """

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._space_em = letters.width_em(" ")
        self._widths: dict[SetWord, float] = {}

    def lines_of(self, paragraph: Paragraph, width_em: float) -> list[Line]:
        """The lines of a paragraph; none where it has no words.

        Args:
            paragraph: Its words are those of the file, its labels and marks ours.
            width_em: Of a line, in ems of the size at which it will be set.
        """
        runs = _runs_of(paragraph)
        if not any(text.strip() for text, _ in runs):
            return []
        is_from_right = not all(piece.text.isascii() for piece in paragraph.pieces) and (
            begins_at_right("".join(piece.text for piece in paragraph.pieces))
        )
        lines: list[Line] = []
        for words in _words_by_line(runs):
            filled = self._filled(words, width_em)
            lines += [_line(each, is_from_right=is_from_right) for each in filled]
        return lines

    def width_of(self, word: SetWord) -> float:
        """The width of a word in ems."""
        known = self._widths.get(word)
        if known is None:
            if len(self._widths) >= _MAX_KNOWN_WORDS:
                self._widths.clear()
            width = self._letters.width_em
            known = sum(width(text, is_bold=bool(look & BOLD)) for text, look in word)
            self._widths[word] = known
        return known

    def widest_em(self, paragraph: Paragraph) -> tuple[float, float]:
        """The width of its widest word, and that of its longest line, were it never broken."""
        word_em = line_em = 0.0
        for words in _words_by_line(_runs_of(paragraph)):
            widths = [self.width_of(word) for word in words]
            word_em = max(word_em, *widths, 0.0)
            line_em = max(line_em, sum(widths) + self._space_em * len(widths))
        return word_em, line_em

    def _filled(self, words: Sequence[SetWord], width_em: float) -> list[list[SetWord]]:
        lines: list[list[SetWord]] = []
        line: list[SetWord] = []
        reach = 0.0
        for whole in words:
            is_fitting = self.width_of(whole) <= width_em
            for word in (whole,) if is_fitting else self._cut(whole, width_em):
                width = self.width_of(word)
                if line and reach + self._space_em + width > width_em:
                    lines.append(line)
                    line, reach = [], 0.0
                reach += width + (self._space_em if line else 0.0)
                line.append(word)
        if line:
            lines.append(line)
        return lines

    def _cut(self, word: SetWord, width_em: float) -> list[SetWord]:
        """A word that is wider than a line, in parts that are not."""
        parts: list[SetWord] = []
        part: list[Run] = []
        reach = 0.0
        for text, look in word:
            begin = 0
            for position, character in enumerate(text):
                width = self._letters.width_em(character, is_bold=bool(look & BOLD))
                if reach + width > width_em and (part or position > begin):
                    part.append((text[begin:position], look))
                    parts.append(tuple(run for run in part if run[0]))
                    part, begin, reach = [], position, 0.0
                reach += width
            part.append((text[begin:], look))
        parts.append(tuple(run for run in part if run[0]))
        return [each for each in parts if each]


def _runs_of(paragraph: Paragraph) -> list[Run]:
    """The paragraph with its label and its marks in words."""
    bold = BOLD if paragraph.level else PLAIN
    runs: list[Run] = []
    if paragraph.label:
        runs.append((f"[{_label(paragraph.label)}] ", LABEL | BOLD))
    for (marks, by), pieces in groupby(paragraph.pieces, _what_is_special):
        same = [(_shown(piece.text), _look(piece) | bold) for piece in pieces]
        if not marks or not any(text.strip() for text, _ in same):
            runs += same
            continue
        names = ", ".join(mark.value for mark in marks)
        author = f" by {_label(by)}" if by else ""
        runs.append((f" [{names}{author}: ", LABEL))
        runs += same
        runs.append((" ] ", LABEL))
    return runs


def _what_is_special(piece: Piece) -> tuple[tuple[Mark, ...], str]:
    return piece.marks, piece.by


def _look(piece: Piece) -> Look:
    look = BOLD if piece.is_bold else PLAIN
    for mark in piece.marks:
        look |= _LOOKS[mark]
    return look


def _shown(text: str) -> str:
    """What a person would see of a text, ends of lines in one form."""
    if text.isascii() and text.isprintable():
        return text
    return _DROPPED.sub("", _LINE_ENDS.sub("\n", text))


def _label(text: str) -> str:
    """On one line, short, without the brackets that end it."""
    words = _shown(text).replace("[", "(").replace("]", ")").split()
    return " ".join(words)[:MAX_LABEL_CHARS]


def _words_by_line(runs: Sequence[Run]) -> list[list[SetWord]]:
    """The words of each line that the text itself begins."""
    lines: list[list[SetWord]] = [[]]
    word: list[Run] = []
    for text, look in runs:
        for number, part in enumerate(text.split("\n")):
            if number:
                _end_word(word, lines[-1])
                lines.append([])
            _take(part, look, word, lines[-1])
    _end_word(word, lines[-1])
    return lines


def _take(text: str, look: Look, word: list[Run], line: list[SetWord]) -> None:
    """Add a text without ends of lines; what stands at its end may go on in the next one."""
    parts = text.split()
    if text[:1].isspace():
        _end_word(word, line)
    for part in parts[:-1]:
        word.append((part, look))
        _end_word(word, line)
    if parts:
        word.append((parts[-1], look))
    if text[-1:].isspace():
        _end_word(word, line)


def _end_word(word: list[Run], line: list[SetWord]) -> None:
    if word:
        line.append(tuple(word))
        word.clear()


def _line(words: Sequence[SetWord], *, is_from_right: bool) -> Line:
    parts: list[str] = []
    looks: list[tuple[int, Look]] = []
    offset = 0
    for word in words:
        for text, look in word:
            if not looks or looks[-1][1] != look:
                looks.append((offset, look))
            parts.append(text)
            offset += len(text)
        parts.append(" ")
        offset += 1
    return Line("".join(parts)[:-1], tuple(looks), is_from_right)
