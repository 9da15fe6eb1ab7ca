"""A password that is given once opens whatever asks for it, and what was inside comes out below."""

import io
from dataclasses import replace

import pytest
from docx import Document
from msoffcrypto.format.ooxml import OOXMLFile

from desktop.casework.control import Control
from desktop.casework.ingesting.ingest import ingest
from desktop.casework.ingesting.passwords import give_passwords
from desktop.domain.document import DocumentState, FileKind
from desktop.domain.family import in_family_order
from desktop.domain.identity import PageNumber
from desktop.domain.notes import NoteKind
from desktop.settings import Settings
from tests.reading import made_tnef as tnef
from tests.reading.made_locked import PASSWORD, archive
from tests.reading.made_outlook import compound

pytestmark = pytest.mark.process

RIGHTS = compound({"EncryptedPackage": bytes(5_000)})
"""An office document whose key a server gives to accounts."""


def lease(password):
    document, plain, locked = Document(), io.BytesIO(), io.BytesIO()
    document.add_paragraph("The deposit of Orla Fennimore is 2,800.00 EUR.")
    document.save(plain)
    OOXMLFile(plain).encrypt(password, locked)
    return locked.getvalue()


def test_locked_archives_and_documents_wait_and_are_read_with_the_password(
    vault, matter, clock, tmp_path
):
    store = vault.store_of(matter.matter_id)
    settings = replace(Settings(), reading_workers=1, is_vision_used=False)
    locked = lease(PASSWORD)
    wrapped = tnef.wrapped(
        tnef.message(tnef.text(0x0037, "Handover"), tnef.text(0x1000, "See the lease.")),
        tnef.file("lease.docx", locked),
        tnef.file("offer.pgp", bytes.fromhex("85010c03bb9f501392a110cd01") + bytes(200)),
        tnef.file("plan.docx", RIGHTS),
    )
    (tmp_path / "files.zip").write_bytes(archive(b"Rent: 1,400.00 EUR", locked))
    (tmp_path / "winmail.dat").write_bytes(wrapped)

    def run(*paths):
        *_, last = ingest(
            vault, matter.matter_id, paths, settings=settings, control=Control(), clock=clock
        )
        return last

    assert run(tmp_path / "files.zip", tmp_path / "winmail.dat").locked == 2
    assert {entry.code for entry in store.refusals()} == {"INTAKE-10", "INTAKE-11"}
    assert give_passwords(store, ["wrong", PASSWORD]).waiting == 2
    run()
    families = store.families()
    listed = [
        (families.depth_of(each.document_id), each.origin.name, each.origin.kind, each.state)
        for each in in_family_order(store.documents())
    ]
    read = DocumentState.READ
    assert listed == [
        (0, "files.zip", FileKind.ZIP, read),
        (1, "0.txt", FileKind.TEXT, read),
        (1, "1.txt", FileKind.LOCKED_OFFICE, read),
        (0, "winmail.dat", FileKind.TNEF, read),
        (1, "lease.docx", FileKind.LOCKED_OFFICE, read),
    ]
    for document in store.documents():
        if document.origin.kind is FileKind.LOCKED_OFFICE:
            text = store.page(document.document_id, PageNumber(1)).text.text
            assert "Orla Fennimore is 2,800.00 EUR." in text
            assert document.notes[0].kind is NoteKind.OPENED_WITH_PASSWORD
            assert store.original(document.document_id) == locked, "the original stays as it came"
