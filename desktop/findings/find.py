"""Everything that patterns find on a page."""

from collections.abc import Callable, Iterator

from desktop.domain.finding import (
    SENSITIVITY_OF_KIND,
    Finding,
    FindingKind,
    FindingSource,
    Sensitivity,
)
from desktop.domain.page import PageText
from desktop.findings.addresses import addresses
from desktop.findings.amounts import CURRENCY_WORDS, amounts
from desktop.findings.bank import cards, ibans
from desktop.findings.candidate import Candidate
from desktop.findings.date_roles import date_role
from desktop.findings.dates import MONTH_WORDS, dates
from desktop.findings.emails import emails
from desktop.findings.identifiers import ID_LABELS, national_ids
from desktop.findings.organisations import LEGAL_FORMS, organisations
from desktop.findings.overlaps import without_overlaps
from desktop.findings.people import HONORIFICS, PERSON_LABELS, people
from desktop.findings.phones import PHONE_LABELS, phones
from desktop.findings.references import REFERENCE_LABELS, references
from desktop.findings.regions import REGION_OF_WORD
from desktop.findings.scan import Cue, Scan, cue_table, scan_text
from desktop.findings.vat import VAT_LABELS, vat_ids

_Family = Callable[[Scan], Iterator[Candidate]]

_FAMILIES: tuple[_Family, ...] = (
    emails,
    ibans,
    cards,
    vat_ids,
    national_ids,
    phones,
    dates,
    amounts,
    addresses,
    organisations,
    people,
    references,
)

_CUES = cue_table(
    (
        (Cue.MONTH, MONTH_WORDS),
        (Cue.CURRENCY, CURRENCY_WORDS),
        (Cue.PHONE_LABEL, PHONE_LABELS),
        (Cue.LEGAL_FORM, LEGAL_FORMS),
        (Cue.HONORIFIC, HONORIFICS),
        (Cue.PERSON_LABEL, PERSON_LABELS),
        (Cue.REFERENCE_LABEL, REFERENCE_LABELS),
        (Cue.VAT_LABEL, VAT_LABELS),
        (Cue.ID_LABEL, ID_LABELS),
        (Cue.REGION, REGION_OF_WORD),
    )
)


def find(text: PageText, *, region: str = "") -> tuple[Finding, ...]:
    """The findings of a page in the order of its text, none overlapping another.

    Args:
        text: The page as a reader saw it.
        region: ISO 3166 code of the country whose notations hold where the page does not
            say; told by the page itself where "".
    """
    if not text.text or text.text.isspace():
        return ()
    scan = scan_text(text.text, _CUES, region.upper())
    candidates = [candidate for family in _FAMILIES for candidate in family(scan)]
    return tuple(_finding(text, candidate) for candidate in without_overlaps(candidates))


def _finding(text: PageText, candidate: Candidate) -> Finding:
    kind, start, end = candidate.kind, candidate.start, candidate.end
    role = candidate.role
    if kind is FindingKind.DATE and not role:
        role = date_role(text.text, start, end)
    sensitivity = candidate.sensitivity or SENSITIVITY_OF_KIND[kind]
    if role == "date_of_birth":
        sensitivity = Sensitivity.MODERATE
    return Finding(
        kind=kind,
        mention=text.text[start:end],
        value=candidate.value,
        start=start,
        end=end,
        boxes=text.boxes_between(start, end),
        source=FindingSource.PATTERN,
        confidence=candidate.confidence,
        sensitivity=sensitivity,
        role=role,
        scheme=candidate.scheme,
    )
