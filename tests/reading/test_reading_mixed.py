import pytest
from reportlab.lib.utils import ImageReader

from desktop.domain.document import FileKind
from desktop.domain.page import ReadMethod
from tests.reading import made

pytestmark = pytest.mark.process

STAMPED = ("Received by the registry", "on 9 April 2026")


def test_each_page_of_a_mixed_file_says_how_it_was_read(read):
    picture = made.noisy(made.sheet(STAMPED, size_px=(1240, 1754)))
    original = made.pdf(made.written, made.filling_image(picture), lambda _canvas: None)
    pages = [read(FileKind.PDF, original, number) for number in (1, 2, 3)]
    assert [page.method for page in pages] == [
        ReadMethod.TEXT_LAYER,
        ReadMethod.OCR,
        ReadMethod.TEXT_LAYER,
    ]
    assert [page.is_blank for page in pages] == [False, False, True]
    assert "registry" in pages[1].text.text
    assert 0.5 < pages[1].confidence <= 1.0
    assert (pages[2].confidence, pages[2].text.text) == (1.0, "")


def test_words_in_an_image_on_a_page_with_a_text_layer_are_not_lost(worker, read, ink_under_words):
    def draw(canvas):
        made.written(canvas)
        picture = made.noisy(made.sheet(STAMPED, size_px=(800, 400)))
        canvas.drawImage(ImageReader(picture), 200, 200, 288, 144)

    page = read(FileKind.PDF, made.pdf(draw))
    assert page.method is ReadMethod.TEXT_LAYER
    assert "images_read_by_ocr" in page.remarks
    words = page.text.text.split()
    assert words == [*" ".join(made.LINES).split(), *" ".join(STAMPED).split()]
    assert {word.confidence == 1.0 for word in page.text.words} == {True, False}
    inside, filled = ink_under_words(worker.render_page(1, 1200), page)
    assert inside > 0.99
    assert filled == 1.0


def test_a_sound_layer_behind_a_scan_is_trusted_and_that_is_remarked(read):
    layer = ("Agreement between Orla Fennimore and the Harbour Trust, as scanned",)
    page = read(FileKind.PDF, made.scanned_pdf(made.sheet(made.LINES[:1]), layer=layer))
    assert page.method is ReadMethod.TEXT_LAYER
    assert "text_layer_of_a_scan" in page.remarks


def test_what_the_layer_behind_a_scan_leaves_out_is_read_from_the_pixels(read):
    page = read(FileKind.PDF, made.scanned_pdf(made.sheet(), layer=made.LINES[:1]))
    assert "registered letter" in page.text.text


def test_a_person_can_have_the_pixels_read_where_the_layer_looks_sound(read):
    lie = ("The rent of 9,999.00 is due on the first of each month",)
    scan = made.scanned_pdf(made.sheet(made.LINES[2:3]), layer=lie)
    assert "9,999.00" in read(FileKind.PDF, scan).text.text
    page = read(FileKind.PDF, scan, is_ocr_forced=True)
    assert page.method is ReadMethod.OCR
    assert "1,250.00" in page.text.text
