"""From a finding that is chosen to what is decided about it: panel, page pictures and session."""

from collections import deque

from PySide6.QtCore import QObject, Signal

from desktop.bridge.page_source import Crop, CropRequest
from desktop.bridge.session import Session
from desktop.domain.finding import Decision, StoredFinding
from desktop.domain.identity import FindingId, MatterId
from desktop.domain.ledger import SecondReading
from desktop.ui.documents_panel import DocumentsPanel
from desktop.ui.findings_panel import FindingsPanel
from desktop.ui.page_crop import CROP_MARGIN_PT, crop_image

MAX_TAKEN_BACK = 200
"""So many decisions can be taken back, the newest first."""


class ReviewFlow(QObject):
    """Asks for what a second reader saw of a disputed finding, and stores what a person decides.

    Signals:
        finding_opened(object): A StoredFinding in another document is to be shown.
        all_decided(): The readers differ about nothing any more that nobody has decided.
    """

    finding_opened = Signal(object)
    all_decided = Signal()

    def __init__(
        self, session: Session, documents: DocumentsPanel, panel: FindingsPanel, parent: QObject
    ) -> None:
        """Join them."""
        super().__init__(parent)
        self._session = session
        self._documents = documents
        self._panel = panel
        self._matter_id: MatterId | None = None
        self._asked: dict[FindingId, tuple[StoredFinding, list[StoredFinding]]] = {}
        self._before: deque[list[StoredFinding]] = deque(maxlen=MAX_TAKEN_BACK)
        panel.dispute_shown.connect(self._on_dispute_shown)
        panel.decided.connect(self._on_decided)
        panel.decided_together.connect(self._on_decided_together)
        panel.corrected.connect(self._on_corrected)
        panel.other_wanted.connect(self._on_other_wanted)
        panel.uncovered.connect(self._on_uncovered)
        session.decided.connect(panel.show_decided)
        session.decided.connect(self._on_stored)
        panel.next_wanted.connect(self.go_on)
        session.reviewing.undecided_found.connect(self._on_undecided_found)
        session.seen_twice.connect(self._on_seen_twice)
        session.pages.crop_rendered.connect(self._on_crop_rendered)

    def review_in(self, matter_id: MatterId) -> None:
        """Review another matter from now on."""
        self._matter_id = matter_id
        self._asked.clear()
        self._before.clear()

    def take_back(self) -> None:
        """Let what held before the newest decision hold again, and show where.

        What was decided together is taken back together.
        """
        if self._matter_id is None or not self._before:
            return
        together = self._before.pop()
        first = together[0]
        if not self._panel.rows.has(first.finding_id):
            self.finding_opened.emit(first)
        elif not self._panel.choose(first.finding_id):
            self._panel.show_all()
            self._panel.choose(first.finding_id)
        for before in together:
            if before.decision is Decision.CORRECTED:
                mention = before.finding.mention
                self._session.correct(self._matter_id, before.finding_id, mention)
            else:
                self._session.decide(self._matter_id, before.finding_id, before.decision)

    def go_on(self) -> None:
        """Show the next finding that the readers differ about: below, then document by document."""
        panel, rows = self._panel, self._panel.rows
        here = rows.next_disputed(panel.chosen())
        if here is not None:
            panel.choose(here)
            panel.list.setFocus()
        elif self._matter_id is not None:
            ids = [document.document_id for document in self._documents.documents()]
            chosen = self._documents.chosen()
            place = ids.index(chosen) + 1 if chosen in ids else 0
            self._session.reviewing.look_for_undecided(self._matter_id, ids[place:] + ids[:place])

    def _on_undecided_found(self, matter_id: MatterId, stored: StoredFinding | None) -> None:
        if matter_id != self._matter_id:
            return
        if stored is None:
            self.all_decided.emit()
        else:
            self.finding_opened.emit(stored)
            self._panel.list.setFocus()

    def _on_dispute_shown(self, finding_id: FindingId) -> None:
        if self._matter_id is not None:
            self._session.look_up_second_reading(self._matter_id, finding_id)

    def _on_seen_twice(self, finding_id: FindingId, second: SecondReading | None) -> None:
        stored = self._panel.rows.finding(finding_id)
        if stored is None or self._matter_id is None or self._panel.chosen() != finding_id:
            return
        self._panel.card.show_second(finding_id, second.text if second else "")
        boxes = (second.shown.box,) if second else stored.finding.boxes[:1]
        for box in boxes:
            self._session.pages.ask_crop(
                CropRequest(
                    self._matter_id,
                    stored.document_id,
                    stored.page,
                    finding_id,
                    box.grown_by(CROP_MARGIN_PT),
                )
            )

    def _on_crop_rendered(self, request: CropRequest, crop: Crop) -> None:
        if request.finding_id is not None:
            is_masking_on = self._panel.rows.is_masking_on
            image = crop_image(crop, request.box, is_masking_on=is_masking_on)
            self._panel.card.show_crop(request.finding_id, image)

    def _on_uncovered(self, finding_id: FindingId) -> None:
        if self._matter_id is not None:
            self._session.audit.note_shown(self._matter_id, finding_id)

    def _on_decided(self, finding_id: FindingId, decision: Decision) -> None:
        if self._matter_id is not None:
            self._remember(finding_id)
            self._session.decide(self._matter_id, finding_id, decision)

    def _on_corrected(self, finding_id: FindingId, mention: str) -> None:
        if self._matter_id is not None:
            self._remember(finding_id)
            self._session.correct(self._matter_id, finding_id, mention)

    def _on_other_wanted(self, finding_id: FindingId) -> None:
        if self._matter_id is not None:
            self._remember(finding_id)
            self._session.take_other_reading(self._matter_id, finding_id)

    def _on_decided_together(self, together: tuple[FindingId, ...], decision: Decision) -> None:
        if self._matter_id is not None:
            self._remember(*together)
            for finding_id in together:
                self._session.decide(self._matter_id, finding_id, decision)

    def _remember(self, *together: FindingId) -> None:
        """Keep findings as they are before they are decided."""
        ids, before = frozenset(together), list[StoredFinding]()
        for stored in self._panel.rows.all_findings():
            if stored.finding_id in ids:
                self._asked[stored.finding_id] = stored, before

    def _on_stored(self, finding_id: FindingId, now: StoredFinding) -> None:
        """What is stored can be taken back; a correction that was refused has changed nothing."""
        stored, before = self._asked.pop(finding_id, (now, []))
        if stored != now:
            if not before:
                self._before.append(before)
            before.append(stored)
