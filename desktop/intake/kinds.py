"""Kinds of file, told by their first bytes and never by their name."""

import re

from desktop.domain.document import FileKind

HEAD_BYTES = 1030
"""So much of a file decides. PDF's readers look for its header behind at most 1,024 other bytes
(Adobe's implementation note 13 to PDF 1.7); six bytes of the header itself are looked at."""

_PDF_HEADER = re.compile(rb"%PDF-[0-9]")

_SIGNATURES: tuple[tuple[bytes, FileKind], ...] = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"II*\0", FileKind.TIFF),
    (b"MM\0*", FileKind.TIFF),
    # BigTIFF: offsets of 8 bytes, then two bytes of zero
    (b"II+\0\x08\0\0\0", FileKind.TIFF),
    (b"MM\0+\0\x08\0\0", FileKind.TIFF),
)

_WRAPPERS = (
    b"PK\x03\x04",  # ZIP and all that is built on it
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",  # old Office files and Outlook messages
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x1f\x8b",  # gzip
    b"MZ",  # Windows programs
    b"\x7fELF",
)
"""A PDF may have other bytes before its header, but within one of these it is a part of something
else: reading it would show one document of several, or hide a program."""

_CANON_RAW = b"CR"
"""At offset 8 of what looks like a TIFF: a camera's raw file, whose first image is a thumbnail."""


def kind_of(head: bytes) -> FileKind | None:
    """The kind of a file, None where it is none that can be read.

    Args:
        head: Its first `HEAD_BYTES` bytes, or all of it where it is shorter.
    """
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            is_raw = kind is FileKind.TIFF and head[8:10] == _CANON_RAW
            return None if is_raw else kind
    if head.startswith(_WRAPPERS):
        return None
    return FileKind.PDF if _PDF_HEADER.search(head[:HEAD_BYTES]) else None
