"""A flow of text becomes pages: the words are the file's and stand where the picture shows them."""

import numpy as np
import pytest

from desktop.domain.errors import NoSuchPageError, TooManyPagesError
from desktop.domain.geometry import Box
from desktop.domain.page import OcrEngine, ReadMethod
from desktop.reading import flow_setting
from desktop.reading.engines import Engines
from desktop.reading.flow import Flow, Mark, NewPage, Paragraph, Piece, Table
from desktop.reading.flow_document import FlowDocument
from desktop.reading.read_page import read_page
from desktop.reading.view import View, pixels_of, whole_page
from desktop.wire.messages import ReadPage

RENT = "The rent of EUR 1,250.00 is due to Orla Fennimore on the first of each month."
KNOWN_BOXES = [
    Box(56.7, 56.7, 83.16, 73.5),
    Box(56.7, 76.3, 90.15, 93.1),
    Box(269.11, 115.5, 317.53, 132.3),
]


def cell(text):
    return (Paragraph.of(text),)


def table(*rows):
    return Table(tuple(tuple(cell(text) for text in row) for row in rows))


def opened(*blocks):
    return FlowDocument(Flow(blocks))


def reading_of(document, number=1):
    return read_page(document, ReadPage(number, OcrEngine.RAPIDOCR), Engines({})).reading


def text_of(*blocks):
    return reading_of(opened(*blocks)).text.text


def test_words_are_the_files_own_and_need_no_ocr():
    reading = reading_of(opened(Paragraph.of(RENT)))
    assert reading.text.text == RENT
    assert reading.method is ReadMethod.TEXT_LAYER
    assert reading.confidence == 1.0
    assert reading.remarks == ()


def test_text_that_looks_like_no_language_is_believed_all_the_same():
    odd = "7KLV DJUHHPHQW LV EHWZHHQ WKH SDUWLHV " * 20
    assert reading_of(opened(Paragraph.of(odd))).text.text.split() == odd.split()


def test_words_stand_where_the_picture_shows_them(ink_under_words):
    document = opened(
        Paragraph.of("Lease", level=1),
        Paragraph.of(RENT * 6, indent=2),
        table(("Tenant", "Rent"), ("Fennimore", "1,250.00")),
    )
    page = document.page(1)
    picture = page.render(whole_page(page.width_pt, page.height_pt, 150))
    covered, filled = ink_under_words(pixels_of(picture), reading_of(document), margin_pt=1.0)
    assert covered > 0.995
    assert filled == 1.0


def test_the_same_flow_breaks_alike_everywhere():
    words = reading_of(opened(Paragraph.of(RENT * 3, level=2))).text.words
    assert [words[0].box, words[14].box, words[len(words) - 1].box] == KNOWN_BOXES


def test_what_is_special_is_said_in_words_and_remarked():
    pieces = (
        Piece("The rent is "),
        Piece("1,250.00", (Mark.DELETED,), "A. Brandt"),
        Piece("1,400.00", (Mark.INSERTED,), "A. Brandt"),
        Piece("."),
        Piece(" Keep quiet.", (Mark.HIDDEN,)),
    )
    reading = reading_of(opened(Paragraph(pieces, label="Footnote 3")))
    assert " ".join(reading.text.text.split()) == (
        "[Footnote 3] The rent is [deleted by A. Brandt: 1,250.00 ] "
        "[inserted by A. Brandt: 1,400.00 ] . [hidden: Keep quiet. ]"
    )
    assert reading.remarks == ("tracked_changes", "hidden_text")


def test_what_is_special_is_drawn():
    page = opened(Paragraph((Piece("gone", (Mark.DELETED,)),))).page(1)
    picture = page.render(whole_page(page.width_pt, page.height_pt, 150)).astype(int)
    is_red = (picture[:, :, 0] > picture[:, :, 1] + 60) & (picture[:, :, 0] > 120)
    assert is_red.sum() > 100


def test_a_change_within_a_word_leaves_the_other_letters():
    pieces = (Piece("agree"), Piece("d", (Mark.DELETED,)), Piece("ment"))
    assert text_of(Paragraph(pieces)) == "agree [deleted: d ] ment"


def test_a_word_of_two_weights_is_one_word():
    assert text_of(Paragraph((Piece("agree", is_bold=True), Piece("ment")))) == "agreement"


def test_a_label_cannot_be_forged_by_the_file():
    assert text_of(Paragraph.of("text", label="x] [deleted:\n y" * 99))[:20].count("]") == 0


def test_what_nobody_sees_is_left_out_and_lines_are_kept():
    assert text_of(Paragraph.of("in\u200bvoice\u202e 7\x00\r\nPaid\u2028Thanks")) == (
        "invoice 7\nPaid\nThanks"
    )


def test_letters_without_a_picture_are_remarked_and_kept():
    reading = reading_of(opened(Paragraph.of("Notice \u0915\u092e")))
    assert reading.text.text == "Notice \u0915\u092e"
    assert reading.remarks == ("letters_not_drawn",)
    assert reading_of(opened(Paragraph.of("\u0141\u00f3d\u017a \u0395\u03bb \u0416"))).remarks == ()


