"""What stands in a Word document and is easily overlooked is read, and said to be so."""

import io
import time

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.shared import Pt, RGBColor
from PIL import Image

from desktop.domain.notes import NoteKind
from desktop.reading.office.word import flow_of_word
from tests.reading.office_files import W, saved
from tests.reading.test_reading_unseen import kinds_of, words_of
from tests.reading.test_reading_word import paragraph, run, word

WHITE = RGBColor(255, 255, 255)


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


def white_on_solid_white(_document, paragraph, run):
    solid = f'<w:shd {W} w:val="solid" w:color="FFFFFF" w:fill="000000"/>'
    paragraph._p.get_or_add_pPr().append(parse_xml(solid))
    run.font.color.rgb = WHITE


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
    "change",
    [
        white,
        nearly_white,
        dust,
        dark_on_dark,
        white_on_solid_white,
        white_by_two_styles,
        hidden_by_default,
    ],
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


def test_descriptions_of_pictures_in_word_are_read():
    document = Document()
    image = io.BytesIO()
    Image.new("RGB", (8, 8)).save(image, "PNG")
    picture = document.add_paragraph().add_run().add_picture(image)
    picture._inline.docPr.set("title", "Photo")
    picture._inline.docPr.set("descr", "Key of flat 4")
    assert "[Description: Photo Key of flat 4]" in words_of(flow_of_word(saved(document)))


def test_a_row_that_is_hidden_is_read_and_said_to_be_so():
    cell = f"<w:tc>{paragraph(run('Orla must not know.'))}</w:tc>"
    rows = f"<w:tr>{cell}</w:tr><w:tr><w:trPr><w:hidden/></w:trPr>{cell}</w:tr>"
    flow = flow_of_word(word(f"<w:tbl>{rows}</w:tbl>"))
    assert words_of(flow) == "Orla must not know. [hidden: Orla must not know. ]"
    assert NoteKind.HIDDEN_TEXT in kinds_of(flow)


def of_the_theme(more):
    colour = f'<w:color w:val="000000" w:themeColor="background1"{more}/>'
    return f"<w:r><w:rPr>{colour}</w:rPr><w:t>Orla must not know.</w:t></w:r>"


def test_the_white_of_a_theme_goes_before_the_digits_beside_it():
    hidden = words_of(flow_of_word(word(paragraph(of_the_theme("")))))
    assert hidden == "[hidden: Orla must not know. ]"
    grey = words_of(flow_of_word(word(paragraph(of_the_theme(' w:themeShade="80"')))))
    assert grey == "Orla must not know."


NEWER, OLDER = run("for newer programs"), run("for older programs")


@pytest.mark.parametrize(
    ("choice", "shown"),
    [
        (NEWER, "for newer programs"),
        ("<w:r/>", "for older programs"),
        ("", "for older programs"),
    ],
)
def test_words_for_older_programs_are_read_where_newer_ones_have_none(choice, shown):
    names = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    newer = f'<mc:Choice Requires="wps">{choice}</mc:Choice>' if choice else ""
    body = f"<mc:AlternateContent {names}>{newer}<mc:Fallback>{OLDER}</mc:Fallback>"
    flow = flow_of_word(word(paragraph(f"{body}</mc:AlternateContent>")))
    assert words_of(flow) == shown


def test_a_long_style_is_looked_through_once_however_many_paragraphs_name_it():
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    said = f"{'<w:x/>' * 20_000}<w:pPr><w:outlineLvl w:val='1'/></w:pPr>"
    styles = f"<w:styles {names}><w:style w:styleId='A'>{said}</w:style></w:styles>"
    named = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
    data = word(named * 500, word__styles_xml=styles)
    begun_s = time.process_time()
    assert len(flow_of_word(data).blocks) == 500
    assert time.process_time() - begun_s < 5
