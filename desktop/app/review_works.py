"""The real functions behind the review of findings."""

from desktop.app.shapes import real
from desktop.bridge.shapes import VaultLike
from desktop.bridge.works import ReviewWorks
from desktop.casework.deciding import (
    correct,
    decide,
    first_dispute,
    second_reading,
    take_other_reading,
    twice_read,
)
from desktop.casework.frame_words import words_in_frame
from desktop.domain.identity import MatterId
from desktop.vault.matter_store import MatterStore


def review_works() -> ReviewWorks:
    """The real functions behind the review of findings."""

    def store_of(vault: VaultLike, matter_id: MatterId) -> MatterStore:
        return real(vault).store_of(matter_id)

    return ReviewWorks(
        decide=lambda vault, matter_id, *what: decide(store_of(vault, matter_id), *what),
        correct=lambda vault, matter_id, *what: correct(store_of(vault, matter_id), *what),
        take_other_reading=lambda vault, matter_id, finding_id: take_other_reading(
            store_of(vault, matter_id), finding_id
        ),
        second_reading=lambda vault, matter_id, finding_id: second_reading(
            store_of(vault, matter_id), finding_id
        ),
        twice_read=lambda vault, matter_id, *page: twice_read(store_of(vault, matter_id), *page),
        words_in_frame=lambda vault, matter_id, *what: words_in_frame(
            store_of(vault, matter_id), *what
        ),
        first_dispute=lambda vault, matter_id, document_ids: first_dispute(
            store_of(vault, matter_id), document_ids
        ),
    )
