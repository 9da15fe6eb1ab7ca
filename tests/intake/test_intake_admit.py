import hashlib
import os
import socket
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.domain.document import FileKind
from desktop.domain.errors import (
    FileChangedError,
    FileEmptyError,
    FileTooLargeError,
    FileUnreadableError,
    NotAFileError,
    UnknownKindError,
)
from desktop.domain.limits import MAX_FILE_BYTES
from desktop.intake import admit as door
from desktop.intake.admit import admit

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
PDF = b"%PDF-1.7\n" + b"words " * 100


def noon():
    return NOON


@pytest.fixture
def pdf(tmp_path):
    file = tmp_path / "deed.pdf"
    file.write_bytes(PDF)
    return file


def test_what_comes_in_is_what_lay_there_with_its_hashes(pdf):
    origin, original = admit(pdf, clock=noon)
    assert original == PDF
    assert origin.name == "deed.pdf"
    assert origin.folder == str(pdf.parent)
    assert origin.kind is FileKind.PDF
    assert origin.size_bytes == len(PDF)
    assert origin.sha256 == hashlib.sha256(PDF).hexdigest()
    assert origin.md5 == hashlib.md5(PDF, usedforsecurity=False).hexdigest()
    assert origin.received_at == NOON


def test_hashes_are_those_of_published_test_vectors(tmp_path, monkeypatch):
    """FIPS 180-2 and RFC 1321: the hashes of "abc"."""
    monkeypatch.setattr(door, "kind_of", lambda _head: FileKind.PDF)
    (tmp_path / "abc").write_bytes(b"abc")
    origin, _ = admit(tmp_path / "abc", clock=noon)
    assert origin.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert origin.md5 == "900150983cd24fb0d6963f7d28e17f72"


def test_the_file_is_left_as_it_was(pdf):
    before = pdf.stat()
    admit(pdf, clock=noon)
    after = pdf.stat()
    assert (before.st_mtime_ns, before.st_size, before.st_mode) == (
        after.st_mtime_ns,
        after.st_size,
        after.st_mode,
    )


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "empty.pdf").touch()
    with pytest.raises(FileEmptyError):
        admit(tmp_path / "empty.pdf", clock=noon)


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(tmp_path):
    file = tmp_path / "huge.pdf"
    with file.open("wb") as opened:
        opened.write(PDF)
        opened.truncate(MAX_FILE_BYTES + 1)  # takes no room on the disk
    with pytest.raises(FileTooLargeError):
        admit(file, clock=noon)


def test_a_file_of_another_kind_is_refused_whatever_its_name(tmp_path):
    (tmp_path / "letter.pdf").write_bytes(b"MZ" + bytes(200))
    with pytest.raises(UnknownKindError):
        admit(tmp_path / "letter.pdf", clock=noon)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(NotAFileError):
        admit(tmp_path, clock=noon)


def test_a_link_is_refused_even_where_it_leads_to_a_document(pdf):
    link = pdf.with_name("link.pdf")
    link.symlink_to(pdf)
    with pytest.raises(NotAFileError):
        admit(link, clock=noon)


def test_a_link_that_takes_the_place_of_a_file_at_the_last_moment_is_refused(pdf, monkeypatch):
    link = pdf.with_name("link.pdf")
    link.symlink_to(pdf)
    seen = pdf.lstat()
    monkeypatch.setattr(Path, "lstat", lambda _path: seen)
    with pytest.raises(NotAFileError):
        admit(link, clock=noon)


def test_a_file_exchanged_at_the_last_moment_is_refused(pdf, monkeypatch):
    other = pdf.with_name("other.pdf")
    other.write_bytes(PDF)
    seen = other.lstat()
    monkeypatch.setattr(Path, "lstat", lambda _path: seen)
    with pytest.raises(FileChangedError):
        admit(pdf, clock=noon)


def test_a_pipe_is_refused_and_nobody_waits_for_its_other_end(tmp_path):
    os.mkfifo(tmp_path / "pipe.pdf")
    with pytest.raises(NotAFileError):
        admit(tmp_path / "pipe.pdf", clock=noon)


