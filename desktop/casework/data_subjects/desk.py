"""What the window does about the data of one person, by the identity of a matter."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from desktop.casework.control import Control
from desktop.casework.data_subjects.again import search_again, unseen_in
from desktop.casework.data_subjects.erase import documents_about, erase_subject
from desktop.casework.data_subjects.find import find_subject
from desktop.casework.data_subjects.hand_over import hand_over
from desktop.casework.data_subjects.review import decide_hits
from desktop.casework.disposing.ending_desk import told_to_the_end
from desktop.domain.data_subject import (
    CaseView,
    HitDecision,
    SubjectCase,
    SubjectHit,
    SubjectId,
    SubjectProgress,
)
from desktop.domain.disposal import Certificate, DisposalProgress
from desktop.domain.errors import NoSuchHitError
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, MatterId
from desktop.vault.matter_store import MatterStore
from desktop.vault.vault import Vault

Tell = Callable[[SubjectProgress | DisposalProgress], None]


class SubjectDesk:
    """Cases of data subjects; belongs to the thread of its vault.

    Args:
        vault: Open; closed by whoever opened it.
        clock: Tells UTC.
    """

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        """Do nothing yet."""
        self._vault = vault
        self._clock = clock

    def close(self) -> None:
        """Nothing is kept."""

    def cases(self, matter_id: MatterId) -> tuple[CaseView, ...]:
        """The cases of a matter, the oldest first."""
        store = self._vault.store_of(matter_id)
        return tuple(_view(store, case) for case in store.subjects.all())

    def find(
        self,
        matter_id: MatterId,
        names: Sequence[str],
        values: Sequence[str],
        control: Control,
        tell: Tell,
    ) -> CaseView | None:
        """Look for a person and open a case; None where it was stopped: nothing is kept then.

        Raises:
            SubjectUnnamedError: There is neither a name of two letters nor a value.
        """
        store = self._vault.store_of(matter_id)
        return _found(store, find_subject(store, names, values, self._clock), control, tell)

    def search_again(
        self, matter_id: MatterId, subject_id: SubjectId, control: Control, tell: Tell
    ) -> CaseView | None:
        """Look for the person of a case again; None where it was stopped: the case is as before."""
        store = self._vault.store_of(matter_id)
        return _found(store, search_again(store, subject_id, self._clock), control, tell)

    def decide(
        self,
        matter_id: MatterId,
        subject_id: SubjectId,
        numbers: Sequence[int],
        decision: HitDecision,
    ) -> CaseView:
        """Note what a reviewer made of hits."""
        store = self._vault.store_of(matter_id)
        return _view(store, decide_hits(store, subject_id, numbers, decision))

    def boxes(self, matter_id: MatterId, subject_id: SubjectId, number: int) -> tuple[Box, ...]:
        """Where a hit stands on its page; nothing where that is not known.

        Raises:
            NoSuchHitError: The case has no such hit.
        """
        store = self._vault.store_of(matter_id)
        for hit in store.subjects.named(subject_id).hits:
            if hit.number == number:
                return _boxes(store, hit)
        raise NoSuchHitError

    def hand_over(self, matter_id: MatterId, subject_id: SubjectId, folder: Path) -> int:
        """Write everything that was accepted into a new folder; returns how many hits.

        Raises:
            ReviewOpenError: A hit is neither accepted nor struck out.
            ExportError: The folder is there already, or cannot be written.
        """
        store = self._vault.store_of(matter_id)
        return hand_over(store, store.subjects.named(subject_id), folder, self._clock)

    def about(self, matter_id: MatterId, subject_id: SubjectId) -> tuple[DocumentId, ...]:
        """The documents that an erasure would dispose of."""
        store = self._vault.store_of(matter_id)
        return documents_about(store, store.subjects.named(subject_id))

    def erase(
        self,
        matter_id: MatterId,
        subject_id: SubjectId,
        typed: str,
        reason: str,
        is_stopped: Callable[[], bool],
        control: Control,
        tell: Tell,
    ) -> Certificate | None:
        """Dispose of every document with an accepted hit; None where none has gone.

        The matter keeps its key, since other threads of the window have its file open.

        Args:
            matter_id: Of the case.
            subject_id: Of the case; its review is complete.
            typed: Client and matter number, as a person typed it to confirm.
            reason: Why, in the firm's words.
            is_stopped: Whether a person has stopped it: what has not gone by then stays.
            control: Its stop leaves the rest to the next opening of the vault.
            tell: Gets how far it has come.
        """
        matter = self._vault.matter(matter_id)
        case = self._vault.store_of(matter_id).subjects.named(subject_id)
        reports = erase_subject(
            self._vault,
            matter,
            case,
            typed=typed,
            reason=reason,
            clock=self._clock,
            is_key_replaced=False,
            is_stopped=is_stopped,
        )
        return told_to_the_end(reports, is_stopped, control, tell)

    def remove(self, matter_id: MatterId, subject_id: SubjectId) -> None:
        """Delete a case; the documents stay."""
        self._vault.store_of(matter_id).subjects.remove(subject_id)


def _view(store: MatterStore, case: SubjectCase) -> CaseView:
    about = {hit.document_id for hit in case.hits}
    names = {
        document.document_id: document.origin.name
        for document in store.documents()
        if document.document_id in about
    }
    return CaseView(case, names, unseen_in(store, case))


def _found(
    store: MatterStore, steps: Iterator[SubjectProgress], control: Control, tell: Tell
) -> CaseView | None:
    for report in steps:
        if report.case is not None:
            return _view(store, report.case)
        tell(report)
        if not control.may_go_on():
            break
    return None


def _boxes(store: MatterStore, hit: SubjectHit) -> tuple[Box, ...]:
    if hit.start >= 0:
        return store.page(hit.document_id, hit.page).text.boxes_between(hit.start, hit.end)
    for stored in store.page_findings(hit.document_id, hit.page) or ():
        if stored.finding.kind is hit.kind and stored.finding.mention == hit.mention:
            return stored.finding.boxes
    return ()
