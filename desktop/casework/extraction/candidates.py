"""What can be meant by a field: values with their place, and how well each is told."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from desktop.casework.extraction.layout import Cue, SearchedPage, above, nearness
from desktop.domain.extraction import FieldSchema, FieldSource, FieldType, FieldValue, Where
from desktop.domain.finding import (
    SENSITIVITY_OF_KIND,
    Agreement,
    Decision,
    Sensitivity,
    StoredFinding,
    needs_decision,
)
from desktop.domain.geometry import Box

LEAST_NEARNESS = 0.3
"""Below this a cue stands too far away to be the label of a value."""

HEADING_SHARE = 0.35
"""Of the first page: letterheads and tops of receipts end above it."""

_BY_HARM = (Sensitivity.HIGH, Sensitivity.MODERATE, Sensitivity.LOW)

SURE_ENOUGH = 0.7
"""A value that is less sure needs a person."""

MAX_FINDINGS = 400
"""Of one kind on a page that are weighed; more is a table, and its rows are items."""

BY_ROLE, BY_CUE, BY_PLACE, BY_LINE = 0.95, 0.88, 0.8, 0.65
"""How sure it is that a value belongs to the field, by what tells it; times how sure the value
itself is. Of receipts with a transcript by people, tests/benchmarks/bench_extraction.py."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that can be meant.

    Attributes:
        rank: The higher the better told; only compared within a field.
        start: Offset in the text of its page, -1 for what does not stand in one piece there.
    """

    value: FieldValue
    rank: float
    start: int


def sensitivity_of(page: SearchedPage, kind: FieldType, boxes: Iterable[Box]) -> Sensitivity:
    """How much harm a leak of words would do: that of their type, or of what was found in them."""
    places = tuple(boxes)
    found = (
        finding.sensitivity
        for finding in page.sensitive
        if any(box.overlaps(each) for box in finding.boxes for each in places)
    )
    kinds = kind.finding_kinds
    own = [SENSITIVITY_OF_KIND[each] for each in kinds]
    least = Sensitivity.MODERATE if kind is FieldType.TEXT else Sensitivity.LOW
    return min((least, *own, *found), key=_BY_HARM.index)


def is_in_heading(page: SearchedPage, box: Box) -> bool:
    """Whether a box stands in the upper part of the first page."""
    return page.is_first and box.top_pt <= HEADING_SHARE * page.height_pt


def place_bonus(page: SearchedPage, field: FieldSchema, box: Box | None) -> float:
    """What standing where the field is looked for first adds to a rank."""
    match field.where:
        case Where.ANYWHERE:
            return 0.0
        case Where.FIRST_PAGE:
            return 0.8 if page.is_first else 0.0
        case Where.LAST_PAGE:
            return 0.8 * page.number / page.page_count
        case Where.HEADING:
            return 2.0 if box is not None and is_in_heading(page, box) else 0.0


def words_candidate(
    page: SearchedPage,
    field: FieldSchema,
    mention: str,
    value: str,
    boxes: tuple[Box, ...],
    *,
    told: float,
    rank: float,
    start: int = -1,
    parts: dict[str, str] | None = None,
) -> Candidate:
    """A candidate that is read from words of the page.

    Args:
        page: On which it stands.
        field: That it can be meant by.
        mention: As it stands there.
        value: Normalised.
        boxes: One a line.
        told: How sure it is that it belongs to the field.
        rank: See `Candidate`.
        start: Offset in the text.
        parts: Of a row of a table.
    """
    confidence = told * page.confidence_within(boxes)
    made = FieldValue(
        value=value,
        mention=mention,
        page=page.number,
        boxes=boxes,
        source=FieldSource.WORDS,
        agreement=Agreement.NOT_COMPARED,
        confidence=confidence,
        sensitivity=sensitivity_of(page, field.type, boxes),
        needs_person=confidence < SURE_ENOUGH,
        parts=parts or {},
    )
    return Candidate(made, rank + place_bonus(page, field, boxes[0] if boxes else None), start)


def candidates_found(page: SearchedPage, field: FieldSchema) -> Iterator[Candidate]:
    """Findings that can be meant: of the right kind, and told by role, cue or place.

    What a person rejected is none; what a person accepted or corrected goes before all others.
    """
    kinds = field.type.finding_kinds
    of_kind = (stored for stored in page.found if stored.finding.kind in kinds)
    for stored in islice(of_kind, MAX_FINDINGS):
        finding = stored.finding
        if stored.decision is not Decision.REJECTED:
            told = _told(page, field, stored)
            if told is not None:
                box = finding.boxes[0] if finding.boxes else None
                yield found_candidate(stored, told[0], told[1] + place_bonus(page, field, box))


def _told(
    page: SearchedPage, field: FieldSchema, stored: StoredFinding
) -> tuple[float, float] | None:
    """How sure it is that a finding belongs to the field, and its rank; None: it does not.

    A role that the words before a value gave it counts less than the label of another field that
    stands right at it: text that runs from column to column gives wrong roles.
    """
    finding = stored.finding
    near = _nearest(page, page.cues_of(field.name), stored)
    if finding.role in field.roles and (finding.role or field.roles[0] == ""):
        if finding.role and near < 0.5 and _heads_another_column(page, field, stored):
            return None
        told = BY_ROLE if finding.role or near >= LEAST_NEARNESS else BY_PLACE
        return told, 3.0 - 0.4 * field.roles.index(finding.role) + near
    if finding.role and field.roles:
        return (BY_CUE - 0.15, 0.5 + near) if near > 0.6 else None
    if near >= LEAST_NEARNESS:
        return BY_CUE, 1.8 + near
    if "" in field.roles or not (field.roles or field.cues):
        return BY_PLACE, 1.0
    return _told_by_heading(page, field, stored)


def _heads_another_column(page: SearchedPage, field: FieldSchema, stored: StoredFinding) -> bool:
    """Whether the label of another field stands right above a finding."""
    boxes = stored.finding.boxes
    rivals = page.rival_cues(field.name)
    return bool(boxes) and any(above(cue.box, boxes[0]) >= 0.5 for cue in rivals)


def _told_by_heading(
    page: SearchedPage, field: FieldSchema, stored: StoredFinding
) -> tuple[float, float] | None:
    boxes = stored.finding.boxes
    is_meant = field.where is Where.HEADING and not field.roles
    if not (is_meant and boxes and is_in_heading(page, boxes[0])):
        return None
    return BY_PLACE, 1.6 - 4.0 * boxes[0].top_pt / page.height_pt


def _nearest(page: SearchedPage, cues: Iterable[Cue], stored: StoredFinding) -> float:
    """How close the nearest of some cues stands to a finding."""
    finding = stored.finding
    return max(
        (nearness(cue, finding.start, finding.end, finding.boxes, page.text.text) for cue in cues),
        default=0.0,
    )


def found_candidate(stored: StoredFinding, told: float, rank: float) -> Candidate:
    """A candidate that is a finding.

    Args:
        stored: The finding.
        told: How sure it is that it belongs to the field.
        rank: See `Candidate`; what a person decided goes before all others.
    """
    finding = stored.finding
    is_decided = stored.decision is not Decision.OPEN
    confidence = 1.0 if is_decided else told * finding.confidence
    made = FieldValue(
        value=finding.value,
        mention=" ".join(finding.mention.split()),
        page=stored.page,
        boxes=finding.boxes,
        source=FieldSource.FINDING,
        agreement=finding.agreement,
        confidence=confidence,
        sensitivity=finding.sensitivity,
        needs_person=needs_decision(stored) or confidence < SURE_ENOUGH,
    )
    bonus = 0.2 * finding.confidence + (5.0 if is_decided else 0.0)
    return Candidate(made, rank + bonus, finding.start)
