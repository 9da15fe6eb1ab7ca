"""What a PDF holds beside its pages: embedded files, signatures, scripts, restrictions.

Nothing of it is run or followed. JavaScript is told by the catalogue's list and by actions in
clear, XFA by the form's kind; files come out byte by byte as pdfium decodes them. A PDF that begins
or ends with another kind of file shows one thing here and another elsewhere, and is said to.
"""

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pypdfium2.raw as pdfium

from desktop.domain.errors import PartDamagedError, PartTooLargeError, TooManyPartsError
from desktop.domain.limits import MAX_PART_BYTES, MAX_PARTS
from desktop.domain.notes import MAX_DETAIL_CHARS, Note, NoteKind
from desktop.reading.pdf_signer import signer_of

_ALL_PERMISSIONS = 0xFFFFFFFC
"""Every bit that may be set of an unrestricted file (ISO 32000-1, table 22)."""

_RESTRICTING = 0b1111_0011_1100
"""Printing, changing, copying, annotating, forms, access, assembling, printing well."""

_SCRIPT = re.compile(rb"/S[ \t\r\n]*/JavaScript\b")
"""An action that is a script, where it stands in clear; the catalogue's own list is asked too."""

_PINNED = re.compile(rb"/Subtype[ \t\r\n]*/FileAttachment\b")
"""An annotation with a file, where it stands in clear; of others the page says that they are."""

_LOOKED_AT_PAGES = 300
_MAX_ANNOTATIONS = 5_000

_HEADER, _END, _END_OF_ZIP = b"%PDF-", b"%%EOF", b"PK\x05\x06"

_MAX_SIGNATURES = 30
_MAX_NAME_BYTES = 4_096
_MAX_CONTENTS_BYTES = 1 << 20
"""A signature with a long chain of certificates takes about 20 KB."""


@dataclass(frozen=True, slots=True)
class PdfPart:
    """A file embedded in an open PDF."""

    name: str
    folder: str
    _attachment: Any

    def read(self) -> bytes:
        """Its bytes, decoded.

        Raises:
            PartDamagedError: pdfium cannot decode them.
            PartTooLargeError: More than MAX_PART_BYTES.
        """
        return _content_of(self._attachment)


@dataclass(frozen=True, slots=True)
class PinnedPart:
    """A file that an annotation pins to a page of an open PDF.

    The page is loaded for each look: what pdfium gives of an annotation lasts as long as its page.
    """

    name: str
    folder: str
    _document: Any
    _page: int
    _annotation: int

    def read(self) -> bytes:
        """Its bytes, decoded.

        Raises:
            PartDamagedError: pdfium cannot decode them.
            PartTooLargeError: More than MAX_PART_BYTES.
        """
        with _loaded(self._document, self._page) as page:
            for number, attachment in _pinned(page):
                if number == self._annotation:
                    return _content_of(attachment)
        raise PartDamagedError


def parts_of(document: "pdfium.FPDF_DOCUMENT", data: bytes) -> tuple[PdfPart | PinnedPart, ...]:
    """The files that the document lists, and those that are pinned to its first pages.

    Raises:
        TooManyPartsError: More than MAX_PARTS.
    """
    count = max(0, pdfium.FPDFDoc_GetAttachmentCount(document))
    if count > MAX_PARTS:
        raise TooManyPartsError
    found: list[PdfPart | PinnedPart] = []
    for index in range(count):
        attachment = pdfium.FPDFDoc_GetAttachment(document, index)
        if attachment:
            found.append(PdfPart(_name_of(attachment), "", attachment))
    if _PINNED.search(data):
        found += islice(_pinned_parts(document), MAX_PARTS - len(found))
    return tuple(found)


def _pinned_parts(document: "pdfium.FPDF_DOCUMENT") -> Iterator[PinnedPart]:
    for index in range(min(pdfium.FPDF_GetPageCount(document), _LOOKED_AT_PAGES)):
        with _loaded(document, index) as page:
            named = [(number, _name_of(attachment)) for number, attachment in _pinned(page)]
        for number, name in named:
            yield PinnedPart(name, f"page {index + 1}", document, index, number)


@contextmanager
def _loaded(document: "pdfium.FPDF_DOCUMENT", index: int) -> Iterator[Any]:
    """A page, None where it cannot be loaded."""
    page = pdfium.FPDF_LoadPage(document, index)
    try:
        yield page or None
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


