"""What stands at the head of a page without any cue: the name of who issued it, and the address.

The name is the first line that ends in a legal form, else the first line that can be a name at all.
The address is the lines below it down to the one with a postcode.
"""

import re
from collections.abc import Iterator

from desktop.casework.extraction.candidates import (
    BY_LINE,
    Candidate,
    is_in_heading,
    words_candidate,
)
from desktop.casework.extraction.layout import SearchedPage, Segment, segment_of
from desktop.domain.extraction import FieldSchema, FieldType, Where
from desktop.domain.finding import FindingKind
from desktop.findings.organisations import LEGAL_FORMS
from desktop.vault.normalise import folded_words

MAX_NAME_CHARS = 80
HEADING_ROWS = 8
"""Rows from the top among which a name is looked for."""

MAX_ADDRESS_ROWS = 7
NAME_ROWS = 3
LEAST_READ = 0.5
"""Lines whose words the reader was less sure of are stamps, logos and handwriting."""

LEADING = " .:#°º-\u2013\u2014=*_,/"

_NAMED_TYPES = (FieldType.PARTY, FieldType.ORGANISATION, FieldType.TEXT)
_TITLES = frozenset(
    folded_words(
        "tax invoice receipt cash bill sales slip official simplified copy original duplicate"
        " welcome customer guest check order table page date time no number to from the of a and"
        " thank you please come again sale adjustment note goods sold facture ticket recu"
        " caisse bienvenue client duplicata rechnung quittung beleg kassenbon"
        " kopie letter brief lettre statement kontoauszug releve de compte payslip"
        " lohnabrechnung bulletin paie gst id reg co tel fax"
    )
)
"""Words of titles and labels: a line of nothing else names nobody."""

_NOT_A_NAME = re.compile(
    r"(?:tel|fax|phone|gst|vat|tva|siret|reg|roc|co\.? ?no|no\.?|lot|www|http|date|time)\b"
    r"|.*@|.*[0-9]{5}",
    re.IGNORECASE,
)
_ENDS_IN_LEGAL_FORM = re.compile(
    rf"(?:^|[ .,])(?:{'|'.join(LEGAL_FORMS)}|s/b)\.?\W*$", re.IGNORECASE
)
_GOES_ON = re.compile(r"(?:co\b|company\b|&|\(|and\b|[^(]*\))", re.IGNORECASE)
"""How the second line of a name begins."""

_BESIDE_ADDRESSES = (FindingKind.DATE, FindingKind.PHONE, FindingKind.VAT_ID)
_POSTCODE = re.compile(r"(?<![0-9-])[0-9]{5}(?![0-9-])|[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}")
_ENDS_AN_ADDRESS = re.compile(
    r"\W*(?:tel|phone|fax|h/?p|mobile|gst|vat|tva|siret|ust|e-?mail|www|http|tax|invoice|receipt|bill"
    r"|date|cashier|table|ticket|rechnung|facture|doc|cash|member|counter|hotline|website"
    r"|co\.? ?reg|company reg|reg\.? ?no|roc|business reg)\b|.*@|.*:\s*[0-9]{1,2}[/:]",
    re.IGNORECASE,
)
_REGISTRATION = re.compile(
    r"\W*(?:(?:co|company|business|reg|roc|gst|ssm|brn|no)\b[^,]{0,24})?\W*"
    r"(?:[A-Z]{2})?[0-9]{4,12}[ -]?[A-Z0-9]{0,2}\W*$",
    re.IGNORECASE,
)
"""A number of a register of companies, alone or with its label."""


def candidates_in_heading(page: SearchedPage, field: FieldSchema) -> Iterator[Candidate]:
    """The name or the address at the head of the document, for a field that is looked for there."""
    if field.where is not Where.HEADING or not page.is_first:
        return
    if field.type is FieldType.ADDRESS:
        yield from _address(page, field)
    elif field.type in _NAMED_TYPES and not (field.cues and field.type is FieldType.TEXT):
        found = _name(page)
        if found is not None:
            segments, _ = found
            mention = " ".join(trimmed(each.text_in(page.text.text)) for each in segments)
            yield words_candidate(
                page,
                field,
                mention,
                mention,
                tuple(each.box for each in segments),
                told=BY_LINE,
                rank=0.7,
                start=segments[0].words[0].start,
            )


