"""What a family of patterns claims about a stretch of a page's text."""

from dataclasses import dataclass
from enum import IntEnum

from desktop.domain.finding import FindingKind, Sensitivity


class Proof(IntEnum):
    """How a claim is founded; decides which of two overlapping claims stays.

    Attributes:
        GUESSED: By its looks alone (a capitalised name, a bare amount).
        STATED: By a pattern with its context (a label, a currency, an honorific, a legal form).
        PROVEN: By a check digit, or by a form that nothing else has (an e-mail address).
    """

    GUESSED = 1
    STATED = 2
    PROVEN = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that the text in [start, end) is a value of some kind.

    Attributes:
        start: Offset of its first character.
        end: Offset behind its last character.
        value: Normalised, as `Finding.value`.
        confidence: 0 to 1.
        proof: How the claim is founded.
        role: As `Finding.role`.
        scheme: As `Finding.scheme`.
        sensitivity: Other than the kind's own, or None.
    """

    kind: FindingKind
    start: int
    end: int
    value: str
    confidence: float
    proof: Proof
    role: str = ""
    scheme: str = ""
    sensitivity: Sensitivity | None = None


def single_spaced(mention: str) -> str:
    """The mention on one line with single spaces."""
    return " ".join(mention.split())
