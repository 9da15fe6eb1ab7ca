"""From the page in view to what two readers saw on it, and from a line to its place."""

from PySide6.QtCore import QObject, Signal

from desktop.bridge.page_source import Crop, CropRequest
from desktop.bridge.session import Session
from desktop.domain.finding import StoredFinding
from desktop.domain.identity import DocumentId, FindingId, MatterId, PageNumber
from desktop.domain.ledger import TwiceRead
from desktop.ui.page_crop import CROP_MARGIN_PT, crop_image
from desktop.ui.page_view import PageView
from desktop.ui.side_panels import SidePanels


class ReadingsFlow(QObject):
    """Asks for the readings of the page in view, and for the part of it that a line stands on.

    Signals:
        place_opened(str, int, object): A document, a page of it and boxes on it are to be shown.
    """

    place_opened = Signal(str, int, object)

    def __init__(
        self, session: Session, side: SidePanels, pages: PageView, parent: QObject
    ) -> None:
        """Join panel, pages and session.

        Args:
            session: Knows the readings.
            side: Holds the panel.
            pages: Say which page is in view; where Escape leads.
            parent: Owner.
        """
        super().__init__(parent)
        self._session = session
        self._pages = pages
        self._panel = side.readings
        self._matter_id: MatterId | None = None
        self._asked: tuple[CropRequest, TwiceRead] | None = None
        self._panel.line_chosen.connect(self._on_line_chosen)
        self._panel.left.connect(pages.canvas.setFocus)
        pages.page_shown.connect(self.clear)
        session.page_findings_listed.connect(self._on_page_findings_listed)
        session.read_twice.connect(self._on_read_twice)
        session.decided.connect(self._on_decided)
        session.pages.crop_rendered.connect(self._on_crop_rendered)

    def read_in(self, matter_id: MatterId | None) -> None:
        """Another matter is in view, or no document of it any more."""
        self._matter_id = matter_id
        self.clear()

    def clear(self) -> None:
        """Forget the page."""
        self._asked = None
        self._panel.clear()

    def _on_page_findings_listed(
        self, document_id: DocumentId, number: int, found: tuple[StoredFinding, ...] | None
    ) -> None:
        """The page in view is known, or known anew: so are its readings."""
        if document_id != self._pages.document_id or number != self._pages.number:
            return
        if found is None:
            self.clear()
        else:
            self._ask()

    def _on_decided(self, _finding_id: FindingId, _stored: StoredFinding) -> None:
        """What was to decide on a line may be decided."""
        self._ask()

    def _ask(self) -> None:
        document_id, number = self._pages.document_id, self._pages.number
        if self._matter_id is not None and document_id is not None and number:
            self._session.list_twice_read(self._matter_id, document_id, number)

    def _on_read_twice(
        self, document_id: DocumentId, number: int, lines: tuple[TwiceRead, ...] | None
    ) -> None:
        if document_id == self._pages.document_id and number == self._pages.number:
            self._panel.show_lines(lines)

    def _on_line_chosen(self, line: TwiceRead) -> None:
        document_id, number = self._pages.document_id, self._pages.number
        if self._matter_id is None or document_id is None or not number:
            return
        self.place_opened.emit(document_id, number, (line.shown.box,))
        box = line.shown.box.grown_by(CROP_MARGIN_PT)
        request = CropRequest(self._matter_id, document_id, PageNumber(number), None, box)
        self._asked = (request, line)
        self._session.pages.ask_crop(request)

    def _on_crop_rendered(self, request: CropRequest, crop: Crop) -> None:
        if self._asked is None or self._asked[0] != request:
            return
        line = self._asked[1]
        is_masked = self._panel.is_masked(line)
        self._panel.show_crop(line, crop_image(crop, request.box, is_masking_on=is_masked))
