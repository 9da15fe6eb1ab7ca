import io
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PIL import Image

from desktop.domain.document import FileKind
from desktop.domain.errors import LockedOfficeError, OldOfficeError, UnknownKindError
from desktop.intake.kinds import HEAD_BYTES, kind_of, may_be_read, refusal_of
from desktop.intake.names import clean_name

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCUMENTS = Path(__file__).parents[2].parent / "shared" / "documents"

SIGNATURES = {
    b"%PDF-1.4\n": FileKind.PDF,
    b"GIF87a": FileKind.GIF,
    b"GIF89a": FileKind.GIF,
    b"RIFF\x10\x00\x00\x00WEBPVP8 ": FileKind.WEBP,
    b"BM\x3e\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00": FileKind.BMP,
    b"\x00\x00\x00\x1cftypheic\x00\x00\x00\x00mif1heic": FileKind.HEIC,
    b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00miafheic": FileKind.HEIC,
    b"{\\rtf1\\ansi": FileKind.RTF,
    b"PK\x03\x04" + bytes(22) + b"\x08\0\0\0mimetypeapplication/vnd.oasis.opendocument.text": (
        FileKind.ODT
    ),
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
        b"\xff\xd8",
        b" \r\n",
        b"%!PS-Adobe-3.0",
        b"#!/bin/sh",
        b"Rent\x00due",
        b"BM\x3e\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x29\x00\x00\x00",
        b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00miafavif",
        b"\x00\x00\x00\x1cftypisom\x00\x00\x00\x00isomheic",
        b"\x89PNG\n\x1a\n",
        b"II+\x00\x04\x00\x00\x00",
        b"II*\x00\x10\x00\x00\x00CR\x02\x00",
    ],
)
def test_what_is_none_of_the_kinds_is_not_taken_for_one(head):
    assert kind_of(head) is None


@pytest.mark.parametrize(
    "wrapper",
    [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"MZ\x90", b"\x7fELF", b"\x1f\x8b"],
)
def test_a_pdf_within_something_else_is_not_taken_for_the_whole(wrapper):
    assert kind_of(wrapper + bytes(40) + b"%PDF-1.7") is None


def test_a_pdf_within_an_archive_or_a_message_is_a_part_of_that():
    assert kind_of(b"PK\x03\x04" + bytes(40) + b"%PDF-1.7") is FileKind.ZIP
    message = b"MIME-Version: 1.0\r\nSubject: x\r\n\r\n%PDF-1.7"
    assert kind_of(message) is FileKind.EML


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"Return-Path: <a@example.com>\r\nReceived: from x\r\n\tby y\r\n\r\nHi", FileKind.EML),
        (b"\xef\xbb\xbfFrom: a\nMessage-ID: <1@x>\n\nHi", FileKind.EML),
        (b"Subject: " + b"x" * 2000 + b"\nMIME-Version: 1.0\n\nHi", FileKind.TEXT),
        (b"From: Anna\nTo: Bruno\nDate: Monday\nSubject: Rent\n\nDear Bruno", FileKind.TEXT),
        (b"Message-ID: x\nthis line is no field\n\nHi", FileKind.TEXT),
        (b"From a@example.com Mon Mar  2 12:00:00 2026\nSubject: x\n\nHi", FileKind.MBOX),
        (b"From here to there at 12:00\nwe walked", FileKind.TEXT),
        (OLD + bytes(600) + "__substg1.0_0037001F".encode("utf-16-le"), None),
        (
            OLD + bytes(600) + "__substg1.0_0037001F\0__properties_version1.0".encode("utf-16-le"),
            FileKind.MSG,
        ),
    ],
)
def test_messages_are_told_by_their_fields(content, kind):
    assert kind_of(content) is kind


