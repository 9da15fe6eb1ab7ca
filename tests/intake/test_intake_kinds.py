import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from desktop.domain.document import FileKind
from desktop.intake.kinds import HEAD_BYTES, kind_of
from desktop.intake.names import clean_name

DOCUMENTS = Path(__file__).parents[2].parent / "shared" / "documents"

SIGNATURES = {
    b"%PDF-1.4\n": FileKind.PDF,
    b"%PDF-2.0\r": FileKind.PDF,
    b"\xef\xbb\xbf%PDF-1.3": FileKind.PDF,
    b"\x1b%-12345X@PJL JOB\r\n%PDF-1.6": FileKind.PDF,
    b"\xff\xd8\xff\xe0": FileKind.JPEG,
    b"\xff\xd8\xff\xdb": FileKind.JPEG,
    b"\x89PNG\r\n\x1a\n": FileKind.PNG,
    b"II*\x00\x08\x00\x00\x00": FileKind.TIFF,
    b"MM\x00*\x00\x00\x00\x08": FileKind.TIFF,
    b"II+\x00\x08\x00\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00": FileKind.TIFF,
    b"MM\x00+\x00\x08\x00\x00\x00\x00\x00\x00\x00\x00\x00\x10": FileKind.TIFF,
}


@pytest.mark.parametrize(("head", "kind"), SIGNATURES.items())
def test_each_kind_is_told_by_its_first_bytes(head, kind):
    assert kind_of(head) is kind
    assert kind_of(head + bytes(HEAD_BYTES)) is kind


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"%PDF",
        b"%PDF-x.y",
        b"hello, world",
        b"\xff\xd8",
        b"\x89PNG\n\x1a\n",
        b"II*",
        b"II+\x00\x04\x00\x00\x00",
        b"II*\x00\x10\x00\x00\x00CR\x02\x00",
        b"GIF89a",
        b"{\\rtf1",
        b"From: a@example.com\r\n",
    ],
)
def test_what_is_none_of_the_kinds_is_not_taken_for_one(head):
    assert kind_of(head) is None


@pytest.mark.parametrize(
    "wrapper",
    [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ\x90", b"\x7fELF", b"\x1f\x8b"],
)
def test_a_pdf_within_something_else_is_not_taken_for_the_whole(wrapper):
    assert kind_of(wrapper + bytes(40) + b"%PDF-1.7") is None


@pytest.mark.parametrize(("offset", "kind"), [(1024, FileKind.PDF), (1025, None)])
def test_a_pdf_may_begin_a_little_into_the_file(offset, kind):
    assert kind_of(b"\n" * offset + b"%PDF-1.7") is kind
    assert kind_of((b"\n" * offset + b"%PDF-1.7")[: HEAD_BYTES + 100]) is kind


@pytest.mark.parametrize(
    ("form", "kind"), [("PNG", FileKind.PNG), ("JPEG", FileKind.JPEG), ("TIFF", FileKind.TIFF)]
)
def test_what_imaging_programs_write_is_known(form, kind):
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, form)
    assert kind_of(buffer.getvalue()[:HEAD_BYTES]) is kind


def test_big_tiff_as_it_is_written_is_known():
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, "TIFF", big_tiff=True)
    assert buffer.getvalue()[2] == 0x2B
    assert kind_of(buffer.getvalue()[:HEAD_BYTES]) is FileKind.TIFF


@pytest.mark.documents
def test_every_real_document_is_known():
    if not DOCUMENTS.is_dir():
        pytest.skip("the shared sample documents are not here")
    for pattern, kind in (
        ("nda/*.pdf", FileKind.PDF),
        ("hostile/*.pdf", FileKind.PDF),
        ("receipts/*.jpg", FileKind.JPEG),
    ):
        files = list(DOCUMENTS.glob(pattern))
        assert files
        for file in files:
            assert kind_of(file.read_bytes()[:HEAD_BYTES]) is kind, file.name


@given(st.binary(max_size=2 * HEAD_BYTES))
@example(b"")
def test_any_bytes_have_a_kind_or_none(head):
    assert kind_of(head) in {None, *FileKind}


@given(st.text(max_size=300))
@example("\ud800\u202e\u200f\u2028\u00ad\ufeff\U000e0041")
def test_a_clean_name_can_be_stored_and_hides_nothing(name):
    cleaned = clean_name(name)
    assert len(cleaned) == len(name)
    assert cleaned.encode().decode() == cleaned
    assert cleaned == clean_name(cleaned)
    assert not set(cleaned) & set("\n\r\0\x1b\x7f\x85\u200b\u200e\u202a\u202e\u2066\u2069\u2028")


@pytest.mark.parametrize(
    "name",
    [
        "Müller & Söhne (2).pdf",
        "契約書.pdf",
        "\u0646\u0627\u0645\u0647\u200c\u0647\u0627.pdf",
        "a\u0308.pdf",
        "👩\u200d⚖️.pdf",
    ],
)
def test_names_in_any_language_stay_as_they_are(name):
    assert clean_name(name) == name
