"""Workbooks as flows: every sheet a table, hidden sheets, rows and columns said to be so.

Nothing is calculated. A cell shows the value that was last saved and, beside it, its formula. Rows
are read one after the other and never held as a tree. Source: ECMA-376, part 1, section 18.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from desktop.domain.errors import DocumentDamagedError
from desktop.domain.notes import Note, NoteKind
from desktop.reading.flow import Block, Flow, NewPage, Paragraph, Table
from desktop.reading.flow_notes import notes_of_blocks
from desktop.reading.office.cells import Cells, Grid, Hidden
from desktop.reading.office.charts import charts_of
from desktop.reading.office.notes import flow_with_parts, notes_of_package
from desktop.reading.office.package import Package
from desktop.reading.office.pivots import pivots_of
from desktop.reading.office.sheet_comments import comments_of, names_of_persons
from desktop.reading.office.sheet_letters import Palette, SharedText, cell_styles, shared_text
from desktop.reading.office.xml import (
    PARSING,
    Element,
    below,
    child,
    children,
    demand_harmless,
    name_of,
    value_of,
)

_STATES = {"hidden": "Hidden sheet", "veryHidden": "Deeply hidden sheet"}
_WIDE_COLUMNS = 7
"""A sheet of more columns is set across."""

_CODE = re.compile(
    r'&(?:"[^"]*"|K(?:[0-9A-Fa-f]{6}|[0-9]{2}[+-][0-9]{3})|[0-9]{1,3}|[&LCRPNDTAFZGBIUSEXYOH])'
)
"""How headers say where, how and what: "&C&12Draft". Source: ECMA-376, part 1, 18.3.1.46."""

_ENDS = ("{*}row", "{*}cols", "{*}headerFooter")


def flow_of_workbook(data: bytes) -> Flow:
    """The flow of a workbook.

    Raises:
        DocumentDamagedError: Its main part cannot be read.
        UnpackedTooLargeError: It unpacks to more than the bounds.
        TooManyPagesError: It has more cells than a document of MAX_PAGES could show.
    """
    package = Package(data)
    book = _Book(package)
    blocks: list[Block] = []
    notes: list[Note] = []
    for sheet in book.sheets():
        blocks += book.blocks_of(sheet, notes)
    blocks += pivots_of(package)
    notes = [*notes, *notes_of_blocks(blocks), *notes_of_package(package, book.parts())]
    return flow_with_parts(package, blocks, notes)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet as the workbook names it.

    Attributes:
        part: Its part, "" where the workbook names none.
    """

    name: str
    state: str
    part: str


class _Book:
    """The parts that sheets share."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._main = package.main_part()
        self._root = package.tree(self._main)
        self._relations = package.relations(self._main)
        properties = child(self._root, "workbookPr")
        is_1904 = properties is not None and value_of(properties, "date1904") in {"1", "true"}
        self._persons = names_of_persons(package, self._relations)
        palette = Palette(package.tree_or_none(self._related("theme")))
        styles = cell_styles(package.tree_or_none(self._related("styles")), palette)
        self._cells = Cells(self._shared_texts(palette), styles, palette, is_1904=is_1904)

    def sheets(self) -> Iterator[_Sheet]:
        """In the order of the workbook."""
        listed = child(self._root, "sheets")
        for entry in () if listed is None else children(listed, "sheet"):
            relation = self._relations.get(_relation_of(entry))
            part = "" if relation is None or relation.is_outside else relation.target
            yield _Sheet(value_of(entry, "name"), value_of(entry, "state"), part)

    def parts(self) -> tuple[str, ...]:
        """Whose relations tell of what lies outside."""
        return (self._main, *(sheet.part for sheet in self.sheets() if sheet.part))

    def blocks_of(self, sheet: _Sheet, notes: list[Note]) -> Iterator[Block]:
        """What a sheet shows, and what hangs on it."""
        label = _STATES.get(sheet.state, "Sheet")
        if sheet.state in _STATES:
            notes.append(Note(NoteKind.HIDDEN_SHEETS))
        hidden = Hidden(is_all=sheet.state in _STATES)
        grid = Grid()
        edges: list[Block] = []
        if sheet.part in self._package:
            for element in _streamed(self._package.read(sheet.part)):
                match name_of(element):
                    case "cols":
                        hidden.take_columns(element)
                    case "row":
                        self._cells.read_row(element, hidden, grid)
                    case _:
                        edges += _edges(element)
        if hidden.is_any:
            notes.append(Note(NoteKind.HIDDEN_ROWS))
        if hidden.is_any_unseen:
            notes.append(Note(NoteKind.HIDDEN_TEXT))
        rows = grid.rows()
        running = f"{label} {sheet.name}" if sheet.state in _STATES else ""
        is_wide = max(map(len, rows), default=0) >= _WIDE_COLUMNS
        yield NewPage(is_landscape=is_wide, running=running)
        yield Paragraph.of(sheet.name or "?", level=2, label=label)
        yield from edges
        if rows:
            yield Table(rows)
        yield from self._hanging(sheet.part, notes)

    def _hanging(self, part: str, notes: list[Note]) -> Iterator[Block]:
        """Comments on cells, the text of drawings, and charts."""
        relations = tuple(self._package.relations(part).values()) if part else ()
        comments = list(comments_of(self._package, relations, self._persons))
        if comments:
            notes.append(Note(NoteKind.COMMENTS))
        yield from comments
        for relation in relations:
            if relation.kind == "drawing" and not relation.is_outside:
                yield from _drawn(self._package.tree_or_none(relation.target))
                hanging = self._package.relations(relation.target)
                yield from charts_of(self._package, hanging.values())

    def _related(self, kind: str) -> str | None:
        found = (each for each in self._relations.values() if each.kind == kind)
        return next((each.target for each in found if not each.is_outside), None)

    def _shared_texts(self, palette: Palette) -> tuple[SharedText, ...]:
        name = self._related("sharedStrings")
        if name is None:
            return ()
        entries = _streamed(self._package.read(name), ("{*}si",))
        return tuple(shared_text(entry, palette) for entry in entries)


def _streamed(data: bytes, ends: tuple[str, ...] = _ENDS) -> Iterator[Element]:
    """Elements of a part when they end; each is forgotten once the next is asked for."""
    demand_harmless(data)
    events = etree.iterparse(io.BytesIO(data), events=("end",), tag=ends, **PARSING)
    try:
        for _, element in events:
            yield element
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError:
        raise DocumentDamagedError from None


def _relation_of(entry: Element) -> str:
    """The identity by which a sheet names its part; beside it stands a number of the same name."""
    found = (str(value) for key, value in entry.attrib.items() if str(key).endswith("}id"))
    return next(found, "")


def _edges(element: Element) -> Iterator[Block]:
    """The headers and footers with which a sheet is printed."""
    for each in element:
        kind = "Header" if "Header" in name_of(each) else "Footer"
        text = _CODE.sub(_shown, each.text or "")
        if text.strip():
            yield Paragraph.of(text, label=kind)


def _shown(code: re.Match[str]) -> str:
    """What stands for a code of a header: nothing of how it looks, a blank between its thirds."""
    return {"&&": "&", "&L": " ", "&C": " ", "&R": " "}.get(code[0], "")


def _drawn(root: Element | None) -> Iterator[Block]:
    """Paragraphs of text boxes and shapes."""
    for paragraph in () if root is None else below(root, "p"):
        text = "".join(each.text or "" for each in below(paragraph, "t"))
        if text.strip():
            yield Paragraph.of(text, label="Text box")
