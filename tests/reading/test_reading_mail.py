"""Messages of every usual kind: fields and body on pages, what came along as files."""

import struct
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from desktop.domain.document import FileKind
from desktop.domain.errors import DocumentDamagedError, PartDamagedError, ReadingError
from desktop.domain.notes import NoteKind
from desktop.reading import mail_message, mail_separators
from desktop.reading.mail_document import LetterDocument, MailboxDocument
from desktop.reading.mail_rich import unpacked
from desktop.reading.mail_words import field_words
from tests.reading import made_outlook as outlook

EML, MSG, MBOX = FileKind.EML, FileKind.MSG, FileKind.MBOX


def message(text="Dear Bruno,\n\nthe rent of 1,250.00 EUR is due.\n", **fields):
    made = EmailMessage()
    made["From"] = "Anna Müller <anna@example.com>"
    made["To"] = "Bruno <bruno@example.org>"
    made["Subject"] = fields.get("subject", "Übergabe")
    made["Date"] = "Mon, 02 Mar 2026 12:00:00 +0100"
    made.set_content(text)
    return made


def text_of(document):
    return "\n".join(
        document.page(number).text_layer().text.text for number in range(1, document.page_count + 1)
    )


def kinds_of(document):
    return [note.kind for note in document.notes]


def test_fields_and_body_are_read_and_attachments_come_out_unchanged():
    made = message()
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="Ü.pdf")
    made.add_attachment("Zeile", filename="notiz.txt")
    document = LetterDocument(EML, made.as_bytes())
    text = text_of(document)
    assert text.startswith("Übergabe\n\nFrom: Anna Müller <anna@example.com>\n\nTo: Bruno")
    assert "Date: Mon, 02 Mar 2026 12:00:00 +0100" in text
    assert "the rent of 1,250.00 EUR is due." in text
    assert "Attachment 1: Ü.pdf" in text
    assert [part.name for part in document.parts] == ["Ü.pdf", "notiz.txt"]
    assert document.parts[0].read() == b"%PDF-1.7"
    assert kinds_of(document) == [NoteKind.EMBEDDED_FILES]


def test_a_message_within_a_message_is_a_file_the_same_each_time():
    inner = message("Inside.", subject="Grüße: der Anhang")
    outer = message()
    outer.add_attachment(inner)
    (part,) = LetterDocument(EML, outer.as_bytes()).parts
    assert part.name == "Grüße: der Anhang.eml"
    assert part.read() == part.read()
    assert "Inside." in text_of(LetterDocument(EML, part.read()))


def test_a_web_page_is_shown_where_it_says_more_than_the_text_beside_it():
    made = message("Dear Bruno, the rent is due.")
    made.add_alternative("<p>Dear Bruno, the rent is due.</p>", subtype="html")
    assert text_of(LetterDocument(EML, made.as_bytes())).count("the rent is due") == 1
    made = message("Dear Bruno, the rent is due.")
    made.add_alternative("<p>Pay to another account entirely, please.</p>", subtype="html")
    text = text_of(LetterDocument(EML, made.as_bytes()))
    assert "which says more" in text
    assert "Pay to another account" in text


def test_what_is_signed_or_encrypted_is_said():
    signed = (
        b"MIME-Version: 1.0\nContent-Type: multipart/signed; boundary=x\n\n--x\n\nDear Bruno\n"
        b"--x\nContent-Type: application/pkcs7-signature; name=smime.p7s\n\nAAAA\n--x--\n"
    )
    document = LetterDocument(EML, signed)
    assert kinds_of(document) == [NoteKind.SIGNED_MAIL]
    assert document.parts == ()
    assert "Dear Bruno" in text_of(document)
    for sealed in (
        b"MIME-Version: 1.0\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n"
        b"Content-Transfer-Encoding: base64\n\nMIAGCSqGSIb3DQEHA6CAAAA=",
        b"MIME-Version: 1.0\nContent-Type: multipart/encrypted; boundary=x\n\n--x\n\nA\n--x--\n",
    ):
        assert kinds_of(LetterDocument(EML, sealed)) == [NoteKind.ENCRYPTED_MAIL]