def test_a_pipe_that_takes_the_place_of_a_file_is_refused_too(pdf, monkeypatch):
    pipe = pdf.with_name("pipe.pdf")
    os.mkfifo(pipe)
    seen = pdf.lstat()
    monkeypatch.setattr(Path, "lstat", lambda _path: seen)
    with pytest.raises(NotAFileError):
        admit(pipe, clock=noon)


def test_a_socket_is_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # names of sockets may have 108 letters only
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.pdf")
        with pytest.raises(NotAFileError):
            admit(Path("socket.pdf"), clock=noon)


@pytest.mark.parametrize("device", ["/dev/null", "/dev/zero", "/dev/tty"])
def test_a_device_is_refused_unopened(device, monkeypatch):
    if not Path(device).exists():
        pytest.skip(f"there is no {device} here")
    monkeypatch.setattr(os, "open", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(NotAFileError):
        admit(Path(device), clock=noon)


def test_a_file_of_the_kernel_without_a_size_is_refused():
    with pytest.raises(FileEmptyError):
        admit(Path("/proc/self/status"), clock=noon)


def test_a_file_that_is_gone_is_unreadable(tmp_path):
    with pytest.raises(FileUnreadableError):
        admit(tmp_path / "gone.pdf", clock=noon)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_unreadable(pdf):
    pdf.chmod(0)
    with pytest.raises(FileUnreadableError):
        admit(pdf, clock=noon)


def test_a_folder_that_may_not_be_opened_is_unreadable_rather_than_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(FileUnreadableError, match="folder"):
        admit(tmp_path, clock=noon)


@pytest.mark.parametrize("name", ["x" * 4096, "with a zero \0 byte.pdf", "lone \ud800.pdf"])
def test_a_name_that_no_file_can_have_is_unreadable(tmp_path, name):
    with pytest.raises(FileUnreadableError):
        admit(tmp_path / name, clock=noon)


def test_the_longest_name_that_a_file_can_have_is_kept(tmp_path):
    file = tmp_path / ("x" * 251 + ".pdf")
    file.write_bytes(PDF)
    assert admit(file, clock=noon)[0].name == file.name


def test_a_name_that_hides_its_letters_is_shown_for_what_it_is(tmp_path):
    file = tmp_path / "invoice\u202efdp.exe\x1b[2J\n"
    file.write_bytes(PDF)
    assert admit(file, clock=noon)[0].name == "invoice\ufffdfdp.exe\ufffd[2J\ufffd"


def test_a_name_that_is_no_text_can_be_stored(tmp_path):
    file = tmp_path / os.fsdecode(b"caf\xe9.pdf")
    file.write_bytes(PDF)
    origin, _ = admit(file, clock=noon)
    assert origin.name == "caf\ufffd.pdf"
    assert origin.name.encode()


class Writing:
    """Writes to the file once its first bytes have been looked at, then lets the reader go on."""

    def __init__(self, monkeypatch, write):
        self._kind_of = door.kind_of
        self._write = write
        monkeypatch.setattr(door, "kind_of", self)

    def __call__(self, head):
        writer = threading.Thread(target=self._write)
        writer.start()
        writer.join()
        return self._kind_of(head)


def append(file):
    with file.open("ab") as opened:
        opened.write(b"more")


def test_a_file_that_grows_while_it_is_read_is_refused(pdf, monkeypatch):
    Writing(monkeypatch, lambda: append(pdf))
    with pytest.raises(FileChangedError):
        admit(pdf, clock=noon)


def test_a_file_that_shrinks_while_it_is_read_is_refused(pdf, monkeypatch):
    Writing(monkeypatch, lambda: os.truncate(pdf, 100))
    with pytest.raises(FileChangedError):
        admit(pdf, clock=noon)


def test_a_file_that_is_written_over_while_it_is_read_is_refused(pdf, monkeypatch):
    os.utime(pdf, ns=(1, 1))
    Writing(monkeypatch, lambda: pdf.write_bytes(PDF.swapcase()))
    with pytest.raises(FileChangedError):
        admit(pdf, clock=noon)


def test_no_descriptor_stays_open_whatever_happens(pdf, monkeypatch):
    open_before = len(list(Path("/proc/self/fd").iterdir()))
    admit(pdf, clock=noon)
    Writing(monkeypatch, lambda: append(pdf))
    with pytest.raises(FileChangedError):
        admit(pdf, clock=noon)
    assert len(list(Path("/proc/self/fd").iterdir())) == open_before
