"""Opens documents and draws their pages: what a worker does for those who only look."""

from desktop.domain.errors import (
    NoSuchPageError,
    NoSuchPartError,
    ReadingError,
    WorkerNonsenseError,
)
from desktop.domain.notes import MAX_NOTES
from desktop.domain.page import Pixels
from desktop.reading.open_document import open_document
from desktop.reading.render import render_page, render_region
from desktop.reading.source import SourceDocument
from desktop.wire.messages import (
    MAX_PART_NAME_CHARS,
    PART_CHUNK_BYTES,
    AnyMessage,
    DocumentOpened,
    GivePart,
    OpenDocument,
    PartGiven,
    PixelsRendered,
    RenderPage,
    RenderRegion,
)


class PageRenderer:
    """Holds the open document and answers one request after the other."""

    def __init__(self) -> None:
        self._document: SourceDocument | None = None
        self._part: tuple[int, bytes] = (0, b"")

    def handle(self, message: AnyMessage, payload: bytes) -> tuple[AnyMessage, bytes]:
        """Answer one request.

        Raises:
            ReadingError: The request cannot be carried out; the document stays open.
            WorkerNonsenseError: The message is none that this worker gets.
        """
        match message:
            case OpenDocument():
                self.close()
                self._document = open_document(message.kind, payload, message.passwords)
                return _described(self._document), b""
            case GivePart():
                return self._part_given(message)
            case RenderPage():
                return _rendered(render_page(self._opened(), message))
            case RenderRegion():
                return _rendered(render_region(self._opened(), message))
            case _:
                raise WorkerNonsenseError

    def close(self) -> None:
        """Close the open document, if any."""
        document, self._document, self._part = self._document, None, (0, b"")
        if document is not None:
            document.close()

    def _part_given(self, wanted: GivePart) -> tuple[AnyMessage, bytes]:
        """The next bytes of an embedded file; the one given last is kept until another is asked."""
        parts = self._opened().parts
        if wanted.number > len(parts):
            raise NoSuchPartError
        part = parts[wanted.number - 1]
        name, folder = part.name[-MAX_PART_NAME_CHARS:], part.folder[-MAX_PART_NAME_CHARS:]
        if self._part[0] != wanted.number:
            self._part = (0, b"")
            try:
                self._part = (wanted.number, part.read())
            except ReadingError as error:
                return PartGiven(name, folder, 0, error.code), b""
        data, start = self._part[1], wanted.offset_bytes
        return PartGiven(name, folder, len(data)), data[start : start + PART_CHUNK_BYTES]

    def _opened(self) -> SourceDocument:
        if self._document is None:
            raise NoSuchPageError("No document is open.")
        return self._document


def _described(document: SourceDocument) -> DocumentOpened:
    notes = tuple(document.notes)[:MAX_NOTES]
    return DocumentOpened(document.page_count, len(document.parts), notes)


def _rendered(pixels: Pixels) -> tuple[AnyMessage, bytes]:
    answer = PixelsRendered(width_px=pixels.width_px, height_px=pixels.height_px)
    return answer, pixels.rgb
