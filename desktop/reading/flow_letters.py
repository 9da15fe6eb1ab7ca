"""The letters that flows are set in: Inter, in two weights, which comes with the program.

Widths are those of the design, not of a size: the font is measured once at 1,000 pixels an em,
where rounding to pixels no longer shows, and letters are drawn one by one at the places so found.
Pages therefore break alike on every computer and a word's box is where its picture is.
"""

import io
import unicodedata
from functools import cache
from typing import Self

from PIL import ImageFont

from desktop.paths import resources_folder

ASCENT_EM, DESCENT_EM = 0.95, 0.25
"""How far letters with accents reach above the line they stand on, and others below."""

_MEASURED_PX = 1000
_COMPARED_PX = 32
_NO_CHARACTER = "\uffff"
"""Is in no font: what is drawn for it stands for all that the font lacks."""


class _Widths(dict[str, float]):
    """Widths of characters in ems, measured when they are first asked for."""

    def __init__(self, font: ImageFont.FreeTypeFont) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, character: str) -> float:
        is_joined = unicodedata.combining(character) != 0
        width = 0.0 if is_joined else self._font.getlength(character) / _MEASURED_PX
        self[character] = width
        return width


class Letters:
    """Measures text and gives the fonts to draw it.

    Args:
        regular: The font's file.
        bold: That of its bold weight.
    """

    def __init__(self, regular: bytes, bold: bytes) -> None:
        self._files = regular, bold
        self._widths = tuple(_Widths(_font(file, _MEASURED_PX)) for file in self._files)
        self._plain = _font(regular, _COMPARED_PX)
        self._unknown = bytes(self._plain.getmask(_NO_CHARACTER))
        self._is_drawn: dict[str, bool] = {}

    @classmethod
    def of_program(cls) -> Self:
        """The letters that come with the program."""
        folder = resources_folder() / "fonts"
        names = ("Inter-Regular.otf", "Inter-Bold.otf")
        regular, bold = ((folder / name).read_bytes() for name in names)
        return cls(regular, bold)

    def width_em(self, text: str, *, is_bold: bool = False) -> float:
        """The width of a text without line breaks."""
        return sum(map(self._widths[is_bold].__getitem__, text))

    def is_drawn(self, character: str) -> bool:
        """Whether the font has a picture for a character."""
        known = self._is_drawn.get(character)
        if known is None:
            is_mark = character.isspace() or unicodedata.combining(character) != 0
            known = is_mark or bytes(self._plain.getmask(character)) != self._unknown
            self._is_drawn[character] = known
        return known

    def font(self, size_px: float, *, is_bold: bool) -> ImageFont.FreeTypeFont:
        """The font at a size."""
        return _font(self._files[is_bold], size_px)


@cache
def letters() -> Letters:
    """The letters of this process, read from the disk once, before it may open files no more."""
    return Letters.of_program()


def _font(file: bytes, size_px: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(file), size_px, layout_engine=ImageFont.Layout.BASIC)
