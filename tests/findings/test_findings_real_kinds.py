"""What sort of document real receipts, by their transcripts, and real agreements are taken for."""

from pathlib import Path

import pypdfium2
import pytest

from desktop.domain.document import DocumentKind
from desktop.domain.page import PageText
from desktop.findings.kinds import document_kind, kind_votes

pytestmark = pytest.mark.documents

_BOX_FIELDS = 8
"""Commas before a line's words: the corners of its box."""


def _kind(pages: list[str]) -> DocumentKind:
    return document_kind([kind_votes(PageText(page)) for page in pages])


def _transcript(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join(line.split(",", _BOX_FIELDS)[-1] for line in lines)


def _pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path.read_bytes())
    pages = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    document.close()
    return pages


def test_every_receipt_is_taken_for_a_receipt(shared_documents: Path) -> None:
    paths = sorted((shared_documents / "receipts").glob("*.csv"))
    others = [p.name for p in paths if _kind([_transcript(p)]) is not DocumentKind.RECEIPT]
    assert (len(paths), others) == (60, [])


def test_every_agreement_is_taken_for_a_contract(shared_documents: Path) -> None:
    paths = sorted((shared_documents / "nda").glob("*.pdf"))
    others = [p.name for p in paths if _kind(_pages(p)) is not DocumentKind.CONTRACT]
    assert (len(paths), others) == (40, [])
