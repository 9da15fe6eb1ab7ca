"""Desks for the end of documents and for data subjects behind the shapes that the bridge knows."""

from collections.abc import Sequence

from desktop.app.shapes import own
from desktop.bridge.ending_shapes import IsStopped, Tell
from desktop.bridge.shapes import ControlLike
from desktop.casework.data_subjects.desk import SubjectDesk
from desktop.casework.disposing.ending_desk import EndingDesk
from desktop.domain.data_subject import CaseView, SubjectId
from desktop.domain.disposal import Certificate
from desktop.domain.identity import DocumentId, MatterId


class OwnEndingDesk:
    """A desk for the end of documents behind the shape that the bridge knows."""

    def __init__(self, desk: EndingDesk) -> None:
        self._desk = desk
        self.close = desk.close

    def dispose(
        self,
        matter_id: MatterId,
        document_ids: Sequence[DocumentId],
        typed: str,
        reason: str,
        is_stopped: IsStopped,
        control: ControlLike,
        tell: Tell,
    ) -> Certificate | None:
        """Dispose of documents."""
        return self._desk.dispose(
            matter_id, document_ids, typed, reason, is_stopped, own(control), tell
        )


class OwnSubjectDesk:
    """A desk for data subjects behind the shape that the bridge knows."""

    def __init__(self, desk: SubjectDesk) -> None:
        self._desk = desk
        self.cases, self.decide, self.boxes = desk.cases, desk.decide, desk.boxes
        self.hand_over, self.about, self.remove = desk.hand_over, desk.about, desk.remove
        self.close = desk.close

    def find(
        self,
        matter_id: MatterId,
        names: Sequence[str],
        values: Sequence[str],
        control: ControlLike,
        tell: Tell,
    ) -> CaseView | None:
        """Look for a person and open a case."""
        return self._desk.find(matter_id, names, values, own(control), tell)

    def search_again(
        self, matter_id: MatterId, subject_id: SubjectId, control: ControlLike, tell: Tell
    ) -> CaseView | None:
        """Look for the person of a case again."""
        return self._desk.search_again(matter_id, subject_id, own(control), tell)

    def erase(
        self,
        matter_id: MatterId,
        subject_id: SubjectId,
        typed: str,
        reason: str,
        is_stopped: IsStopped,
        control: ControlLike,
        tell: Tell,
    ) -> Certificate | None:
        """Dispose of every document with an accepted hit."""
        return self._desk.erase(
            matter_id, subject_id, typed, reason, is_stopped, own(control), tell
        )
