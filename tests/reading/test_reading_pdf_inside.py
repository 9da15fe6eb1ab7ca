"""What a PDF holds beside its pages is noticed, named, and never run."""

import io
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.notes import NoteKind
from desktop.reading.pdf_document import FILE_ON_PAGE, PdfDocument
from desktop.reading.pdf_signer import signer_of
from tests.reading import made

PLAIN = made.pdf(made.written)
NAME = "Zoë Müller-Brandt"
PACKED = {"object_stream_mode": pikepdf.ObjectStreamMode.generate}


def changed(change, **save):
    return made.changed(PLAIN, change, **save)


def kinds(data, passwords=()):
    document = PdfDocument(data, passwords)
    try:
        return [note.kind for note in document.notes]
    finally:
        document.close()


def test_a_plain_file_is_not_remarked_upon():
    assert kinds(PLAIN) == []


def test_scripts_are_noticed_wherever_they_hide():
    def in_names(document):
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        names = pikepdf.Array(["run", document.make_indirect(action)])
        document.Root.Names = pikepdf.Dictionary(JavaScript=pikepdf.Dictionary(Names=names))

    def at_opening(document):
        action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        document.Root.OpenAction = action

    assert kinds(changed(in_names)) == [NoteKind.SCRIPTS]
    plain_objects = pikepdf.ObjectStreamMode.disable
    assert kinds(changed(at_opening, object_stream_mode=plain_objects)) == [NoteKind.SCRIPTS]


def test_an_xfa_form_is_said_to_show_other_pages_elsewhere():
    def add(document):
        xfa = document.make_stream(b"<xdp:xdp/>")
        document.Root.AcroForm = pikepdf.Dictionary(
            XFA=pikepdf.Array(["template", xfa]), Fields=pikepdf.Array()
        )

    assert kinds(changed(add)) == [NoteKind.XFA_FORM]


def test_what_its_author_restricted_is_read_and_said():
    nothing = pikepdf.Permissions(extract=False, print_highres=False, modify_other=False)
    restricted = pikepdf.Encryption(owner="o", user="", allow=nothing)
    assert kinds(changed(lambda _: None, encryption=restricted)) == [NoteKind.OWNER_RESTRICTED]
    everything = pikepdf.Permissions(modify_assembly=True)
    free = pikepdf.Encryption(owner="o", user="", allow=everything)
    assert kinds(changed(lambda _: None, encryption=free)) == []


def test_files_are_listed_by_name_and_come_out_whole():
    content = bytes(range(256)) * 50

    def attach(document):
        document.attachments["Anlage Ü.bin"] = pikepdf.AttachedFileSpec(document, content)

    document = PdfDocument(changed(attach))
    assert [(part.name, part.read()) for part in document.parts] == [("Anlage Ü.bin", content)]
    assert [note.kind for note in document.notes] == [NoteKind.EMBEDDED_FILES]
    document.close()


def test_a_file_pinned_to_a_page_comes_out_where_it_stands_in_clear_and_is_always_said():
    def pin(document):
        spec = pikepdf.AttachedFileSpec(document, b"pinned", filename="pinned.txt").obj
        pinned = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.FileAttachment,
            Rect=[10, 10, 30, 30],
            FS=spec,
        )
        document.pages[0].Annots = pikepdf.Array([document.make_indirect(pinned)])

    in_clear = pikepdf.ObjectStreamMode.disable
    for options, taken in (({"object_stream_mode": in_clear}, [b"pinned"]), (PACKED, [])):
        document = PdfDocument(changed(pin, **options))
        page = document.page(1)
        assert page.remarks == (FILE_ON_PAGE,)
        page.close()
        assert [part.read() for part in document.parts] == taken
        assert all(part.folder == "page 1" for part in document.parts)
        document.close()


@pytest.mark.parametrize("polyglot", [b"GIF89a\n" + PLAIN, PLAIN + b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_two_kinds_at_once_is_said_to_be(polyglot):
    assert kinds(polyglot) == [NoteKind.FOREIGN_BYTES]


@pytest.fixture(scope="module")
def cms():
    """A signature in CMS over nothing in particular, by a certificate of an invented name."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Brandt & Co."),
            x509.NameAttribute(NameOID.COMMON_NAME, NAME),
        ]
    )
    now = datetime(2026, 3, 2, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(4711)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    return (
        pkcs7.PKCS7SignatureBuilder()
        .set_data(b"data")
        .add_signer(certificate, key, hashes.SHA256())
        .sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature])
    )


def signed(cms, *, behind=b""):
    """A file whose signature covers all of it but itself; `behind` was added afterwards."""
    room = (cms.hex() + "0" * 200).encode()
    head = (
        b"%%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R"
        b"/AcroForm<</SigFlags 3/Fields[4 0 R]>>>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n"
        b"4 0 obj<</FT/Sig/T(s)/V 5 0 R>>endobj\n"
        b"5 0 obj<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/adbe.pkcs7.detached"
        b"/M(D:20260302120000Z)/ByteRange[0 %08d %08d %08d]/Contents<"
    )
    tail = b">>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    gap = len(head % (0, 0, 0)) - 1
    after = gap + len(room) + 2
    ranges = (gap, after, len(tail) - 1)
    return head % ranges + room + tail + behind


def test_a_signature_is_shown_with_the_name_it_claims_and_what_it_covers(cms):
    for behind, kind in ((b"", NoteKind.SIGNED_WHOLE), (b"% more\n", NoteKind.SIGNED_IN_PART)):
        document = PdfDocument(signed(cms, behind=behind))
        (note,) = document.notes
        assert note.kind is kind
        assert note.detail == f"As it claims: {NAME} on 2026-03-02."
        document.close()


def test_the_signer_is_told_by_the_certificate_that_the_signature_names(cms):
    assert signer_of(cms) == NAME
    assert signer_of(cms + bytes(300)) == NAME
    assert signer_of(cms.replace(b"\x02\x02\x12\x67", b"\x02\x02\x12\x68", 1)) == ""


@given(st.binary(max_size=300), st.integers(0, 700))
def test_whatever_stands_there_names_somebody_or_nobody(junk, cut):
    assert isinstance(signer_of(junk), str)
    assert isinstance(signer_of(b"\x30\x82\xff\xff" + junk), str)
    assert isinstance(signer_of(b"\x30\x84" + cut.to_bytes(4, "big") + junk), str)


def test_a_circle_of_pages_or_of_files_ends():
    def circle(document):
        names = pikepdf.Dictionary()
        names = document.make_indirect(names)
        names.Kids = pikepdf.Array([names, names])
        document.Root.Names = pikepdf.Dictionary(EmbeddedFiles=names, JavaScript=names)

    assert kinds(changed(circle)) == []
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(PLAIN)) as document:
        document.Root.Pages.Kids.append(document.Root.Pages)
        document.Root.Pages.Count = 4
        document.save(out)
    document = PdfDocument(out.getvalue())
    assert document.page_count >= 1
    document.close()
