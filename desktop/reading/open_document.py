"""Opening a document by its kind."""

from collections.abc import Sequence

from desktop.domain.document import FileKind
from desktop.reading.archive_document import ArchiveDocument
from desktop.reading.flow_document import FlowDocument
from desktop.reading.flow_kinds import FLOWS
from desktop.reading.image_document import PICTURES, ImageDocument
from desktop.reading.mail_document import LetterDocument, MailboxDocument
from desktop.reading.pdf_document import PdfDocument
from desktop.reading.source import SourceDocument


def open_document(kind: FileKind, data: bytes, passwords: Sequence[str] = ()) -> SourceDocument:
    """Open the bytes of a file.

    Args:
        kind: Told by content.
        data: The file.
        passwords: To be tried where it asks for one.

    Raises:
        ReadingError: As the document of that kind raises it.
    """
    if kind is FileKind.PDF:
        return PdfDocument(data, passwords)
    if kind is FileKind.ZIP:
        return ArchiveDocument(data, passwords)
    if kind in {FileKind.EML, FileKind.MSG}:
        return LetterDocument(kind, data)
    if kind is FileKind.MBOX:
        return MailboxDocument(data)
    if kind in PICTURES:
        return ImageDocument(kind, data)
    return FlowDocument(FLOWS[kind](data))
