"""Office documents that a password protects: opened in memory, then read as what they are.

The document lies encrypted in a container of the form that Office had before 2007. It is decrypted
with the passwords kept for the matter; its original stays as it came.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import olefile

from desktop.domain.document import FileKind
from desktop.domain.errors import (
    DocumentDamagedError,
    PackingUnsupportedError,
    PasswordNeededError,
    ReadingError,
    UnpackedTooLargeError,
)
from desktop.domain.notes import MAX_NOTES, Note, NoteKind
from desktop.reading.compound import COMPOUND_FAILURES, compound_file
from desktop.reading.flow import Flow
from desktop.reading.flow_kinds import FLOWS
from desktop.reading.office.encryption import MAX_INFO_BYTES, MAX_SPINS, Encryption, encryption_of
from desktop.reading.office.package import MAX_PACKAGE_BYTES, Package

_INFO, _PACKAGE = "EncryptionInfo", "EncryptedPackage"

_OF_EXCEL = "VelvetSweatshop"
"""With this word Excel encrypts a workbook that is to be opened without a password; every program
tries it. Source: [MS-OFFCRYPTO], section 2.1."""

_SPINS_OF_EXCEL = 1_000_000
"""Above it the time is kept for the passwords that were given."""

_KINDS: Mapping[str, FileKind] = {
    "word/": FileKind.DOCX,
    "xl/": FileKind.XLSX,
    "ppt/": FileKind.PPTX,
}


def flow_of_locked(data: bytes, passwords: Sequence[str] = ()) -> Flow:
    """The flow of an encrypted office document.

    Args:
        data: The container.
        passwords: Tried in their order, until MAX_SPINS rounds of hashing are done: at 100,000
            a password, which Office writes, that is a hundred of them and some ten seconds.

    Raises:
        PasswordNeededError: None of them opens it.
        PackingUnsupportedError: It is encrypted, or written, in a way that is not read.
        DocumentDamagedError: It cannot be opened, or was changed after it was encrypted.
        UnpackedTooLargeError: It is larger than MAX_PACKAGE_BYTES.
    """
    info, package = _streams(data)
    encryption = encryption_of(info)
    try:
        password, key = _key(encryption, passwords)
        document = encryption.opened(key, package)
    except ValueError:  # lengths that the cipher does not know
        raise DocumentDamagedError from None
    flow = _flow_of(document)
    if password == _OF_EXCEL:
        return flow
    notes = (Note(NoteKind.OPENED_WITH_PASSWORD), *flow.notes)
    return replace(flow, notes=notes[:MAX_NOTES])


def _streams(data: bytes) -> tuple[bytes, bytes]:
    """How it is encrypted, and what."""
    try:
        with compound_file(data) as container:
            return (
                _stream(container, _INFO, MAX_INFO_BYTES),
                _stream(container, _PACKAGE, MAX_PACKAGE_BYTES),
            )
    except ReadingError:
        raise
    except COMPOUND_FAILURES:
        raise DocumentDamagedError from None


def _stream(container: "olefile.OleFileIO", name: str, most_bytes: int) -> bytes:
    if container.get_size(name) > most_bytes:
        raise UnpackedTooLargeError
    content: bytes = container.openstream(name).read()
    return content


def _key(encryption: Encryption, passwords: Sequence[str]) -> tuple[str, bytes]:
    """The password that fits, and the key it gives."""
    ours = (_OF_EXCEL,) if encryption.spins <= _SPINS_OF_EXCEL else ()
    most = max(1, MAX_SPINS // max(1, encryption.spins))
    for password in (*ours, *passwords)[:most]:
        key = encryption.key_of(password)
        if key is not None:
            return password, key
    raise PasswordNeededError


def _flow_of(document: bytes) -> Flow:
    """The flow of what was decrypted, by the part that it begins with."""
    main = Package(document).main_part()
    if main.endswith(".bin"):  # a binary workbook
        raise PackingUnsupportedError
    for folder, kind in _KINDS.items():
        if main.startswith(folder):
            return FLOWS[kind](document)
    raise DocumentDamagedError
