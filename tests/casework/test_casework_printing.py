"""What is printed can be opened by others, holds what was said, and breaks no line too late."""

import io

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfbase.pdfmetrics import stringWidth

from desktop.casework.printing.fonts import Font, lines_of, printable, width_pt
from desktop.casework.printing.pdf import PAGE_HEIGHT_PT, Page, pdf_of
from desktop.casework.printing.report import Report


def texts_of(content):
    """The text of each page, as another program reads it."""
    with pikepdf.open(io.BytesIO(content)) as file:
        assert file.check_pdf_syntax() == []
    document = pypdfium2.PdfDocument(content)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return pages


@pytest.mark.parametrize("font", Font)
def test_letters_with_marks_are_as_wide_as_the_metrics_of_the_font_say(font):
    for letter in "ÄÖÜäöüßÀÉÎÕñçýÿŠž":
        known = stringWidth(letter, font.value, 1000)
        assert width_pt(letter, font, 1000) == pytest.approx(known, abs=60), letter


def test_plain_letters_are_exactly_as_wide():
    plain = "".join(map(chr, range(32, 127))).replace("'", "").replace("`", "")
    for font in Font:
        assert width_pt(plain, font, 10) == pytest.approx(stringWidth(plain, font.value, 10))


def test_another_program_reads_every_letter_of_western_europe():
    page = Page()
    said = "Größe (50 %) \\ déjà vu “señor” € §"
    page.text(56, 100, said, Font.TEXT, 12)
    assert texts_of(pdf_of([page], "Título"))[0].strip() == said
    with pikepdf.open(io.BytesIO(pdf_of([page], "Łódź Ωmega"))) as file:
        assert str(file.docinfo["/Title"]) == "Łódź Ωmega"
        assert set(file.docinfo.keys()) == {"/Title"}


def test_letters_of_other_languages_lose_their_marks():
    assert printable("Łódź Čapek Ωmega\tx\x07") == "Lódz Capek ?mega x?"


@given(st.text(max_size=300), st.integers(60, 400))
def test_no_line_is_wider_than_its_room_and_no_word_is_lost(text, room_pt):
    lines = lines_of(text, Font.TEXT, 10, room_pt)
    assert all(width_pt(line, Font.TEXT, 10) <= room_pt or len(line) == 1 for line in lines)
    kept = "".join("".join(lines).split())
    assert kept == "".join(printable(text).split())


def test_squares_are_drawn_where_they_were_said_to_be():
    page = Page()
    page.squares(100, 200, 10, [(1, 0, 1), (0, 1, 0), (1, 1, 1)])
    document = pypdfium2.PdfDocument(pdf_of([page], "x"))
    pixels = document[0].render(scale=1).to_numpy()
    document.close()
    assert pixels.shape[0] == pytest.approx(PAGE_HEIGHT_PT, abs=1)
    dark = [
        [int(pixels[205 + 10 * row, 105 + 10 * column, 0] < 128) for column in range(3)]
        for row in range(3)
    ]
    assert dark == [[1, 0, 1], [0, 1, 0], [1, 1, 1]]


def test_a_long_report_goes_on_over_pages_with_its_titles_and_numbers():
    report = Report("Certificate", footer="In Camera")
    report.heading("What was destroyed")
    report.paragraph("A sentence that is long enough to be broken. " * 6)
    report.facts([("Matter", "1042-0007"), ("Why", "kept long enough " * 20)])
    rows = [(str(number), f"{number:064x}") for number in range(200)]
    report.table(("document", "SHA-256"), rows, shares=(1, 3))
    pages = texts_of(report.pdf())
    assert len(pages) > 3
    for number, text in enumerate(pages, start=1):
        assert f"{number} / {len(pages)}" in text
        assert "In Camera" in text
        assert "SHA-256" in text
    together = "".join(pages)
    assert all(row[1] in together for row in rows)


def test_a_table_has_a_share_for_each_column():
    with pytest.raises(ValueError, match="share"):
        Report("x").table(("one", "two"), [], shares=(1,))
