import io
import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from desktop.casework.control import Control
from desktop.casework.ingesting.ingest import ingest
from desktop.domain.document import DocumentState
from desktop.domain.page import PageState, ReadMethod
from desktop.domain.progress import Phase
from desktop.settings import Settings

pytestmark = pytest.mark.process


def pdf(pages):
    """A born-digital PDF with one line of text on each page."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for text in pages:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(72, 720, text)
        canvas.drawString(72, 700, "Signed at the registered office on 12 March 2024.")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def settings():
    return replace(Settings(), reading_workers=2, is_vision_used=False)


@pytest.fixture
def run(vault, matter, settings, clock):
    def run(paths, control=None, at=None):
        control = control or Control()
        last = None
        for last in ingest(
            vault, matter.matter_id, paths, settings=settings, control=control, clock=clock
        ):
            if at is not None:
                at(last, control)
        return last

    return run


@pytest.fixture
def store(vault, matter):
    return vault.store_of(matter.matter_id)


def test_a_dropped_document_ends_as_read_with_its_findings(run, store, tmp_path):
    (tmp_path / "deed.pdf").write_bytes(pdf(["Write to anna.keller@example.com.", "Second page."]))
    progress = run([tmp_path / "deed.pdf"])
    assert progress.phase is Phase.DONE
    assert (progress.files_done, progress.pages_done, progress.pages_failed) == (1, 2, 0)
    (document,) = store.documents()
    assert document.state is DocumentState.READ
    assert document.pages_read == document.page_count == 2
    reading = store.page(document.document_id, 1)
    assert reading.method is ReadMethod.TEXT_LAYER
    values = {stored.finding.value for stored in store.findings(document_id=document.document_id)}
    assert {"anna.keller@example.com", "2024-03-12"} <= values
    assert all(stored.finding.boxes for stored in store.findings())


def test_the_original_is_kept_unchanged(run, store, tmp_path):
    original = pdf(["One page."])
    (tmp_path / "deed.pdf").write_bytes(original)
    run([tmp_path / "deed.pdf"])
    (document,) = store.documents()
    assert store.original(document.document_id) == original


def test_a_duplicate_is_noticed_and_not_read_twice(run, store, tmp_path):
    same = pdf(["The same."])
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(same)
    progress = run([tmp_path / "a.pdf", tmp_path / "b.pdf"])
    assert progress.duplicates == 1
    assert progress.pages_done == 1
    assert len(store.documents()) == 1


def test_what_is_refused_is_listed_with_reason_and_remedy(run, store, tmp_path):
    folder = tmp_path / "received"
    folder.mkdir()
    (folder / "empty.pdf").touch()
    (folder / "program.pdf").write_bytes(b"MZ" + bytes(200))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\n" + os.urandom(500))
    progress = run([folder])
    assert progress.refused == 3
    assert store.documents() == ()
    codes = {refusal.name: refusal.code for refusal in store.refusals()}
    assert codes["empty.pdf"] == "INTAKE-03"
    assert codes["program.pdf"] == "INTAKE-05"
    assert codes["broken.pdf"] == "READING-01"
    assert all(refusal.reason and refusal.remedy for refusal in store.refusals())


def test_a_scan_is_read_by_ocr(run, store, tmp_path):
    page = Image.new("L", (1240, 500), 255)
    from PIL import ImageDraw, ImageFont

    font = ImageFont.load_default(size=40)
    ImageDraw.Draw(page).text((80, 80), "Invoice total 1,234.50 EUR", font=font, fill=0)
    page.save(tmp_path / "scan.png", dpi=(150, 150))
    run([tmp_path / "scan.png"])
    (document,) = store.documents()
    reading = store.page(document.document_id, 1)
    assert reading.method is ReadMethod.OCR
    assert "1,234.50" in reading.text.text
    assert any(stored.finding.value == "1234.50 EUR" for stored in store.findings())


def test_work_goes_on_at_the_next_page_after_a_stop(run, store, tmp_path):
    (tmp_path / "long.pdf").write_bytes(pdf([f"Page {n} of many." for n in range(1, 201)]))

    def stop_soon(progress, control):
        if progress.pages_done >= 20:
            control.stop()

    first = run([tmp_path / "long.pdf"], at=stop_soon)
    assert first.phase is Phase.STOPPED
    (document,) = store.documents()
    assert document.state is DocumentState.READING
    assert 20 <= document.pages_read < 200
    second = run([])
    assert second.phase is Phase.DONE
    (after,) = store.documents()
    assert after.state is DocumentState.READ
    assert after.pages_read == 200
    assert second.pages_done == 200 - document.pages_read


def test_a_pause_reports_itself_and_ends(run, tmp_path):
    (tmp_path / "some.pdf").write_bytes(pdf([f"Page {n}." for n in range(1, 31)]))
    phases = []

    def pause_once(progress, control):
        phases.append(progress.phase)
        if progress.phase is Phase.READING and Phase.PAUSED not in phases:
            control.pause()
        elif progress.phase is Phase.PAUSED:
            control.resume()

    last = run([tmp_path / "some.pdf"], at=pause_once)
    assert Phase.PAUSED in phases
    assert last.phase is Phase.DONE
    assert last.pages_done == 30


def test_a_worker_that_is_killed_costs_no_page(run, store, tmp_path):
    (tmp_path / "some.pdf").write_bytes(pdf([f"Page {n}." for n in range(1, 301)]))
    killed = []

    def kill_one(progress, _control):
        if progress.pages_done >= 10 and not killed:
            killed.append(_kill_a_reader())

    last = run([tmp_path / "some.pdf"], at=kill_one)
    assert killed == [True]
    assert last.phase is Phase.DONE
    (document,) = store.documents()
    assert document.state is DocumentState.READ
    assert document.pages_read == 300


def _kill_a_reader():
    """Kill one reading worker of this process, as the kernel would when memory runs out."""
    for children in Path("/proc/self/task").glob("*/children"):
        for pid in children.read_text(encoding="ascii").split():
            if b"desktop.reading.worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(int(pid), signal.SIGKILL)
                return True
    return False


def test_failed_pages_can_be_read_again(run, store, tmp_path):
    (tmp_path / "deed.pdf").write_bytes(pdf(["One.", "Two."]))
    run([tmp_path / "deed.pdf"])
    (document,) = store.documents()
    store.fail_page(document.document_id, 2, "WORKER-01")
    store.retry_pages(document.document_id)
    run([])
    (after,) = store.documents()
    assert after.state is DocumentState.READ
    assert {page.state for page in store.page_summaries(after.document_id)} == {PageState.READ}


@pytest.mark.documents
def test_all_agreements_end_as_read(run, store, shared_documents):
    files = sorted((shared_documents / "nda").glob("*.pdf"))
    progress = run(files)
    assert progress.pages_failed == progress.refused == 0
    documents = store.documents()
    assert len(documents) == len(files)
    assert {document.state for document in documents} == {DocumentState.READ}


@pytest.mark.documents
def test_receipts_end_as_read_with_words(run, store, shared_documents):
    """A third of them: all are read by `make bench` (ledger), which says how many were."""
    files = sorted((shared_documents / "receipts").rglob("*.jpg"))[::3]
    progress = run(files)
    assert progress.pages_failed == progress.refused == 0
    documents = store.documents()
    assert len(documents) + progress.duplicates == len(files) > 0
    assert {document.state for document in documents} == {DocumentState.READ}
    for document in documents:
        assert len(store.page(document.document_id, 1).text.words) > 10


@pytest.mark.documents
def test_every_hostile_file_is_read_or_refused_with_a_reason(run, store, shared_documents):
    files = sorted((shared_documents / "hostile").glob("*.pdf"))
    progress = run(files)
    assert progress.phase is Phase.DONE
    kept, refused = store.documents(), store.refusals()
    added = [document for document in kept if document.place is None]
    whole = [refusal for refusal in refused if refusal.folder == str(files[0].parent)]
    assert len(added) + len(whole) + progress.duplicates == len(files)
    waiting = [document for document in kept if document.state is DocumentState.LOCKED]
    assert len(waiting) == progress.locked
    assert {document.state for document in kept} <= {
        DocumentState.READ,
        DocumentState.READ_WITH_GAPS,
        DocumentState.LOCKED,
    }
    for document in kept:
        pages = store.page_summaries(document.document_id)
        assert len(pages) == document.page_count
        assert all(page.state is PageState.READ or page.error_code for page in pages)
    assert all(refusal.code and refusal.reason and refusal.remedy for refusal in refused)
