"""The document in view: its pages, its findings, and the place on it that somebody wants to see."""

from PySide6.QtCore import QObject, Signal

from desktop.bridge.page_source import PageRequest
from desktop.bridge.session import MAX_FINDINGS_LISTED, Session
from desktop.domain.document import Document
from desktop.domain.finding import StoredFinding
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, FindingId, MatterId, PageNumber
from desktop.domain.page import PageSummary
from desktop.ui.documents_panel import DocumentsPanel
from desktop.ui.findings_panel import FindingsPanel
from desktop.ui.page_view import PageView

FIRST = PageNumber(1)


class DocumentFlow(QObject):
    """Lets list, page and findings follow one document, wired to the session.

    Signals:
        opened(object): The document in view has changed, or what is known of it; None: none is.
    """

    opened = Signal(object)

    def __init__(
        self,
        session: Session,
        documents: DocumentsPanel,
        pages: PageView,
        findings: FindingsPanel,
        parent: QObject,
    ) -> None:
        """Join them; no document is in view."""
        super().__init__(parent)
        self._session = session
        self._documents = documents
        self._pages = pages
        self._findings = findings
        self._matter_id: MatterId | None = None
        self._document: Document | None = None
        self._wanted: DocumentId | None = None
        self._go_to: PageNumber | None = None
        self._left_at: dict[DocumentId, PageNumber] = {}
        self._last_of: dict[MatterId, DocumentId] = {}
        self._hits: tuple[Box, ...] = ()
        self._frame: Box | None = None
        self._wanted_finding: StoredFinding | None = None
        documents.document_chosen.connect(self._on_document_chosen)
        documents.read_again_wanted.connect(self._on_read_again)
        pages.picture_wanted.connect(self._on_picture_wanted)
        pages.page_shown.connect(self._on_page_shown)
        pages.finding_clicked.connect(self._on_box_clicked)
        pages.bar.sensitive_toggled.connect(self._on_page_uncovered)
        findings.finding_chosen.connect(self._on_finding_chosen)
        findings.rows.shown_changed.connect(pages.set_shown)
        session.pages_listed.connect(self._on_pages_listed)
        session.findings_listed.connect(self._on_findings_listed)
        session.page_findings_listed.connect(self._on_page_findings_listed)
        session.pages.rendered.connect(pages.show_pixels)
        session.pages.thumbnail_rendered.connect(pages.show_thumbnail)
        session.pages.failed.connect(pages.show_failure)

    # ------------------------------------------------------------------ which document

    @property
    def document_id(self) -> DocumentId | None:
        """The document in view."""
        return None if self._document is None else self._document.document_id

    def want(self, document_id: DocumentId | None, page: PageNumber) -> None:
        """Open this one at a page, in place of the first, once documents are listed."""
        self._wanted, self._go_to = document_id, page or None

    def show_in(self, matter_id: MatterId) -> None:
        """Another matter is in view; none of its documents is yet."""
        self._remember_page()
        self._matter_id = matter_id
        self.forget()

    def forget(self) -> None:
        """No document is in view."""
        self._document = None
        self._pages.show_nothing()
        self._findings.show_findings((), is_truncated=False)
        self.opened.emit(None)

    def follow(self) -> None:
        """The list of documents has changed; what is in view stays, if it is still there.

        In a matter that comes into view the document opens that was last in view.
        """
        documents = self._documents.documents()
        if self._document is None and documents:
            wanted, self._wanted = self._wanted, None
            if wanted is None and self._matter_id is not None:
                wanted = self._last_of.get(self._matter_id)
            if wanted is None or self._documents.document(wanted) is None:
                wanted = documents[0].document_id
            self._documents.choose(wanted)
            return
        in_view = self.document_id
        now = None if in_view is None else self._documents.document(in_view)
        if now is None:
            self.forget()
        elif now != self._document:
            self._document = now
            self._ask_for(now.document_id)

    def _on_document_chosen(self, document_id: DocumentId) -> None:
        document = self._documents.document(document_id)
        if document is None or document_id == self.document_id:
            return
        self._remember_page()
        if self._wanted_finding is not None and self._wanted_finding.document_id != document_id:
            self._wanted_finding = None
        self._document = document
        if self._matter_id is not None:
            self._last_of[self._matter_id] = document_id
        self._go_to = self._go_to or self._left_at.get(document_id)
        self._session.pages.forget_waiting()
        self._pages.show_document(document)
        self._findings.show_findings((), is_truncated=False)
        self._ask_for(document_id)

    def _remember_page(self) -> None:
        """Keep at which page the document in view is left."""
        if self.document_id is not None and self._pages.number:
            self._left_at[self.document_id] = self._pages.number

    def _ask_for(self, document_id: DocumentId) -> None:
        if self._matter_id is not None:
            # The page waits for its findings, and those of the whole document can take longer.
            number = self._pages.number or self._go_to or FIRST
            self._session.list_pages(self._matter_id, document_id)
            self._session.list_page_findings(self._matter_id, document_id, number)
            self._session.list_findings(self._matter_id, document_id)
            self.opened.emit(document_id)

    def _on_read_again(self, document_id: DocumentId) -> None:
        if self._matter_id is not None:
            self._session.read_again(self._matter_id, document_id)

    # ------------------------------------------------------------------ which place on it

    def open_place(self, document_id: DocumentId, page: PageNumber, boxes: tuple[Box, ...]) -> None:
        """Show a page, with what is marked on it."""
        if document_id == self.document_id and self._pages.number:
            self._pages.go_to(page)
            self._pages.show_hits(boxes)
        else:
            self._go_to, self._hits = page, boxes
            self._documents.filter.clear()
            self._documents.choose(document_id)

    def open_finding(self, stored: StoredFinding) -> None:
        """Show a finding on its page and select it, once its document is listed."""
        self._wanted_finding = stored
        self.open_place(stored.document_id, stored.page, ())
        self._choose_wanted()

    def open_frame(self, document_id: DocumentId, page: PageNumber, frame: Box) -> None:
        """Show a page, with the part of it that a question was about."""
        self.open_place(document_id, page, ())
        if document_id == self.document_id and self._pages.number:
            self._pages.show_frame(frame)
        else:
            self._frame = frame

    def _on_pages_listed(self, document_id: DocumentId, pages: tuple[PageSummary, ...]) -> None:
        if document_id != self.document_id:
            return
        self._pages.show_pages(pages, self._go_to or FIRST)
        self._go_to = None
        if self._hits and pages:
            self._pages.show_hits(self._hits)
            self._hits = ()
        if self._frame is not None and pages:
            self._pages.show_frame(self._frame)
            self._frame = None

    def _on_findings_listed(
        self, document_id: DocumentId, findings: tuple[StoredFinding, ...]
    ) -> None:
        if document_id == self.document_id:
            is_truncated = len(findings) >= MAX_FINDINGS_LISTED
            self._findings.show_findings(findings, is_truncated=is_truncated)
            self._choose_wanted()

    def _choose_wanted(self) -> None:
        wanted = self._wanted_finding
        if wanted is not None and self._findings.rows.has(wanted.finding_id):
            self._wanted_finding = None
            self._on_box_clicked(wanted.finding_id)

    def _on_page_shown(self, number: int) -> None:
        if self._matter_id is not None and self.document_id is not None:
            page = PageNumber(number)
            self._session.list_page_findings(self._matter_id, self.document_id, page)

    def _on_page_findings_listed(
        self, document_id: DocumentId, number: int, findings: tuple[StoredFinding, ...] | None
    ) -> None:
        if document_id != self.document_id or number != self._pages.number:
            return
        self._pages.show_findings(findings)
        if findings is None:
            return
        chosen = self._findings.chosen()
        if self._pages.canvas.selected != chosen:
            self._pages.canvas.select(next((f for f in findings if f.finding_id == chosen), None))

    def _on_finding_chosen(self, stored: StoredFinding) -> None:
        if stored.page != self._pages.number:
            self._pages.go_to(stored.page)
        else:
            self._pages.canvas.select(stored)

    def _on_box_clicked(self, finding_id: FindingId) -> None:
        if not self._findings.choose(finding_id):
            self._findings.show_all()
            self._findings.choose(finding_id)

    def _on_page_uncovered(self, is_shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        document_id = self._pages.document_id
        if is_shown and self._matter_id is not None and document_id is not None:
            self._session.audit.note_page_shown(self._matter_id, document_id, self._pages.number)

    def _on_picture_wanted(self, request: PageRequest) -> None:
        self._session.pages.ask(request)
