"""Workbooks show their values as people see them, formulas as such, and nothing stays hidden."""

import io
import zipfile
from html import escape

import pytest
from openpyxl import Workbook, load_workbook

from desktop.domain.document import FileKind
from desktop.domain.errors import DocumentDamagedError, TooManyPagesError, UnpackedTooLargeError
from desktop.domain.notes import NoteKind
from desktop.domain.page import OcrEngine
from desktop.intake.kinds import kind_of
from desktop.reading.flow_document import FlowDocument
from desktop.reading.office import cells as office_cells
from desktop.reading.office import package as office_package
from desktop.reading.office.formats import built_in, shown
from desktop.reading.office.sheets import flow_of_workbook
from tests.reading import office_files as made

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def pages_of(data):
    document = FlowDocument(flow_of_workbook(data))
    pages = (document.page(number) for number in range(1, document.page_count + 1))
    return [page.text_layer().text.text for page in pages]


def one_sheet(rows, extra=""):
    """A workbook with this inside its only sheet, as programs other than Excel write it."""
    sheet = f'<worksheet xmlns="{MAIN}">{extra}<sheetData>{rows}</sheetData></worksheet>'
    return made.with_parts(made.saved(Workbook()), {SHEET: sheet})


def test_a_workbook_says_everything_that_is_special_about_it():
    data = made.rents()
    rents, margins = pages_of(data)
    assert rents.startswith("[Sheet] Rents\n\nTenant Rent Due Share [hidden: Margin ]\n")
    text = " ".join(rents.split())
    for said in (
        "Orla Fennimore 1,250.00 EUR 2026-05-01 12.5% [hidden: 70 ]",
        "[hidden: Harbour Trust ] [hidden: 980.50 EUR ] [hidden: 2026-05-01 14:30 ]",
        "Total [formula: =SUM(B2:B3) ]",
        "[Comment on A2 by A. Brandt] Pays late.",
    ):
        assert said in text
    assert margins == "[Deeply hidden sheet] Margins\n\nSecret margin 12"
    assert {note.kind for note in flow_of_workbook(data).notes} == {
        NoteKind.HIDDEN_SHEETS,
        NoteKind.HIDDEN_ROWS,
        NoteKind.COMMENTS,
        NoteKind.FORMULAS,
    }


@pytest.mark.process
def test_a_worker_reads_it_behind_its_walls(worker, read):
    data = made.rents()
    assert kind_of(data) is FileKind.XLSX
    assert worker.open(FileKind.XLSX, data) == 2
    assert "1,250.00 EUR" in read(FileKind.XLSX, data).text.text
    found = worker.read_page(1, engine=OcrEngine.RAPIDOCR).findings
    assert {"1,250.00 EUR", "980.50 EUR", "2026-05-01"} <= {finding.mention for finding in found}


def test_the_saved_value_stands_beside_its_formula():
    rows = (
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c>'
        '<c r="B1" t="str"><f>A1&amp;"x"</f><v>2x</v></c>'
        '<c r="C1"><f t="shared" si="0"/><v>7</v></c><c r="D1" t="b"><v>1</v></c>'
        '<c r="E1" t="e"><v>#REF!</v></c><c r="F1"/></row>'
    )
    [text] = pages_of(one_sheet(rows))
    assert " ".join(text.split("\n\n")[1].split()) == (
        '2 [formula: =1+1 ] 2x [formula: =A1&"x" ] 7 [formula: shared ] TRUE #REF!'
    )


def test_cells_without_places_and_gaps_between_them_are_borne():
    rows = (
        '<row><c t="inlineStr"><is><t>one</t></is></c><c><v>2</v></c></row>'
        '<row r="9"><c r="XFD9"><v>3</v></c><c><v>lost</v></c></row>'
    )
    [text] = pages_of(one_sheet(rows))
    assert text.split()[2:] == ["one", "2", "3"]


def test_rich_text_is_one_text_and_its_pronunciation_is_none():
    shared = (
        f'<sst xmlns="{MAIN}"><si><r><t>Harbour </t></r><r><t>Trust</t></r>'
        "<rPh><t>hidden reading</t></rPh></si></sst>"
    )
    sheet = one_sheet('<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>')
    relations = made.part_of(sheet, "xl/_rels/workbook.xml.rels").replace(
        b"</Relationships>",
        b'<Relationship Id="r9" Type="x/sharedStrings" Target="sharedStrings.xml"/>'
        b"</Relationships>",
    )
    data = made.with_parts(
        sheet, {"xl/sharedStrings.xml": shared, "xl/_rels/workbook.xml.rels": relations}
    )
    assert pages_of(data) == ["[Sheet] Sheet\n\nHarbour Trust"]


