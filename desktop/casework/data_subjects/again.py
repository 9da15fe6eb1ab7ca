"""Searching a case again: a matter grows while somebody reviews what it holds about a person.

What was decided stays, with its number; what is new stands behind it. What was found in documents
that are no longer in the matter goes, since a case must not keep what the matter has let go of.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from desktop.casework.data_subjects.find import look_for, searched_of
from desktop.domain.data_subject import SubjectCase, SubjectHit, SubjectProgress
from desktop.domain.finding import FindingKind
from desktop.domain.identity import DocumentId, PageNumber
from desktop.vault.matter_store import MatterStore

_Sameness = tuple[DocumentId, PageNumber, FindingKind | None, int, str]


def search_again(
    store: MatterStore, start: str, clock: Callable[[], datetime]
) -> Iterator[SubjectProgress]:
    """Look for the person of a case again, and add what is new to the case.

    Args:
        store: Of the matter.
        start: The first digits of the case's identity.
        clock: Tells UTC.

    Yields:
        How far it has come; the case in the last report.

    Raises:
        NoSuchSubjectError: No case fits, or more than one.
    """
    asked = store.subjects.named(start)
    searched, now = searched_of(store), clock()
    found = yield from look_for(store, asked.names, asked.values)
    with store.together():
        case = store.subjects.named(asked.subject_id)
        there = {document.document_id for document in store.documents()}
        kept = tuple(hit for hit in case.hits if hit.document_id in there)
        known = {_sameness(hit) for hit in kept}
        next_number = max((hit.number for hit in case.hits), default=0) + 1
        new = [hit for hit in found if hit.document_id in there and _sameness(hit) not in known]
        added = tuple(replace(hit, number=at) for at, hit in enumerate(new, start=next_number))
        case = replace(case, hits=kept + added, searched=searched, searched_at=now)
        store.subjects.keep(case)
    pages = sum(each.pages_read for each in searched)
    yield SubjectProgress(pages, pages, case)


def unseen_in(store: MatterStore, case: SubjectCase) -> tuple[DocumentId, ...]:
    """Documents with pages that were read after the case was last searched.

    Of a case from before this was kept, every document is one.
    """
    seen = {each.document_id: each.pages_read for each in case.searched}
    return tuple(
        document.document_id
        for document in store.documents()
        if document.pages_read > seen.get(document.document_id, 0)
    )


def _sameness(hit: SubjectHit) -> _Sameness:
    return hit.document_id, hit.page, hit.kind, hit.start, hit.mention
