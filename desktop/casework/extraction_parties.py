"""The parties to a contract: the names in the sentence that opens it.

The sentence begins behind a cue (*between*, *zwischen*, *entre les soussignés*). Of the names in
it, those count that are introduced: behind a cue or "and", or before what defines or describes a
party ("(the "Company")", "a Delaware corporation", *ci-après*, *nachfolgend*). Who only signs for a
party is none.
"""

import re
from collections.abc import Iterator

from desktop.casework.extraction_candidates import (
    BY_CUE,
    Candidate,
    place_bonus,
)
from desktop.casework.extraction_layout import SearchedPage
from desktop.domain.extraction import FieldSchema, FieldSource, FieldType, FieldValue
from desktop.domain.finding import Decision, FindingKind, StoredFinding, needs_decision

SENTENCE_CHARS = 1_600
"""Behind the cue; openings with registers, seats and managers of two firms take 900."""

MAX_PARTIES = 6

_INTRODUCED = re.compile(
    r"(?:between|among|and|by|zwischen|und|entre|et|:|,|\n|\d\)|\([a-z0-9]\))\s*\Z", re.IGNORECASE
)
_DESCRIBED = re.compile(
    r"[\s,]*(?:\(|[“\"«]|an?\s+[\w\s]{0,40}(?:corporation|company|limited|partnership|individual"
    r"|resident|organized)|whose|having|located|with\s+(?:its|offices|a\s+place)|and\s+its"
    r"|hereinafter|hereafter|ci-après|société|dont|nachfolgend|im\s+folgenden|vertreten|mit\s+sitz"
    r"|représentée?|par)",
    re.IGNORECASE,
)
_SIGNS_FOR = re.compile(
    r"(?:represented\s+by|by\s+its|représentée?\s+par|vertreten\s+durch|name:|title:|attn\.?:?"
    r"|attention:?)[^\n]{0,60}\Z",
    re.IGNORECASE,
)


def candidates_for_parties(page: SearchedPage, field: FieldSchema) -> Iterator[Candidate]:
    """The names in the opening sentence; for a repeated field of parties, on its first cue."""
    if field.type is not FieldType.PARTY or not field.is_repeated:
        return
    for cue in page.cues_of(field.name):
        found = _named_behind(page, cue.end)
        if len(found) > 1:
            bonus = place_bonus(page, field, cue.box)
            yield from (_candidate(page, stored, 4.0 + bonus) for stored in found)
            return


def _named_behind(page: SearchedPage, start: int) -> list[StoredFinding]:
    """The parties that are named behind an offset, in the order of the text, each name once."""
    text = page.text.text
    parties: dict[str, StoredFinding] = {}
    for stored in sorted(page.found, key=lambda each: each.finding.start):
        finding = stored.finding
        is_name = finding.kind in (FindingKind.ORGANISATION, FindingKind.PERSON)
        if not is_name or not start <= finding.start <= start + SENTENCE_CHARS:
            continue
        if stored.decision is Decision.REJECTED or len(parties) >= MAX_PARTIES:
            continue
        before = text[max(0, finding.start - 80) : finding.start]
        is_described = _DESCRIBED.match(text, finding.end) is not None
        if finding.kind is FindingKind.PERSON and (
            _SIGNS_FOR.search(before) or (len(parties) > 1 and not is_described)
        ):
            continue
        if is_described or (len(parties) < 2 and _INTRODUCED.search(before)):
            parties.setdefault(finding.value.casefold().rstrip("."), stored)
    return list(parties.values())


def _candidate(page: SearchedPage, stored: StoredFinding, rank: float) -> Candidate:
    finding = stored.finding
    is_decided = stored.decision is not Decision.OPEN
    confidence = 1.0 if is_decided else BY_CUE * finding.confidence
    value = FieldValue(
        value=finding.value,
        mention=" ".join(finding.mention.split()),
        page=page.number,
        boxes=finding.boxes,
        source=FieldSource.FINDING,
        agreement=finding.agreement,
        confidence=confidence,
        sensitivity=finding.sensitivity,
        needs_person=needs_decision(stored),
    )
    return Candidate(value, rank, finding.start)
