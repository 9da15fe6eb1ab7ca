"""Questions that an analyst asks about pages, and the answers that are kept of them.

An answer is a list of statements; each stands on words of a page, with their boxes. What nothing on
the page supports is no statement.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, PageNumber
from desktop.domain.receipts import KeptReceipt

AnswerId = NewType("AnswerId", str)
"""32 lower-case hexadecimal digits of a random UUID."""

MAX_QUESTION_CHARS = 500
"""Longer than any question; shorter than a page that someone pasted."""


class Road(StrEnum):
    """How an answer came about."""

    FINDINGS = "findings"
    MODEL = "model"


class Outcome(StrEnum):
    """What became of a question, or of one page that was looked at for it.

    ANSWERED: a statement stands on it. NOT_THERE: the page does not say. UNSUPPORTED: the model
    said something that does not stand on the page; it was dropped. UNUSABLE: it was cut off,
    looped, or the page could not be shown to it. STOPPED: by the analyst.
    """

    ANSWERED = "answered"
    NOT_THERE = "not_there"
    UNSUPPORTED = "unsupported"
    UNUSABLE = "unusable"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a question is about.

    Attributes:
        document_ids: These documents; none: all of the matter.
        page: Only this page, of the only document.
        region: Only this part of the page.
    """

    document_ids: tuple[DocumentId, ...] = ()
    page: PageNumber | None = None
    region: Box | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """Words of a page that a statement stands on.

    Attributes:
        quote: As they stand in the text of the page.
        boxes: One a line; empty only for a finding without a place.
        is_sensitive: Whether a highly sensitive value is in them: masked until asked for.
    """

    document_id: DocumentId
    page: PageNumber
    quote: str
    boxes: tuple[Box, ...]
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """One answer to the question, and what it stands on.

    Attributes:
        text: Of a finding its normalised value, of the model its own words.
        citations: At least one.
        field: Which field of the question it answers, "" for a free question.
        is_disputed: Whether two readers saw the value differently and nobody has decided.
    """

    text: str
    citations: tuple[Citation, ...]
    field: str = ""
    is_disputed: bool = False

    @property
    def is_sensitive(self) -> bool:
        """Whether it says something highly sensitive: masked until asked for."""
        return any(citation.is_sensitive for citation in self.citations)


@dataclass(frozen=True, slots=True)
class View:
    """A part of a page as it is rendered for the model."""

    box: Box
    dpi: int
    turn_deg: int


@dataclass(frozen=True, slots=True)
class Look:
    """One page that was looked at.

    Attributes:
        receipts: Of the model's answers on this page, in the order in which they were given.
        views: What the model was shown for each of them: a box and dots an inch.
    """

    document_id: DocumentId
    page: PageNumber
    outcome: Outcome
    receipts: tuple[KeptReceipt, ...] = ()
    views: tuple[View, ...] = ()


@dataclass(frozen=True, slots=True)
class AskAnswer:
    """What is kept of a question.

    Attributes:
        asked_at: UTC.
        looks: Every page that was looked at, in that order.
        pages_left: How many pages of the scope were not looked at.
        model: Name of the model, "" where none was asked.
    """

    answer_id: AnswerId
    question: str
    asked_at: datetime
    scope: Scope
    road: Road
    outcome: Outcome
    statements: tuple[Statement, ...]
    looks: tuple[Look, ...]
    pages_left: int
    model: str = ""

    @property
    def document_ids(self) -> tuple[DocumentId, ...]:
        """The documents that were looked at or that it says something of, each once."""
        cited = (cited.document_id for said in self.statements for cited in said.citations)
        looked = (look.document_id for look in self.looks)
        return tuple(dict.fromkeys((*looked, *cited)))


@dataclass(frozen=True, slots=True)
class Looking:
    """A page is looked at now.

    Attributes:
        number: Of so many that will be, from 1.
        of: How many will be looked at.
    """

    document_id: DocumentId
    page: PageNumber
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words that the answer in the making stands on; they were found on the page."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class Said:
    """The next words of the answer in the making; what they name stands in its quotes."""

    text: str
    is_sensitive: bool


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What was said about the page that is looked at does not hold; it is no answer."""


AskEvent = Looking | Quoted | Said | Withdrawn | Statement | AskAnswer
"""What is told while a question is answered; the whole answer comes last."""


@dataclass(frozen=True, slots=True)
class LookAgain:
    """One page, looked at again.

    Attributes:
        differing: Names of what decides an answer and is not as it was, such as "build".
        is_equal: Whether the same was said.
    """

    document_id: DocumentId
    page: PageNumber
    differing: tuple[str, ...]
    is_equal: bool


@dataclass(frozen=True, slots=True)
class AnswerAgain:
    """An answer that was made again.

    Attributes:
        looks: Page by page; of an answer from findings there are none.
        gone: Statements that would not be made now.
        new: Statements that would be made now and were not.
    """

    answer: AskAnswer
    looks: tuple[LookAgain, ...]
    gone: tuple[Statement, ...]
    new: tuple[Statement, ...]

    @property
    def is_equal(self) -> bool:
        """Whether the same is said again."""
        return not self.gone and not self.new and all(look.is_equal for look in self.looks)


def outcome_of(looks: Iterable[Outcome]) -> Outcome:
    """What became of a question, from what became of its pages."""
    seen = set(looks)
    for outcome in (Outcome.ANSWERED, Outcome.STOPPED, Outcome.UNSUPPORTED):
        if outcome in seen:
            return outcome
    return Outcome.UNUSABLE if seen == {Outcome.UNUSABLE} else Outcome.NOT_THERE
