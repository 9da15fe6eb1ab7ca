"""Organisations, told by the legal form behind their name."""

import re
from collections.abc import Iterator

from desktop.domain.finding import FindingKind
from desktop.findings.candidate import Candidate, Proof, single_spaced
from desktop.findings.dates import MONTH_WORDS
from desktop.findings.scan import Cue, Scan

_FORMS = frozenset(
    "GmbH AG SE KG KGaA UG OHG GbR PartG eG SARL SAS SASU SA SNC SCI EURL SCP Ltd Limited LLP LLC "
    "Inc Incorporated Corp Corporation plc PLC LP SpA Srl SL SLU BV NV ApS AS AB Oy Oyj Bhd BHD "
    "LTD LIMITED INC CORP CORPORATION INCORPORATED GMBH Pty Sàrl NVSA".split()
)
"""Legal forms as written."""

LEGAL_FORMS = tuple(form.lower() for form in sorted(_FORMS))

_DOTTED = re.compile(
    r"[ ,](?P<form>S\.p\.A\.|S\.r\.l\.|S\.A\.(?:S\.|R\.L\.)?|S\.L\.(?:U\.)?|B\.V\.|N\.[AV]\."
    r"|L\.L\.C\.|L\.L\.P\.|L\.P\.|P\.C\.|e\.V\.|e\.K\.|Sp\. z o\.o\.|S\.C\.I\.|S\.à r\.l\.)(?!\w)"
)
_CONNECTORS = frozenset("& + and und et y e of de des du la für d'".split())
_NOT_FIRST = frozenset(
    "the die der das den dem firma fa société company between by and und et a an of to for from "
    "with this client customer vendor supplier bank name account arbeitgeber employer le la les "
    "is it that any if whereas party purchaser seller landlord tenant & + de des du für e y "
    "agreement dated attn re undersigned bei von mit zwischen co.".split()
)
_BARE = frozenset(
    "delaware california nevada texas york public private limited liability stock professional "
    "company german french domestic foreign non-profit nonprofit parent sdn".split()
)
"""A form behind only these describes an organisation and names none ("a Delaware Corporation")."""

_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_DATE_OR_AMOUNT = re.compile(
    r"\(?(?:[0-9]{4}([./-])[0-9]{1,2}\1[0-9]{1,2}|[0-9]{1,2}([./-])[0-9]{1,2}\2[0-9]{2,4}"
    r"|[0-9]{1,3}(?:[.,'’]?[0-9]{3}){0,4}[.,][0-9]{2})\)?"
)
"""In figures: the cell of a table before the name."""
_MONTHS = frozenset(word.lower() for word in MONTH_WORDS)
_TOKEN = re.compile(r"\S+")
_ENDS_A_NAME = frozenset(
    "between among agreement plaintiff defendant officer president into attention".split()
) | frozenset(LEGAL_FORMS) - {"limited"}
"""Words behind which another name begins."""

_SHOUTED_WORDS = frozenset({"AS", "SA", "SE", "AB", "INC", "LP", "SL"})
"""Forms that in a line of capitals are more often words (and "GST INC" means inclusive)."""

_BRACKETED = re.compile(r"\([^\W\d_]{1,20}\)")
"""A country or town within a name, as in "(M) SDN BHD" or "(Deutschland) GmbH"."""

_DOTTED_WITHIN = frozenset({"Sdn.", "SDN.", "Co.", "CO."})
"""Written with a stop, and the name goes on behind it."""

_WINDOW_CHARS = 90
_MOST_TOKENS = 7
_FLOWING_LINE_CHARS = 60
"""A line at least so long breaks because it is full: a name may go on behind it."""

_ALSO_BEHIND = re.compile(r"\.?(?: & Co\.?(?: (?:KG|OHG|KGaA))?| \(?haftungsbeschränkt\)?)|\.")


