"""Questions about pages, answered on a thread of their own with a model that stays loaded."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from desktop.bridge.desk_thread import DeskThread, SiblingDesk
from desktop.bridge.shapes import AskDeskLike, ControlLike
from desktop.domain.asking import AskAnswer, Scope
from desktop.domain.identity import MatterId

EARLIER_LISTED = 100
"""Earlier questions of a matter that are listed; `incamera ask` lists them all."""


class Asking(QObject):
    """Puts one question at a time; a new one stops the one before.

    Signals:
        told(object): An AskEvent of what is asked.
        answered(object): Its AskAnswer; its outcome says where it was stopped.
        made_again(object): The AnswerAgain of an answer that was made again.
        refused(object): The exception that ended it.
        ended(): Nothing is asked any more, for whichever reason.
        listed(str, object): Matter and its kept answers, the latest first.
        failed(object): Exception of anything else that was asked for.
    """

    told = Signal(object)
    answered = Signal(object)
    made_again = Signal(object)
    refused = Signal(object)
    ended = Signal()
    listed = Signal(str, object)
    failed = Signal(object)

    def __init__(
        self, new_control: Callable[[], ControlLike], parent: QObject | None = None
    ) -> None:
        """Nothing can be asked before `begin`.

        Args:
            new_control: Gives what stops a question.
            parent: Owner.
        """
        super().__init__(parent)
        self._desk: DeskThread[AskDeskLike] = DeskThread(new_control, self)
        self._desk.told.connect(self.told)
        self._desk.ended.connect(self.ended)

    def begin(self, open_desk: Callable[[], SiblingDesk[AskDeskLike]]) -> None:
        """Start the thread; the desk is opened by the first question."""
        self._desk.begin(open_desk)

    @property
    def is_running(self) -> bool:
        """Whether something is being answered."""
        return self._desk.is_running

    def ask(
        self, matter_id: MatterId, question: str, scope: Scope, *, is_model_wanted: bool = False
    ) -> None:
        """Put a question.

        Args:
            matter_id: That it is about.
            question: In the analyst's words.
            scope: What it is about.
            is_model_wanted: Let the model look even where findings answer.
        """
        self._desk.start(
            lambda desk, control, tell: desk.ask(
                matter_id, question, scope, control, tell, is_model_wanted=is_model_wanted
            ),
            self.answered.emit,
            self.refused.emit,
            lane="question",
        )

    def again(self, matter_id: MatterId, answer: AskAnswer) -> None:
        """Make a kept answer again, and say whether the same is said."""
        self._desk.start(
            lambda desk, control, tell: desk.again(matter_id, answer, control, tell),
            self.made_again.emit,
            self.refused.emit,
            lane="question",
        )

    def list_earlier(self, matter_id: MatterId) -> None:
        """Ask for what was asked before."""
        self._desk.call(
            lambda desk: desk.earlier(matter_id, EARLIER_LISTED),
            lambda answers: self.listed.emit(matter_id, answers),
            self.failed.emit,
            lane="earlier",
        )

    def stop(self) -> None:
        """Stop what is being answered."""
        self._desk.stop()

    def end(self) -> QThread | None:
        """Stop; the thread that is still to end."""
        return self._desk.end()
