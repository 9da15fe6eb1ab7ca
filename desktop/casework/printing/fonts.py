"""The fonts of printed pages: three of the fourteen that every PDF viewer brings along.

Widths are in thousandths of the font's size. Source: Adobe's font metrics of Helvetica; Courier is
600 throughout. A letter with an accent is as wide as the one without.
"""

import unicodedata
from enum import Enum

ENCODING = "cp1252"
"""WinAnsiEncoding of PDF: the letters of Western Europe."""

_REPLACED = {
    "\u0142": "l",
    "\u0141": "L",
    "\u0111": "d",
    "\u0110": "D",
    "\u2212": "-",
    "\u2011": "-",
}
"""Letters with a stroke, which is no mark that can be taken off; a minus and a hard hyphen."""

_NOT_PRINTABLE = "?"
_HELVETICA = (
    "278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556"
    " 556 556 556 556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667"
    " 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556"
    " 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722"
    " 500 500 500 334 260 334 584"
)
_BOLD = (
    "278 333 474 556 556 889 722 238 333 333 389 584 278 333 278 278 556 556 556 556 556 556"
    " 556 556 556 556 333 333 584 584 584 611 975 722 722 722 722 667 611 778 722 278 556 722"
    " 611 833 722 778 667 778 722 667 611 722 667 944 667 667 611 333 278 333 584 556 333 556"
    " 611 556 611 556 333 611 611 278 278 556 278 889 611 611 611 611 389 556 333 611 556 778"
    " 556 556 500 389 280 389 584"
)
_FIRST_CHARACTER = " "
_WIDE_WIDTH = 556
"""Of signs that are not listed: those in use (section sign, Euro, quotation marks) are no wider."""


class Font(Enum):
    """A font, by its name in PDF."""

    TEXT = "Helvetica"
    BOLD = "Helvetica-Bold"
    FIXED = "Courier-Bold"


_WIDTHS = {
    Font.TEXT: tuple(int(width) for width in _HELVETICA.split()),
    Font.BOLD: tuple(int(width) for width in _BOLD.split()),
}
_FIXED_WIDTH = 600


def printable(text: str) -> str:
    """The text in letters that the fonts have.

    Letters of other languages lose their marks, and become a question mark where none is left: what
    must be exact stands in the JSON beside a printed page.
    """
    return "".join(map(_printable_character, text))


def width_pt(text: str, font: Font, size_pt: float) -> float:
    """How wide a line is, in points."""
    if font is Font.FIXED:
        return len(text) * _FIXED_WIDTH * size_pt / 1000
    widths = _WIDTHS[font]
    total = 0
    for character in text:
        number = ord(_without_marks(character)) - ord(_FIRST_CHARACTER)
        total += widths[number] if 0 <= number < len(widths) else _WIDE_WIDTH
    return total * size_pt / 1000


def lines_of(text: str, font: Font, size_pt: float, room_pt: float) -> list[str]:
    """The text in lines that fit, broken between words; a word that is too long is cut."""
    lines: list[str] = []
    for paragraph in printable(text).split("\n"):
        line = ""
        for word in paragraph.split(" "):
            tried = f"{line} {word}" if line else word
            if width_pt(tried, font, size_pt) <= room_pt:
                line = tried
                continue
            if line:
                lines.append(line)
            line = word
            while width_pt(line, font, size_pt) > room_pt and len(line) > 1:
                fitting = _fitting(line, font, size_pt, room_pt)
                lines.append(line[:fitting])
                line = line[fitting:]
        lines.append(line)
    return lines


def _fitting(word: str, font: Font, size_pt: float, room_pt: float) -> int:
    count = len(word)
    while count > 1 and width_pt(word[:count], font, size_pt) > room_pt:
        count -= 1
    return count


def _printable_character(character: str) -> str:
    if character == "\n":
        return character
    candidate = _REPLACED.get(character, character)
    for each in (candidate, _without_marks(candidate)):
        if each.isprintable() and each.encode(ENCODING, "ignore"):
            return each
    return " " if character.isspace() else _NOT_PRINTABLE


def _without_marks(character: str) -> str:
    return unicodedata.normalize("NFD", character)[0]
