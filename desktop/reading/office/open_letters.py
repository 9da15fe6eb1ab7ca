"""How the letters of an OpenDocument file look, for those within an element."""

from dataclasses import dataclass, replace

from desktop.reading.flow import Mark
from desktop.reading.office.open_styles import OpenStyles
from desktop.reading.visibility import UNKNOWN, WHITE, colour_of, is_near

_GROUNDS = {
    "text": "text-properties",
    "paragraph": "paragraph-properties",
    "table-cell": "table-cell-properties",
    "table-row": "table-row-properties",
    "table": "table-properties",
}
"""Where a kind of style says what lies behind."""


@dataclass(frozen=True, slots=True)
class Look:
    """What holds of letters.

    Attributes:
        colour: Of the letters, UNKNOWN where the program chooses one that is seen.
        ground: What they stand on.
    """

    marks: tuple[Mark, ...] = ()
    is_bold: bool = False
    colour: str = UNKNOWN
    ground: str = WHITE

    def marked(self, mark: Mark) -> "Look":
        """The same with a mark, once."""
        return self if mark in self.marks else replace(self, marks=(*self.marks, mark))

    def within(self, styles: OpenStyles, family: str, name: str) -> "Look":
        """What holds within an element of a style."""
        look = self
        if styles.is_hidden_text(family, name):
            look = look.marked(Mark.HIDDEN)
        if styles.is_struck(family, name):
            look = look.marked(Mark.STRUCK)
        colour = styles.colour(family, name)
        ground = styles.ground(family, name, _GROUNDS[family])
        return replace(
            look,
            is_bold=look.is_bold or styles.is_bold(family, name),
            colour=colour_of(colour) if colour else look.colour,
            ground=colour_of(ground) if ground else look.ground,
        )

    def seen(self) -> "Look":
        """With the mark of hidden letters where they cannot be told from their ground."""
        return self.marked(Mark.HIDDEN) if is_near(self.colour, self.ground) else self


PLAIN = Look()
ON_UNKNOWN = Look(ground=UNKNOWN)