def test_the_way_of_a_message_stands_on_a_page_of_its_own():
    way = b"Received: from mail.example.com by x; Mon, 2 Mar 2026\nMessage-ID: <1@x>\n\nHi"
    document = LetterDocument(EML, way)
    assert document.page_count == 2
    assert "Received: from mail.example.com" in document.page(2).text_layer().text.text


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("=?utf-8?q?Gr=C3=BC=C3=9Fe?= und =?iso-8859-1?b?5Pb8?= <a@b>", "Grüße und äöü <a@b>"),
        ("Gr\udcc3\udcbc\udcc3\udc9fe", "Grüße"),
        ("=?nonsense?q?abc?=", "abc"),
        ("=?utf-8?b?5?= rest", "rest"),
        ("a\r\n\tb", "a b"),
        ("=?utf-8?q?=E2=80=AEfdp.exe?=", "\u202efdp.exe"),
    ],
)
def test_fields_are_decoded_whatever_they_claim(raw, words):
    assert field_words(raw).removeprefix("=?utf-8?b?5?= ") == words


def test_what_is_coded_wrongly_is_read_as_far_as_it_goes():
    cut = (
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n--x\n"
        b"Content-Type: text/plain; charset=klingon\n"
        b"Content-Transfer-Encoding: quoted-printable\n\n"
        b"Gr=C3=BC=C3=9Fe =ZZ\n--x\nContent-Type: application/pdf\n"
        b"Content-Transfer-Encoding: base64\n\nJVBERi0xLjc\n--x\n"
        b"Content-Disposition: attachment; filename*=klingon''%ff.pdf\n\nplain"
    )
    document = LetterDocument(EML, cut)
    assert "Grüße" in text_of(document)
    assert [part.read() for part in document.parts] == [b"%PDF-1.7", b"plain"]


def test_a_body_that_cannot_be_decoded_is_refused_by_itself():
    damaged = b"Message-ID: <1>\nSubject: x\nContent-Transfer-Encoding: base64\n\n!!!A"
    document = LetterDocument(EML, damaged)
    (body,) = document.parts
    assert body.name == "body of the message"
    with pytest.raises(PartDamagedError):
        body.read()


def test_nesting_without_end_and_pieces_without_number_are_refused(monkeypatch):
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
        for number in range(3_000)
    )
    with pytest.raises(DocumentDamagedError):
        LetterDocument(EML, b"MIME-Version: 1.0\n" + nested)
    monkeypatch.setattr(mail_message, "MAX_PARTS_OF_LETTER", 5)
    with pytest.raises(DocumentDamagedError):
        LetterDocument(
            EML, b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\na\n" * 9 + b"--x--"
        )


@pytest.fixture(scope="module")
def from_outlook():
    inner = outlook.message(
        outlook.texts(x0037="Inner", x1000="Hello inside"),
        header_bytes=24,
        attachments=[outlook.attachment("deep.pdf", b"%PDF-1.7 deep")],
    )
    tree = outlook.message(
        outlook.texts(
            x0037="Übergabe", x1000="Guten Tag\r\n\r\nbis morgen", x0C1A="Anna", x5D01="anna@x.org"
        ),
        [outlook.person("Jörg", "j@x.org"), outlook.person("Cem", "c@x.org", 2)],
        [
            outlook.attachment("Gutachten.pdf", b"%PDF-1.7 " + bytes(9000)),
            outlook.attached_message(inner),
        ],
        x0039=outlook.ticks(datetime(2026, 3, 2, 12, tzinfo=UTC)),
    )
    return outlook.compound(tree)


def test_a_message_of_outlook_is_read_with_all_that_came_along(from_outlook):
    document = LetterDocument(MSG, from_outlook)
    text = text_of(document)
    for words in (
        "From: Anna <anna@x.org>",
        "To: Jörg <j@x.org>",
        "Cc: Cem <c@x.org>",
        "Date: 2026-03-02 12:00:00 UTC",
        "Guten Tag\n\nbis morgen",
    ):
        assert words in text
    report, inner = document.parts
    assert (report.name, report.read()) == ("Gutachten.pdf", b"%PDF-1.7 " + bytes(9000))
    assert inner.name == "Inner.eml"
    assert inner.read() == inner.read(), "the hash of a child is the same at each reading"
    again = LetterDocument(EML, inner.read())
    assert "Hello inside" in text_of(again)
    assert [part.read() for part in again.parts] == [b"%PDF-1.7 deep"]


