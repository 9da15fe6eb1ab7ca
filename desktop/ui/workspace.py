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

from desktop.bridge.matter_counts import MatterCounts
from desktop.bridge.session import Session
from desktop.domain.document import Document, Refusal
from desktop.domain.identity import DocumentId, MatterId, PageNumber
from desktop.domain.matter import Matter
from desktop.domain.search import Hit
from desktop.ui import first_steps
from desktop.ui.ask_flow import AskFlow
from desktop.ui.ask_panel import AskPanel
from desktop.ui.banner import Banner
from desktop.ui.copy_flow import CopyFlow
from desktop.ui.document_flow import DocumentFlow
from desktop.ui.documents_panel import DocumentsPanel
from desktop.ui.fields_flow import FieldsFlow
from desktop.ui.file_flow import FileFlow
from desktop.ui.findings_panel import FindingsPanel
from desktop.ui.keeping_flow import KeepingFlow
from desktop.ui.matter_panel import MatterPanel
from desktop.ui.page_view import PageView
from desktop.ui.passwords_flow import PasswordsFlow
from desktop.ui.progress_strip import ProgressStrip
from desktop.ui.readings_flow import ReadingsFlow
from desktop.ui.review_flow import ReviewFlow
from desktop.ui.search_box import SearchResults
from desktop.ui.search_flow import SearchFlow
from desktop.ui.side_panels import SidePanels
from desktop.ui.subject_flow import SubjectFlow
from desktop.ui.terms_flow import TermsFlow
from desktop.ui.theme import SPACE_S
from desktop.ui.top_bar import TopBar
from desktop.ui.work_flow import WorkFlow

COLUMNS_PX = (284, 640, 308)
WIDE_PX = 1400
"""With less, the matters make room for the page: it would be no wider than a hand."""


