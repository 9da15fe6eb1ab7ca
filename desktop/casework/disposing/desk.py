"""What the window does about holds, retention and whole matters, by the identity of a matter."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from desktop.casework.disposing.due import due_in
from desktop.casework.disposing.keeping import (
    close_matter,
    keeping_of,
    lift_rule,
    place_hold,
    release_hold,
    reopen_matter,
    set_rule,
)
from desktop.casework.disposing.without_key import finish_without_key, stuck_disposals
from desktop.domain.disposal import Certificate, DisposalId, StuckDisposal
from desktop.domain.errors import NotAdministratorError, NotMemberError
from desktop.domain.identity import DocumentId, MatterId
from desktop.domain.keeping import MatterKeeping, RetentionStart
from desktop.vault.vault import Vault


class KeepingDesk:
    """Rules, holds and the end of documents, for whoever has an open vault.

    Args:
        clock: Tells UTC.
    """

    def __init__(self, clock: Callable[[], datetime]) -> None:
        """Take the clock."""
        self._clock = clock

    def look(self, vault: Vault, matter_id: MatterId) -> MatterKeeping:
        """How long a matter is kept, what holds it, and what is due."""
        store = vault.store_of(matter_id)
        keeping = keeping_of(store)
        held = {hold.document_id for hold in keeping.holds}
        names = {
            document.document_id: document.origin.name
            for document in (store.documents() if held - {None} else ())
            if document.document_id in held
        }
        due = due_in(store, self._clock().date())
        return MatterKeeping(vault.matter(matter_id).reference, keeping, due, names)

    def stuck(self, vault: Vault) -> tuple[StuckDisposal, ...]:
        """The ends of matters that wait for nobody; none for whoever could not finish them."""
        with suppress(NotMemberError, NotAdministratorError):
            return stuck_disposals(vault, self._clock)
        return ()

    def finish_stuck(self, vault: Vault, disposal_id: DisposalId, reason: str) -> Certificate:
        """Finish one of them."""
        return finish_without_key(vault, disposal_id, reason, self._clock)

    def hold(
        self, vault: Vault, matter_id: MatterId, document_id: DocumentId | None, reason: str
    ) -> None:
        """Place a hold on a document; None: on the whole matter."""
        place_hold(vault.store_of(matter_id), document_id, reason)

    def release(self, vault: Vault, matter_id: MatterId, hold_id: str, reason: str) -> None:
        """Release a hold."""
        release_hold(vault.store_of(matter_id), hold_id, reason)

    def set_rule(
        self,
        vault: Vault,
        matter_id: MatterId,
        years: int,
        start: RetentionStart,
        basis: str,
        is_from_year_end: bool,  # noqa: FBT001 - called by place across the bridge
    ) -> None:
        """Let a rule hold."""
        set_rule(
            vault.store_of(matter_id),
            years,
            start,
            basis,
            self._clock,
            is_from_year_end=is_from_year_end,
        )

    def lift_rule(self, vault: Vault, matter_id: MatterId) -> None:
        """Let no rule hold."""
        lift_rule(vault.store_of(matter_id))

    def close(self, vault: Vault, matter_id: MatterId) -> None:
        """Close a matter."""
        close_matter(vault.store_of(matter_id), self._clock)

    def reopen(self, vault: Vault, matter_id: MatterId) -> None:
        """Open a matter again."""
        reopen_matter(vault.store_of(matter_id))
