"""IBANs and payment cards."""

import re
from collections.abc import Iterator

from desktop.findings import without_ssl  # noqa: F401 - stdnum asks for it while it loads

# isort: split
from stdnum import iban as stdnum_iban
from stdnum import luhn, numdb

from desktop.domain.finding import FindingKind, Sensitivity
from desktop.findings.candidate import Candidate, Proof
from desktop.findings.scan import Scan

_IBAN_START = re.compile(r"[A-Z]{2}[0-9]{2}[ \u00a0\n.]?[A-Z0-9]{2}")
_BBAN_PART = re.compile(r"(\d+)![nac]")
_GAPS = frozenset(" \u00a0\n.-")
_LONGEST_IBAN = 34
"""Characters (ISO 13616-1)."""

_CARD_START = re.compile(r"(?<![\w+.])[2-6][0-9]{3}(?=[ \-\u00a0]?[0-9])")
_CARD_SHAPES = tuple(
    re.compile(rf"[0-9]{{4}}([ \-\u00a0]){rest}(?!\w|[.,][0-9]|\1[0-9]{{4}}(?![0-9.,/]))")
    for rest in (
        r"[0-9]{4}\1[0-9]{4}\1[0-9]{4}\1[0-9]{1,3}",
        r"[0-9]{4}\1[0-9]{4}\1[0-9]{1,4}",
        r"[0-9]{6}\1[0-9]{4,5}",
    )
)
"""Groups as they are embossed, the longest first; an amount or a code may follow, but no further
group of four, which would make it another kind of number."""
_CARD_RUN = re.compile(r"[0-9](?:[ \-\u00a0]?[0-9]){11,18}(?![\w]|[ \-.,][0-9])")
_CARD_WORD = re.compile(
    r"card|visa|master|amex|american express|karte|carte|tarjeta|carta di|kaart|karta|maestro|"
    r"kreditk|pan\b",
    re.IGNORECASE,
)
_MASKS = ("****", "XXXX", "xxxx", "••••")
_MASKED_CARD = re.compile(r"(?<![\w*•])[*Xx•0-9][*Xx• \-0-9]{2,20}[*Xx•][ \-]?[0-9]{3,4}(?![0-9])")
_CARD_CONTEXT_CHARS = 80


def _lengths_of_countries() -> dict[str, int]:
    """Length of an IBAN by country, from the registry's account structures in stdnum."""
    lengths: dict[str, int] = {}
    registry = numdb.get("iban")
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    for country in (first + second for first in letters for second in letters):
        _, properties = registry.info(country)[0]
        structure = properties.get("bban", "")
        if structure:
            lengths[country] = 4 + sum(int(size) for size in _BBAN_PART.findall(structure))
    return lengths


_LENGTH_OF_COUNTRY = _lengths_of_countries()


def ibans(scan: Scan) -> Iterator[Candidate]:
    """International account numbers whose check digits hold; spaces, a line break may part them."""
    text = scan.text
    position = 0
    while (match := _IBAN_START.search(text, position)) is not None:
        position = match.start() + 1
        found = _iban_at(text, match.start())
        if found is not None:
            yield found
            position = found.end


def _iban_at(text: str, start: int) -> Candidate | None:
    length = _LENGTH_OF_COUNTRY.get(text[start : start + 2])
    if length is None or (start and text[start - 1].isalnum()):
        return None
    characters: list[str] = []
    at = start
    for at in range(start, min(len(text), start + 2 * _LONGEST_IBAN)):
        character = text[at]
        if character.isascii() and character.isalnum():
            characters.append(character)
            if len(characters) == length:
                break
        elif character not in _GAPS or text[at - 1] in _GAPS:
            return None
    end = at + 1
    if len(characters) != length or (end < len(text) and text[end].isalnum()):
        return None
    value = "".join(characters).upper()
    if not stdnum_iban.is_valid(value, check_country=False):
        return None
    scheme = f"{value[:2]} IBAN"
    return Candidate(FindingKind.IBAN, start, end, value, 0.99, Proof.PROVEN, scheme=scheme)


