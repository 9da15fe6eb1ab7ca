"""How much a matter holds, as its row in the list says."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.bridge.shapes import VaultLike
from desktop.domain.document import Document
from desktop.domain.identity import MatterId


@dataclass(frozen=True, slots=True)
class MatterCounts:
    """How much a matter holds."""

    documents: int
    pages: int
    findings: int
    waiting: int
    refusals: int


def counts_of(vault: VaultLike, matter_id: MatterId) -> MatterCounts:
    """Count what a matter holds; in the thread of the vault."""
    store = vault.store_of(matter_id)
    documents: Sequence[Document] = store.documents()
    return MatterCounts(
        documents=len(documents),
        pages=sum(document.page_count for document in documents),
        findings=sum(document.finding_count for document in documents),
        waiting=len(store.waiting()),
        refusals=len(store.refusals()),
    )
