"""What comes inside documents is taken out, read and listed below; passwords are asked once."""

import io
import zipfile
from dataclasses import replace
from email.message import EmailMessage

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from desktop.casework.control import Control
from desktop.casework.disposing.keeping import place_hold
from desktop.casework.ingesting.embedded_files import EmbeddedFiles
from desktop.casework.ingesting.ingest import ingest
from desktop.casework.viewing import Viewer
from desktop.domain.document import DocumentState, FileKind
from desktop.domain.errors import FamilyTooDeepError, FamilyTooLargeError
from desktop.domain.family import in_family_order
from desktop.domain.notes import NoteKind
from desktop.domain.progress import Phase
from desktop.paths import reading_worker_command
from desktop.settings import Settings
from desktop.wire.reading_client import EmbeddedFile
from tests.vault.vault_pages import NOON, origin

pytestmark = pytest.mark.process


def pdf(text, parts=(), **save):
    """A page with a line, and files embedded in the document."""
    drawn, out = io.BytesIO(), io.BytesIO()
    canvas = Canvas(drawn, invariant=1)
    canvas.drawString(72, 720, f"{text} was signed at the office on 12 March 2024.")
    canvas.save()
    with pikepdf.open(drawn) as document:
        for name, content in parts:
            document.attachments[name] = pikepdf.AttachedFileSpec(document, content)
        document.save(out, **save)
    return out.getvalue()


def locked(text, password):
    return pdf(text, encryption=pikepdf.Encryption(user=password, owner="owner"))


@pytest.fixture
def store(vault, matter):
    return vault.store_of(matter.matter_id)


@pytest.fixture
def run(vault, matter, clock):
    settings = replace(Settings(), reading_workers=1, is_vision_used=False)

    def run(*paths, at=None):
        control, last = Control(), None
        for last in ingest(
            vault, matter.matter_id, paths, settings=settings, control=control, clock=clock
        ):
            if at is not None:
                at(last, control)
        return last

    return run


def tree(store):
    """Names in the order of families, each set in by its depth."""
    families = store.families()
    return [
        "  " * families.depth_of(each.document_id) + each.origin.name
        for each in in_family_order(store.documents())
    ]


def test_files_inside_a_document_become_documents_at_any_depth(run, store, tmp_path):
    annex = pdf("The annex")
    schedule = pdf("The schedule", [("annex.pdf", annex)])
    deed = pdf(
        "The deed",
        [
            ("annex.pdf", annex),
            ("b/schedule.pdf", schedule),
            ("c-program.pdf", b"MZ" + bytes(99)),
            ("d-empty.txt", b""),
        ],
    )
    (tmp_path / "deed.pdf").write_bytes(deed)
    progress = run(tmp_path / "deed.pdf")
    assert progress.phase is Phase.DONE
    assert (progress.attachments, progress.refused, progress.pages_done) == (3, 2, 4)
    assert tree(store) == ["deed.pdf", "  annex.pdf", "  b/schedule.pdf", "    annex.pdf"]
    documents = {each.origin.name: each for each in store.documents()}
    assert all(each.state is DocumentState.READ for each in documents.values())
    assert store.original(documents["annex.pdf"].document_id) == annex
    assert documents["annex.pdf"].origin.folder.endswith("/deed.pdf/b/schedule.pdf")
    assert [note.kind for note in documents["deed.pdf"].notes] == [NoteKind.EMBEDDED_FILES]
    refused = {refusal.name: refusal for refusal in store.refusals()}
    assert refused["c-program.pdf"].code == "INTAKE-05"
    assert refused["d-empty.txt"].code == "INTAKE-03"
    assert all(each.folder.endswith("/deed.pdf") for each in refused.values())
    hits = store.search("annex").hits
    assert len({hit.document_id for hit in hits}) == 2
    again = run(tmp_path / "deed.pdf")
    assert (again.duplicates, again.attachments, again.pages_done) == (1, 0, 0)


