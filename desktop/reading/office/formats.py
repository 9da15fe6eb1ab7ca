"""Numbers of spreadsheets as people see them: days, percentages, amounts with their currency.

A workbook keeps a number and a pattern. Of the patterns only what changes the meaning is followed:
dates, per cent, decimal places, thousands, and the words or signs before and behind. Source:
ECMA-376, part 1, sections 18.8.30 and 18.17.4.
"""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from math import isfinite

_BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy-mm-dd",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    49: "@",
}

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]\-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
"""Words in quotation marks, a sign behind a backslash, a currency in brackets, other brackets
(colours, conditions), blanks of some width, signs that fill a cell."""

_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.([0#?]*))?")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)

_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - no zone
_LAST_DAY = 2_958_465
"""31 December 9999."""

_DIGITS_KEPT = 15
"""A spreadsheet computes with so many."""


def built_in(number: int) -> str:
    """A pattern that files name by its number alone."""
    return _BUILT_IN.get(number, "General")


def shown(value: str, pattern: str, *, is_1904: bool = False) -> str:
    """A number as text.

    Args:
        value: As the file writes it.
        pattern: Such as "#,##0.00".
        is_1904: Whether days are counted from 1904, as early Macintoshes did.

    Returns:
        The value as it is written, where it is no number.
    """
    try:
        number = float(value)
    except ValueError:
        return value
    if not isfinite(number):
        return value
    first, *others = pattern.split(";")
    part = others[0] if number < 0 and others else first
    if is_of_time(pattern) and 0 <= number <= _LAST_DAY:
        return _moment(number, pattern, is_1904=is_1904)
    before, digits, behind = _parts(part)
    if digits is None:
        return _general(number)
    is_per_cent = "%" in before or "%" in behind
    amount = abs(number) if number < 0 and others else number
    written = _written(amount * 100 if is_per_cent else amount, digits)
    return f"{before}{written}{behind}".strip()


@lru_cache(maxsize=1024)
def is_of_time(pattern: str) -> bool:
    """Whether a pattern shows a day or a time."""
    bare = _QUOTED.sub("", pattern.split(";", maxsplit=1)[0])
    return bool(_ELAPSED.search(pattern)) or (
        bool(re.search(r"[ymdhs]", bare, re.IGNORECASE)) and "general" not in bare.lower()
    )


@lru_cache(maxsize=1024)
def _parts(pattern: str) -> tuple[str, str | None, str]:
    """What stands before the digits, their pattern, and what stands behind; None for no digits."""
    plain = _QUOTED.sub(_kept, pattern)
    match = _DIGITS.search(plain)
    if match is None or "e+" in plain.lower() or "/" in plain:
        return "", None, ""
    return plain[: match.start()], match[0], plain[match.end() :]


def _kept(match: re.Match[str]) -> str:
    word, sign, currency = match[1], match[2], match[3]
    kept = word or sign or currency or ""
    return kept if not re.search(r"[#0?]", kept) else ""


def _written(number: float, digits: str) -> str:
    whole, _, places = digits.partition(".")
    separator = "," if "," in whole.rstrip(",") else ""
    number /= 1000 ** (len(whole) - len(whole.rstrip(",")))
    text = f"{number:{separator}.{min(len(places), _DIGITS_KEPT)}f}"
    optional = len(places) - len(places.rstrip("#?"))
    if "." in text and optional:
        kept = text.rstrip("0").rstrip(".")
        least = text[: len(text) - optional].rstrip(".")
        text = max(kept, least, key=len)
    return text


def _general(number: float) -> str:
    if number == int(number) and abs(number) < 10**_DIGITS_KEPT:
        return str(int(number))
    return f"{number:.{_DIGITS_KEPT}g}"


def _moment(days: float, pattern: str, *, is_1904: bool) -> str:
    """Day and time in the order that no country misreads."""
    bare = _QUOTED.sub("", pattern.split(";", maxsplit=1)[0]).lower()
    has_time = "h" in bare or "s" in bare or bool(_ELAPSED.search(pattern))
    seconds = round(days * 86_400)
    if _ELAPSED.search(pattern):
        return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    try:
        moment = (_EPOCH_1904 if is_1904 else _EPOCH_1900) + timedelta(seconds=seconds)
    except OverflowError:
        return _general(days)
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    if days < 1 or not re.search(r"[yd]", bare):
        return clock if has_time else moment.date().isoformat()
    day = moment.date().isoformat()
    is_midnight = moment.hour == moment.minute == moment.second == 0
    return f"{day} {clock}" if has_time and not is_midnight else day
