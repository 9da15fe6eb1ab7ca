"""OpenDocument files (LibreOffice and its kin) as flows: texts, spreadsheets, presentations."""

import re
from collections.abc import Iterator

from desktop.domain.errors import DocumentDamagedError, OfficeLockedError
from desktop.domain.notes import Note, NoteKind
from desktop.reading.flow import Block, Flow, NewPage, Paragraph, Table
from desktop.reading.flow_notes import notes_of_blocks
from desktop.reading.office.notes import flow_with_parts
from desktop.reading.office.numbers import Numbering
from desktop.reading.office.open_letters import ON_UNKNOWN
from desktop.reading.office.open_lists import numbering_of_open
from desktop.reading.office.open_sheets import OpenSheet
from desktop.reading.office.open_styles import OpenStyles
from desktop.reading.office.open_text import OpenText
from desktop.reading.office.package import Package
from desktop.reading.office.xml import Element, below, child, children, name_of, value_of

_CONTENT, _STYLES, _LIST = "content.xml", "styles.xml", "META-INF/manifest.xml"
_CHART = re.compile(r"Object [0-9]{1,6}/content\.xml")
"""Charts are files of their own within the file."""

_EDGES = {
    "header": "Header",
    "header-left": "Header of left pages",
    "header-first": "Header of the first page",
    "footer": "Footer",
    "footer-left": "Footer of left pages",
    "footer-first": "Footer of the first page",
}
_WIDE_COLUMNS = 7
"""A sheet of more columns is set across."""


def flow_of_open_document(data: bytes) -> Flow:
    """The flow of an OpenDocument file.

    Raises:
        DocumentDamagedError: It cannot be read.
        OfficeLockedError: It is encrypted.
        UnpackedTooLargeError: It unpacks to more than the bounds.
        TooManyPagesError: It has more cells than a document of MAX_PAGES could show.
    """
    package = Package(data)
    listed = package.tree_or_none(_LIST)
    if listed is not None and next(below(listed, "encryption-data"), None) is not None:
        raise OfficeLockedError
    content = package.tree(_CONTENT)
    styles = package.tree_or_none(_STYLES)
    roots = [root for root in (styles, content) if root is not None]
    reader = _File(OpenStyles(roots), numbering_of_open(roots))
    blocks = [*reader.blocks(content, styles), *reader.charts(package)]
    notes = [*notes_of_blocks(blocks), *reader.notes(), *_notes_of(package, content)]
    return flow_with_parts(package, blocks, notes)


class _File:
    """Walks the body, whichever kind it is."""

    def __init__(self, styles: OpenStyles, numbering: Numbering) -> None:
        self._styles = styles
        self._text = OpenText(styles, numbering)
        self._notes: list[Note] = []

    def notes(self) -> list[Note]:
        """What was noticed on the way."""
        return [*self._text.notes, *self._notes]

    def blocks(self, content: Element, styles: Element | None) -> Iterator[Block]:
        """What the file says: headers, body, footers, then what stands aside."""
        body = child(content, "body")
        inside = next(iter(body), None) if body is not None else None
        if inside is None:
            raise DocumentDamagedError
        edges = [] if styles is None else list(self._edges(styles))
        yield from (each for each in edges if each.label.startswith("Header"))
        match name_of(inside):
            case "spreadsheet":
                yield from self._sheets(inside)
            case "presentation" | "drawing":
                yield from self._slides(inside)
            case _:
                self._text.learn_changes(inside)
                yield from self._text.blocks_of(inside)
        yield from self._taken_aside()
        yield from (each for each in edges if not each.label.startswith("Header"))

    def charts(self, package: Package) -> Iterator[Block]:
        """The charts in a file: their titles, and the values that they keep."""
        for name in sorted(filter(_CHART.fullmatch, package.names)):
            root = package.tree_or_none(name)
            body = None if root is None else child(root, "body")
            for chart in () if body is None else children(body, "chart"):
                titles = ("".join(map(str, each.itertext())) for each in below(chart, "title"))
                yield Paragraph.of("; ".join(titles), label="Chart")
                for table in below(chart, "table"):
                    yield Table(OpenSheet(table, self._text, is_hidden=False).rows())

    def _taken_aside(self) -> list[Block]:
        aside, self._text.aside = self._text.aside, []
        return aside

    def _edges(self, styles: Element) -> Iterator[Paragraph]:
        """Headers and footers of all kinds of page, each text once."""
        given: set[Paragraph] = set()
        for element in below(styles, *_EDGES):
            label = _EDGES[name_of(element)]
            for paragraph in self._text.paragraphs_of(element):
                if any(piece.text.strip() for piece in paragraph.pieces):
                    named = Paragraph(paragraph.pieces, label=label)
                    if named not in given:
                        given.add(named)
                        yield named

    def _sheets(self, body: Element) -> Iterator[Block]:
        for table in children(body, "table"):
            name = value_of(table, "name") or "?"
            is_hidden = self._styles.is_hidden_table(value_of(table, "style-name"))
            sheet = OpenSheet(table, self._text, is_hidden=is_hidden)
            rows = sheet.rows()
            label = "Hidden sheet" if is_hidden else "Sheet"
            if is_hidden:
                self._notes.append(Note(NoteKind.HIDDEN_SHEETS))
            if sheet.has_hidden:
                self._notes.append(Note(NoteKind.HIDDEN_ROWS))
            is_wide = max(map(len, rows), default=0) >= _WIDE_COLUMNS
            yield NewPage(is_landscape=is_wide, running=f"{label} {name}" if is_hidden else "")
            yield Paragraph.of(name, level=2, label=label)
            if rows:
                yield Table(rows)
            yield from self._taken_aside()

    def _slides(self, body: Element) -> Iterator[Block]:
        for number, page in enumerate(children(body, "page"), 1):
            is_hidden = self._styles.is_hidden_slide(value_of(page, "style-name"))
            label = f"Hidden slide {number}" if is_hidden else f"Slide {number}"
            if is_hidden:
                self._notes.append(Note(NoteKind.HIDDEN_SLIDES))
            yield NewPage(is_landscape=True, running=label)
            yield Paragraph((), label=label)
            speaker = child(page, "notes")
            if speaker is not None:
                page.remove(speaker)
            yield from self._text.blocks_of(page, ON_UNKNOWN)
            yield from self._taken_aside()
            spoken = [] if speaker is None else self._text.blocks_of(speaker, ON_UNKNOWN)
            if any(isinstance(each, Paragraph) and each.pieces for each in spoken):
                self._notes.append(Note(NoteKind.SPEAKER_NOTES))
                yield Paragraph((), label=f"Notes to slide {number}")
                yield from spoken


def _notes_of(package: Package, content: Element) -> Iterator[Note]:
    if any(name.startswith(("Basic/", "Scripts/")) for name in package.names):
        yield Note(NoteKind.MACROS)
    links = (value_of(each, "href") for each in below(content, "image", "object", "plugin"))
    if any(link.startswith(("http:", "https:", "//")) for link in links):
        yield Note(NoteKind.REMOTE_CONTENT)
