"""What a review asks for beside decisions: what still waits for one, and words to be copied."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QObject, Signal

from desktop.bridge.vault_calls import VaultCalls
from desktop.bridge.works import ReviewWorks
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, FindingId, MatterId, PageNumber


class Reviewing(QObject):
    """Looks things up on the thread that owns the vault.

    Signals:
        undecided_found(str, object): Matter and the first StoredFinding that waits; None: none.
        words_told(str): The words of a part of a page, as they may be seen.
    """

    undecided_found = Signal(str, object)
    words_told = Signal(str)

    def __init__(
        self, works: ReviewWorks, calls: VaultCalls, parent: QObject | None = None
    ) -> None:
        """Nothing is asked for yet."""
        super().__init__(parent)
        self._works = works
        self._calls = calls

    def look_for_undecided(self, matter_id: MatterId, document_ids: Sequence[DocumentId]) -> None:
        """Ask for the first in these documents; only the newest of several is answered."""
        first = self._works.first_dispute
        self._calls.ask(
            lambda vault: first(vault, matter_id, document_ids),
            lambda stored: self.undecided_found.emit(matter_id, stored),
            lane="undecided",
        )

    def tell_words(
        self,
        matter_id: MatterId,
        document_id: DocumentId,
        page: PageNumber,
        frame: Box,
        shown: Collection[FindingId] | None,
    ) -> None:
        """Ask for the words of a part of a page; only the newest of several is answered.

        Args:
            matter_id: The matter.
            document_id: The document.
            page: Its page.
            frame: The part of it.
            shown: Highly sensitive findings that are not masked; None: none is.
        """
        words_in_frame = self._works.words_in_frame
        self._calls.ask(
            lambda vault: words_in_frame(vault, matter_id, document_id, page, frame, shown),
            self.words_told.emit,
            lane="words to copy",
        )
