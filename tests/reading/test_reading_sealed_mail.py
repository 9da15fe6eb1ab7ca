"""What is signed is read and not trusted; what is encrypted for a key is said, with a remedy."""

import base64
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs7

from desktop.domain.document import FileKind
from desktop.domain.errors import (
    DocumentDamagedError,
    EncryptedForKeyError,
    PartTooLargeError,
    ReadingError,
)
from desktop.domain.notes import NoteKind
from desktop.intake.kinds import HEAD_BYTES, kind_of, may_be_read, refusal_of
from desktop.reading import signed_document
from desktop.reading.mail_document import LetterDocument
from desktop.reading.mail_message import letter_of_message
from desktop.reading.signed_document import SignedDocument
from tests.reading import made_outlook as outlook

DER, PEM = serialization.Encoding.DER, serialization.Encoding.PEM
WORDS = "The rent is 1,400.00 EUR."
ENTITY = f"Content-Type: text/plain\r\n\r\n{WORDS}\r\n".encode()
HEAD = b"From: a@example.com\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n"
ARMOUR = "-----BEGIN PGP MESSAGE-----\n\nhQEMA7ufUBOSoRDNAQgAjywv\n=abcd\n-----END PGP MESSAGE-----"


@pytest.fixture(scope="module")
def person():
    """A key and a certificate, of nobody."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Orla Fennimore")])
    built = x509.CertificateBuilder(name, name, key.public_key(), 7)
    built = built.not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
    certificate = built.not_valid_after(datetime(2036, 1, 1, tzinfo=UTC)).sign(key, hashes.SHA256())
    return key, certificate


@pytest.fixture(scope="module")
def signed(person):
    key, certificate = person

    def signed(content, form=DER, *options):
        builder = pkcs7.PKCS7SignatureBuilder().set_data(content)
        return builder.add_signer(certificate, key, hashes.SHA256()).sign(
            form, [pkcs7.PKCS7Options.Binary, *options]
        )

    return signed


@pytest.fixture(scope="module")
def encrypted(person):
    _, certificate = person
    builder = pkcs7.PKCS7EnvelopeBuilder().set_data(ENTITY).add_recipient(certificate)
    return builder.encrypt(DER, [pkcs7.PKCS7Options.Binary])


def text_of(document):
    return document.page(1).text_layer().text.text


def kinds_of(document):
    return [note.kind for note in document.notes]


def test_a_message_in_a_signature_is_read_as_a_message(signed):
    whole = signed(ENTITY)
    for data in (
        whole,
        signed(ENTITY, PEM),
        b"-----BEGIN CMS-----\n" + base64.encodebytes(whole) + b"-----END CMS-----\n",
        base64.encodebytes(whole),
    ):
        assert kind_of(data) is FileKind.P7M
        document = SignedDocument(data)
        assert WORDS in text_of(document)
        assert kinds_of(document) == [NoteKind.SIGNED_MAIL]
        assert "not verified" in document.notes[0].sentence


def test_another_file_in_a_signature_is_a_document_below_with_the_signer_as_a_claim(signed):
    report = b"%PDF-1.7 " + bytes(3_000)
    data = signed(report)
    assert kind_of(data) is FileKind.P7M, "although a PDF begins within its first bytes"
    document = SignedDocument(data)
    assert [part.read() for part in document.parts] == [report]
    assert kinds_of(document) == [NoteKind.SIGNED_WHOLE, NoteKind.EMBEDDED_FILES]
    assert "not verified. As it claims: Orla Fennimore." in text_of(document)


def test_a_signature_in_a_signature_is_a_file_of_its_own(signed):
    [part] = SignedDocument(signed(signed(b"inner"))).parts
    assert kind_of(part.read()) is FileKind.P7M
    assert [each.read() for each in SignedDocument(part.read()).parts] == [b"inner"]


def test_a_signature_beside_its_file_says_so(signed):
    data = signed(b"elsewhere", DER, pkcs7.PKCS7Options.DetachedSignature)
    assert kind_of(data) is FileKind.P7M
    document = SignedDocument(data)
    assert "The file that was signed is not in it." in text_of(document)
    assert not document.parts


def test_a_broken_signature_fails_by_name(signed, monkeypatch):
    data = signed(b"Dear Anna")
    for broken in (data[:40], b"0", b"\x30\x80" * 2_000, b"MIA=not base64", b"-----BEGIN CMS-----"):
        with pytest.raises(DocumentDamagedError):
            SignedDocument(broken)
    for place in range(0, len(data), 3):
        changed = data[:place] + bytes([data[place] ^ 0x41]) + data[place + 1 :]
        try:
            SignedDocument(changed)
        except ReadingError:
            continue
    monkeypatch.setattr(signed_document, "MAX_PART_BYTES", 3)
    with pytest.raises(PartTooLargeError):
        SignedDocument(data).parts[0].read()


def test_what_is_encrypted_for_a_key_is_refused_with_its_remedy(encrypted):
    heads = {
        "S/MIME": encrypted,
        "S/MIME in base64": base64.encodebytes(encrypted),
        "with a code": bytes.fromhex(
            "3082033606 0b2a864886f70d010910011 7a0820325".replace(" ", "")
        ),
        "armour": ARMOUR.encode(),
        "RSA": bytes.fromhex("85010c03bb9f501392a110cd01") + bytes(200),
        "curve": bytes.fromhex("845e03a836a118b5df64d012") + bytes(90),
        "passphrase": bytes.fromhex("8c0d04090302c324b7f49f0da85bff") + bytes(90),
    }
    for name, content in heads.items():
        assert kind_of(content) is None, name
        assert not may_be_read(content[:HEAD_BYTES]), name
        assert isinstance(refusal_of(content), EncryptedForKeyError), name
    assert "save it decrypted" in EncryptedForKeyError().remedy


def test_a_text_about_openpgp_is_a_text():
    assert kind_of(b"Paste it below:\n" + ARMOUR.encode()) is FileKind.TEXT
    assert kind_of(b"-----BEGIN PGP SIGNED MESSAGE-----\n\nDear Anna\n") is FileKind.TEXT
    assert kind_of("…und so weiter, und so fort".encode("cp1252")) is FileKind.TEXT


def test_openpgp_in_the_text_of_a_message_is_said_and_its_letters_are_none():
    body = f"Dear Bruno,\n\n{ARMOUR}\n\nbest, Anna\n"
    document = LetterDocument(FileKind.EML, HEAD + b"\r\n" + body.encode())
    text = text_of(document)
    assert kinds_of(document) == [NoteKind.ENCRYPTED_MAIL]
    assert "[Encrypted] It is encrypted" in text
    assert "save it decrypted, and add that. It is OpenPGP." in " ".join(text.split())
    assert "Dear Bruno" in text
    assert "best, Anna" in text
    assert "[OpenPGP message, 5 lines]" in text
    assert "hQEMA7" not in text


def test_a_signed_text_is_read_and_its_signature_is_not():
    body = (
        b"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nThe rent is due.\n"
        b"-----BEGIN PGP SIGNATURE-----\n\niQEzBAEB\n=aaaa\n-----END PGP SIGNATURE-----\n"
    )
    document = LetterDocument(FileKind.EML, HEAD + b"\r\n" + body)
    assert kinds_of(document) == [NoteKind.SIGNED_MAIL]
    assert "The rent is due." in text_of(document)
    assert "iQEzBAEB" not in text_of(document)


@pytest.mark.parametrize("end", ["-----END PGP MESSAGE-----", ""])
def test_words_that_are_no_armour_are_read_wherever_they_stand(end):
    body = (
        "-----BEGIN PGP MESSAGE-----\nComment: Pay Anna first.\n\nhQEMA7ufUBOSoRDNAQgAjywv\n"
        f"The rent is due.\n{end}\nBest, Anna\n"
    )
    text = text_of(LetterDocument(FileKind.EML, HEAD + b"\r\n" + body.encode()))
    for words in ("[OpenPGP message, 4 lines]", "Pay Anna first.", "The rent is due.", "Best, "):
        assert words in text
    assert "hQEMA7" not in text


def test_a_block_without_an_end_hides_nothing_that_comes_before():
    body = b"Before.\n" + ARMOUR.encode().replace(b"-----END", b"----END") * 50
    document = LetterDocument(FileKind.EML, HEAD + b"\r\n" + body)
    assert "Before." in text_of(document)
    assert kinds_of(document) == [NoteKind.ENCRYPTED_MAIL]


@pytest.mark.parametrize(
    ("protocol", "name"),
    [
        (b"; protocol=application/pgp-encrypted", "OpenPGP"),
        (b"", "OpenPGP"),
        (b"; protocol=x", "S/MIME"),
    ],
)
def test_a_message_that_is_encrypted_as_a_whole_names_by_what(protocol, name):
    kind = b"Content-Type: multipart/encrypted; boundary=x" + protocol + b"\r\n"
    document = LetterDocument(FileKind.EML, HEAD + kind + b"\r\n--x\r\n\r\nA\r\n--x--\r\n")
    assert kinds_of(document) == [NoteKind.ENCRYPTED_MAIL]
    assert name in document.notes[0].detail


def test_a_file_in_a_signature_that_came_with_a_message_is_a_file(signed):
    """As registered mail in Italy carries its deeds."""
    body = (
        b'Content-Type: multipart/mixed; boundary="P"\r\n\r\n--P\r\n' + ENTITY + b"--P\r\n"
        b'Content-Type: application/pkcs7-mime; name="deed.pdf.p7m"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n"
    )
    data = signed(b"%PDF-1.7 deed")
    document = LetterDocument(FileKind.EML, HEAD + body + base64.encodebytes(data) + b"--P--\r\n")
    assert [(part.name, part.read()) for part in document.parts] == [("deed.pdf.p7m", data)]
    assert "%PDF" not in text_of(document)
    assert WORDS in text_of(document)
    kept = from_outlook("IPM.Note.SMIME", data)
    assert [part.read() for part in kept.parts] == [data]


def test_a_signed_message_without_a_header_is_a_text(signed):
    assert WORDS in text_of(SignedDocument(signed(b"\r\n" + WORDS.encode())))


def from_outlook(kind, content):
    tree = outlook.message(
        outlook.texts(x0037="Sealed", x001A=kind, x0C1A="Anna"),
        attachments=[outlook.attachment("smime.p7m", content)],
    )
    return LetterDocument(FileKind.MSG, outlook.compound(tree))


def test_a_signed_message_that_outlook_keeps_is_read_with_what_came_along(signed):
    mixed = (
        b'Content-Type: multipart/mixed; boundary="P"\r\n\r\n--P\r\n' + ENTITY + b"--P\r\n"
        b'Content-Type: text/csv; name="rents.csv"\r\n\r\nTenant;Rent\r\n--P--\r\n'
    )
    beside = (
        b'Content-Type: multipart/signed; boundary="S"\r\n\r\n--S\r\n' + mixed + b"\r\n--S\r\n"
        b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nAAAA\r\n--S--\r\n"
    )
    for kind, content in (
        ("IPM.Note.SMIME", signed(mixed)),
        ("IPM.Note.SMIME.MultipartSigned", beside),
    ):
        document = from_outlook(kind, content)
        assert "From: Anna" in text_of(document)
        assert WORDS in text_of(document)
        assert [(part.name, part.read()) for part in document.parts] == [
            ("rents.csv", b"Tenant;Rent")
        ]
        assert kinds_of(document) == [NoteKind.SIGNED_MAIL, NoteKind.EMBEDDED_FILES]


def test_a_signature_without_its_message_is_a_file_and_not_taken_for_encrypted(signed):
    alone = signed(ENTITY, DER, pkcs7.PKCS7Options.DetachedSignature)
    sealed = HEAD + b"Content-Type: application/pkcs7-mime; smime-type=certs-only\r\n"
    coded = b"Content-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(alone)
    for document in (
        LetterDocument(FileKind.EML, sealed + coded),
        from_outlook("IPM.Note.SMIME", alone),
    ):
        assert [part.read() for part in document.parts] == [alone]
        assert kinds_of(document) == [NoteKind.SIGNED_MAIL, NoteKind.EMBEDDED_FILES]


def test_an_encrypted_message_that_outlook_keeps_is_said_to_be(encrypted):
    document = from_outlook("IPM.Note.SMIME", encrypted)
    assert kinds_of(document) == [NoteKind.ENCRYPTED_MAIL]
    assert "[Encrypted] It is encrypted" in text_of(document)


def test_what_is_called_encrypted_and_is_not_hides_nothing(encrypted):
    called = b'Content-Type: application/pkcs7-mime; name="deed.pdf"\r\n\r\n'
    by_mail = LetterDocument(FileKind.EML, HEAD + called + b"%PDF-1.7 deed")
    tree = outlook.message(
        outlook.texts(x0037="Sealed", x001A="IPM.Note.SMIME", x1000=WORDS),
        attachments=[outlook.attachment("deed.pdf", b"%PDF-1.7 deed")],
    )
    by_outlook = LetterDocument(FileKind.MSG, outlook.compound(tree))
    for document in (by_mail, by_outlook):
        assert [(part.name, part.read()) for part in document.parts] == [
            ("deed.pdf", b"%PDF-1.7 deed")
        ]
        assert NoteKind.ENCRYPTED_MAIL in kinds_of(document)
    assert WORDS in text_of(by_outlook)
    coded = called.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n")
    sealed = HEAD + coded + base64.encodebytes(encrypted)
    assert not LetterDocument(FileKind.EML, sealed).parts


def test_a_signature_around_nothing_readable_gives_its_file(monkeypatch, signed):
    monkeypatch.setattr("desktop.reading.mail_message.MAX_MAIL_BYTES", 10)
    document = from_outlook("IPM.Note.SMIME", signed(ENTITY))
    assert [part.name for part in document.parts] == ["smime.p7m"]
    assert NoteKind.SIGNED_MAIL in kinds_of(document)


def test_a_signature_that_wraps_openpgp_says_both(signed):
    inner = b"Content-Type: text/plain\r\n\r\n" + ARMOUR.encode() + b"\r\n"
    assert kinds_of(SignedDocument(signed(inner))) == [
        NoteKind.SIGNED_MAIL,
        NoteKind.ENCRYPTED_MAIL,
    ]
    sealed = (
        HEAD + b"Content-Type: application/pkcs7-mime\r\n\r\n" + base64.b64encode(signed(inner))
    )
    assert letter_of_message(sealed).notes


@pytest.mark.process
def test_a_confined_worker_opens_what_is_signed(worker, signed):
    worker.open(FileKind.P7M, signed(b"%PDF-1.7"))
    assert worker.part(1).data == b"%PDF-1.7"
    assert worker.open(FileKind.P7M, signed(ENTITY)) == 1
