"""Dates in English, French, German and related notations, as ISO 8601.

`numeric_dates` reads 12/03/2024, 2024-03-12, 12.03.24; `worded_dates` reads "le 1er mars 2024",
"12. März 2024", "March 12th, 2024", "this 3rd day of May, 2011", "05-AUG-2017", and months without
a day ("March 2024", as 2024-03). A year alone is no date. Which of 03 and 12 is the day is told by
the region, then by another date of the page that allows one reading only; a guess is marked by its
confidence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from desktop.domain.finding import FindingKind
from desktop.findings.candidate import Candidate, Proof
from desktop.findings.months import NUMBER_OF_MONTH
from desktop.findings.regions import MONTH_FIRST_REGIONS
from desktop.findings.scan import Cue, Scan

MONTH_WORDS = tuple(NUMBER_OF_MONTH)

_SURE = 0.95
_BY_REGION = 0.85
_BY_GUESS = 0.55
_FIRST_YEAR, _LAST_YEAR = 1800, 2199
_CENTURY_PIVOT = 50
"""Two-digit years below this are of this century (POSIX uses 69; contracts run ahead)."""

_NUMERIC = re.compile(
    r"[0-9](?:[0-9]{3}([./\-])(?:[0-9]{1,2})\1(?:[0-9]{1,2})(?![0-9])"
    r"|[0-9]?([./\-] ?)(?:[0-9]{1,2})\2(?:[0-9]{4}|[0-9]{2})(?![0-9]))"
)
_DIGITS = re.compile(r"[0-9]+")
_DAY_BEFORE = re.compile(
    r"(?<![0-9.,/])([0-3]?[0-9])(?:st|nd|rd|th|er|re|ère|º|°|ª|\.)?"
    r"(?:[\s_]{1,3}(?:day[\s_]{1,3})?(?:of|de|del|di)(?:[\s_]{1,3}the[\s_]{1,3}month[\s_]{1,3}of)?)?[\s\-/.]{0,3}\Z",
    re.IGNORECASE,
)
_YEAR_BEHIND = re.compile(
    r"\.?[\s,./\-]{0,4}(?:(?:of|de|del|in the year)\s{1,3})?([0-9]{4})(?![0-9])", re.IGNORECASE
)
_SHORT_YEAR_BEHIND = re.compile(r"\.?(?:[\-/.]|\s?[’'])([0-9]{2})(?![0-9])")
_DAY_AND_YEAR_BEHIND = re.compile(
    r"\.?[\s\-]{0,2}([0-3]?[0-9])(?:st|nd|rd|th)?[\s,.\-/]{1,4}([0-9]{4})(?![0-9])", re.IGNORECASE
)
_YEAR_BEFORE = re.compile(r"(?<![0-9])([0-9]{4})[\s\-./]{1,2}\Z")
_DAY_BEHIND = re.compile(r"[\s\-./]{1,2}([0-3]?[0-9])(?![0-9])")
_WINDOW_CHARS = 36


@dataclass(frozen=True, slots=True)
class _Numeric:
    """A numeric date before its day is known from its month."""

    start: int
    end: int
    first: int
    second: int
    year: int


def dates(scan: Scan) -> Iterator[Candidate]:
    """All dates of the page."""
    yield from _numeric_dates(scan)
    yield from _worded_dates(scan)


def _numeric_dates(scan: Scan) -> Iterator[Candidate]:
    text = scan.text
    undecided: list[_Numeric] = []
    day_first = month_first = 0
    for match in _NUMERIC.finditer(text):
        start, end = match.span()
        if _is_part_of_more(text, start, end):
            continue
        parts = _DIGITS.findall(match[0])
        if match[2] is None:
            value = _iso(int(parts[0]), int(parts[1]), int(parts[2]))
            if value:
                yield _date(start, end, value, _SURE)
            continue
        if len(parts[2]) == 2 and not (len(parts[0]) == len(parts[1]) == 2):
            continue
        one = _Numeric(start, end, int(parts[0]), int(parts[1]), _year(parts[2]))
        if "." in match[2] or one.first == one.second:
            value = _iso(one.year, one.second, one.first)
            if value:
                yield _date(start, end, value, _SURE if len(parts[2]) == 4 else 0.8)
            continue
        day_first += 12 < one.first <= 31 and one.second <= 12
        month_first += 12 < one.second <= 31 and one.first <= 12
        undecided.append(one)
    if undecided:
        order, confidence = _order(scan, day_first, month_first)
        for one in undecided:
            yield from _decided(one, confidence, is_month_first=order)


def _order(scan: Scan, day_first: int, month_first: int) -> tuple[bool, float]:
    """Whether ambiguous dates of the page put the month first, and how sure that is."""
    by_region = scan.region in MONTH_FIRST_REGIONS
    if scan.is_region_given:
        return by_region, _BY_REGION
    if bool(day_first) != bool(month_first):
        return month_first > 0, _BY_REGION
    if scan.region or scan.language not in ("", "en"):
        return by_region, 0.75
    return False, _BY_GUESS


def _decided(one: _Numeric, confidence: float, *, is_month_first: bool) -> Iterator[Candidate]:
    day, month = (one.second, one.first) if is_month_first else (one.first, one.second)
    if one.first > 12 or one.second > 12:
        confidence = _SURE
        if month > 12:
            day, month = month, day
    value = _iso(one.year, month, day)
    if value:
        yield _date(one.start, one.end, value, confidence)


def _is_part_of_more(text: str, start: int, end: int) -> bool:
    """Whether the digits belong to a longer number, a version or an address of a machine."""
    if start and (text[start - 1].isalnum() or text[start - 1] in "./-,"):
        before = text[start - 1]
        if before.isalnum() or (start > 1 and text[start - 2].isdigit()):
            return True
    return end + 1 < len(text) and text[end] in "./-" and text[end + 1].isdigit()


def _worded_dates(scan: Scan) -> Iterator[Candidate]:
    text = scan.text
    for start, end in scan.at(Cue.MONTH):
        month = NUMBER_OF_MONTH[text[start:end].lower()]
        found = _worded_date(text, start, end, month)
        if found is not None:
            yield found


def _worded_date(text: str, start: int, end: int, month: int) -> Candidate | None:
    before = text[max(0, start - _WINDOW_CHARS) : start]
    behind = text[end : end + _WINDOW_CHARS]
    offset = start - len(before)
    day = _DAY_BEFORE.search(before)
    year = _YEAR_BEHIND.match(behind)
    if day is not None and year is None:
        year = _SHORT_YEAR_BEHIND.match(behind)
    if day is not None and year is not None:
        value = _iso(_year(year[1]), month, int(day[1]))
        if value:
            return _date(offset + day.start(1), end + year.end(1), value, _SURE)
    both = _DAY_AND_YEAR_BEHIND.match(behind)
    if both is not None:
        value = _iso(int(both[2]), month, int(both[1]))
        if value:
            return _date(start, end + both.end(2), value, _SURE)
    return _date_without_day(text, (start, end), before, behind, month)


def _date_without_day(
    text: str, span: tuple[int, int], before: str, behind: str, month: int
) -> Candidate | None:
    start, end = span
    year_first = _YEAR_BEFORE.search(before)
    day_last = _DAY_BEHIND.match(behind) if year_first else None
    if year_first is not None and day_last is not None:
        value = _iso(int(year_first[1]), month, int(day_last[1]))
        if value:
            at = start - len(before) + year_first.start(1)
            return _date(at, end + day_last.end(1), value, _SURE)
    year = _YEAR_BEHIND.match(behind)
    if year is None or (not text[start].isupper() and end - start < 4):
        return None
    if not _FIRST_YEAR <= int(year[1]) <= _LAST_YEAR or (start and text[start - 1].isalnum()):
        return None
    value = f"{int(year[1]):04d}-{month:02d}"
    return replace(_date(start, end + year.end(1), value, 0.6), proof=Proof.GUESSED)


def _date(start: int, end: int, value: str, confidence: float) -> Candidate:
    return Candidate(FindingKind.DATE, start, end, value, confidence, Proof.STATED)


def _year(digits: str) -> int:
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (2000 if int(digits) < _CENTURY_PIVOT else 1900)


def _iso(year: int, month: int, day: int) -> str:
    """The ISO form, or "" where there is no such day."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return ""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
