"""Tesseract behind the same interface; the program itself is part of the set-up on Debian."""

import shutil
import sys

import pytest

from desktop.domain.document import FileKind
from desktop.domain.errors import OcrEngineMissingError, OcrLanguageMissingError
from desktop.domain.page import OcrEngine, ReadMethod
from desktop.paths import reading_worker_command
from desktop.wire.reading_client import ReadingClient
from tests.reading import made

pytestmark = pytest.mark.process

WITHOUT_THE_PROGRAM = """
import sys
import desktop.reading.tesseract_helper as helper
helper._PLACES = ("/where/it/is/not",)
from desktop.reading.worker import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def tesseract():
    if shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not installed on this machine")
    with ReadingClient(reading_worker_command(OcrEngine.TESSERACT)) as client:
        yield client


def read(client, kind, original, languages=("eng",)):
    client.open(kind, original)
    return client.read_page(1, engine=OcrEngine.TESSERACT, languages=languages).reading


def test_a_scan_is_read_with_boxes_and_certainty(tesseract, ink_under_words):
    page = read(tesseract, FileKind.PDF, made.scanned_pdf(made.noisy(made.sheet())))
    assert page.method is ReadMethod.OCR
    assert page.text.text.split() == " ".join(made.LINES).split()
    assert 0.7 < page.confidence <= 1.0
    inside, filled = ink_under_words(tesseract.render_page(1, 1200), page)
    assert inside > 0.99
    assert filled == 1.0


def test_a_scan_that_lies_on_its_side_is_brought_upright(tesseract, ink_under_words):
    lines = made.LINES * 3
    picture = made.noisy(made.sheet(lines, size_px=(1240, 1200))).rotate(90, expand=True)
    page = read(tesseract, FileKind.PNG, made.encoded(picture, "PNG", dpi=(200, 200)))
    assert page.turn_deg == 90
    assert "registered letter" in page.text.text
    inside, filled = ink_under_words(tesseract.render_page(1, 1200, page.turn_deg), page)
    assert inside > 0.98
    assert filled == 1.0


def test_a_sound_text_layer_is_read_without_it(tesseract):
    assert read(tesseract, FileKind.PDF, made.pdf(made.written)).method is ReadMethod.TEXT_LAYER


def test_a_language_without_data_is_named(tesseract):
    scan = made.scanned_pdf(made.sheet())
    for languages in (("xyz",), ("eng", "xyz"), ("../eng",), ("-c",)):
        with pytest.raises(OcrLanguageMissingError):
            read(tesseract, FileKind.PDF, scan, languages)
    assert "Galway" in read(tesseract, FileKind.PDF, scan).text.text


def test_without_the_program_text_layers_are_read_and_scans_say_what_is_missing():
    command = (sys.executable, "-c", WITHOUT_THE_PROGRAM, OcrEngine.TESSERACT.value)
    with ReadingClient(command) as client:
        assert "Galway" in read(client, FileKind.PDF, made.pdf(made.written)).text.text
        with pytest.raises(OcrEngineMissingError):
            read(client, FileKind.PDF, made.scanned_pdf(made.sheet()))
