"""Finding what waits for a person's decision, wherever in a matter it is."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from desktop.bridge.vault_calls import VaultCalls
from desktop.bridge.works import ReviewWorks
from desktop.domain.identity import DocumentId, MatterId


class Undecided(QObject):
    """Looks through documents on the thread that owns the vault.

    Signals:
        found(str, object): Matter and the first StoredFinding that waits; None: none does.
    """

    found = Signal(str, object)

    def __init__(
        self, works: ReviewWorks, calls: VaultCalls, parent: QObject | None = None
    ) -> None:
        """Nothing is asked for yet."""
        super().__init__(parent)
        self._works = works
        self._calls = calls

    def look_for(self, matter_id: MatterId, document_ids: Sequence[DocumentId]) -> None:
        """Ask for the first in these documents; only the newest of several is answered."""
        first = self._works.first_dispute
        self._calls.ask(
            lambda vault: first(vault, matter_id, document_ids),
            lambda stored: self.found.emit(matter_id, stored),
            lane="undecided",
        )
