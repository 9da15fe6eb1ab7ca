"""Workbooks as other programs write them, threads of comments, and ways to keep a value unseen."""

import pytest
from openpyxl import Workbook

from desktop.domain.errors import DocumentDamagedError
from desktop.domain.notes import NoteKind
from desktop.reading.flow_document import FlowDocument
from desktop.reading.office.sheets import flow_of_workbook
from tests.reading import office_files as made
from tests.reading.test_reading_sheets import MAIN, SHEET

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MICROSOFT = "http://schemas.microsoft.com/office/2017/10/relationships"
BOOK_RELATIONS = "xl/_rels/workbook.xml.rels"
SHEET_RELATIONS = "xl/worksheets/_rels/sheet1.xml.rels"


def relations(*named):
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(named, 1)
    )
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{inside}</Relationships>"
    )


def book(rows, before="", shared=None, shared_part="xl/sharedStrings.xml", **parts):
    """A workbook of one sheet whose texts lie in a part of their own."""
    sheet = f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>'
    texts = "".join(f"<si><t>{text}</t></si>" for text in shared or ())
    named = relations(
        (f"{OFFICE}/worksheet", "worksheets/sheet1.xml"),
        (f"{OFFICE}/styles", "styles.xml"),
        (f"{OFFICE}/sharedStrings", "sharedStrings.xml"),
        (f"{MICROSOFT}/person", "persons/person.xml"),
    )
    own = {SHEET: sheet, BOOK_RELATIONS: named}
    if shared is not None:
        own[shared_part] = f'<sst xmlns="{MAIN}">{texts}</sst>'
    return made.with_parts(made.saved(Workbook()), own | parts, dropped=("xl/sharedStrings.xml",))


def lines_of(data):
    document = FlowDocument(flow_of_workbook(data))
    text = document.page(1).text_layer().text.text
    return [line for line in text.splitlines() if line][1:]


TWO_TEXTS = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'


def test_texts_are_found_where_only_the_case_of_a_name_differs():
    data = book(TWO_TEXTS, shared=("Rent", "1 May"), shared_part="xl/SharedStrings.xml")
    assert lines_of(data) == ["Rent 1 May"]


def test_a_workbook_whose_texts_are_missing_is_damaged_and_not_empty():
    with pytest.raises(DocumentDamagedError):
        flow_of_workbook(book(TWO_TEXTS))


def test_signs_that_are_written_out_are_read_as_signs():
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>caf_x00E9_ _x005F_x000D_</t></is></c></row>'
        '<row r="4"><c r="A4" t="str"><v>x_x000D_y</v></c></row>'
    )
    data = book(rows, shared=("Quay 4_x000D_\nHarbour", "a_x0007_b"))
    assert lines_of(data) == ["Quay 4", "Harbour", "ab", "caf\u00e9 _x000D_", "x", "y"]


def test_a_row_of_no_height_and_a_column_of_no_width_are_hidden():
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c><c r="C1"><v>2</v></c></row>'
        '<row r="2" ht="0" customHeight="1"><c r="A2"><v>3</v></c></row>'
    )
    columns = '<cols><col min="3" max="3" width="0" customWidth="1"/></cols>'
    data = book(rows, columns, shared=())
    assert lines_of(data) == ["1 [hidden: 2 ]", "[hidden: 3 ]"]
    assert [note.kind for note in flow_of_workbook(data).notes] == [NoteKind.HIDDEN_ROWS]


def test_a_value_whose_pattern_shows_nothing_is_said_to_be_hidden():
    workbook = Workbook()
    sheet = workbook.active
    for cell, (value, pattern) in enumerate(
        ((70, ";;;"), ("Secret", ";;;"), (80, ";;"), ("Open", ";;"), (90, "0")), 1
    ):
        sheet.cell(1, cell, value).number_format = pattern
    data = made.saved(workbook)
    assert lines_of(data) == ["[hidden: 70 ] [hidden: Secret ] [hidden: 80 ] Open 90"]
    assert [note.kind for note in flow_of_workbook(data).notes] == [NoteKind.HIDDEN_TEXT]


def test_a_thread_of_comments_says_who_wrote_what_and_when_once():
    threads = (
        "<ThreadedComments>"
        '<threadedComment ref="A1" dT="2026-02-03T10:00:00.00" personId="{1}" id="{5}">'
        '<text>Who agreed?</text></threadedComment><threadedComment ref="A1" personId="{2}"'
        ' dT="2026-02-04T09:00:00.00" id="{6}" parentId="{5}"><text>I did.</text>'
        "</threadedComment></ThreadedComments>"
    )
    persons = (
        '<personList><person displayName="Clara Brandt" id="{1}"/>'
        '<person displayName="Orla Fennimore" id="{2}"/></personList>'
    )
    copies = (
        f'<comments xmlns="{MAIN}"><authors><author>tc={{5}}</author><author>Ida</author>'
        '</authors><commentList><comment ref="A1" authorId="0"><text><t>[Threaded comment] Who'
        ' agreed?</t></text></comment><comment ref="B1" authorId="1"><text><t>Old.</t></text>'
        "</comment></commentList></comments>"
    )
    parts = {
        SHEET_RELATIONS: relations(
            (f"{OFFICE}/comments", "../comments1.xml"),
            (f"{MICROSOFT}/threadedComment", "../threadedComments/threadedComment1.xml"),
        ),
        "xl/comments1.xml": copies,
        "xl/threadedComments/threadedComment1.xml": threads,
        "xl/persons/person.xml": persons,
    }
    data = book('<row r="1"><c r="A1"><v>1</v></c></row>', shared=(), **parts)
    assert lines_of(data) == [
        "1",
        "[Comment on A1 by Clara Brandt, 2026-02-03] Who agreed?",
        "[Comment on A1 by Orla Fennimore, 2026-02-04] I did.",
        "[Comment on B1 by Ida] Old.",
    ]
    assert [note.kind for note in flow_of_workbook(data).notes] == [NoteKind.COMMENTS]
