"""People: told by an honorific, a label or role before, a closing above, an address behind."""

import re
from collections.abc import Iterator

from desktop.domain.finding import FindingKind
from desktop.findings.candidate import Candidate, Proof, single_spaced
from desktop.findings.names import FULL_NAME, NAME, trimmed
from desktop.findings.scan import Cue, Scan

HONORIFICS = (
    "herr herrn frau mr mrs ms miss messrs mme madame mlle monsieur maître me dr prof professor "
    "sir dame señor señora sig signor signora dhr mevrouw m"
).split()
"""Words before a name. "M", "Me" and "Miss" count only as written in `_EXACT`."""

_EXACT = {"m": "M", "me": "Me", "ms": "Ms", "miss": "Miss", "sir": "Sir", "dame": "Dame"}
_NEEDS_STOP = frozenset({"m"})

PERSON_LABELS = (
    "represented vertreten représentée représenté geschäftsführer geschäftsführerin attn "
    "attention queries contact ansprechpartner ansprechpartnerin name nom by gérant signatory "
    "unterzeichner sachbearbeiter employee arbeitnehmer salarié kontoinhaber titulaire bearbeiter "
    "née né geboren born witness prénom notary notar"
).split()

_NEEDS_COLON = frozenset({"name", "nom", "by", "employee", "witness", "born", "prénom", "gérant"})
_BORN = frozenset({"née", "né", "geboren", "born"})

_TITLE = r"(?:(?:Dr|Prof|Ing|jur|med|Mag|Dipl)\.?[ \-]?(?:Ing\.|jur\.|med\.)?[ ]?){0,3}"
_AFTER_HONORIFIC = re.compile(rf"\.?[ \u00a0\n]{{1,2}}{_TITLE}({NAME})")
_AFTER_LABEL = re.compile(
    r"(?:[ ](?:by|durch|par|of))?[ \u00a0]?(?P<colon>:?)[ \u00a0\n]{0,2}"
    rf"(?:(?:/s/|Mr|Mrs|Ms|Mme|M|Herrn?|Frau|Madame|Monsieur|Dr)\.?[ ]){{0,2}}(?P<name>{FULL_NAME})"
)
_SIGNED = re.compile(rf"/[sS]/[ ]?({FULL_NAME})")
_CLOSING = re.compile(
    r"(?:sincerely|faithfully|truly|regards|Grüßen?|Gruß|salutations)[ ]?,?[ ]?\n{1,3}"
    rf"(?:[^\n]{{0,40}}\n{{1,2}})?({FULL_NAME})(?=[,\n]|\Z)"
)
_BEFORE_ADDRESS = re.compile(rf"({FULL_NAME})[\"']?[ \n]<[^\s<>@]{{1,64}}@[^\s<>@]{{1,255}}>")
"""As messages name whom they are from and to."""

_BEFORE_BORN = re.compile(rf"({FULL_NAME}),?[ \n]\Z")
_HAS_A_WORD = re.compile(r"[^\W\d_]{2}")
_WINDOW_CHARS = 110


def people(scan: Scan) -> Iterator[Candidate]:
    """Names with what tells them; then the same full names wherever else they stand on the page."""
    found = [one for one in _told(scan) if one is not None]
    yield from found
    text = scan.text
    for name in {single_spaced(one.value) for one in found if " " in one.value}:
        at = text.find(name)
        while at >= 0:
            end = at + len(name)
            if not (at and text[at - 1].isalnum()) and not text[end : end + 1].isalnum():
                yield _person(text, at, end, 0.8)
            at = text.find(name, end)


def _told(scan: Scan) -> Iterator[Candidate | None]:
    text = scan.text
    for start, end in scan.at(Cue.HONORIFIC):
        yield _behind_honorific(text, start, end)
    for start, end in scan.at(Cue.PERSON_LABEL):
        yield _behind_label(text, start, end)
    if "/s/" in text or "/S/" in text:
        for match in _SIGNED.finditer(text):
            yield _named(text, match.start(1), match[1], 0.9, words=2)
    if "<" in text and "@" in text:
        for match in _BEFORE_ADDRESS.finditer(text):
            if trimmed(match[1]) == match[1]:
                yield _named(text, match.start(1), match[1], 0.75, words=2)
    for match in _CLOSING.finditer(text):
        yield _named(text, match.start(1), match[1], 0.8, words=2)


def _behind_honorific(text: str, start: int, end: int) -> Candidate | None:
    word = text[start:end]
    lower = word.lower()
    if not word[0].isupper() or (start and text[start - 1].isalnum()):
        return None
    if lower in _EXACT and word != _EXACT[lower]:
        return None
    if lower in _NEEDS_STOP and (text[end : end + 1] != "." or text[max(0, start - 1)] in ".&"):
        return None
    match = _AFTER_HONORIFIC.match(text, end, min(len(text), end + _WINDOW_CHARS))
    return None if match is None else _named(text, match.start(1), match[1], 0.9, words=1)


def _behind_label(text: str, start: int, end: int) -> Candidate | None:
    lower = text[start:end].lower()
    if lower in _BORN:
        before = text[max(0, start - _WINDOW_CHARS) : start]
        match = _BEFORE_BORN.search(before)
        if match is not None:
            at = start - len(before) + match.start(1)
            return _named(text, at, match[1], 0.8, words=2)
    behind = _AFTER_LABEL.match(text, end, min(len(text), end + _WINDOW_CHARS))
    if behind is None or (lower in _NEEDS_COLON and not behind["colon"]):
        return None
    return _named(text, behind.start("name"), behind["name"], 0.75, words=2)


def _named(text: str, start: int, name: str, confidence: float, *, words: int) -> Candidate | None:
    kept = trimmed(name)
    if (
        len(kept) < 3
        or not _HAS_A_WORD.search(kept)
        or len(kept.split()) < words
        or (kept.isupper() and words > 1)
    ):
        return None
    return _person(text, start, start + len(kept), confidence)


def _person(text: str, start: int, end: int, confidence: float) -> Candidate:
    value = single_spaced(text[start:end])
    return Candidate(FindingKind.PERSON, start, end, value, confidence, Proof.STATED)
