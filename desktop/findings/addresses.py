"""Postal addresses of France, Germany, the United Kingdom, the United States and alike.

Every one of them ends in a postcode and a town, in an order of the country's own; the street is
looked for in the text before it, over at most three line breaks.
"""

import re
from collections.abc import Iterator

from desktop.domain.finding import FindingKind
from desktop.findings.candidate import Candidate, Proof
from desktop.findings.names import UPPER
from desktop.findings.regions import US_STATE_CODES, US_STATES
from desktop.findings.scan import Scan

_TOWN_WORD = rf"[{UPPER}][^\W\d_]{{1,24}}(?:[\-'’][^\W\d_]{{1,24}}){{0,4}}"
_TOWN = rf"{_TOWN_WORD}(?:[ ](?:am|an|der|im|sur|la|le|{_TOWN_WORD})){{0,3}}"
_CONTINENTAL = re.compile(rf"[0-9][0-9]{{4}}[ ](?:{_TOWN})")
_BRITISH_DIGITS = re.compile(r"[0-9][0-9A-Z]?[ ][0-9][A-Z]{2}(?!\w)")
_BRITISH = re.compile(r"(?<!\w)[A-Z]{1,2}[0-9][0-9A-Z]?[ ][0-9][A-Z]{2}(?!\w)")
_ZIP = re.compile(r"[0-9][0-9]{4}(?:-[0-9]{4})?(?!\d)")
_STATE_BEFORE = re.compile(
    r"(?<=[ ,\n])(?:" + "|".join([*US_STATE_CODES, *US_STATES]) + r"),?[ ]\Z"
)
_SEPARATOR = r"[ ]{0,2}[,·\-–|\n][ \n]{0,3}(?:[A-Z]{1,2}-)?"
_STREET_OF_FRANCE = re.compile(
    r"[0-9]{1,4}(?:[ ]?(?:bis|ter|[A-D]))?,?[ ](?:rue|quai|avenue|av\.|boulevard|bd|place|allée|"
    rf"chemin|impasse|route|cours|passage|square|villa)[ ][^\n,;:]{{2,50}}{_SEPARATOR}\Z",
    re.IGNORECASE,
)
_STREET_OF_GERMANY = re.compile(
    rf"(?<!\S)(?:(?:Am|An|Auf|Im|In|Zum|Zur|Unter|Alte[rn]?|Neue[rn]?)[ ](?:der|den|dem)?[ ]?)?"
    rf"[{UPPER}][^\W\d_]{{2,30}}(?:[ \-][{UPPER}][^\W\d_]{{2,20}}\.?){{0,3}}\.?[ ][0-9]{{1,4}}"
    rf"(?:[ ]?[a-z])?(?:[ ]?[\-–][ ]?[0-9]{{1,4}})?{_SEPARATOR}\Z"
)
_BEGINS_LIKE_A_STREET = re.compile(
    rf"(?:Unit|Flat|Suite|Apt\.?|P\.?O\.? Box|No\.?)[ ]?[0-9A-Z]|[0-9]{{1,6}}[A-Za-z]?"
    rf"(?:[\-–][0-9]{{1,4}})?,?[ ][{UPPER}]"
)
_WINDOW_CHARS = 120
_PART_BREAK = re.compile(r"\s*[·|\n]\s*|,\s*|\s+-\s+")


def addresses(scan: Scan) -> Iterator[Candidate]:
    """Addresses with a street; a town alone is none."""
    text = scan.text
    for match in _CONTINENTAL.finditer(text):
        if match.start() and text[match.start() - 1] not in " \n,·|-–":
            continue
        before = text[max(0, match.start() - _WINDOW_CHARS) : match.start()]
        street = _STREET_OF_FRANCE.search(before) or _STREET_OF_GERMANY.search(before)
        if street is not None:
            start = match.start() - len(before) + street.start()
            yield _address(text, start, match.end(), 0.88)
    for match in _BRITISH_DIGITS.finditer(text):
        postcode = _BRITISH.search(text, max(0, match.start() - 3), match.end())
        if postcode is not None:
            yield from _in_english(text, postcode.start(), postcode.end())
    for match in _ZIP.finditer(text):
        state = _STATE_BEFORE.search(text, max(0, match.start() - 24), match.start())
        if state is not None:
            yield from _in_english(text, state.start(), match.end())


def _in_english(text: str, code: int, end: int) -> Iterator[Candidate]:
    start = _english_start(text, code)
    if start >= 0:
        yield _address(text, start, end, 0.85)


def _english_start(text: str, end: int) -> int:
    """Where the street before a postcode begins, looking back over three lines; -1 for nowhere."""
    low = max(0, end - _WINDOW_CHARS)
    best = -1
    for match in _BEGINS_LIKE_A_STREET.finditer(text, low, end):
        at = match.start()
        if at and (text[at - 1].isalnum() or text[at - 1] in ".-/$£€#"):
            continue
        between = text[at:end]
        if between.count("\n") <= 3 and not re.search(r"[;:]|\.\s[A-Z]|\n\n|[0-9]{7}", between):
            best = at
            break
    return best


def _address(text: str, start: int, end: int, confidence: float) -> Candidate:
    parts = [" ".join(part.split()) for part in _PART_BREAK.split(text[start:end])]
    value = ", ".join(part for part in parts if part)
    return Candidate(FindingKind.ADDRESS, start, end, value, confidence, Proof.STATED)