def test_headers_of_printing_and_text_boxes_are_read():
    header = escape('&L&"Arial,Bold"&12Draft && notes&RA&K00FF00B')
    edges = f"<headerFooter><oddHeader>{header}</oddHeader></headerFooter>"
    box = (
        '<xdr:wsDr xmlns:xdr="urn:x" xmlns:a="urn:a"><a:p><a:r><a:t>Stamp</a:t></a:r></a:p>'
        "</xdr:wsDr>"
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="x/drawing" Target="../drawings/drawing1.xml"/></Relationships>'
    )
    data = made.with_parts(
        one_sheet("", edges),
        {
            "xl/worksheets/_rels/sheet1.xml.rels": relations,
            "xl/drawings/drawing1.xml": box,
        },
    )
    [text] = pages_of(data)
    assert "[Header] Draft & notes AB" in text
    assert "[Text box] Stamp" in text


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        ("1250", "General", "1250"),
        ("0.1", "General", "0.1"),
        ("0.30000000000000004", "General", "0.3"),
        ("1250", "#,##0.00", "1,250.00"),
        ("-1250.5", "#,##0.00;[Red]-#,##0.00", "-1,250.50"),
        ("-1250.5", "_(#,##0.00_);\\(#,##0.00\\)", "(1,250.50)"),
        ("1250", "[$\u20ac-407] #,##0", "\u20ac 1,250"),
        ("1250.4", '#,##0\\ "EUR"', "1,250 EUR"),
        ("0.125", "0.0%", "12.5%"),
        ("1250000", "#,##0,", "1,250"),
        ("2.5", "0.##", "2.5"),
        ("2", "0.0#", "2.0"),
        ("0.5", "# ?/?", "0.5"),
        ("12345", "@", "12345"),
        ("46143", "yyyy-mm-dd", "2026-05-01"),
        ("46143", "dd.mm.yyyy", "2026-05-01"),
        ("46143.604166666664", "d/m/yy h:mm", "2026-05-01 14:30"),
        ("0.604166666666667", "h:mm", "14:30"),
        ("1.5", "[h]:mm:ss", "36:00:00"),
        ("44681", "yyyy-mm-dd", "2022-04-30"),
        ("99999999", "yyyy-mm-dd", "99999999"),
        ("words", "0.00", "words"),
        ("1e999", "General", "1e999"),
        ("nan", "yyyy-mm-dd", "nan"),
        ("1067", "00000", "01067"),
        ("123456789", "000-00-0000", "123-45-6789"),
        ("12345678901", "000\\.000\\.000\\-00", "123.456.789-01"),
        ("5551234", "[<=9999999]###-####;(###) ###-####", "555-1234"),
        ("5551234567", "[<=9999999]###-####;(###) ###-####", "(555) 123-4567"),
        ("2.5", "0", "3"),
        ("1.005", "0.00", "1.01"),
        ("-0.125", "#,##0.00", "-0.13"),
        ("1250.4999999999998", "#,##0.00", "1,250.50"),
        ("4021877612345678", "0", "4021877612345678"),
        ("1234.5", '#,##0.00 "EUR/m\u00b2"', "1,234.50 EUR/m\u00b2"),
        ("1", "yyyy-mm-dd", "1900-01-01"),
        ("61", "yyyy-mm-dd", "1900-03-01"),
    ],
)
def test_numbers_are_shown_as_their_pattern_means_them(value, pattern, text):
    assert shown(value, pattern) == text


def test_days_of_early_macintoshes_are_counted_from_1904():
    assert shown("44681", "yyyy-mm-dd", is_1904=True) == "2026-05-01"


def test_patterns_that_are_named_by_number_are_known():
    assert shown("46143", built_in(14)) == "2026-05-01"
    assert shown("0.5", built_in(9)) == "50%"
    assert shown("-1250.5", built_in(44)) == "-1,250.50"
    assert shown("46143", built_in(31)) == "2026-05-01"
    assert built_in(4711) == "General"


def test_nothing_is_lost_of_what_another_library_reads():
    workbook = load_workbook(io.BytesIO(made.rents()))
    words = {
        word
        for sheet in workbook
        for row in sheet.iter_rows(values_only=True)
        for value in row
        if isinstance(value, str)
        for word in value.split()
    }
    read = " ".join(pages_of(made.rents())).split()
    assert words <= set(read)


def test_more_cells_than_pages_could_show_are_refused(monkeypatch):
    monkeypatch.setattr(office_cells, "MAX_CELLS", 10)
    with pytest.raises(TooManyPagesError):
        flow_of_workbook(made.rents())


def test_a_sheet_that_unpacks_to_more_than_the_bound_is_refused(monkeypatch):
    data = one_sheet("<row><c><v>1</v></c></row>" * 100_000)
    assert len(data) < 20_000
    monkeypatch.setattr(office_package, "MAX_PART_BYTES", 1 << 20)
    with pytest.raises(UnpackedTooLargeError):
        flow_of_workbook(data)


def test_a_sheet_that_breaks_off_is_damaged():
    with pytest.raises(DocumentDamagedError):
        flow_of_workbook(one_sheet("</sheetData><row>"))


def test_a_sheet_that_is_not_there_is_empty():
    data = made.with_parts(made.saved(Workbook()), {}, dropped=(SHEET,))
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
    assert pages_of(data) == ["[Sheet] Sheet"]
