"""What a person asks about the file of a document: its facts, its removal."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from desktop.bridge.session import Session
from desktop.domain.identity import DocumentId, MatterId
from desktop.ui.confirm_dialog import ConfirmDialog
from desktop.ui.document_sheet import DocumentSheet
from desktop.ui.documents_panel import DocumentsPanel


class FileFlow(QObject):
    """Wires the dialogs to the session.

    Attributes:
        dialog: The one that is open, None where none is.
    """

    def __init__(self, session: Session, documents: DocumentsPanel, parent: QWidget) -> None:
        """Take what it works on."""
        super().__init__(parent)
        self._window = parent
        self._session = session
        self._documents = documents
        self._matter_id: MatterId | None = None
        self.dialog: QDialog | None = None
        documents.about_wanted.connect(self.show_document)
        documents.removal_wanted.connect(self._on_removal_wanted)

    def work_in(self, matter_id: MatterId | None) -> None:
        """Another matter is shown; None: none is."""
        self._matter_id = matter_id

    def show_document(self) -> None:
        """Show the facts of the document selected."""
        chosen = self._documents.chosen()
        document = None if chosen is None else self._documents.document(chosen)
        if document is not None:
            self._open(DocumentSheet(document, self._documents.documents(), self._window))

    def _on_removal_wanted(self, document_id: DocumentId) -> None:
        matter_id = self._matter_id
        is_wanted = matter_id is not None and ConfirmDialog.ask(
            self._window,
            self.tr("Remove this document?"),
            self._documents.removal_words(document_id),
            self.tr("Remove"),
        )
        if is_wanted and matter_id is not None and matter_id == self._matter_id:
            self._session.remove_document(matter_id, document_id)

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._on_finished)
        dialog.open()

    def _on_finished(self, _result: int) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
