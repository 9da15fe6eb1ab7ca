"""Letters of other scripts are drawn as they are read, and the boxes of words lie on them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.document import FileKind
from desktop.domain.page import OcrEngine, ReadMethod
from desktop.reading.engines import Engines
from desktop.reading.flow import Flow, Mark, Paragraph, Piece, Table
from desktop.reading.flow_document import FlowDocument
from desktop.reading.flow_setting import MARGIN_PT
from desktop.reading.joined_letters import joined
from desktop.reading.read_page import read_page
from desktop.reading.right_to_left import begins_at_right, levels_of, mirror, order_of
from desktop.reading.view import pixels_of, whole_page
from desktop.wire.messages import ReadPage

ARABIC = "يدفع المستأجر محمد بن سلمان مبلغ 1,250.00 يورو (EUR) إلى Harbour Trust Ltd كل شهر."
HEBREW = "השוכר, דוד כהן, ישלם 1,250.00 בכל חודש. בְּרֵאשִׁית"
CHINESE = "租赁合同 租金每月一千二百五十欧元、由承租人王小明支付。"
JAPANESE = "賃貸借契約書は2026年3月4日に締結された。"
KOREAN = "임대차 계약서: 임차인은 매월 1일에 지급한다."
RUSSIAN = "Договор аренды: арендатор Орла Феннимор платит 1 250,00 евро."
GREEK = "Μισθωτήριο: η Όρλα Φένιμορ πληρώνει 1.250,00 ευρώ."
AS_HEBREW = {chr(ord("A") + at): chr(0x5D0 + at) for at in range(26)}


def opened(*blocks):
    return FlowDocument(Flow(blocks))


def reading_of(document):
    return read_page(document, ReadPage(1, OcrEngine.RAPIDOCR), Engines({})).reading


def seen(text, *, is_from_right):
    """What stands on paper from left to right; capitals stand for Hebrew letters."""
    spoken = "".join(AS_HEBREW.get(letter, letter) for letter in text)
    levels = levels_of(spoken, is_from_right=is_from_right)
    return "".join(mirror(text[at]) if levels[at] % 2 else text[at] for at in order_of(levels))


@pytest.mark.parametrize(
    ("text", "is_from_right", "shown"),
    [
        ("car means CAR.", False, "car means RAC."),
        ("car MEANS CAR.", True, ".RAC SNAEM car"),
        ("DID YOU SAY car?", True, "?car YAS UOY DID"),
        ("RENT IS 1,250.00 EACH", True, "HCAE 1,250.00 SI TNER"),
        ("FROM 3 TO 5%", True, "5% OT 3 MORF"),
        ("AB (cd) EF", True, "FE (cd) BA"),
        ("ab CD (EF) gh", False, "ab (FE) DC gh"),
        ("ab [CD", False, "ab [DC"),
        ("$12-34 IS A", True, "A SI $12-34"),
        ("call +49-30 NOW", False, "call +49-30 WON"),
        ("", True, ""),
    ],
)
def test_a_line_is_drawn_in_the_order_in_which_it_is_read(text, is_from_right, shown):
    assert seen(text, is_from_right=is_from_right) == shown


@given(st.text("ab אב سل 12,.-+()[]%\u0664\u05b0", max_size=40), st.booleans())
def test_every_letter_of_a_line_has_one_place(text, is_from_right):
    levels = levels_of(text, is_from_right=is_from_right)
    assert sorted(order_of(levels)) == list(range(len(text)))


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("سلام", "\ufeb3\ufefc\ufee1"),
        ("محمد", "\ufee3\ufea4\ufee4\ufeaa"),
        ("دار", "\ufea9\ufe8d\ufead"),
        ("پیج", "\ufb58\ufbff\ufe9e"),
        ("بِسم", "\ufe91\u0650\ufeb4\ufee2"),
        ("abc", "abc"),
    ],
)
def test_arabic_letters_take_the_forms_of_their_places(word, forms):
    assert joined(word) == forms


@pytest.mark.parametrize("letter", ["\u05d0", "\u0627\u0628"])
def test_marks_without_end_upon_a_letter_take_no_longer_than_their_number(letter):
    begun_s = time.process_time()
    page = opened(Paragraph.of(letter + "\u064b" * 200_000)).page(1)
    assert len(page.text_layer().text.text) > 200_000
    assert time.process_time() - begun_s < 5


def test_a_paragraph_begins_where_its_first_letter_says():
    assert begins_at_right("12. " + HEBREW)
    assert not begins_at_right("The word " + HEBREW)
    assert not begins_at_right(CHINESE)


@pytest.mark.parametrize(
    "text", [ARABIC, HEBREW, CHINESE, JAPANESE, KOREAN, RUSSIAN, GREEK, f"Said: {HEBREW}"]
)
def test_words_stand_where_the_picture_shows_them_in_every_script(text, ink_under_words):
    document = opened(Paragraph.of(text, level=2), Paragraph.of(text * 3, indent=1))
    page = document.page(1)
    picture = page.render(whole_page(page.width_pt, page.height_pt, 150))
    reading = reading_of(document)
    covered, filled = ink_under_words(pixels_of(picture), reading, margin_pt=1.0)
    assert reading.method is ReadMethod.TEXT_LAYER
    assert "letters_not_drawn" not in reading.remarks
    assert covered > 0.99
    assert filled == 1.0


def test_words_are_told_in_the_order_in_which_they_are_spoken():
    reading = reading_of(opened(Paragraph.of(HEBREW)))
    assert reading.text.text == HEBREW
    lefts = [word.box.left_pt for word in reading.text.words]
    assert lefts == sorted(lefts, reverse=True)


def test_text_from_the_right_begins_at_the_right_margin_and_in_cells_too():
    short = "שלום"
    document = opened(Paragraph.of(short), Table((((Paragraph.of(short),), (Paragraph.of("x"),)),)))
    page = reading_of(document)
    alone, in_cell, behind = page.text.words
    assert alone.box.right_pt == pytest.approx(page.width_pt - MARGIN_PT, abs=0.02)
    assert in_cell.box.right_pt < behind.box.left_pt


def test_a_change_in_a_hebrew_sentence_is_said_and_drawn_at_its_words():
    pieces = (Piece("הסכום "), Piece("1,250.00", (Mark.DELETED,), "A. Brandt"), Piece(" לחודש"))
    document = opened(Paragraph(pieces))
    text = reading_of(document).text
    assert text.text == "הסכום [deleted by A. Brandt: 1,250.00 ] לחודש"
    page = document.page(1)
    picture = page.render(whole_page(page.width_pt, page.height_pt, 150)).astype(int)
    is_red = (picture[:, :, 0] > picture[:, :, 1] + 60) & (picture[:, :, 0] > 120)
    (amount,) = [word.box for word in text.words if text.text[word.start : word.end] == "1,250.00"]
    columns = is_red.any(axis=0).nonzero()[0] * 72 / 150
    assert amount.left_pt - 1 <= columns.min() < columns.max() <= amount.right_pt + 1


def test_letters_of_other_scripts_are_drawn_behind_the_walls(worker, ink_under_words):
    worker.open(FileKind.TEXT, f"{ARABIC}\n\n{CHINESE}\n\n{KOREAN}".encode())
    reading = worker.read_page(1, engine=OcrEngine.RAPIDOCR).reading
    assert reading.text.text.split() == f"{ARABIC} {CHINESE} {KOREAN}".split()
    assert reading.remarks == ()
    covered, filled = ink_under_words(worker.render_page(1, 1200), reading, margin_pt=1.0)
    assert covered > 0.99
    assert filled == 1.0
