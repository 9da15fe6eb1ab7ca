"""Office documents go the whole road: let in, read, noted, their scans read as attachments."""

import io

import pytest
from PIL import Image, ImageDraw, ImageFont

from desktop.casework.control import Control
from desktop.casework.deciding import traced
from desktop.casework.exporting import row_of
from desktop.casework.ingesting.ingest import ingest
from desktop.domain.document import DocumentState, FileKind
from desktop.domain.family import Families
from desktop.domain.notes import NoteKind
from desktop.domain.page import ReadMethod
from desktop.settings import Settings
from tests.reading import office_files as made

pytestmark = pytest.mark.process

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le")


def scan():
    """A page as a scanner sends it, large enough to hold writing."""
    picture = Image.effect_noise((900, 300), 12).convert("L").point(lambda level: level // 4 + 190)
    ImageDraw.Draw(picture).text(
        (40, 120), "Paid on 12 May 2026", fill=0, font=ImageFont.load_default(40)
    )
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


def test_a_folder_of_office_documents_is_read_and_noted(vault, matter, clock, tmp_path):
    received = tmp_path / "received"
    received.mkdir()
    lease = made.with_parts(made.lease(), {"word/media/image1.png": scan()})
    (received / "lease.docx").write_bytes(lease)
    (received / "rents.xlsx").write_bytes(made.rents())
    (received / "values.csv").write_bytes(b"Tenant;Rent\nFennimore;1.400,00 EUR\n" * 3)
    (received / "old.doc").write_bytes(OLD_WORD)
    settings = Settings(reading_workers=1, is_vision_used=False)
    for _ in ingest(
        vault, matter.matter_id, [received], settings=settings, control=Control(), clock=clock
    ):
        pass
    store = vault.store_of(matter.matter_id)
    documents = {document.origin.name: document for document in store.documents()}
    kinds = {name: document.origin.kind for name, document in documents.items()}
    assert kinds == {
        "lease.docx": FileKind.DOCX,
        "rents.xlsx": FileKind.XLSX,
        "values.csv": FileKind.TEXT,
        "image1.png": FileKind.PNG,
    }
    assert {document.state for document in documents.values()} == {DocumentState.READ}
    lease_id = documents["lease.docx"].document_id
    place = documents["image1.png"].place
    assert place is not None
    assert place.parent_id == lease_id
    assert "12 May 2026" in store.page(documents["image1.png"].document_id, 1).text.text
    page = store.page(lease_id, 1)
    assert page.method is ReadMethod.TEXT_LAYER
    assert "[deleted by A. Brandt: 1,250.00 ]" in " ".join(page.text.text.split())
    assert {NoteKind.TRACKED_CHANGES, NoteKind.COMMENTS, NoteKind.EMBEDDED_FILES} <= {
        note.kind for note in documents["lease.docx"].notes
    }
    assert NoteKind.HIDDEN_SHEETS in {note.kind for note in documents["rents.xlsx"].notes}
    families = Families.of(documents.values())
    for name, noted in (("lease.docx", "tracked_changes"), ("rents.xlsx", "hidden_sheets")):
        rows = [
            row_of(matter, documents[name], one, families)
            for one in traced(store, store.findings(document_id=documents[name].document_id))
        ]
        assert rows
        assert all(noted in row["document_notes"] for row in rows)
    [refusal] = store.refusals()
    assert (refusal.name, refusal.code) == ("old.doc", "INTAKE-09")
    assert ".docx" in refusal.remedy
