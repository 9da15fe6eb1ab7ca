"""Arabic letters in the forms that they take beside each other.

A letter is written in up to four ways, by whether it is joined to its neighbours; without them a
word falls into pieces that nobody reads. Unicode keeps the forms as characters of their own, each
with the letter that it stands for, so the table is that of Python's own database and no engine for
shaping is needed, whose results would differ from one computer to the next. Source: The Unicode
Standard 15.0, section 9.2, and its blocks Arabic Presentation Forms A and B.
"""

import re
from functools import cache
from unicodedata import category, decomposition

_BLOCKS = (range(0xFB50, 0xFDC8), range(0xFE80, 0xFEFD))
_ARABIC = re.compile("[\u0620-\u06ff]{2}")
_TATWEEL = "\u0640"
"""A stroke that joins on both sides and has one form."""

_LAM = "\u0644"
_LIGATURES = {
    "\u0622": "\u0644\u0622",
    "\u0623": "\u0644\u0623",
    "\u0625": "\u0644\u0625",
    "\u0627": "\u0644\u0627",
}
"""Lam and each kind of alef are always written as one."""


@cache
def _forms() -> dict[str, dict[str, str]]:
    """The forms of a letter, or of lam and alef, by their names in the database."""
    forms: dict[str, dict[str, str]] = {}
    for block in _BLOCKS:
        for number in block:
            name, *codes = decomposition(chr(number)).split() or [""]
            letters = "".join(chr(int(code, 16)) for code in codes)
            if len(letters) == 1 or letters in _LIGATURES.values():
                forms.setdefault(letters, {}).setdefault(name, chr(number))
    return forms


def joined(text: str) -> str:
    """A text with its Arabic letters in their forms; lam and alef become one character.

    Args:
        text: In the order in which it is spoken, without line breaks.
    """
    if text.isascii() or _ARABIC.search(text) is None:
        return text
    clusters = _clusters(text)
    written: list[str] = []
    for at, (letter, marks) in enumerate(clusters):
        before = clusters[at - 1][0] if at else ""
        behind = clusters[at + 1][0] if at + 1 < len(clusters) else ""
        name = _NAMES[
            _joins_on(before) and _joins_back(letter), _joins_on(letter) and _joins_back(behind)
        ]
        form = _forms().get(letter, {}).get(name, letter if len(letter) == 1 else "")
        written.append(form + marks)
    return "".join(written)


_NAMES = {
    (False, False): "<isolated>",
    (True, False): "<final>",
    (False, True): "<initial>",
    (True, True): "<medial>",
}
"""By whether a letter is joined to the one before it, and to the one behind."""


def _clusters(text: str) -> list[tuple[str, str]]:
    """Letters with the marks upon them; lam and alef together."""
    clusters: list[list[str]] = []
    for character in text:
        if clusters and category(character) == "Mn":
            clusters[-1].append(character)
        elif clusters and clusters[-1][0] == _LAM and character in _LIGATURES:
            clusters[-1][0] = _LIGATURES[character]
        else:
            clusters.append([character])
    return [(letter, "".join(marks)) for letter, *marks in clusters]


def _joins_on(letter: str) -> bool:
    """Whether a letter is joined to what is behind it."""
    return letter == _TATWEEL or "<initial>" in _forms().get(letter, {})


def _joins_back(letter: str) -> bool:
    """Whether a letter is joined to what is before it."""
    return letter == _TATWEEL or "<final>" in _forms().get(letter, {})
