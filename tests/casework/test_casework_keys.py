"""The recovery sheet is one page that another program reads, and its code is what is typed."""

import io
import stat
from pathlib import Path

import cv2
import numpy as np
import pikepdf
import pypdfium2
import pytest

from desktop.casework.keys import desk
from desktop.casework.keys.sheet import sheet_pdf, write_sheet
from desktop.domain.errors import ExportError
from desktop.vault.slots.ways import SheetWay
from desktop.vault.vault import Vault

PLACE = Path("/srv/files/vault")


@pytest.fixture
def page(vault):
    """A sheet, and its page as another program draws and reads it."""
    sheet = vault.ways_in.add_sheet()
    content = sheet_pdf(sheet, vault.vault_id, PLACE)
    with pikepdf.open(io.BytesIO(content)) as file:
        assert file.check_pdf_syntax() == []
    document = pypdfium2.PdfDocument(content)
    (only,) = document
    text = only.get_textpage().get_text_range()
    pixels = only.render(scale=4).to_numpy()[..., :3]
    document.close()
    return sheet, text, np.ascontiguousarray(pixels)


def test_the_sheet_says_which_vault_what_to_type_and_what_to_do(vault, page):
    sheet, text, _ = page
    assert all(group in text for group in sheet.groups)
    for said in (vault.vault_id[:8], str(PLACE), sheet.way.way_id[:8], "2026-03-0", "Type it back"):
        assert said in text
    assert len(text) < 3_000


def test_the_code_on_the_sheet_opens_the_vault(vault, page, clock):
    sheet, _, pixels = page
    said, *_ = cv2.QRCodeDetector().detectAndDecode(pixels)
    assert said == "-".join(sheet.groups)
    Vault.open(vault.folder, SheetWay(said), clock=clock).close()
    assert vault.ways_in.prove_sheet(said).is_proven


def test_a_sheet_is_written_for_its_owner_and_over_no_other_file(vault, tmp_path):
    target = tmp_path / "sheet.pdf"
    way = desk.make_sheet(vault, target)
    assert not way.is_proven
    assert target.read_bytes().startswith(b"%PDF-1.4")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with pytest.raises(ExportError, match="already"):
        write_sheet(target, b"other")
    with pytest.raises(ExportError):
        write_sheet(tmp_path / "absent" / "sheet.pdf", b"x")
    assert list(tmp_path.glob("*.pdf")) == [target]