@pytest.mark.parametrize(("offset", "kind"), [(1024, FileKind.PDF), (1025, FileKind.TEXT)])
def test_a_pdf_may_begin_a_little_into_the_file(offset, kind):
    assert kind_of(b"\n" * offset + b"%PDF-1.7") is kind
    assert kind_of((b"\n" * offset + b"%PDF-1.7")[: HEAD_BYTES + 100]) is kind


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("PNG", FileKind.PNG),
        ("JPEG", FileKind.JPEG),
        ("TIFF", FileKind.TIFF),
        ("WEBP", FileKind.WEBP),
        ("GIF", FileKind.GIF),
        ("BMP", FileKind.BMP),
    ],
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


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("hello, world", "ascii"),
        ("Zürich, 4. März: Grüße", "cp1252"),
        ("Договор аренды", "cp1251"),
        ("Договор аренды", "utf-8"),
        ("Rent is due", "utf-16"),
        ("Rent is due", "utf-32"),
        ("é" * HEAD_BYTES, "utf-8"),
        ("a" + "é" * HEAD_BYTES, "utf-8"),
    ],
)
def test_text_is_known_in_any_encoding(text, encoding):
    assert kind_of(text.encode(encoding)) is FileKind.TEXT


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE html><p>Rent",
        "\ufeff\n <HTML lang=en>",
        "<?xml version='1.0'?>\n<!-- saved\n-->\n<html>",
    ],
)
def test_a_web_page_is_known_by_how_it_begins(text):
    assert kind_of(text.encode()) is FileKind.HTML
    assert kind_of(("Rent " + text).encode()) is FileKind.TEXT


def test_comments_before_a_page_cost_no_time():
    begun = time.monotonic()
    assert kind_of(b"<!---->" * 146 + b"x") is FileKind.TEXT
    assert kind_of(b"<!---->" * 140 + b"<html>") is FileKind.HTML
    assert time.monotonic() - begun < 5


def zipped(*names, inner=b""):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, inner)
    return buffer.getvalue()


WORD = zipped("[Content_Types].xml", "word/document.xml")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("word/document.xml", FileKind.DOCX),
        ("word/document2.xml", FileKind.DOCX),
        ("xl/workbook.xml", FileKind.XLSX),
        ("ppt/presentation.xml", FileKind.PPTX),
        ("letters/word/document.xml", FileKind.ZIP),
        ("word/document.xml.bak", FileKind.DOCX),
    ],
)
def test_an_office_document_is_known_by_the_names_in_it(name, kind):
    assert kind_of(zipped("docProps/app.xml", name)) is kind
    assert may_be_read(zipped(name)[:HEAD_BYTES])


def test_an_archive_of_office_documents_is_none_itself():
    assert kind_of(zipped("letter.docx", inner=WORD)) is FileKind.ZIP


@pytest.mark.parametrize("cut", [4, 30, 100, len(WORD) - 10])
def test_a_cut_office_document_is_not_taken_for_a_whole_one(cut):
    assert kind_of(WORD[:cut]) is FileKind.ZIP


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (OLD + "WordDocument".encode("utf-16-le"), OldOfficeError),
        (OLD + "Workbook".encode("utf-16-le"), OldOfficeError),
        (OLD + "\0Book\0".encode("utf-16-le"), OldOfficeError),
        (OLD + "PowerPoint Document".encode("utf-16-le"), OldOfficeError),
        (OLD + "EncryptedPackage".encode("utf-16-le"), LockedOfficeError),
        (OLD + "Catalog".encode("utf-16-le"), UnknownKindError),
        (zipped("xl/workbook.bin"), UnknownKindError),
        (zipped("Index/Document.iwa"), UnknownKindError),
        (b"\x7fELF", UnknownKindError),
    ],
)
def test_what_is_not_read_is_refused_with_a_remedy_that_fits(content, error):
    assert kind_of(content) is None
    refusal = refusal_of(content)
    assert type(refusal) is error
    assert refusal.remedy.startswith(("Open", "Save"))


def test_an_office_document_with_a_password_is_let_in():
    names = ("EncryptionInfo", "EncryptedPackage")
    locked = OLD + b"".join(name.encode("utf-16-le") for name in names)
    assert kind_of(locked) is FileKind.LOCKED_OFFICE
    assert may_be_read(locked[:HEAD_BYTES])


def test_a_binary_workbook_is_sent_back_to_the_program_that_wrote_it():
    assert ".xlsx" in refusal_of(zipped("xl/workbook.bin")).remedy


def test_the_wrapping_of_outlook_is_let_in():
    assert kind_of(b"\x78\x9f\x3e\x22\x01\x00" + bytes(40)) is FileKind.TNEF


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
