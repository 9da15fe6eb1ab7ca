"""From a finding that is chosen to what is decided about it: panel, page pictures and session."""

from PySide6.QtCore import QObject

from desktop.bridge.page_source import Crop, CropRequest
from desktop.bridge.session import Session
from desktop.domain.finding import Decision
from desktop.domain.identity import FindingId, MatterId
from desktop.domain.ledger import SecondReading
from desktop.ui.findings_panel import FindingsPanel
from desktop.ui.page_crop import CROP_MARGIN_PT, crop_image


class ReviewFlow(QObject):
    """Asks for what a second reader saw of a disputed finding, and stores what a person decides."""

    def __init__(self, session: Session, panel: FindingsPanel, parent: QObject) -> None:
        """Join the two."""
        super().__init__(parent)
        self._session = session
        self._panel = panel
        self._matter_id: MatterId | None = None
        panel.dispute_shown.connect(self._on_dispute_shown)
        panel.decided.connect(self._on_decided)
        panel.corrected.connect(self._on_corrected)
        panel.other_wanted.connect(self._on_other_wanted)
        panel.uncovered.connect(self._on_uncovered)
        session.decided.connect(panel.show_decided)
        session.seen_twice.connect(self._on_seen_twice)
        session.pages.crop_rendered.connect(self._on_crop_rendered)

    def review_in(self, matter_id: MatterId) -> None:
        """Review another matter from now on."""
        self._matter_id = matter_id

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
            self._session.decide(self._matter_id, finding_id, decision)

    def _on_corrected(self, finding_id: FindingId, mention: str) -> None:
        if self._matter_id is not None:
            self._session.correct(self._matter_id, finding_id, mention)

    def _on_other_wanted(self, finding_id: FindingId) -> None:
        if self._matter_id is not None:
            self._session.take_other_reading(self._matter_id, finding_id)
