"""What stands in an office document and is easily overlooked is read, and said to be so."""

import io
import zipfile

import pytest
from docx import Document
from docx.shared import Pt
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Color, Font, PatternFill
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from desktop.domain.notes import NoteKind
from desktop.reading.flow_document import FlowDocument
from desktop.reading.flow_html import flow_of_html
from desktop.reading.flow_rtf import flow_of_rtf
from desktop.reading.office.open_document import flow_of_open_document
from desktop.reading.office.sheets import flow_of_workbook
from desktop.reading.office.slides import flow_of_slides
from desktop.reading.office.word import flow_of_word
from desktop.reading.visibility import colour_of, is_near
from tests.reading.office_files import part_of, saved, with_parts

OPEN_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("draw", "drawing"),
    )
)


def words_of(flow):
    document = FlowDocument(flow)
    pages = (document.page(number) for number in range(1, document.page_count + 1))
    return " ".join(" ".join(page.text_layer().text.text for page in pages).split())


def kinds_of(flow):
    return {note.kind for note in flow.notes}


def test_colours_are_told_by_their_digits_alone():
    assert [colour_of(each) for each in ("FFFFFF", "#a1B2c3", "auto", "red", "")] == [
        "ffffff",
        "a1b2c3",
        *[""] * 3,
    ]
    assert is_near("ffff00", "fff0f0") is False
    assert is_near("", "") is False


def open_file(styles, body):
    """The least OpenDocument file."""
    content = (
        f"<office:document-content {OPEN_NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body>{body}</office:body></office:document-content>"
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("content.xml", content)
    return flow_of_open_document(target.getvalue())


def style(name, said, *, family="text", kind="text", parent=""):
    return (
        f'<style:style style:name="{name}" style:family="{family}" '
        f'style:parent-style-name="{parent}"><style:{kind}-properties {said}/></style:style>'
    )


def open_letter(said, *, above=""):
    styles = style("P", above, family="paragraph", kind="paragraph") + style("S", said)
    sentence = 'The rent is due. <text:span text:style-name="S">Orla must not know.</text:span>'
    text = f'<office:text><text:p text:style-name="P">{sentence}</text:p></office:text>'
    return open_file(styles, text)


@pytest.mark.parametrize(
    ("said", "above", "shown"),
    [
        ('fo:color="#ffffff"', "", "[hidden: Orla must not know. ]"),
        ('fo:color="#fafafa"', "", "[hidden: Orla must not know. ]"),
        ('fo:font-size="1pt"', "", "[hidden: Orla must not know. ]"),
        ('fo:color="#000080"', 'fo:background-color="#000080"', "[hidden: Orla must not know. ]"),
        ('fo:color="#ffffff"', 'fo:background-color="#000080"', "Orla must not know."),
        ('fo:color="#ffffff" fo:background-color="#000000"', "", "Orla must not know."),
        ('fo:font-size="80%"', "", "Orla must not know."),
        ('style:text-line-through-style="solid"', "", "[struck out: Orla must not know. ]"),
        ('style:text-line-through-style="none"', "", "Orla must not know."),
    ],
)
def test_letters_of_open_documents_count_by_colour_size_and_stroke(said, above, shown):
    assert words_of(open_letter(said, above=above)) == f"The rent is due. {shown}"


def test_white_letters_come_from_styles_that_others_are_based_on():
    styles = style("Base", 'fo:color="#ffffff"') + style("S", "", parent="Base")
    text = '<text:p>Due. <text:span text:style-name="S">Secret.</text:span></text:p>'
    flow = open_file(styles, f"<office:text>{text}</office:text>")
    assert words_of(flow) == "Due. [hidden: Secret. ]"
    assert NoteKind.HIDDEN_TEXT in kinds_of(flow)


def test_cells_of_open_sheets_show_white_values_and_those_that_a_pattern_hides():
    styles = style("White", 'fo:color="#ffffff"', family="table-cell")
    cell = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"
    row = (
        cell.format("", "Rent")
        + cell.format(' table:style-name="White"', "Margin 12")
        + cell.format(' office:value-type="float" office:value="70"', "")
        + cell.format("", "Noted")
    )
    columns = '<table:table-column table:number-columns-repeated="3"/>'
    columns += '<table:table-column table:default-cell-style-name="White"/>'
    table = f'<table:table table:name="A">{columns}<table:table-row>{row}</table:table-row>'
    flow = open_file(styles, f"<office:spreadsheet>{table}</table:table></office:spreadsheet>")
    said = "[Sheet] A Rent [hidden: Margin 12 ] [hidden: 70 ] [hidden: Noted ]"
    assert words_of(flow) == said
    assert NoteKind.HIDDEN_TEXT in kinds_of(flow)


COLOURS = r"{\colortbl;\red255\green255\blue255;\red0\green0\blue128;}"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"Due. {\cf1 Secret.}", "Due. [hidden: Secret. ]"),
        (r"Due. {\fs2 Secret.}", "Due. [hidden: Secret. ]"),
        (r"Due. {\cf2\highlight2 Secret.}", "Due. [hidden: Secret. ]"),
        (r"\cbpat2 {\cf1 Seen.}", "Seen."),
        (r"\cbpat2 {\cf1 Seen.}\par\pard {\cf1 Secret.}", "Seen. [hidden: Secret. ]"),
        (r"\cf1 Secret.\plain  Seen.", "[hidden: Secret. ] Seen."),
        (r"{\strike Gone.} {\striked1 Both.}", "[struck out: Gone. ] [struck out: Both. ]"),
        (r"{\strike Gone.\strike0 Kept.}", "[struck out: Gone. ] Kept."),
        (r"\trowd\clcbpat2\cellx900\intbl{\cf1 Seen.}\cell\row", "Seen."),
        (r"\trowd\cellx900\intbl{\cf1 Secret.}\cell\row", "[hidden: Secret. ]"),
    ],
)
def test_letters_of_rich_text_count_by_colour_size_and_stroke(text, shown):
    flow = flow_of_rtf(rb"{\rtf1\ansi" + COLOURS.encode() + text.encode() + b"}")
    assert words_of(flow) == shown
    assert (NoteKind.HIDDEN_TEXT in kinds_of(flow)) == ("hidden" in shown)