def test_a_word_wider_than_a_line_is_cut_and_complete():
    reading = reading_of(opened(Paragraph.of("A" * 400)))
    assert reading.text.text.replace("\n", "") == "A" * 400
    assert max(reading.text.words.rights_pt) <= reading.width_pt - flow_setting.MARGIN_PT + 0.01


def test_rows_are_read_cell_by_cell():
    long = "It is paid in advance. " * 12
    text = text_of(table(("Tenant", "Remarks", "Rent"), ("Fennimore", long, "980.00")))
    assert text.startswith("Tenant Remarks Rent\nFennimore It is paid")
    assert text.split()[-1] == "980.00"


def test_a_table_too_wide_for_a_page_is_cut_into_bands():
    row = tuple(f"Heading-of-{number}" for number in range(30))
    reading = reading_of(opened(NewPage(is_landscape=True), table(row)))
    assert reading.text.text.split() == list(row)
    assert len({round(left) for left in reading.text.words.lefts_pt}) < len(row)
    assert max(reading.text.words.rights_pt) <= reading.width_pt - flow_setting.MARGIN_PT


def test_a_word_far_down_a_column_is_not_cut():
    rows = [("1", "paid"), *[("11", "paid")] * 900, ("88,888,888.88", "unpaid-and-overdue")]
    document = opened(table(*rows))
    last = reading_of(document, document.page_count).text.text
    assert last.endswith("88,888,888.88 unpaid-and-overdue")


def test_a_cell_longer_than_a_page_goes_on_over_the_next():
    document = opened(table(("A", "word " * 3000)))
    assert document.page_count > 2
    words = [
        word
        for number in range(1, document.page_count + 1)
        for word in reading_of(document, number).text.text.split()
    ]
    assert words == ["A"] + ["word"] * 3000


def test_rows_of_unequal_length_and_empty_tables_are_borne():
    assert text_of(Table(()), Table(((),)), table(("a", "b"), ("c",))) == "a b\nc"


def test_a_new_page_begins_one_and_leaves_none_empty():
    document = opened(NewPage(), NewPage(), Paragraph.of("one"), NewPage(), Paragraph.of("two"))
    assert [reading_of(document, number).text.text for number in (1, 2)] == ["one", "two"]
    assert document.page_count == 2


def test_a_running_label_is_on_each_page_until_the_next_begins():
    pages = opened(
        NewPage(running="Hidden sheet Rents"),
        Paragraph.of("Rents", label="Hidden sheet"),
        table(*[("Fennimore", "1")] * 150),
        NewPage(),
        *[Paragraph.of("line")] * 60,
    )
    texts = [reading_of(pages, number).text.text for number in range(1, pages.page_count + 1)]
    first, *others = texts
    assert first.startswith("[Hidden sheet] Rents")
    on_sheet = [text for text in others if "Fennimore" in text]
    assert len(on_sheet) > 1
    assert all(text.startswith("[Hidden sheet Rents]\n") for text in on_sheet)
    assert not any("Hidden" in text for text in others if "line" in text)


def test_a_heading_stays_with_its_text():
    filling = [Paragraph.of("line") for _ in range(31)]
    pages = opened(*filling, Paragraph.of("Notices", level=1), Paragraph.of("Sent by post."))
    last = reading_of(pages, pages.page_count).text.text
    assert last.startswith("Notices") == ("Sent by post." in last)


def test_a_flow_without_words_is_one_blank_page():
    reading = reading_of(opened(Paragraph.of(" \n "), NewPage()))
    assert reading.is_blank


def test_a_flow_has_no_more_pages_than_a_document_may(monkeypatch):
    monkeypatch.setattr(flow_setting, "MAX_PAGES", 3)
    assert opened(*[Paragraph.of("line")] * 60).page_count <= 3
    with pytest.raises(TooManyPagesError):
        opened(*[Paragraph.of("line")] * 150)


def test_a_page_outside_a_flow_is_none():
    with pytest.raises(NoSuchPageError):
        opened(Paragraph.of("one")).page(2)


@pytest.mark.parametrize("turn_deg", [0, 90, 180, 270])
def test_a_part_of_a_turned_page_is_a_part_of_the_turned_picture(turn_deg):
    page = opened(Paragraph.of(RENT * 5), table(("Rent", "1,250.00"))).page(1)
    whole = whole_page(page.width_pt, page.height_pt, 100, turn_deg)
    picture = page.render(whole)
    assert picture.shape == (whole.height_px, whole.width_px, 3)
    upright = page.render(whole_page(page.width_pt, page.height_pt, 100))
    assert (np.rot90(upright, -(turn_deg // 90)) == picture).all()
    part = View(whole.page_width_px, whole.page_height_px, 300, 60, 90, 140, turn_deg)
    assert (page.render(part) == picture[60:200, 300:390]).all()
