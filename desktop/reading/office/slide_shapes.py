"""The shapes on a slide: their text, tables, descriptions, and whether they can be seen.

A shape that is moved beside the slide, or hidden in the list of shapes, stays in the file. Source:
ECMA-376, part 1, sections 19.3 and 20.1.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.reading.flow import Block, Cell, Mark, Paragraph, Piece, Table
from desktop.reading.flow_labels import labelled
from desktop.reading.office.xml import (
    Element,
    below,
    child,
    children,
    description_in,
    name_of,
    value_of,
    whole_number,
)
from desktop.reading.visibility import LEAST_SIZE_PT

_TITLES = frozenset({"title", "ctrTitle"})
_OF_EVERY_SLIDE = frozenset({"sldNum", "dt", "hdr", "sldImg"})
"""Places that a program fills in by itself: number, date, picture of the slide."""

_SHAPES = frozenset({"sp", "pic", "graphicFrame", "grpSp", "cxnSp"})
_MAX_DEPTH = 60
"""Groups of shapes within groups."""

_SIZE_UNITS = 100
"""Sizes of letters are hundredths of a point."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a slide, in the units of the file."""

    width: int
    height: int

    def is_beside(self, shape: Element) -> bool:
        """Whether nothing of a shape lies on the slide; one without a place does."""
        place = next(below(shape, "xfrm"), None)
        begin = None if place is None else child(place, "off")
        size = None if place is None else child(place, "ext")
        if begin is None or size is None:
            return False
        left, top = (whole_number(value_of(begin, name), 0) for name in ("x", "y"))
        right = left + whole_number(value_of(size, "cx"), 0)
        bottom = top + whole_number(value_of(size, "cy"), 0)
        return right < 0 or bottom < 0 or left > self.width or top > self.height


def shapes_of(slide: Element, frame: Frame | None = None) -> Iterator[Block]:
    """The text of shapes, groups and tables in the order of the file.

    Args:
        slide: Holds them.
        frame: Of the slide; None for a sheet of notes, which has another size.
    """
    yield from _shapes(slide, frame, (), 0)


def _shapes(
    parent: Element, frame: Frame | None, marks: tuple[Mark, ...], depth: int
) -> Iterator[Block]:
    if depth > _MAX_DEPTH:
        return
    for element in parent:
        name = name_of(element)
        if name in {"extLst", ""}:
            continue
        if name not in _SHAPES:
            yield from _table_or_below(element, frame, marks, depth)
            continue
        unseen = "" if marks else _why_unseen(element, frame)
        inner = (Mark.HIDDEN,) if unseen else marks
        blocks = list(_shape(element, inner, depth))
        yield from labelled(blocks, unseen) if unseen else blocks


def _table_or_below(
    element: Element, frame: Frame | None, marks: tuple[Mark, ...], depth: int
) -> Iterator[Block]:
    if name_of(element) == "tbl":
        yield _table(element, marks)
    else:
        yield from _shapes(element, frame, marks, depth + 1)


def _why_unseen(shape: Element, frame: Frame | None) -> str:
    properties = next(below(shape, "cNvPr"), None)
    if properties is not None and value_of(properties, "hidden") in {"1", "true"}:
        return "Hidden shape"
    return "Beside the slide" if frame is not None and frame.is_beside(shape) else ""


def _shape(shape: Element, marks: tuple[Mark, ...], depth: int) -> Iterator[Block]:
    """What a shape says; places of shapes within a group are the group's own."""
    described = _description(shape)
    match name_of(shape):
        case "pic":
            yield Paragraph((Piece(described, marks),), label="Picture")
            return
        case "sp":
            yield from _text(shape, marks)
        case _:
            yield from _shapes(shape, None, marks, depth + 1)
    if described:
        yield Paragraph((Piece(described, marks),), label="Description")


def _text(shape: Element, marks: tuple[Mark, ...]) -> Iterator[Block]:
    place = next(below(shape, "ph"), None)
    kind = "" if place is None else value_of(place, "type")
    body = child(shape, "txBody")
    if body is None or kind in _OF_EVERY_SLIDE:
        return
    label = "Footer" if kind == "ftr" else ""
    for paragraph in children(body, "p"):
        properties = child(paragraph, "pPr")
        indent = 0 if properties is None else whole_number(value_of(properties, "lvl"), 0)
        pieces = tuple(_pieces(paragraph, marks))
        yield Paragraph(
            pieces, 2 if kind in _TITLES else 0, label if pieces else "", max(0, indent)
        )


def _pieces(paragraph: Element, marks: tuple[Mark, ...]) -> Iterator[Piece]:
    for element in paragraph:
        name = name_of(element)
        if name in {"r", "fld"}:
            text, properties = child(element, "t"), child(element, "rPr")
            if text is not None and text.text:
                is_bold = properties is not None and value_of(properties, "b") in {"1", "true"}
                yield Piece(text.text, _marks(properties, marks), is_bold=is_bold)
        elif name == "br":
            yield Piece("\n", marks)


def _marks(properties: Element | None, marks: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """The marks of letters; by their colour nothing is told: slides have grounds of all kinds."""
    if properties is None:
        return marks
    if value_of(properties, "strike", "noStrike") != "noStrike":
        marks = (Mark.STRUCK, *marks)
    size = whole_number(value_of(properties, "sz"), 0)
    is_dust = 0 < size <= LEAST_SIZE_PT * _SIZE_UNITS
    return (*marks, Mark.HIDDEN) if is_dust and Mark.HIDDEN not in marks else marks


def _table(table: Element, marks: tuple[Mark, ...]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for row in children(table, "tr"):
        cells: list[Cell] = []
        for cell in children(row, "tc"):
            body = child(cell, "txBody")
            paragraphs = () if body is None else children(body, "p")
            cells.append(tuple(Paragraph(tuple(_pieces(each, marks))) for each in paragraphs))
        rows.append(tuple(cells))
    return Table(tuple(rows))


def _description(shape: Element) -> str:
    """What its author wrote for those who cannot see it."""
    properties = next(below(shape, "cNvPr"), None)
    return "" if properties is None else description_in(properties)
