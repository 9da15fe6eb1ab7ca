"""The machine-readable zone of identity cards and passports (ICAO Doc 9303, parts 3 to 6).

Three lines of 30 characters (TD1), two of 36 (TD2) or two of 44 (TD3), made of capitals, digits and
"<". A part with a check digit counts only when the digit is right, and then goes before what labels
tell. Names are written without accents there, so what is printed goes before them.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from desktop.casework.extraction.candidates import Candidate, words_candidate
from desktop.casework.extraction.layout import SearchedPage
from desktop.domain.extraction import FieldSchema, ZonePart

CHECKED, UNCHECKED = 0.97, 0.65
CHECKED_RANK, UNCHECKED_RANK = 4.5, 0.6

_LINE = re.compile(r"(?m)^[ ]*([A-Z0-9<][A-Z0-9< ]{28,60}[A-Z0-9<])[ ]*$")
_LETTERS = str.maketrans("0158", "OISB")
_DIGITS = str.maketrans("OISBZQD", "0158200")
_WEIGHTS = (7, 3, 1)


class _Part(NamedTuple):
    """Where a part stands in a zone, and where its check digit: lines and columns from 0."""

    line: int
    start: int
    end: int
    check: int = -1


_LAYOUTS: dict[tuple[int, int], dict[ZonePart, _Part]] = {
    (3, 30): {
        ZonePart.NUMBER: _Part(0, 5, 14, 14),
        ZonePart.BIRTH: _Part(1, 0, 6, 6),
        ZonePart.EXPIRY: _Part(1, 8, 14, 14),
        ZonePart.NATIONALITY: _Part(1, 15, 18),
        ZonePart.SURNAME: _Part(2, 0, 30),
        ZonePart.GIVEN_NAMES: _Part(2, 0, 30),
    },
    (2, 36): {
        ZonePart.NUMBER: _Part(1, 0, 9, 9),
        ZonePart.BIRTH: _Part(1, 13, 19, 19),
        ZonePart.EXPIRY: _Part(1, 21, 27, 27),
        ZonePart.NATIONALITY: _Part(1, 10, 13),
        ZonePart.SURNAME: _Part(0, 5, 36),
        ZonePart.GIVEN_NAMES: _Part(0, 5, 36),
    },
    (2, 44): {
        ZonePart.NUMBER: _Part(1, 0, 9, 9),
        ZonePart.BIRTH: _Part(1, 13, 19, 19),
        ZonePart.EXPIRY: _Part(1, 21, 27, 27),
        ZonePart.NATIONALITY: _Part(1, 10, 13),
        ZonePart.SURNAME: _Part(0, 5, 44),
        ZonePart.GIVEN_NAMES: _Part(0, 5, 44),
    },
}


class _Line(NamedTuple):
    """A line of a zone without spaces, and where it stands in the text."""

    text: str
    start: int
    end: int


def candidates_in_zone(page: SearchedPage, field: FieldSchema) -> Iterator[Candidate]:
    """What the zone says for a field that names a part of it."""
    if field.zone is None:
        return
    for lines in _zones(page.text.text):
        part = _LAYOUTS[len(lines), len(lines[0].text)][field.zone]
        value = _value(lines, part, field.zone)
        if value:
            line = lines[part.line]
            is_checked = part.check >= 0
            yield words_candidate(
                page,
                field,
                line.text[part.start : part.end].strip("<"),
                value,
                page.text.boxes_between(line.start, line.end),
                told=CHECKED if is_checked else UNCHECKED,
                rank=CHECKED_RANK if is_checked else UNCHECKED_RANK,
                start=line.start,
            )


def _zones(text: str) -> Iterator[Sequence[_Line]]:
    """Lines of equal length, one below the other, that have the size of a zone."""
    found = [
        _Line(match[1].replace(" ", ""), *match.span(1))
        for match in _LINE.finditer(text)
        if "<" in match[1]
    ]
    for count, width in _LAYOUTS:
        for at in range(len(found) - count + 1):
            lines = found[at : at + count]
            are_close = all(
                not text[one.end : other.start].strip() for one, other in pairwise(lines)
            )
            if are_close and all(len(line.text) == width for line in lines):
                yield lines


def _value(lines: Sequence[_Line], part: _Part, zone: ZonePart) -> str:
    """A part in its normal form, "" where it is not there or its check digit is wrong."""
    line = lines[part.line].text
    written = line[part.start : part.end]
    match zone:
        case ZonePart.NUMBER:
            is_right = _check_digit(written) == line[part.check].translate(_DIGITS)
            return written.strip("<") if is_right else ""
        case ZonePart.BIRTH | ZonePart.EXPIRY:
            digits = written.translate(_DIGITS)
            is_right = _check_digit(digits) == line[part.check].translate(_DIGITS)
            return _date(digits, _expiry_year(lines), zone) if is_right else ""
        case ZonePart.NATIONALITY:
            return written.translate(_LETTERS).strip("<")
        case ZonePart.SURNAME | ZonePart.GIVEN_NAMES:
            surname, _, given = written.translate(_LETTERS).partition("<<")
            name = surname if zone is ZonePart.SURNAME else given
            return " ".join(name.replace("<", " ").split())


def _expiry_year(lines: Sequence[_Line]) -> int:
    """The year in which the document expires; documents with a zone expire in this century."""
    part = _LAYOUTS[len(lines), len(lines[0].text)][ZonePart.EXPIRY]
    year = lines[part.line].text[part.start : part.start + 2].translate(_DIGITS)
    return 2000 + int(year) if year.isdigit() else 2099


def _date(digits: str, expiry_year: int, zone: ZonePart) -> str:
    """As ISO 8601; nobody is born after the document expires."""
    if not digits.isdigit():
        return ""
    year, month, day = 2000 + int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if zone is ZonePart.BIRTH and year > expiry_year:
        year -= 100
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else ""


def _check_digit(text: str) -> str:
    """ICAO Doc 9303 part 3, 4.9: weights 7, 3, 1 over digits, letters from 10, "<" as 0."""
    values = (0 if letter == "<" else int(letter, 36) for letter in text)
    return str(sum(value * _WEIGHTS[at % 3] for at, value in enumerate(values)) % 10)
