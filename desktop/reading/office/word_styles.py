"""What the styles of a Word document say of paragraphs: headings and lists."""

import re
from dataclasses import dataclass

from desktop.reading.flow import MAX_LEVEL
from desktop.reading.office.xml import Element, child, children, value_of, whole_number

_HEADING = re.compile(r"heading ([1-6])", re.IGNORECASE)
_TITLE = frozenset({"title", "subtitle"})
_MAX_ANCESTORS = 20
"""Styles that are based on others; a circle ends here."""

_RUNNING_TEXT = 9
"""The outline level of what is no heading."""


@dataclass(frozen=True, slots=True)
class NumberOf:
    """Which list counts a paragraph, and on which level."""

    number_id: str
    depth: int


@dataclass(frozen=True, slots=True)
class _Style:
    """A style, looked through once: it may be long, and every paragraph may name it.

    Attributes:
        name: As people see it.
        base: Of the style that it is based on, "" for none.
        outline: Its level, None where it says none.
        number: The list and the level of it, None where it does not say.
    """

    element: Element
    name: str
    base: str
    outline: int | None
    number: tuple[str | None, int | None]

    @classmethod
    def of(cls, element: Element) -> "_Style":
        """What an element says."""
        properties = child(element, "pPr")
        return cls(
            element,
            named_in(element, "name"),
            named_in(element, "basedOn"),
            _outline(properties),
            _number(properties),
        )


class Styles:
    """The styles of a document.

    Args:
        root: Of the part "styles", None where the document has none.
    """

    def __init__(self, root: Element | None) -> None:
        entries = [] if root is None else list(children(root, "style"))
        self._styles = {value_of(each, "styleId"): _Style.of(each) for each in entries}

    def level_of(self, properties: Element | None) -> int:
        """The level of a heading, 0 for other paragraphs.

        Args:
            properties: The paragraph's own, None where it has none.
        """
        outline = _outline(properties)
        for style in self._line_of(named_in(properties, "pStyle")):
            match = _HEADING.fullmatch(style.name)
            if match:
                return int(match[1])
            if style.name.lower() in _TITLE:
                return 1
            if outline is None:
                outline = style.outline
        return 0 if outline is None or outline >= MAX_LEVEL else outline + 1

    def number_of(self, properties: Element | None) -> NumberOf | None:
        """The list that counts a paragraph, None where none does."""
        line = self._line_of(named_in(properties, "pStyle"))
        said = [_number(properties), *(style.number for style in line)]
        number_id = next((number for number, _ in said if number is not None), "")
        depth = next((depth for _, depth in said if depth is not None), 0)
        return None if number_id in {"", "0"} else NumberOf(number_id, depth)

    def line_of(self, name: str) -> list[Element]:
        """A style, and those it is based on; none where the document has no such style."""
        return [style.element for style in self._line_of(name)]

    def _line_of(self, name: str) -> list[_Style]:
        found: list[_Style] = []
        while len(found) < _MAX_ANCESTORS and name in self._styles:
            style = self._styles[name]
            found.append(style)
            name = style.base
        return found


def named_in(properties: Element | None, kind: str) -> str:
    """The name of the style that some properties give, "" where they give none."""
    entry = None if properties is None else child(properties, kind)
    return "" if entry is None else value_of(entry, "val")


def _outline(properties: Element | None) -> int | None:
    entry = None if properties is None else child(properties, "outlineLvl")
    return None if entry is None else whole_number(value_of(entry, "val"), _RUNNING_TEXT)


def _number(properties: Element | None) -> tuple[str | None, int | None]:
    """List and level as one place says them; the other may stand in the style."""
    entry = None if properties is None else child(properties, "numPr")
    if entry is None:
        return None, None
    number, depth = child(entry, "numId"), child(entry, "ilvl")
    return (
        None if number is None else value_of(number, "val"),
        None if depth is None else whole_number(value_of(depth, "val"), 0),
    )
