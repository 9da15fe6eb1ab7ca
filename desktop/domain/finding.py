"""What was found on a page."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from desktop.domain.geometry import Box
from desktop.domain.identity import DocumentId, FindingId, PageNumber


class FindingKind(StrEnum):
    """What a finding is about."""

    PERSON = "person"
    ORGANISATION = "organisation"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    IBAN = "iban"
    PAYMENT_CARD = "payment_card"
    VAT_ID = "vat_id"
    NATIONAL_ID = "national_id"
    DATE = "date"
    AMOUNT = "amount"
    REFERENCE = "reference"


class Sensitivity(StrEnum):
    """How much harm a leak of the value would do; decides masking, indexing and export."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


SENSITIVITY_OF_KIND: dict[FindingKind, Sensitivity] = {
    FindingKind.PERSON: Sensitivity.MODERATE,
    FindingKind.ORGANISATION: Sensitivity.LOW,
    FindingKind.EMAIL: Sensitivity.MODERATE,
    FindingKind.PHONE: Sensitivity.MODERATE,
    FindingKind.ADDRESS: Sensitivity.MODERATE,
    FindingKind.IBAN: Sensitivity.HIGH,
    FindingKind.PAYMENT_CARD: Sensitivity.HIGH,
    FindingKind.VAT_ID: Sensitivity.LOW,
    FindingKind.NATIONAL_ID: Sensitivity.HIGH,
    FindingKind.DATE: Sensitivity.LOW,
    FindingKind.AMOUNT: Sensitivity.LOW,
    FindingKind.REFERENCE: Sensitivity.LOW,
}
"""Unless the finding itself says otherwise (a date of birth is moderate)."""


class FindingSource(StrEnum):
    """Who made the finding."""

    PATTERN = "pattern"
    VISION = "vision"


class Agreement(StrEnum):
    """How what two readers saw in one place relates.

    NOT_COMPARED: only one reader was asked. ONLY_ONE: both were, and one saw nothing there.
    DIFFERENT: both saw something, and not the same.
    """

    NOT_COMPARED = "not_compared"
    SAME = "same"
    NEAR = "near"
    ONLY_ONE = "only_one"
    DIFFERENT = "different"


class Decision(StrEnum):
    """What the analyst made of a finding."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Finding:
    """One claimed occurrence of a value on a page.

    Attributes:
        kind: What it is about.
        mention: As written on the page.
        value: Normalised: IBAN and identifiers without spaces, phones E.164, dates ISO 8601,
            amounts "1234.50 EUR", e-mail in lower case; otherwise the mention with single spaces.
        start: Offset of the mention in the page's text; -1 when it was not found there.
        end: Offset behind the mention; -1 when it was not found there.
        boxes: One box a line; empty only when agreement is ONLY_ONE.
        source: Who made it.
        confidence: 0 to 1.
        sensitivity: Decides masking, indexing and export.
        agreement: How a second reader saw it; NOT_COMPARED where none was asked.
        role: The part it plays, in snake_case ("total", "tax", "date_of_birth", "effective_date",
            "vendor"), or "" where none was told.
        scheme: For identifiers, the standard checked ("DE VAT", "FR NIR"), else "".
    """

    kind: FindingKind
    mention: str
    value: str
    start: int
    end: int
    boxes: tuple[Box, ...]
    source: FindingSource
    confidence: float
    sensitivity: Sensitivity
    agreement: Agreement = Agreement.NOT_COMPARED
    role: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Who decided about a finding and when, and what had been read before it was corrected.

    Attributes:
        decided_by: Name of the account.
        decided_at: In UTC.
        read_mention: As the first reader saw it.
        read_value: The same, normalised.
    """

    decided_by: str
    decided_at: datetime
    read_mention: str
    read_value: str


@dataclass(frozen=True, slots=True)
class StoredFinding:
    """A finding with its identity and place in the vault.

    Attributes:
        finding: What holds: where a person corrected it, with the mention and value that the
            person gave.
        verdict: Of the person who decided; None while nobody has.
    """

    finding_id: FindingId
    document_id: DocumentId
    page: PageNumber
    finding: Finding
    decision: Decision
    verdict: Verdict | None = None


AGREED = frozenset({Agreement.SAME, Agreement.NEAR})
"""Two readers were asked, and they agree."""

DISPUTED = frozenset({Agreement.DIFFERENT, Agreement.ONLY_ONE})
"""Two readers were asked, and they do not agree."""


def needs_decision(stored: StoredFinding) -> bool:
    """Whether a person has to look before the value is used: readers differ, nobody decided."""
    return stored.decision is Decision.OPEN and stored.finding.agreement in DISPUTED


MASK = "••••"
"""Stands for what is hidden."""


def masked(text: str) -> str:
    """The text with all but its last characters hidden: at most four, and at most a third of it."""
    shown = min(4, len(text) // 3)
    return f"{MASK} {text[-shown:]}" if shown else MASK
