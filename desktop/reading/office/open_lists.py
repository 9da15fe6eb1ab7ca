"""How the lists and headings of OpenDocument files are numbered.

Source: OASIS OpenDocument 1.3, part 3, sections 16.30 to 16.34 and 19.500.
"""

from collections.abc import Iterable

from desktop.reading.office.numbers import Level, Numbering
from desktop.reading.office.xml import Element, below, name_of, value_of, whole_number

HEADINGS = "headings"
"""The list that headings are counted by."""

_FORMS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_STYLES = ("list-style", "outline-style")
_MOST_LEVELS = 9
_MAX_AFFIX_CHARS = 20


def numbering_of_open(roots: Iterable[Element]) -> Numbering:
    """The lists of a file.

    Args:
        roots: Of the parts that hold styles; what comes later counts.
    """
    found: dict[str, dict[int, Level]] = {}
    for root in roots:
        for style in below(root, *_STYLES):
            is_outline = name_of(style) == "outline-style"
            name = HEADINGS if is_outline else value_of(style, "name")
            found[name] = dict(map(_level, style))
    return Numbering(found)


def _level(entry: Element) -> tuple[int, Level]:
    depth = max(1, whole_number(value_of(entry, "level"), 1)) - 1
    if name_of(entry) == "list-level-style-bullet":
        return depth, Level(1, "bullet", "")
    form = _FORMS.get(value_of(entry, "num-format"), "none")
    shown = max(1, whole_number(value_of(entry, "display-levels"), 1))
    first = max(0, min(depth, _MOST_LEVELS - 1) + 1 - shown)
    number = ".".join(f"%{each + 1}" for each in range(first, min(depth + 1, _MOST_LEVELS)))
    before = value_of(entry, "num-prefix")[:_MAX_AFFIX_CHARS]
    behind = value_of(entry, "num-suffix")[:_MAX_AFFIX_CHARS]
    start = whole_number(value_of(entry, "start-value"), 1)
    return depth, Level(start, form, f"{before}{number}{behind}")
