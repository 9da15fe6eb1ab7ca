"""The letters that flows are set in: fonts that come with the program, in two weights.

Inter has the letters of Europe. What it lacks is taken from DejaVu Sans (Hebrew, Arabic, Armenian,
Georgian, signs), then from Droid Sans Fallback (Chinese, Japanese, Korean; in one weight). Widths
are those of the design, not of a size: a font is measured once at 1,000 pixels an em, where
rounding to pixels no longer shows, and letters are drawn one by one at the places so found. Pages
therefore break alike on every computer and a word's box is where its picture is.
"""

import io
import unicodedata
from collections.abc import Sequence
from functools import cache, cached_property
from typing import Self

from PIL import ImageFont

from desktop.paths import resources_folder
from desktop.reading.joined_letters import joined

ASCENT_EM, DESCENT_EM = 0.95, 0.25
"""How far letters with accents reach above the line they stand on, and others below."""

_FILES = (
    ("Inter-Regular.otf", "Inter-Bold.otf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("DroidSansFallback.ttf", "DroidSansFallback.ttf"),
)
_MEASURED_PX = 1000
_COMPARED_PX = 32
_NO_CHARACTER = "\uffff"
"""Is in no font: what is drawn for it stands for all that the font lacks."""

_MARKS = frozenset({"Mn", "Me"})


def is_mark(character: str) -> bool:
    """Whether a character is drawn upon the one before it and takes no room."""
    return unicodedata.category(character) in _MARKS


class Face:
    """A font in two weights, opened at a size when that is first needed.

    Args:
        regular: The font's file.
        bold: That of its bold weight.
    """

    def __init__(self, regular: bytes, bold: bytes) -> None:
        self._files = regular, bold

    def has(self, character: str) -> bool:
        """Whether it has a picture for a character."""
        return bytes(self._compared.getmask(character)) != self._unknown

    def width_em(self, character: str, *, is_bold: bool) -> float:
        """The width of a character in ems."""
        return self._measured[is_bold].getlength(character) / _MEASURED_PX

    def font(self, size_px: float, *, is_bold: bool) -> ImageFont.FreeTypeFont:
        """The font at a size."""
        return _font(self._files[is_bold], size_px)

    @cached_property
    def _measured(self) -> tuple[ImageFont.FreeTypeFont, ImageFont.FreeTypeFont]:
        regular = _font(self._files[0], _MEASURED_PX)
        is_one = self._files[0] == self._files[1]
        return regular, regular if is_one else _font(self._files[1], _MEASURED_PX)

    @cached_property
    def _compared(self) -> ImageFont.FreeTypeFont:
        return _font(self._files[0], _COMPARED_PX)

    @cached_property
    def _unknown(self) -> bytes:
        return bytes(self._compared.getmask(_NO_CHARACTER))


class _Widths(dict[str, float]):
    """Widths of characters in ems, measured when they are first asked for."""

    def __init__(self, letters: "Letters", *, is_bold: bool) -> None:
        super().__init__()
        self._letters = letters
        self._is_bold = is_bold

    def __missing__(self, character: str) -> float:
        face = self._letters.face_of(character)
        width = 0.0 if is_mark(character) else face.width_em(character, is_bold=self._is_bold)
        self[character] = width
        return width


class Letters:
    """Measures text and gives the fonts to draw it.

    Args:
        faces: What the first lacks is taken from the next.
    """

    def __init__(self, faces: Sequence[Face]) -> None:
        self._faces = tuple(faces)
        self._widths = _Widths(self, is_bold=False), _Widths(self, is_bold=True)
        self._face_by_character: dict[str, Face | None] = {}

    @classmethod
    def of_program(cls) -> Self:
        """The letters that come with the program."""
        folder = resources_folder() / "fonts"
        return cls([Face(*((folder / name).read_bytes() for name in names)) for names in _FILES])

    def width_em(self, text: str, *, is_bold: bool = False) -> float:
        """The width of a text without line breaks, of one look."""
        shown = text if text.isascii() else joined(text)
        return sum(map(self._widths[is_bold].__getitem__, shown))

    def is_drawn(self, character: str) -> bool:
        """Whether a font has a picture for a character."""
        return self._known_face(character) is not None

    def face_of(self, character: str) -> Face:
        """The font that draws a character; the first, with its sign for what is not known."""
        return self._known_face(character) or self._faces[0]

    def lends(self, character: str) -> bool:
        """Whether a character is drawn by another font than the first."""
        return self.face_of(character) is not self._faces[0]

    def _known_face(self, character: str) -> Face | None:
        if character not in self._face_by_character:
            found = (face for face in self._faces if character.isspace() or face.has(character))
            self._face_by_character[character] = next(found, None)
        return self._face_by_character[character]


@cache
def letters() -> Letters:
    """The letters of this process, read from the disk once, before it may open files no more."""
    return Letters.of_program()


def _font(file: bytes, size_px: float) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(file), size_px, layout_engine=ImageFont.Layout.BASIC)
