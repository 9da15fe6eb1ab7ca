"""The sample matter is what `expected.toml` says it is."""

import hashlib
import subprocess
import sys
import tomllib
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import phonenumbers
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageSequence, ImageStat
from stdnum import iban, luhn
from stdnum.de import idnr
from stdnum.eu import vat as eu_vat
from stdnum.gb import vat as gb_vat

from desktop.domain.document import DocumentKind, FileKind
from desktop.domain.errors import all_error_classes
from desktop.domain.finding import FindingKind
from desktop.domain.notes import NoteKind
from desktop.domain.page import ReadMethod
from desktop.reading.office.word import flow_of_word

SAMPLES = Path(__file__).parents[1] / "resources" / "samples"
MATTER = SAMPLES / "brandt-v-meridian"
EXPECTED = tomllib.loads((SAMPLES / "expected.toml").read_text("utf-8"))
SIGNATURES = {
    "pdf": b"%PDF-",
    "jpeg": b"\xff\xd8\xff",
    "png": b"\x89PNG",
    "tiff": b"II*\0",
    "docx": b"PK\x03\x04",
    "eml": b"From: ",
}
SET_BY_OURSELVES = frozenset({"docx", "eml"})
"""Kinds of file that have no pages until they are read."""
BORN_DIGITAL = [
    (entry["path"], page, value["mention"])
    for entry in EXPECTED["file"]
    for page, method in enumerate(entry["method"], 1)
    if method == "text_layer" and entry["file_kind"] == "pdf"
    for value in entry["values"]
    if value["page"] == page
]
WITH_PAGES = [each for each in EXPECTED["file"] if each["file_kind"] not in SET_BY_OURSELVES]
CHECKED = [
    (entry["path"], value["kind"], value["value"])
    for entry in EXPECTED["file"]
    for value in entry["values"]
    if value.get("is_checked")
]


def spaced(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())


def test_every_file_of_the_matter_is_described_and_there() -> None:
    described = {
        entry["path"] for section in ("file", "duplicate", "refused") for entry in EXPECTED[section]
    }
    present = {str(path.relative_to(MATTER)) for path in MATTER.rglob("*") if path.is_file()}
    assert present == described


def test_the_whole_matter_is_small() -> None:
    assert sum(path.stat().st_size for path in MATTER.rglob("*") if path.is_file()) < 3_000_000


@pytest.mark.parametrize("entry", EXPECTED["file"], ids=lambda entry: entry["path"])
def test_a_sample_is_of_the_kind_its_content_says(entry: dict) -> None:
    content = (MATTER / entry["path"]).read_bytes()
    assert content.startswith(SIGNATURES[FileKind(entry["file_kind"])])
    DocumentKind(entry["kind"])
    pages = {ReadMethod(method) for method in entry["method"]}
    assert pages
    for value in entry["values"]:
        FindingKind(value["kind"])
        assert 1 <= value["page"] <= len(entry["method"])


@pytest.mark.parametrize("entry", WITH_PAGES, ids=lambda entry: entry["path"])
def test_a_sample_has_the_pages_it_is_said_to_have(entry: dict) -> None:
    path = MATTER / entry["path"]
    if entry["file_kind"] == "pdf":
        document = pypdfium2.PdfDocument(path)
        count = len(document)
        document.close()
    else:
        with Image.open(path) as picture:
            count = getattr(picture, "n_frames", 1)
    assert count == len(entry["method"])


@pytest.mark.parametrize(("path", "page", "mention"), BORN_DIGITAL)
def test_a_value_stands_on_its_born_digital_page(path: str, page: int, mention: str) -> None:
    document = pypdfium2.PdfDocument(MATTER / path)
    text = document[page - 1].get_textpage().get_text_range()
    document.close()
    assert mention in spaced(text)


def test_scanned_pages_have_no_text_layer() -> None:
    for entry in EXPECTED["file"]:
        if entry["file_kind"] != "pdf":
            continue
        document = pypdfium2.PdfDocument(MATTER / entry["path"])
        for page, method in enumerate(entry["method"]):
            is_empty = not document[page].get_textpage().get_text_range().strip()
            assert is_empty == (method == "ocr")
        document.close()


