"""A label before several blocks: what they are, said once."""

from collections.abc import Iterable
from dataclasses import replace

from desktop.reading.flow import Block, Paragraph


def has_words(block: Block) -> bool:
    """Whether a block says something; a table is taken to."""
    return not isinstance(block, Paragraph) or any(piece.text.strip() for piece in block.pieces)


def labelled(blocks: Iterable[Block], label: str) -> list[Block]:
    """The blocks that say something, the first with a label; none where none does."""
    said = [block for block in blocks if has_words(block)]
    if not said:
        return []
    first, *others = said
    if isinstance(first, Paragraph):
        return [replace(first, label=label), *others]
    return [Paragraph((), label=label), first, *others]
