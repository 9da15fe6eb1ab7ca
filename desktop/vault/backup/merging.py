"""Merging a matter that was worked on elsewhere into the one here, without doubles.

    documents     the same SHA-256 is the same document; of what came inside another document, the
                  same SHA-256 in the same place of the same family
    pages         those that were read there and not here are taken over with what was found on them
    findings      on a page that both have read, the same kind, place and reading is the same one
    decisions     taken over where nobody here has decided; where both have, the later one holds and
                  the earlier one is kept beside it (`asides`); a decision about something that was
                  not found here brings the finding along
    ledgers       taken over with their pages, and where the same text has none here
    extractions   taken over with documents that are new
    answers       those that are not here, about documents that are
    holds         what is held on either side is held here (`holds_merge`)

Nothing that was decided here or there is lost, and merging both ways leaves both sides with the
same decisions. Refused files and rules stay with the workstation on which they were made; so do
logs, whose chains cannot be joined: the log here says which one was taken in, by its end. Each
document is one transaction: a merge that was cut short is done again and goes on.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain.backup import BackupPhase, BackupProgress, Merged
from desktop.domain.document import Document, DocumentKind, DocumentState
from desktop.domain.family import FamilyPlace
from desktop.domain.finding import Decision, Finding, StoredFinding
from desktop.domain.identity import DocumentId, PageNumber
from desktop.domain.page import PageState
from desktop.vault.asides import Asides, Decided
from desktop.vault.backup.answers_merge import merge_answers
from desktop.vault.backup.holds_merge import HoldsMerge
from desktop.vault.findings_store import Findings
from desktop.vault.matter_file import MatterFile
from desktop.vault.matter_store import MatterStore
from desktop.vault.page_writing import PageRead

PAGES_AT_ONCE = 32
_FINISHED = frozenset({DocumentState.READ, DocumentState.READ_WITH_GAPS})

_Sameness = tuple[str, int, int, str, str]


class _Side:
    """One of the two matters."""

    def __init__(self, matter: MatterFile, clock: Callable[[], datetime]) -> None:
        self.store = MatterStore(matter, clock)
        self.findings = Findings(matter)
        self.asides = Asides(matter)

    def decide(self, stored: StoredFinding, decided: Iterable[Decided]) -> None:
        """Let the latest of some decisions hold; a value that it corrects is searched for too."""
        self.asides.put_all(self.findings, stored, decided)
        now = self.findings.named(stored.finding_id).finding
        self.store.searching.word_list.meet_finding(now)


@dataclass(slots=True)
class _Counts:
    documents_new: int = 0
    documents_known: int = 0
    pages_new: int = 0
    decisions_new: int = 0
    decisions_set_aside: int = 0


def merge(
    source: MatterFile, target: MatterFile, reference: str, clock: Callable[[], datetime]
) -> Iterator[BackupProgress | Merged]:
    """Merge one matter into another.

    Args:
        source: That arrives; it is only read.
        target: That is here.
        reference: Client and matter number.
        clock: Tells the time, in UTC.

    Yields:
        Progress in documents; at the end what came of it.

    Raises:
        VaultError: One of them cannot be used, for the reason named by the class.
    """
    there, here = _Side(source, clock), _Side(target, clock)
    counts = _Counts()
    known: dict[DocumentId, DocumentId] = {}
    holds = HoldsMerge(there.store.holds, here.store.holds)
    with here.store.together():
        holds.take_over(None, None)
    documents = there.store.documents()
    for number, document in enumerate(documents, start=1):
        with here.store.together():
            own_id = _merge_document(there, here, document, known, counts)
            known[document.document_id] = own_id
            holds.take_over(document.document_id, own_id)
        yield BackupProgress(BackupPhase.MERGING, number, len(documents))
    answers_new = merge_answers(there.store, here.store, known)
    yield Merged(
        reference=reference,
        is_new=False,
        documents_new=counts.documents_new,
        documents_known=counts.documents_known,
        pages_new=counts.pages_new,
        decisions_new=counts.decisions_new,
        decisions_set_aside=counts.decisions_set_aside,
        answers_new=answers_new,
        holds_new=holds.new,
        holds_released_there=holds.released_there,
    )


def _merge_document(
    there: _Side,
    here: _Side,
    document: Document,
    known: Mapping[DocumentId, DocumentId],
    counts: _Counts,
) -> DocumentId:
    original = there.store.original(document.document_id)
    own, is_new = here.store.admit(document.origin, original, _own_place(document, known))
    counts.documents_new += is_new
    counts.documents_known += not is_new
    if own.page_count == 0 and document.page_count:
        here.store.start_reading(own.document_id, document.page_count, document.notes)
    taken = _take_pages(there, here, document.document_id, own.document_id)
    counts.pages_new += len(taken)
    for page in _read_pages(there, document.document_id):
        _merge_page(there, here, (document.document_id, own.document_id), page, counts)
    _finish(here, document, own.document_id)
    if is_new:
        _take_extractions(there, here, document.document_id, own.document_id)
    return own.document_id


def _own_place(document: Document, known: Mapping[DocumentId, DocumentId]) -> FamilyPlace | None:
    """Where a document stands in its family here; what it came in has come before it."""
    if document.place is None or document.place.parent_id not in known:
        return None
    return FamilyPlace(known[document.place.parent_id], document.place.number)


def _take_pages(
    there: _Side, here: _Side, document_id: DocumentId, own_id: DocumentId
) -> tuple[PageNumber, ...]:
    """Pages that were read there and not here; failed ones too where nothing is known here."""
    read_here = set(_read_pages(here, own_id))
    read_there = _read_pages(there, document_id)
    votes = dict(zip(read_there, there.store.kind_votes(document_id), strict=True))
    missing = tuple(page for page in read_there if page not in read_here)
    for start in range(0, len(missing), PAGES_AT_ONCE):
        batch: list[PageRead] = []
        for page in missing[start : start + PAGES_AT_ONCE]:
            found = [_as_read(stored) for stored in _found(there, document_id, page)]
            batch.append((there.store.page(document_id, page), found, votes[page]))
        here.store.store_pages(own_id, batch)
    waiting = set(here.store.missing_pages(own_id))
    for summary in there.store.page_summaries(document_id):
        if summary.state is PageState.FAILED and summary.number in waiting and summary.error_code:
            here.store.fail_page(own_id, summary.number, summary.error_code)
    return missing


def _merge_page(
    there: _Side,
    here: _Side,
    ids: tuple[DocumentId, DocumentId],
    page: PageNumber,
    counts: _Counts,
) -> None:
    """Decisions and ledger of a page that both sides have read now."""
    document_id, own_id = ids
    theirs, own = _found(there, document_id, page), _found(here, own_id, page)
    is_same_text = (
        there.store.page(document_id, page).text.text == here.store.page(own_id, page).text.text
    )
    present = {_sameness(stored) for stored in own}
    extra = [
        stored
        for stored in theirs
        if stored.decision is not Decision.OPEN and _sameness(stored) not in present
    ]
    if extra:
        own = _with_extra(here, own_id, page, own, extra, is_same_text=is_same_text)
    by_sameness = {_sameness(stored): stored for stored in own}
    for stored in theirs:
        match = by_sameness.get(_sameness(stored))
        if match is not None:
            _merge_decisions(there, here, stored, match, counts)
        elif stored in extra:
            _merge_decisions(there, here, stored, by_sameness[_moved(stored)], counts)
    ledger = there.store.ledger(document_id, page)
    if ledger is not None and is_same_text and here.store.ledger(own_id, page) is None:
        here.store.keep_ledger(own_id, page, ledger)


def _with_extra(
    here: _Side,
    own_id: DocumentId,
    page: PageNumber,
    own: Sequence[StoredFinding],
    extra: Sequence[StoredFinding],
    *,
    is_same_text: bool,
) -> tuple[StoredFinding, ...]:
    """Store a page again together with findings from there; what was decided about it stays.

    Where the text there was another, a finding keeps its boxes and has no place in the text here.
    """
    decided = {_sameness(stored): here.asides.all_of(stored) for stored in own}
    ledger = here.store.ledger(own_id, page)
    reading = here.store.page(own_id, page)
    read_here = _read_pages(here, own_id)
    votes = here.store.kind_votes(own_id)[read_here.index(page)]
    added = [_as_read(stored) if is_same_text else _unplaced(_as_read(stored)) for stored in extra]
    here.store.store_pages(own_id, [(reading, [*map(_as_read, own), *added], votes)])
    if ledger is not None:
        here.store.keep_ledger(own_id, page, ledger)
    stored_again = _found(here, own_id, page)
    for stored in stored_again:
        here.decide(stored, decided.get(_sameness(stored), ()))
    return _found(here, own_id, page)


def _merge_decisions(
    there: _Side, here: _Side, stored: StoredFinding, own: StoredFinding, counts: _Counts
) -> None:
    theirs, ours = there.asides.all_of(stored), here.asides.all_of(own)
    new = [decided for decided in theirs if decided not in ours]
    if not new:
        return
    every = sorted({*theirs, *ours})
    here.decide(own, every)
    counts.decisions_new += len(new)
    counts.decisions_set_aside += bool(ours) and len({decided.said for decided in every}) > 1


def _finish(here: _Side, document: Document, own_id: DocumentId) -> None:
    own = here.store.document(own_id)
    is_through = own.pages_read + own.pages_failed >= own.page_count > 0
    if own.state not in _FINISHED and document.state in _FINISHED and is_through:
        here.store.finish(own_id, document.classification or DocumentKind.OTHER)


def _take_extractions(
    there: _Side, here: _Side, document_id: DocumentId, own_id: DocumentId
) -> None:
    state_there = there.store.extractions.state_of(document_id)
    state_here = here.store.extractions.state_of(own_id)
    for extraction in there.store.extractions.all():
        if extraction.document_id == document_id:
            is_fresh = extraction.state_sha256 == state_there
            state = state_here if is_fresh else extraction.state_sha256
            here.store.extractions.keep(replace(extraction, document_id=own_id, state_sha256=state))


def _read_pages(side: _Side, document_id: DocumentId) -> list[PageNumber]:
    return [
        summary.number
        for summary in side.store.page_summaries(document_id)
        if summary.state is PageState.READ
    ]


def _found(side: _Side, document_id: DocumentId, page: PageNumber) -> tuple[StoredFinding, ...]:
    return side.store.findings(document_id=document_id, page=page)


def _as_read(stored: StoredFinding) -> Finding:
    """The finding before a person corrected it."""
    verdict = stored.verdict
    if verdict is None:
        return stored.finding
    return replace(stored.finding, mention=verdict.read_mention, value=verdict.read_value)


def _unplaced(finding: Finding) -> Finding:
    return replace(finding, start=-1, end=-1)


def _sameness(stored: StoredFinding) -> _Sameness:
    return _sameness_of(_as_read(stored))


def _moved(stored: StoredFinding) -> _Sameness:
    return _sameness_of(_unplaced(_as_read(stored)))


def _sameness_of(finding: Finding) -> _Sameness:
    return finding.kind.value, finding.start, finding.end, finding.mention, finding.value