def test_nearly_white_words_of_a_web_page_are_hidden_and_grey_ones_are_not():
    page = b'<p>Due <i style="color: #f8f8f8">soon</i> <i style="color: #d0d0d0">today</i></p>'
    assert words_of(flow_of_html(page)) == "Due [hidden: soon ] today"


def test_words_of_a_web_page_that_are_struck_out_are_said_to_be_so():
    flow = flow_of_html(b"<p>Due <s>today</s> <strike>soon</strike>.</p>")
    assert words_of(flow) == "Due [struck out: today ] [struck out: soon ] ."
    assert NoteKind.STRUCK_OUT in kinds_of(flow)


def sheet_of(*cells):
    """The flow of a workbook of one column; each cell is changed after it is filled."""
    workbook = Workbook()
    for row, (value, change) in enumerate(cells, 1):
        cell = workbook.active.cell(row, 1, value)
        for name, look in change.items():
            setattr(cell, name, look)
    return flow_of_workbook(saved(workbook))


DARK = PatternFill("solid", fgColor="FF002060")


@pytest.mark.parametrize(
    ("look", "shown"),
    [
        ({"font": Font(color="FFFFFFFF")}, "[hidden: Margin ]"),
        ({"font": Font(color=Color(theme=0))}, "[hidden: Margin ]"),
        ({"font": Font(color=Color(theme=0, tint=-0.05))}, "[hidden: Margin ]"),
        ({"font": Font(color=Color(theme=0, tint=-0.5))}, "Margin"),
        ({"font": Font(color=Color(indexed=9))}, "[hidden: Margin ]"),
        ({"font": Font(size=1)}, "[hidden: Margin ]"),
        ({"font": Font(color="FFFFFFFF"), "fill": DARK}, "Margin"),
        ({"font": Font(color="FF002060"), "fill": DARK}, "[hidden: Margin ]"),
        ({"font": Font(strike=True)}, "[struck out: Margin ]"),
        ({"number_format": '"";"";"";""'}, "[hidden: Margin ]"),
        ({"number_format": "[White]General"}, "[hidden: Margin ]"),
    ],
)
def test_cells_count_by_colour_size_stroke_and_pattern(look, shown):
    flow = sheet_of(("Rent", {}), ("Margin", look))
    assert words_of(flow) == f"[Sheet] Sheet Rent {shown}"
    assert (NoteKind.HIDDEN_TEXT in kinds_of(flow)) == ("hidden" in shown)
    assert (NoteKind.STRUCK_OUT in kinds_of(flow)) == ("struck" in shown)


