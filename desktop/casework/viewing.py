"""Pages to look at: rendered on demand from the sealed original, in a worker."""

from collections.abc import Sequence

from desktop.domain.asking import View
from desktop.domain.identity import DocumentId, MatterId, PageNumber
from desktop.domain.page import Pixels
from desktop.vault.vault import Vault
from desktop.wire.reading_client import ReadingClient


class Viewer:
    """Shows pages of one document at a time; nothing it renders is kept on disk.

    Args:
        vault: Belongs to the calling thread.
        command: Starts a reading worker.
    """

    def __init__(self, vault: Vault, command: Sequence[str]) -> None:
        """Start nothing yet: the worker comes with the first page."""
        self._vault = vault
        self._client = ReadingClient(command)
        self._open_document: DocumentId | None = None

    def start(self) -> None:
        """Start the worker before the first page is wanted: it takes a second or two.

        Raises:
            WorkerStartError: It cannot be started.
        """
        self._client.start()

    def page_pixels(
        self,
        matter_id: MatterId,
        document_id: DocumentId,
        number: PageNumber,
        width_px: int,
        turn_deg: int = 0,
    ) -> Pixels:
        """A whole page, upright, `width_px` wide.

        Args:
            matter_id: Of the document.
            document_id: The document.
            number: Of the page.
            width_px: Width asked for; the height follows.
            turn_deg: Clockwise turn beyond the page's own rotation.
        """
        self._open(matter_id, document_id)
        return self._client.render_page(number, width_px, turn_deg=turn_deg)

    def region_pixels(
        self, matter_id: MatterId, document_id: DocumentId, number: PageNumber, view: View
    ) -> Pixels:
        """A part of a page.

        Args:
            matter_id: Of the document.
            document_id: The document.
            number: Of the page.
            view: Which part, how fine, and how the page is turned.
        """
        self._open(matter_id, document_id)
        return self._client.render_region(number, view.box, view.dpi, turn_deg=view.turn_deg)

    def close(self) -> None:
        """End the worker, and with it every pixel it holds."""
        self._open_document = None
        self._client.close()

    def _open(self, matter_id: MatterId, document_id: DocumentId) -> None:
        if self._open_document == document_id:
            return
        self._open_document = None
        store = self._vault.store_of(matter_id)
        self._client.open(
            store.document(document_id).origin.kind,
            store.original(document_id),
            store.passwords.all(),
        )
        self._open_document = document_id
