import pytest
from PIL import Image

from desktop.domain.document import FileKind
from tests.reading import made

pytestmark = pytest.mark.process

MORE_LINES = (
    *made.LINES,
    "Either party may end this agreement with three months of notice",
    "The keys are handed over to the tenant on the day of signature",
)


def turned(picture, degrees):
    """The picture turned clockwise, as a sheet that was laid on the glass that way."""
    return picture.rotate(-degrees, expand=True, fillcolor="white")


@pytest.mark.parametrize("degrees", [90, 180, 270])
@pytest.mark.parametrize("form", ["PNG", "PDF"])
def test_a_scan_that_lies_on_its_side_is_brought_upright(
    worker, read, ink_under_words, degrees, form
):
    picture = made.noisy(turned(made.sheet(MORE_LINES, size_px=(1240, 900)), degrees))
    if form == "PNG":
        page = read(FileKind.PNG, made.encoded(picture, "PNG", dpi=(200, 200)))
    else:
        page = read(FileKind.PDF, made.scanned_pdf(picture))
    assert page.turn_deg == 360 - degrees
    assert page.text.text.split() == " ".join(MORE_LINES).split()
    assert page.width_pt > page.height_pt
    inside, filled = ink_under_words(worker.render_page(1, 1200, page.turn_deg), page)
    assert inside > 0.99
    assert filled == 1.0


@pytest.mark.parametrize("degrees", [-1.5, 1.5])
def test_a_scan_that_leans_is_read_in_order(worker, read, ink_under_words, degrees):
    leaning = made.sheet(MORE_LINES).rotate(degrees, Image.Resampling.BICUBIC, fillcolor="white")
    page = read(FileKind.PDF, made.scanned_pdf(made.noisy(leaning)))
    assert page.text.text.split() == " ".join(MORE_LINES).split()
    inside, filled = ink_under_words(worker.render_page(1, 1200), page)
    assert inside > 0.98
    assert filled == 1.0


def test_two_columns_are_read_one_after_the_other(read):
    left = [f"left column line {number} goes on here" for number in range(1, 8)]
    right = [f"right column line {number} goes on too" for number in range(1, 8)]
    picture = Image.new("RGB", (1600, 760), "white")
    picture.paste(made.sheet(left, size_px=(780, 760), letter_px=30), (0, 0))
    picture.paste(made.sheet(right, size_px=(780, 760), letter_px=30), (800, 0))
    text = read(FileKind.PNG, made.encoded(picture, "PNG", dpi=(200, 200))).text.text
    assert text.split() == " ".join([*left, *right]).split()
