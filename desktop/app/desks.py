"""Desks of casework behind the shapes that the bridge knows."""

from collections.abc import Callable
from pathlib import Path

from desktop.app.shapes import own
from desktop.bridge.shapes import ControlLike
from desktop.casework.asking.desk import AskDesk
from desktop.casework.backing_up.desk import BackupDesk
from desktop.casework.extraction.desk import FieldsDesk
from desktop.casework.keys.renewal_desk import RenewalDesk
from desktop.domain.asking import AnswerAgain, AskAnswer, AskEvent, Scope
from desktop.domain.backup import BackupEntry, CheckedBackup, PieceWritten, Rehearsed
from desktop.domain.extraction import DocumentFields, FieldLook
from desktop.domain.identity import DocumentId, MatterId
from desktop.domain.rotation import RenewalProgress


class OwnDesk:
    """A desk for questions behind the shape that the bridge knows."""

    def __init__(self, desk: AskDesk) -> None:
        self._desk = desk
        self.earlier = desk.earlier
        self.close = desk.close

    def ask(
        self,
        matter_id: MatterId,
        question: str,
        scope: Scope,
        control: ControlLike,
        tell: Callable[[AskEvent], None],
        *,
        is_model_wanted: bool = False,
    ) -> AskAnswer:
        """Answer a question and keep the answer."""
        return self._desk.ask(
            matter_id, question, scope, own(control), tell, is_model_wanted=is_model_wanted
        )

    def again(
        self,
        matter_id: MatterId,
        answer: AskAnswer,
        control: ControlLike,
        tell: Callable[[AskEvent], None],
    ) -> AnswerAgain:
        """Make a kept answer again, and compare."""
        return self._desk.again(matter_id, answer, own(control), tell)


class OwnFieldsDesk:
    """A desk for fields behind the shape that the bridge knows."""

    def __init__(self, desk: FieldsDesk) -> None:
        self._desk = desk
        self.fields = desk.fields
        self.close = desk.close

    def look_for_missing(
        self,
        matter_id: MatterId,
        document_id: DocumentId,
        control: ControlLike,
        tell: Callable[[FieldLook], None],
    ) -> DocumentFields:
        """The fields of a document, with what the model adds."""
        return self._desk.look_for_missing(matter_id, document_id, own(control), tell)


class OwnRenewalDesk:
    """A desk for new keys behind the shape that the bridge knows."""

    def __init__(self, desk: RenewalDesk) -> None:
        self._desk = desk
        self.waiting, self.close = desk.waiting, desk.close

    def renew_all(
        self,
        control: ControlLike,
        tell: Callable[[RenewalProgress], None],
        *,
        may_lose_ways: bool = False,
    ) -> RenewalProgress:
        """Give everything new keys."""
        return self._desk.renew_all(own(control), tell, may_lose_ways=may_lose_ways)

    def go_on(
        self, control: ControlLike, tell: Callable[[RenewalProgress], None]
    ) -> RenewalProgress:
        """Go on with what was put down."""
        return self._desk.go_on(own(control), tell)


class OwnBackupDesk:
    """A desk for backups behind the shape that the bridge knows."""

    def __init__(self, desk: BackupDesk) -> None:
        self._desk = desk
        self.state, self.plan_pieces = desk.state, desk.plan_pieces
        self.close = desk.close

    def back_up(
        self, target: Path | None, control: ControlLike, tell: Callable[[object], None]
    ) -> BackupEntry | None:
        """Make a backup."""
        return self._desk.back_up(target, own(control), tell)

    def check(self, control: ControlLike, tell: Callable[[object], None]) -> CheckedBackup | None:
        """Check the file of the last backup."""
        return self._desk.check(own(control), tell)

    def write_piece(
        self, number: int, folder: Path, control: ControlLike, tell: Callable[[object], None]
    ) -> PieceWritten | None:
        """Write a piece of a file of backups."""
        return self._desk.write_piece(number, folder, own(control), tell)

    def rehearse(self, control: ControlLike, tell: Callable[[object], None]) -> Rehearsed | None:
        """Rehearse the last backup."""
        return self._desk.rehearse(own(control), tell)
