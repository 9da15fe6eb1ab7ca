"""What the styles of an OpenDocument file say of text, tables and slides."""

import re
from collections.abc import Iterable

from desktop.reading.office.xml import Element, below, child, value_of
from desktop.reading.visibility import LEAST_SIZE_PT

_POINTS = re.compile(r"([0-9]*\.?[0-9]+)pt")
_MAX_ANCESTORS = 20
"""Styles that are based on others; a circle ends here."""


class OpenStyles:
    """The styles of a file, its own and those of its parts.

    Args:
        roots: Of the parts that hold styles; what comes later counts.
    """

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        self._granted: dict[str, Element] = {}
        self._known: dict[tuple[str, str, str, str], str] = {}
        for root in roots:
            for style in below(root, "style"):
                self._styles[value_of(style, "family"), value_of(style, "name")] = style
            for style in below(root, "default-style"):
                self._granted[value_of(style, "family")] = style

    def is_hidden_text(self, family: str, name: str) -> bool:
        """Whether letters of a style are hidden, or of a size that nobody reads."""
        if self._said(family, name, "text-properties", "display") == "none":
            return True
        size = _POINTS.fullmatch(self._said(family, name, "text-properties", "font-size"))
        return size is not None and float(size[1]) <= LEAST_SIZE_PT

    def is_struck(self, family: str, name: str) -> bool:
        """Whether letters of a style are struck out."""
        said = [
            self._said(family, name, "text-properties", f"text-line-through-{each}")
            for each in ("style", "type")
        ]
        return any(each not in {"", "none"} for each in said)

    def colour(self, family: str, name: str) -> str:
        """The colour that a style gives its letters, "" where it says nothing."""
        return self._said(family, name, "text-properties", "color")

    def ground(self, family: str, name: str, kind: str) -> str:
        """What lies behind what has a style, "" where it says nothing.

        Args:
            family: Of the style.
            name: Its name.
            kind: Of the properties that say so, such as "text-properties".
        """
        said = self._said(family, name, kind, "background-color")
        return "" if said == "transparent" else said

    def is_bold(self, family: str, name: str) -> bool:
        """Whether letters of a style are bold."""
        return self._said(family, name, "text-properties", "font-weight") in {"bold", "700"}

    def is_hidden_table(self, name: str) -> bool:
        """Whether a sheet is hidden."""
        return self._said("table", name, "table-properties", "display") == "false"

    def is_hidden_slide(self, name: str) -> bool:
        """Whether a slide is hidden."""
        said = self._said("drawing-page", name, "drawing-page-properties", "visibility")
        return said == "hidden"

    def _said(self, family: str, name: str, properties: str, what: str) -> str:
        """What a style says, else those that it is based on; looked up once for each style."""
        key = family, name, properties, what
        if key not in self._known:
            self._known[key] = self._looked_up(*key)
        return self._known[key]

    def _looked_up(self, family: str, name: str, properties: str, what: str) -> str:
        for _ in range(_MAX_ANCESTORS):
            style = self._styles.get((family, name), self._granted.get(family))
            if style is None:
                return ""
            entry = child(style, properties)
            said = "" if entry is None else value_of(entry, what)
            if said:
                return said
            if style is self._granted.get(family):
                return ""
            name = value_of(style, "parent-style-name")
        return ""
