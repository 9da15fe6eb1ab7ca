"""Readers of our own in the reading worker: wrapped, signed and locked files, and mailboxes."""

import base64
import struct
from collections.abc import Mapping

from desktop.domain.errors import ReadingError
from desktop.domain.limits import MAX_PART_BYTES
from desktop.reading.archive_document import ArchiveDocument
from desktop.reading.mail_separators import places_of
from desktop.reading.mail_tnef import letter_of_tnef
from desktop.reading.office.encryption import encryption_of
from desktop.reading.signed_document import SignedDocument
from tests.fuzz.target import Target
from tests.reading import made_locked, made_locked_office, made_tnef

LINE = b"From anna@x.org Mon Mar  2 12:00:00 2026\n"
FEW_SPINS = 50
"""Rounds of hashing that are worth a try; a file may ask for millions."""


def _wrapped() -> list[bytes]:
    inner = made_tnef.wrapped(made_tnef.message(made_tnef.text(0x1000, "Hello inside")))
    whole = made_tnef.wrapped(
        made_tnef.attribute(0x00018004, b"a subject\0"),
        made_tnef.message(
            *made_tnef.named("words"),
            made_tnef.several(0x1234, b"one", b"two"),
            made_tnef.text(0x0037, "Handover"),
            made_tnef.content(0x1009, struct.pack("<II4sI", 17, 5, b"MELA", 0) + b"{\\rtf"),
        ),
        made_tnef.people(made_tnef.person("Anna", "a@x.org")),
        made_tnef.file("a.pdf", b"%PDF-1.7"),
        made_tnef.message_inside("Inner", inner),
    )
    return [whole, inner]


def _wrapped_message(data: bytes) -> None:
    for part in letter_of_tnef(data).parts:
        assert len(part.read()) <= len(data), "more came out than went in"


def _mailboxes() -> list[bytes]:
    first = LINE + b"From: a@x.org\nSubject: one\n\nHello.\n"
    parted = LINE + b'Content-Type: multipart/mixed; boundary="B"\n\n--B\n\n' + first + b"\n--B--\n"
    return [first + b"\n" + first, parted + b"\n" + first, first.replace(b"\n", b"\r\n") + first]


def _mailbox(data: bytes) -> None:
    last = 0
    for place in places_of(data):
        assert last <= place.begin <= place.end <= len(data), "messages overlap"
        last = place.end


def _item(tag: int, content: bytes) -> bytes:
    return bytes((tag, 0x82)) + len(content).to_bytes(2, "big") + content


def _signatures() -> list[bytes]:
    made = []
    for content in (b"%PDF-1.7", b"Content-Type: text/plain\n\nDear Anna\n"):
        data = bytes.fromhex("06092a864886f70d010701")
        held = _item(0x30, data + _item(0xA0, _item(0x04, content)))
        signed = _item(0x30, bytes.fromhex("0201013100") + held)
        made.append(_item(0x30, bytes.fromhex("06092a864886f70d010702") + _item(0xA0, signed)))
    return [
        *made,
        base64.encodebytes(made[0]),
        b"-----BEGIN CMS-----\n" + base64.b64encode(made[1]),
    ]


def _signature(data: bytes) -> None:
    for part in SignedDocument(data).parts:
        part.read()


def _locked_archive(data: bytes) -> None:
    for part in ArchiveDocument(data, (made_locked.PASSWORD,)).parts:
        try:
            assert len(part.read()) <= MAX_PART_BYTES
        except ReadingError:
            continue


def _encryptions() -> list[bytes]:
    return [made_locked_office.agile_info(), made_locked_office.standard_info()]


def _encryption(data: bytes) -> None:
    encryption = encryption_of(data)
    if encryption.spins > FEW_SPINS:
        return
    key = encryption.key_of(made_locked_office.PASSWORD)
    for package in (bytes(200), data[-16:], data[-3:], b""):
        try:
            encryption.opened(key or bytes(32), package)
        except (ReadingError, ValueError):
            continue


READING_TARGETS: Mapping[str, Target] = {
    "wrapped": Target(_wrapped, _wrapped_message, (ReadingError,)),
    "mailboxes": Target(_mailboxes, _mailbox, (ReadingError,)),
    "signatures": Target(_signatures, _signature, (ReadingError,)),
    "locked-files": Target(
        lambda: [*made_locked.VECTORS.values()], _locked_archive, (ReadingError,)
    ),
    "encryptions": Target(_encryptions, _encryption, (ReadingError, ValueError)),
}