def test_a_locked_document_waits_and_is_read_once_its_password_is_given(
    run, store, vault, matter, tmp_path
):
    (tmp_path / "deed.pdf").write_bytes(pdf("Deed", [("offer.pdf", locked("The offer", "Zwölf"))]))
    progress = run(tmp_path / "deed.pdf")
    assert (progress.locked, progress.refused) == (1, 0)
    deed, offer = store.documents()
    assert (deed.state, offer.state) == (DocumentState.READ, DocumentState.LOCKED)
    assert run().pages_done == 0
    for password in ("wrong", "Zwölf"):
        store.passwords.add(password)
    assert store.unlock() == 1
    assert run().pages_done == 1
    offer = store.document(offer.document_id)
    assert offer.state is DocumentState.READ
    assert [note.kind for note in offer.notes] == [NoteKind.OPENED_WITH_PASSWORD]
    viewer = Viewer(vault, reading_worker_command())
    try:
        assert viewer.page_pixels(matter.matter_id, offer.document_id, 1, 80).width_px == 80
    finally:
        viewer.close()


def test_what_is_held_is_kept_although_nothing_can_be_read_of_it(run, store, tmp_path):
    place_hold(store, None, "Letter of the court")
    broken = b"%PDF-1.7\n" + b"not a page" * 20
    (tmp_path / "deed.pdf").write_bytes(pdf("Deed", [("broken.pdf", broken)]))
    progress = run(tmp_path / "deed.pdf")
    assert (progress.phase, progress.refused) == (Phase.DONE, 1)
    _deed, kept = store.documents()
    assert store.original(kept.document_id) == broken
    assert (kept.state, kept.page_count) == (DocumentState.READ, 0)
    assert [refusal.name for refusal in store.refusals()] == ["broken.pdf"]
    assert run().pages_done == 0


def test_a_run_that_was_stopped_takes_out_the_rest_the_next_time(run, store, tmp_path):
    parts = [(f"{number}.pdf", pdf(f"Annex {number}")) for number in range(6)]
    (tmp_path / "deed.pdf").write_bytes(pdf("Deed", parts))

    def stop(progress, control):
        if progress.attachments:
            control.stop()

    assert run(tmp_path / "deed.pdf", at=stop).phase is Phase.STOPPED
    progress = run()
    assert progress.phase is Phase.DONE
    assert tree(store) == ["deed.pdf", *(f"  {number}.pdf" for number in range(6))]
    assert all(each.state is DocumentState.READ for each in store.documents())


def zipped(*entries):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return made.getvalue()


def message(subject, *parts):
    made = EmailMessage()
    made["From"], made["Subject"], made["Message-ID"] = "anna@example.com", subject, "<1@x>"
    made.set_content(f"{subject}: see what is attached.")
    for name, content in parts:
        made.add_attachment(content, maintype="a", subtype="b", filename=name)
    return made.as_bytes()


def hostile():
    """What a hostile sender can put into files, and the codes by which each is refused."""
    nested = pdf("Innermost")
    for number in range(15):
        nested = zipped((f"{number}.zip" if number else "deed.pdf", nested))
    aes = bytearray(zipped(("plain.txt", b"plain text"), ("aes.txt", b"secret text")))
    listed = aes.rindex(b"PK\x01\x02")
    aes[listed + 8 : listed + 12] = b"\x01\0\x63\0"  # encrypted, by the method AES
    deep = b"Message-ID: <1@x>\n" + b"".join(
        b"Content-Type: multipart/x; boundary=b%d\n\n--b%d\n" % (number, number)
        for number in range(3000)
    )
    bomb = zipped(("zeros", bytes(60 << 20)))
    odd_names = zipped(
        ("../../../etc/passwd", b"root:x:0:0 is written here"),
        ("inv\u202efdp.exe.txt", b"plain text"),
        ("n" * 4096 + ".txt", b"plain text too"),
        ("CON", b"a device by its name"),
    )
    return {
        "nested.zip": (nested, ["INTAKE-07"]),
        "bomb.zip": (bomb, ["READING-11"]),
        "inner-bomb.eml": (
            message("Bomb", ("a.zip", zipped(("zeros", bytes(60 << 20))))),
            ["READING-11"],
        ),
        "names.zip": (odd_names, []),
        "cut.zip": (zipped(("a.txt", b"x" * 999))[:90], ["READING-01"]),
        "nothing.eml": (
            message("Empty", ("a.pdf", b""), ("b.pdf", b"%PDF-")),
            ["INTAKE-03", "INTAKE-05"],
        ),
        "aes.zip": (aes, ["READING-13"]),
        "wrong.pdf": (message("No PDF at all"), []),
        "two-kinds.pdf": (pdf("Two kinds") + zipped(("a.txt", b"x")), []),
        "program.eml": (message("Run me", ("invoice.pdf.exe", b"MZ" + bytes(99))), ["INTAKE-05"]),
        "deep.eml": (deep, ["READING-01"]),
    }