def organisations(scan: Scan) -> Iterator[Candidate]:
    """Names that end in a legal form."""
    text = scan.text
    for start, end in scan.at(Cue.LEGAL_FORM):
        if text[start:end] in _FORMS and _stands_as_form(text, start, end):
            behind = _ALSO_BEHIND.match(text, end)
            is_stop = behind is not None and behind[0] == "."
            reach = behind.end() if behind is not None and not is_stop else end
            if is_stop and text[start:end].lower() in ("inc", "ltd", "corp", "bhd"):
                reach = end + 1
            found = _named(text, start, reach)
            if found is not None:
                yield found
    for match in _DOTTED.finditer(text):
        found = _named(text, match.start("form"), match.end())
        if found is not None:
            yield found


def _named(text: str, form_start: int, end: int) -> Candidate | None:
    low = max(0, form_start - _WINDOW_CHARS)
    newline = text.rfind("\n", low, form_start)
    if newline >= 0:
        line_start = text.rfind("\n", 0, newline) + 1
        is_flowing = newline - line_start >= _FLOWING_LINE_CHARS and text[newline - 1] not in ".:;,"
        second = text.rfind("\n", low, newline)
        low = second + 1 if is_flowing else newline + 1
    tokens = list(_TOKEN.finditer(text, low, form_start))
    if low and not text[low - 1].isspace() and tokens:
        tokens = tokens[1:]
    kept: list[re.Match[str]] = []
    for token in reversed(tokens[-_MOST_TOKENS:]):
        word = token[0]
        is_last = not kept
        if _is_apart(word, is_last=is_last) or _ends_a_date(text, token):
            break
        opened = word.lstrip("(«“\"„'")
        if not (opened[:1].isupper() or opened[:1].isdigit() or opened in _CONNECTORS):
            break
        kept.append(token)
        if opened != word and not _BRACKETED.fullmatch(word):
            break
    while kept and (_cleaned(kept[-1][0]) in _NOT_FIRST or _BRACKETED.fullmatch(kept[-1][0])):
        kept.pop()
    words = [_cleaned(token[0]) for token in kept]
    if not kept or all(word in _BARE or word in _NOT_FIRST for word in words):
        return None
    first = kept[-1]
    start = first.start() + len(first[0]) - len(first[0].lstrip("(«“\"„'"))
    if not text[start].isalnum() or text[start:form_start].strip().isdigit():
        return None
    value = single_spaced(text[start:end])
    return Candidate(FindingKind.ORGANISATION, start, end, value, 0.88, Proof.STATED)


def _stands_as_form(text: str, start: int, end: int) -> bool:
    """Whether the word stands behind a space, and is no word of a line in capitals."""
    if start < 3 or text[start - 1] not in " \n\u00a0" or text[end : end + 1].isdigit():
        return False
    if text[start:end] not in _SHOUTED_WORDS:
        return True
    before = text[max(0, start - 24) : start].split()
    is_shouted = bool(before) and before[-1].isupper() and len(before[-1]) > 1
    is_announced = text[start - 2] == "," or text[end : end + 1] == "."
    return is_announced or not is_shouted


def _is_apart(word: str, *, is_last: bool) -> bool:
    """Whether a name begins only behind the word; a comma may stand before the form itself."""
    if _cleaned(word).rstrip(".") in _ENDS_A_NAME or "/" in word or _DATE_OR_AMOUNT.fullmatch(word):
        return True
    if word in _DOTTED_WITHIN or _BRACKETED.fullmatch(word):
        return False
    return word[-1] in ';:.·|»)”"' or (word[-1] == "," and not is_last)


def _ends_a_date(text: str, token: re.Match[str]) -> bool:
    """Whether the word is the year of a date ("On 14 October 2025 Halden & Firth Ltd invoiced")."""
    if not _YEAR.fullmatch(token[0]):
        return False
    before = text[max(0, token.start() - 24) : token.start()].split()
    return bool(before) and before[-1].strip(".,").lower() in _MONTHS


def _cleaned(word: str) -> str:
    return word.lower().strip("(«“\"„',")
