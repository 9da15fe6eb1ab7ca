"""What the styles of an OpenDocument file say of text, tables and slides."""

from collections.abc import Iterable

from desktop.reading.office.xml import Element, below, child, value_of

_MAX_ANCESTORS = 20
"""Styles that are based on others; a circle ends here."""


class OpenStyles:
    """The styles of a file, its own and those of its parts.

    Args:
        roots: Of the parts that hold styles; what comes later counts.
    """

    def __init__(self, roots: Iterable[Element]) -> None:
        self._styles: dict[tuple[str, str], Element] = {}
        for root in roots:
            for style in below(root, "style"):
                self._styles[value_of(style, "family"), value_of(style, "name")] = style

    def is_hidden_text(self, family: str, name: str) -> bool:
        """Whether letters of a style are hidden."""
        return self._said(family, name, "text-properties", "display") == "none"

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
        for _ in range(_MAX_ANCESTORS):
            style = self._styles.get((family, name))
            if style is None:
                return ""
            entry = child(style, properties)
            said = "" if entry is None else value_of(entry, what)
            if said:
                return said
            name = value_of(style, "parent-style-name")
        return ""
