"""The list of matters, and how much each holds, as its row says."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.bridge.shapes import VaultLike
from desktop.domain.document import Document
from desktop.domain.identity import MatterId
from desktop.domain.matter import Matter


@dataclass(frozen=True, slots=True)
class MatterCounts:
    """How much a matter holds."""

    documents: int
    pages: int
    findings: int
    waiting: int
    refusals: int


def matters_of(vault: VaultLike) -> tuple[tuple[Matter, ...], int]:
    """The matters that open, and how many there are besides of which nothing is known any more."""
    return tuple(vault.matters()), len(vault.damaged_matters())


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
