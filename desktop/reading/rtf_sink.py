"""Where the text of Rich Text goes: paragraphs, and the rows of tables."""

from dataclasses import dataclass, field

from desktop.reading.flow import Block, Cell, Paragraph, Piece, Table
from desktop.reading.flow_labels import labelled


@dataclass(slots=True)
class Sink:
    """Where the text of a group goes: the document itself, a header, a note.

    Attributes:
        rows: Of the table in hand.
    """

    label: str = ""
    blocks: list[Block] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    is_in_table: bool = False
    level: int = 0

    def end_paragraph(self) -> None:
        """What was gathered is a paragraph, of the cell in hand within a table."""
        if any(piece.text.strip() for piece in self.pieces):
            paragraph = Paragraph(tuple(self.pieces), 0 if self.is_in_table else self.level)
            if self.is_in_table:
                self.paragraphs.append(paragraph)
            else:
                self.end_table()
                self.blocks.append(paragraph)
        self.pieces = []

    def end_cell(self) -> None:
        """A cell ends."""
        self.is_in_table = True
        self.end_paragraph()
        self.cells.append(tuple(self.paragraphs))
        self.paragraphs = []

    def end_row(self) -> None:
        """A row ends."""
        if self.pieces or self.paragraphs:
            self.end_cell()
        if self.cells:
            self.rows.append(tuple(self.cells))
        self.cells = []

    def end_table(self) -> None:
        """The table in hand, if any, is one of the blocks."""
        if self.rows:
            self.blocks.append(Table(tuple(self.rows)))
        self.rows = []

    def finished(self) -> list[Block]:
        """Its blocks, the first with its label."""
        self.end_row()
        self.is_in_table = False
        self.end_paragraph()
        self.end_table()
        return labelled(self.blocks, self.label) if self.label else self.blocks
