"""Values that a vision model gives, held against the words of the page.

A model can name a value that is not there, and cannot say where one stands. So each of its values
is looked for in what the other reader saw: by its value, so that "1,234.50", "1 234,50" and
"EUR 1234.50" are one amount, and "12. März 2024" is "2024-03-12"; then by its letters and digits
alone; then, for words and numbers of some length, by the closest stretch of the text, since OCR
takes one letter for another. Boxes come from the words found and from nowhere else.
"""

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from rapidfuzz import fuzz

from desktop.domain.finding import (
    SENSITIVITY_OF_KIND,
    Agreement,
    Finding,
    FindingKind,
    FindingSource,
    Sensitivity,
)
from desktop.domain.page import PageText
from desktop.findings.amounts import NUMBER, amount_value, value_of
from desktop.findings.candidate import single_spaced
from desktop.findings.dates import iso_of
from desktop.findings.find import find

_CONFIDENCE = {
    Agreement.SAME: 0.97,
    Agreement.NEAR: 0.7,
    Agreement.DIFFERENT: 0.3,
    Agreement.ONLY_ONE: 0.4,
}

_LEAST_LIKENESS = 85.0
"""Of 100, after rapidfuzz's partial ratio: one letter of seven may be read otherwise."""

_LEAST_LETTERS_FOR_LIKENESS = 6
"""Shorter values resemble too much of a page by chance."""

_LONGEST_VALUE_CHARS = 400
_NUMBER_IN_TEXT = re.compile(rf"(?<![\w.,])(?:{NUMBER})(?![\w%])")
_COMPACT_KINDS = frozenset(
    {
        FindingKind.IBAN,
        FindingKind.PAYMENT_CARD,
        FindingKind.VAT_ID,
        FindingKind.NATIONAL_ID,
        FindingKind.PHONE,
    }
)


def check_value(kind: FindingKind, role: str, value_from_model: str, text: PageText) -> Finding:
    """The finding that a model's value makes, with its place on the page where it has one.

    Args:
        kind: What the model was asked for.
        role: The part the value was asked for, or "".
        value_from_model: As the model wrote it.
        text: The page as the other reader saw it.

    Returns:
        A finding whose agreement is SAME where the value stands on the page, NEAR where something
        very like it does (its mention and value are then the page's), DIFFERENT where the page
        holds another value in the same role (its boxes show that one), ONLY_ONE where it holds
        none: then there are no boxes, and `start` and `end` are -1.
    """
    claimed = single_spaced(value_from_model)[:_LONGEST_VALUE_CHARS]
    value = normalised(kind, claimed)
    found = find(text)
    for finding in found:
        if finding.kind is kind and value and _is_same(kind, finding.value, value):
            return _seen(finding, role, Agreement.SAME)
    span = _number_span(value, text.text) if kind is FindingKind.AMOUNT else None
    span = span or _letters_span(claimed, text.text)
    if span is not None:
        return _placed(kind, role, value or claimed, span, text, Agreement.SAME)
    near = _nearest_span(kind, claimed, text.text)
    if near is not None:
        mention = text.text[near[0] : near[1]]
        seen = normalised(kind, mention) or single_spaced(mention)
        return _placed(kind, role, seen, near, text, Agreement.NEAR)
    rival = next((one for one in found if role and one.kind is kind and one.role == role), None)
    if rival is not None:
        return replace(
            _placed(
                kind, role, value or claimed, (rival.start, rival.end), text, Agreement.DIFFERENT
            ),
            mention=claimed,
        )
    return _finding(kind, role, claimed, value or claimed, Agreement.ONLY_ONE)


def normalised(kind: FindingKind, mention: str) -> str:
    """The normal form of a mention (see `Finding.value`); "" where it has none of its kind."""
    if kind is FindingKind.DATE:
        return iso_of(mention)
    if kind is FindingKind.AMOUNT:
        return value_of(mention)
    if kind is FindingKind.EMAIL:
        return mention.lower().removeprefix("mailto:")
    if kind in _COMPACT_KINDS:
        return "".join(one for one in mention if one.isalnum() or one == "+").upper()
    return single_spaced(mention)


def _is_same(kind: FindingKind, seen: str, claimed: str) -> bool:
    """Whether two normal forms mean the same; a currency left out contradicts none."""
    if kind is FindingKind.AMOUNT:
        seen_number, _, seen_currency = seen.partition(" ")
        number, _, currency = claimed.partition(" ")
        is_same_currency = not currency or not seen_currency or currency == seen_currency
        return is_same_currency and _decimal(seen_number) == _decimal(number)
    if kind is FindingKind.PHONE:
        return _ends_alike(seen.lstrip("+"), claimed.lstrip("+0"))
    return seen.casefold() == claimed.casefold()


