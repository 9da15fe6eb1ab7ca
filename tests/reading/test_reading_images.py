import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop.domain.document import FileKind
from desktop.domain.errors import (
    DocumentDamagedError,
    PageDamagedError,
    PageTooLargeError,
    TooManyPagesError,
)
from desktop.domain.page import ReadMethod
from desktop.reading.image_document import ImageDocument
from desktop.reading.view import whole_page
from tests.reading import made

SHORT = ("Paid in full", "12 May 2026")


def small_sheet(lines=SHORT):
    return made.sheet(lines, size_px=(700, 300))


def with_orientation(picture, value):
    """The samples as a camera held that way stores them, and the EXIF entry that says so."""
    stored = picture.transpose(
        {
            made.MIRRORED: Image.Transpose.FLIP_LEFT_RIGHT,
            made.HALF_TURN: Image.Transpose.ROTATE_180,
            made.QUARTER_LEFT: Image.Transpose.ROTATE_90,
            made.QUARTER_RIGHT: Image.Transpose.ROTATE_270,
        }[value]
    )
    exif = Image.Exif()
    exif[0x0112] = value
    return made.encoded(stored, "JPEG", quality=92, exif=exif)


def png_that_claims(width_px, height_px):
    """A PNG of a few bytes whose header promises any size."""

    def chunk(name, data):
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width_px, height_px, 1, 0, 0, 0, 0)
    data = zlib.compress(bytes(100_000))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


@pytest.mark.process
def test_every_page_of_a_tiff_is_read(worker, read):
    pages = [small_sheet((f"Sheet number {number}",)) for number in (1, 2, 3)]
    original = made.encoded(
        pages[0], "TIFF", save_all=True, append_images=pages[1:], dpi=(200, 200)
    )
    assert worker.open(FileKind.TIFF, original) == 3
    for number in (3, 1, 2):
        assert read(FileKind.TIFF, original, number).text.text == f"Sheet number {number}"


@pytest.mark.process
@pytest.mark.parametrize(
    "how", ["group3", "group4", "tiff_lzw", "jpeg", "packbits", "tiff_adobe_deflate", "raw"]
)
def test_a_tiff_is_read_however_it_is_packed(read, how):
    picture = small_sheet().convert("1" if how.startswith("group") else "RGB")
    original = made.encoded(picture, "TIFF", compression=how, dpi=(200, 200))
    page = read(FileKind.TIFF, original)
    assert page.method is ReadMethod.OCR
    assert page.text.text.split() == " ".join(SHORT).split()


@pytest.mark.process
@pytest.mark.parametrize(
    "orientation", [made.MIRRORED, made.HALF_TURN, made.QUARTER_LEFT, made.QUARTER_RIGHT]
)
def test_a_photograph_is_turned_as_its_camera_says(worker, read, ink_under_words, orientation):
    page = read(FileKind.JPEG, with_orientation(small_sheet(), orientation))
    assert page.text.text.split() == " ".join(SHORT).split()
    assert (page.turn_deg, page.width_pt > page.height_pt) == (0, True)
    inside, filled = ink_under_words(worker.render_page(1, 1000), page, margin_pt=8.0)
    assert inside > 0.98
    assert filled == 1.0


@pytest.mark.process
@pytest.mark.parametrize("mode", ["L", "P", "LA", "RGBA", "1", "I;16"])
def test_a_png_is_read_in_every_mode(read, mode):
    picture = small_sheet()
    if mode == "I;16":
        levels = np.asarray(picture.convert("L")).astype(np.uint16) * 257
        picture = Image.fromarray(levels)
    else:
        picture = picture.convert(mode)
    assert "Paid in full" in read(FileKind.PNG, made.encoded(picture, "PNG")).text.text


@pytest.mark.process
def test_a_jpeg_for_the_press_is_read(read):
    original = made.encoded(small_sheet().convert("CMYK"), "JPEG")
    assert "Paid in full" in read(FileKind.JPEG, original).text.text


@pytest.mark.process
def test_light_letters_on_a_dark_ground_are_read(read):
    picture = made.sheet(SHORT, size_px=(700, 300), ink="white", paper="navy")
    assert "Paid in full" in read(FileKind.PNG, made.encoded(picture, "PNG")).text.text


@pytest.mark.process
def test_what_is_there_of_a_truncated_image_is_read_and_remarked(read):
    original = made.encoded(made.sheet(), "JPEG", quality=90)
    page = read(FileKind.JPEG, original[: int(len(original) * 0.8)])
    assert "truncated_image" in page.remarks
    assert "Fennimore" in page.text.text


@pytest.mark.process
def test_a_blank_sheet_is_blank_and_no_words_are_made_up(read):
    paper = made.noisy(Image.new("RGB", (1240, 1754), "white"))
    page = read(FileKind.PNG, made.encoded(paper, "PNG"))
    assert (page.is_blank, page.text.text, page.confidence) == (True, "", 1.0)


