"""Cases of data subjects for the window, on a thread of their own."""

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from typing_extensions import override

from desktop.bridge.desk_work import DeskWork
from desktop.bridge.ending_shapes import SubjectDeskLike
from desktop.bridge.shapes import ControlLike
from desktop.domain.data_subject import CaseView, HitDecision, SubjectHit, SubjectId
from desktop.domain.disposal import Certificate
from desktop.domain.identity import MatterId

LANE = "data subjects"
LIST_LANE = "cases"
PLACE_LANE = "place of a hit"


class DataSubjects(DeskWork[SubjectDeskLike]):
    """What a person does about the data of another, one long work at a time.

    Signals:
        listed(str, object): A matter and its tuple of CaseView, after every change too.
        searched(str, object): A matter and the CaseView that was searched for.
        placed(object, object): A SubjectHit and the boxes that it stands on.
        counted(str, object): A SubjectId and the tuple of documents that an erasure would take.
        handed_over(int, object): How many hits were written, and the folder.
        erased(str, object): A matter and the Certificate of what is gone.
        spared(str): An erasure was stopped before anything was gone.
    """

    listed = Signal(str, object)
    searched = Signal(str, object)
    placed = Signal(object, object)
    counted = Signal(str, object)
    handed_over = Signal(int, object)
    erased = Signal(str, object)
    spared = Signal(str)

    def __init__(
        self, new_control: Callable[[], ControlLike], parent: QObject | None = None
    ) -> None:
        """Nothing can be asked for before `begin`; `new_control` gives what stops long work."""
        super().__init__(new_control, parent)
        self._stopped = threading.Event()

    def list_cases(self, matter_id: MatterId) -> None:
        """Ask for the cases of a matter."""
        self._call(
            lambda desk: desk.cases(matter_id),
            lambda cases: self.listed.emit(matter_id, cases),
            LIST_LANE,
        )

    def find(self, matter_id: MatterId, names: Sequence[str], values: Sequence[str]) -> None:
        """Look for a person, and open a case."""
        asked = tuple(names), tuple(values)
        self._search(matter_id, lambda desk, *way: desk.find(matter_id, *asked, *way))

    def search_again(self, matter_id: MatterId, subject_id: SubjectId) -> None:
        """Look for the person of a case again, in what came later too."""
        self._search(matter_id, lambda desk, *way: desk.search_again(matter_id, subject_id, *way))

    def decide(
        self,
        matter_id: MatterId,
        subject_id: SubjectId,
        numbers: Sequence[int],
        decision: HitDecision,
    ) -> None:
        """Note what a reviewer made of hits."""
        chosen = tuple(numbers)
        self._call(
            lambda desk: desk.decide(matter_id, subject_id, chosen, decision),
            lambda _view: self.list_cases(matter_id),
            "",
        )

    def look_up_place(self, matter_id: MatterId, subject_id: SubjectId, hit: SubjectHit) -> None:
        """Ask where a hit stands on its page."""
        self._call(
            lambda desk: desk.boxes(matter_id, subject_id, hit.number),
            lambda boxes: self.placed.emit(hit, boxes),
            PLACE_LANE,
        )

    def hand_over(self, matter_id: MatterId, subject_id: SubjectId, folder: Path) -> None:
        """Write everything that was accepted into a new folder."""
        self._call(
            lambda desk: desk.hand_over(matter_id, subject_id, folder),
            lambda count: self.handed_over.emit(count, folder),
            "",
        )

    def count_documents(self, matter_id: MatterId, subject_id: SubjectId) -> None:
        """Ask which documents an erasure would take."""
        self._call(
            lambda desk: desk.about(matter_id, subject_id),
            lambda about: self.counted.emit(subject_id, about),
            "",
        )

    def erase(self, matter_id: MatterId, subject_id: SubjectId, typed: str, reason: str) -> None:
        """Dispose of every document with an accepted hit."""
        self._stopped = stopped = threading.Event()

        def then(certificate: Certificate | None) -> None:
            if certificate is None:
                self.spared.emit(matter_id)
            else:
                self.erased.emit(matter_id, certificate)
            self.list_cases(matter_id)

        self._start(
            lambda desk, *way: desk.erase(
                matter_id, subject_id, typed, reason, stopped.is_set, *way
            ),
            then,
            LANE,
        )

    def remove(self, matter_id: MatterId, subject_id: SubjectId) -> None:
        """Delete a case; the documents stay."""
        self._call(
            lambda desk: desk.remove(matter_id, subject_id),
            lambda _: self.list_cases(matter_id),
            "",
        )

    @override
    def stop(self) -> None:
        """Stop: a search keeps nothing, of an erasure what has not gone stays."""
        self._stopped.set()
        self._desk.stop()

    # ------------------------------------------------------------------ inside

    def _search(
        self,
        matter_id: MatterId,
        act: Callable[[SubjectDeskLike, ControlLike, Callable[[object], None]], CaseView | None],
    ) -> None:
        def then(view: CaseView | None) -> None:
            if view is not None:
                self.searched.emit(matter_id, view)
            self.list_cases(matter_id)

        self._start(act, then, LANE)
