"""Numbers of spreadsheets as people see them: days, percentages, amounts with their currency.

A workbook keeps a number and a pattern. Of the patterns only what changes the meaning is followed:
dates, per cent, decimal places, thousands, and the words or signs before and behind. Source:
ECMA-376, part 1, sections 18.8.30 and 18.17.4.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from math import isfinite
from operator import eq, ge, gt, le, lt, ne

_BUILT_IN: Mapping[int, str] = {
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
    32: "h:mm",
    33: "h:mm:ss",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    41: "#,##0",
    42: "#,##0",
    43: "#,##0.00",
    44: "#,##0.00",
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mm:ss.0",
    49: "@",
} | dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd")
"""By the numbers of ECMA-376; 27 to 36 and 50 to 58 are those of East Asia."""

_QUOTED = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]\-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
"""Words in quotation marks, a sign behind a backslash, a currency in brackets, other brackets
(colours, conditions), blanks of some width, signs that fill a cell."""

_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[0#?]*)?")
_PLACES = re.compile(r"[#0?](?:.*[#0?])?")
"""All places of digits and what stands between them: the number of an insurance, a telephone."""

_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)(-?[0-9.]{1,20})\]")
_HOLDS = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "<>": ne}
_STANDING_IN = str.maketrans(".,/", "\ue000\ue001\ue002")
_STOOD_IN_FOR = str.maketrans("\ue000\ue001\ue002", ".,/")
"""Signs that a pattern quotes, lest they be taken for those that shape a number."""

_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)

_EPOCH_1900, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - no zone
_LAST_DAY = 2_958_465
"""31 December 9999."""

_LEAP_DAY_1900 = 60
"""The day that never was: spreadsheets count 29 February 1900, so earlier days are one further."""

_DIGITS_KEPT = 15
"""A spreadsheet computes with so many."""

_PLAIN = frozenset("-0123456789")
_EXACT = Context(prec=80, rounding=ROUND_HALF_UP)
_MOST = 1e30
"""Above it no pattern is followed."""


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
    if is_of_time(pattern) and 0 <= number <= _LAST_DAY:
        return _moment(number, pattern, is_1904=is_1904)
    part, is_without_sign = _section(number, pattern)
    before, digits, behind = _parts(part)
    if digits is None or abs(number) > _MOST:
        return _general(number)
    amount = Decimal(f"{number:.{_DIGITS_KEPT}g}" if set(value) - _PLAIN else value)
    if "%" in before or "%" in behind:
        amount = amount.scaleb(2, _EXACT)
    written = _written(abs(amount) if is_without_sign else amount, digits)
    return f"{before}{written}{behind}".translate(_STOOD_IN_FOR).strip()


def _section(number: float, pattern: str) -> tuple[str, bool]:
    """The part of a pattern that is for a number, and whether it says the sign itself."""
    sections = pattern.split(";")
    conditions = [_CONDITION.search(each) for each in sections]
    if any(conditions):
        for section, condition in zip(sections, conditions, strict=True):
            if condition is None or _HOLDS[condition[1]](number, _bound(condition[2])):
                return section, False
        return sections[-1], False
    is_without_sign = number < 0 and len(sections) > 1
    return sections[1 if is_without_sign else 0], is_without_sign


def _bound(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


@lru_cache(maxsize=1024)
def is_of_time(pattern: str) -> bool:
    """Whether a pattern shows a day or a time."""
    bare = _QUOTED.sub("", pattern.split(";", maxsplit=1)[0])
    return bool(_ELAPSED.search(pattern)) or (
        bool(re.search(r"[ymdhs]", bare, re.IGNORECASE)) and "general" not in bare.lower()
    )


def is_unseen(pattern: str, *, is_text: bool) -> bool:
    """Whether a pattern of semicolons and empty words keeps a value from being seen."""
    pattern = pattern.replace('""', "")
    return set(pattern.strip()) == {";"} and (not is_text or pattern.count(";") >= 3)


@lru_cache(maxsize=1024)
def _parts(pattern: str) -> tuple[str, str | None, str]:
    """What stands before the digits, their pattern, and what stands behind; None for no digits."""
    plain = _QUOTED.sub(_kept, pattern)
    match = _DIGITS.search(plain)
    if match is None or "e+" in plain.lower() or "/" in plain:
        return "", None, ""
    if re.search(r"[#0?]", plain[match.end() :]):
        match = _PLACES.search(plain, match.start()) or match
    return plain[: match.start()], match[0], plain[match.end() :]


def _kept(match: re.Match[str]) -> str:
    word, sign, currency = match[1], match[2], match[3]
    kept = word or sign or currency or ""
    return "" if re.search(r"[#0?]", kept) else kept.translate(_STANDING_IN)


def _written(number: Decimal, digits: str) -> str:
    if re.search(r"[^#0?,.]", digits):
        return _filled(number, digits)
    whole, _, places = digits.partition(".")
    bare = whole.rstrip(",")
    number = number.scaleb(3 * (len(bare) - len(whole)), _EXACT)
    count = min(len(places), _DIGITS_KEPT)
    rounded = number.quantize(Decimal(1).scaleb(-count), context=_EXACT)
    head, dot, tail = f"{abs(rounded):f}".partition(".")
    head = head.zfill(bare.count("0"))
    if "," in bare:
        head = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+$)", ",", head)
    least = len(places.rstrip("#?"))
    tail = tail[:least] + tail[least:].rstrip("0")
    return f"{'-' if number < 0 else ''}{head}{dot if tail else ''}{tail}"


def _filled(number: Decimal, digits: str) -> str:
    """A number whose digits stand in several groups, filled from the last place to the first."""
    left = f"{abs(number.quantize(Decimal(1), context=_EXACT)):f}"
    first = re.search(r"[#0?]", digits)
    begin = first.start() if first else 0
    filled = ""
    for at in range(len(digits) - 1, -1, -1):
        sign = digits[at]
        if sign not in "#0?":
            filled = sign + filled
        elif at == begin:
            filled = (left or ("0" if sign == "0" else "")) + filled
        else:
            filled = (left[-1:] or ("0" if sign == "0" else "")) + filled
            left = left[:-1]
    return f"{'-' if number < 0 else ''}{filled}"


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
    early_days = 1 if not is_1904 and 1 <= days < _LEAP_DAY_1900 else 0
    epoch = _EPOCH_1904 if is_1904 else _EPOCH_1900
    try:
        moment = epoch + timedelta(days=early_days, seconds=seconds)
    except OverflowError:
        return _general(days)
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    if days < 1 or not re.search(r"[yd]", bare):
        return clock if has_time else moment.date().isoformat()
    day = moment.date().isoformat()
    is_midnight = moment.hour == moment.minute == moment.second == 0
    return f"{day} {clock}" if has_time and not is_midnight else day
