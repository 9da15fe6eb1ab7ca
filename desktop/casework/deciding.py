"""What two readers dispute, laid before a person, and what the person decides.

Nothing is overridden by a model, and nothing disputed is accepted in bulk: each value is decided by
itself. What was read, by either reader, is kept beside the decision.
"""

import contextlib
import getpass
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.domain.errors import (
    CorrectionError,
    NoSecondReadingError,
    NoSuchDocumentError,
    NoSuchPageError,
)
from desktop.domain.finding import (
    Decision,
    Finding,
    FindingKind,
    Sensitivity,
    StoredFinding,
    needs_decision,
)
from desktop.domain.identity import DocumentId, FindingId, PageNumber
from desktop.domain.ledger import Comparison, Ledger, SecondReading, TwiceRead
from desktop.domain.page import PageText
from desktop.findings.find import find
from desktop.vault.matter_store import MatterStore

FREELY_WRITTEN = frozenset({FindingKind.PERSON, FindingKind.ORGANISATION, FindingKind.ADDRESS})
"""Kinds whose value is what is written; of the others the value must be one of its kind."""


@dataclass(frozen=True, slots=True)
class Traced:
    """A finding, and what a second reader saw in its place.

    Attributes:
        second: None where no second reader was shown it.
    """

    stored: StoredFinding
    second: SecondReading | None


def traced(store: MatterStore, found: Iterable[StoredFinding]) -> Iterator[Traced]:
    """Findings with what a second reader saw; each page's ledger is opened once.

    Args:
        store: Of the matter.
        found: In the order of documents and pages.
    """
    place: tuple[DocumentId, PageNumber] | None = None
    ledger: Ledger | None = None
    for stored in found:
        if place != (stored.document_id, stored.page):
            place = stored.document_id, stored.page
            ledger = store.ledger(*place)
        second = ledger.second_reading(stored.finding.start, stored.finding.end) if ledger else None
        yield Traced(stored, second)


def disputes(store: MatterStore, document_id: DocumentId | None = None) -> Iterator[Traced]:
    """All that waits for a person's decision, of a document or of the matter."""
    return traced(store, store.findings(document_id=document_id, is_undecided=True))


def first_dispute(store: MatterStore, document_ids: Iterable[DocumentId]) -> StoredFinding | None:
    """The first that waits for a person's decision in these documents, in their order.

    Args:
        store: Of the matter.
        document_ids: One that was removed meanwhile is passed over.
    """
    for document_id in document_ids:
        with contextlib.suppress(NoSuchDocumentError):
            for stored in store.findings(document_id=document_id, is_undecided=True, limit=1):
                return stored
    return None


def second_reading(store: MatterStore, finding_id: FindingId) -> SecondReading | None:
    """What a second reader saw of a finding; None where it was not shown it.

    Raises:
        NoSuchFindingError: Its page was read again or removed meanwhile.
    """
    (one,) = traced(store, [store.finding(finding_id)])
    return one.second


def twice_read(
    store: MatterStore, document_id: DocumentId, number: PageNumber
) -> tuple[TwiceRead, ...] | None:
    """All that two readers read of a page, in the order of its text.

    Returns:
        None where only one reader read it, or none yet.

    Raises:
        NoSuchDocumentError: The document was removed meanwhile.
    """
    try:
        ledger = store.ledger(document_id, number)
    except NoSuchPageError:
        return None
    if ledger is None:
        return None
    found = store.page_findings(document_id, number) or ()
    return tuple(_twice_read(shown, found) for shown in ledger.comparisons)


def decide(store: MatterStore, finding_id: FindingId, decision: Decision) -> StoredFinding:
    """Accept or reject a finding, or take the decision about it back.

    Returns:
        The finding as it is now.

    Raises:
        NoSuchFindingError: Its page was read again or removed meanwhile.
    """
    store.decide(finding_id, decision, decided_by=account_name())
    return store.finding(finding_id)


def correct(store: MatterStore, finding_id: FindingId, mention: str) -> StoredFinding:
    """Put what a person sees on the page in the place of what was read.

    Args:
        store: Of the matter.
        finding_id: The finding.
        mention: As it stands on the page; brought to the normal form of its kind.

    Returns:
        The finding as it is now.

    Raises:
        CorrectionError: It is no value of this kind.
        NoSuchFindingError: Its page was read again or removed meanwhile.
    """
    stored = store.finding(finding_id)
    mention = " ".join(mention.split())
    text = store.page(stored.document_id, stored.page).text.text
    value = value_of(mention, stored.finding, text)
    store.decide(
        finding_id,
        Decision.CORRECTED,
        decided_by=account_name(),
        correction=(mention, value),
    )
    return store.finding(finding_id)


def take_other_reading(store: MatterStore, finding_id: FindingId) -> StoredFinding:
    """Put what the second reader saw in the place of what the first one read.

    Returns:
        The finding as it is now.

    Raises:
        NoSecondReadingError: It saw nothing, or nothing that is a value of this kind.
        NoSuchFindingError: The page was read again or removed meanwhile.
    """
    (one,) = traced(store, [store.finding(finding_id)])
    if one.second is None or not one.second.text:
        raise NoSecondReadingError
    said, kind = one.second.text, one.stored.finding.kind
    same_kind = [found.mention for found in find(PageText(said)) if found.kind is kind]
    try:
        return correct(store, finding_id, same_kind[0] if len(same_kind) == 1 else said)
    except CorrectionError:
        raise NoSecondReadingError from None


def value_of(mention: str, finding: Finding, text: str) -> str:
    """The normal form of what a person gives for a finding.

    It is read as the page is, in its place there, so that what stands around it counts; where that
    makes nothing of it, by itself.

    Args:
        mention: That is given.
        finding: In whose place.
        text: Of the page.

    Raises:
        CorrectionError: It is no value of this kind.
    """
    if not mention:
        raise CorrectionError
    start = max(finding.start, 0)
    in_place = text[:start] + mention + text[max(finding.end, 0) :]
    for around, at in ((in_place, start), (mention, 0)):
        for found in find(PageText(around)):
            if found.kind is finding.kind and (found.start, found.end) == (at, at + len(mention)):
                return found.value
    if finding.kind in FREELY_WRITTEN:
        return mention
    raise CorrectionError


def account_name() -> str:
    """Name of the account that decides; "" where the system tells none."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _twice_read(shown: Comparison, found: Iterable[StoredFinding]) -> TwiceRead:
    """A part of a page with what the findings on it say about its words."""
    here = [
        stored
        for stored in found
        if stored.finding.start < shown.end and shown.start < stored.finding.end
    ]
    high = [stored.finding for stored in here if stored.finding.sensitivity is Sensitivity.HIGH]
    sensitive = frozenset(
        stretch.start
        for stretch in shown.stretches
        if any(finding.start < stretch.end and stretch.start < finding.end for finding in high)
    )
    return TwiceRead(shown, sensitive, any(map(needs_decision, here)))
