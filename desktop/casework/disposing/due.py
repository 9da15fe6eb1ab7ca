"""What has been kept as long as its matter's rule asks; it is shown, and never goes by itself.

A document is due together with all that came inside it, when the last of them is. Its own date is
the latest day among its dates of issue, signature and effect that is not after the day it was
added; where it has none, the day it was added counts, which keeps it longer.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from desktop.domain.document import Document
from desktop.domain.family import Families
from desktop.domain.finding import Decision, FindingKind
from desktop.domain.identity import DocumentId
from desktop.domain.keeping import (
    Due,
    Hold,
    Keeping,
    RetentionRule,
    RetentionStart,
    holds_over,
    holds_over_family,
    kept_until,
)
from desktop.vault.matter_store import MatterStore

OWN_DATES = frozenset({"issue_date", "signature_date", "effective_date"})
"""Roles of dates that say of when a document is."""


def due_in(store: MatterStore, today: date, within_days: int = 0) -> tuple[Due, ...]:
    """What is due in a matter, the longest due first; held or not.

    Args:
        store: Of the matter.
        today: In UTC.
        within_days: What becomes due in so many days is listed too.

    Returns:
        One entry for the matter where the rule counts from its closing, else one for each document
        that was added.
    """
    rule, closing = store.retention.rule(), store.retention.closing()
    if rule is None:
        return ()
    keeping = Keeping(rule, closing, store.holds.all())
    found = [
        due
        for due in _all(store, rule, keeping, today)
        if due.kept_until < today + timedelta(days=within_days)
    ]
    return tuple(sorted(found, key=lambda due: (due.kept_until, due.name)))


def _all(store: MatterStore, rule: RetentionRule, keeping: Keeping, today: date) -> Iterator[Due]:
    if rule.start is RetentionStart.MATTER_CLOSED:
        if keeping.closing is not None:
            holds = holds_over(keeping.holds, None)
            yield _due(None, "", keeping.closing.closed_at.date(), rule, holds, today)
        return
    dates: dict[DocumentId, date] = {}
    if rule.start is RetentionStart.DOCUMENT_DATE:
        dates = _own_dates(store)
    documents = {document.document_id: document for document in store.documents()}
    families = Families.of(documents.values())
    for head_id, document in documents.items():
        if head_id in families.parents:
            continue
        members = (head_id, *families.below(head_id))
        start = max(_start(documents[each], dates) for each in members)
        holds = holds_over_family(keeping.holds, families, head_id)
        due = _due(head_id, document.origin.name, start, rule, holds, today)
        yield replace(due, inside=len(members) - 1)


def _due(
    document_id: DocumentId | None,
    name: str,
    start: date,
    rule: RetentionRule,
    holds: tuple[Hold, ...],
    today: date,
) -> Due:
    last = kept_until(rule, start)
    return Due(document_id, name, start, last, last < today, holds)


def _start(document: Document, dates: dict[DocumentId, date]) -> date:
    added = document.origin.received_at.date()
    return min(dates.get(document.document_id, added), added)


def _own_dates(store: MatterStore) -> dict[DocumentId, date]:
    added = {
        document.document_id: document.origin.received_at.date() for document in store.documents()
    }
    found: defaultdict[DocumentId, list[date]] = defaultdict(list)
    for stored in store.findings(kind=FindingKind.DATE):
        if stored.finding.role not in OWN_DATES or stored.decision is Decision.REJECTED:
            continue
        try:
            day = date.fromisoformat(stored.finding.value)
        except ValueError:
            continue  # A month without a day says too little.
        if day <= added.get(stored.document_id, day):
            found[stored.document_id].append(day)
    return {document_id: max(days) for document_id, days in found.items()}
