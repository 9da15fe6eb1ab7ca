"""winmail.dat: body and files of a message that Outlook wrapped, however much of it lies."""

import struct
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from desktop.domain.document import FileKind
from desktop.domain.errors import DocumentDamagedError, PartTooLargeError
from desktop.domain.notes import NoteKind
from desktop.intake.kinds import kind_of
from desktop.reading import mail_tnef
from desktop.reading.mail_document import LetterDocument
from desktop.reading.mail_tnef import letter_of_tnef
from tests.reading import made_tnef as tnef
from tests.reading.made_outlook import ticks

SCAN = b"%PDF-1.7 " + bytes(5_000)
INNER = tnef.wrapped(tnef.message(tnef.text(0x0037, "Inner"), tnef.text(0x1000, "Hello inside")))
WHOLE = tnef.wrapped(
    tnef.attribute(0x00018004, b"an older subject\0"),
    tnef.message(
        *tnef.named("words"),
        tnef.several(0x1234, b"one", b"three"),
        tnef.text(0x0037, "Übergabe"),
        tnef.text(0x1000, "Guten Tag\r\n\r\nbis morgen"),
        tnef.text(0x0C1A, "Anna"),
        tnef.text(0x5D01, "anna@x.org"),
        tnef.moment(0x0039, ticks(datetime(2026, 3, 2, 12, tzinfo=UTC))),
        tnef.old_text(0x1035, b"<1@x.org>"),
    ),
    tnef.people(tnef.person("Jörg", "j@x.org"), tnef.person("Cem", "c@x.org", 2)),
    tnef.file("Gutachten.pdf", SCAN),
    tnef.message_inside("Inner", INNER),
)


def text_of(document):
    return document.page(1).text_layer().text.text


def test_fields_and_body_are_read_and_files_come_out_unchanged():
    assert kind_of(WHOLE) is FileKind.TNEF
    document = LetterDocument(FileKind.TNEF, WHOLE)
    for words in (
        "Übergabe",
        "From: Anna <anna@x.org>",
        "To: Jörg <j@x.org>",
        "Cc: Cem <c@x.org>",
        "Date: 2026-03-02 12:00:00 UTC",
        "Message-ID: <1@x.org>",
        "Attachment 1: Gutachten.pdf",
        "Guten Tag\n\nbis morgen",
    ):
        assert words in text_of(document)
    scan, inner = document.parts
    assert (scan.name, scan.read()) == ("Gutachten.pdf", SCAN)
    assert (inner.name, inner.read()) == ("Inner", INNER)
    assert [note.kind for note in document.notes] == [NoteKind.EMBEDDED_FILES]


def test_a_message_within_the_message_is_one_of_its_own():
    assert kind_of(INNER) is FileKind.TNEF
    assert "Hello inside" in text_of(LetterDocument(FileKind.TNEF, INNER))


def test_what_lies_in_a_message_of_the_internet_comes_out_as_such_a_file():
    made = EmailMessage()
    made["From"], made["Message-ID"] = "anna@example.com", "<2@example.com>"
    made.set_content("See the attachment.")
    made.add_attachment(WHOLE, maintype="application", subtype="ms-tnef", filename="winmail.dat")
    [part] = LetterDocument(FileKind.EML, made.as_bytes()).parts
    assert part.name == "winmail.dat"
    assert kind_of(part.read()) is FileKind.TNEF


def test_older_forms_are_read_in_the_encoding_that_is_named():
    letter = letter_of_tnef(
        tnef.SIGNATURE
        + tnef.attribute(0x00018004, "Übergabe\0".encode("cp1250"))
        + tnef.attribute(0x0002800C, "Stanisław\r\n\0".encode("cp1250"))
        + tnef.attribute(0x00069002, bytes(14), 2)
        + tnef.attribute(0x00018010, "skrót.txt\0".encode("cp1250"), 2)
        + tnef.attribute(0x0006800F, b"abc", 2)
        + tnef.attribute(0x00069007, struct.pack("<II", 1250, 0))
    )
    assert letter.field("subject") == "Übergabe"
    assert letter.plain.strip() == "Stanisław"
    assert [(part.name, part.read()) for part in letter.parts] == [("skrót.txt", b"abc")]


def test_a_body_that_is_rich_text_or_a_web_page_alone_is_read():
    rich = rb"{\rtf1\ansi Guten Tag}"
    packed = struct.pack("<II4sI", len(rich) + 12, len(rich), b"MELA", 0) + rich
    data = tnef.wrapped(tnef.message(tnef.content(0x1009, packed)))
    assert "Guten Tag" in text_of(LetterDocument(FileKind.TNEF, data))
    page = tnef.wrapped(tnef.message(tnef.content(0x1013, b"<p>Guten <b>Abend</b></p>")))
    assert "Guten Abend" in text_of(LetterDocument(FileKind.TNEF, page))


