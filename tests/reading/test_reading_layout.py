import math

from desktop.reading.layout import in_reading_order
from desktop.reading.ocr import SeenPage, SeenWord

WORD_PX, SPACE_PX, HEIGHT_PX = 80.0, 10.0, 30.0


def piece(text, left, top):
    """A run of words of one width."""
    return tuple(
        SeenWord(
            word,
            left + place * (WORD_PX + SPACE_PX),
            top,
            left + place * (WORD_PX + SPACE_PX) + WORD_PX,
            top + HEIGHT_PX,
            1.0,
        )
        for place, word in enumerate(text.split())
    )


def order(*pieces, skew_deg=0.0, is_ordered=False):
    lines = in_reading_order(SeenPage(0, skew_deg, pieces, is_ordered))
    return [" ".join(word.text for word in line) for line in lines]


def columns():
    """Six rows of two columns of running text, found row by row from the right."""
    pieces = []
    for row in range(6):
        pieces.append(piece(f"right running text {row}", 600.0, 100.0 + 40 * row))
        pieces.append(piece(f"left running text {row}", 100.0, 100.0 + 40 * row))
    return pieces


def test_rows_are_read_from_the_top_and_each_from_the_left():
    found = order(
        piece("19.00", 600.0, 152.0), piece("Total", 100.0, 150.0), piece("Receipt", 100.0, 50.0)
    )
    assert found == ["Receipt", "Total", "19.00"]


def test_a_column_of_running_text_is_read_to_its_end_before_the_next():
    found = order(*columns())
    assert found == [f"{side} running text {row}" for side in ("left", "right") for row in range(6)]


def test_a_heading_over_both_columns_comes_before_them():
    found = order(*columns(), piece("a heading that spans the two columns of it", 100.0, 40.0))
    assert found[0].startswith("a heading")
    assert found[1] == "left running text 0"
    assert found[-1] == "right running text 5"


def test_a_table_is_read_by_rows_however_many_it_has():
    pieces = []
    for row in range(8):
        pieces.append(piece(f"{row}.00", 800.0, 100.0 + 40 * row))
        pieces.append(piece(f"article {row}", 100.0, 100.0 + 40 * row))
    assert order(*pieces)[:4] == ["article 0", "0.00", "article 1", "1.00"]


def test_cells_of_some_words_are_no_column_while_few_fill_its_width():
    pieces = []
    for row in range(8):
        more = " and three more" if row == 4 else ""
        pieces.append(piece(f"right hand {row}{more}", 800.0, 100.0 + 40 * row))
        pieces.append(piece(f"left hand {row}{more}", 100.0, 100.0 + 40 * row))
    assert order(*pieces)[:4] == ["left hand 0", "right hand 0", "left hand 1", "right hand 1"]


def test_rows_of_a_leaning_page_are_not_mixed():
    lean = math.tan(math.radians(3.0))
    pieces = [
        piece(f"{side}{row}", left, 100.0 + 40 * row + lean * (left + WORD_PX / 2))
        for left, side in ((1500.0, "right"), (100.0, "left"))
        for row in range(3)
    ]
    found = order(*pieces, skew_deg=3.0)
    assert found == ["left0", "right0", "left1", "right1", "left2", "right2"]


def test_the_order_of_an_engine_that_knows_it_is_kept_and_empty_pieces_are_dropped():
    second, first = piece("second", 100.0, 50.0), piece("first", 100.0, 100.0)
    assert order(first, (), second, is_ordered=True) == ["first", "second"]
