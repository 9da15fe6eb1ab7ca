"""Whether two readings say the same, and where on a page a value that was read elsewhere stands.

Two classes count as agreement. *Same*: equal but for spaces, line breaks, and the shapes of quotes
and dashes. *Near*: equal too but for case, accents, spaces, hyphens, punctuation beside words, and
the look-alikes O/0 and l/I/1. What changes a value is never near: another digit, another decimal
mark, a sign, a currency.
"""

import re
import unicodedata
from dataclasses import dataclass

from desktop.domain.finding import Agreement

_SHAPES = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032`\u00b4", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
)
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\ufeff"))
_LOOK_ALIKES = str.maketrans("oli|", "0111")
_SPECIAL_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "\u0131": "i"}
)
_BETWEEN_DIGITS = frozenset(".,:/'")
"""Marks that are part of a number, a date or a time where digits stand on both sides."""

_GROUP = re.compile(r"[0-9]{3}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands in a text.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last character.
        agreement: SAME or NEAR.
    """

    start: int
    end: int
    agreement: Agreement


def agreement_of(first: str, second: str) -> Agreement:
    """How the readings of one place by two readers relate.

    Args:
        first: What one reader saw; "" where it saw nothing.
        second: What the other saw.
    """
    one, other = _shaped(first), _shaped(second)
    if not one or not other:
        return Agreement.ONLY_ONE
    if one == other:
        return Agreement.SAME
    folded = _folded(one)[0]
    return Agreement.NEAR if folded and folded == _folded(other)[0] else Agreement.DIFFERENT


def places_of(value: str, text: str) -> tuple[Place, ...]:
    """Where a value stands in a text as whole words, in the order of the text.

    A number is not found inside a longer one: 148.20 does not stand in 1,148.20.
    """
    wanted = _folded(_shaped(value))[0]
    if not wanted:
        return ()
    folded, offsets = _folded(text)
    found: list[Place] = []
    at = folded.find(wanted)
    while at >= 0:
        behind = at + len(wanted)
        start, end = offsets[at], offsets[behind - 1] + 1
        is_signed = "-" in (folded[at - 1 : at], folded[behind : behind + 1])
        if not is_signed and _is_whole(text, start, end):
            found.append(Place(start, end, agreement_of(value, text[start:end])))
            at = folded.find(wanted, behind)
        else:
            at = folded.find(wanted, at + 1)
    return tuple(found)


def _shaped(text: str) -> str:
    """One line, single spaces, plain quotes and dashes."""
    shaped = text.translate(_SHAPES).translate(_INVISIBLE)
    return " ".join(unicodedata.normalize("NFKC", shaped).split())


def _folded(text: str) -> tuple[str, list[int]]:
    """The text as it is compared, and for each of its characters its offset in the text."""
    folded: list[str] = []
    offsets: list[int] = []
    shaped = text.translate(_SHAPES)
    for offset, character in enumerate(shaped):
        for part in _parts(shaped, offset, character):
            folded.append(part)
            offsets.append(offset)
    return "".join(folded), offsets


def _parts(text: str, offset: int, character: str) -> str:
    """What one character of a text counts for."""
    if character.isalnum():
        decomposed = unicodedata.normalize("NFKD", character).casefold()
        decomposed = unicodedata.normalize("NFKD", decomposed.translate(_SPECIAL_LETTERS))
        kept = "".join(part for part in decomposed if not unicodedata.combining(part))
        return kept.translate(_LOOK_ALIKES)
    before, after = text[offset - 1 : offset], text[offset + 1 : offset + 2]
    if character in _BETWEEN_DIGITS:
        return character if before.isdigit() and after.isdigit() else ""
    if character == "-":
        begins = after.isdigit() and not before.isalnum()
        ends = before.isdigit() and not after.isalnum() and after not in _BETWEEN_DIGITS
        return "-" if begins or ends else ""
    if character == "(":
        return "-" if after.isdigit() and text.find(")", offset) > 0 else ""
    return character if unicodedata.category(character) in ("Sc", "Sm", "So") else ""


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word or number goes on at either end."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if before[-1:].isalnum() or after[:1].isalnum():
        return False
    if text[start].isdigit() and len(before) == 2 and before[0].isdigit():
        goes_on = before[1] in _BETWEEN_DIGITS
        if goes_on or (before[1] in " \u00a0\u202f" and _GROUP.match(text, start)):
            return False
    is_cut = text[end - 1].isdigit() and after[:1] in _BETWEEN_DIGITS and after[1:].isdigit()
    return not is_cut
