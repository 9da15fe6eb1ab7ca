"""Messages as mail programs write them: wrapped signatures, old encodings, nameless files."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7

from desktop.domain.document import FileKind
from desktop.domain.notes import NoteKind
from desktop.intake.kinds import kind_of
from desktop.reading import mail_message, mail_signed
from desktop.reading.mail_document import LetterDocument
from desktop.reading.mail_message import letter_of_message
from desktop.reading.mail_outlook import letter_of_outlook
from desktop.reading.mail_words import field_words, text_in
from tests.reading import made_outlook as outlook

HEAD = b"From: a@example.com\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n"
SEALED = b'Content-Type: application/pkcs7-mime; smime-type=%s; name="smime.p7m"\r\n'
BODY = b"Content-Type: text/plain; charset=utf-8\r\n\r\nThe rent is 1,400.00 EUR.\r\n"


def sealed(content, kind=b"signed-data"):
    coded = base64.encodebytes(content)
    return HEAD + SEALED % kind + b"Content-Transfer-Encoding: base64\r\n\r\n" + coded


def open_item(tag, *inside):
    """An item whose length is left open until its end is written."""
    return bytes((tag, 0x80)) + b"".join(inside) + b"\0\0"


def wrapped(content):
    """A signature as Outlook writes it: open lengths, the content in pieces."""
    pieces = [content[at : at + 20] for at in range(0, len(content), 20)]
    octets = open_item(0x24, *(bytes((0x04, len(piece))) + piece for piece in pieces))
    data_id = bytes.fromhex("06092a864886f70d010701")
    holder = open_item(0x30, data_id, open_item(0xA0, octets))
    signed = open_item(0x30, bytes.fromhex("020101"), bytes.fromhex("3100"), holder)
    return open_item(0x30, bytes.fromhex("06092a864886f70d010702"), open_item(0xA0, signed))


@pytest.fixture(scope="module")
def signed():
    """A signature with its content inside, by a real library."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Orla Fennimore")])
    built = x509.CertificateBuilder(name, name, key.public_key(), 7)
    built = built.not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    certificate = built.not_valid_after(datetime(2036, 1, 1, tzinfo=UTC)).sign(key, hashes.SHA256())
    builder = pkcs7.PKCS7SignatureBuilder().set_data(BODY)
    return builder.add_signer(certificate, key, hashes.SHA256()).sign(
        serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary]
    )


def test_words_inside_a_signature_are_read(signed):
    for content in (signed, wrapped(BODY), wrapped(sealed(signed))):
        letter = letter_of_message(sealed(content))
        assert letter.plain.strip() == "The rent is 1,400.00 EUR."
        assert [note.kind for note in letter.notes] == [NoteKind.SIGNED_MAIL]
        assert not letter.parts


def test_what_came_along_inside_a_signature_comes_out():
    inner = (
        b'Content-Type: multipart/mixed; boundary="P"\r\n\r\n--P\r\n' + BODY + b"\r\n--P\r\n"
        b'Content-Type: text/csv; name="rents.csv"\r\n\r\nTenant;Rent\r\n--P--\r\n'
    )
    letter = letter_of_message(sealed(wrapped(inner)))
    assert [(part.name, part.read()) for part in letter.parts] == [("rents.csv", b"Tenant;Rent")]


def test_a_signature_that_cannot_be_opened_is_a_file_and_not_nothing(monkeypatch):
    for broken in (b"", b"\x30", wrapped(BODY)[:40], bytes.fromhex("3080") * 4000, b"\x30\xff" * 9):
        letter = letter_of_message(sealed(broken))
        assert [part.name for part in letter.parts] == ["smime.p7m"]
    monkeypatch.setattr(mail_signed, "_MAX_STEPS", 5_000)
    endless = wrapped(BODY)[:40] + b"\x04\x00" * 5_000 + bytes(20)
    assert [part.name for part in letter_of_message(sealed(endless)).parts] == ["smime.p7m"]
    monkeypatch.setattr(mail_message, "_MAX_WRAPPED", 1)
    deep = letter_of_message(sealed(wrapped(sealed(wrapped(BODY)))))
    assert [part.name for part in deep.parts] == ["smime.p7m"]


def test_what_is_encrypted_is_said_to_be():
    letter = letter_of_message(sealed(b"\x30\x03\x02\x01\x00", b"enveloped-data"))
    assert [note.kind for note in letter.notes] == [NoteKind.ENCRYPTED_MAIL]


def test_the_euro_is_read_in_mail_and_pages_that_name_an_older_encoding():
    coded = b"Content-Transfer-Encoding: quoted-printable\r\n"
    for kind in (b"plain", b"html"):
        head = HEAD + b"Content-Type: text/" + kind + b"; charset=iso-8859-1\r\n" + coded
        document = LetterDocument(FileKind.EML, head + b"\r\nder Preis betr=E4gt 1.250,00 =80.\r\n")
        text = document.page(1).text_layer().text.text
        assert "der Preis betr\u00e4gt 1.250,00 \u20ac." in text
    page = b'<meta charset="iso-8859-1"><p>betr\xe4gt 1.250,00 \x80'
    attached = HEAD + b"Content-Type: text/html\r\n\r\n" + page
    text = LetterDocument(FileKind.EML, attached).page(1).text_layer().text.text
    assert "betr\u00e4gt 1.250,00 \u20ac" in text


