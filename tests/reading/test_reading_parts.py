from desktop.domain.page import EMPTY_TEXT
from desktop.reading.merge import lines_of, merged_lines, turned_lines
from desktop.reading.page_text import text_of_lines


def line(top, *texts, left=50.0, height=10.0):
    """Words of 40 points beside each other, 5 points apart."""
    return [
        (text, left + 45 * place, top, left + 45 * place + 40, top + height, 1.0)
        for place, text in enumerate(texts)
    ]


def test_lines_close_below_each_other_are_one_block_and_a_gap_begins_the_next():
    page = text_of_lines([line(50, "Dear", "Sir"), line(62, "we"), line(100, "Yours")])
    assert page.text == "Dear Sir\nwe\n\nYours"
    words = [page.text[word.start : word.end] for word in page.words]
    assert words == ["Dear", "Sir", "we", "Yours"]


def test_pieces_on_one_height_are_one_line_and_another_column_is_another_block():
    joined = text_of_lines([line(50, "Total"), line(51, "19.00", left=400.0)])
    aside = text_of_lines([line(50, "end"), line(62, "aside", left=400.0)])
    column = text_of_lines([line(50, "end"), line(62, "of"), line(50, "next", left=400.0)])
    assert joined.text == "Total 19.00"
    assert aside.text == "end\n\naside"
    assert column.text == "end\nof\n\nnext"


def test_a_page_without_lines_has_the_empty_text():
    assert text_of_lines([]) == EMPTY_TEXT


def test_a_text_taken_apart_into_lines_and_put_together_is_the_same():
    page = text_of_lines([line(50, "Dear", "Sir"), line(62, "we"), line(100, "Yours")])
    assert text_of_lines(lines_of(page)) == page


def test_what_only_ocr_saw_stands_between_the_lines_of_the_layer_by_height():
    layer = [line(50, "above"), line(150, "below")]
    merged = merged_lines(layer, [line(100, "stamp")])
    assert [words[0][0] for words in merged] == ["above", "stamp", "below"]


def test_a_word_that_the_layer_has_is_not_taken_from_ocr_a_second_time():
    layer = [line(50, "Invoice", "2041")]
    merged = merged_lines(layer, [line(51, "lnvoice", "2O41", "PAID")])
    assert [word[0] for words in merged for word in words] == ["Invoice", "2041", "PAID"]


def test_four_quarter_turns_bring_words_back_and_opposite_turns_undo_each_other():
    lines = [line(50, "Dear", "Sir"), line(62, "we")]
    quarter = turned_lines(lines, 90, 595.0, 842.0)
    assert quarter[0][0][1:5] == (842.0 - 60, 50.0, 842.0 - 50, 90.0)
    assert turned_lines(quarter, 270, 842.0, 595.0) == lines
    assert turned_lines(turned_lines(lines, 180, 595.0, 842.0), 180, 595.0, 842.0) == lines
    round_trip = lines
    for width_pt, height_pt in ((595.0, 842.0), (842.0, 595.0)) * 2:
        round_trip = turned_lines(round_trip, 90, width_pt, height_pt)
    assert round_trip == lines
