"""What contracts say in words: how long they last, and whose law governs them.

A duration is a number, in digits or words, before a unit of time; normalised as "3 years". A law is
the name of a state or country, in English, French or German, or its adjective (*droit français*);
normalised as its English name. Both count only near a cue of their field.
"""

import re
from collections.abc import Iterable, Iterator

from desktop.casework.extraction.candidates import Candidate, words_candidate
from desktop.casework.extraction.layout import SearchedPage
from desktop.domain.extraction import FieldSchema, FieldType
from desktop.findings.regions import US_STATES
from desktop.vault.normalise import fold

REACH_CHARS = 220
"""Behind a cue; a clause on the term names it in its first sentence or two."""

LAW_REACH_CHARS = 120

SURE_OF_TERM = 0.62
"""Of 10 terms that were given for 40 agreements, 6 were that of the agreement; so a person looks at
each. Of 40 laws none was wrong."""

_NUMBERS = {
    1: "one a an un une ein eine einem einer eines",
    2: "two deux zwei",
    3: "three trois drei",
    4: "four quatre vier",
    5: "five cinq fünf",
    6: "six six sechs",
    7: "seven sept sieben",
    8: "eight huit acht",
    9: "nine neuf neun",
    10: "ten dix zehn",
    11: "eleven onze elf",
    12: "twelve douze zwölf",
    15: "fifteen quinze fünfzehn",
    18: "eighteen dix-huit achtzehn",
    20: "twenty vingt zwanzig",
    24: "twenty-four vingt-quatre vierundzwanzig",
    30: "thirty trente dreißig",
    36: "thirty-six trente-six sechsunddreißig",
    60: "sixty soixante sechzig",
    90: "ninety quatre-vingt-dix neunzig",
}
_UNITS = {
    "day": "day days jour jours tag tage tagen",
    "week": "week weeks semaine semaines woche wochen",
    "month": "month months mois monat monate monaten",
    "year": "year years an ans année années jahr jahre jahren",
}
_NOTICE_UNITS = frozenset({"day", "week"})
"""What contracts count in these is periods of notice."""

_NUMBER_OF_WORD = {word: number for number, each in _NUMBERS.items() for word in each.split()}
_UNIT_OF_WORD = {word: unit for unit, each in _UNITS.items() for word in each.split()}


