"""What stands behind the name of a field: `kind:iban`, `date:2024-01..2024-03`, `amount:>=1000`."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import NoReturn, TypeVar

from desktop.domain.document import DocumentKind
from desktop.domain.errors import QueryError
from desktop.domain.finding import FindingKind, FindingSource, Sensitivity
from desktop.findings.currencies import CODES, CURRENCY_OF_SIGN
from desktop.vault.normalise import fold, words
from desktop.vault.search.tree import (
    AmountIn,
    DateIn,
    DocumentNamed,
    KindIs,
    Leaf,
    PageIn,
    SensitivityIs,
    Sound,
    SourceIs,
    Stem,
    TypeIs,
)

Place = tuple[int, int]
AnyChoice = TypeVar("AnyChoice", bound=StrEnum)

MAX_AMOUNT_DIGITS = 15
MIN_WORD_LETTERS = 3
"""Shorter words sound or look like too many others."""

_RANGE = re.compile(r"(?P<sign>[<>]=?)(?P<bound>.+)|(?P<low>.*?)\.\.(?P<high>.*)|(?P<one>.+)")
_YEAR = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_AMOUNT = re.compile(r"(?P<before>\D{0,3}?) ?(?P<number>-?\d[\d.,' ]*?) ?(?P<behind>[^\d\s]{0,3})")
_NUMBER_HELP = "Write numbers such as amount:1234.50, amount:>=1000 EUR or amount:100..200."
_DATE_HELP = "Write a day, month or year such as date:2024-03-15, date:2024-03, or date:2024..2025."
_PAGE_HELP = "Write a number or a range, such as page:3 or page:2..5."


def condition_of(name: str, text: str, place: Place) -> Leaf:
    """The condition that a field and what stands behind it make.

    Args:
        name: One of `FIELDS`.
        text: Without quotation marks.
        place: Of both in the search, for errors.

    Raises:
        QueryError: It makes none.
    """
    return FIELDS[name](text, place)


def single_word(text: str, place: Place, what: str, *, at_least: int = MIN_WORD_LETTERS) -> str:
    """The text where it is one word of letters, long enough.

    Raises:
        QueryError: It is not.
    """
    found = words(text)
    if len(found) != 1 or found[0][1:] != (0, len(text)):
        _refuse(place, f"{what} takes one word.", f"Write each word by itself: {what} for each.")
    if not any(map(str.isalpha, text)):
        _refuse(
            place,
            f"{what} takes a word, and this is a number.",
            "Write the number in full, or use amount: or date: with a range.",
        )
    if len(text) < at_least:
        _refuse(place, f"{what} needs at least {at_least} letters.", "Write more of the word.")
    return text


def is_currency(text: str) -> bool:
    """Whether a word behind an amount belongs to it."""
    return text in CODES or text in CURRENCY_OF_SIGN


def _refuse(place: Place, reason: str, remedy: str) -> NoReturn:
    raise QueryError(reason, remedy=remedy, place=place)


def _choice(name: str, choices: type[AnyChoice]) -> Callable[[str, Place], AnyChoice]:
    def chosen(text: str, place: Place) -> AnyChoice:
        try:
            return choices(text.strip().lower().replace("-", "_").replace(" ", "_"))
        except ValueError:
            known = ", ".join(choice.value for choice in choices)
            _refuse(place, f"{name}: does not know this.", f"Write {name}: and one of {known}.")

    return chosen


_kind = _choice("kind", FindingKind)
_sensitivity = _choice("sensitivity", Sensitivity)
_source = _choice("source", FindingSource)
_type = _choice("type", DocumentKind)


def _document(text: str, place: Place) -> DocumentNamed:
    plain = " ".join(text.split())
    if not words(plain):
        _refuse(place, "document: needs a part of a file name.", 'Write document:"lease 2024".')
    return DocumentNamed(plain)


def _parts(text: str, place: Place, remedy: str) -> re.Match[str]:
    match = _RANGE.fullmatch(text.strip())
    if match is None or match["low"] == match["high"] == "":
        _refuse(place, "this is no range.", remedy)
    return match


def _date(text: str, place: Place) -> DateIn:
    match = _parts(text, place, _DATE_HELP)

    def days(written: str) -> tuple[date, date]:
        found = _days(written.strip())
        if found is None:
            _refuse(place, "this is no date.", _DATE_HELP)
        return found

    day = timedelta(days=1)
    if match["one"] is not None:
        return DateIn(*days(match["one"]))
    if match["sign"] is not None:
        first, last = days(match["bound"])
        try:
            return {
                ">=": lambda: DateIn(first, None),
                ">": lambda: DateIn(last + day, None),
                "<=": lambda: DateIn(None, last),
                "<": lambda: DateIn(None, first - day),
            }[match["sign"]]()
        except OverflowError:
            _refuse(place, "there is no date beyond.", _DATE_HELP)
    begin = days(match["low"])[0] if match["low"].strip() else None
    end = days(match["high"])[1] if match["high"].strip() else None
    if begin is not None and end is not None and begin > end:
        _refuse(place, "the range ends before it begins.", "Write the earlier date first.")
    return DateIn(begin, end)


def _days(text: str) -> tuple[date, date] | None:
    """The first and last day of a day, month or year; None where it is none."""
    by_year, by_day = _YEAR.fullmatch(text), _DAY_FIRST.fullmatch(text)
    if by_day is not None:
        numbers = [by_day[3], by_day[2], by_day[1]]
    elif by_year is not None:
        numbers = [part for part in by_year.groups() if part]
    else:
        return None
    year, *rest = map(int, numbers)
    first_month, last_month = (rest[0], rest[0]) if rest else (1, 12)
    try:
        last_day = monthrange(year, last_month)[1]
        first_day, last_day = (rest[1], rest[1]) if len(rest) > 1 else (1, last_day)
        return date(year, first_month, first_day), date(year, last_month, last_day)
    except ValueError:
        return None


def _amount(text: str, place: Place) -> AmountIn:
    match = _parts(text, place, _NUMBER_HELP)
    found: set[str] = set()

    def number(written: str) -> Decimal | None:
        if not written.strip():
            return None
        value, currency = _number(written.strip(), place)
        found.add(currency)
        return value

    if match["one"] is not None:
        low = high = number(match["one"])
    elif match["sign"] is not None:
        bound = number(match["bound"])
        low, high = (bound, None) if match["sign"].startswith(">") else (None, bound)
    else:
        low, high = number(match["low"]), number(match["high"])
    currencies = found - {""}
    if len(currencies) > 1:
        _refuse(place, "a range has one currency.", _NUMBER_HELP)
    if low is not None and high is not None and low > high:
        _refuse(place, "the range ends before it begins.", "Write the smaller amount first.")
    return AmountIn(low, high, is_strict=match["sign"] in ("<", ">"), currency="".join(currencies))


def _number(text: str, place: Place) -> tuple[Decimal, str]:
    match = _AMOUNT.fullmatch(text)
    if match is None:
        _refuse(place, "this is no amount.", _NUMBER_HELP)
    is_negative = match["number"].startswith("-")
    plain = fold(match["number"].removeprefix("-"))
    sign = (match["before"] or match["behind"]).strip()
    currency = CURRENCY_OF_SIGN.get(sign, sign.upper())
    digits = plain.replace(".", "", 1)
    is_number = digits.isascii() and digits.isdecimal() and len(digits) <= MAX_AMOUNT_DIGITS
    if not is_number or (currency and currency not in CODES):
        _refuse(place, "this is no amount.", _NUMBER_HELP)
    value = Decimal(plain)
    return -value if is_negative and value else value, currency


def _page(text: str, place: Place) -> PageIn:
    match = _parts(text, place, _PAGE_HELP)

    def number(written: str) -> int:
        plain = written.strip()
        if not (plain.isascii() and plain.isdecimal() and len(plain) <= 6 and int(plain)):
            _refuse(place, "this is no page number.", _PAGE_HELP)
        return int(plain)

    if match["one"] is not None:
        one = number(match["one"])
        return PageIn(one, one)
    if match["sign"] is not None:
        bound, is_strict = number(match["bound"]), len(match["sign"]) == 1
        if match["sign"].startswith(">"):
            return PageIn(bound + is_strict, None)
        if is_strict and bound == 1:
            _refuse(place, "pages are counted from 1.", _PAGE_HELP)
        return PageIn(1, bound - is_strict)
    first = number(match["low"]) if match["low"].strip() else 1
    last = number(match["high"]) if match["high"].strip() else None
    if last is not None and first > last:
        _refuse(place, "the range ends before it begins.", _PAGE_HELP)
    return PageIn(first, last)


FIELDS: Mapping[str, Callable[[str, Place], Leaf]] = {
    "kind": lambda text, place: KindIs(_kind(text, place)),
    "sensitivity": lambda text, place: SensitivityIs(_sensitivity(text, place)),
    "source": lambda text, place: SourceIs(_source(text, place)),
    "type": lambda text, place: TypeIs(_type(text, place)),
    "date": _date,
    "amount": _amount,
    "page": _page,
    "document": _document,
    "sounds": lambda text, place: Sound(single_word(text, place, "sounds:")),
    "stem": lambda text, place: Stem(single_word(text, place, "stem:")),
}
"""Names of fields, in lower case."""
