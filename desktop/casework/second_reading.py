"""Which values of a page a second reader is shown, how, and whether it read the same.

Measured with the starter model on the 463 amounts and dates of real receipts that have a transcript
made by people: it read 384 as OCR did, and one of these was wrong (a 6 that both took for a 5); of
the 79 others three were. So its agreement is worth something: 1 value in 384 is wrong, against 1 in
26. Its disagreement is not: 76 of the 79 are right as OCR has them. Asked for a field ("What is
the total?"), it answers with nothing or with something else in two cases of three.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from desktop.domain.finding import Finding, FindingKind
from desktop.domain.geometry import Box
from desktop.domain.vision import ModelDescription

READ_ROLES = frozenset({"total", "tax"})
"""Amounts worth a second reading; of dates any is."""

MAX_VALUES_A_PAGE = 12

TRUST_IN_AGREEMENT = 0.95
"""How much of the doubt in a value a second reading takes away: of 384 agreed values one was wrong,
so up to 1 in 69 could be (95 %), and other scanners may be worse."""

MARGINS = (0.0, 0.2)
"""White kept around a value, as a share of its height: tight first, since a wider one can hold
parts of the next line; some boxes of OCR are too tight, and are read in the second attempt."""

OVERSAMPLING = 2.0
"""Values are rendered at twice the model's resolution and scaled down by it: smoother letters."""

SMALLEST_DPI, LARGEST_DPI = 72, 600
"""Between a screen and the finest scanner."""

_NUMBERS = re.compile(r"[0-9]+")
_NUMBERS_AND_NAMES = re.compile(r"[0-9]+|[^\W\d_]+")


def values_to_read(findings: Sequence[Finding]) -> tuple[int, ...]:
    """Places, among the findings, of those to show to the second reader; each on one line."""
    wanted = [
        index
        for index, finding in enumerate(findings)
        if len(finding.boxes) == 1
        and (
            finding.kind is FindingKind.DATE
            or (finding.kind is FindingKind.AMOUNT and finding.role in READ_ROLES)
        )
    ]
    return tuple(wanted[:MAX_VALUES_A_PAGE])


def views_of(finding: Finding, description: ModelDescription) -> Iterator[tuple[Box, int]]:
    """Where to look for a value, and at how many dots per inch; only what the model can see."""
    (box,) = finding.boxes
    for margin in MARGINS:
        around = box.grown_by(margin * box.height_pt)
        if description.can_see(around.width_pt, around.height_pt, box.height_pt):
            yield around, _dpi_for(description, box.height_pt)


def reads_the_same(finding: Finding, read: str) -> bool:
    """Whether a line that was read says what the finding says.

    Of an amount the groups of digits count, in their order: "RM 71 90" is "RM71.90", and "7190" is
    not. A date must stand there with its digits and names of months, whatever stands around it.

    Args:
        finding: An amount or a date.
        read: By the second reader, perhaps several lines.
    """
    is_date = finding.kind is FindingKind.DATE
    parts = _NUMBERS_AND_NAMES if is_date else _NUMBERS
    wanted = parts.findall(finding.mention.casefold())
    lines = (parts.findall(line.casefold()) for line in read.splitlines())
    if is_date:
        return bool(wanted) and any(_holds(line, wanted) for line in lines)
    return bool(wanted) and any(line == wanted for line in lines)


def meant_by(
    value: str, kind: FindingKind, role: str, findings: Sequence[Finding]
) -> tuple[int, ...]:
    """Places, among the findings, of those that a value given for a field means.

    Those that play the part already, wherever they read the same; else the only one that reads the
    same and plays no part yet. What no finding says, the other reader did not see.

    Args:
        value: As the model gave it; "" where it saw none.
        kind: Of the field.
        role: The part that the field plays.
        findings: Of the page.
    """
    same = [
        index
        for index, finding in enumerate(findings)
        if finding.kind is kind and reads_the_same(finding, value)
    ]
    in_role = tuple(index for index in same if findings[index].role == role)
    free = tuple(index for index in same if not findings[index].role)
    return in_role or (free if len(free) == 1 else ())


def agreed(finding: Finding) -> Finding:
    """The finding, now that a second reader read the same."""
    return replace(finding, confidence=1 - (1 - finding.confidence) * (1 - TRUST_IN_AGREEMENT))


def _holds(line: list[str], wanted: list[str]) -> bool:
    length = len(wanted)
    return any(line[at : at + length] == wanted for at in range(len(line) - length + 1))


def _dpi_for(description: ModelDescription, line_height_pt: float) -> int:
    dpi = OVERSAMPLING * description.glyph_height_px * 72 / max(line_height_pt, 1.0)
    return int(min(max(dpi, SMALLEST_DPI), LARGEST_DPI))
