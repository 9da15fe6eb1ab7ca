"""How the letters of a Word document look: hidden, bold, struck out, in which colour and size.

A run says so itself, or leaves it to its style, that of its paragraph, those that these are based
on, and what the document takes for granted. Switches of styles turn each other off and on again:
hidden letters of a hidden paragraph are shown. Source: ECMA-376, part 1, sections 17.3.2, 17.7.2
and 17.7.3.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from desktop.reading.office.word_styles import Styles, named_in
from desktop.reading.office.xml import Element, child, children, is_on, name_of, value_of
from desktop.reading.office.xml import whole_number as number_in
from desktop.reading.visibility import LEAST_SIZE_PT, UNKNOWN, WHITE, colour_of, is_near

_MARKER_COLOURS = {
    "black": "000000",
    "blue": "0000ff",
    "cyan": "00ffff",
    "green": "00ff00",
    "magenta": "ff00ff",
    "red": "ff0000",
    "yellow": "ffff00",
    "white": "ffffff",
    "darkBlue": "000080",
    "darkCyan": "008080",
    "darkGreen": "008000",
    "darkMagenta": "800080",
    "darkRed": "800000",
    "darkYellow": "808000",
    "darkGray": "808080",
    "lightGray": "c0c0c0",
}
_AUTOMATIC = "auto"
_OF_PAPER = frozenset({"background1", "light1"})


@dataclass(frozen=True, slots=True)
class Look:
    """What one place says of letters; None where it says nothing.

    Attributes:
        is_struck: With one line or two.
        colour: Six digits, UNKNOWN where the program chooses one that is seen.
        ground: What lies behind them, as for `colour`.
    """

    is_hidden: bool | None = None
    is_bold: bool | None = None
    is_struck: bool | None = None
    colour: str | None = None
    half_points: int | None = None
    ground: str | None = None

    def over(self, other: "Look") -> "Look":
        """What holds where both say something: this."""
        return Look(
            other.is_hidden if self.is_hidden is None else self.is_hidden,
            other.is_bold if self.is_bold is None else self.is_bold,
            other.is_struck if self.is_struck is None else self.is_struck,
            other.colour if self.colour is None else self.colour,
            other.half_points if self.half_points is None else self.half_points,
            other.ground if self.ground is None else self.ground,
        )

    def with_switches_of(self, other: "Look") -> "Look":
        """What holds of two kinds of style: this, but a switch that both turn on is off."""
        return replace(
            self.over(other),
            is_hidden=_turned(self.is_hidden, other.is_hidden),
            is_bold=_turned(self.is_bold, other.is_bold),
            is_struck=_turned(self.is_struck, other.is_struck),
        )

    def is_seen_on(self, ground: str) -> bool:
        """Whether a person sees the letters.

        Args:
            ground: Of the paragraph or cell, UNKNOWN where it is not known.
        """
        own = ground if self.ground is None else self.ground
        is_dust = self.half_points is not None and self.half_points <= 2 * LEAST_SIZE_PT
        return not (self.is_hidden or is_dust or is_near(self.colour or UNKNOWN, own))


_NOTHING = Look()


class LetterStyles:
    """The styles of a document, as far as they tell of letters.

    Args:
        root: Of the part "styles", None where the document has none.
        styles: By their names.
    """

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        entries = () if root is None else children(root, "style")
        usual = (each for each in entries if value_of(each, "default") in {"1", "true", "on"})
        self._usual = {value_of(each, "type"): value_of(each, "styleId") for each in usual}
        defaults = None if root is None else child(root, "docDefaults")
        granted = None if defaults is None else child(defaults, "rPrDefault")
        self._granted = _look(None if granted is None else child(granted, "rPr"))
        self._said: dict[tuple[str, str], Look] = {}
        self._coloured: dict[str, bool] = {}
        self._known: dict[tuple[str, str], Look] = {}
        self._grounds: dict[str, str | None] = {}

    def look_of(self, paragraph: Element | None, run: Element | None) -> Look:
        """How letters look.

        Args:
            paragraph: Properties of the paragraph, None where it has none.
            run: Those of the letters themselves.
        """
        names = named_in(paragraph, "pStyle"), named_in(run, "rStyle")
        if names not in self._known:
            in_paragraph = self._line_of(names[0] or self._usual.get("paragraph", ""), "rPr")
            own = self._line_of(names[1], "rPr")
            self._known[names] = own.with_switches_of(in_paragraph).over(self._granted)
        styled = self._known[names]
        return styled if run is None else _look(run).over(styled)

    def ground_of(self, paragraph: Element | None) -> str | None:
        """What lies behind a paragraph, None where neither it nor its style says."""
        own = ground_in(paragraph)
        if own is not None:
            return own
        name = named_in(paragraph, "pStyle") or self._usual.get("paragraph", "")
        if name not in self._grounds:
            self._grounds[name] = self._line_of(name, "pPr").ground
        return self._grounds[name]

    def has_ground(self, table_style: str) -> bool:
        """Whether a style of tables colours any of its cells."""
        return any(map(self._is_coloured, self._styles.line_of(table_style)))

    def _is_coloured(self, style: Element) -> bool:
        """Whether a style gives any ground; looked up once for each style."""
        name = value_of(style, "styleId")
        if name not in self._coloured:
            self._coloured[name] = any(name_of(each) == "shd" for each in style.iter())
        return self._coloured[name]

    def _line_of(self, name: str, kind: str) -> Look:
        """What a style says, else those that it is based on."""
        look = _NOTHING
        for style in self._styles.line_of(name):
            key = value_of(style, "styleId"), kind
            if key not in self._said:
                self._said[key] = _look(child(style, kind))
            look = look.over(self._said[key])
        return look


def ground_in(properties: Element | None) -> str | None:
    """What lies behind a paragraph, cell or table, None where its properties say nothing."""
    shading = None if properties is None else child(properties, "shd")
    return None if shading is None else _ground({"shd": shading})


def _look(properties: Element | None) -> Look:
    """What some properties say."""
    if properties is None:
        return _NOTHING
    said: dict[str, Element] = {name_of(each): each for each in properties}
    strokes = [is_on(said[name]) for name in ("strike", "dstrike") if name in said]
    size = value_of(said["sz"], "val") if "sz" in said else ""
    return Look(
        is_on(said["vanish"]) if "vanish" in said else None,
        is_on(said["b"]) if "b" in said else None,
        any(strokes) if strokes else None,
        _colour(said["color"]) if "color" in said else None,
        number_in(size, 0) or None,
        _ground(said),
    )


def _colour(entry: Element) -> str:
    """The colour of letters; of those of the theme only the white of its paper is worked out.

    Programs follow the theme and not the digits that stand beside it.
    """
    is_white = value_of(entry, "themeColor") in _OF_PAPER and not value_of(entry, "themeShade")
    return WHITE if is_white else colour_of(value_of(entry, "val"))


def _ground(said: Mapping[str, Element]) -> str | None:
    """The colour of a marker, else that of the shading."""
    marker = value_of(said["highlight"], "val") if "highlight" in said else "none"
    if marker != "none":
        return _MARKER_COLOURS.get(marker, UNKNOWN)
    shading = said.get("shd")
    if shading is None:
        return None
    pattern, fill = value_of(shading, "val", "clear"), value_of(shading, "fill", _AUTOMATIC)
    if pattern == "solid":
        return colour_of(value_of(shading, "color"))
    if pattern not in {"clear", "nil"}:
        return UNKNOWN
    return None if fill == _AUTOMATIC else colour_of(fill)


def _turned(mine: bool | None, theirs: bool | None) -> bool | None:  # noqa: FBT001 - two switches
    return (mine or theirs) if mine is None or theirs is None else mine != theirs
