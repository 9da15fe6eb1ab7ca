"""Opening a document by its kind."""

from desktop.domain.document import FileKind
from desktop.reading.image_document import ImageDocument
from desktop.reading.pdf_document import PdfDocument
from desktop.reading.source import SourceDocument


def open_document(kind: FileKind, data: bytes, password: str | None = None) -> SourceDocument:
    """Open the bytes of a file.

    Raises:
        ReadingError: As the document of that kind raises it.
    """
    if kind is FileKind.PDF:
        return PdfDocument(data, password)
    return ImageDocument(kind, data)
