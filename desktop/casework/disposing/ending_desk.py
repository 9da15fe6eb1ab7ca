"""The end of documents and matters for the window: told while it is done, stopped by a person."""

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from datetime import datetime

from desktop.casework.control import Control
from desktop.casework.disposing.dispose import dispose_of_documents, dispose_of_matter
from desktop.domain.disposal import Certificate, DisposalProgress
from desktop.domain.identity import DocumentId, MatterId
from desktop.vault.vault import Vault


class EndingDesk:
    """Disposes of documents and of whole matters; belongs to the thread of its vault.

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
        """Dispose of documents, or of the matter as a whole where none is named.

        None where nothing has gone, or the rest waits for the next opening.

        The matter keeps its key, since other threads of the window have its file open; a disposal
        by command replaces it, and so does `incamera key rotate`.

        Args:
            matter_id: Of the documents.
            document_ids: Of the documents; none: the matter as a whole.
            typed: Client and matter number, as a person typed it to confirm.
            reason: Why, in the firm's words.
            is_stopped: Whether a person has stopped it: what has not gone by then stays.
            control: Its stop leaves the rest to the next opening of the vault.
            tell: Gets how far it has come.

        Raises:
            NotConfirmedError: What was typed is not the matter's reference.
            HeldError: A hold stands in the way; nothing is touched.
        """
        vault, matter = self._vault, self._vault.matter(matter_id)
        if document_ids:
            reports = dispose_of_documents(
                vault,
                matter,
                document_ids,
                typed=typed,
                reason=reason,
                clock=self._clock,
                is_key_replaced=False,
                is_stopped=is_stopped,
            )
        else:
            reports = dispose_of_matter(
                vault, matter, typed=typed, reason=reason, clock=self._clock, is_stopped=is_stopped
            )
        return told_to_the_end(reports, is_stopped, control, tell)


def told_to_the_end(
    reports: Generator[DisposalProgress, None, None],
    is_stopped: Callable[[], bool],
    control: Control,
    tell: Callable[[DisposalProgress], None],
) -> Certificate | None:
    """Drain a disposal; its certificate, None where it has none or the rest waits.

    Args:
        reports: Of the disposal.
        is_stopped: Whether a person has stopped it, which it notices by itself.
        control: Its stop leaves the rest to the next opening of the vault.
        tell: Gets each report.
    """
    certificate: Certificate | None = None
    with closing(reports):
        for report in reports:
            tell(report)
            certificate = report.certificate
            if control.is_stopped and not is_stopped():
                break
    return certificate
