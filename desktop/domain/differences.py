"""What persons decided differently about one finding on several workstations."""

from dataclasses import dataclass
from datetime import datetime

from desktop.domain.finding import Decision, FindingKind, Sensitivity
from desktop.domain.identity import FindingId, PageNumber


@dataclass(frozen=True, slots=True)
class DecidedOnce:
    """One person's decision.

    Attributes:
        decision: What it is.
        value: That the person gave, as it stands on the page; "" where it was not corrected.
        by: Name of the account, "" where it is not known.
        at: When, UTC; None where it is not known.
    """

    decision: Decision
    value: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class MatterDifference:
    """A finding with every decision about it.

    Attributes:
        finding_id: The finding.
        kind: What it is about.
        sensitivity: Decides whether values are masked.
        read: As it was read on the page.
        document: Name of its document.
        page: Number of its page.
        holds: The decision that holds.
        earlier: Those that were set aside, the earliest first.
    """

    finding_id: FindingId
    kind: FindingKind
    sensitivity: Sensitivity
    read: str
    document: str
    page: PageNumber
    holds: DecidedOnce
    earlier: tuple[DecidedOnce, ...]
