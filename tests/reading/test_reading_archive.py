"""ZIP archives: what is in them comes out unchanged, and a bomb does not go off."""

import io
import struct
import tracemalloc
import warnings
import zipfile
import zlib

import pytest

from desktop.domain.errors import (
    DocumentDamagedError,
    PackingUnsupportedError,
    PartDamagedError,
    PartTooLargeError,
    PasswordNeededError,
    ReadingError,
    TooManyPartsError,
)
from desktop.domain.notes import NoteKind
from desktop.reading import archive_document, archive_file
from desktop.reading.archive_document import ArchiveDocument


def archive(entries, **options):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, **options) as packed:
        for name, content in entries:
            packed.writestr(name, content)
    return made.getvalue()


def keys_after(keys, byte):
    first = zlib.crc32(bytes([byte]), keys[0] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
    second = (keys[1] + (first & 0xFF)) * 134775813 + 1 & 0xFFFFFFFF
    third = zlib.crc32(bytes([second >> 24]), keys[2] ^ 0xFFFFFFFF) ^ 0xFFFFFFFF
    return first, second, third


def encrypted(name, content, password):
    """An archive of one file, encrypted as PKWARE's APPNOTE has it in section 6.1."""
    keys = (0x12345678, 0x23456789, 0x34567890)
    for byte in password:
        keys = keys_after(keys, byte)
    crc, cipher = zlib.crc32(content), bytearray()
    for byte in bytes(11) + bytes([crc >> 24]) + content:
        mixed = keys[2] & 0xFFFF | 2
        cipher.append(byte ^ (mixed * (mixed ^ 1) >> 8 & 0xFF))
        keys = keys_after(keys, byte)
    sizes = (crc, len(cipher), len(content), len(name), 0)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 1, 0, 0, 0x21, *sizes) + name + cipher
    listed = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 1, 0, 0, 0x21, *sizes, 0, 0, 0, 0, 0)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(listed + name), len(local), 0)
    return local + listed + name + end


def text_of(document):
    return "\n".join(
        document.page(number).text_layer().text.text for number in range(1, document.page_count + 1)
    )


def test_files_come_out_unchanged_and_are_listed():
    entries = [("a/letter.txt", b"Dear Anna"), ("b\\scan.bin", bytes(range(256)) * 9)]
    document = ArchiveDocument(archive(entries))
    assert [(part.folder, part.name) for part in document.parts] == [
        ("a", "letter.txt"),
        ("b", "scan.bin"),
    ]
    assert [part.read() for part in document.parts] == [content for _, content in entries]
    text = text_of(document)
    assert "Archive with 2 files" in text
    assert "a/letter.txt" in text
    assert "2,304" in text
    assert document.notes == ()


@pytest.mark.parametrize(
    "method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]
)
def test_every_usual_way_of_packing_is_unpacked(method):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as packed:
        packed.writestr("x.txt", b"Dear Anna" * 99)
    assert ArchiveDocument(made.getvalue()).parts[0].read() == b"Dear Anna" * 99


def test_an_encrypted_archive_asks_for_its_password():
    data = encrypted(b"offer.txt", b"The offer is 12,000 EUR", "Zwölf".encode("cp437"))
    for wrong in ((), ("zwölf", "")):
        with pytest.raises(PasswordNeededError):
            ArchiveDocument(data, wrong)
    document = ArchiveDocument(data, ("wrong", "Zwölf"))
    assert document.parts[0].read() == b"The offer is 12,000 EUR"
    assert [note.kind for note in document.notes] == [NoteKind.OPENED_WITH_PASSWORD]


def test_files_that_have_passwords_of_their_own_are_opened_by_each():
    one = encrypted(b"a.txt", b"first", b"one")
    two = encrypted(b"b.txt", b"second", b"two")
    body = [each[: each.index(b"PK\x01\x02")] for each in (one, two)]
    listed = [each[len(file) : -22] for each, file in zip((one, two), body, strict=True)]
    listed[1] = listed[1][:42] + struct.pack("<I", len(body[0])) + listed[1][46:]
    sizes = (0, 0, 2, 2, len(b"".join(listed)), len(b"".join(body)), 0)
    both = b"".join((*body, *listed, struct.pack("<4s4H2IH", b"PK\x05\x06", *sizes)))
    first, second = ArchiveDocument(both, ("one", "two")).parts
    assert (first.read(), second.read()) == (b"first", b"second")


def test_what_is_encrypted_in_another_way_is_refused_by_itself():
    data = archive([("a.txt", b"plain"), ("b.txt", b"secret")])
    listed = data.rindex(b"PK\x01\x02")
    aes = data[: listed + 8] + b"\x01\0\x63\0" + data[listed + 12 :]
    first, second = ArchiveDocument(aes).parts
    assert first.read() == b"plain"
    with pytest.raises(PackingUnsupportedError):
        second.read()


def test_an_entry_without_a_name_is_a_file_like_any_other():
    data = archive([("x", b"Dear Anna")])
    listed = data.rindex(b"PK\x01\x02")
    nameless = data[: listed + 28] + b"\0\0" + data[listed + 30 : listed + 46] + data[listed + 47 :]
    shorter = bytearray(nameless)
    shorter[-10:-6] = struct.pack("<I", 46)
    shorter[26:28] = b"\0\0"
    moved = bytes(shorter[:30] + shorter[31:])
    end = moved.rindex(b"PK\x05\x06")
    place = struct.unpack_from("<I", moved, end + 16)[0]
    document = ArchiveDocument(moved[: end + 16] + struct.pack("<I", place - 1) + moved[end + 20 :])
    assert [(part.name, part.read()) for part in document.parts] == [("", b"Dear Anna")]


