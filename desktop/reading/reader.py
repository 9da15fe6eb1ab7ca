"""What a reading worker does with each message."""

from typing_extensions import override

from desktop.reading.engines import Engines
from desktop.reading.page_renderer import PageRenderer
from desktop.reading.read_page import read_page
from desktop.wire.messages import AnyMessage, ReadPage


class Reader(PageRenderer):
    """Reads pages as well as drawing them."""

    def __init__(self, engines: Engines) -> None:
        super().__init__()
        self._engines = engines

    @override
    def handle(self, message: AnyMessage, payload: bytes) -> tuple[AnyMessage, bytes]:
        """Answer one request.

        Raises:
            ReadingError: The request cannot be carried out; the document stays open.
            WorkerNonsenseError: The message is none that a reading worker gets.
        """
        if isinstance(message, ReadPage):
            return read_page(self._opened(), message, self._engines), b""
        return super().handle(message, payload)