def test_headers_that_travelled_with_an_outlook_message_come_first():
    headers = "Received: from a by b\r\nDate: Mon, 02 Mar 2026 12:00:00 +0100\r\nFrom: real@x.org"
    tree = outlook.message(outlook.texts(x007D=headers, x0C1A="Claimed", x1000="Hi"))
    text = text_of(LetterDocument(MSG, outlook.compound(tree)))
    assert "From: real@x.org" in text
    assert "Claimed" not in text
    assert "Received: from a by b" in text


def test_a_body_that_is_rich_text_alone_is_read_from_it():
    rich = rb"{\rtf1\ansi Guten Tag, \b Anna\b0\par bis morgen}"
    packed = struct.pack("<II4sI", len(rich) + 12, len(rich), b"MELA", 0) + rich
    tree = outlook.message(outlook.texts(x0037="Rich") | {"__substg1.0_10090102": packed})
    text = text_of(LetterDocument(MSG, outlook.compound(tree)))
    assert "Guten Tag, Anna\n\nbis morgen" in text


def test_a_damaged_message_of_outlook_fails_by_name(from_outlook):
    for place in range(0, len(from_outlook), 97):
        broken = from_outlook[:place] + b"\xff\xfe" + from_outlook[place + 2 :]
        try:
            for part in LetterDocument(MSG, broken).parts:
                part.read()
        except ReadingError:
            continue
    for length in range(0, len(from_outlook) - 600, 997):
        try:
            LetterDocument(MSG, from_outlook[:length])
        except ReadingError:
            continue


def test_packed_rich_text_is_unpacked_as_the_standard_shows():
    """The first example of [MS-OXRTFCP], section 4."""
    assert unpacked(b"") == b""
    plain = b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert (
        unpacked(
            bytes.fromhex(
                "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705"
                "b06c647d0a800fa0"
            )
        )
        == plain
    )
    assert unpacked(struct.pack("<II4sI", 12, 3, b"MELA", 0) + b"abcd") == b"abc"
    endless = struct.pack("<II4sI", 99, 90, b"LZFu", 0) + b"\xff" + b"\x00\x0f" * 40
    assert len(unpacked(endless)) <= 90


def mailbox(*bodies):
    return b"\n".join(
        b"From anna@x.org Mon Mar  2 12:00:00 2026\nFrom: anna@x.org\nSubject: %d\n\n%b\n"
        % (number, body)
        for number, body in enumerate(bodies, start=1)
    )


def test_a_mailbox_gives_its_messages_one_by_one():
    document = MailboxDocument(
        mailbox(b"First.\n\nFrom here on 12:00 we walk.", b"Second.", b">From quoted")
    )
    assert "Mailbox with 3 messages" in text_of(document)
    assert [part.name for part in document.parts] == ["0001 1.eml", "0002 2.eml", "0003 3.eml"]
    first, second, third = (part.read() for part in document.parts)
    assert first.startswith(b"From: anna@x.org\nSubject: 1")
    assert b"we walk" in first
    assert b"Second." in second
    assert b">From quoted" in third


def test_a_mailbox_without_a_message_or_with_too_many_is_refused(monkeypatch):
    with pytest.raises(DocumentDamagedError):
        MailboxDocument(b"From nobody")
    monkeypatch.setattr(mail_separators, "MAX_PARTS", 2)
    with pytest.raises(ReadingError):
        MailboxDocument(mailbox(b"1", b"2", b"3"))


@pytest.mark.process
def test_a_confined_worker_reads_every_kind_and_hands_out_what_came_along(from_outlook, worker):
    made = message()
    made.add_alternative("<p>Pay <b>elsewhere</b> for once</p>", subtype="html")
    made.add_attachment(b"x" * 20_000_000, maintype="a", subtype="b", filename=("utf-7", "", "ä"))
    made.add_attachment(message("Inside."))
    worker.open(EML, made.as_bytes())
    assert worker.part_count == 2
    assert worker.part(1).data == b"x" * 20_000_000
    assert worker.part(2).name == "Übergabe.eml"
    worker.open(MSG, from_outlook)
    assert worker.part(1).data == b"%PDF-1.7 " + bytes(9000)
    assert b"Inner" in worker.part(2).data
    worker.open(MBOX, mailbox(b"1", b"2"))
    assert worker.part_count == 2
    with pytest.raises(ReadingError):
        worker.part(3)
    worker.open(EML, b"Message-ID: <1>\nSubject: =?koi8-u?b?8NLJ18XU?=\n\n")
    worker.open(EML, b"Message-ID: <1>\nContent-Type: text/plain; charset=uu\n\n\xff\xfe")
