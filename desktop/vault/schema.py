"""What the tables hold: numbers that stand for the domain's words, and the newest versions.

A number is never given a second meaning and never taken away: existing vaults hold it.
"""

from enum import Enum
from typing import Generic, TypeVar

from desktop.domain.disposal import DisposalState
from desktop.domain.document import DocumentKind, DocumentState, FileKind
from desktop.domain.errors import VaultDamagedError
from desktop.domain.finding import Agreement, Decision, FindingKind, FindingSource, Sensitivity
from desktop.domain.page import PageState, ReadMethod

AnyEnum = TypeVar("AnyEnum", bound=Enum)


class Codes(Generic[AnyEnum]):
    """Numbers that stand for the members of an enumeration."""

    def __init__(self, numbers: dict[AnyEnum, int]) -> None:
        """Take the number of every member."""
        self._numbers = numbers
        self._members = {number: member for member, number in numbers.items()}

    def number(self, member: AnyEnum) -> int:
        """The number that stands for a member."""
        return self._numbers[member]

    def member(self, number: int) -> AnyEnum:
        """The member that a stored number stands for.

        Raises:
            VaultDamagedError: None does.
        """
        try:
            return self._members[number]
        except KeyError:
            raise VaultDamagedError from None

    def items(self) -> tuple[tuple[AnyEnum, int], ...]:
        """Every member and its number."""
        return tuple(self._numbers.items())


FILE_KINDS = Codes(
    {
        FileKind.PDF: 1,
        FileKind.TIFF: 2,
        FileKind.JPEG: 3,
        FileKind.PNG: 4,
        FileKind.EML: 5,
        FileKind.MSG: 6,
        FileKind.MBOX: 7,
        FileKind.ZIP: 8,
        FileKind.DOCX: 9,
        FileKind.XLSX: 10,
        FileKind.PPTX: 11,
        FileKind.ODT: 12,
        FileKind.ODS: 13,
        FileKind.ODP: 14,
        FileKind.RTF: 15,
        FileKind.TEXT: 16,
        FileKind.HTML: 17,
        FileKind.HEIC: 18,
        FileKind.WEBP: 19,
        FileKind.GIF: 20,
        FileKind.BMP: 21,
        FileKind.LOCKED_OFFICE: 22,
        FileKind.TNEF: 23,
        FileKind.P7M: 24,
    }
)

DOCUMENT_STATES = Codes(
    {
        DocumentState.WAITING: 1,
        DocumentState.READING: 2,
        DocumentState.READ: 3,
        DocumentState.READ_WITH_GAPS: 4,
        DocumentState.LOCKED: 5,
    }
)

DOCUMENT_KINDS = Codes(
    {
        DocumentKind.CONTRACT: 1,
        DocumentKind.INVOICE: 2,
        DocumentKind.RECEIPT: 3,
        DocumentKind.PAYSLIP: 4,
        DocumentKind.BANK_STATEMENT: 5,
        DocumentKind.IDENTITY_DOCUMENT: 6,
        DocumentKind.LETTER: 7,
        DocumentKind.COURT_DOCUMENT: 8,
        DocumentKind.OTHER: 9,
    }
)

PAGE_STATES = Codes({PageState.READ: 1, PageState.FAILED: 2})
"""A page that waits has no row yet."""

READ_METHODS = Codes({ReadMethod.TEXT_LAYER: 1, ReadMethod.OCR: 2, ReadMethod.VISION: 3})

FINDING_KINDS = Codes(
    {
        FindingKind.PERSON: 1,
        FindingKind.ORGANISATION: 2,
        FindingKind.EMAIL: 3,
        FindingKind.PHONE: 4,
        FindingKind.ADDRESS: 5,
        FindingKind.IBAN: 6,
        FindingKind.PAYMENT_CARD: 7,
        FindingKind.VAT_ID: 8,
        FindingKind.NATIONAL_ID: 9,
        FindingKind.DATE: 10,
        FindingKind.AMOUNT: 11,
        FindingKind.REFERENCE: 12,
    }
)

SENSITIVITIES = Codes({Sensitivity.HIGH: 1, Sensitivity.MODERATE: 2, Sensitivity.LOW: 3})

FINDING_SOURCES = Codes({FindingSource.PATTERN: 1, FindingSource.VISION: 2})

AGREEMENTS = Codes(
    {
        Agreement.SAME: 1,
        Agreement.NEAR: 2,
        Agreement.ONLY_ONE: 3,
        Agreement.DIFFERENT: 4,
        Agreement.NOT_COMPARED: 5,
    }
)

DECISIONS = Codes(
    {Decision.OPEN: 1, Decision.ACCEPTED: 2, Decision.REJECTED: 3, Decision.CORRECTED: 4}
)

DISPOSAL_STATES = Codes(
    {
        DisposalState.BEGUN: 1,
        DisposalState.CLEARED: 2,
        DisposalState.DONE: 3,
        DisposalState.WITH_MATTER: 4,
    }
)

PERSONAL = frozenset({Sensitivity.HIGH, Sensitivity.MODERATE})
"""Sensitivities whose words stay out of the page index; the index of findings answers for them."""