def test_links_and_helper_files_stay_in_the_archive_and_are_counted():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        link = zipfile.ZipInfo("passwd")
        link.external_attr = 0o120777 << 16
        packed.writestr(link, "/etc/passwd")
        packed.writestr("__MACOSX/._a.txt", b"x")
        packed.writestr("a/", b"")
        packed.writestr("a/.DS_Store", b"x")
        packed.writestr("a.txt", b"Dear Anna")
    document = ArchiveDocument(made.getvalue())
    assert [part.name for part in document.parts] == ["a.txt"]
    assert "3 more entries are links" in text_of(document)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(archive_file, "_unpacked", None)
    for bomb in (
        archive([("zeros", bytes(30 << 20))]),
        archive([(f"{number}", bytes(2 << 20)) for number in range(40)]),
    ):
        with pytest.raises(PartTooLargeError):
            ArchiveDocument(bomb)


def test_files_that_share_their_bytes_are_no_way_around_the_bound():
    """As the bombs of D. Fifield (2019): one kernel, listed many times."""
    single = archive([("a", bytes(900_000))])
    start, end = single.rindex(b"PK\x01\x02"), single.rindex(b"PK\x05\x06")
    count = 1000
    listed = b"".join(
        single[start : start + 46] + bytes([97 + number % 26]) for number in range(count)
    )
    closing = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(listed), start, 0)
    assert end - start == 47
    with pytest.raises(PartTooLargeError):
        ArchiveDocument(single[:start] + listed + closing)


def test_a_size_that_lies_lets_out_no_more_than_it_says():
    data = bytearray(archive([("a", b"Dear Anna, " * 1000)]))
    for where in (data.index(b"PK\x03\x04") + 22, data.rindex(b"PK\x01\x02") + 24):
        data[where : where + 4] = struct.pack("<I", 100)
    with pytest.raises(PartDamagedError):
        ArchiveDocument(bytes(data)).parts[0].read()


def test_a_bomb_that_claims_little_takes_no_memory():
    data = bytearray(archive([("a", bytes(64 << 20))]))
    for where in (data.index(b"PK\x03\x04") + 22, data.rindex(b"PK\x01\x02") + 24):
        data[where : where + 4] = struct.pack("<I", 100)
    [part] = ArchiveDocument(bytes(data)).parts
    tracemalloc.start()
    try:
        with pytest.raises(PartDamagedError):
            part.read()
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def test_more_names_than_the_bound_are_not_read(monkeypatch):
    monkeypatch.setattr(archive_document, "MAX_PARTS", 3)
    with pytest.raises(TooManyPartsError):
        ArchiveDocument(archive([(f"{number}", b"x") for number in range(4)]))
    monkeypatch.setattr(archive_file, "MAX_NAMES_BYTES", 100)
    with pytest.raises(TooManyPartsError):
        ArchiveDocument(archive([("x" * 99, b"x")]))


def with_end_of_large(data, told_bytes):
    """The archive with the end that large ones have, which gives another length of its list."""
    at = data.rindex(b"PK\x05\x06")
    count, place = struct.unpack_from("<8xH6xI", data, at)
    sizes = (count, count, told_bytes, place)
    large = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, *sizes)
    where = struct.pack("<4sIQI", b"PK\x06\x07", 0, at, 1)
    return data[:at] + large + where + data[at:]


def test_the_list_of_names_is_as_long_as_the_end_says_that_is_believed(monkeypatch):
    listed = archive([("a" * 20, b"x")])
    length = len(listed) - listed.rindex(b"PK\x01\x02") - 22
    large = with_end_of_large(listed, length)
    assert ArchiveDocument(large).parts[0].read() == b"x"
    monkeypatch.setattr(archive_file, "MAX_NAMES_BYTES", length - 1)
    at = large.rindex(b"PK\x05\x06")
    lying = large[: at + 12] + struct.pack("<I", 1) + large[at + 16 :]
    hidden = large[: at + 4] + b"PK\x05\x06" + large[at + 8 :]
    behind = large[: at + 20] + b"\xff\xff" + bytes(1 << 16)
    for each in (lying, hidden, behind):
        with pytest.raises(TooManyPartsError):
            ArchiveDocument(each)


def test_a_truncated_or_broken_archive_fails_by_name():
    data = archive([("a.txt", b"Dear Anna" * 100), ("b.txt", b"x")])
    for length in range(0, len(data), 7):
        with pytest.raises(DocumentDamagedError):
            ArchiveDocument(data[:length])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        for place in range(len(data)):
            broken = data[:place] + bytes([data[place] ^ 0x41]) + data[place + 1 :]
            try:
                for part in ArchiveDocument(broken).parts:
                    part.read()
            except ReadingError:
                continue


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Vertra\u0308ge.txt".encode(), "Vertr\u00e4ge.txt"),
        ("Vertr\u00e4ge.txt".encode("cp437"), "Vertr\u00e4ge.txt"),
    ],
    ids=["macOS", "Windows"],
)
def test_names_are_read_as_macos_and_windows_write_them(raw, name):
    stand_in = "x" * len(raw)
    data = archive([(f"Akte/{stand_in}", b"a")]).replace(stand_in.encode(), raw)
    document = ArchiveDocument(data)
    [part] = document.parts
    assert (part.folder, part.name, part.read()) == ("Akte", name, b"a")
    assert f"Akte/{name}" in document.page(1).text_layer().text.text