def _alternatives(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_DURATION = re.compile(
    rf"(?<![\w.,-])(?:(?P<word>{_alternatives(_NUMBER_OF_WORD)})(?:\s*\((?P<paren>[0-9]{{1,3}})\))?"
    rf"|(?P<digits>[0-9]{{1,3}}))[\s-]+(?:calendar\s+|full\s+|consecutive\s+)?"
    rf"(?:\([0-9]{{1,3}}\)\s+)?(?P<unit>{_alternatives(_UNIT_OF_WORD)})(?!\w)",
    re.IGNORECASE,
)

_COUNTRIES = {
    "England and Wales": "england and wales|angleterre et du pays de galles|england und wales",
    "England": "england|english|angleterre|anglais|englisches|englischem",
    "Scotland": "scotland|écosse|schottland|schottisches",
    "Ireland": "ireland|irlande|irlandais|irland|irisches|irischem",
    "France": "france|french|français|frankreich|französisches|französischem|französischen",
    "Germany": "germany|federal republic of germany|german|allemagne|allemand|deutschland"
    "|bundesrepublik deutschland|deutsches|deutschem|deutschen",
    "Austria": "austria|austrian|autriche|autrichien|österreich|österreichisches"
    "|österreichischem|republik österreich",
    "Switzerland": "switzerland|swiss|suisse|schweiz|schweizer|schweizerisches|schweizerischem",
    "Belgium": "belgium|belgian|belgique|belge|belgien|belgisches",
    "Luxembourg": "luxembourg|luxembourgeois|luxemburg|luxemburgisches",
    "Netherlands": "netherlands|the netherlands|dutch|pays-bas|néerlandais|niederlande"
    "|niederländisches",
    "Italy": "italy|italian|italie|italien|italienisches",
    "Spain": "spain|spanish|espagne|espagnol|spanien|spanisches",
    "Portugal": "portugal|portuguese|portugais|portugiesisches",
    "Poland": "poland|polish|pologne|polonais|polen|polnisches",
    "Denmark": "denmark|danish|danemark|danois|dänemark|dänisches",
    "Sweden": "sweden|swedish|suède|suédois|schweden|schwedisches",
    "Norway": "norway|norwegian|norvège|norwegen|norwegisches",
    "Finland": "finland|finnish|finlande|finlandais|finnland|finnisches",
    "Canada": "canada|canadian|kanada",
    "Ontario": "ontario",
    "British Columbia": "british columbia",
    "Quebec": "quebec|québec",
    "Australia": "australia|new south wales|australie|australien",
    "Singapore": "singapore|singapour|singapur",
    "Hong Kong": "hong kong",
    "Malaysia": "malaysia|malaysian|malaisie",
    "India": "india|indian|inde|indien",
    "Japan": "japan|japanese|japon",
    "China": "people's republic of china|china|chine",
    "Israel": "israel|state of israel|israël",
    "Cayman Islands": "cayman islands",
    "Bermuda": "bermuda",
}
_LAW_OF_NAME = {
    fold_name: law
    for law, names in (
        *((state, state.lower()) for state in US_STATES),
        *_COUNTRIES.items(),
    )
    for name in names.split("|")
    for fold_name in (" ".join(fold(word) for word in name.split()),)
}
_NAMES = {name for _, names in _COUNTRIES.items() for name in names.split("|")} | {
    state.lower() for state in US_STATES
}
_LAW = re.compile(
    r"(?<!\w)(?:"
    + "|".join(
        r"\s+".join(re.escape(part) for part in name.split())
        for name in sorted(_NAMES, key=len, reverse=True)
    )
    + r")(?!\w)",
    re.IGNORECASE,
)
_BROKEN_OFF = re.compile(
    r"without\s+(?:regard|giving|reference|application)|conflicts?\s+of", re.IGNORECASE
)


def candidates_in_words(page: SearchedPage, field: FieldSchema) -> Iterator[Candidate]:
    """Durations or laws behind the cues of a field."""
    if field.type is FieldType.DURATION:
        yield from _durations(page, field)
    elif field.type is FieldType.LAW:
        yield from _laws(page, field)


def _durations(page: SearchedPage, field: FieldSchema) -> Iterator[Candidate]:
    text = page.text.text
    for cue in page.cues_of(field.name):
        for match in _DURATION.finditer(text, cue.end, cue.end + REACH_CHARS):
            if _UNIT_OF_WORD[match["unit"].lower()] in _NOTICE_UNITS:
                continue
            near = 1.0 - (match.start() - cue.end) / REACH_CHARS
            yield _candidate(page, field, match, _duration(match), near, cue.end - cue.start)
            break


def _laws(page: SearchedPage, field: FieldSchema) -> Iterator[Candidate]:
    text = page.text.text
    for cue in page.cues_of(field.name):
        match = _LAW.search(text, cue.end, cue.end + LAW_REACH_CHARS)
        if match is None or _BROKEN_OFF.search(text, cue.end, match.start()):
            continue
        law = _LAW_OF_NAME[" ".join(fold(word) for word in match[0].split())]
        near = 1.0 - (match.start() - cue.end) / LAW_REACH_CHARS
        yield _candidate(page, field, match, law, near, cue.end - cue.start)


def _candidate(
    page: SearchedPage,
    field: FieldSchema,
    match: re.Match[str],
    value: str,
    near: float,
    cue_chars: int,
) -> Candidate:
    """A longer cue says more: *term of this agreement* more than *term*."""
    is_law = field.type is FieldType.LAW
    return words_candidate(
        page,
        field,
        " ".join(match[0].split()),
        value,
        page.text.boxes_between(*match.span()),
        told=0.6 + 0.3 * near if is_law else SURE_OF_TERM,
        rank=1.0 + near + min(cue_chars, 30) / 30,
        start=match.start(),
    )


def _duration(match: re.Match[str]) -> str:
    digits = match["paren"] or match["digits"]
    number = int(digits) if digits else _NUMBER_OF_WORD[match["word"].lower()]
    unit = _UNIT_OF_WORD[match["unit"].lower()]
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
