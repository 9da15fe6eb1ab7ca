"""Whether a text holds the terms of a query, and where.

Taking a page of 500 words apart and folding each costs 0.3 ms, and a screen shows 20 hits. So a
term is first looked for as a plain string in the text in lower case without accents, 0.01 ms, and
what is found counts where the word it stands in could be nothing else: letters only, with neither
letter, digit, mark nor hyphenation beside it. In a text without hyphenation or rare characters,
what is not found this way is not there; elsewhere the words decide.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from desktop.vault.normalise import count_words, fold, words
from desktop.vault.search.query import Span, Term, Token

LONGEST_WORD_CHARACTERS = 64
"""A phrase is compared within so many characters a word; a longer one is found by the words."""

_PLAIN_LETTERS = {
    letter: folded
    for letter in map(chr, range(0xDF, 0x250))
    if len(folded := fold(letter)) == 1 and folded.isascii() and letter.islower()
}
_PLAIN_MARKS = dict(
    zip(
        "\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019\u2013\u2014\u2026\u20ac\u00a7\u2022",
        '""""""\'--.$#*',
        strict=False,
    )
)
"""Typographic marks, so that a text with no other rare characters is known to be simple."""

_PLAIN_CHARACTERS = _PLAIN_LETTERS | _PLAIN_MARKS
_RARER = re.compile(f"[{''.join(_PLAIN_CHARACTERS)}]")
_LETTERS_OR_DIGITS = re.compile("[a-z0-9]+")
_BREAK = re.compile(r"[-\u2010\u2011][ \t]*\r?\n")
_APART = re.compile(r"[\s!-,./:-@\[-`{-~\u00a7\u00ab\u00b0\u00bb\u2012-\u2027\u2030-\u205e\u20ac-]")
"""What may stand beside a word without being part of it; a hyphen not at the end of a line."""


class FoldedText:
    """A text to look for terms in."""

    def __init__(self, text: str) -> None:
        """Take the text; it is taken apart when that is needed."""
        self._text = text
        self._plain = _plain(text)
        self._is_sure = False

    def spans_of_all(self, terms: Sequence[Term]) -> list[list[Span]] | None:
        """Where each term stands, ascending; None when one of them does not."""
        found: list[list[Span]] = []
        for term in terms:
            spans = self.spans_of(term)
            if not spans:
                return None
            found.append(spans)
        return found

    def spans_of(self, term: Term) -> list[Span]:
        """Where a term stands: from the start of its first word to the end of its last."""
        self._is_sure = self._is_simple
        spotted = self._spotted(term)
        return spotted if spotted or self._is_sure else self._among_words(term)

    def spans_of_any(self, wanted: frozenset[str]) -> list[Span]:
        """Where any of some folded words stands, ascending."""
        if self._is_simple and self._plain is not None:
            present = wanted.intersection(_LETTERS_OR_DIGITS.findall(self._plain))
            if all(map(str.isalpha, present)):
                self._is_sure = True
                spans = sorted(span for word in present for span in self._runs_of(word))
                if self._is_sure:
                    return spans
        folded, places = self._words
        return [place for word, place in zip(folded, places, strict=True) if word in wanted]

    def words_within(self, start: int, end: int) -> int:
        """How many words begin and end within a part of the text, the end of one before it."""
        if _is_within_word(self._text, start) or _is_within_word(self._text, end):
            _, places = self._words
            return sum(start <= first and last <= end for first, last in places)
        return count_words(self._text, start, end)

    @cached_property
    def _words(self) -> tuple[list[str], list[Span]]:
        """Every word, folded, and where it stands."""
        # In lower case without accents where that changes nothing but the letters.
        found = words(self._plain if self._is_simple and self._plain else self._text)
        return [fold(word) for word, _, _ in found], [(start, end) for _, start, end in found]

    @cached_property
    def _is_simple(self) -> bool:
        """Whether every word of letters stands in the text as one run of plain letters."""
        plain = self._plain
        return (
            plain is not None
            and plain.isascii()
            and "\x02" not in plain
            and _BREAK.search(plain) is None
        )

    def _spotted(self, term: Term) -> list[Span]:
        """Where it certainly stands; there may be more."""
        first, *others = term
        if self._plain is None or not all(form.isalpha() for form in first.forms):
            self._is_sure = False
            return []
        starts = sorted(
            span for form in first.forms if form.isascii() for span in self._runs_of(form)
        )
        if not others:
            return starts
        spans = ((start, self._end_of(others, end)) for start, end in starts)
        return [(start, end) for start, end in spans if end is not None]

    def _runs_of(self, form: str) -> Iterator[Span]:
        plain = self._plain or ""
        start = plain.find(form)
        while start >= 0:
            end = start + len(form)
            if self._is_apart(start - 1) and self._is_apart(end) and not _BREAK.match(plain, end):
                yield start, end
            elif plain[max(0, start - 1)].isdigit() or plain[end : end + 1].isdigit():
                self._is_sure = False  # A number may end or begin here, or may not.
            start = plain.find(form, end)

    def _is_apart(self, position: int) -> bool:
        text = self._text
        return not 0 <= position < len(text) or _APART.match(text, position) is not None

    def _end_of(self, others: Sequence[Token], start: int) -> int | None:
        """The end of the words that must follow at `start`, None where they do not."""
        end = min(len(self._text), start + LONGEST_WORD_CHARACTERS * len(others))
        following = words(self._text[start:end])
        if end < len(self._text):
            del following[-1:]  # It may go on behind the cut.
        if len(following) < len(others):
            self._is_sure = False
            return None
        for token, (word, _, _) in zip(others, following, strict=False):
            if fold(word) not in token.forms:
                return None
        return start + following[len(others) - 1][2]

    def _among_words(self, term: Term) -> list[Span]:
        folded, spans = self._words
        first, *others = term
        return [
            (spans[position][0], spans[position + len(others)][1])
            for position, word in enumerate(folded[: max(0, len(folded) - len(others))])
            if word in first.forms
            and all(
                folded[position + 1 + number] in token.forms for number, token in enumerate(others)
            )
        ]


def _is_within_word(text: str, position: int) -> bool:
    return 0 < position < len(text) and (
        _APART.match(text, position - 1) is None and _APART.match(text, position) is None
    )


def _plain(text: str) -> str | None:
    """In lower case without accents, letter by letter; None where that changes the length."""
    plain = text.lower()
    if plain.isascii():
        return plain
    return _RARER.sub(_plain_character, plain) if len(plain) == len(text) else None


def _plain_character(match: re.Match[str]) -> str:
    return _PLAIN_CHARACTERS[match[0]]
