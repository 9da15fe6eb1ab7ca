"""Fields of documents, extracted on a thread of their own with a model that stays loaded."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from desktop.bridge.owning_thread import OwningThread
from desktop.bridge.works import ControlLike, FieldsDeskLike, VaultLike
from desktop.domain.errors import InCameraError, NoSuchDocumentError, WorkerCancelledError
from desktop.domain.extraction import FieldLook
from desktop.domain.identity import DocumentId, MatterId

log = logging.getLogger(__name__)


class SiblingFieldsDesk:
    """A desk together with the vault that was opened for its thread alone."""

    def __init__(self, desk: FieldsDeskLike, vault: VaultLike) -> None:
        """Take both; they are closed together."""
        self._vault = vault
        self._desk = desk
        self.fields = desk.fields
        self.look_for_missing = desk.look_for_missing

    def close(self) -> None:
        """End the desk's workers, then close its vault."""
        self._desk.close()
        self._vault.close()


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
    _came = Signal(int, object)

    def __init__(
        self, new_control: Callable[[], ControlLike], parent: QObject | None = None
    ) -> None:
        """Nothing can be asked for before `begin`.

        Args:
            new_control: Gives what stops the model.
            parent: Owner.
        """
        super().__init__(parent)
        self._new_control = new_control
        self._thread: OwningThread[SiblingFieldsDesk] | None = None
        self._control: ControlLike | None = None
        self._look = 0
        self._tickets: dict[int, tuple[DocumentId, int]] = {}
        self._came.connect(self._on_came)

    def begin(self, open_desk: Callable[[], SiblingFieldsDesk]) -> None:
        """Start the thread; the desk is opened when fields are first asked for."""
        self._thread = OwningThread(open_desk, self)
        self._thread.answered.connect(self._on_answered)
        self._thread.refused.connect(self._on_refused)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether the model looks for what is missing."""
        return self._control is not None

    def list_fields(self, matter_id: MatterId, document_id: DocumentId) -> None:
        """Ask for the fields of a document."""
        self._ask(document_id, lambda desk: desk.fields(matter_id, document_id))

    def look_for_missing(self, matter_id: MatterId, document_id: DocumentId) -> None:
        """Let the model look for what is missing in a document."""
        self.stop()
        self._look += 1
        control, number = self._new_control(), self._look
        self._control = control

        def tell(look: FieldLook) -> None:
            self._came.emit(number, look)

        self._ask(
            document_id,
            lambda desk: desk.look_for_missing(matter_id, document_id, control, tell),
            number,
        )

    def stop(self) -> None:
        """Stop the model; what was found before stays."""
        if self._control is not None:
            self._control.stop()
            self._control = None
            self.ended.emit()

    def close(self) -> None:
        """Stop, and wait for the thread."""
        self.stop()
        if self._thread is not None:
            self._thread.end()
            self._thread.wait()
            self._thread = None
            self._tickets.clear()

    def _ask(
        self,
        document_id: DocumentId,
        closure: Callable[[SiblingFieldsDesk], object],
        number: int = 0,
    ) -> None:
        if self._thread is None:
            return
        ticket, dropped = self._thread.ask(closure, lane="fields")
        for old in dropped:
            self._end(self._tickets.pop(old, None))
        self._tickets[ticket] = (document_id, number)

    def _end(self, asked: tuple[DocumentId, int] | None) -> None:
        """Note that the model has come to its end, if this was its run."""
        if asked is not None and asked[1] == self._look and self._control is not None:
            self._control = None
            self.ended.emit()

    @Slot(int, object)
    def _on_came(self, number: int, look: FieldLook) -> None:
        if number == self._look and self._control is not None:
            self.told.emit(look)

    @Slot(int, object)
    def _on_answered(self, ticket: int, result: object) -> None:
        asked = self._tickets.pop(ticket, None)
        self._end(asked)
        if asked is not None:
            self.listed.emit(asked[0], result)

    @Slot(int, object)
    def _on_refused(self, ticket: int, error: Exception) -> None:
        if not isinstance(error, InCameraError):
            log.error("Defect while fields were extracted.", exc_info=error)
        asked = self._tickets.pop(ticket, None)
        self._end(asked)
        if asked is not None and not isinstance(error, (WorkerCancelledError, NoSuchDocumentError)):
            self.refused.emit(asked[0], error)
