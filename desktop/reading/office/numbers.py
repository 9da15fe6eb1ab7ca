"""The numbers that a word processor puts before paragraphs: "4.2", "(a)", "iii.".

They stand nowhere in the text; each program counts them anew. In a contract they are the names of
the clauses. Source: ECMA-376, part 1, section 17.9.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop.reading.office.xml import Element, child, children, is_on, value_of, whole_number

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"))
_ROMAN_SMALL = ((40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MAX_ROMAN = 3999
BULLET = "\u2022"
_MAX_LETTERS = 8
_MAX_TEXT_CHARS = 64
"""Of what stands around a number, such as "Section %1."."""


@dataclass(frozen=True, slots=True)
class Level:
    """How one level is counted.

    Attributes:
        text: With "%1" for the number of the first level, and so on.
        is_legal: Whether the numbers of all levels are shown in Arabic digits.
    """

    start: int
    form: str
    text: str
    is_legal: bool = False


class Numbering:
    """Counts as the word processor would.

    Args:
        levels: How each list counts, by its identity and by level, 0 for the first.
        counted_with: The list whose numbers a list goes on with, where that is not its own.
    """

    def __init__(
        self,
        levels: Mapping[str, Mapping[int, Level]],
        counted_with: Mapping[str, str] | None = None,
    ) -> None:
        self._levels = levels
        self._counted_with = counted_with or {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)

    def knows(self, number_id: str) -> bool:
        """Whether the file says how a list counts."""
        return number_id in self._levels

    def restart(self, number_id: str) -> None:
        """A list begins anew."""
        self._counts.pop(self._counted_with.get(number_id, number_id), None)

    def next_label(self, number_id: str, depth: int) -> str:
        """The label of the next paragraph of a list, "" where it has none.

        Args:
            number_id: Of the list, as paragraphs name it.
            depth: Level, 0 for the first.
        """
        levels = self._levels.get(number_id, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counts = self._counts[self._counted_with.get(number_id, number_id)]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [each for each in counts if each > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return BULLET
        if level.form == "none":
            return ""

        def number(match: re.Match[str]) -> str:
            named = int(match[1]) - 1
            other = levels.get(named)
            count = counts.get(named, other.start if other else 1)
            form = "decimal" if other is None else other.form
            return _written(count, "decimal" if level.is_legal else form)

        return _PLACEHOLDER.sub(number, level.text)


def numbering_of_word(root: Element | None) -> Numbering:
    """The lists of a Word document.

    Args:
        root: Of the part "numbering", None where the document has none.
    """
    if root is None:
        return Numbering({})
    lists = {value_of(each, "abstractNumId"): each for each in children(root, "abstractNum")}
    styled = {
        value_of(link, "val"): each
        for each in lists.values()
        for link in children(each, "styleLink")
    }
    found: dict[str, Mapping[int, Level]] = {}
    counted_with: dict[str, str] = {}
    for number in children(root, "num"):
        named = child(number, "abstractNumId")
        key = "" if named is None else value_of(named, "val")
        number_id = value_of(number, "numId")
        shared = lists.get(key)
        linked = None if shared is None else child(shared, "numStyleLink")
        if linked is not None:  # it counts as the list of a style
            shared = styled.get(value_of(linked, "val"), shared)
            key = "" if shared is None else value_of(shared, "abstractNumId")
        levels = {} if shared is None else _levels(shared)
        overrides = [_override(each, levels) for each in children(number, "lvlOverride")]
        found[number_id] = levels | dict(filter(None, overrides))
        counted_with[number_id] = f"{key} {number_id}" if overrides else key
    return Numbering(found, counted_with)


def _levels(shared: Element) -> dict[int, Level]:
    return dict(_level(each) for each in children(shared, "lvl"))


def _level(level: Element) -> tuple[int, Level]:
    def said(name: str, default: str) -> str:
        entry = child(level, name)
        return default if entry is None else value_of(entry, "val", default)

    depth = min(_LEVELS - 1, max(0, whole_number(value_of(level, "ilvl"), 0)))
    start = whole_number(said("start", "1"), 1)
    form, text = said("numFmt", "decimal"), said("lvlText", "")[:_MAX_TEXT_CHARS]
    return depth, Level(start, form, text, is_on(child(level, "isLgl")))


def _override(override: Element, levels: Mapping[int, Level]) -> tuple[int, Level] | None:
    """A level that a list counts otherwise than the list it was taken from."""
    level = child(override, "lvl")
    if level is not None:
        return _level(level)
    depth = whole_number(value_of(override, "ilvl"), 0)
    start = child(override, "startOverride")
    if start is None or depth not in levels:
        return None
    return depth, replace(levels[depth], start=whole_number(value_of(start, "val"), 1))


def _written(count: int, form: str) -> str:
    if form in {"lowerRoman", "upperRoman"} and 0 < count <= _MAX_ROMAN:
        roman = _roman(count)
        return roman.upper() if form == "upperRoman" else roman
    if form in {"lowerLetter", "upperLetter"} and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * min(_MAX_LETTERS, 1 + (count - 1) // 26)
        return letter.upper() if form == "upperLetter" else letter
    return f"{count:02}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    written = ""
    for value, sign in (*_ROMAN, *_ROMAN_SMALL):
        written += sign * (count // value)
        count %= value
    return written
