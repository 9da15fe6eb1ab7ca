"""What stands in an office document and is easily overlooked is read, and said to be so."""

import io
import zipfile

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.shared import Pt, RGBColor
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, Font, PatternFill

from desktop.domain.notes import NoteKind
from desktop.reading.flow_document import FlowDocument
from desktop.reading.flow_html import flow_of_html
from desktop.reading.flow_rtf import flow_of_rtf
from desktop.reading.office.open_document import flow_of_open_document
from desktop.reading.office.sheets import flow_of_workbook
from desktop.reading.office.word import flow_of_word
from desktop.reading.visibility import colour_of, is_near
from tests.reading.office_files import W, saved

WHITE = RGBColor(255, 255, 255)
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


def shading(fill):
    return parse_xml(f'<w:shd {W} w:val="clear" w:color="auto" w:fill="{fill}"/>')


def letter(change):
    """A Word document of one sentence whose last words are changed."""
    document = Document()
    paragraph = document.add_paragraph("The rent is due. ")
    change(document, paragraph, paragraph.add_run("Orla must not know."))
    return flow_of_word(saved(document))


def white(_document, _paragraph, run):
    run.font.color.rgb = WHITE


def nearly_white(_document, _paragraph, run):
    run.font.color.rgb = RGBColor(0xF4, 0xF0, 0xF2)


def dust(_document, _paragraph, run):
    run.font.size = Pt(1)


def dark_on_dark(_document, paragraph, run):
    paragraph._p.get_or_add_pPr().append(shading("1F1F1F"))
    run.font.color.rgb = RGBColor(0x20, 0x20, 0x20)


def white_by_two_styles(document, _paragraph, run):
    aside = document.styles.add_style("Aside", WD_STYLE_TYPE.CHARACTER)
    aside.font.color.rgb = WHITE
    inner = document.styles.add_style("Inner aside", WD_STYLE_TYPE.CHARACTER)
    inner.base_style = aside
    run.style = inner


def hidden_by_default(document, paragraph, run):
    document.styles["Normal"].font.hidden = True
    paragraph.runs[0].font.hidden = False
    run.text = "Orla must not know."


@pytest.mark.parametrize(
    "change", [white, nearly_white, dust, dark_on_dark, white_by_two_styles, hidden_by_default]
)
def test_letters_that_nobody_sees_are_read_and_said_to_be_hidden(change):
    flow = letter(change)
    assert words_of(flow) == "The rent is due. [hidden: Orla must not know. ]"
    assert NoteKind.HIDDEN_TEXT in kinds_of(flow)


def white_on_blue(_document, paragraph, run):
    paragraph._p.get_or_add_pPr().append(shading("1F3864"))
    run.font.color.rgb = WHITE


def marked_with_a_pen(_document, _paragraph, run):
    run.font.color.rgb = WHITE
    run._r.get_or_add_rPr().append(parse_xml(f'<w:highlight {W} w:val="black"/>'))


def grey(_document, _paragraph, run):
    run.font.color.rgb = RGBColor(0x80, 0x80, 0x80)


def shown_within_hidden(document, paragraph, run):
    document.styles["Normal"].font.hidden = True
    shown = document.styles.add_style("Shown", WD_STYLE_TYPE.CHARACTER)
    shown.font.hidden = True
    paragraph.runs[0].style = run.style = shown


@pytest.mark.parametrize("change", [white_on_blue, marked_with_a_pen, grey, shown_within_hidden])
def test_letters_that_are_seen_are_not_said_to_be_hidden(change):
    flow = letter(change)
    assert words_of(flow) == "The rent is due. Orla must not know."
    assert NoteKind.HIDDEN_TEXT not in kinds_of(flow)


@pytest.mark.parametrize("stroke", ["strike", "double_strike"])
def test_words_that_are_struck_out_are_read_and_said_to_be_so(stroke):
    flow = letter(lambda _document, _paragraph, run: setattr(run.font, stroke, True))
    assert words_of(flow) == "The rent is due. [struck out: Orla must not know. ]"
    assert NoteKind.STRUCK_OUT in kinds_of(flow)


def test_white_letters_of_a_table_count_by_the_ground_of_their_cell():
    document = Document()
    dark, plain = document.add_table(rows=1, cols=2).rows[0].cells
    dark._tc.get_or_add_tcPr().append(shading("002060"))
    for cell, text in ((dark, "Tenant"), (plain, "Margin 12")):
        cell.paragraphs[0].add_run(text).font.color.rgb = WHITE
    assert words_of(flow_of_word(saved(document))) == "Tenant [hidden: Margin 12 ]"


def test_of_a_table_that_a_style_colours_nothing_is_said():
    document = Document()
    table = document.add_table(rows=1, cols=1, style="Medium Shading 1 Accent 1")
    table.rows[0].cells[0].paragraphs[0].add_run("Tenant").font.color.rgb = WHITE
    assert words_of(flow_of_word(saved(document))) == "Tenant"


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
