"""From a person who is looked for to the places of the hits, and to what comes of the review."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.bridge.session import Session
from desktop.domain.data_subject import (
    CaseView,
    HitDecision,
    SubjectHit,
    SubjectId,
    SubjectProgress,
)
from desktop.domain.disposal import Certificate, DisposalProgress
from desktop.domain.document import Document
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, MatterId
from desktop.ui import file_dialogs, keeping_words, subject_words
from desktop.ui.banner import Banner
from desktop.ui.certificate_question import offer_certificate
from desktop.ui.confirm_dialog import ConfirmDialog
from desktop.ui.matter_panel import MatterPanel
from desktop.ui.page_view import PageView
from desktop.ui.side_panels import SidePanels

FOLDER_NAME = "personal-data"


class SubjectFlow(QObject):
    """Wires the panel to the session.

    Signals:
        place_opened(str, int, object): A document, a page of it and boxes on it are to be shown.
    """

    place_opened = Signal(str, int, object)

    def __init__(
        self,
        session: Session,
        matters: MatterPanel,
        side: SidePanels,
        pages: PageView,
        banner: Banner,
        parent: QWidget,
    ) -> None:
        """Join them.

        Args:
            session: Knows the cases.
            matters: Know the reference of a matter, and ask for the panel.
            side: Holds the panel.
            pages: Where Escape leads.
            banner: Says what came of it.
            parent: The window's working state.
        """
        super().__init__(parent)
        self._window = parent
        self._session = session
        self._subjects = session.subjects
        self._matters = matters
        self._panel = panel = side.subjects
        self._banner = banner
        self._matter_id: MatterId | None = None
        matters.subjects_wanted.connect(side.open_subjects)
        panel.new_wanted.connect(self._on_new_wanted)
        panel.again_wanted.connect(self._on_again_wanted)
        panel.hit_chosen.connect(self._on_hit_chosen)
        panel.decided.connect(self._on_decided)
        panel.uncovered.connect(self._on_uncovered)
        panel.handing_wanted.connect(self._on_handing_wanted)
        panel.erasure_wanted.connect(self._on_erasure_wanted)
        panel.closing_wanted.connect(self._on_closing_wanted)
        panel.stop_wanted.connect(self._subjects.stop)
        panel.left.connect(pages.canvas.setFocus)
        panel.closed.connect(side.leave_subjects)
        panel.shown.connect(self._look)
        self._subjects.listed.connect(self._on_listed)
        self._subjects.searched.connect(self._on_searched)
        self._subjects.placed.connect(self._on_placed)
        self._subjects.counted.connect(self._on_counted)
        self._subjects.handed_over.connect(self._on_handed_over)
        self._subjects.erased.connect(self._on_erased)
        self._subjects.spared.connect(self._on_spared)
        self._subjects.told.connect(self._on_told)
        self._subjects.busy_changed.connect(panel.show_busy)
        self._subjects.failed.connect(banner.show_error)
        session.documents_listed.connect(self._on_documents_listed)

    def look_in(self, matter_id: MatterId) -> None:
        """Another matter is in view."""
        self._matter_id = matter_id
        self._matters.subjects_button.setEnabled(True)
        self._panel.show_cases(())
        self._look()

    # ------------------------------------------------------------------ what a person does

    def _on_new_wanted(self) -> None:
        from desktop.ui.subject_dialog import SubjectDialog  # noqa: PLC0415 - when first opened

        asked = None if self._matter_id is None else SubjectDialog.ask(self._window)
        if asked is not None and self._matter_id is not None:
            self._subjects.find(self._matter_id, asked.names, asked.values)

    def _on_again_wanted(self, subject_id: SubjectId) -> None:
        if self._matter_id is not None:
            self._subjects.search_again(self._matter_id, subject_id)

    def _on_hit_chosen(self, subject_id: SubjectId, hit: SubjectHit) -> None:
        if self._matter_id is not None:
            self._subjects.look_up_place(self._matter_id, subject_id, hit)

    def _on_decided(
        self, subject_id: SubjectId, numbers: tuple[int, ...], decision: HitDecision
    ) -> None:
        if self._matter_id is not None:
            self._subjects.decide(self._matter_id, subject_id, numbers, decision)

    def _on_uncovered(self, hit: SubjectHit) -> None:
        if self._matter_id is not None:
            self._session.audit.note_page_shown(self._matter_id, hit.document_id, hit.page)

    def _on_handing_wanted(self, subject_id: SubjectId) -> None:
        view = self._panel.view()
        if self._matter_id is None or view is None or not self._may_go_on(view):
            return
        folder = file_dialogs.ask_for_new_file(
            self._window,
            self.tr("A new folder for what is handed over"),
            FOLDER_NAME,
            self.tr("Folders (*)"),
        )
        if folder is not None:
            self._subjects.hand_over(self._matter_id, subject_id, folder)

    def _on_erasure_wanted(self, subject_id: SubjectId) -> None:
        view = self._panel.view()
        if self._matter_id is not None and view is not None and self._may_go_on(view):
            self._subjects.count_documents(self._matter_id, subject_id)

    def _on_closing_wanted(self, subject_id: SubjectId) -> None:
        is_wanted = ConfirmDialog.ask(
            self._window,
            self.tr("Close this case?"),
            self.tr("The review is deleted, with what was found. The documents stay."),
            self.tr("Close case"),
        )
        if is_wanted and self._matter_id is not None:
            self._subjects.remove(self._matter_id, subject_id)

    def _may_go_on(self, view: CaseView) -> bool:
        """Whether to go on although documents came that the case does not know."""
        return not view.unseen or ConfirmDialog.ask(
            self._window,
            subject_words.unseen(view),
            self.tr("What they say about the person is not in this case yet. Look again first."),
            self.tr("Go on all the same"),
        )

    # ------------------------------------------------------------------ what the session tells

    def _on_documents_listed(self, matter_id: MatterId, _documents: tuple[Document, ...]) -> None:
        """What the matter holds has changed: so may what a case has not seen."""
        if matter_id == self._matter_id:
            self._look()

    def _look(self) -> None:
        """Ask for the cases, while somebody sees them."""
        if self._matter_id is not None and self._panel.isVisible():
            self._subjects.list_cases(self._matter_id)

    def _on_listed(self, matter_id: MatterId, views: Sequence[CaseView]) -> None:
        if matter_id == self._matter_id:
            self._panel.show_cases(views)

    def _on_searched(self, matter_id: MatterId, view: CaseView) -> None:
        if matter_id == self._matter_id:
            self._panel.show_found(view)

    def _on_placed(self, hit: SubjectHit, boxes: tuple[Box, ...]) -> None:
        row = self._panel.chosen()
        if row is not None and row.hit.number == hit.number and row.name:
            self.place_opened.emit(hit.document_id, hit.page, boxes)

    def _on_counted(self, subject_id: SubjectId, about: Sequence[DocumentId]) -> None:
        from desktop.ui.disposal_dialog import DisposalDialog  # noqa: PLC0415 - when first opened

        matter = None if self._matter_id is None else self._matters.matter(self._matter_id)
        if matter is None:
            return
        what = subject_words.what_goes(len(about))
        wrote = DisposalDialog.ask(self._window, what, matter.reference)
        if wrote is not None:
            self._subjects.erase(matter.matter_id, subject_id, wrote.typed, wrote.reason)

    def _on_handed_over(self, count: int, _folder: Path) -> None:
        self._banner.show_note(*subject_words.handed_over(count))

    def _on_erased(self, matter_id: MatterId, certificate: Certificate) -> None:
        offer_certificate(self._window, self._session.keeping, certificate)
        self._session.refresh(matter_id)
        self._session.keeping.look(matter_id)

    def _on_spared(self, _matter_id: MatterId) -> None:
        self._banner.show_note(*keeping_words.nothing_went())

    def _on_told(self, progress: SubjectProgress | DisposalProgress) -> None:
        self._panel.work.show_progress(*subject_words.how_far(progress))
