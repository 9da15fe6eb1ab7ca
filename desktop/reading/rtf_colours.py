"""The colours and sizes of letters in Rich Text, and whether such letters are seen.

Source: Rich Text Format Specification 1.9.1, "Color Table", "Font (Character) Formatting
Properties", "Paragraph Shading" and "Table Definitions".
"""

from dataclasses import dataclass, replace

from desktop.reading.visibility import LEAST_SIZE_PT, UNKNOWN, WHITE, is_near

_PARTS = ("red", "green", "blue")
_MAX_COLOURS = 4_096
_USUAL_HALF_POINTS = 24

LOOKS = frozenset({"cf", "fs", "cb", "highlight", "chcbpat", "chshdng", "cbpat", "shading"})
"""Words that tell how letters look or what is behind them."""

CELL_GROUNDS = frozenset({"clcbpat", "clcbpatraw", "clcfpat", "clshdng", "clshdngraw", "trcbpat"})
"""Words that colour cells of the row that they describe."""


class ColourTable:
    """The colours of a file, in the order in which it names them."""

    def __init__(self) -> None:
        self._colours: list[str] = []
        self._parts: dict[str, int] = {}

    def take(self, word: str, number: int) -> None:
        """Take a part of the colour in hand."""
        if word in _PARTS:
            self._parts[word] = min(255, max(0, number))

    def end_colours(self, count: int) -> None:
        """So many colours end; one of which nothing was said is left to the program."""
        for _ in range(min(count, _MAX_COLOURS - len(self._colours))):
            parts = bytes(self._parts.get(part, 0) for part in _PARTS)
            self._colours.append(parts.hex() if self._parts else UNKNOWN)
            self._parts = {}

    def colour(self, number: int) -> str:
        """A colour by its number, UNKNOWN where the program chooses."""
        return self._colours[number] if 0 <= number < len(self._colours) else UNKNOWN


@dataclass(frozen=True, slots=True)
class LetterLook:
    """How letters look, colours by their numbers; 0 is what the program chooses.

    Attributes:
        marker: Behind the letters alone.
        ground: Behind their paragraph.
        is_patterned: Whether what is behind them is more than a colour.
    """

    colour: int = 0
    half_points: int = _USUAL_HALF_POINTS
    marker: int = 0
    ground: int = 0
    is_patterned: bool = False

    def with_word(self, word: str, number: int) -> "LetterLook":
        """The look after one of LOOKS."""
        match word:
            case "cf":
                return replace(self, colour=number)
            case "fs":
                return replace(self, half_points=number)
            case "cbpat":
                return replace(self, ground=number, is_patterned=False)
            case "chshdng" | "shading":
                return replace(self, is_patterned=number != 0)
            case _:
                return replace(self, marker=number)

    def plain(self) -> "LetterLook":
        """The look that letters have of which nothing is said, on the same ground."""
        return LetterLook(ground=self.ground)

    def is_seen(self, colours: ColourTable, *, is_in_coloured_row: bool) -> bool:
        """Whether a person sees the letters.

        Args:
            colours: Of the file.
            is_in_coloured_row: Whether cells beside them have grounds of their own.
        """
        if 0 < self.half_points <= 2 * LEAST_SIZE_PT:
            return False
        if self.is_patterned or (is_in_coloured_row and not self.marker):
            return True
        behind = self.marker or self.ground
        ground = colours.colour(behind) if behind else WHITE
        return not is_near(colours.colour(self.colour), ground)


PLAIN_LETTERS = LetterLook()