def cards(scan: Scan) -> Iterator[Candidate]:
    """Payment card numbers: an issuer's range, its length and the Luhn digit.

    One run of digits in ten passes Luhn, so a number without the usual groups needs a word such as
    "card" or "Visa" near it.
    """
    text = scan.text
    behind = 0
    for match in _CARD_START.finditer(text):
        start = match.start()
        if start < behind or _goes_on_before(text, start):
            continue
        found = _card_at(text, start)
        if found is not None:
            yield found
            behind = found.end
    if any(mask in text for mask in _MASKS):
        yield from _masked_cards(text)


def _masked_cards(text: str) -> Iterator[Candidate]:
    """Numbers of which only the last digits show."""
    for match in _MASKED_CARD.finditer(text):
        hidden = sum(character in "*Xx•" for character in match[0])
        start, end = match.span()
        if hidden >= 4 and _is_about_cards(text, start, end):
            yield Candidate(
                FindingKind.PAYMENT_CARD, start, end, match[0].replace(" ", ""), 0.8,
                Proof.STATED, role="masked", sensitivity=Sensitivity.MODERATE,
            )  # fmt: skip


def _is_about_cards(text: str, start: int, end: int) -> bool:
    around = text[max(0, start - _CARD_CONTEXT_CHARS) : end + _CARD_CONTEXT_CHARS // 2]
    return _CARD_WORD.search(around) is not None


def _goes_on_before(text: str, start: int) -> bool:
    """Whether the digits are the end of a longer number."""
    return start > 1 and text[start - 1] in " -" and text[start - 2].isdigit()


def _card_at(text: str, start: int) -> Candidate | None:
    for shape in _CARD_SHAPES:
        grouped = shape.match(text, start)
        if grouped is not None and (scheme := _scheme_of(grouped[0])):
            return _card(grouped, scheme, 0.97)
    run = _CARD_RUN.match(text, start)
    if run is None or not (scheme := _scheme_of(run[0])):
        return None
    return _card(run, scheme, 0.9) if _is_about_cards(text, *run.span()) else None


def _scheme_of(number: str) -> str:
    digits = _digits_of(number)
    scheme = _card_scheme(digits)
    return scheme if scheme and luhn.is_valid(digits) else ""


def _card(match: re.Match[str], scheme: str, confidence: float) -> Candidate:
    return Candidate(
        FindingKind.PAYMENT_CARD, *match.span(), _digits_of(match[0]), confidence,
        Proof.PROVEN, scheme=scheme,
    )  # fmt: skip


def _digits_of(number: str) -> str:
    return "".join(character for character in number if character.isdigit())


_ISSUERS: tuple[tuple[int, int, frozenset[int], str], ...] = (
    (4000, 4999, frozenset({13, 16, 19}), "Visa"),
    (5100, 5599, frozenset({16}), "Mastercard"),
    (2221, 2720, frozenset({16}), "Mastercard"),
    (3400, 3499, frozenset({15}), "American Express"),
    (3700, 3799, frozenset({15}), "American Express"),
    (3000, 3059, frozenset({14}), "Diners Club"),
    (3600, 3699, frozenset({14}), "Diners Club"),
    (3800, 3999, frozenset({14}), "Diners Club"),
    (3528, 3589, frozenset({16}), "JCB"),
    (6011, 6011, frozenset({16, 19}), "Discover"),
    (6440, 6599, frozenset({16, 19}), "Discover"),
    (6200, 6299, frozenset({16, 17, 18, 19}), "UnionPay"),
    (5018, 5018, frozenset({16, 18, 19}), "Maestro"),
    (5020, 5020, frozenset({16, 18, 19}), "Maestro"),
    (5038, 5038, frozenset({16, 18, 19}), "Maestro"),
    (5893, 5893, frozenset({16, 18, 19}), "Maestro"),
    (6304, 6304, frozenset({16, 18, 19}), "Maestro"),
    (6759, 6763, frozenset({16, 18, 19}), "Maestro"),
)
"""First and last prefix of four digits, lengths, brand (ISO/IEC 7812 ranges, from issuers)."""


def _card_scheme(digits: str) -> str:
    prefix = int(digits[:4])
    for first, last, lengths, brand in _ISSUERS:
        if first <= prefix <= last and len(digits) in lengths:
            return brand
    return ""
