"""Whether an answer stands on words of the page: its quotes are placed, its words are weighed.

The model says its quotes first. Each must stand on the page as whole words; then what the answer
names must stand in them: numbers, dates, currencies, and every word with a capital letter (in
German these are all nouns; so much is refused there that was right, and that is the side to err
on). Numbers and months written as words count too, and an answer may deny only what a quote
denies. What is left free are small words of grammar and verbs.
"""

import re
import unicodedata
from collections.abc import Sequence

from desktop.casework.asking.fields import FIELD_WORDS
from desktop.casework.asking.words import (
    FUNCTION_WORDS,
    MUST_BE_QUOTED,
    NEGATIONS,
    content_words,
    is_content,
)
from desktop.domain.geometry import Box
from desktop.domain.page import PageText
from desktop.findings.alignment import Place, places_of
from desktop.vault.normalise import folded_words

MAX_PLACES = 8
"""Of one quote; more say only that it is no quote but a common word."""

_NAMED = re.compile(
    r"(?:(?<![^\W_])[-\u2212](?=\d))?[^\W_]+(?:[.,:/'\u2019\-\u2010\u2011][^\W_]+)*"
)


def places_of_quote(quote: str, page_text: PageText, region: Box | None = None) -> list[Place]:
    """Where a quote stands on a page, in its order; nowhere where it says nothing.

    Args:
        quote: As the model gave it.
        page_text: The words that the other reader saw.
        region: Only places that lie in this box count.
    """
    if not content_words(quote):
        return []
    places = places_of(quote, page_text.text)
    if region is not None:
        places = tuple(place for place in places if _lies_in(page_text, place, region))
    return list(places[:MAX_PLACES])


def _lies_in(page_text: PageText, place: Place, region: Box) -> bool:
    boxes = page_text.words_between(place.start, place.end).boxes()
    return all(_holds_middle(region, box) for box in boxes)


def _holds_middle(region: Box, box: Box) -> bool:
    across = (box.left_pt + box.right_pt) / 2
    down = (box.top_pt + box.bottom_pt) / 2
    return region.left_pt <= across <= region.right_pt and region.top_pt <= down <= region.bottom_pt


class Support:
    """Weighs the words of an answer against its quotes, as they come.

    Args:
        quotes: As they stand on the page.
    """

    def __init__(self, quotes: Sequence[str]) -> None:
        self._quotes = quotes
        self._quoted = {word for quote in quotes for word in folded_words(quote)}
        self._marks = set("".join(quotes))
        self._denies = not self._quoted.isdisjoint(NEGATIONS)
        self._has_ground = False
        self._has_content = False

    def holds(self, words: str) -> bool:
        """Whether whole words of the answer may be said.

        Args:
            words: The next ones; none is cut at either end.
        """
        if not all(mark in self._marks for mark in words if _is_value_mark(mark)):
            return False
        return all(self._allows(match[0]) for match in _NAMED.finditer(words))

    @property
    def is_grounded(self) -> bool:
        """Whether the answer so far has a word in common with its quotes, or is a yes or no."""
        return self._has_ground or not self._has_content

    def _allows(self, named: str) -> bool:
        if any(map(str.isdigit, named)):
            self._has_content = True
            is_quoted = any(places_of(named, quote) for quote in self._quotes)
            self._has_ground |= is_quoted
            return is_quoted
        parts = re.split(r"[^\w]+", named)
        return all(self._allows_word(part) for part in parts if part)

    def _allows_word(self, word: str) -> bool:
        for folded in folded_words(word):
            is_quoted = folded in self._quoted
            if is_content(folded):
                self._has_content = True
                self._has_ground |= is_quoted
            if is_quoted:
                continue
            if folded in NEGATIONS:
                if not self._denies:
                    return False
                continue
            is_free = folded in FUNCTION_WORDS or (folded in FIELD_WORDS and word[1:].islower())
            if folded in MUST_BE_QUOTED or (any(map(str.isupper, word)) and not is_free):
                return False
        return True


def _is_value_mark(mark: str) -> bool:
    """A currency, a percent sign or another symbol that changes what a number means."""
    return mark in "%\u2030" or unicodedata.category(mark) in ("Sc", "Sm", "So", "No")
