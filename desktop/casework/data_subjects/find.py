"""Finding everything about one person in a matter: by values, spellings, and what stands beside.

In three steps, each page once:

1. findings whose value was asked for, and people whose name is spelt as asked for: accents and
   umlauts either way, first name before or behind, with initials, with a letter wrong;
2. the same names in the text of pages where no finding is, looked for through the search;
3. what else is personal on the pages that name the person, and the same values on other pages.

Nothing is decided here: on a page with several people, what stands beside one may be another's.
"""

from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rapidfuzz import fuzz

from desktop.domain.data_subject import (
    HitReason,
    SearchedDocument,
    SubjectCase,
    SubjectHit,
    SubjectId,
    SubjectProgress,
)
from desktop.domain.errors import SubjectUnnamedError
from desktop.domain.finding import FindingKind, StoredFinding
from desktop.domain.identity import DocumentId, PageNumber, new_identity
from desktop.vault.audit.account import account_name
from desktop.vault.finding_tags import contracted, value_text
from desktop.vault.matter_store import MatterStore
from desktop.vault.normalise import words

NEAR_PERCENT = 88.0
"""Likeness of two names: one letter wrong in about eight."""

LINKING = frozenset(
    {
        FindingKind.EMAIL,
        FindingKind.PHONE,
        FindingKind.ADDRESS,
        FindingKind.IBAN,
        FindingKind.PAYMENT_CARD,
        FindingKind.NATIONAL_ID,
    }
)
"""Kinds of values that belong to one person, or to one household."""

HITS_AT_ONCE = 200

