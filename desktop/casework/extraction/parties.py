"""The parties to a contract: the names that its opening introduces.

Looked for behind a cue (*between*, *zwischen*, *entre les soussignés*). Of the names found there,
those count that are described or defined ("a Delaware corporation", "(the "Company")", *ci-après*,
*nachfolgend*); besides the two names that "between ... and ..." introduces, found or not. A letter
has no such sentence: there, the names that it defines as its parties are meant. Who only signs for
a party is none.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from desktop.casework.extraction.candidates import (
    Candidate,
    found_candidate,
    place_bonus,
    words_candidate,
)
from desktop.casework.extraction.layout import Cue, SearchedPage
from desktop.domain.extraction import FieldSchema, FieldType
from desktop.domain.finding import Decision, FindingKind, StoredFinding

SENTENCE_CHARS = 1_600
"""Behind the cue; openings with registers, seats and managers of two firms take 900."""

LETTER_CHARS = 3_000
"""From the top of the first page; letters define their parties in their first sentences."""

MAX_PARTIES = 6
TOLD = 0.68
"""How sure a party is: of 66 that were given for 40 agreements, 47 were parties; so a person looks
at each."""

RANK = 4.0
"""Above what any other reader says."""

_FORM = (
    r"(?:Inc|Incorporated|L\.?L\.?C|Ltd|Limited|L\.?P|L\.?L\.?P|Corp|Corporation|Company|Co|plc|PLC"
    r"|N\.?A|S\.?A|P\.?C|GmbH|AG|SE|KG|SAS|SARL|B\.?V|N\.?V|Jr|Sr|II|III|IV)\b\.?"
)
_WORD = r"(?:[A-Z0-9][\w&.'\u2019/\-]*|&[ ]?[A-Z]\w*)"
_NAME = (
    rf"{_WORD}(?:(?:,?\s+(?={_FORM})|\s+(?:of\s+(?:the\s+)?|de\s+|von\s+|van\s+)?){_WORD}){{0,9}}"
)
_FIRST = re.compile(rf"[\s,:]*(?:\([a-z0-9i]+\)\s*|the\s+)?(?P<name>{_NAME})")
_SECOND = re.compile(
    rf"\band\s+(?:\([a-z0-9i]+\)\s*|the\s+)?(?P<name>{_NAME})(?=\s*[(,\u201c\"]|\s+[a-z])"
)
_DEFINED = re.compile(
    rf"(?P<name>{_NAME})(?:,?\s+(?:an?|the|and)\s[^()\n]{{0,160}}?|['\u2019]s[^()]{{0,3}})?,?\s*"
    r"\((?P<defined>[^()]{0,80}[\u201c\"][^\u201d\"]{2,40}[\u201d\"][^()]{0,80})\)"
)
_NO_PARTY = re.compile(
    r"agreement|date|transaction|information|material|\bterm\b|period|business|board|plan\b|\bact\b"
    r"|exchange|commission|purpose|affiliate|subsidiar|representative|shares|stock|territory|code",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(
    r"[\s,]*(?:\(|[\u201c\"\u00ab]|an?\s+[\w\s]{0,40}(?:corporation|company|limited|partnership"
    r"|individual|resident|organized)|whose|having|located|with\s+(?:its|offices|a\s+place)|and\s+its"
    r"|hereinafter|hereafter|ci-après|société|dont|nachfolgend|im\s+folgenden|vertreten|mit\s+sitz"
    r"|représentée?|par\b)",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    r"(?:between|among|and|by|zwischen|und|entre|et|:|,|\n|\d\)|\([a-z0-9]\))\s*\Z", re.IGNORECASE
)
_SIGNS_FOR = re.compile(
    r"(?:represented\s+by|by\s+its|représentée?\s+par|vertreten\s+durch|name:|title:|attn\.?:?"
    r"|attention:?).{0,60}\Z",
    re.IGNORECASE,
)
_ENDS_THE_SENTENCE = re.compile(
    r"\n\n(?!\s*(?:and|und|et)\b)|whereas|recitals|préambule|präambel", re.IGNORECASE
)


class _Named(NamedTuple):
    """A name and where it stands; with the finding of it, where there is one."""

    start: int
    end: int
    found: StoredFinding | None = None


def candidates_for_parties(page: SearchedPage, field: FieldSchema) -> Iterator[Candidate]:
    """The parties that the opening introduces; for a repeated field of parties."""
    if field.type is not FieldType.PARTY or not field.is_repeated:
        return
    named = _introduced(page, page.cues_of(field.name))
    if not named and page.is_first:
        named = _once(page, _defined(page, 0, LETTER_CHARS))
    for each in named[:MAX_PARTIES] if len(named) > 1 else ():
        if each.found is not None:
            bonus = place_bonus(page, field, None)
            yield found_candidate(each.found, TOLD, RANK + bonus)
            continue
        mention = " ".join(page.text.text[each.start : each.end].split())
        boxes = page.text.boxes_between(each.start, each.end)
        yield words_candidate(
            page, field, mention, mention, boxes, told=TOLD, rank=RANK, start=each.start
        )


def _introduced(page: SearchedPage, cues: Iterable[Cue]) -> list[_Named]:
    """The parties behind the first cue that introduces two at least."""
    for cue in cues:
        named = _once(page, (*_found_behind(page, cue.end), *_between(page, cue)))
        if len(named) > 1:
            return named
    return []


def _found_behind(page: SearchedPage, start: int) -> Iterator[_Named]:
    """Names among the findings behind an offset that are introduced or described."""
    text = page.text.text
    count = 0
    for stored in sorted(page.found, key=lambda each: each.finding.start):
        finding = stored.finding
        is_name = finding.kind in (FindingKind.ORGANISATION, FindingKind.PERSON)
        if not is_name or not start <= finding.start <= start + SENTENCE_CHARS:
            continue
        if stored.decision is Decision.REJECTED:
            continue
        before = " ".join(text[max(0, finding.start - 80) : finding.start].split())
        is_described = _DESCRIBED.match(text, finding.end) is not None
        if finding.kind is FindingKind.PERSON and (
            _SIGNS_FOR.search(before) or (count > 1 and not is_described)
        ):
            continue
        if is_described or (count < 2 and _INTRODUCED.search(before)):
            count += 1
            yield _Named(finding.start, finding.end, stored)


def _between(page: SearchedPage, cue: Cue) -> Iterator[_Named]:
    """The two names of "between ... and ...", whoever they are."""
    text = page.text.text
    if not text[cue.start : cue.end].casefold().endswith(("between", "among", "and among")):
        return
    first = _FIRST.match(text, cue.end, cue.end + 200)
    if first is None:
        return
    if _is_full(first["name"]):
        yield _Named(*first.span("name"))
    end = _ENDS_THE_SENTENCE.search(text, first.end(), cue.end + SENTENCE_CHARS)
    limit = end.start() if end is not None else cue.end + SENTENCE_CHARS
    for second in _SECOND.finditer(text, first.end(), limit):
        if _is_full(second["name"]) and _DESCRIBED.match(text, second.end("name")):
            yield _Named(*second.span("name"))
            return


def _defined(page: SearchedPage, start: int, end: int) -> Iterator[_Named]:
    """Names that are defined as a party, "(the "Company")"."""
    for match in _DEFINED.finditer(page.text.text, start, end):
        if not _NO_PARTY.search(match["defined"]) and _is_full(match["name"]):
            yield _Named(*match.span("name"))


def _is_full(name: str) -> bool:
    """Whether it is more than a defined term such as *Company*, and no title in capitals."""
    words = name.split()
    return len(words) > 1 and (not name.isupper() or re.search(_FORM, name) is not None)


def _once(page: SearchedPage, named: Iterable[_Named]) -> list[_Named]:
    """Each name once, in the order of the text; of two that overlap, the longer."""
    text = page.text.text
    kept: list[_Named] = []
    for each in sorted(named, key=lambda each: (each.start - each.end, each.found is None)):
        name = _folded(text[each.start : each.end])
        if len(name) < 3 or any(
            (each.start < other.end and other.start < each.end)
            or _folded(text[other.start : other.end]) == name
            for other in kept
        ):
            continue
        kept.append(each)
    return sorted(kept)


def _folded(name: str) -> str:
    return re.sub(r"\W+", " ", name).strip().casefold()
