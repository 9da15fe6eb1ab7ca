"""National identifiers of persons: EU states, United Kingdom, United States, Malaysia.

The rules are data (`identifier_rules.py`); this is how they are applied.
"""

import re
from collections.abc import Iterator

from desktop.domain.finding import FindingKind
from desktop.findings.candidate import Candidate, Proof
from desktop.findings.identifier_rules import FORM_RULES, LABEL_RULES, LabelRule
from desktop.findings.scan import Cue, Scan

_FORM = re.compile("|".join(f"(?P<r{at}>{rule.pattern})" for at, rule in enumerate(FORM_RULES)))
_DIGITS = re.compile(r"[0-9][0-9]*")
_LETTERS_BEFORE = re.compile(r"(?<![^\W_])[A-Z]{1,6}[ \-]?\Z")
_LABEL_REACH_CHARS = 48
_NUMBERS_BEHIND_A_LABEL = 3


def _rules_by_word() -> dict[str, tuple[LabelRule, ...]]:
    table: dict[str, tuple[LabelRule, ...]] = {}
    for rule in LABEL_RULES:
        for word in rule.words:
            table[word] = (*table.get(word, ()), rule)
    return table


_RULES_OF_WORD = _rules_by_word()

ID_LABELS = tuple(_RULES_OF_WORD)


def national_ids(scan: Scan) -> Iterator[Candidate]:
    """Identifiers told by their form, then those that a label announces."""
    yield from _by_form(scan.text)
    for start, end in scan.at(Cue.ID_LABEL):
        word = scan.text[start:end].lower()
        for rule in _RULES_OF_WORD[word]:
            found = _behind_label(scan.text, end, rule)
            if found is not None:
                yield found
                break


def _by_form(text: str) -> Iterator[Candidate]:
    behind = 0
    for digits in _DIGITS.finditer(text):
        for start in _starts(text, digits.start()):
            match = _FORM.match(text, start) if start >= behind else None
            found = _checked(text, match) if match is not None else None
            if found is not None:
                behind = found.end
                yield found
                break


def _starts(text: str, digit: int) -> Iterator[int]:
    """Where a number can begin whose first digit stands at `digit`: there, or at letters before."""
    yield digit
    letters = _LETTERS_BEFORE.search(text, max(0, digit - 8), digit)
    if letters is not None:
        yield letters.start()


def _checked(text: str, match: re.Match[str]) -> Candidate | None:
    start, end = match.span()
    if (start and _goes_on(text[start - 1])) or (end < len(text) and _goes_on(text[end])):
        return None
    rule = FORM_RULES[int((match.lastgroup or "r0")[1:])]
    if not rule.check(match[0]):
        return None
    proof = Proof.STATED if rule.confidence < 0.9 else Proof.PROVEN
    return _identifier(match[0], start, rule.scheme, rule.confidence, proof)


def _behind_label(text: str, end: int, rule: LabelRule) -> Candidate | None:
    window_end = min(len(text), end + _LABEL_REACH_CHARS)
    position = end
    for _ in range(_NUMBERS_BEHIND_A_LABEL):
        match = rule.pattern.search(text, position, window_end)
        if match is None:
            return None
        if rule.check(match[0]):
            proof = Proof.PROVEN if rule.confidence >= 0.9 else Proof.STATED
            return _identifier(match[0], match.start(), rule.scheme, rule.confidence, proof)
        position = match.start() + 1
    return None


def _goes_on(character: str) -> bool:
    return character.isalnum() or character in "-/"


def _identifier(
    mention: str, start: int, scheme: str, confidence: float, proof: Proof
) -> Candidate:
    value = "".join(character for character in mention if character.isalnum())
    end = start + len(mention)
    return Candidate(FindingKind.NATIONAL_ID, start, end, value, confidence, proof, scheme=scheme)
