"""Answers from what the vault already holds: findings of the kind and part that is asked for.

No model is asked. What an analyst rejected is no answer; what the readers dispute is marked.
"""

from collections.abc import Iterable, Iterator, Sequence

from desktop.casework.asking.fields import Field, FieldsAsked
from desktop.domain.asking import Citation, Scope, Statement
from desktop.domain.finding import Decision, Sensitivity, StoredFinding, needs_decision
from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, PageNumber
from desktop.findings.alignment import places_of
from desktop.vault.matter_store import MatterStore

MAX_FINDINGS = 2_000
"""Of one kind that are opened, 30 us each; a matter with more is asked about document by document,
or with a name."""

MAX_STATEMENTS = 20
"""Different values that are given as answers; more is a list, and `incamera findings` has it."""

MAX_NAMED_PAGES = 50

_PageKey = tuple[DocumentId, PageNumber]


def statements_found(store: MatterStore, asked: FieldsAsked, scope: Scope) -> tuple[Statement, ...]:
    """What findings say to a question; nothing where one of its fields was not found.

    Args:
        store: Of the matter.
        asked: What the question asks for.
        scope: Only there.

    Raises:
        NoSuchDocumentError: A document of the scope is not in this matter.
    """
    found = list(_in_scope(store, asked, scope))
    statements: list[Statement] = []
    for field in asked.fields:
        of_field = _playing_the_part(field, found)
        if not of_field and len(scope.document_ids) == 1:
            of_field = _told_by_kind(field, found)
        if not of_field:
            return ()
        statements += _by_value(of_field)
    return tuple(statements[:MAX_STATEMENTS])


def _in_scope(store: MatterStore, asked: FieldsAsked, scope: Scope) -> Iterator[StoredFinding]:
    pages = _named_pages(store, asked.names, scope.document_ids) if asked.names else None
    for stored in _of_kinds(store, asked, scope):
        is_there = pages is None or (stored.document_id, stored.page) in pages
        is_meant = scope.region is None or _lies_in(stored, scope.region)
        if is_there and is_meant and stored.decision is not Decision.REJECTED:
            yield stored


def _of_kinds(store: MatterStore, asked: FieldsAsked, scope: Scope) -> Iterator[StoredFinding]:
    document_ids = _documents(store, asked, scope)
    for kind in dict.fromkeys(field.kind for field in asked.fields):
        if document_ids is None:
            yield from store.findings(kind=kind, limit=MAX_FINDINGS)
            continue
        left = MAX_FINDINGS
        for document_id in document_ids:
            found = store.findings(document_id=document_id, page=scope.page, kind=kind, limit=left)
            yield from found
            left -= len(found)
            if left <= 0:
                break


def _documents(store: MatterStore, asked: FieldsAsked, scope: Scope) -> Sequence[DocumentId] | None:
    """The documents that are meant; None: all of the matter.

    A kind of document that the question names counts where there are such documents.
    """
    if len(scope.document_ids) == 1 or not asked.document_kinds:
        return scope.document_ids or None
    of_kind = [
        document.document_id
        for document in store.documents()
        if document.classification in asked.document_kinds
        and (not scope.document_ids or document.document_id in scope.document_ids)
    ]
    return of_kind or scope.document_ids or None


def _named_pages(
    store: MatterStore, names: Sequence[str], document_ids: Sequence[DocumentId]
) -> set[_PageKey]:
    """Pages on which all names stand."""
    choice = store.page_chooser.choose(
        [(name,) for name in names], document_ids, limit=MAX_NAMED_PAGES
    )
    if not choice.are_hits:
        return set()
    texts = ((page, store.page(*page).text.text) for page in choice.pages)
    return {
        (page.document_id, page.page)
        for page, text in texts
        if all(places_of(name, text) for name in names)
    }


def _playing_the_part(field: Field, found: Iterable[StoredFinding]) -> list[StoredFinding]:
    """The findings of a field: those that play the best of its parts."""
    of_kind = [stored for stored in found if stored.finding.kind is field.kind]
    if not field.roles:
        return of_kind
    for role in field.roles:
        playing = [stored for stored in of_kind if stored.finding.role == role]
        if playing:
            return playing
    return []


def _told_by_kind(field: Field, found: Iterable[StoredFinding]) -> list[StoredFinding]:
    """The findings of a field in one document: of its kind, without a part, all of one value."""
    plain = [
        stored for stored in found if stored.finding.kind is field.kind and not stored.finding.role
    ]
    is_sole = len({stored.finding.value for stored in plain}) == 1
    return plain if field.is_told_by_kind and is_sole else []


def _by_value(found: Iterable[StoredFinding]) -> list[Statement]:
    """One statement a value, what a person decided first."""
    values: dict[str, list[StoredFinding]] = {}
    for stored in sorted(found, key=lambda stored: stored.decision is Decision.OPEN):
        values.setdefault(stored.finding.value, []).append(stored)
    return [
        Statement(
            value,
            tuple(_citation(stored) for stored in same),
            same[0].finding.role or same[0].finding.kind.value,
            is_disputed=any(needs_decision(stored) for stored in same),
        )
        for value, same in values.items()
    ]


def _citation(stored: StoredFinding) -> Citation:
    finding = stored.finding
    is_high = finding.sensitivity is Sensitivity.HIGH
    quote = finding.mention
    if stored.decision is Decision.CORRECTED and stored.verdict is not None:
        quote = stored.verdict.read_mention  # what a person gave need not stand on the page
    return Citation(stored.document_id, stored.page, quote, finding.boxes, is_high)


def _lies_in(stored: StoredFinding, region: Box) -> bool:
    return any(box.overlaps(region) for box in stored.finding.boxes)
