"""VAT identification numbers of the EU member states, the United Kingdom and Northern Ireland.

A number counts when its check digits hold and either the state's prefix stands before it or a label
such as "VAT", "USt-IdNr.", "TVA", "P.IVA" announces it. Short numbers, whose single check digit a
random number passes too often, need the label even with a prefix that stands apart.
"""

import re
from collections.abc import Callable, Iterator

from desktop.findings import without_ssl  # noqa: F401 - stdnum asks for it while it loads

# isort: split
from stdnum.util import get_cc_module

from desktop.domain.finding import FindingKind
from desktop.findings.candidate import Candidate, Proof
from desktop.findings.scan import Cue, Scan

VAT_LABELS = (
    "vat ust ustid ustidnr umsatzsteuer uid tva btw iva piva nif cif nip dph pvn pvm kmkr moms alv "
    "afm mwst dič dic oib ddv numéro"
).split()

_STATES = (
    "AT BE BG CY CZ DE DK EE EL ES FI FR GB HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI"
).split()
_MODULE_COUNTRY = {"EL": "gr", "XI": "gb"}

_PREFIXED = re.compile(
    r"(?<![^\W_])(?:"  # not within a word: "VAT FR..." holds the prefix of Austria
    + "|".join(_STATES)
    + r")[ \-\u00a0]?[0-9A-Z][0-9A-Z .\-\u00a0]{5,16}[0-9A-Z](?![0-9A-Za-z])"
)
_LABELLED = re.compile(r"[0-9A-Z][0-9A-Z .\-\u00a0]{6,16}[0-9A-Z](?![0-9A-Za-z])")
_SEPARATORS = re.compile(r"[ .\-\u00a0]")
_LABEL_BEFORE = re.compile(
    r"vat|ust|uid|umsatzsteuer|mwst|\bt\.?v\.?a\b|btw|\bp?\.?iva\b|\bnif\b|\bcif\b|\bnip\b|\bdi[čc]\b|"
    r"moms|\balv\b|intracom|\btin\b|\boib\b|αφμ",
    re.IGNORECASE,
)
_LABEL_CHARS = 50
_LEAST_DIGITS_UNLABELLED = 9
_COUNTRY_OF_LABEL = {
    "ust": "DE", "ustid": "DE", "ustidnr": "DE", "btw": "NL", "piva": "IT", "nip": "PL",
    "oib": "HR", "cif": "ES",
}  # fmt: skip


def _checks() -> dict[str, Callable[[str], bool]]:
    """The check of each state, imported now: a confined worker can open no file later."""
    checks: dict[str, Callable[[str], bool]] = {}
    for state in _STATES:
        module = get_cc_module(_MODULE_COUNTRY.get(state, state.lower()), "vat")
        if module is not None:
            checks[state] = module.is_valid
    return checks


_CHECK_OF_STATE = _checks()


def vat_ids(scan: Scan) -> Iterator[Candidate]:
    """Numbers with the prefix of a state, then numbers that only a label announces."""
    text = scan.text
    for match in _PREFIXED.finditer(text):
        start = match.start()
        state = match[0][:2]
        found = _longest_valid(state, match[0], skip=2)
        if found is None:
            continue
        length, number = found
        is_labelled = _LABEL_BEFORE.search(text[max(0, start - _LABEL_CHARS) : start]) is not None
        digits = sum(character.isdigit() for character in number)
        is_glued = match[0][2:3].isalnum()
        if not is_labelled and (digits < 8 or (digits < _LEAST_DIGITS_UNLABELLED and not is_glued)):
            continue
        yield _vat(state, number, start, start + length, 0.98 if is_labelled else 0.93)
    for start, end in scan.at(Cue.VAT_LABEL):
        found_here = _after_label(scan, text[start:end].lower(), end)
        if found_here is not None:
            yield found_here


def _after_label(scan: Scan, label: str, end: int) -> Candidate | None:
    state = _COUNTRY_OF_LABEL.get(label, scan.region)
    if state not in _CHECK_OF_STATE:
        return None
    match = _LABELLED.search(scan.text, end, min(len(scan.text), end + _LABEL_CHARS))
    if match is None or not any(character.isdigit() for character in match[0][:3]):
        return None
    found = _longest_valid(state, match[0], skip=0)
    if found is None:
        return None
    length, number = found
    return _vat(state, number, match.start(), match.start() + length, 0.9)


def _longest_valid(state: str, mention: str, *, skip: int) -> tuple[int, str] | None:
    """Length of the longest beginning of the mention that is a valid number, and its body."""
    check = _CHECK_OF_STATE[state]
    length = len(mention)
    while length > 7:
        body = _SEPARATORS.sub("", mention[skip:length])
        if 7 <= len(body) <= 12 and body[-1].isalnum() and check(body):
            return length, body
        gap = max(mention.rfind(" ", 0, length), mention.rfind("\u00a0", 0, length))
        length = gap
    return None


def _vat(state: str, number: str, start: int, end: int, confidence: float) -> Candidate:
    return Candidate(
        FindingKind.VAT_ID, start, end, state + number, confidence, Proof.PROVEN,
        scheme=f"{state} VAT",
    )  # fmt: skip
