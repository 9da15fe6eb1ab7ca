"""Questions about any matter of a vault, with one model that stays loaded between them."""

from collections.abc import Callable
from datetime import datetime

from desktop.casework.asking.ask import Asker
from desktop.casework.asking.eyes import Eyes
from desktop.casework.asking.page import Tell
from desktop.casework.control import Control
from desktop.casework.models.shared_model import SharedModel
from desktop.domain.asking import AnswerAgain, AskAnswer, Scope
from desktop.domain.identity import MatterId
from desktop.vault.vault import Vault
from desktop.wire.messages import LoadModel


class AskDesk:
    """Takes questions one after the other.

    Args:
        vault: Belongs to the calling thread.
        wanted: Says which model to load.
        clock: Tells the time, in UTC.
        shared: The model that others use too; None: one for this desk alone.
    """

    def __init__(
        self,
        vault: Vault,
        wanted: Callable[[], LoadModel],
        clock: Callable[[], datetime],
        shared: SharedModel | None = None,
    ) -> None:
        """Start nothing yet."""
        self._vault = vault
        self._eyes = Eyes(vault, wanted, shared)
        self._clock = clock

    def ask(
        self,
        matter_id: MatterId,
        question: str,
        scope: Scope,
        control: Control,
        tell: Tell,
        *,
        is_model_wanted: bool = False,
    ) -> AskAnswer:
        """Answer a question about a matter; see `Asker.ask`."""
        asker = self._asker(matter_id)
        return asker.ask(question, scope, control, tell, is_model_wanted=is_model_wanted)

    def again(
        self, matter_id: MatterId, answer: AskAnswer, control: Control, tell: Tell
    ) -> AnswerAgain:
        """Make a kept answer again; see `Asker.again`."""
        return self._asker(matter_id).again(answer, control, tell)

    def earlier(self, matter_id: MatterId, limit: int) -> tuple[AskAnswer, ...]:
        """The answers kept of a matter, the latest first."""
        return self._vault.store_of(matter_id).answers.all(limit=limit)

    def close(self) -> None:
        """End the workers."""
        self._eyes.close()

    def _asker(self, matter_id: MatterId) -> Asker:
        return Asker(self._vault.store_of(matter_id), self._eyes, self._clock)
