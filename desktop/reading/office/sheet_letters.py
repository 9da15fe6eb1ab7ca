"""How the letters of cells look: the pattern of their number, their colours, size and strokes.

Source: ECMA-376, part 1, sections 18.8 (styles), 18.4 (rich text) and 20.1.6 (colours of a theme).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from desktop.reading.office.formats import built_in
from desktop.reading.office.texts import plain, text_of
from desktop.reading.office.xml import (
    Element,
    below,
    child,
    children,
    is_on,
    name_of,
    value_of,
    whole_number,
)
from desktop.reading.visibility import LEAST_SIZE_PT, UNKNOWN, WHITE, colour_of, is_near

_MAX_PATTERN_CHARS = 255
"""Of the pattern of a number, by the format."""

_OF_THEME = ("lt1", "dk1", "lt2", "dk2", *(f"accent{number}" for number in range(1, 7)))
_INDEXED = {0: "000000", 1: WHITE, 8: "000000", 9: WHITE, 64: "000000", 65: WHITE}
"""Of the old palette only what is certain: black, white, and what the system writes with."""

_WHITE_BY_PATTERN = "[white]"


@dataclass(frozen=True, slots=True)
class Ink:
    """Letters of a font.

    Attributes:
        colour: UNKNOWN where it is not worked out.
        is_dust: Too small to be read.
    """

    colour: str = UNKNOWN
    is_struck: bool = False
    is_dust: bool = False

    def is_unseen_on(self, ground: str) -> bool:
        """Whether nobody sees the letters."""
        return self.is_dust or is_near(self.colour, ground)


NO_INK = Ink()


@dataclass(frozen=True, slots=True)
class CellStyle:
    """The style of cells.

    Attributes:
        pattern: Of their numbers.
        ground: The colour of the cell.
    """

    pattern: str = "General"
    ink: Ink = NO_INK
    ground: str = WHITE

    @property
    def is_unseen(self) -> bool:
        """Whether nobody sees what a cell says."""
        is_white = _WHITE_BY_PATTERN in self.pattern.lower() and is_near(WHITE, self.ground)
        return is_white or self.ink.is_unseen_on(self.ground)


_AS_USUAL = (NO_INK, Ink("000000"))

Run: TypeAlias = tuple[str, Ink]
SharedText: TypeAlias = str | tuple[Run, ...]
"""A text that cells share; in runs where its letters do not all look as the cell says."""


class Palette:
    """The colours of a workbook.

    Args:
        theme: The root of its theme, None where it has none.
    """

    def __init__(self, theme: Element | None) -> None:
        scheme = None if theme is None else next(below(theme, "clrScheme"), None)
        entries = {} if scheme is None else {name_of(each): each for each in scheme}
        self._theme = [_of_theme(entries.get(name)) for name in _OF_THEME]

    def colour(self, entry: Element | None) -> str:
        """A colour as a font or fill names it, UNKNOWN where it is not worked out."""
        if entry is None:
            return UNKNOWN
        rgb = value_of(entry, "rgb")
        if rgb:
            return colour_of(rgb[-6:])
        number = whole_number(value_of(entry, "theme"), -1)
        if 0 <= number < len(self._theme):
            return _tinted(self._theme[number], value_of(entry, "tint", "0"))
        return _INDEXED.get(whole_number(value_of(entry, "indexed"), -1), UNKNOWN)

    def ink(self, font: Element | None) -> Ink:
        """The letters of a font, or of a run of rich text."""
        if font is None:
            return NO_INK
        size = child(font, "sz")
        return Ink(
            self.colour(child(font, "color")),
            is_on(child(font, "strike")),
            size is not None and 0 < _number(value_of(size, "val")) <= LEAST_SIZE_PT,
        )


def cell_styles(root: Element | None, palette: Palette) -> tuple[CellStyle, ...]:
    """The styles of cells by their numbers.

    Args:
        root: Of the part "styles", None where the workbook has none.
        palette: Its colours.
    """
    formats = None if root is None else child(root, "cellXfs")
    if root is None or formats is None:
        return ()
    own = {
        value_of(each, "numFmtId"): value_of(each, "formatCode")[:_MAX_PATTERN_CHARS]
        for each in below(root, "numFmt")
    }
    inks = dict(enumerate(palette.ink(each) for each in _listed(root, "fonts", "font")))
    grounds = dict(enumerate(_ground(each, palette) for each in _listed(root, "fills", "fill")))
    found: list[CellStyle] = []
    for each in children(formats, "xf"):
        number = value_of(each, "numFmtId", "0")
        pattern = own.get(number) or built_in(whole_number(number, 0))
        ink = inks.get(whole_number(value_of(each, "fontId"), -1), NO_INK)
        ground = grounds.get(whole_number(value_of(each, "fillId"), -1), WHITE)
        found.append(CellStyle(pattern, ink, ground))
    return tuple(found)


def shared_text(entry: Element, palette: Palette) -> SharedText:
    """A text that cells share, in runs where any is struck out or has a colour or size."""
    runs = tuple(_runs(entry, palette))
    is_plain = all(ink in _AS_USUAL for _, ink in runs)
    return text_of(entry) if is_plain else runs


def _runs(entry: Element, palette: Palette) -> Iterator[Run]:
    """The runs of a text; words outside of any are one of their own."""
    for part in entry:
        match name_of(part):
            case "t":
                yield plain(part.text or ""), NO_INK
            case "r":
                text = "".join(each.text or "" for each in children(part, "t"))
                yield plain(text), palette.ink(child(part, "rPr"))


def _listed(root: Element, group: str, name: str) -> Iterator[Element]:
    found = child(root, group)
    return iter(()) if found is None else children(found, name)


def _ground(fill: Element, palette: Palette) -> str:
    pattern = child(fill, "patternFill")
    if pattern is None:
        return UNKNOWN
    match value_of(pattern, "patternType", "none"):
        case "none":
            return WHITE
        case "solid":
            return palette.colour(child(pattern, "fgColor"))
        case _:
            return UNKNOWN


def _of_theme(entry: Element | None) -> str:
    inside = None if entry is None else next(iter(entry), None)
    if inside is None:
        return UNKNOWN
    return colour_of(value_of(inside, "lastClr") or value_of(inside, "val"))


def _tinted(colour: str, tint: str) -> str:
    """A colour made lighter (up to 1) or darker (down to -1)."""
    share = max(-1.0, min(1.0, _number(tint)))
    if not share or colour == UNKNOWN:
        return colour
    towards = 255 if share > 0 else 0
    return bytes(
        round(part + (towards - part) * abs(share)) for part in bytes.fromhex(colour)
    ).hex()


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
