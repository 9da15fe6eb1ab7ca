"""Fields of documents, extracted on a thread of their own with a model that stays loaded."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from desktop.bridge.desk_thread import DeskThread, SiblingDesk
from desktop.bridge.shapes import ControlLike, FieldsDeskLike
from desktop.domain.errors import NoSuchDocumentError
from desktop.domain.identity import DocumentId, MatterId

LANE = "fields"
"""Of all calls: what is asked for later shows at least what was asked for before."""


class Extracting(QObject):
    """Gives the fields of one document at a time; what is asked for later replaces it.

    Signals:
        listed(str, object): Document and its DocumentFields.
        told(object): A FieldLook of the model.
        refused(str, object): Document and the exception for which it has no fields.
        ended(): The model looks no longer, whether it was stopped or came to its end.
    """

    listed = Signal(str, object)
    told = Signal(object)
    refused = Signal(str, object)
    ended = Signal()

    def __init__(
        self, new_control: Callable[[], ControlLike], parent: QObject | None = None
    ) -> None:
        """Nothing can be asked for before `begin`.

        Args:
            new_control: Gives what stops the model.
            parent: Owner.
        """
        super().__init__(parent)
        self._desk: DeskThread[FieldsDeskLike] = DeskThread(new_control, self)
        self._desk.told.connect(self.told)
        self._desk.ended.connect(self.ended)

    def begin(self, open_desk: Callable[[], SiblingDesk[FieldsDeskLike]]) -> None:
        """Start the thread; the desk is opened when fields are first asked for."""
        self._desk.begin(open_desk)

    @property
    def is_running(self) -> bool:
        """Whether the model looks for what is missing."""
        return self._desk.is_running

    def list_fields(self, matter_id: MatterId, document_id: DocumentId) -> None:
        """Ask for the fields of a document."""
        self._desk.call(
            lambda desk: desk.fields(matter_id, document_id),
            lambda fields: self.listed.emit(document_id, fields),
            lambda error: self._refuse(document_id, error),
            lane=LANE,
        )

    def look_for_missing(self, matter_id: MatterId, document_id: DocumentId) -> None:
        """Let the model look for what is missing in a document."""
        self._desk.start(
            lambda desk, control, tell: desk.look_for_missing(
                matter_id, document_id, control, tell
            ),
            lambda fields: self.listed.emit(document_id, fields),
            lambda error: self._refuse(document_id, error),
            lane=LANE,
        )

    def stop(self) -> None:
        """Stop the model; what was found before stays."""
        self._desk.stop()

    def end(self) -> QThread | None:
        """Stop; the thread that is still to end."""
        return self._desk.end()

    def _refuse(self, document_id: DocumentId, error: Exception) -> None:
        """Say why there are no fields; of a document that is gone nobody asks any more."""
        if not isinstance(error, NoSuchDocumentError):
            self.refused.emit(document_id, error)
