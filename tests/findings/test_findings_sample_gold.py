"""Every value of the sample matter is found on the born-digital pages."""

import tomllib
from pathlib import Path

import pypdfium2
import pytest

from desktop.domain.finding import Finding
from desktop.domain.page import PageText
from desktop.findings.find import find

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
GOLD = tomllib.loads((SAMPLES / "expected.toml").read_text(encoding="utf-8"))


def _pages(path: str) -> list[PageText]:
    document = pypdfium2.PdfDocument((SAMPLES / "brandt-v-meridian" / path).read_bytes())
    texts = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    document.close()
    return [PageText(text) for text in texts]


BORN_DIGITAL = [
    file
    for file in GOLD["file"]
    if file["path"].endswith(".pdf") and "text_layer" in file["method"]
]


@pytest.mark.parametrize("file", BORN_DIGITAL, ids=lambda file: str(file["path"]))
def test_every_value_of_the_gold_is_found_with_kind_value_and_role(file: dict) -> None:
    found: list[tuple[Finding, ...]] = [find(page) for page in _pages(file["path"])]
    missing = [
        gold
        for gold in file["values"]
        if file["method"][gold["page"] - 1] == "text_layer"
        and not any(
            (one.kind, one.mention, one.value) == (gold["kind"], gold["mention"], gold["value"])
            and gold["role"] in ("", one.role)
            for one in found[gold["page"] - 1]
        )
    ]
    assert missing == []
