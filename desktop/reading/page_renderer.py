"""Opens documents and draws their pages: what a worker does for those who only look."""

from desktop.domain.errors import NoSuchPageError, WorkerNonsenseError
from desktop.domain.page import Pixels
from desktop.reading.open_document import open_document
from desktop.reading.render import render_page, render_region
from desktop.reading.source import SourceDocument
from desktop.wire.messages import (
    AnyMessage,
    DocumentOpened,
    OpenDocument,
    PixelsRendered,
    RenderPage,
    RenderRegion,
)


class PageRenderer:
    """Holds the open document and answers one request after the other."""

    def __init__(self) -> None:
        self._document: SourceDocument | None = None

    def handle(self, message: AnyMessage, payload: bytes) -> tuple[AnyMessage, bytes]:
        """Answer one request.

        Raises:
            ReadingError: The request cannot be carried out; the document stays open.
            WorkerNonsenseError: The message is none that this worker gets.
        """
        match message:
            case OpenDocument():
                self.close()
                self._document = open_document(message.kind, payload, message.password)
                return DocumentOpened(page_count=self._document.page_count), b""
            case RenderPage():
                return _rendered(render_page(self._opened(), message))
            case RenderRegion():
                return _rendered(render_region(self._opened(), message))
            case _:
                raise WorkerNonsenseError

    def close(self) -> None:
        """Close the open document, if any."""
        document, self._document = self._document, None
        if document is not None:
            document.close()

    def _opened(self) -> SourceDocument:
        if self._document is None:
            raise NoSuchPageError("No document is open.")
        return self._document


def _rendered(pixels: Pixels) -> tuple[AnyMessage, bytes]:
    answer = PixelsRendered(width_px=pixels.width_px, height_px=pixels.height_px)
    return answer, pixels.rgb
