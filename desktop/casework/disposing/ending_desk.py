"""The end of documents as the window asks for it: told while it is done, stopped by a person."""

from collections.abc import Callable, Sequence
from datetime import datetime

from desktop.casework.control import Control
from desktop.casework.disposing.dispose import dispose_of_documents
from desktop.domain.disposal import Certificate, DisposalProgress
from desktop.domain.identity import DocumentId, MatterId
from desktop.vault.vault import Vault


class EndingDesk:
    """Disposes of documents; belongs to the thread of its vault.

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

    def dispose(
        self,
        matter_id: MatterId,
        document_ids: Sequence[DocumentId],
        typed: str,
        reason: str,
        is_stopped: Callable[[], bool],
        control: Control,
        tell: Callable[[DisposalProgress], None],
    ) -> Certificate | None:
        """Dispose of documents; None where none has gone, or the rest waits for the next opening.

        The matter keeps its key, since other threads of the window have its file open; a disposal
        by command replaces it, and so does `incamera key rotate`.

        Args:
            matter_id: Of the documents.
            document_ids: At least one.
            typed: Client and matter number, as a person typed it to confirm.
            reason: Why, in the firm's words.
            is_stopped: Whether a person has stopped it: what has not gone by then stays.
            control: Its stop leaves the rest to the next opening of the vault.
            tell: Gets how far it has come.

        Raises:
            NotConfirmedError: What was typed is not the matter's reference.
            HeldError: A hold stands in the way; nothing is touched.
        """
        certificate: Certificate | None = None
        for report in dispose_of_documents(
            self._vault,
            self._vault.matter(matter_id),
            document_ids,
            typed=typed,
            reason=reason,
            clock=self._clock,
            is_key_replaced=False,
            is_stopped=is_stopped,
        ):
            tell(report)
            certificate = report.certificate
            if control.is_stopped and not is_stopped():
                break
        return certificate
