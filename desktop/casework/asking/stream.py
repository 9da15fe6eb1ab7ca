"""The model's answer about one page, taken apart while it comes.

    {"quotes":["words of the page", ...],"answer":"words"}

The form is fixed to the letter, so a few states are enough; what breaks it is no answer.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from desktop.domain.errors import AnswerUnusableError

MAX_QUOTES = 6
MAX_PART_CHARS = 1000
"""Of one quote or answer; the grammar allows half as much."""

_ESCAPES = {'"': '"', "\\": "\\", "/": "/", "b": " ", "f": " ", "n": " ", "r": " ", "t": " "}


@dataclass(frozen=True, slots=True)
class QuoteGiven:
    """A whole quote."""

    text: str


@dataclass(frozen=True, slots=True)
class WordsGiven:
    """Whole words of the answer, with the space before them."""

    text: str


Given = QuoteGiven | WordsGiven


class AnswerStream:
    """Reads the pieces of one answer.

    Attributes:
        is_whole: Whether the answer has ended as it should.
    """

    def __init__(self) -> None:
        """Expect the beginning."""
        self.is_whole = False
        self._given: list[Given] = []
        self._states = self._reading()
        next(self._states)

    def feed(self, piece: str) -> Iterator[Given]:
        """What a further piece completes.

        Raises:
            AnswerUnusableError: The answer breaks its form.
        """
        for character in piece:
            if self.is_whole:
                raise AnswerUnusableError
            self._states.send(character)
            yield from self._given
            self._given.clear()

    def _reading(self) -> Generator[None, str, None]:
        yield from _exactly('{"quotes":[')
        quotes = 0
        character = yield
        while character == '"':
            quotes += 1
            if quotes > MAX_QUOTES:
                raise AnswerUnusableError
            self._given.append(QuoteGiven((yield from _string()).strip()))
            character = yield
            if character == ",":
                character = yield
                if character != '"':
                    raise AnswerUnusableError
        if character != "]":
            raise AnswerUnusableError
        yield from _exactly(',"answer":"')
        yield from self._answer()
        yield from _exactly("}")
        self.is_whole = True
        yield  # nothing may follow

    def _answer(self) -> Generator[None, str, None]:
        """Give the answer on word by word, the last one at its end."""
        word, length = "", 0
        while (letter := (yield from _letter())) is not None:
            length += 1
            if length > MAX_PART_CHARS:
                raise AnswerUnusableError
            if letter == " " and word.strip():
                self._given.append(WordsGiven(word))
                word = ""
            word += letter
        if word.strip():
            self._given.append(WordsGiven(word.rstrip()))


def _exactly(text: str) -> Generator[None, str, None]:
    for wanted in text:
        if (yield) != wanted:
            raise AnswerUnusableError


def _string() -> Generator[None, str, str]:
    """The rest of a JSON string; the quotation mark that opens it was taken."""
    letters: list[str] = []
    while (letter := (yield from _letter())) is not None:
        letters.append(letter)
        if len(letters) > MAX_PART_CHARS:
            raise AnswerUnusableError
    return "".join(letters)


def _letter() -> Generator[None, str, str | None]:
    """The next letter of a JSON string as it is meant; None at its end.

    What does not print (controls, marks that turn the direction of writing, halves of letters)
    becomes a space.
    """
    character = yield
    if character == '"':
        return None
    if character == "\\":
        character = yield
        if character == "u":
            digits = ""
            for _ in range(4):
                digits += yield
            try:
                character = chr(int(digits, 16))
            except ValueError:
                raise AnswerUnusableError from None
        elif character in _ESCAPES:
            character = _ESCAPES[character]
        else:
            raise AnswerUnusableError
    return character if character.isprintable() else " "
