"""Invented pages for tests and benchmarks of the vault, the same for the same seed."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import md5, sha256

import numpy as np

from desktop.domain.document import DocumentKind, FileKind, Origin
from desktop.domain.finding import SENSITIVITY_OF_KIND, Finding, FindingKind, FindingSource
from desktop.domain.geometry import Box
from desktop.domain.identity import PageNumber
from desktop.domain.page import PageReading, PageText, ReadMethod, Word, Words

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WORDS_PER_LINE = 12
VOTES = {DocumentKind.LETTER: 1.5, DocumentKind.CONTRACT: 0.25}

_SYLLABLES = "bacedifoguhajekilomunaperisotuvawexiyozu"


class KeysInMemory:
    """A key store for tests that are not about the keyring."""

    def __init__(self):
        self.secrets = {}

    def put(self, name, secret):
        self.secrets[name] = secret

    def get(self, name):
        return self.secrets.get(name)

    def remove(self, name):
        self.secrets.pop(name, None)


def clock():
    return NOON


def origin(content, name="letter.pdf"):
    return Origin(
        name=name,
        folder="/post",
        kind=FileKind.PDF,
        size_bytes=len(content),
        sha256=sha256(content).hexdigest(),
        md5=md5(content, usedforsecurity=False).hexdigest(),
        received_at=NOON,
    )


def page_text(text):
    """The text with a box for each of its words, one line below the other."""
    words, position, line, column = [], 0, 0, 0
    for part in text.split(" "):
        for number, piece in enumerate(part.split("\n")):
            if number:
                line, column, position = line + 1, 0, position + 1
            if piece:
                words.append(Word(position, position + len(piece), _cell(line, column), 1.0))
                column += 1
            position += len(piece)
        position += 1
    return PageText(text, Words.of(words))


def reading(number, text, **changes):
    facts = {
        "number": PageNumber(number),
        "width_pt": 595.25,
        "height_pt": 842.0,
        "turn_deg": 0,
        "method": ReadMethod.TEXT_LAYER,
        "confidence": 1.0,
        "text": page_text(text),
        "is_blank": not text,
    }
    return PageReading(**(facts | changes))


def finding(kind, page, mention, value=None, **changes):
    """A finding where its mention first stands on the page; at no place where it does not."""
    start = page.text.text.find(mention)
    end = start + len(mention) if start >= 0 else -1
    facts = {
        "kind": kind,
        "mention": mention,
        "value": mention if value is None else value,
        "start": start,
        "end": end,
        "boxes": page.text.boxes_between(start, end) if start >= 0 else (),
        "source": FindingSource.PATTERN,
        "confidence": 0.9,
        "sensitivity": SENSITIVITY_OF_KIND[kind],
    }
    return Finding(**(facts | changes))


@dataclass(frozen=True)
class Vocabulary:
    """Words in the order of their frequency, and names."""

    words: tuple[str, ...]
    names: tuple[str, ...]

    @classmethod
    def of_size(cls, words, names, seed=7):
        random = np.random.default_rng(seed)
        made = dict.fromkeys(_word(random) for _ in range(2 * words + 2 * names))
        every = tuple(made)[: words + names]
        return cls(every[:words], tuple(map(str.capitalize, every[words:])))


def _word(random):
    starts = 2 * random.integers(0, len(_SYLLABLES) // 2, random.integers(2, 6))
    return "".join(_SYLLABLES[start : start + 2] for start in starts)


@cache
def _cell(line, column):
    left, top = 40.0 + 40.0 * column, 40.0 + 14.0 * line
    return Box(left, top, left + 36.0, top + 10.0)


class PageMaker:
    """Makes pages of 500 words with ten findings, in which words fall off as in a language."""

    def __init__(self, vocabulary, seed=11, words_per_page=480):
        self._random = np.random.default_rng(seed)
        self._vocabulary = vocabulary
        self._words_per_page = words_per_page
        ranks = np.arange(1, len(vocabulary.words) + 1) + 2.7
        self._shares = np.cumsum(ranks**-1.05 / np.sum(ranks**-1.05))

    def page(self, number):
        """A page and its findings."""
        random, names = self._random, self._vocabulary.names
        picks = np.searchsorted(self._shares, random.random(self._words_per_page))
        words = [self._vocabulary.words[min(n, len(self._shares) - 1)] for n in picks]
        people = [
            f"{names[int(a)]} {names[int(b)]}"
            for a, b in (len(names) * random.random((4, 2)) ** 2).astype(int)
        ]
        iban = "DE" + "".join(map(str, random.integers(0, 10, 20)))
        phone = "+49" + "".join(map(str, random.integers(1, 10, 10)))
        first, last = people[0].lower().split()
        values = [
            *((FindingKind.PERSON, name, name) for name in people),
            (FindingKind.EMAIL, f"{first}.{last}@example.org", f"{first}.{last}@example.org"),
            (FindingKind.IBAN, iban, iban),
            (FindingKind.PHONE, phone, phone),
            (FindingKind.ORGANISATION, f"{names[int(picks[0]) % len(names)]} GmbH", None),
            (FindingKind.DATE, f"2025-{1 + picks[1] % 12:02}-{1 + picks[2] % 28:02}", None),
            (FindingKind.AMOUNT, f"{picks[3] * 7}.{picks[4] % 100:02} EUR", None),
        ]
        step = len(words) // len(values)
        for place, (_, mention, _) in enumerate(values):
            words.insert(place * step, mention)
        lines = (words[at : at + WORDS_PER_LINE] for at in range(0, len(words), WORDS_PER_LINE))
        page = reading(number, "\n".join(map(" ".join, lines)))
        return page, [finding(kind, page, mention, value) for kind, mention, value in values]