def can_be_a_name(mention: str) -> bool:
    """Whether a line names someone: letters, no title alone, no number, no sentence."""
    if not 3 <= len(mention) <= MAX_NAME_CHARS or _NOT_A_NAME.match(mention):
        return False
    words = folded_words(mention)
    letters = sum(map(str.isalpha, mention))
    is_named = any(word not in _TITLES and not word.isdigit() for word in words)
    return is_named and letters >= 0.5 * len(mention) and mention[0].isalnum() and len(words) <= 9


def trimmed(text: str) -> str:
    """The text without the marks that stand around labels and values."""
    return text.strip(LEADING + "|").strip()


def _name(page: SearchedPage) -> tuple[list[Segment], int] | None:
    """The parts of the name, one a line, and the number of the row behind it.

    The first line with a legal form and what belongs to it before; else the first line that can be
    a name.
    """
    lines: list[tuple[int, Segment]] = []
    for number, row in enumerate(page.rows[:HEADING_ROWS]):
        text = segment_of(row.words).text_in(page.text.text)
        if not is_in_heading(page, row.box) or (lines and _is_below_the_name(text)):
            break
        segment = _without_registration(page, row.segments[0])
        if (
            segment is not None
            and can_be_a_name(trimmed(segment.text_in(page.text.text)))
            and page.confidence_within((segment.box,)) >= LEAST_READ
        ):
            lines.append((number, segment))
    texts = [trimmed(segment.text_in(page.text.text)) for _, segment in lines]
    for at, text in enumerate(texts):
        if _ENDS_IN_LEGAL_FORM.search(text):
            first = at
            while first and at - first < NAME_ROWS and _GOES_ON.match(texts[first]):
                first -= 1
            return [segment for _, segment in lines[first : at + 1]], lines[at][0] + 1
    if not lines:
        return None
    length = 2 if texts[0].endswith("&") and len(lines) > 1 else 1
    return [segment for _, segment in lines[:length]], lines[length - 1][0] + 1


def _is_below_the_name(text: str) -> bool:
    """Whether a row is part of the address, or stands behind it: names there are someone else's."""
    return _POSTCODE.search(text) is not None or _ENDS_AN_ADDRESS.match(text) is not None


def _without_registration(page: SearchedPage, segment: Segment) -> Segment | None:
    """The words before a number of registration, None where none is left."""
    text = page.text.text
    words = list(segment.words)
    for length in (2, 1):
        while len(words) >= length and _REGISTRATION.match(
            " ".join(text[word.start : word.end] for word in words[-length:])
        ):
            del words[-length:]
    return segment_of(words) if words else None


def _address(page: SearchedPage, field: FieldSchema) -> Iterator[Candidate]:
    """The lines below the name to the one with a postcode, and one behind it without a number."""
    found = _name(page)
    lines: list[tuple[str, Segment]] = []
    has_code = False
    for row in page.rows[found[1] if found is not None else 0 :][: MAX_ADDRESS_ROWS + 3]:
        segment = segment_of(row.words)
        text = segment.text_in(page.text.text).strip()
        is_label = _ENDS_AN_ADDRESS.match(text) is not None or _REGISTRATION.match(text) is not None
        has_digits = any(map(str.isdigit, text))
        if lines and (is_label or len(lines) == MAX_ADDRESS_ROWS or (has_code and has_digits)):
            break
        if not is_label and (lines or has_digits) and not _is_found_otherwise(page, segment):
            lines.append((text, segment))
            if has_code:
                break
            has_code = _POSTCODE.search(text) is not None
    if not has_code:
        return
    yield words_candidate(
        page,
        field,
        " ".join(text for text, _ in lines),
        ", ".join(text.strip(" ,") for text, _ in lines),
        tuple(segment.box for _, segment in lines),
        told=BY_LINE,
        rank=0.7,
        start=lines[0][1].words[0].start,
    )


def _is_found_otherwise(page: SearchedPage, segment: Segment) -> bool:
    """Whether a line begins with something of a kind that stands beside addresses."""
    start = segment.words[0].start
    end = segment.words[-1].end
    return any(
        stored.finding.kind in _BESIDE_ADDRESSES and start <= stored.finding.start < end
        for stored in page.found
    )
