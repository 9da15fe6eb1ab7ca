"""In which order the letters of a line stand where some run from right to left.

A text is kept in the order in which it is spoken; Hebrew and Arabic are drawn the other way round,
numbers and foreign words within them are not. This is the Unicode Bidirectional Algorithm for one
line without marks of direction, which are left out of flows: they tell a reader nothing and can
make a line show what it does not say. Source: Unicode Standard Annex 9, revision 48, sections 3.3.4
to 3.4; rules are named by its letters and numbers.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import bidirectional, mirrored

_FROM_RIGHT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""The blocks of all scripts that run from right to left."""

_TWINS = (
    "()[]{}<>\u00ab\u00bb\u2039\u203a\u2264\u2265\u27e8\u27e9\u3008\u3009\u300a\u300b\u300c\u300d"
)
_MIRRORED = dict(
    zip(
        _TWINS,
        (twin for a, b in zip(_TWINS[::2], _TWINS[1::2], strict=True) for twin in (b, a)),
        strict=True,
    )
)
_OPENING = {"(": ")", "[": "]", "{": "}", "\u27e8": "\u27e9", "\u3008": "\u3009"}
_CLOSING = frozenset(_OPENING.values())
_MAX_OPEN = 63
"""Brackets within brackets, by BD16."""

_NEUTRAL = frozenset({"B", "S", "WS", "ON", "BN"})
_SEPARATORS = frozenset({"ES", "ET", "CS"})
_NUMBERS = frozenset({"EN", "AN"})


def has_right_to_left(text: str) -> bool:
    """Whether any letter of a text runs from right to left."""
    return not text.isascii() and _FROM_RIGHT.search(text) is not None


def begins_at_right(text: str) -> bool:
    """Whether a paragraph begins at the right: its first letter says so (P2, P3)."""
    if not has_right_to_left(text):
        return False
    kinds = map(bidirectional, text)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), False)


def mirror(character: str) -> str:
    """How a bracket is drawn among letters that run from right to left (L4)."""
    return _MIRRORED.get(character, character) if mirrored(character) else character


def levels_of(text: str, *, is_from_right: bool) -> list[int]:
    """The level of each character: odd ones run from right to left.

    Args:
        text: A line in the order in which it is spoken.
        is_from_right: Whether its paragraph begins at the right.
    """
    base = int(is_from_right)
    edge = "R" if is_from_right else "L"
    kinds = [bidirectional(character) or "L" for character in text]
    _resolve_marks(kinds, edge)
    _resolve_numbers(kinds, edge)
    _resolve_brackets(text, kinds, edge)
    _resolve_neutral(kinds, edge)
    levels = [_level(kind, base) for kind in kinds]
    for at in range(len(text) - 1, -1, -1):  # L1
        if not text[at].isspace():
            break
        levels[at] = base
    return levels


def order_of(levels: Sequence[int]) -> list[int]:
    """The places in a line from left to right, by the places in its text (L2)."""
    order = list(range(len(levels)))
    highest = max(levels, default=0)
    lowest_odd = min((level for level in levels if level % 2), default=highest + 1)
    for level in range(highest, lowest_odd - 1, -1):
        begin = 0
        for end in range(len(order) + 1):
            if end == len(order) or levels[order[end]] < level:
                order[begin:end] = order[begin:end][::-1]
                begin = end + 1
    return order


def _level(kind: str, base: int) -> int:
    """I1 and I2."""
    if base % 2:
        return base if kind == "R" else base + 1
    return base + {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)


def _resolve_marks(kinds: list[str], edge: str) -> None:
    """W1 to W3: marks run as their letters; numbers behind Arabic letters are Arabic ones."""
    before = strong = edge
    for at, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[at] = before
        before = kinds[at]
    for at, kind in enumerate(kinds):
        if kind in {"L", "R", "AL"}:
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[at] = "AN"
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]


def _resolve_numbers(kinds: list[str], edge: str) -> None:
    """W4 to W7: what stands within a number, or beside it, runs with it."""
    for at in range(1, len(kinds) - 1):
        before, kind, behind = kinds[at - 1 : at + 2]
        is_within = (kind == "ES" and before == "EN") or (kind == "CS" and before in _NUMBERS)
        if is_within and before == behind:
            kinds[at] = before
    for begin, end in _stretches(kinds, frozenset({"ET"})):
        if "EN" in (*kinds[max(0, begin - 1) : begin], *kinds[end : end + 1]):
            kinds[begin:end] = ["EN"] * (end - begin)
    strong = edge
    for at, kind in enumerate(kinds):
        if kind in {"L", "R"}:
            strong = kind
        elif kind in _SEPARATORS:
            kinds[at] = "ON"
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"


def _resolve_brackets(text: str, kinds: list[str], edge: str) -> None:
    """N0: a pair of brackets runs as what it holds, or as what stands before it."""
    for begin, end in _pairs(text, kinds):
        inside = {_direction(kind) for kind in kinds[begin + 1 : end]} - {""}
        if not inside:
            continue
        before = (_direction(kind) for kind in reversed(kinds[:begin]))
        context = next((direction for direction in before if direction), edge)
        chosen = context if edge not in inside and context in inside else edge
        for at in (begin, end):
            kinds[at] = chosen
            for behind in range(at + 1, len(text)):
                if bidirectional(text[behind]) != "NSM":
                    break
                kinds[behind] = chosen


def _pairs(text: str, kinds: Sequence[str]) -> list[tuple[int, int]]:
    """BD16: where brackets open and close, by where they open."""
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for at, character in enumerate(text):
        if kinds[at] != "ON":
            continue
        if character in _OPENING:
            if len(opened) == _MAX_OPEN:
                break
            opened.append((_OPENING[character], at))
        elif character in _CLOSING:
            depths = [depth for depth, (closing, _) in enumerate(opened) if closing == character]
            if depths:
                pairs.append((opened[depths[-1]][1], at))
                del opened[depths[-1] :]
    return sorted(pairs)


def _resolve_neutral(kinds: list[str], edge: str) -> None:
    """N1 and N2: what has no direction runs as both sides of it, else as the paragraph."""
    for begin, end in _stretches(kinds, _NEUTRAL):
        before = _direction(kinds[begin - 1]) if begin else edge
        behind = _direction(kinds[end]) if end < len(kinds) else edge
        kinds[begin:end] = [before if before == behind else edge] * (end - begin)


def _direction(kind: str) -> str:
    """Numbers run as letters from right to left where their neighbours ask."""
    if kind == "L":
        return "L"
    return "R" if kind == "R" or kind in _NUMBERS else ""


def _stretches(kinds: Sequence[str], wanted: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where neighbours of some kinds begin and end."""
    edges = [
        0,
        *(at for at, (a, b) in enumerate(pairwise(kinds), 1) if (a in wanted) != (b in wanted)),
    ]
    for begin, end in pairwise((*edges, len(kinds))):
        if begin < end and kinds[begin] in wanted:
            yield begin, end
