import pikepdf
import pytest

from desktop.domain.document import FileKind
from desktop.domain.page import ReadMethod
from desktop.reading.page_space import PageSpace
from tests.reading import made

pytestmark = pytest.mark.process

PLAIN = made.pdf(made.written)


def test_a_born_digital_page_is_read_from_its_text_layer_and_says_so(read):
    page = read(FileKind.PDF, PLAIN)
    assert page.method is ReadMethod.TEXT_LAYER
    assert page.confidence == 1.0
    assert page.text.text.split() == " ".join(made.LINES).split()
    assert (page.width_pt, page.height_pt) == pytest.approx(made.A4, abs=0.1)


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_boxes_lie_on_the_words_whichever_way_the_page_is_turned(
    worker, read, ink_under_words, degrees
):
    page = read(FileKind.PDF, made.turned_by_entry(PLAIN, degrees))
    inside, filled = ink_under_words(worker.render_page(1, 1200), page)
    assert inside > 0.99
    assert filled == 1.0
    assert (page.width_pt > page.height_pt) is (degrees in {90, 270})


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_the_boxes_of_a_cropped_page_are_counted_from_its_visible_corner(
    worker, read, ink_under_words, degrees
):
    def crop(document):
        document.pages[0].CropBox = pikepdf.Array([40, 500, 480, 820])

    page = read(FileKind.PDF, made.turned_by_entry(made.changed(PLAIN, crop), degrees))
    inside, filled = ink_under_words(worker.render_page(1, 1200), page)
    assert inside > 0.99
    assert filled == 1.0
    assert {round(page.width_pt), round(page.height_pt)} == {440, 320}


def test_words_outside_the_visible_page_are_left_out_and_that_is_remarked(read):
    def crop(document):
        document.pages[0].CropBox = pikepdf.Array([40, 740, 480, 820])

    page = read(FileKind.PDF, made.changed(PLAIN, crop))
    assert "Galway" in page.text.text
    assert "Notices" not in page.text.text
    assert "text_outside_page" in page.remarks


def test_what_a_form_was_filled_with_is_read_and_shown(worker, read, ink_under_words):
    def draw(canvas):
        made.written(canvas)
        canvas.acroForm.textfield(
            value="Peregrine Holloway", x=60, y=500, width=300, height=30, borderWidth=0
        )

    page = read(FileKind.PDF, made.pdf(draw))
    assert "Peregrine Holloway" in page.text.text
    inside, _ = ink_under_words(worker.render_page(1, 1200), page)
    assert inside > 0.98


def test_lines_and_blocks_are_told_apart_by_the_gap_between_them(read):
    lines = ("first line", "second line", "", "next block")
    page = read(FileKind.PDF, made.pdf(lambda canvas: made.written(canvas, lines)))
    assert page.text.text == "first line\nsecond line\n\nnext block"


def test_each_word_names_its_own_characters(read):
    page = read(FileKind.PDF, PLAIN)
    named = [page.text.text[word.start : word.end] for word in page.text.words]
    assert named == " ".join(made.LINES).split()


@pytest.mark.parametrize("quarters", range(4))
def test_a_point_of_the_page_keeps_its_place_under_the_turn(quarters):
    space = PageSpace.of_box(10, 20, 110, 220, quarters)
    box = space.box(10, 210, 20, 220)  # the top left corner of the page before it is turned
    corners = [(0, 0), (190, 0), (90, 190), (0, 90)]
    assert (box.left_pt, box.top_pt) == corners[quarters]
    assert (space.width_pt, space.height_pt) == ((100, 200), (200, 100))[quarters % 2]


def test_text_that_nobody_can_see_is_remarked(read):
    def draw(canvas):
        made.filling_image(made.sheet((), size_px=(620, 877)))(canvas)
        made.written(canvas, mode=made.INVISIBLE_MODE)

    page = read(FileKind.PDF, made.pdf(draw))
    assert "hidden_text" in page.remarks
