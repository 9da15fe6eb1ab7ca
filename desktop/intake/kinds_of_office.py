"""Office documents: new ones are ZIP files, old ones a container of Microsoft's.

Sources: PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16; OASIS OpenDocument 1.3, part 2,
section 3.3; Microsoft's [MS-CFB], section 2.6.1 (names of streams are UTF-16).
"""

import re

from desktop.domain.document import FileKind

ZIP = b"PK\x03\x04"
OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_END_OF_ZIP = b"PK\x05\x06"
_END_BYTES = 22
_MAX_COMMENT_BYTES = 65_535
_MAX_NAMES_BYTES = 16 << 20
"""Of the list of names at a ZIP's end; an office document of 100,000 parts has about this."""

_MAIN_PART = re.compile(
    rb"PK\x01\x02.{42}(word/document\d*\.xml|xl/workbook\.(?:xml|bin)|ppt/presentation\.xml"
    rb"|Index/Document\.iwa)",
    re.DOTALL,
)
"""An entry of the list of names: 46 bytes, then the name."""

_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_OPEN_KINDS = {
    b"text": FileKind.ODT,
    b"spreadsheet": FileKind.ODS,
    b"presentation": FileKind.ODP,
}

_LOCKED = "EncryptedPackage".encode("utf-16-le")
_HOW_LOCKED = "EncryptionInfo".encode("utf-16-le")
_OLD_STREAMS = tuple(
    name.encode("utf-16-le") for name in ("WordDocument", "Workbook", "PowerPoint Document")
)
_OLDEST_BOOK = "\0Book\0".encode("utf-16-le")

_BINARY_BOOK_REMEDY = (
    "Open the workbook in Excel, choose Save As, Excel Workbook (.xlsx), and add that."
)
_APPLE_REMEDY = (
    "Open it in Pages, Numbers or Keynote, export it as PDF or for Microsoft Office, and add that."
)


def office_kind_of(content: bytes) -> FileKind | None:
    """The kind of an office document, None where a ZIP file is another or none that is read.

    Args:
        content: All of a file that begins as a ZIP file.
    """
    open_kind = _open_document_kind(content)
    if open_kind is not None:
        return open_kind
    main = _main_part(content)
    if main.startswith(b"word/"):
        return FileKind.DOCX
    if main.startswith(b"ppt/"):
        return FileKind.PPTX
    return FileKind.XLSX if main == b"xl/workbook.xml" else None


def is_locked_office(content: bytes) -> bool:
    """Whether an old container holds a new document that is encrypted with a password."""
    return _LOCKED in content and _HOW_LOCKED in content


def is_restricted_office(content: bytes) -> bool:
    """Whether an old container holds a new document whose key a server gives to accounts."""
    return _LOCKED in content and _HOW_LOCKED not in content


def is_old_office(content: bytes) -> bool:
    """Whether an old container is a DOC, XLS or PPT."""
    return any(name in content for name in (*_OLD_STREAMS, _OLDEST_BOOK))


def remedy_for_zip(content: bytes) -> str | None:
    """What to do with an office document that is not read; None for any other file."""
    if not content.startswith(ZIP):
        return None
    main = _main_part(content)
    if main.endswith(b".bin"):
        return _BINARY_BOOK_REMEDY
    return _APPLE_REMEDY if main.endswith(b".iwa") else None


def _open_document_kind(content: bytes) -> FileKind | None:
    """By the first entry, which is named "mimetype" and stored as it is."""
    name_length = int.from_bytes(content[26:28], "little")
    begin = 30 + name_length + int.from_bytes(content[28:30], "little")
    mime = content[begin : begin + 80]
    if content[30 : 30 + name_length] != b"mimetype" or not mime.startswith(_OPEN_DOCUMENT):
        return None
    named = mime.removeprefix(_OPEN_DOCUMENT)
    return next((kind for name, kind in _OPEN_KINDS.items() if named.startswith(name)), None)


def _main_part(content: bytes) -> bytes:
    """The name by which a ZIP file is an office document, b"" where it is none."""
    end = content.rfind(_END_OF_ZIP, max(0, len(content) - _END_BYTES - _MAX_COMMENT_BYTES))
    if end < 0:
        return b""
    length = int.from_bytes(content[end + 12 : end + 16], "little")
    if length > min(end, _MAX_NAMES_BYTES):
        return b""
    found = _MAIN_PART.search(content, end - length, end)
    return found[1] if found else b""