@pytest.mark.parametrize(("path", "kind", "value"), CHECKED)
def test_check_digits_are_right(path: str, kind: str, value: str) -> None:
    match FindingKind(kind):
        case FindingKind.IBAN:
            assert iban.is_valid(value)
        case FindingKind.VAT_ID:
            assert (gb_vat if value.startswith("GB") else eu_vat).is_valid(value)
        case FindingKind.PAYMENT_CARD:
            assert luhn.is_valid(value)
        case FindingKind.PHONE:
            assert phonenumbers.is_valid_number(phonenumbers.parse(value))
        case FindingKind.NATIONAL_ID if len(value) == 11:
            assert idnr.is_valid(value)
        case FindingKind.NATIONAL_ID:
            digits = value[:8] + f"{ord(value[8]) - 64:02d}" + value[9:11]
            weights = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
            products = (int(d) * w for d, w in zip(digits, weights, strict=True))
            assert sum(sum(divmod(product, 10)) for product in products) % 10 == int(value[11])
        case _:
            pytest.fail(f"{path}: no check is known for {kind}")


def test_the_machine_readable_zone_is_right() -> None:
    """ICAO Doc 9303 part 5: number, birth, expiry and the composite over both lines."""
    (card,) = (entry for entry in EXPECTED["file"] if "machine_readable_zone" in entry)
    first, second, third = card["machine_readable_zone"]
    assert {len(first), len(second), len(third)} == {30}
    composite = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    for text, digit in (
        (first[5:14], first[14]),
        (second[0:6], second[6]),
        (second[8:14], second[14]),
        (composite, second[29]),
    ):
        values = (0 if c == "<" else int(c, 36) for c in text)
        assert sum(value * (7, 3, 1)[at % 3] for at, value in enumerate(values)) % 10 == int(digit)


def test_the_photograph_lies_on_its_side_and_says_so() -> None:
    with Image.open(MATTER / "receipt.jpg") as photo:
        assert photo.width > photo.height
        assert photo.getexif()[0x0112] == 6


def test_the_duplicate_is_one() -> None:
    for entry in EXPECTED["duplicate"]:
        digests = {
            hashlib.sha256((MATTER / entry[key]).read_bytes()).digest() for key in ("path", "of")
        }
        assert len(digests) == 1


def test_what_must_be_refused_is_refused_for_a_known_reason() -> None:
    for entry in EXPECTED["refused"]:
        content = (MATTER / entry["path"]).read_bytes()
        assert not any(content.startswith(signature) for signature in SIGNATURES.values())
        assert entry["code"] in all_error_classes()


def test_the_draft_says_what_its_author_did_not_mean_to_send() -> None:
    (entry,) = (each for each in EXPECTED["file"] if each["file_kind"] == "docx")
    flow = flow_of_word((MATTER / entry["path"]).read_bytes())
    assert {note.kind for note in flow.notes} == set(map(NoteKind, entry["notes"]))


def test_what_comes_inside_a_message_is_described() -> None:
    for entry in EXPECTED["inside"]:
        mail = message_from_bytes((MATTER / entry["of"]).read_bytes(), policy=default)
        assert entry["path"] in [part.get_filename() for part in mail.iter_attachments()]
        DocumentKind(entry["kind"])


def pictures(path: Path) -> list[Image.Image]:
    """Every page of a sample, grey and small: what a person would compare."""
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(path)
        pages = [page.render(scale=0.5).to_pil() for page in document]
        document.close()
    else:
        with Image.open(path) as picture:
            pages = [frame.copy() for frame in ImageSequence.Iterator(picture)]
    return [page.convert("L").resize((300, 420)) for page in pages]


def test_the_script_makes_the_files_that_are_committed(tmp_path: Path) -> None:
    """Not byte for byte: floating point differs between processors by less than anyone can see."""
    command = [sys.executable, SAMPLES / "make_samples.py", tmp_path]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    made = {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    assert made == {path.relative_to(MATTER) for path in MATTER.rglob("*") if path.is_file()}
    for entry in EXPECTED["file"]:
        if entry["file_kind"] in SET_BY_OURSELVES:
            mine, theirs = (folder / entry["path"] for folder in (tmp_path, MATTER))
            assert mine.read_bytes() == theirs.read_bytes()
            continue
        here, there = pictures(tmp_path / entry["path"]), pictures(MATTER / entry["path"])
        for mine, theirs in zip(here, there, strict=True):
            assert ImageStat.Stat(ImageChops.difference(mine, theirs)).mean[0] < 1, entry["path"]