_Place = tuple[DocumentId, PageNumber]
_Key = tuple[DocumentId, PageNumber, FindingKind | None, int, str]


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is looked for, in comparable forms.

    Attributes:
        names: Words of each name, contracted.
        values: Comparable forms of the values, for each kind of finding.
    """

    names: tuple[tuple[str, ...], ...]
    values: tuple[str, ...]

    def is_named(self, mention: str) -> bool:
        """Whether a mention of a person could be this one."""
        said = _words_of(mention)
        return any(_is_name(name, said) for name in self.names)

    def is_value(self, stored: StoredFinding) -> bool:
        """Whether a finding says one of the values."""
        kind, value = stored.finding.kind, stored.finding.value
        said = value_text(kind, value)
        return any(said == value_text(kind, each) for each in self.values)


def find_subject(
    store: MatterStore,
    names: Sequence[str],
    values: Sequence[str],
    clock: Callable[[], datetime],
) -> Iterator[SubjectProgress]:
    """Look for a person in a matter, and keep what was found as a case to review.

    Args:
        store: Of the matter.
        names: In one or more spellings.
        values: E-mail addresses, numbers, and other identifiers of the person.
        clock: Tells UTC.

    Yields:
        How far it has come; the case in the last report.

    Raises:
        SubjectUnnamedError: There is neither a name of two letters nor a value.
    """
    asked_names = tuple(name for name in (" ".join(each.split()) for each in names) if name)
    asked_values = tuple(value for value in (each.strip() for each in values) if value)
    searched = searched_of(store)
    hits = yield from look_for(store, asked_names, asked_values)
    case = SubjectCase(
        SubjectId(new_identity()),
        asked_names,
        asked_values,
        account_name(),
        clock(),
        tuple(replace(hit, number=number) for number, hit in enumerate(hits, start=1)),
        searched,
    )
    store.subjects.keep(case)
    pages = sum(each.pages_read for each in searched)
    yield SubjectProgress(pages, pages, case)


def look_for(
    store: MatterStore, names: Sequence[str], values: Sequence[str]
) -> Generator[SubjectProgress, None, tuple[SubjectHit, ...]]:
    """Look for a person in a matter.

    Args:
        store: Of the matter.
        names: In one or more spellings.
        values: E-mail addresses, numbers, and other identifiers of the person.

    Yields:
        How far it has come.

    Returns:
        What was found, in the order of documents, pages and places, without numbers.

    Raises:
        SubjectUnnamedError: There is neither a name of two letters nor a value.
    """
    sought = _Sought(tuple(filter(None, map(_words_of, names))), tuple(values))
    if not sought.names and not sought.values:
        raise SubjectUnnamedError
    yield SubjectProgress(0, 0)
    findings = store.findings()
    hits = _by_findings(findings, sought)
    places = _places_in_text(store, (*names, *values))
    for done, place in enumerate(places):
        yield SubjectProgress(done, len(places))
        _add_text_hits(store, place, sought, hits)
    yield SubjectProgress(len(places), len(places))
    _add_linked(findings, hits)
    order = {document.document_id: row for row, document in enumerate(store.documents())}
    there = (hit for hit in hits.values() if hit.document_id in order)
    return tuple(sorted(there, key=lambda hit: (order[hit.document_id], hit.page, hit.start)))


def searched_of(store: MatterStore) -> tuple[SearchedDocument, ...]:
    """What a search that begins now will have seen; pages read meanwhile count as not seen."""
    return tuple(
        SearchedDocument(document.document_id, document.pages_read)
        for document in store.documents()
    )


def _by_findings(findings: Sequence[StoredFinding], sought: _Sought) -> dict[_Key, SubjectHit]:
    hits: dict[_Key, SubjectHit] = {}
    for stored in findings:
        if sought.is_value(stored):
            _add(hits, stored, HitReason.VALUE)
        elif stored.finding.kind is FindingKind.PERSON and sought.is_named(stored.finding.mention):
            _add(hits, stored, HitReason.SPELLING)
    return hits


def _places_in_text(store: MatterStore, asked: Sequence[str]) -> list[_Place]:
    """Pages on which the search finds what is asked for."""
    found: dict[_Place, None] = {}
    for text in asked:
        query = " ".join(word for word, _, _ in words(text))
        offset = 0
        while query:
            result = store.search(query, limit=HITS_AT_ONCE, offset=offset)
            found.update(dict.fromkeys((hit.document_id, hit.page) for hit in result.hits))
            if not result.has_more:
                break
            offset += HITS_AT_ONCE
    return list(found)


def _add_text_hits(
    store: MatterStore, place: _Place, sought: _Sought, hits: dict[_Key, SubjectHit]
) -> None:
    """Names in the text of a page, where no finding that was found already stands."""
    document_id, number = place
    text = store.page(document_id, number).text.text
    covered = [
        (hit.start, hit.end)
        for hit in hits.values()
        if (hit.document_id, hit.page) == place and hit.start >= 0
    ]
    spoken = [(contracted(word), start, end) for word, start, end in words(text)]
    for name in sought.names:
        for first in range(len(spoken) - len(name) + 1):
            part = spoken[first : first + len(name)]
            start, end = part[0][1], part[-1][2]
            is_covered = any(left < end and start < right for left, right in covered)
            if is_covered or sorted(word for word, _, _ in part) != sorted(name):
                continue
            covered.append((start, end))
            mention = text[start:end]
            hit = SubjectHit(
                0, document_id, number, None, mention, mention, start, end, HitReason.TEXT
            )
            hits[document_id, number, None, start, mention] = hit


def _add_linked(findings: Sequence[StoredFinding], hits: dict[_Key, SubjectHit]) -> None:
    """What stands beside the person, and where else it stands."""
    named_on = {(hit.document_id, hit.page) for hit in hits.values()}
    by_value: defaultdict[tuple[FindingKind, str], list[StoredFinding]] = defaultdict(list)
    for stored in findings:
        if stored.finding.kind in LINKING:
            by_value[_value_of(stored)].append(stored)
    for same in by_value.values():
        if not any((stored.document_id, stored.page) in named_on for stored in same):
            continue
        for stored in same:
            is_beside = (stored.document_id, stored.page) in named_on
            _add(hits, stored, HitReason.LINKED if is_beside else HitReason.SAME_VALUE)


def _value_of(stored: StoredFinding) -> tuple[FindingKind, str]:
    return stored.finding.kind, value_text(stored.finding.kind, stored.finding.value)


def _add(hits: dict[_Key, SubjectHit], stored: StoredFinding, reason: HitReason) -> None:
    finding = stored.finding
    key = (stored.document_id, stored.page, finding.kind, finding.start, finding.mention)
    hits.setdefault(
        key,
        SubjectHit(
            0,
            stored.document_id,
            stored.page,
            finding.kind,
            finding.mention,
            finding.value,
            finding.start,
            finding.end,
            reason,
        ),
    )


def _words_of(text: str) -> tuple[str, ...]:
    return tuple(contracted(word) for word, _, _ in words(text) if len(word) > 1 or word.isalpha())


def _is_name(name: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Whether what is said of a person could be this name.

    All words of the shorter one are in the longer one, a letter alone standing for a word that it
    begins; or both as a whole are alike but for a letter. A single word counts where it is long
    enough not to be anybody's first name alone: the last word of the name.
    """
    if not name or not said:
        return False
    short, long = (name, said) if len(name) <= len(said) else (said, name)
    if len(short) == 1 and len(long) > 1:
        return len(short[0]) > 1 and (short[0] == name[-1] if short is said else short[0] in long)
    if all(any(_is_word(each, other) for other in long) for each in short):
        return True
    return fuzz.ratio(" ".join(sorted(name)), " ".join(sorted(said))) >= NEAR_PERCENT


def _is_word(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) == 1 and long.startswith(short)