class Workspace(QWidget):
    """Everything but set-up.

    Signals:
        new_matter_wanted(), settings_wanted(), refused_wanted(), files_wanted(), folder_wanted(),
        export_wanted(), help_wanted(): Asked for in a panel; answered with a dialog by the window.
        lock_wanted(): The analyst leaves the keyboard.
    """

    new_matter_wanted = Signal()
    settings_wanted = Signal()
    refused_wanted = Signal()
    files_wanted = Signal()
    folder_wanted = Signal()
    export_wanted = Signal()
    help_wanted = Signal()
    lock_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        """Make it for an open session."""
        super().__init__(parent)
        self.setObjectName("Workspace")
        self._session = session
        self.matter_id: MatterId | None = None
        self._wanted_matter: MatterId | None = None
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
        self._document_flow = DocumentFlow(session, self.documents, self.pages, self.findings, self)
        self._search_flow = SearchFlow(session, self.top, self.results, self.pages.hit_bar, self)
        self._ask_flow = AskFlow(session, self.ask, self.documents, self.pages, self)
        self._fields_flow = FieldsFlow(session, self.side, self.pages, self)
        self._readings_flow = ReadingsFlow(session, self.side, self.pages, self)
        self.review = ReviewFlow(session, self.documents, self.findings, self)
        self.copying = CopyFlow(session, self.pages, self.findings, self)
        self.keeping = KeepingFlow(session, self.matters, self.documents, self)
        self.banner = Banner(self, margin_px=SPACE_S)
        self.subjects = SubjectFlow(session, self.matters, self.side, self.pages, self.banner, self)
        self.files = FileFlow(session, self.documents, self)
        self.passwords = PasswordsFlow(session, self.documents, self)
        self.terms = TermsFlow(session, self)
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
        self.no_documents.acted.connect(self.files_wanted)
        self.no_documents.acted_otherwise.connect(self.folder_wanted)
        self.top.help_wanted.connect(self.help_wanted)
        self.top.lock_wanted.connect(self.lock_wanted)
        self.documents.files_wanted.connect(self.files_wanted)
        self.documents.folder_wanted.connect(self.folder_wanted)
        self.documents.export_wanted.connect(self.export_wanted)
        self.pages.canvas.menu_wanted.connect(self.findings.show_menu)
        self.pages.findings_toggled.connect(self.side.show_findings)
        self._search_flow.hit_opened.connect(self._on_hit_opened)
        self._search_flow.emptied.connect(self._on_search_emptied)
        self.top.search_tools.terms_wanted.connect(self.terms.show)
        self.terms.query_wanted.connect(self._search_flow.run)
        self._search_flow.left.connect(self.pages.canvas.setFocus)
        self.top.ask_toggled.connect(self.side.show_ask)
        self.side.ask_shown.connect(self.top.ask_button.setChecked)
        self.ask.left.connect(self.pages.canvas.setFocus)
        self._ask_flow.frame_opened.connect(self._document_flow.open_frame)
        self._ask_flow.wanted.connect(self.side.open_ask)
        self._document_flow.opened.connect(self._on_document_opened)
        flows = (self._ask_flow, self._fields_flow, self._readings_flow, self.subjects)
        for flow in flows:
            flow.place_opened.connect(self._document_flow.open_place)
        self.review.finding_opened.connect(self._document_flow.open_finding)
        self.review.all_decided.connect(self._on_all_decided)
        self.work.refresh_due.connect(self.refresh)
        self.keeping.matter_gone.connect(self.lock_wanted)

    def _connect_session(self) -> None:
        session = self._session
        session.matters_listed.connect(self._on_matters_listed)
        session.damaged_counted.connect(self.matters.show_damaged)
        session.matter_counted.connect(self._on_matter_counted)
        session.matter_created.connect(self._on_matter_created)
        session.documents_listed.connect(self._on_documents_listed)
        session.refusals_listed.connect(self._on_refusals_listed)
        session.failed.connect(self.show_error)

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
        self.matters.subjects_button.setEnabled(has_matter)

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
        self._wanted_matter = matter_id
        self._document_flow.want(document_id, page)

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

    def _on_matter_chosen(self, matter_id: MatterId) -> None:
        if matter_id == self.matter_id:
            return
        self.matter_id = matter_id
        self.documents.clear()
        self._document_flow.show_in(matter_id)
        self._search_flow.search_in(matter_id)
        self._ask_flow.ask_in(matter_id)
        self.review.review_in(matter_id)
        self.copying.copy_in(matter_id)
        self.keeping.keep_in(matter_id)
        self.subjects.look_in(matter_id)
        self.files.work_in(matter_id)
        self.passwords.work_in(matter_id)
        self.terms.search_in(matter_id)
        self.work.follow(matter_id)
        self._show_matter()
        self._session.list_documents(matter_id)
        self._session.list_refusals(matter_id)

    def refresh(self) -> None:
        """Ask again for what changes while documents are read."""
        if self.matter_id is not None:
            self._session.refresh(self.matter_id)

    def _on_documents_listed(self, matter_id: MatterId, documents: tuple[Document, ...]) -> None:
        if matter_id == self.matter_id:
            self.documents.show_documents(documents)
            self._show_state()
            self._document_flow.follow()

    def _on_document_opened(self, document_id: DocumentId | None) -> None:
        self._fields_flow.open_document(self.matter_id, document_id)
        if document_id is None:
            self._readings_flow.read_in(self.matter_id)

    def _on_refusals_listed(self, matter_id: MatterId, refusals: tuple[Refusal, ...]) -> None:
        if matter_id == self.matter_id:
            self.refusals = refusals
            self.matters.show_refused(len(refusals))

    def _on_all_decided(self) -> None:
        self.show_note(
            self.tr("Nothing is left to decide in this matter."),
            self.tr("About every value that two readers saw, they agree or a person has decided."),
        )

    # ------------------------------------------------------------------ search

    def focus_search(self) -> None:
        """Take the keyboard to the search."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _on_search_emptied(self) -> None:
        self.pages.show_hits(())

    def _on_hit_opened(self, hit: Hit) -> None:
        self._document_flow.open_place(hit.document_id, hit.page, hit.boxes)
        self.pages.canvas.setFocus()

    def set_masking(self, *, is_on: bool) -> None:
        """Whether highly sensitive values are masked until shown."""
        for part in (self.findings, self.side, self.ask, self.pages, self.results):
            part.set_masking(is_on=is_on)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_matter()

    def _show_matter(self) -> None:
        """Show the matters as a list; or as a rail, and beside the search which one is in view."""
        is_narrow = self.width() < WIDE_PX
        self.matters.set_narrow(is_narrow=is_narrow)
        matter = None if self.matter_id is None else self.matters.matter(self.matter_id)
        self.top.show_matter(matter.name if is_narrow and matter is not None else "")