def damages(data):
    letter = letter_of_tnef(data)
    return letter, [note.detail for note in letter.notes if note.kind is NoteKind.DAMAGED]


@pytest.mark.parametrize("length", [5, 1 << 20, 0xFFFFFFFF])
def test_a_length_that_lies_ends_the_reading_there_and_is_said(length):
    data = tnef.wrapped(
        tnef.message(tnef.text(0x1000, "before")),
        tnef.file("a.txt", b"abc"),
        tnef.attribute(0x0006800F, b"abcdef", 2, length=length),
    )
    letter, said = damages(data)
    assert letter.plain == "before"
    assert letter.parts[0].read() == b"abc"
    assert "It ends before what it announces." in said[0]


@pytest.mark.parametrize(
    "listed",
    [
        struct.pack("<I", 0xFFFFFFFF) + tnef.text(0x1000, "before"),
        struct.pack("<I", 9)
        + tnef.text(0x1000, "before")
        + struct.pack("<HHII", 0x1F, 5, 1, 1 << 31),
        struct.pack("<I", 2)
        + tnef.text(0x1000, "before")
        + struct.pack("<HHI", 0x101F, 5, 1 << 31),
        struct.pack("<I", 2) + tnef.text(0x1000, "before") + struct.pack("<HHI", 0x99, 5, 1),
        struct.pack("<I", 2) + tnef.text(0x1000, "before") + struct.pack("<HH", 3, 0x8001),
    ],
    ids=["count", "length", "values", "type", "name"],
)
def test_properties_that_lie_are_read_as_far_as_they_go(listed):
    letter, said = damages(tnef.wrapped(tnef.attribute(0x00069003, listed)))
    assert letter.plain == "before"
    assert said == ["Properties end before what they announce."]


def test_people_that_are_cut_off_are_read_as_far_as_they_go():
    anna = tnef.person("Anna", "a@x.org")
    for rest in (b"\x01\0\0", struct.pack("<IHH", 1, 0x99, 0x3001) + bytes(40)):
        listed = struct.pack("<I", 4_000_000) + anna + rest
        letter = letter_of_tnef(tnef.wrapped(tnef.attribute(0x00069004, listed)))
        assert letter.field("to") == "Anna <a@x.org>"
        assert [note.kind for note in letter.notes] == [NoteKind.DAMAGED]


def test_a_sum_that_is_not_right_is_said_and_what_stands_there_is_read():
    letter, said = damages(tnef.wrapped(tnef.attribute(0x0002800C, b"Hello\0", total=1)))
    assert letter.plain == "Hello"
    assert said == ["A sum of bytes is not right."]


def test_items_without_end_are_refused(monkeypatch):
    monkeypatch.setattr(mail_tnef, "MAX_ITEMS", 100)
    empty = tnef.attribute(0x00069999, b"")
    for data in (
        tnef.SIGNATURE + empty * 200,
        tnef.wrapped(tnef.message(*[tnef.number(9, 9)] * 200)),
        tnef.wrapped(tnef.message(struct.pack("<HHI", 0x1003, 9, 200) + bytes(800))),
        tnef.wrapped(tnef.people(*[bytes(4)] * 200)),
    ):
        with pytest.raises(DocumentDamagedError):
            letter_of_tnef(data)


def test_more_files_or_larger_ones_than_the_bound_are_refused(monkeypatch):
    monkeypatch.setattr(mail_tnef, "MAX_PARTS_OF_LETTER", 3)
    with pytest.raises(DocumentDamagedError):
        letter_of_tnef(tnef.wrapped(*[tnef.file("a", b"x")] * 4))
    monkeypatch.setattr(mail_tnef, "MAX_PART_BYTES", 3)
    [part] = letter_of_tnef(tnef.wrapped(tnef.file("a", b"abcd"))).parts
    with pytest.raises(PartTooLargeError):
        part.read()


def test_what_is_none_is_refused_and_what_is_empty_is_a_message():
    with pytest.raises(DocumentDamagedError):
        letter_of_tnef(b"")
    assert letter_of_tnef(tnef.SIGNATURE).plain == ""
    assert letter_of_tnef(tnef.SIGNATURE[:4]).plain == ""


@pytest.mark.process
def test_a_confined_worker_takes_a_wrapped_message_apart(worker):
    worker.open(FileKind.TNEF, WHOLE)
    assert worker.part_count == 2
    assert worker.part(1).data == SCAN
