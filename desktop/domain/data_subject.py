"""A person about whom a matter holds data: what was found, and what a reviewer made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from desktop.domain.finding import FindingKind
from desktop.domain.identity import DocumentId, PageNumber

SubjectId = NewType("SubjectId", str)
"""32 lower-case hexadecimal digits of a random UUID."""


class HitReason(StrEnum):
    """Why something is thought to be about the person.

    VALUE: a value that was asked for. SPELLING: a name as it was asked for, in any spelling or with
    a letter wrong. TEXT: the name stands in the text where no finding is. LINKED: what is personal
    on a page that names the person. SAME_VALUE: such a value on another page.
    """

    VALUE = "value"
    SPELLING = "spelling"
    TEXT = "text"
    LINKED = "linked"
    SAME_VALUE = "same_value"


class HitDecision(StrEnum):
    """What the reviewer made of a hit."""

    OPEN = "open"
    ACCEPTED = "accepted"
    STRUCK = "struck"


@dataclass(frozen=True, slots=True)
class SubjectHit:
    """Something that may be about the person.

    Attributes:
        number: In its case, from 1.
        kind: None where it stands in the text and no finding covers it.
        mention: As written on the page.
        value: Normalised.
        start: Offset in the page's text, -1 where it was not found there.
        end: Offset behind it.
    """

    number: int
    document_id: DocumentId
    page: PageNumber
    kind: FindingKind | None
    mention: str
    value: str
    start: int
    end: int
    reason: HitReason
    decision: HitDecision = HitDecision.OPEN


@dataclass(frozen=True, slots=True)
class SearchedDocument:
    """How much of a document a search for a person has seen.

    Attributes:
        pages_read: Pages that were read by then.
    """

    document_id: DocumentId
    pages_read: int


@dataclass(frozen=True, slots=True)
class SubjectCase:
    """What a matter holds about one person, under review.

    Attributes:
        names: As asked for.
        values: E-mail addresses, numbers and other identifiers, as asked for.
        opened_by: Name of the account.
        opened_at: UTC.
        hits: In the order of documents, pages and places; those that a later search has found
            behind those of the one before.
        searched: What the last search has seen.
        searched_at: When that was, UTC; None in a case that was searched once, when it was opened.
    """

    subject_id: SubjectId
    names: tuple[str, ...]
    values: tuple[str, ...]
    opened_by: str
    opened_at: datetime
    hits: tuple[SubjectHit, ...]
    searched: tuple[SearchedDocument, ...] = ()
    searched_at: datetime | None = None

    @property
    def person(self) -> str:
        """Names and values as they were asked for, in one line."""
        return ", ".join((*self.names, *self.values))

    @property
    def open_hits(self) -> tuple[SubjectHit, ...]:
        """Those that nobody has decided about."""
        return tuple(hit for hit in self.hits if hit.decision is HitDecision.OPEN)

    @property
    def accepted(self) -> tuple[SubjectHit, ...]:
        """Those that are about the person."""
        return tuple(hit for hit in self.hits if hit.decision is HitDecision.ACCEPTED)


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case as a reviewer sees it.

    Attributes:
        names: Of the documents with hits that are still in the matter.
        unseen: Documents with pages that came after the last search.
    """

    case: SubjectCase
    names: Mapping[DocumentId, str]
    unseen: tuple[DocumentId, ...]


@dataclass(frozen=True, slots=True)
class SubjectProgress:
    """How far the search for a person has come.

    Attributes:
        pages_done: Pages looked at.
        pages_total: Of so many.
        case: What was found, in the last report.
    """

    pages_done: int
    pages_total: int
    case: SubjectCase | None = None
