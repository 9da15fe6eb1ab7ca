"""Numbers of invoices, contracts, files and policies, told by the label before them."""

import re
from collections.abc import Iterator

from desktop.domain.finding import FindingKind
from desktop.findings.candidate import Candidate, Proof
from desktop.findings.scan import Cue, Scan

_SELF_TELLING = frozenset(
    "reference référence rechnungsnummer aktenzeichen geschäftszeichen vertragsnummer "
    "factuurnummer rechnungsnr referenz kundennummer auftragsnummer".split()
)
REFERENCE_LABELS = tuple(
    _SELF_TELLING
    | frozenset(
        "invoice facture rechnung order police policy case claim docket contract contrat vertrag "
        "commande bestellung ref réf services receipt bill file matter".split()
    )
)
_BEHIND = re.compile(
    r"(?P<number>[ ]?(?:no\b\.?|nr\b\.?|number|num[ée]ro|n[°º]|#))?[ ]?[.:#]{0,2}[ \n]?"
    r"(?P<value>(?:PO[ ])?[A-Z0-9][A-Z0-9/\-]{2,23}[A-Z0-9])(?![\w,.]\w)",
    re.IGNORECASE,
)
_LEAST_DIGITS = 3


def references(scan: Scan) -> Iterator[Candidate]:
    """References with at least three digits, in capitals where they hold letters."""
    text = scan.text
    for _, end in scan.at(Cue.REFERENCE_LABEL):
        match = _BEHIND.match(text, end, min(len(text), end + 50))
        if match is None:
            continue
        label = text[text.rfind(" ", 0, end) + 1 : end].lower().strip(".:\n")
        is_told = match["number"] is not None or label.split("\n")[-1] in _SELF_TELLING
        value = match["value"]
        digits = sum(character.isdigit() for character in value)
        if is_told and digits >= _LEAST_DIGITS and value == value.upper():
            start, behind = match.span("value")
            yield Candidate(FindingKind.REFERENCE, start, behind, value, 0.8, Proof.STATED)
