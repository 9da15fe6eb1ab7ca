"""The sample matter, read as it would be at intake."""

import pytest

from desktop.domain.document import FileKind
from desktop.domain.page import OcrEngine

pytestmark = pytest.mark.process

FILES = (
    "contrat-de-prestation.pdf",
    "lohnabrechnung.pdf",
    "invoice.pdf",
    "receipt.jpg",
    "identity-card.png",
    "kontoauszug.tiff",
    "letter.pdf",
    "settlement-draft.docx",
    "payments-to-brandt.eml",
)


@pytest.mark.parametrize("name", FILES)
def test_each_page_is_read_as_it_should_be_and_what_stands_in_it_is_on_it(
    worker, samples, expected, name
):
    (gold,) = (entry for entry in expected["file"] if entry["path"] == name)
    original = (samples / name).read_bytes()
    assert worker.open(FileKind(gold["file_kind"]), original) == len(gold["method"])
    for number, method in enumerate(gold["method"], start=1):
        page = worker.read_page(number, engine=OcrEngine.RAPIDOCR)
        assert page.reading.method.value == method
        assert page.reading.confidence > 0.9
        text = " ".join(page.reading.text.text.split())
        for value in gold["values"]:
            if value["page"] == number and value.get("is_checked"):
                assert value["mention"] in text
        assert all(finding.boxes for finding in page.findings)
    assert page.kind_votes
