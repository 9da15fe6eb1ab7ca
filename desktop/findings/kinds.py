"""What sort of document a page speaks for, by weighted terms, mostly in EN, FR, DE."""

from collections.abc import Iterable, Mapping
from operator import itemgetter

from desktop.domain.document import DocumentKind
from desktop.domain.page import PageText
from desktop.findings.kind_terms import TERMS_OF_KIND

_HEADING_CHARS = 400
_READ_CHARS = 20_000
LEAST_VOTE = 4.0
"""Less than one naming term and a common one is no evidence."""

_LATER_PAGE_WEIGHT = 0.5
"""Annexes and schedules follow; the first page says what the document is."""

_Weights = tuple[tuple[DocumentKind, int], ...]


def _terms() -> tuple[dict[str, _Weights], dict[str, list[tuple[str, _Weights]]]]:
    """Terms of one word, and terms of several words by their first."""
    single: dict[str, _Weights] = {}
    phrases: dict[str, _Weights] = {}
    for kind, lines in TERMS_OF_KIND.items():
        for weight, terms in lines:
            for term in terms.split("|"):
                table = phrases if " " in term or not term.isalpha() else single
                table[term] = (*table.get(term, ()), (kind, weight))
    by_first: dict[str, list[tuple[str, _Weights]]] = {}
    for phrase, weights in phrases.items():
        by_first.setdefault(phrase.split()[0], []).append((phrase, weights))
    return single, by_first


_SINGLE, _PHRASES = _terms()
_STRIPPED = ".,:;!?()[]\"“”'’*"


def kind_votes(text: PageText) -> dict[DocumentKind, float]:
    """How strongly the page speaks for each kind, 0 and up; kinds without a vote are left out."""
    lower = text.text[:_READ_CHARS].lower()
    pieces = set(lower.split())
    words = pieces | {piece.strip(_STRIPPED) for piece in pieces}
    heading = lower[:_HEADING_CHARS]
    votes: dict[DocumentKind, float] = {}
    for word in words & _SINGLE.keys():
        _vote(votes, _SINGLE[word], is_heading=word in heading)
    flat = " ".join(lower.split()) if "\n" in lower else lower
    for first in words & _PHRASES.keys():
        for phrase, weights in _PHRASES[first]:
            if phrase in flat:
                _vote(votes, weights, is_heading=phrase in heading)
    return votes


def _vote(votes: dict[DocumentKind, float], weights: _Weights, *, is_heading: bool) -> None:
    for kind, weight in weights:
        votes[kind] = votes.get(kind, 0.0) + (2.0 * weight if is_heading else float(weight))


def document_kind(votes_of_pages: Iterable[Mapping[DocumentKind, float]]) -> DocumentKind:
    """The kind that the pages together speak for; OTHER where they say too little.

    The first page that says anything counts in full, each later one half as much.
    """
    total: dict[DocumentKind, float] = {}
    weight = 1.0
    for votes in votes_of_pages:
        for kind, vote in votes.items():
            total[kind] = total.get(kind, 0.0) + weight * vote
        if votes:
            weight = _LATER_PAGE_WEIGHT
    if not total:
        return DocumentKind.OTHER
    kind, vote = max(sorted(total.items()), key=itemgetter(1))
    return kind if vote >= LEAST_VOTE else DocumentKind.OTHER
