"""The window's working state: panels side by side, wired to the session.

Panels show what they are given and say what happened; this is where one becomes the other.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from desktop.bridge.page_source import PageRequest
from desktop.bridge.session import MAX_FINDINGS_LISTED, MatterCounts, Session
from desktop.domain.document import Document, Refusal
from desktop.domain.finding import StoredFinding
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, FindingId, MatterId, PageNumber
from desktop.domain.matter import Matter
from desktop.domain.page import PageSummary
from desktop.domain.search import Hit
from desktop.ui import first_steps
from desktop.ui.ask_flow import AskFlow
from desktop.ui.ask_panel import AskPanel
from desktop.ui.banner import Banner
from desktop.ui.documents_panel import DocumentsPanel
from desktop.ui.fields_flow import FieldsFlow
from desktop.ui.findings_panel import FindingsPanel
from desktop.ui.keeping_flow import KeepingFlow
from desktop.ui.matter_panel import MatterPanel
from desktop.ui.page_view import PageView
from desktop.ui.progress_strip import ProgressStrip
from desktop.ui.readings_flow import ReadingsFlow
from desktop.ui.review_flow import ReviewFlow
from desktop.ui.search_box import SearchResults
from desktop.ui.search_flow import SearchFlow
from desktop.ui.side_panels import SidePanels
from desktop.ui.theme import SPACE_S
from desktop.ui.top_bar import TopBar
from desktop.ui.work_flow import WorkFlow

COLUMNS_PX = (284, 640, 308)
WIDE_PX = 1272
"""With less, the matters make room for the page."""


class Workspace(QWidget):
    """Everything but set-up.

    Signals:
        new_matter_wanted(), settings_wanted(), refused_wanted(), files_wanted(), folder_wanted(),
        export_wanted(), help_wanted(): Asked for in a panel; answered with a dialog by the window.
        lock_wanted(): The analyst leaves the keyboard.
        removal_wanted(str): A document is to be removed.
    """

    new_matter_wanted = Signal()
    settings_wanted = Signal()
    refused_wanted = Signal()
    files_wanted = Signal()
    folder_wanted = Signal()
    export_wanted = Signal()
    help_wanted = Signal()
    lock_wanted = Signal()
    removal_wanted = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Make it for an open session."""
        super().__init__(parent)
        self.setObjectName("Workspace")
        self._session = session
        self.matter_id: MatterId | None = None
        self._wanted_matter: MatterId | None = None
        self._document_id: DocumentId | None = None
        self._wanted_document: DocumentId | None = None
        self._go_to = PageNumber(1)
        self._hits: tuple[Box, ...] = ()
        self._frame: Box | None = None
        self.refusals: Sequence[Refusal] = ()
        self.matters = MatterPanel(self)
        self.documents = DocumentsPanel(self)
        self.pages = PageView(self)
        self.findings = FindingsPanel(self)
        self.ask = AskPanel(self.documents.name_of, self)
        self.side = SidePanels(self.findings, self.ask, self)
        self.top = TopBar(self)
        self.search = self.top.search
        self.results = SearchResults(self)
        self._search_flow = SearchFlow(session, self.top, self.results, self)
        self._ask_flow = AskFlow(session, self.ask, self.documents, self.pages, self)
        self._fields_flow = FieldsFlow(session, self.side, self.pages, self)
        self._readings_flow = ReadingsFlow(session, self.side, self.pages, self)
        self._review_flow = ReviewFlow(session, self.findings, self)
        self.keeping = KeepingFlow(session, self.matters, self.documents, self)
        self.banner = Banner(self, margin_px=SPACE_S)
        self.strip = ProgressStrip(session.reading, self)
        self.export_strip = ProgressStrip(session.exporting, self)
        self.work = WorkFlow(session, self.strip, self.export_strip, self.banner, self)
        self.no_matter = first_steps.no_matter(self)
        self.no_documents = first_steps.no_documents(self)
        self._lay_out()
        self._connect_panels()
        self._connect_session()
        self._show_state()

    # ------------------------------------------------------------------ layout

    def _lay_out(self) -> None:
        self.columns = QSplitter(Qt.Orientation.Horizontal, self)
        self.columns.setChildrenCollapsible(False)
        self.columns.setHandleWidth(1)
        for number, widget in enumerate((self.documents, self.pages, self.side)):
            self.columns.addWidget(widget)
            self.columns.setStretchFactor(number, 1 if widget is self.pages else 0)
        self.columns.setSizes(list(COLUMNS_PX))
        self._pile = QStackedWidget(self)
        self._pile.addWidget(self.columns)
        self._pile.addWidget(self.no_matter)
        self._pile.addWidget(self.no_documents)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.top)
        right.addWidget(self.banner)
        right.addWidget(self._pile, 1)
        right.addWidget(self.export_strip)
        right.addWidget(self.strip)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.matters)
        layout.addLayout(right, 1)

    def _connect_panels(self) -> None:
        self.matters.matter_chosen.connect(self._on_matter_chosen)
        self.matters.new_matter_wanted.connect(self.new_matter_wanted)
        self.matters.settings_wanted.connect(self.settings_wanted)
        self.matters.refused_wanted.connect(self.refused_wanted)
        self.no_matter.acted.connect(self.new_matter_wanted)
        self.pages.bar.sensitive_toggled.connect(self._on_page_uncovered)
        self.no_documents.acted.connect(self.files_wanted)
        self.no_documents.acted_otherwise.connect(self.folder_wanted)
        self.top.help_wanted.connect(self.help_wanted)
        self.top.lock_wanted.connect(self.lock_wanted)
        self.documents.document_chosen.connect(self._on_document_chosen)
        self.documents.files_wanted.connect(self.files_wanted)
        self.documents.folder_wanted.connect(self.folder_wanted)
        self.documents.export_wanted.connect(self.export_wanted)
        self.documents.removal_wanted.connect(self.removal_wanted)
        self.documents.read_again_wanted.connect(self._on_read_again)
        self.pages.picture_wanted.connect(self._on_picture_wanted)
        self.pages.page_shown.connect(self._on_page_shown)
        self.pages.finding_clicked.connect(self._on_box_clicked)
        self.pages.findings_toggled.connect(self.side.show_findings)
        self.findings.finding_chosen.connect(self._on_finding_chosen)
        self.findings.rows.shown_changed.connect(self.pages.set_shown)
        self._search_flow.hit_opened.connect(self._on_hit_opened)
        self._search_flow.emptied.connect(self._on_search_emptied)
        self._search_flow.left.connect(self.pages.canvas.setFocus)
        self.top.ask_toggled.connect(self.side.show_ask)
        self.side.ask_shown.connect(self.top.ask_button.setChecked)
        self.ask.left.connect(self.pages.canvas.setFocus)
        self._ask_flow.place_opened.connect(self._open_place)
        self._ask_flow.frame_opened.connect(self._open_frame)
        self._ask_flow.wanted.connect(self.side.open_ask)
        self._fields_flow.place_opened.connect(self._open_place)
        self._readings_flow.place_opened.connect(self._open_place)
        self.work.refresh_due.connect(self.refresh)
        self.keeping.matter_gone.connect(self.lock_wanted)

    def _connect_session(self) -> None:
        session = self._session
        session.matters_listed.connect(self._on_matters_listed)
        session.matter_counted.connect(self._on_matter_counted)
        session.matter_created.connect(self._on_matter_created)
        session.documents_listed.connect(self._on_documents_listed)
        session.refusals_listed.connect(self._on_refusals_listed)
        session.pages_listed.connect(self._on_pages_listed)
        session.findings_listed.connect(self._on_findings_listed)
        session.page_findings_listed.connect(self._on_page_findings_listed)
        session.failed.connect(self.show_error)
        session.pages.rendered.connect(self.pages.show_pixels)
        session.pages.thumbnail_rendered.connect(self.pages.show_thumbnail)
        session.pages.failed.connect(self.pages.show_failure)

    def _show_state(self) -> None:
        """Choose between the columns and what to do first."""
        has_matter = self.matter_id is not None
        if not has_matter:
            self._pile.setCurrentWidget(self.no_matter)
        else:
            has_documents = bool(self.documents.documents())
            self._pile.setCurrentWidget(self.columns if has_documents else self.no_documents)
        self.search.setEnabled(has_matter)
        self.top.ask_button.setEnabled(has_matter)
        self.matters.refused_button.setEnabled(has_matter)

    # ------------------------------------------------------------------ messages

    def show_error(self, error: Exception) -> None:
        """Say what went wrong, with its remedy and code."""
        self.banner.show_error(error)

    def show_note(self, title: str, detail: str = "") -> None:
        """Say something that is not an error."""
        self.banner.show_note(title, detail)

    # ------------------------------------------------------------------ matters and documents

    def open_when_listed(
        self, matter_id: MatterId, document_id: DocumentId | None, page: PageNumber
    ) -> None:
        """Open a page once its matter and its document are listed, in place of the first ones."""
        self._wanted_matter, self._wanted_document = matter_id, document_id
        self._go_to = page or PageNumber(1)

    def _on_matters_listed(self, matters: tuple[Matter, ...]) -> None:
        self.matters.show_matters(matters)
        if self._wanted_matter is not None:
            self.matters.choose(self._wanted_matter)
            self._wanted_matter = None
        if matters and self.matter_id is None:
            self.matters.choose(matters[0].matter_id)

    def _on_matter_created(self, matter: Matter) -> None:
        self._wanted_matter = matter.matter_id

    def _on_matter_counted(self, matter_id: MatterId, counts: MatterCounts) -> None:
        self.matters.show_counts(matter_id, counts)

    def _on_page_uncovered(self, is_shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        document_id = self.pages.document_id
        if is_shown and self.matter_id is not None and document_id is not None:
            self._session.audit.note_page_shown(self.matter_id, document_id, self.pages.number)

    def _on_matter_chosen(self, matter_id: MatterId) -> None:
        if matter_id == self.matter_id:
            return
        self.matter_id = matter_id
        self.documents.clear()
        self._forget_document()
        self._search_flow.search_in(matter_id)
        self._ask_flow.ask_in(matter_id)
        self._review_flow.review_in(matter_id)
        self.keeping.keep_in(matter_id)
        self.work.follow(matter_id)
        self._session.list_documents(matter_id)
        self._session.list_refusals(matter_id)

    def refresh(self) -> None:
        """Ask again for what changes while documents are read."""
        if self.matter_id is not None:
            self._session.refresh(self.matter_id)

    def _on_documents_listed(self, matter_id: MatterId, documents: tuple[Document, ...]) -> None:
        if matter_id != self.matter_id:
            return
        before = None if self._document_id is None else self.documents.document(self._document_id)
        self.documents.show_documents(documents)
        self._show_state()
        if self._document_id is None and documents:
            wanted, self._wanted_document = self._wanted_document, None
            if wanted is None or self.documents.document(wanted) is None:
                wanted = documents[0].document_id
            self.documents.choose(wanted)
            return
        now = None if self._document_id is None else self.documents.document(self._document_id)
        if now is None:
            self._forget_document()
        elif now != before:
            self._ask_for_document(now.document_id)

    def _forget_document(self) -> None:
        """No document is in view."""
        self._document_id = None
        self.pages.show_nothing()
        self.findings.show_findings((), is_truncated=False)
        self._fields_flow.open_document(self.matter_id, None)
        self._readings_flow.read_in(self.matter_id)

    def _on_refusals_listed(self, matter_id: MatterId, refusals: tuple[Refusal, ...]) -> None:
        if matter_id == self.matter_id:
            self.refusals = refusals
            self.matters.show_refused(len(refusals))

    def _on_document_chosen(self, document_id: DocumentId) -> None:
        document = self.documents.document(document_id)
        if document is None or document_id == self._document_id:
            return
        self._document_id = document_id
        self._session.pages.forget_waiting()
        self.pages.show_document(document)
        self.findings.show_findings((), is_truncated=False)
        self._ask_for_document(document_id)

    def _ask_for_document(self, document_id: DocumentId) -> None:
        if self.matter_id is not None:
            # The page waits for its findings, and those of the whole document can take longer.
            number = self.pages.number or self._go_to
            self._session.list_pages(self.matter_id, document_id)
            self._session.list_page_findings(self.matter_id, document_id, number)
            self._session.list_findings(self.matter_id, document_id)
            self._fields_flow.open_document(self.matter_id, document_id)

    def _on_read_again(self, document_id: DocumentId) -> None:
        if self.matter_id is not None:
            self._session.read_again(self.matter_id, document_id)

    # ------------------------------------------------------------------ pages and findings

    def _on_pages_listed(self, document_id: DocumentId, pages: tuple[PageSummary, ...]) -> None:
        if document_id != self._document_id:
            return
        self.pages.show_pages(pages, self._go_to)
        self._go_to = PageNumber(1)
        if self._hits and pages:
            self.pages.show_hits(self._hits)
            self._hits = ()
        if self._frame is not None and pages:
            self.pages.show_frame(self._frame)
            self._frame = None

    def _on_findings_listed(
        self, document_id: DocumentId, findings: tuple[StoredFinding, ...]
    ) -> None:
        if document_id == self._document_id:
            is_truncated = len(findings) >= MAX_FINDINGS_LISTED
            self.findings.show_findings(findings, is_truncated=is_truncated)

    def _on_page_shown(self, number: int) -> None:
        if self.matter_id is not None and self._document_id is not None:
            self._session.list_page_findings(self.matter_id, self._document_id, PageNumber(number))

    def _on_page_findings_listed(
        self, document_id: DocumentId, number: int, findings: tuple[StoredFinding, ...] | None
    ) -> None:
        if document_id != self._document_id or number != self.pages.number:
            return
        self.pages.show_findings(findings)
        if findings is None:
            return
        chosen = self.findings.chosen()
        if self.pages.canvas.selected != chosen:
            self.pages.canvas.select(next((f for f in findings if f.finding_id == chosen), None))

    def _on_finding_chosen(self, stored: StoredFinding) -> None:
        if stored.page != self.pages.number:
            self.pages.go_to(stored.page)
        else:
            self.pages.canvas.select(stored)

    def _on_box_clicked(self, finding_id: FindingId) -> None:
        if not self.findings.choose(finding_id):
            self.findings.show_all()
            self.findings.choose(finding_id)

    def _on_picture_wanted(self, request: PageRequest) -> None:
        self._session.pages.ask(request)

    # ------------------------------------------------------------------ search

    def focus_search(self) -> None:
        """Take the keyboard to the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _on_search_emptied(self) -> None:
        self.pages.show_hits(())

    def _on_hit_opened(self, hit: Hit) -> None:
        self._open_place(hit.document_id, hit.page, hit.boxes)
        self.pages.canvas.setFocus()

    def _open_place(
        self, document_id: DocumentId, page: PageNumber, boxes: tuple[Box, ...]
    ) -> None:
        if document_id == self._document_id and self.pages.number:
            self.pages.go_to(page)
            self.pages.show_hits(boxes)
        else:
            self._go_to, self._hits = page, boxes
            self.documents.filter.clear()
            self.documents.choose(document_id)

    def _open_frame(self, document_id: DocumentId, page: PageNumber, frame: Box) -> None:
        self._open_place(document_id, page, ())
        if document_id == self._document_id and self.pages.number:
            self.pages.show_frame(frame)
        else:
            self._frame = frame

    def set_masking(self, *, is_on: bool) -> None:
        """Whether highly sensitive values are masked until shown."""
        for part in (self.findings, self.side, self.ask, self.pages, self.results):
            part.set_masking(is_on=is_on)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.matters.set_narrow(is_narrow=self.width() < WIDE_PX)
