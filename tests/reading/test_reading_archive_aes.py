"""ZIP archives encrypted with AES: opened by their password, and nothing of a forged one."""

import struct
import zlib

import pytest

from desktop.domain.document import FileKind
from desktop.domain.errors import (
    PackingUnsupportedError,
    PartDamagedError,
    PartTooLargeError,
    PasswordNeededError,
)
from desktop.domain.notes import NoteKind
from desktop.reading import archive_aes, archive_file
from desktop.reading.archive_document import ArchiveDocument
from tests.reading.made_locked import (
    CONTENT,
    PASSWORD,
    VECTORS,
    archive,
    archive_of,
    deflated,
    locked,
)


@pytest.mark.parametrize("data", VECTORS.values(), ids=VECTORS)
def test_what_another_program_encrypted_is_opened_with_its_password(data):
    for wrong in ((), ("zwölf pferde", "")):
        with pytest.raises(PasswordNeededError):
            ArchiveDocument(data, wrong)
    document = ArchiveDocument(data, ("wrong", PASSWORD))
    assert [(part.name, part.read()) for part in document.parts] == [("offer.txt", CONTENT)]
    assert [note.kind for note in document.notes] == [NoteKind.OPENED_WITH_PASSWORD]


def test_a_long_file_is_decrypted_across_the_chunks_in_which_it_is_counted():
    content = bytes(range(256)) * 9_000
    long = archive_of([(b"a", locked(content, packed=content), len(content), 0)], method=0)
    assert ArchiveDocument(long, (PASSWORD,)).parts[0].read() == content


@pytest.mark.parametrize("place", ["salt", "check", "content", "code"])
def test_a_byte_that_was_changed_gives_nothing_of_the_file(place):
    sound = locked(b"second")
    at = {"salt": 3, "check": 16, "content": 20, "code": -1}[place]
    changed = bytearray(sound)
    changed[at] ^= 1
    data = archive_of([(b"a", locked(b"first"), 5, 0), (b"b", bytes(changed), 6, 0)])
    first, second = ArchiveDocument(data, (PASSWORD,)).parts
    assert first.read() == b"first"
    with pytest.raises((PartDamagedError, PasswordNeededError)):
        second.read()


def test_nothing_is_decrypted_before_the_code_is_right(monkeypatch):
    changed = bytearray(locked(CONTENT))
    changed[-12] ^= 1
    data = archive_of([(b"a", bytes(changed), len(CONTENT), 0), (b"b", locked(b"x"), 1, 0)])
    first, _ = ArchiveDocument(data, (PASSWORD,)).parts
    monkeypatch.setattr(archive_aes, "from_counter", None)
    with pytest.raises(PartDamagedError):
        first.read()


def test_the_right_password_of_a_damaged_file_is_not_asked_for_again():
    damaged = (b"a", locked(CONTENT)[:-1] + b"\0", len(CONTENT), 0)
    [part] = ArchiveDocument(archive_of([damaged]), ("wrong", PASSWORD)).parts
    with pytest.raises(PartDamagedError):
        part.read()


def test_an_archive_opens_although_its_smallest_file_is_damaged():
    damaged = locked(b"1")[:-1] + b"\0"
    data = archive_of([(b"a", damaged, 1, 0), (b"b", locked(CONTENT), len(CONTENT), 0)])
    first, second = ArchiveDocument(data, (PASSWORD,)).parts
    assert second.read() == CONTENT
    with pytest.raises(PartDamagedError):
        first.read()


def test_files_of_several_passwords_are_opened_by_each_or_ask_for_theirs():
    three = zip((b"a", b"b", b"c"), ("one", "two", "three"), strict=True)
    data = archive_of([(name, locked(name, word), 1, 0) for name, word in three])
    first, second, third = ArchiveDocument(data, ("two", "one")).parts
    assert (first.read(), second.read()) == (b"a", b"b")
    with pytest.raises(PasswordNeededError):
        third.read()


SEEMS_RIGHT = "wrong 159659"
"""A wrong password that passes the check of `PASSWORD` with a salt of eight bytes."""


