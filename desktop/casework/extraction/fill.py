"""Each field of a schema filled from opened pages: with the best told value, or several."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from desktop.casework.extraction.beside import candidates_beside
from desktop.casework.extraction.candidates import SURE_ENOUGH, Candidate, candidates_found
from desktop.casework.extraction.heading import candidates_in_heading
from desktop.casework.extraction.items import candidates_for_items
from desktop.casework.extraction.layout import SearchedPage
from desktop.casework.extraction.parties import candidates_for_parties
from desktop.casework.extraction.terms import candidates_in_words
from desktop.casework.extraction.zone import candidates_in_zone
from desktop.domain.extraction import (
    ExtractedField,
    FieldSchema,
    FieldSource,
    FieldType,
    FieldValue,
    Prefer,
    Schema,
)
from desktop.domain.finding import DISPUTED, Decision

EQUALLY_WELL = 0.5
"""Ranks this close are told equally well: less than a role is worth over a cue, more than the
distance of a cue changes."""

RIVAL_DOUBT = 0.75
"""What is left of the confidence where another value is told equally well."""

MAX_VALUES = 200


def fill(schema: Schema, pages: Sequence[SearchedPage]) -> tuple[ExtractedField, ...]:
    """What the pages say for each field; a field that nothing says has no value.

    Args:
        schema: Whose fields.
        pages: Of one document, ascending; their cues are looked for here.
    """
    for page in pages:
        page.look_for(schema.fields)
    return tuple(
        ExtractedField(field.name, tuple(_values(field, pages)), field.is_required)
        for field in schema.fields
    )


def _values(field: FieldSchema, pages: Sequence[SearchedPage]) -> Iterable[FieldValue]:
    candidates = [candidate for page in pages for candidate in _candidates(page, field)]
    if not candidates:
        return ()
    if field.type is FieldType.ITEMS:
        return (candidate.value for candidate in candidates[:MAX_VALUES])
    best = max(candidate.rank for candidate in candidates)
    told = [candidate for candidate in candidates if candidate.rank >= best - EQUALLY_WELL]
    told.sort(key=lambda candidate: (candidate.value.page, candidate.start))
    if field.is_repeated:
        if field.type is FieldType.PARTY:  # They are introduced together, once.
            told = [candidate for candidate in told if candidate.value.page == told[0].value.page]
        return _each_once(told)
    chosen = _preferred(field, told)
    return (_where_it_was_found(chosen, candidates),)


def _candidates(page: SearchedPage, field: FieldSchema) -> Iterator[Candidate]:
    """What every reader offers, without what a person rejected."""
    yield from candidates_found(page, field)
    readers = (
        candidates_for_parties,
        candidates_beside,
        candidates_in_heading,
        candidates_in_words,
        candidates_for_items,
        candidates_in_zone,
    )
    rejected = [
        box
        for stored in page.found
        if stored.decision is Decision.REJECTED and stored.finding.kind in field.type.finding_kinds
        for box in stored.finding.boxes
    ]
    for reader in readers:
        for candidate in reader(page, field):
            if not any(box.overlaps(each) for box in candidate.value.boxes for each in rejected):
                yield candidate


def _preferred(field: FieldSchema, told: Sequence[Candidate]) -> FieldValue:
    """The value that is meant, less sure where others are told equally well."""
    match field.prefer:
        case Prefer.FIRST:
            chosen = max(told, key=lambda candidate: candidate.rank)
        case Prefer.LAST:
            chosen = told[-1]
        case Prefer.LARGEST:
            chosen = max(told, key=lambda candidate: _size(candidate.value.value))
    value = chosen.value
    if all(_reads(each.value) == _reads(value) for each in told):
        return value
    confidence = value.confidence * RIVAL_DOUBT
    return replace(value, confidence=confidence, needs_person=confidence < SURE_ENOUGH)


def _where_it_was_found(chosen: FieldValue, candidates: Iterable[Candidate]) -> FieldValue:
    """The value at the place of a finding that says the same; what two roads lead to is surer."""
    if chosen.source is FieldSource.FINDING:
        return chosen
    for candidate in candidates:
        found = candidate.value
        if found.source is FieldSource.FINDING and _reads(found) == _reads(chosen):
            confidence = max(chosen.confidence, found.confidence)
            is_disputed = found.agreement in DISPUTED and found.needs_person
            needs_person = is_disputed or confidence < SURE_ENOUGH
            return replace(found, confidence=confidence, needs_person=needs_person)
    return chosen


def _each_once(told: Iterable[Candidate]) -> Iterator[FieldValue]:
    seen: set[str] = set()
    for candidate in told:
        reads = _reads(candidate.value)
        if reads not in seen and len(seen) < MAX_VALUES:
            seen.add(reads)
            yield candidate.value


def _reads(value: FieldValue) -> str:
    return value.value.casefold().rstrip(".")


def _size(value: str) -> Decimal:
    try:
        return Decimal(value.split(maxsplit=1)[0])
    except (InvalidOperation, IndexError):
        return Decimal(0)
