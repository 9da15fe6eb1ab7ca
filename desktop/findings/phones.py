"""Telephone numbers: found here, judged by the numbering plans of phonenumbers.

An international number (+49 ..., 0049 ...) is taken wherever it stands. A national one needs a
label ("Tel", "Fax" ...) or, without one, the region of the page and the looks of a number of it.
"""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers.phonemetadata import PhoneMetadata

from desktop.domain.finding import FindingKind
from desktop.findings.candidate import Candidate, Proof
from desktop.findings.scan import Cue, Scan

PHONE_LABELS = (
    "tel telefon telephone phone fax telefax mobile mobil handy cell cellular tél téléphone "
    "portable téléfax téléphonique telefoon mobiel teléfono telefono cellulare tlf ph hp rufnummer "
    "durchwahl telefonnummer télécopie"
).split()

_INTERNATIONAL = re.compile(r"\+[ (]?[1-9][0-9 ()./\-\u00a0]{6,22}[0-9]")
_DIALLED_OUT = re.compile(r"(?<![\d.,/-])00[1-9][0-9 ()./\-\u00a0]{6,22}[0-9]")
_AFTER_LABEL = re.compile(
    r"(?:[./ -]{0,2}(?:no|nr|num|number|numéro|nummer|p)\b)?[\s.:#°)(]{0,6}?"
    r"([+(]?[0-9][0-9 ()./\-\u00a0]{4,22}[0-9])",
    re.IGNORECASE,
)
_FURTHER = re.compile(r"\s{0,2}[,&/;]\s{0,2}([+(]?[0-9][0-9 ()./\-\u00a0]{4,22}[0-9])")
_NATIONAL = re.compile(r"(?:\(0|0)[0-9()][0-9 ()./\-\u00a0]{6,16}[0-9](?![0-9])")
_NORTH_AMERICAN = re.compile(
    r"[(2-9](?:(?<=\()[2-9][0-9]{2}|(?<!\()[0-9]{2})\)?[ .\-]{1,2}[0-9]{3}[ .\-][0-9]{4}(?![0-9])"
)
_LOOKS_LIKE_A_DATE = re.compile(r"\(?[0-9]{1,4}[./-][0-9]{1,2}[./-][0-9]{2,4}(?:[ .].*)?\Z")
_NORTH_AMERICA = frozenset({"US", "CA"})
_NOT_BEFORE = frozenset("0123456789.,/-:€$£¥%#")

PhoneMetadata.load_all()  # now: a confined worker can open no file later


def phones(scan: Scan) -> Iterator[Candidate]:
    """Numbers with their value in E.164 (or only digits where the region is not known)."""
    text = scan.text
    if "+" in text:
        for match in _INTERNATIONAL.finditer(text):
            found = _number(match[0], match.start(), "", confidence=0.95)
            if found is not None:
                yield found
    if "00" in text:
        for match in _DIALLED_OUT.finditer(text):
            found = _number("+" + match[0][2:], match.start(), "", confidence=0.8, extra=1)
            if found is not None:
                yield found
    for _, end in scan.at(Cue.PHONE_LABEL):
        yield from _after_label(scan, end)
    if scan.region:
        yield from _unlabelled(scan)


def _after_label(scan: Scan, end: int) -> Iterator[Candidate]:
    match = _AFTER_LABEL.match(scan.text, end, min(len(scan.text), end + 60))
    for _ in range(4):
        if match is None:
            return
        mention, start = _within_brackets(match[1], match.start(1))
        found = _labelled(scan, mention, start) or _digits_only(mention, start)
        if found is None:
            return
        yield found
        match = _FURTHER.match(scan.text, found.end, min(len(scan.text), found.end + 40))


def _within_brackets(mention: str, start: int) -> tuple[str, int]:
    """The mention without a bracket that it does not close, as in "(0161 496 0718)"."""
    if mention[0] == "(" and ")" not in mention:
        return mention[1:], start + 1
    return mention, start


def _labelled(scan: Scan, mention: str, start: int) -> Candidate | None:
    """A number by the plan of the page's region; else by those of the countries it names too.

    A letter from Manchester to Lyon says more about France, and still has its sender's number.
    """
    for region in scan.regions_near(start):
        confidence = 0.9 if region == scan.region else 0.8
        found = _number(mention, start, region, confidence=confidence)
        if found is not None:
            return found
    return None


def _unlabelled(scan: Scan) -> Iterator[Candidate]:
    text = scan.text
    pattern = _NORTH_AMERICAN if scan.region in _NORTH_AMERICA else _NATIONAL
    for match in pattern.finditer(text):
        start = match.start()
        if start and (text[start - 1] in _NOT_BEFORE or text[start - 1].isalpha()):
            continue
        if not any(mark in match[0] for mark in " -/.()"):
            continue
        mention, start = _within_brackets(match[0], start)
        found = _number(mention, start, scan.region, confidence=0.7)
        if found is not None:
            yield found


def _number(
    mention: str, start: int, region: str, *, confidence: float, extra: int = 0
) -> Candidate | None:
    """The longest valid number at the beginning of the mention.

    A line may go on with something else ("+49 30 1234567 12.03.2024"), so pieces are given up from
    the end until the numbering plan accepts the rest.
    """
    for length in _ends_of_pieces(mention):
        written = mention[:length].rstrip(" ()./-\u00a0")
        digits = sum(character.isdigit() for character in written)
        if digits < 7:
            return None
        if digits > 15 or _LOOKS_LIKE_A_DATE.match(written):
            continue
        try:
            number = phonenumbers.parse(written, region or None)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            value = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            end = start + len(written) + extra
            return Candidate(FindingKind.PHONE, start, end, value, confidence, Proof.STATED)
    return None


def _ends_of_pieces(mention: str) -> list[int]:
    """Where the mention can be cut: its end, then before each of its last gaps."""
    gaps = [at for at, character in enumerate(mention) if character in " /\u00a0" and at]
    return [len(mention), *reversed(gaps[-4:])]


def _digits_only(mention: str, start: int) -> Candidate | None:
    """A number that a label announces but whose region is not known."""
    written = mention.rstrip(" ()./-\u00a0")
    digits = "".join(character for character in written if character.isdigit())
    if not 7 <= len(digits) <= 15 or _LOOKS_LIKE_A_DATE.match(written):
        return None
    if written.count("(") != written.count(")"):
        return None
    return Candidate(FindingKind.PHONE, start, start + len(written), digits, 0.6, Proof.STATED)