def test_a_wrong_password_that_seems_right_does_not_end_the_trying_of_others():
    words = (SEEMS_RIGHT, PASSWORD)
    [alone] = ArchiveDocument(archive(CONTENT, strength=1), (SEEMS_RIGHT,)).parts
    with pytest.raises(PartDamagedError):
        alone.read()
    pairs = zip((b"a", b"b"), words, strict=True)
    files = [(name, locked(name, word, strength=1), 1, 0) for name, word in pairs]
    first, second = ArchiveDocument(archive_of(files, strength=1), words).parts
    assert (first.read(), second.read()) == (b"a", b"b")


def test_a_bomb_behind_a_password_does_not_go_off(monkeypatch):
    zeros = locked(bytes(30 << 20))
    with pytest.raises(PartTooLargeError):
        ArchiveDocument(archive_of([(b"a", zeros, 30 << 20, 0)]), (PASSWORD,))
    [lying] = ArchiveDocument(archive_of([(b"a", zeros, 1000, 0)]), (PASSWORD,)).parts
    with pytest.raises(PartDamagedError):
        lying.read()
    monkeypatch.setattr(archive_file, "MAX_PART_BYTES", 100)
    monkeypatch.setattr(archive_file, "_FREE_BYTES", 50)
    stored = archive_of([(b"a", locked(b"", packed=bytes(200)), 10, 0)], method=0)
    with pytest.raises(PartTooLargeError):
        ArchiveDocument(stored, (PASSWORD,)).parts[0].read()


@pytest.mark.parametrize("size", [0, 5, 7])
@pytest.mark.parametrize(("method", "packed"), [(0, b"123456"), (8, deflated(b"123456"))])
def test_a_size_that_lies_gives_nothing(size, method, packed):
    data = archive_of([(b"a", locked(b"", packed=packed), size, 0)], method=method)
    with pytest.raises(PartDamagedError):
        ArchiveDocument(data, (PASSWORD,)).parts[0].read()


@pytest.mark.parametrize("method", [8, 12])
def test_what_was_packed_wrongly_before_it_was_encrypted_is_damaged(method):
    data = archive_of([(b"a", locked(b"", packed=b"BZh9no"), 6, 0)], method=method)
    with pytest.raises(PartDamagedError):
        ArchiveDocument(data, (PASSWORD,)).parts[0].read()


def test_the_checksum_counts_where_the_version_keeps_one():
    files = [(b"a", locked(CONTENT), len(CONTENT), zlib.crc32(CONTENT)), (b"b", locked(b"x"), 1, 9)]
    first, second = ArchiveDocument(archive_of(files, version=1), (PASSWORD,)).parts
    assert first.read() == CONTENT
    with pytest.raises(PartDamagedError):
        second.read()
    assert [part.read() for part in ArchiveDocument(archive_of(files), (PASSWORD,)).parts] == [
        CONTENT,
        b"x",
    ]


@pytest.mark.parametrize(
    "extra",
    [
        b"",
        struct.pack("<HHH2sBH", 0x9901, 7, 3, b"AE", 3, 8),
        struct.pack("<HHH2sBH", 0x9901, 7, 2, b"XX", 3, 8),
        struct.pack("<HHH2sBH", 0x9901, 7, 2, b"AE", 9, 8),
        struct.pack("<HH", 0x1234, 0) + b"\x01\x99",
    ],
)
def test_a_way_that_is_unheard_of_is_refused_file_by_file(extra):
    [part] = ArchiveDocument(archive(CONTENT, extra=extra)).parts
    with pytest.raises(PackingUnsupportedError):
        part.read()


def test_packing_that_is_not_read_is_refused_by_name():
    data = archive_of([(b"a", locked(b"", packed=b"x"), 1, 0)], method=98)
    [part] = ArchiveDocument(data, (PASSWORD,)).parts
    with pytest.raises(PackingUnsupportedError):
        part.read()


@pytest.mark.process
def test_a_confined_worker_opens_a_locked_archive(worker):
    for data in VECTORS.values():
        with pytest.raises(PasswordNeededError):
            worker.open(FileKind.ZIP, data)
        worker.open(FileKind.ZIP, data, (PASSWORD,))
        assert worker.part(1).data == CONTENT
