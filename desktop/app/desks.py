"""Desks for questions and for fields behind the shapes that the bridge knows."""

from collections.abc import Callable

from desktop.app.clock import now
from desktop.app.shapes import own
from desktop.bridge.shapes import ControlLike
from desktop.casework.asking.desk import AskDesk
from desktop.casework.extraction.desk import FieldsDesk
from desktop.casework.models.shared_model import SharedModel
from desktop.casework.models.vision_model import model_to_load
from desktop.domain.asking import AnswerAgain, AskAnswer, AskEvent, Scope
from desktop.domain.extraction import DocumentFields, FieldLook
from desktop.domain.identity import DocumentId, MatterId
from desktop.paths import own_schemas_folder, schemas_folder
from desktop.settings import Settings
from desktop.vault.vault import Vault


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


def ask_desk(vault: Vault, settings: Callable[[], Settings], shared: SharedModel) -> OwnDesk:
    """A desk for questions over a vault that belongs to the calling thread."""
    return OwnDesk(AskDesk(vault, lambda: model_to_load(settings()), now, shared))


def fields_desk(
    vault: Vault, settings: Callable[[], Settings], shared: SharedModel
) -> OwnFieldsDesk:
    """A desk for fields over a vault that belongs to the calling thread."""
    folders = (schemas_folder(), own_schemas_folder())
    return OwnFieldsDesk(FieldsDesk(vault, lambda: model_to_load(settings()), folders, now, shared))