@pytest.mark.process
@pytest.mark.parametrize("size", [(30_000, 30_000), (100_000, 100), (12_000, 9_000)])
def test_an_image_with_too_many_pixels_is_refused_before_it_takes_memory(read, size):
    with pytest.raises(PageTooLargeError):
        read(FileKind.PNG, png_that_claims(*size))


@pytest.mark.process
@pytest.mark.parametrize("kind", [FileKind.PNG, FileKind.JPEG, FileKind.TIFF])
def test_a_file_that_is_no_image_is_refused(worker, kind):
    with pytest.raises(DocumentDamagedError):
        worker.open(kind, b"II*\0 this is not an image at all")


@pytest.mark.process
def test_an_image_without_its_samples_is_refused_and_the_next_one_is_read(read):
    original = made.encoded(small_sheet(), "PNG")
    with pytest.raises(PageDamagedError):
        read(FileKind.PNG, original[:45])
    assert "Paid in full" in read(FileKind.PNG, original).text.text


@pytest.mark.parametrize(
    ("dpi", "expected_pt"),
    [((200, 200), (252, 108)), ((204, 102), (247, 212)), ((5, 5), None), (None, None)],
)
def test_a_resolution_is_believed_where_a_page_could_have_it(dpi, expected_pt):
    options = {} if dpi is None else {"dpi": dpi}
    document = ImageDocument(FileKind.PNG, made.encoded(small_sheet(), "PNG", **options))
    page = document.page(1)
    if expected_pt is None:
        assert min(page.width_pt, page.height_pt) == pytest.approx(made.A4[0], abs=0.1)
    else:
        assert (page.width_pt, page.height_pt) == pytest.approx(expected_pt, abs=1)
    document.close()


def test_what_is_transparent_shows_white():
    clear = Image.new("RGBA", (200, 100), (0, 0, 0, 0))
    page = ImageDocument(FileKind.PNG, made.encoded(clear, "PNG")).page(1)
    assert page.render(whole_page(page.width_pt, page.height_pt, 50)).min() == 255


@pytest.mark.process
@pytest.mark.parametrize(
    ("kind", "options"),
    [
        (FileKind.WEBP, {"quality": 90}),
        (FileKind.WEBP, {"lossless": True}),
        (FileKind.BMP, {}),
        (FileKind.GIF, {}),
    ],
)
def test_pictures_of_other_programs_are_read(read, kind, options):
    page = read(kind, made.encoded(small_sheet(), kind.name, **options))
    assert page.text.text.split() == " ".join(SHORT).split()


@pytest.mark.process
def test_a_photograph_of_a_telephone_is_read_with_all_its_pictures(worker, read):
    original = (Path(__file__).parent / "files" / "two_sheets.heic").read_bytes()
    assert worker.open(FileKind.HEIC, original) == 2
    texts = [read(FileKind.HEIC, original, number).text.text for number in (1, 2)]
    assert texts == ["Paid in full", "Second sheet"]


def test_every_frame_of_a_moving_picture_is_a_page():
    frames = [small_sheet((str(number),)).quantize(4) for number in range(4)]
    for kind in (FileKind.GIF, FileKind.WEBP):
        original = made.encoded(frames[0], kind.name, save_all=True, append_images=frames[1:])
        document = ImageDocument(kind, original)
        assert document.page_count == 4
        view = whole_page(document.page(1).width_pt, document.page(1).height_pt, 60)
        shown = [document.page(number).render(view).tobytes() for number in (1, 4, 2, 3, 1)]
        assert len(set(shown)) == 4
        assert shown[0] == shown[4]


def test_a_moving_picture_has_no_more_pages_than_a_document_may(monkeypatch):
    frames = [small_sheet((str(number),)).quantize(4) for number in range(4)]
    original = made.encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    monkeypatch.setattr("desktop.reading.image_document.MAX_PAGES", 3)
    with pytest.raises(TooManyPagesError):
        ImageDocument(FileKind.GIF, original)


@pytest.mark.parametrize("kind", [FileKind.HEIC, FileKind.WEBP, FileKind.GIF, FileKind.BMP])
@pytest.mark.parametrize("length", [0, 12, 40, 200])
def test_what_is_left_of_a_picture_is_shown_or_said_to_be_damaged(kind, length):
    whole = (
        (Path(__file__).parent / "files" / "two_sheets.heic").read_bytes()
        if kind is FileKind.HEIC
        else made.encoded(small_sheet(), kind.name)
    )
    try:
        page = ImageDocument(kind, whole[:length]).page(1)
    except (DocumentDamagedError, PageDamagedError):
        return
    assert page.remarks == ("truncated_image",)
