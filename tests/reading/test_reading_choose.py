import pytest

from desktop.domain.geometry import Box
from desktop.domain.page import EMPTY_TEXT, PageText, Word, Words
from desktop.reading.choose import Marks, Road, choose, must_look
from desktop.reading.layer import PlacedImage, TextLayer
from desktop.reading.soundness import Soundness

A4 = Box(0.0, 0.0, 595.0, 842.0)
A4_AREA = A4.width_pt * A4.height_pt
WORDS = PageText("Agreement", Words.of([Word(0, 9, Box(50.0, 50.0, 120.0, 62.0), 1.0)]))
STAMP = Box(300.0, 600.0, 400.0, 640.0)


def layer(text=WORDS, *, outside=0, invisible=0.0, images=(), paths=0, is_partly_listed=False):
    placed = tuple(PlacedImage(box, 1000, 1000) for box in images)
    return TextLayer(text, 0.0, outside, invisible, placed, paths, is_partly_listed)


def marks(*unread, is_blank=False, hidden=0.0):
    return Marks(is_blank, unread, hidden)


def test_a_sound_page_of_text_and_a_logo_is_read_without_drawing_it():
    with_logo = layer(images=[Box(50.0, 20.0, 130.0, 60.0)], paths=50)
    assert not must_look(with_logo, Soundness.SOUND, A4_AREA)
    assert choose(with_logo, Soundness.SOUND, None, A4_AREA).road is Road.TEXT_LAYER


@pytest.mark.parametrize(
    ("facts", "sound"),
    [
        (None, Soundness.UNDECIDED),
        (layer(EMPTY_TEXT), Soundness.UNDECIDED),
        (layer(), Soundness.GARBAGE),
        (layer(images=[A4]), Soundness.SOUND),
        (layer(paths=5_000), Soundness.SOUND),
        (layer(is_partly_listed=True), Soundness.SOUND),
    ],
    ids=["image", "no words", "garbage", "scan", "outlines", "too many objects"],
)
def test_the_pixels_are_looked_at_where_the_layer_may_leave_words_out(facts, sound):
    assert must_look(facts, sound, A4_AREA)


def test_a_page_is_blank_only_where_neither_layer_nor_pixels_have_anything():
    assert choose(None, Soundness.UNDECIDED, marks(is_blank=True), A4_AREA).road is Road.BLANK
    assert choose(layer(), Soundness.SOUND, marks(is_blank=True), A4_AREA).road is Road.TEXT_LAYER


def test_an_image_is_read_by_its_pixels():
    assert choose(None, Soundness.UNDECIDED, marks(A4), A4_AREA).road is Road.OCR


def test_a_garbage_layer_is_never_the_road_and_is_remarked():
    choice = choose(layer(), Soundness.GARBAGE, marks(), A4_AREA)
    assert (choice.road, choice.remarks[0]) == (Road.OCR, "garbage_text_layer")


def test_a_person_who_does_not_believe_the_layer_is_obeyed():
    choice = choose(layer(), Soundness.SOUND, marks(), A4_AREA, is_ocr_forced=True)
    assert choice.road is Road.OCR


def test_a_stamp_is_read_beside_the_layer_and_nothing_else_is():
    choice = choose(layer(images=[STAMP]), Soundness.SOUND, marks(STAMP), A4_AREA)
    assert (choice.road, choice.regions) == (Road.BOTH, (STAMP,))
    assert choice.remarks == ("images_read_by_ocr",)


def test_where_most_of_the_page_is_not_in_the_layer_all_of_it_is_read():
    choice = choose(layer(images=[A4]), Soundness.SOUND, marks(A4), A4_AREA)
    assert (choice.road, choice.regions) == (Road.BOTH, ())
    assert choice.remarks == ("partial_text_layer",)


@pytest.mark.parametrize(
    ("facts", "seen", "remark"),
    [
        (layer(outside=3), None, "text_outside_page"),
        (layer(invisible=1.0, images=[A4]), marks(), "text_layer_of_a_scan"),
        (layer(), marks(hidden=0.5), "hidden_text"),
    ],
)
def test_what_is_odd_about_a_trusted_layer_is_remarked(facts, seen, remark):
    choice = choose(facts, Soundness.SOUND, seen, A4_AREA)
    assert (choice.road, choice.remarks) == (Road.TEXT_LAYER, (remark,))
