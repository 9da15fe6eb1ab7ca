"""What the window needs of casework about the end of documents and about data subjects."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from desktop.bridge.shapes import ControlLike
from desktop.domain.data_subject import CaseView, HitDecision, SubjectId
from desktop.domain.disposal import Certificate
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, MatterId

Tell = Callable[[object], None]
IsStopped = Callable[[], bool]
"""Whether a person has stopped a disposal: what has not gone by then stays."""


class EndingDeskLike(Protocol):
    """Disposes of documents and matters; belongs to the thread that opened it."""

    def dispose(
        self,
        matter_id: MatterId,
        document_ids: Sequence[DocumentId],
        typed: str,
        reason: str,
        is_stopped: IsStopped,
        control: ControlLike,
        tell: Tell,
        /,
    ) -> Certificate | None:
        """Dispose of documents, or the matter; None where nothing has gone, or the rest waits."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


class SubjectDeskLike(Protocol):
    """Cases of data subjects; belongs to the thread that opened it."""

    def cases(self, matter_id: MatterId, /) -> Sequence[CaseView]:
        """The cases of a matter, the oldest first."""
        ...

    def find(
        self,
        matter_id: MatterId,
        names: Sequence[str],
        values: Sequence[str],
        control: ControlLike,
        tell: Tell,
        /,
    ) -> CaseView | None:
        """Look for a person and open a case; None where it was stopped."""
        ...

    def search_again(
        self, matter_id: MatterId, subject_id: SubjectId, control: ControlLike, tell: Tell, /
    ) -> CaseView | None:
        """Look for the person of a case again; None where it was stopped."""
        ...

    def decide(
        self,
        matter_id: MatterId,
        subject_id: SubjectId,
        numbers: Sequence[int],
        decision: HitDecision,
        /,
    ) -> CaseView:
        """Note what a reviewer made of hits."""
        ...

    def boxes(self, matter_id: MatterId, subject_id: SubjectId, number: int, /) -> tuple[Box, ...]:
        """Where a hit stands on its page."""
        ...

    def hand_over(self, matter_id: MatterId, subject_id: SubjectId, folder: Path, /) -> int:
        """Write everything that was accepted into a new folder; returns how many hits."""
        ...

    def about(self, matter_id: MatterId, subject_id: SubjectId, /) -> Sequence[DocumentId]:
        """The documents that an erasure would dispose of."""
        ...

    def erase(
        self,
        matter_id: MatterId,
        subject_id: SubjectId,
        typed: str,
        reason: str,
        is_stopped: IsStopped,
        control: ControlLike,
        tell: Tell,
        /,
    ) -> Certificate | None:
        """Dispose of every document with an accepted hit; None where none has gone."""
        ...

    def remove(self, matter_id: MatterId, subject_id: SubjectId, /) -> None:
        """Delete a case; the documents stay."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...
