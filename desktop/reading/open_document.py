"""Opening a document by its kind."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from desktop.domain.document import FileKind
from desktop.reading.archive_document import ArchiveDocument
from desktop.reading.flow_document import FlowDocument
from desktop.reading.flow_kinds import FLOWS
from desktop.reading.image_document import PICTURES, ImageDocument
from desktop.reading.mail_document import LetterDocument, MailboxDocument
from desktop.reading.office.locked import flow_of_locked
from desktop.reading.pdf_document import PdfDocument
from desktop.reading.signed_document import SignedDocument
from desktop.reading.source import SourceDocument


def _locked_office(data: bytes, passwords: Sequence[str]) -> SourceDocument:
    return FlowDocument(flow_of_locked(data, passwords))


_ASKING: Mapping[FileKind, Callable[[bytes, Sequence[str]], SourceDocument]] = {
    FileKind.PDF: PdfDocument,
    FileKind.ZIP: ArchiveDocument,
    FileKind.LOCKED_OFFICE: _locked_office,
}
"""Kinds that may ask for a password."""

_OTHERS: Mapping[FileKind, Callable[[bytes], SourceDocument]] = {
    FileKind.EML: partial(LetterDocument, FileKind.EML),
    FileKind.MSG: partial(LetterDocument, FileKind.MSG),
    FileKind.TNEF: partial(LetterDocument, FileKind.TNEF),
    FileKind.P7M: SignedDocument,
    FileKind.MBOX: MailboxDocument,
    **{kind: partial(ImageDocument, kind) for kind in PICTURES},
}


def open_document(kind: FileKind, data: bytes, passwords: Sequence[str] = ()) -> SourceDocument:
    """Open the bytes of a file.

    Args:
        kind: Told by content.
        data: The file.
        passwords: To be tried where it asks for one.

    Raises:
        ReadingError: As the document of that kind raises it.
    """
    if kind in _ASKING:
        return _ASKING[kind](data, passwords)
    if kind in _OTHERS:
        return _OTHERS[kind](data)
    return FlowDocument(FLOWS[kind](data))