def _pinned(page: Any) -> Iterator[tuple[int, Any]]:
    """Numbers of annotations that pin a file to a page, and the files."""
    count = 0 if page is None else min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)
    for number in range(count):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        try:
            if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_FILEATTACHMENT:
                attachment = pdfium.FPDFAnnot_GetFileAttachment(annotation)
                if attachment:
                    yield number, attachment
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _content_of(attachment: Any) -> bytes:
    length = ctypes.c_ulong()
    if not pdfium.FPDFAttachment_GetFile(attachment, None, 0, length):
        raise PartDamagedError
    if length.value > MAX_PART_BYTES:
        raise PartTooLargeError
    buffer = ctypes.create_string_buffer(length.value)
    if not pdfium.FPDFAttachment_GetFile(attachment, buffer, length.value, length):
        raise PartDamagedError
    return buffer.raw


def notes_of(
    document: "pdfium.FPDF_DOCUMENT", data: bytes, *, is_password_used: bool, part_count: int
) -> tuple[Note, ...]:
    """What was noticed of the document as a whole."""
    return tuple(_noticed(document, data, is_password_used=is_password_used, part_count=part_count))


def _noticed(
    document: "pdfium.FPDF_DOCUMENT", data: bytes, *, is_password_used: bool, part_count: int
) -> Iterator[Note]:
    if is_password_used:
        yield Note(NoteKind.OPENED_WITH_PASSWORD)
    elif pdfium.FPDF_GetSecurityHandlerRevision(document) >= 0:
        allowed = pdfium.FPDF_GetDocPermissions(document) & _ALL_PERMISSIONS
        if allowed & _RESTRICTING != _RESTRICTING:
            yield Note(NoteKind.OWNER_RESTRICTED)
    if pdfium.FPDFDoc_GetJavaScriptActionCount(document) > 0 or _SCRIPT.search(data):
        yield Note(NoteKind.SCRIPTS)
    if pdfium.FPDF_GetFormType(document) in {
        pdfium.FORMTYPE_XFA_FULL,
        pdfium.FORMTYPE_XFA_FOREGROUND,
    }:
        yield Note(NoteKind.XFA_FORM)
    if part_count:
        yield Note(NoteKind.EMBEDDED_FILES)
    if not data.startswith(_HEADER) or data.rfind(_END_OF_ZIP) > data.rfind(_END) >= 0:
        yield Note(NoteKind.FOREIGN_BYTES)
    yield from _signatures(document, data)


def _signatures(document: "pdfium.FPDF_DOCUMENT", data: bytes) -> Iterator[Note]:
    count = min(max(0, pdfium.FPDF_GetSignatureCount(document)), _MAX_SIGNATURES)
    for index in range(count):
        signature = pdfium.FPDF_GetSignatureObject(document, index)
        if not signature:
            continue
        is_whole = _covers_whole(_byte_range(signature), len(data))
        kind = NoteKind.SIGNED_WHOLE if is_whole else NoteKind.SIGNED_IN_PART
        yield Note(kind, _claimed(signature))


def _claimed(signature: Any) -> str:
    """By whom and when, as the signature itself says."""
    who = signer_of(_contents(signature))
    when = _signed_at(signature)
    said = " on ".join(part for part in (who, when) if part)
    return f"As it claims: {said}."[:MAX_DETAIL_CHARS] if said else ""


def _covers_whole(ranges: list[int], size_bytes: int) -> bool:
    """Whether all bytes but the signature itself, which stands in one gap, are signed."""
    if len(ranges) != 4:
        return False
    first, first_length, second, second_length = ranges
    is_in_order = 0 == first < first_length < second
    return is_in_order and second_length >= 0 and second + second_length == size_bytes


def _byte_range(signature: Any) -> list[int]:
    length = pdfium.FPDFSignatureObj_GetByteRange(signature, None, 0)
    if not 0 < length <= 64:
        return []
    buffer = (ctypes.c_int * length)()
    pdfium.FPDFSignatureObj_GetByteRange(signature, buffer, length)
    return list(buffer)


def _contents(signature: Any) -> bytes:
    length = pdfium.FPDFSignatureObj_GetContents(signature, None, 0)
    if not 0 < length <= _MAX_CONTENTS_BYTES:
        return b""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFSignatureObj_GetContents(signature, buffer, length)
    return buffer.raw


def _signed_at(signature: Any) -> str:
    """The day as PDF writes it, `D:20260501...`, as 2026-05-01; "" where there is none."""
    length = pdfium.FPDFSignatureObj_GetTime(signature, None, 0)
    if not 0 < length <= 64:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFSignatureObj_GetTime(signature, buffer, length)
    digits = buffer.value.decode("ascii", "replace").removeprefix("D:")[:8]
    if len(digits) == 8 and digits.isascii() and digits.isdigit():
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    return ""


def _name_of(attachment: Any) -> str:
    length = pdfium.FPDFAttachment_GetName(attachment, None, 0)
    if not 2 <= length <= _MAX_NAME_BYTES:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFAttachment_GetName(
        attachment, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length
    )
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