@pytest.mark.parametrize(
    ("claimed", "body"),
    [
        (b"", b"betr\xe4gt 1.250,00 \x80"),
        (b"; charset=iso-8859-1", b"betr\xe4gt 1.250,00 \x80"),
        (b"; charset=windows-1252", b"betr\xe4gt 1.250,00 \x80"),
        (b"; charset=us-ascii", b"betr\xe4gt 1.250,00 \x80"),
        (b"; charset=unheard-of", b"betr\xe4gt 1.250,00 \x80"),
        (b"; charset=utf-8", "betr\u00e4gt 1.250,00 \u20ac".encode()),
    ],
)
@pytest.mark.parametrize("way", [b"", b"8bit", b"binary", b"quoted-printable"])
def test_letters_of_eight_bits_are_read_whatever_is_claimed_of_them(claimed, body, way):
    head = HEAD + b"Content-Type: text/plain" + claimed + b"\r\n"
    coding = b"Content-Transfer-Encoding: " + way + b"\r\n" if way else b""
    letter = letter_of_message(head + coding + b"\r\nDer Preis " + body + b"\r\n")
    assert letter.plain.strip() == "Der Preis betr\u00e4gt 1.250,00 \u20ac"


def test_a_file_of_eight_bits_comes_out_unchanged():
    content = bytes(range(1, 256)).replace(b"\r", b"").replace(b"\n", b"")
    body = (
        b'Content-Type: multipart/mixed; boundary="P"\r\n\r\n--P\r\n'
        b"Content-Type: application/octet-stream; name=all.bin\r\n"
        b"Content-Transfer-Encoding: binary\r\n\r\n" + content + b"\r\n--P--\r\n"
    )
    assert [part.read() for part in letter_of_message(HEAD + body).parts] == [content]


def test_names_on_folded_lines_stay_apart():
    raw = '"Brandt, Clara" <c@example.com>,\r\n =?utf-8?B?w4lsb2RpZQ==?= <e@example.com>'
    assert field_words(raw) == '"Brandt, Clara" <c@example.com>, \u00c9lodie <e@example.com>'
    assert field_words("=?utf-8?Q?Kauf?=\r\n =?utf-8?Q?vertrag?=") == "Kaufvertrag"


def test_a_file_without_a_name_says_what_it_is():
    body = (
        b'Content-Type: multipart/mixed; boundary="P"\r\n\r\n--P\r\n' + BODY + b"\r\n--P\r\n"
        b"Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\n--P--\r\n"
    )
    assert [part.name for part in letter_of_message(HEAD + body).parts] == ["invitation.ics"]


def test_a_message_of_apple_mail_is_a_message_and_the_list_behind_it_is_not_read():
    message = HEAD + b"\r\nSee you in May.\r\n"
    listed = b"<?xml version='1.0'?><plist><string>flags</string></plist>\n"
    kept = b"%d   \n" % len(message) + message + listed
    assert kind_of(kept) is FileKind.EML
    assert letter_of_message(kept).plain.strip() == "See you in May."
    lying = letter_of_message(b"5\n" + message)
    assert lying.plain.strip() == "See you in May."
    assert kind_of(b"2026\nFrom: nobody\nand on\n") is FileKind.TEXT


def test_a_claim_that_does_not_fit_is_treated_as_none_and_one_bad_byte_spoils_nothing():
    assert text_in("betr\u00e4gt f\u00fcr".encode("cp1252"), "utf-8") == "betr\u00e4gt f\u00fcr"
    assert (
        text_in("betr\u00e4gt f\u00fcr \u00f6".encode() + b"\xc3", "utf-8")[:11]
        == "betr\u00e4gt f\u00fcr"
    )


def test_a_web_page_in_a_message_is_read_as_the_page_itself_says():
    page = '<meta charset="windows-1251"><p>\u0414\u043e\u0433\u043e\u0432\u043e\u0440'.encode(
        "cp1251"
    )
    assert (
        "\u0414\u043e\u0433\u043e\u0432\u043e\u0440"
        in letter_of_message(HEAD + b"Content-Type: text/html\r\n\r\n" + page).html
    )
    streams = outlook.texts(x0037="Contract") | {"__substg1.0_10130102": page}
    letter = letter_of_outlook(outlook.compound(outlook.message(streams)))
    assert "\u0414\u043e\u0433\u043e\u0432\u043e\u0440" in letter.html


@pytest.mark.parametrize("encoding", [b"idna", b"punycode", b"undefined", b"utf-16\0", b"unheard"])
def test_an_encoding_that_is_none_loses_no_message(encoding):
    named = HEAD + b'Content-Type: text/plain; charset="' + encoding + b'"\r\n'
    text = "The rent is 1,400.00 €.\r\n".encode()
    assert "The rent is 1,400.00 €." in letter_of_message(named + b"\r\n" + text).plain
    coded = b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(text)
    assert "The rent is 1,400.00 €." in letter_of_message(named + coded + b"\xe4").plain


def test_a_report_with_letters_beyond_ascii_is_read():
    report = "Content-Type: text/rfc822-headers\r\n\r\nSubject: Kündigung\r\n"
    assert "Subject: Kündigung" in letter_of_message(HEAD + report.encode()).plain
