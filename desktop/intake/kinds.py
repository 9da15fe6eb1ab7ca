"""Kinds of file, told by their bytes and never by their name.

Nothing is parsed: signatures are compared, and where a file is a ZIP the list of names at its end
is searched for the one that makes it an office document.
"""

from desktop.domain.document import FileKind
from desktop.domain.errors import (
    EncryptedForKeyError,
    IntakeError,
    LockedOfficeError,
    OldOfficeError,
    UnknownKindError,
)
from desktop.intake.kinds_of_mail import is_outlook_message, mail_kind_of
from desktop.intake.kinds_of_office import (
    OLD_CONTAINER,
    ZIP,
    is_locked_office,
    is_old_office,
    is_restricted_office,
    office_kind_of,
    remedy_for_zip,
)
from desktop.intake.kinds_of_picture import picture_kind_of
from desktop.intake.kinds_of_sealed import is_encrypted_for_key, is_signed
from desktop.intake.kinds_of_text import HEAD_BYTES, is_pdf, text_kind_of

__all__ = ["HEAD_BYTES", "kind_of", "may_be_read", "refusal_of"]

_OUTLOOK_WRAPPER = b"\x78\x9f\x3e\x22"
"""The signature of winmail.dat. Source: Microsoft's [MS-OXTNEF], section 2.1.3.1."""

_WRAPPERS = (
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x1f\x8b",  # gzip
    b"MZ",  # Windows programs
    b"\x7fELF",
)
"""A PDF may have other bytes before its header, but within one of these it is a part of something
else: reading it would show one document of several, or hide a program."""


def kind_of(content: bytes) -> FileKind | None:
    """The kind of a file, None where it is none that can be read.

    Args:
        content: All of it. Its first `HEAD_BYTES` do for all but the kinds that are ZIP files.
    """
    picture = picture_kind_of(content)
    if picture is not None:
        return picture
    if content.startswith((ZIP, OLD_CONTAINER)):
        return _kind_of_container(content)
    if content.startswith(_OUTLOOK_WRAPPER):
        return FileKind.TNEF
    if is_signed(content):
        return FileKind.P7M
    if content.startswith(_WRAPPERS) or is_encrypted_for_key(content):
        return None
    return mail_kind_of(content) or (FileKind.PDF if is_pdf(content) else text_kind_of(content))


def _kind_of_container(content: bytes) -> FileKind | None:
    """The kind of a ZIP file, or of a container of Microsoft's."""
    if content.startswith(ZIP):
        return office_kind_of(content) or (None if remedy_for_zip(content) else FileKind.ZIP)
    if is_outlook_message(content):
        return FileKind.MSG
    return FileKind.LOCKED_OFFICE if is_locked_office(content) else None


def may_be_read(head: bytes) -> bool:
    """Whether it is worth reading a file to its end, by its first `HEAD_BYTES`."""
    return head.startswith((ZIP, OLD_CONTAINER)) or kind_of(head) is not None


def refusal_of(content: bytes) -> IntakeError:
    """Why a file is refused that has no kind, with the remedy that fits it."""
    if content.startswith(OLD_CONTAINER):
        if is_restricted_office(content):
            return LockedOfficeError()
        if is_old_office(content):
            return OldOfficeError()
    if is_encrypted_for_key(content):
        return EncryptedForKeyError()
    return UnknownKindError(remedy=remedy_for_zip(content))