def test_a_few_white_words_of_a_cell_are_hidden_and_the_others_are_not():
    white_words = TextBlock(InlineFont(color="FFFFFFFF"), " but 9 % for us")
    gone = TextBlock(InlineFont(strike=True), " or so")
    flow = sheet_of((CellRichText("Rent 12 %", white_words, gone), {}))
    said = "[Sheet] Sheet Rent 12 % [hidden: but 9 % for us ] [struck out: or so ]"
    assert words_of(flow) == said
    assert {NoteKind.HIDDEN_TEXT, NoteKind.STRUCK_OUT} <= kinds_of(flow)


def test_words_of_a_cell_outside_of_its_runs_are_read():
    workbook = Workbook()
    workbook.active["A1"] = "Rent 12 %"
    original, part = saved(workbook), "xl/worksheets/sheet1.xml"
    run = b"<r><rPr><color rgb='FFFFFFFF'/></rPr><t> for us</t></r></is>"
    xml = part_of(original, part).replace(b"</is>", run)
    flow = flow_of_workbook(with_parts(original, {part: xml}))
    assert words_of(flow) == "[Sheet] Sheet Rent 12 % [hidden: for us ]"


def test_charts_of_a_workbook_say_their_titles_series_and_values():
    workbook = Workbook()
    sheet = workbook.active
    for row in (("Month", "Rent"), ("May", 1250), ("June", 1400)):
        sheet.append(row)
    chart = BarChart()
    chart.title = "Rents of 2026"
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "D1")
    original = saved(workbook)
    kept = (
        b"<c:ser><c:tx><c:strRef><c:strCache><c:pt idx='0'><c:v>Rent</c:v></c:pt></c:strCache>"
        b"</c:strRef></c:tx><c:cat><c:strRef><c:strCache><c:pt idx='0'><c:v>May</c:v></c:pt>"
        b"<c:pt idx='1'><c:v>June</c:v></c:pt></c:strCache></c:strRef></c:cat><c:val><c:numRef>"
        b"<c:numCache><c:formatCode>0.00</c:formatCode><c:pt idx='1'><c:v>1400</c:v></c:pt>"
        b"</c:numCache></c:numRef></c:val></c:ser>"
    )
    part = "xl/charts/chart1.xml"
    xml = part_of(original, part).replace(b"<c:", b"<").replace(b"</c:", b"</")
    begin, end = xml.index(b"<ser>"), xml.index(b"</ser>") + len(b"</ser>")
    xml = xml[:begin] + kept.replace(b"<c:", b"<").replace(b"</c:", b"</") + xml[end:]
    said = words_of(flow_of_workbook(with_parts(original, {part: xml})))
    assert said.endswith("[Chart] Rents of 2026 Rent May June 1400.00")


def test_charts_of_slides_and_their_workbooks_are_read():
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    data = CategoryChartData()
    data.categories = ["May", "June"]
    data.add_series("Margin", (0.12, 0.09))
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED
    slide.shapes.add_chart(kind, Inches(1), Inches(1), Inches(4), Inches(3), data)
    flow = flow_of_slides(saved(presentation))
    assert words_of(flow) == "[Slide 1] [Chart] Margin May 0.12 June 0.09"
    assert len(flow.parts) == 1