def _ends_alike(seen: str, claimed: str) -> bool:
    return len(claimed) >= 7 and seen.endswith(claimed)


def _decimal(number: str) -> Decimal | None:
    try:
        return Decimal(number)
    except InvalidOperation:
        return None


def _number_span(value: str, text: str) -> tuple[int, int] | None:
    """Where a number of that value stands, in any notation."""
    wanted = _decimal(value.partition(" ")[0])
    if wanted is None:
        return None
    for match in _NUMBER_IN_TEXT.finditer(text):
        if amount_value(match[0]) == abs(wanted):
            return match.span()
    return None


def _letters_span(claimed: str, text: str) -> tuple[int, int] | None:
    """Where the value's letters and digits stand in their order, whatever parts them."""
    wanted = "".join(filter(str.isalnum, claimed.casefold()))
    if not wanted:
        return None
    compact, places = _compact(text)
    at = compact.find(wanted)
    while at >= 0:
        start, end = places[at], places[at + len(wanted) - 1] + 1
        if _stands_alone(text, start, end):
            return start, end
        at = compact.find(wanted, at + 1)
    return None


def _compact(text: str) -> tuple[str, list[int]]:
    """The letters and digits of the text in small letters, and where each stands in the text."""
    characters: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        if character.isalnum():
            for one in character.casefold():
                characters.append(one)
                places.append(at)
    return "".join(characters), places


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit touches, and no number goes on over a point or comma."""
    before = text[max(0, start - 2) : start]
    behind = text[end : end + 2]
    if (before and before[-1].isalnum()) or (behind and behind[0].isalnum()):
        return False
    is_begun = (
        text[start].isdigit() and len(before) == 2 and before[1] in ".," and before[0].isdigit()
    )
    goes_on = text[end - 1].isdigit() and len(behind) == 2 and behind[0] in ".,"
    return not is_begun and not (goes_on and behind[1].isdigit())


def _nearest_span(kind: FindingKind, claimed: str, text: str) -> tuple[int, int] | None:
    """The stretch of whole words most like the value; amounts and dates have no likeness.

    A digit read otherwise makes another amount, not a spelling of the same.
    """
    if kind in (FindingKind.AMOUNT, FindingKind.DATE) or not text:
        return None
    if sum(map(str.isalnum, claimed)) < _LEAST_LETTERS_FOR_LIKENESS:
        return None
    lowered = text.lower() if len(text.lower()) == len(text) else text
    best = fuzz.partial_ratio_alignment(claimed.lower(), lowered, score_cutoff=_LEAST_LIKENESS)
    if best is None or best.dest_end <= best.dest_start:
        return None
    start, end = best.dest_start, best.dest_end
    while start and not text[start - 1].isspace() and not text[start].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace() and not text[end - 1].isspace():
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:"):
        end -= 1
    is_alike = fuzz.ratio(claimed.lower(), text[start:end].lower()) >= _LEAST_LIKENESS
    return (start, end) if is_alike else None


def _seen(finding: Finding, role: str, agreement: Agreement) -> Finding:
    """What a pattern found, now in the name of the model."""
    return replace(
        finding,
        source=FindingSource.VISION,
        agreement=agreement,
        role=role or finding.role,
        confidence=max(finding.confidence, _CONFIDENCE[agreement]),
        sensitivity=_sensitivity(finding.kind, role or finding.role),
    )


def _placed(
    kind: FindingKind,
    role: str,
    value: str,
    span: tuple[int, int],
    text: PageText,
    agreement: Agreement,
) -> Finding:
    start, end = span
    return replace(
        _finding(kind, role, text.text[start:end], value, agreement),
        start=start,
        end=end,
        boxes=text.boxes_between(start, end),
    )


def _finding(
    kind: FindingKind, role: str, mention: str, value: str, agreement: Agreement
) -> Finding:
    return Finding(
        kind=kind,
        mention=mention,
        value=value,
        start=-1,
        end=-1,
        boxes=(),
        source=FindingSource.VISION,
        confidence=_CONFIDENCE[agreement],
        sensitivity=_sensitivity(kind, role),
        agreement=agreement,
        role=role,
    )


def _sensitivity(kind: FindingKind, role: str) -> Sensitivity:
    return Sensitivity.MODERATE if role == "date_of_birth" else SENSITIVITY_OF_KIND[kind]
