"""The worker as a process: what it survives, what it refuses, and that the next page goes on."""

import re
import subprocess
import sys
import zlib
from pathlib import Path

import pikepdf
import pytest

from desktop.domain.document import FileKind
from desktop.domain.errors import (
    DocumentDamagedError,
    NoPagesError,
    NoSuchPageError,
    OcrEngineMissingError,
    PasswordNeededError,
    TooManyPagesError,
    WorkerDiedError,
    WorkerNonsenseError,
    WorkerSilentError,
)
from desktop.domain.notes import NoteKind
from desktop.domain.page import OcrEngine
from desktop.paths import reading_worker_command, viewing_worker_command
from desktop.wire import reading_client
from desktop.wire.reading_client import ReadingClient
from tests.reading import made

pytestmark = pytest.mark.process

PLAIN = made.pdf(made.written)

HEAD = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"


def of_one_page(content, resources=b""):
    """A PDF written by hand; pdfium mends the cross-references that it lacks."""
    return (
        HEAD
        + b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        + b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        + b"/Resources<<%s>>>>endobj\n" % resources
        + b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n" % (len(content), content)
        + b"trailer<</Root 1 0 R>>\n"
    )


def forms_within_forms(depth):
    """Each form draws the next one ten times: 10 ** depth drawings in all."""
    parts = [
        of_one_page(b"/F0 Do", b"/XObject<</F0 10 0 R>>").removesuffix(b"trailer<</Root 1 0 R>>\n")
    ]
    for level in range(depth):
        drawn = b"/F Do " * 10 if level < depth - 1 else b"0 0 10 10 re f"
        parts.append(
            b"%d 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Length %d"
            b"/Resources<</XObject<</F %d 0 R>>>>>>stream\n%s\nendstream endobj\n"
            % (10 + level, len(drawn), 11 + level, drawn)
        )
    return b"".join(parts) + b"trailer<</Root 1 0 R>>\n"


def inflating_to(length):
    """A page whose content stream is a thousand times as long as the file."""
    packed = zlib.compress(b"0 0 m " * (length // 6), 9)
    plain = of_one_page(packed)
    return plain.replace(b"<</Length", b"<</Filter/FlateDecode/Length")


def read(client, number=1):
    return client.read_page(number, engine=OcrEngine.RAPIDOCR).reading


@pytest.mark.parametrize(
    "original",
    [
        b"%PDF-1.7\nand nothing that follows from it",
        b"",
        b"\x00" * 4096,
        PLAIN[:300],
        b"%PDF-1.4\ntrailer<</Root 1 0 R>>",
    ],
    ids=["no objects", "nothing", "zeros", "cut short", "no catalogue"],
)
def test_a_damaged_file_is_refused_by_name_and_the_next_one_is_read(worker, original):
    with pytest.raises((DocumentDamagedError, NoPagesError)):
        worker.open(FileKind.PDF, original)
    worker.open(FileKind.PDF, PLAIN)
    assert "Galway" in read(worker).text.text


def test_a_file_without_pages_is_refused(worker):
    def empty(document):
        del document.pages[:]

    with pytest.raises(NoPagesError):
        worker.open(FileKind.PDF, made.changed(PLAIN, empty))


def test_a_file_with_more_pages_than_anyone_reads_is_refused(worker):
    kids = b"3 0 R " * 10_001
    bomb = (
        HEAD
        + b"2 0 obj<</Type/Pages/Count 10001/Kids[%s]>>endobj\n" % kids
        + b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 10 10]>>endobj\n"
        + b"trailer<</Root 1 0 R>>\n"
    )
    with pytest.raises(TooManyPagesError):
        worker.open(FileKind.PDF, bomb)


def test_a_locked_file_asks_for_its_password_and_opens_with_it(worker):
    locked = made.changed(
        PLAIN, lambda _document: None, encryption=pikepdf.Encryption(user="Zw\u00f6lf", owner="o")
    )
    for wrong in ((), ("zw\u00f6lf",)):
        with pytest.raises(PasswordNeededError):
            worker.open(FileKind.PDF, locked, wrong)
    worker.open(FileKind.PDF, locked, ("zw\u00f6lf", "Zw\u00f6lf"))
    assert [note.kind for note in worker.notes] == [NoteKind.OPENED_WITH_PASSWORD]
    assert "Galway" in read(worker).text.text


def test_a_page_that_is_not_there_is_named_and_the_others_are_read(worker):
    worker.open(FileKind.PDF, PLAIN)
    with pytest.raises(NoSuchPageError):
        read(worker, 2)
    assert "Galway" in read(worker).text.text


def test_a_page_that_inflates_a_thousandfold_costs_no_worker(worker):
    worker.open(FileKind.PDF, inflating_to(30_000_000))
    assert read(worker).text.text == ""


def test_a_page_that_never_ends_costs_that_page_and_the_next_one_is_read(monkeypatch):
    monkeypatch.setattr(reading_client, "READ_LIMIT_S", 1.5)
    with ReadingClient(reading_worker_command()) as client:
        client.open(FileKind.PDF, forms_within_forms(9))
        with pytest.raises((WorkerSilentError, WorkerDiedError)):
            read(client)
        monkeypatch.setattr(reading_client, "READ_LIMIT_S", 60.0)
        client.open(FileKind.PDF, PLAIN)
        assert "Galway" in read(client).text.text


def test_a_killed_worker_is_started_again_at_the_page_that_is_asked_for():
    with ReadingClient(reading_worker_command()) as client:
        client.open(FileKind.PDF, made.pdf(made.written, made.written))
        read(client, 1)
        first = client.pid
        client.kill()
        assert "Galway" in read(client, 2).text.text
        assert client.pid != first


def test_an_engine_the_worker_was_not_started_with_is_named(worker):
    worker.open(FileKind.PDF, made.scanned_pdf(made.sheet()))
    with pytest.raises(OcrEngineMissingError):
        worker.read_page(1, engine=OcrEngine.TESSERACT)


def resident_kib(pid):
    found = re.search(r"RssAnon:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1])


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_memory_stays_flat_over_hundreds_of_pages(worker):
    original = made.pdf(*[made.written] * 100)

    def read_all():
        worker.open(FileKind.PDF, original)
        for number in range(1, 101):
            read(worker, number)
            worker.render_page(number, 200)
        return resident_kib(worker.pid)

    read_all()
    before_kib = read_all()
    after_kib = max(read_all(), read_all())
    assert after_kib - before_kib < 0.02 * 200 * 1024


def test_a_worker_that_draws_reads_nothing_and_draws_the_same(worker):
    with ReadingClient(viewing_worker_command()) as drawing:
        for client in (worker, drawing):
            client.open(FileKind.PDF, PLAIN)
        assert drawing.render_page(1, 300) == worker.render_page(1, 300)
        assert drawing.confinement == worker.confinement
        with pytest.raises(WorkerNonsenseError):
            read(drawing)
        assert drawing.render_page(1, 300) == worker.render_page(1, 300)


def test_a_worker_that_draws_loads_nothing_that_reads():
    code = (
        "import sys; from desktop.reading.worker import _warm_renderer; _warm_renderer();"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    loaded = set(done.stdout.decode().split())
    assert "pypdfium2" in loaded
    assert not loaded & {"onnxruntime", "rapidocr", "phonenumbers", "stdnum", "babel"}
