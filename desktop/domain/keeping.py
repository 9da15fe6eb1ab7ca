"""How long a matter and its documents are kept: holds, the rule of retention, what is due."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from desktop.domain.family import Families
from desktop.domain.identity import DocumentId

HoldId = NewType("HoldId", str)
"""32 lower-case hexadecimal digits of a random UUID."""

MAX_YEARS = 100
"""The longest time that a rule can ask for."""

MAX_REASON_CHARACTERS = 500
"""Of the reason for a hold, a release, a rule or a disposal."""


class RetentionStart(StrEnum):
    """What the time of retention counts from."""

    MATTER_CLOSED = "matter_closed"
    DOCUMENT_ADDED = "document_added"
    DOCUMENT_DATE = "document_date"


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How long the documents of a matter are kept.

    Attributes:
        years: 1 to 100.
        start: What they count from.
        is_from_year_end: Whether they count from the end of the calendar year of the start, as the
            professional rules of some states have it.
        basis: Why, in the firm's words.
        set_by: Name of the account.
        set_at: UTC.
    """

    years: int
    start: RetentionStart
    is_from_year_end: bool
    basis: str
    set_by: str
    set_at: datetime


@dataclass(frozen=True, slots=True)
class Closing:
    """A matter was closed.

    Attributes:
        closed_by: Name of the account.
        closed_at: UTC.
    """

    closed_by: str
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class Release:
    """A hold was released.

    Attributes:
        reason: Why.
        released_by: Name of the account.
        released_at: UTC.
    """

    reason: str
    released_by: str
    released_at: datetime


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold: while it stands, nothing that it covers is disposed of.

    Attributes:
        document_id: The document that it covers; None where it covers the whole matter.
        reason: Why.
        placed_by: Name of the account.
        placed_at: UTC.
        release: None while it stands.
    """

    hold_id: HoldId
    document_id: DocumentId | None
    reason: str
    placed_by: str
    placed_at: datetime
    release: Release | None = None

    @property
    def is_standing(self) -> bool:
        """Whether it has not been released."""
        return self.release is None

    def covers(self, document_id: DocumentId | None) -> bool:
        """Whether it stands in the way of disposing of a document; None: of the whole matter."""
        return self.is_standing and (
            self.document_id is None or document_id in (None, self.document_id)
        )


@dataclass(frozen=True, slots=True)
class Keeping:
    """All that is known about how long a matter is kept.

    Attributes:
        rule: None where there is none.
        closing: None while the matter is open.
        holds: Every hold, the released ones too, in the order in which they were placed.
    """

    rule: RetentionRule | None
    closing: Closing | None
    holds: tuple[Hold, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """Something whose time of retention is over, or will be.

    Attributes:
        document_id: None where it is the matter as a whole.
        name: Of the document; "" for the matter.
        counted_from: The day on which the time began.
        kept_until: The last day on which it must be kept.
        is_over: Whether that day has passed.
        holds: Those that stand in the way of disposing of it.
        inside: Documents that came inside it and go with it.
    """

    document_id: DocumentId | None
    name: str
    counted_from: date
    kept_until: date
    is_over: bool
    holds: tuple[Hold, ...]
    inside: int = 0


def kept_until(rule: RetentionRule, start: date) -> date:
    """The last day on which something must be kept.

    A period that would end on the 29th of February of another year ends on the 28th.

    Args:
        rule: That holds.
        start: The day it counts from.
    """
    first = date(start.year, 12, 31) if rule.is_from_year_end else start
    year = min(first.year + rule.years, date.max.year)
    last = calendar.monthrange(year, first.month)[1]
    return date(year, first.month, min(first.day, last))


def holds_over(holds: Sequence[Hold], document_id: DocumentId | None) -> tuple[Hold, ...]:
    """The holds that stand in the way of disposing of a document; None: of the whole matter."""
    return tuple(hold for hold in holds if hold.covers(document_id))


def holds_over_family(
    holds: Sequence[Hold], families: Families, document_id: DocumentId
) -> tuple[Hold, ...]:
    """The holds that stand in the way of disposing of a document with all that came inside it.

    They are those on the document, on one that it came in, or on one that came in it.
    """
    members = (document_id, *families.above(document_id), *families.below(document_id))
    return tuple(hold for hold in holds if any(map(hold.covers, members)))


@dataclass(frozen=True, slots=True)
class MatterKeeping:
    """Everything that a person needs to decide about how long a matter is kept.

    Attributes:
        reference: Client and matter number, which confirm a disposal.
        keeping: Rule, closing and holds.
        due: What is due, the longest due first.
        names: Of the documents that a hold covers.
    """

    reference: str
    keeping: Keeping
    due: tuple[Due, ...]
    names: Mapping[DocumentId, str]
