"""Invented pages by the hundred thousand: what `PageMaker` makes, in an eighth of the time.

Every page has the same layout, so that places and boxes are worked out once: 320 words whose
frequencies fall off as in a language, ten findings between them, and on every third page one word
that is nowhere else, as reading errors are.
"""

from itertools import accumulate, chain

import numpy as np

from desktop.domain.finding import SENSITIVITY_OF_KIND, Finding, FindingKind, FindingSource
from desktop.domain.geometry import Box, boxes_of_lines
from desktop.domain.identity import PageNumber
from desktop.domain.page import PageReading, PageText, ReadMethod, Words

WORDS = 320
WORDS_PER_LINE = 12
ODD_PAGES = 3
"""One page in so many has a word of its own."""

_KINDS = (
    *(FindingKind.PERSON,) * 4,
    FindingKind.EMAIL,
    FindingKind.IBAN,
    FindingKind.PHONE,
    FindingKind.ORGANISATION,
    FindingKind.DATE,
    FindingKind.AMOUNT,
)
_TOKENS = (2, 2, 2, 2, 1, 1, 1, 2, 1, 2)
"""Words of each value, divided by spaces."""


class ManyPages:
    """Makes pages of documents, the same for the same seed."""

    def __init__(self, vocabulary, seed=11):
        self._random = np.random.default_rng(seed)
        self._words = vocabulary.words
        self._names = vocabulary.names
        ranks = np.arange(1, len(vocabulary.words) + 1) + 2.7
        self._shares = np.cumsum(ranks**-1.05 / np.sum(ranks**-1.05))
        self._step = WORDS // len(_KINDS)
        cells, self._ends_of_lines, self._places = self._layout()
        self._columns = [
            tuple(getattr(cell, side) for cell in cells)
            for side in ("left_pt", "top_pt", "right_pt", "bottom_pt")
        ]
        self._confidences = (1.0,) * len(cells)
        self._boxes = [
            boxes_of_lines(cells[first : first + count])
            for first, count in zip(self._places, _TOKENS, strict=True)
        ]

    def pages(self, count, first_row):
        """The pages of one document, each with its findings.

        Args:
            count: How many.
            first_row: Number of the first among all pages, for the words of their own.
        """
        random, last = self._random, len(self._words) - 1
        picks = np.minimum(np.searchsorted(self._shares, random.random((count, WORDS))), last)
        people = (len(self._names) * random.random((count, 8)) ** 2).astype(int).tolist()
        digits = random.integers(1, 10, (count, 30)).astype("U1").tolist()
        for number, (page, named, figures) in enumerate(
            zip(picks.tolist(), people, digits, strict=True)
        ):
            words = [self._words[pick] for pick in page]
            row = first_row + number
            if row % ODD_PAGES == 0:
                words[-1] = _own_word(row)
            yield self._page(number + 1, words, self._values(page, named, figures))

    def _values(self, page, named, figures):
        """The ten values of a page, mention and normalised."""
        names = [self._names[name] for name in named]
        people = [f"{first} {last}" for first, last in zip(names[::2], names[1::2], strict=True)]
        iban, phone = "DE" + "".join(figures[:20]), "+49" + "".join(figures[20:])
        email = f"{names[0]}.{names[1]}@example.org".lower()
        organisation = f"{self._names[page[0] % len(self._names)]} GmbH"
        day = f"2025-{1 + page[1] % 12:02}-{1 + page[2] % 28:02}"
        amount = f"{page[3] * 7}.{page[4] % 100:02} EUR"
        return [*people, email, iban, phone, organisation, day, amount]

    def _page(self, number, words, values):
        pieces = []
        for place, value in enumerate(values):
            pieces += value.split(" ")
            pieces += words[place * self._step : (place + 1) * self._step]
        ends = [end - 1 for end in accumulate(len(piece) + 1 for piece in pieces)]
        starts = [end - len(piece) for end, piece in zip(ends, pieces, strict=True)]
        lines, first = [], 0
        for behind in self._ends_of_lines:
            lines.append(" ".join(pieces[first:behind]))
            first = behind
        text = PageText(
            "\n".join(lines), Words(tuple(starts), tuple(ends), *self._columns, self._confidences)
        )
        findings = [
            Finding(
                kind=kind,
                mention=value,
                value=value,
                start=starts[place],
                end=ends[place + count - 1],
                boxes=boxes,
                source=FindingSource.PATTERN,
                confidence=0.9,
                sensitivity=SENSITIVITY_OF_KIND[kind],
            )
            for kind, value, place, count, boxes in zip(
                _KINDS, values, self._places, _TOKENS, self._boxes, strict=True
            )
        ]
        reading = PageReading(
            number=PageNumber(number),
            width_pt=595.25,
            height_pt=842.0,
            turn_deg=0,
            method=ReadMethod.TEXT_LAYER,
            confidence=1.0,
            text=text,
            is_blank=False,
        )
        return reading, findings

    def _layout(self):
        """The cell of each word, where lines end, and where each value begins, in words."""
        counts = list(chain.from_iterable((tokens, *(1,) * self._step) for tokens in _TOKENS))
        firsts = [0, *accumulate(counts)]
        places = [firsts[number * (self._step + 1)] for number in range(len(_KINDS))]
        ends_of_lines = [*range(WORDS_PER_LINE, firsts[-1], WORDS_PER_LINE), firsts[-1]]
        cells = []
        for number in range(firsts[-1]):
            line, column = divmod(number, WORDS_PER_LINE)
            left, top = 40.0 + 40.0 * column, 40.0 + 14.0 * line
            cells.append(Box(left, top, left + 36.0, top + 10.0))
        return cells, ends_of_lines, places


def _own_word(row):
    """A word that no other page has, of the letters of its row's number."""
    return "".join("bdfgklmnpr"[int(digit)] + "aeiou"[int(digit) % 5] for digit in f"{row:07}")
