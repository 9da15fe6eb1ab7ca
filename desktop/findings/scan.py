"""One pass over the words of a page that tells every family of patterns where to look.

Most pages hold few of the things that are looked for. Each word is looked up once in a table of
words that can begin or end something (months, currencies, honorifics, legal forms, labels ...);
a family then tests its patterns at those places only, within a window of bounded length. So the
cost grows with the text and not with the text times the number of patterns.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from desktop.findings.languages import language_of
from desktop.findings.regions import REGION_OF_WORD


class Cue(Enum):
    """What a word can be the sign of."""

    MONTH = auto()
    CURRENCY = auto()
    HONORIFIC = auto()
    PERSON_LABEL = auto()
    LEGAL_FORM = auto()
    REFERENCE_LABEL = auto()
    CONTRACT = auto()
    PHONE_LABEL = auto()
    VAT_LABEL = auto()
    ID_LABEL = auto()
    REGION = auto()


CueTable = Mapping[str, tuple[Cue, ...]]
"""Lower-case word -> what it can be the sign of."""

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Scan:
    """A page's text and where the words stand that are signs of something.

    Attributes:
        text: As read.
        places: For each cue, the [start, end) of its words in ascending order.
        language: "en", "fr", ..., or "" where the page does not tell.
        region: ISO 3166 code of the country whose notations the page uses, or "".
        is_region_given: Whether the caller named the region.
    """

    text: str
    places: Mapping[Cue, list[tuple[int, int]]] = field(default_factory=dict)
    language: str = ""
    region: str = ""
    is_region_given: bool = False

    def at(self, cue: Cue) -> list[tuple[int, int]]:
        """Places of the words that are signs of `cue`."""
        return self.places.get(cue, [])

    def regions_near(self, position: int) -> Iterator[str]:
        """The page's own region, perhaps ""; then the others it names, the nearest first.

        Where the caller named the region there is no other.
        """
        yield self.region
        if self.is_region_given:
            return
        spans = sorted(self.at(Cue.REGION), key=lambda span: abs(span[0] - position))
        named = dict.fromkeys(_region_of_word(self.text[start:end]) for start, end in spans)
        yield from (region for region in named if region and region != self.region)


def cue_table(words_of_cues: Iterable[tuple[Cue, Iterable[str]]]) -> CueTable:
    """Join the families' words into one table."""
    table: dict[str, tuple[Cue, ...]] = {}
    for cue, words in words_of_cues:
        for word in words:
            lower = word.lower()
            if cue not in table.get(lower, ()):
                table[lower] = (*table.get(lower, ()), cue)
    return table


def scan_text(text: str, table: CueTable, region: str = "") -> Scan:
    """Look every word up once."""
    places: dict[Cue, list[tuple[int, int]]] = {}
    cues_of = table.get
    for match in _WORD.finditer(text):
        cues = cues_of(match[0].lower())
        if cues is not None:
            span = match.span()
            for cue in cues:
                if cue in places:
                    places[cue].append(span)
                else:
                    places[cue] = [span]
    guessed = region or _region_of(text, places.get(Cue.REGION, []))
    return Scan(text, places, language_of(text), guessed, bool(region))


def _region_of(text: str, spans: list[tuple[int, int]]) -> str:
    """The region with the most signs on the page, or "" where none leads."""
    votes: dict[str, int] = {}
    for start, end in spans:
        region = _region_of_word(text[start:end])
        if region:
            votes[region] = votes.get(region, 0) + 1
    if not votes:
        return ""
    ranked = sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))
    is_tied = len(ranked) > 1 and ranked[0][1] == ranked[1][1]
    return "" if is_tied else ranked[0][0]


def _region_of_word(word: str) -> str:
    return REGION_OF_WORD.get(word) or REGION_OF_WORD.get(word.lower(), "")