def test_charts_of_open_documents_are_read():
    chart = (
        '<chart:chart xmlns:chart="urn:oasis:names:tc:opendocument:xmlns:chart:1.0">'
        "<chart:title><text:p>Rents</text:p></chart:title><table:table><table:table-row>"
        "<table:table-cell><text:p>May</text:p></table:table-cell>"
        '<table:table-cell office:value="1400"><text:p>1400</text:p></table:table-cell>'
        "</table:table-row></table:table></chart:chart>"
    )
    names = ("content.xml", "Object 1/content.xml")
    bodies = ("<office:text/>", f"<office:chart>{chart}</office:chart>")
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, body in zip(names, bodies, strict=True):
            archive.writestr(
                name,
                f"<office:document-content {OPEN_NAMES}><office:body>{body}</office:body>"
                "</office:document-content>",
            )
    assert words_of(flow_of_open_document(target.getvalue())) == "[Chart] Rents May 1400"


def test_what_is_kept_for_a_pivot_table_is_said():
    definition = (
        '<pivotCacheDefinition><cacheSource><worksheetSource ref="A1:B9" sheet="Old"/>'
        '</cacheSource><cacheFields><cacheField name="Tenant"><sharedItems><s v="Orla Fennimore"/>'
        '<s v="Harbour Trust"/></sharedItems></cacheField><cacheField name="Rent"/></cacheFields>'
        "</pivotCacheDefinition>"
    )
    name = "xl/pivotCache/pivotCacheDefinition1.xml"
    flow = flow_of_workbook(with_parts(saved(Workbook()), {name: definition}))
    said = "[Kept for a pivot table] Old A1:B9 Tenant: Orla Fennimore, Harbour Trust Rent:"
    assert said in words_of(flow)


def slide_of(change):
    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[6])
    box = slide.shapes.add_textbox(Inches(1), Inches(1), Inches(2), Inches(1))
    box.text_frame.text = "Margin 12"
    change(box, box.text_frame.paragraphs[0].runs[0])
    return flow_of_slides(saved(presentation))


def moved_aside(box, _run):
    box.left = Inches(-3)


def hidden_in_the_list(box, _run):
    box._element.nvSpPr.cNvPr.set("hidden", "1")


def of_one_point(_box, run):
    run.font.size = Pt(1)


def struck(_box, run):
    run._r.get_or_add_rPr().set("strike", "sngStrike")


def described(box, _run):
    box._element.nvSpPr.cNvPr.set("descr", "What we charge")


def half_aside(box, _run):
    box.left = Inches(-1)


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (moved_aside, "[Beside the slide] [hidden: Margin 12 ]"),
        (hidden_in_the_list, "[Hidden shape] [hidden: Margin 12 ]"),
        (of_one_point, "[hidden: Margin 12 ]"),
        (struck, "[struck out: Margin 12 ]"),
        (described, "Margin 12 [Description] What we charge"),
        (half_aside, "Margin 12"),
    ],
)
def test_shapes_of_slides_that_nobody_sees_are_read_and_said_to_be_so(change, shown):
    flow = slide_of(change)
    assert words_of(flow) == f"[Slide 1] {shown}"
    assert (NoteKind.HIDDEN_TEXT in kinds_of(flow)) == ("hidden" in shown)


def test_words_of_a_drawing_are_read_and_drawings_without_are_said():
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><text>Plan <tspan>B</tspan></text></svg>'
    original = saved(Document())
    flow = flow_of_word(with_parts(original, {"word/media/image1.svg": svg}))
    assert words_of(flow) == "[Drawing] Plan B"
    assert NoteKind.DRAWINGS not in kinds_of(flow)
    bombs = {"word/media/a.svg": b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>"}
    for parts in (bombs, {"word/media/image1.emf": b"\x01"}):
        flow = flow_of_word(with_parts(original, parts))
        assert words_of(flow) == ""
        assert NoteKind.DRAWINGS in kinds_of(flow)