def test_hostile_families_are_taken_in_or_refused_by_name_and_the_rest_goes_on(
    run, store, tmp_path
):
    folder = tmp_path / "received"
    folder.mkdir()
    files = hostile()
    for name, (content, _) in files.items():
        (folder / name).write_bytes(content)
    progress = run(folder)
    assert progress.phase is Phase.DONE
    documents, refusals = store.documents(), store.refusals()
    families = store.families()
    for name, (_, codes) in files.items():
        heads = [each for each in documents if each.origin.name == name]
        refused = [each for each in refusals if each.name == name or f"/{name}" in each.folder]
        assert sorted(each.code for each in refused) == codes, name
        assert heads or any(each.name == name for each in refused), name
    assert all(each.state is DocumentState.READ for each in documents)
    assert max(families.depth_of(each.document_id) for each in documents) == 12
    assert {each.name for each in refusals} >= {"a.zip", "a.pdf", "invoice.pdf.exe", "aes.txt"}
    by_name = {each.origin.name: each for each in documents}
    assert by_name["passwd"].origin.folder.endswith("/names.zip/../../../etc")
    assert "inv\ufffdfdp.exe.txt" in by_name
    assert by_name["wrong.pdf"].origin.kind is FileKind.EML
    assert NoteKind.FOREIGN_BYTES in {note.kind for note in by_name["two-kinds.pdf"].notes}
    assert {each.name for each in tmp_path.iterdir()} == {"received", "vault"}


@pytest.mark.parametrize(
    ("limit", "value", "error"),
    [
        ("MAX_FAMILY_DEPTH", 2, FamilyTooDeepError),
        ("MAX_FAMILY_DOCUMENTS", 2, FamilyTooLargeError),
        ("MAX_PARTS_BYTES", 25, FamilyTooLargeError),
    ],
)
def test_a_family_grows_only_so_far_also_over_several_runs(store, monkeypatch, limit, value, error):
    monkeypatch.setattr(f"desktop.casework.ingesting.embedded_files.{limit}", value)
    head, _ = store.admit(origin(b"head"), b"head")
    first = EmbeddedFiles(store, lambda: NOON)
    child = first.take(head, 1, EmbeddedFile("a.pdf", "", b"%PDF-1.7 1"))
    later = EmbeddedFiles(store, lambda: NOON)
    grandchild = later.take(child, 1, EmbeddedFile("b.pdf", "x", b"%PDF-1.7 2"))
    with pytest.raises(error):
        later.take(grandchild, 1, EmbeddedFile("c.pdf", "", b"%PDF-1.7 3"))
    (refusal,) = store.refusals()
    assert (refusal.name, refusal.code) == ("c.pdf", error.code)
    assert refusal.folder == "/post/letter.pdf/a.pdf/x/b.pdf"


def test_what_a_file_inside_is_called_is_shown_without_tricks_and_leads_nowhere(store):
    head, _ = store.admit(origin(b"head"), b"head")
    embedded = EmbeddedFiles(store, lambda: NOON)
    for number, (name, folder, shown, where) in enumerate(
        [
            ("../../etc/passwd", "", "../../etc/passwd", "/post/letter.pdf"),
            ("inv\u202efdp.exe", "C:\\", "inv\ufffdfdp.exe", "/post/letter.pdf/C:"),
            ("a\x00b\nc", "/", "a\ufffdb\ufffdc", "/post/letter.pdf"),
            ("x" * 4096 + ".pdf", "y" * 4096, "x" * 251 + ".pdf", "y" * 1024),
            (" ", "", "file 5", "/post/letter.pdf"),
        ],
        start=1,
    ):
        document = embedded.take(head, number, EmbeddedFile(name, folder, b"%PDF-1.7"))
        assert (document.origin.name, document.origin.folder) == (shown, where)
