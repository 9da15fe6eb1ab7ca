"""Amounts of money in English, French, German and Swiss notations, as "1234.50 EUR".

An amount is a number beside a currency ("EUR 1.234,50", "1 234,50 €", "CHF 1'234.50", "RM12.30",
"USD 5 million"). A bare number with two decimals counts only where a label beside it gives it a
role (total, tax, change ...); its currency is then the one of the page, and none where the page
has none.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from desktop.domain.finding import FindingKind
from desktop.findings.amount_roles import amount_role
from desktop.findings.candidate import Candidate, Proof
from desktop.findings.currencies import (
    BEFORE_ONLY_WITH_POINT,
    CODES,
    CURRENCY_OF_SIGN,
    CURRENCY_OF_WORD,
    DOLLARS_OF_REGION,
    NEEDS_CAPITALS,
)
from desktop.findings.regions import CURRENCY_OF_REGION
from desktop.findings.scan import Cue, Scan

CURRENCY_WORDS = tuple(CURRENCY_OF_WORD)

NUMBER = (
    r"[0-9]{1,3}(?:(?:,[0-9]{3}){1,5}(?:\.[0-9]{1,4})?|(?:\.[0-9]{3}){1,5}(?:,[0-9]{1,4})?"
    r"|(?:[ \u00a0\u202f'’][0-9]{3}){1,5}(?:[.,][0-9]{1,2})?)(?![0-9])"
    r"|[0-9]{1,15}(?:[.,][0-9]{1,4})?(?![0-9])"
)
_SCALE_OF_WORD: dict[str, int] = {
    "thousand": 3, "tausend": 3, "tsd": 3, "mille": 3, "k": 3,
    "million": 6, "millions": 6, "millionen": 6, "mio": 6, "mn": 6, "m": 6, "mln": 6, "millones": 6,
    "milioni": 6, "miljoen": 6, "billion": 9, "billions": 9, "bn": 9, "mrd": 9, "milliarden": 9,
    "milliarde": 9, "milliard": 9, "milliards": 9, "miliardi": 9, "miljard": 9,
}  # fmt: skip
_SCALE = r"(?:[ \u00a0\n]?(" + "|".join(sorted(_SCALE_OF_WORD, key=len, reverse=True)) + r")\b\.?)?"
_BEHIND = re.compile(
    r"\.?[ \u00a0\n:]{0,3}([-−–(]?)[ ]?(" + NUMBER + r")(?:[.,]?[-–—]{1,2}(?![\w-]))?(-?)" + _SCALE
)
_BEFORE = re.compile(
    r"(?<![\w.,'’/])([-−–(]?)("
    + NUMBER
    + r")(?:[.,]?[-–—]{1,2})?"
    + _SCALE
    + r"[ \u00a0\n(]{0,2}\Z"
)
_SIGN = re.compile(r"[€£¥₹₽₺₩₪$]")
_DOLLAR_OWNER = re.compile(r"(US|CA|C|AU|A|S|HK|NZ|CDN)\Z")
_DOLLAR_OF_OWNER = {
    "US": "USD", "CA": "CAD", "C": "CAD", "CDN": "CAD", "AU": "AUD", "A": "AUD", "S": "SGD",
    "HK": "HKD", "NZ": "NZD",
}  # fmt: skip
_BARE = re.compile(
    r"[0-9](?:[0-9]{0,2}(?:,[0-9]{3}){1,4}\.[0-9]{2}(?![0-9%])"
    r"|[0-9]{0,2}(?:[.  '’][0-9]{3}){1,4},[0-9]{2}(?![0-9%])"
    r"|[0-9]{0,2}(?:['’][0-9]{3}){1,4}\.[0-9]{2}(?![0-9%])"
    r"|[0-9]{0,8}[.,][0-9]{2}(?![0-9%]))"
)
"""Begins with one digit, which the search for a beginning can skip to."""
_NOT_BEHIND_BARE = re.compile(
    r"[.,/:\-][0-9]|\s?%|\s?(?:kg|km|cm|mm|ml|pcs|hrs?|ft)\b|[A-Za-z]", re.IGNORECASE
)
_CENTS = re.compile(r"[.,][0-9]{2}\Z")
_NUMBER_CHARS = 26
_SCALE_CHARS = 12
_ROW_CHARS = 120
_TAX = "tax"

_Span = tuple[int, int]


def amounts(scan: Scan) -> Iterator[Candidate]:
    """All amounts of the page with the roles that their labels give them."""
    row: list[Candidate] = []
    for candidate in sorted(_labelled(scan), key=lambda found: found.start):
        if row and not _is_in_row(scan.text[row[-1].end : candidate.start]):
            yield from _of_row(row)
            row = []
        row.append(candidate)
    yield from _of_row(row)


def _of_row(row: list[Candidate]) -> Iterator[Candidate]:
    """Amounts behind one label: of what is taxed and its tax, only the smallest is the tax."""
    least = min((_size(found) for found in row if found.role == _TAX), default=None)
    for found in row:
        is_base = found.role == _TAX and _size(found) != least
        yield replace(found, role="") if is_base else found


def _is_in_row(between: str) -> bool:
    return not any(letter.isalpha() or letter == "\n" for letter in between)


def _size(found: Candidate) -> Decimal:
    return abs(Decimal(found.value.split(" ")[0]))


def _labelled(scan: Scan) -> Iterator[Candidate]:
    """Amounts with a currency, then bare ones, each with the role of the label before it."""
    taken: list[_Span] = []
    used: Counter[str] = Counter()
    places = _currency_places(scan)
    for candidate in _with_currency(scan.text, places):
        taken.append((candidate.start, candidate.end))
        used[candidate.value[-3:]] += 1
        yield candidate
    used = used or Counter(currency for _, _, currency in places)
    currency = used.most_common(1)[0][0] if used else CURRENCY_OF_REGION.get(scan.region, "")
    covered = {at for start, _ in taken for at in range(start, start + 6)}
    for match in _BARE.finditer(scan.text):
        if match.start() in covered:
            continue
        found = _bare(scan, match.start(), match.end(), currency)
        if found is not None:
            yield found


def amount_value(digits: str, *, scale: str = "", is_negative: bool = False) -> Decimal:
    """The number that the digits and their separators stand for.

    The last separator is the decimal one when it differs from the others or is not followed by
    exactly three digits ("1.234" is a thousand and more, "1.23" and "0.125" are not).
    """
    compact = re.sub(r"[ \u00a0\u202f'’]", "", digits)
    last = max(compact.rfind("."), compact.rfind(","))
    if last >= 0:
        separator, behind = compact[last], len(compact) - last - 1
        other = "," if separator == "." else "."
        is_decimal = other in compact or behind != 3 or compact.startswith("0")
        if compact.count(separator) > 1:
            is_decimal = False
        whole = re.sub(r"[.,]", "", compact[:last])
        compact = (
            f"{whole}.{compact[last + 1 :]}" if is_decimal else f"{whole}{compact[last + 1 :]}"
        )
    number = Decimal(compact).scaleb(_SCALE_OF_WORD.get(scale.lower(), 0))
    return -number if is_negative else number


def _with_currency(text: str, places: list[tuple[int, int, str]]) -> Iterator[Candidate]:
    behind_last = 0
    for start, end, currency in places:
        found = _beside(text, start, end, currency, behind_last)
        if found is not None:
            behind_last = found.end
            role, _ = amount_role(text, found.start)
            yield Candidate(
                found.kind, found.start, found.end, found.value, found.confidence, found.proof, role
            )


def _currency_places(scan: Scan) -> list[tuple[int, int, str]]:
    """Where the signs, codes and names of currencies stand, in order."""
    text = scan.text
    places: list[tuple[int, int, str]] = []
    for match in _SIGN.finditer(text):
        start, end = match.span()
        if match[0] != "$":
            places.append((start, end, CURRENCY_OF_SIGN[match[0]]))
            continue
        owner = _DOLLAR_OWNER.search(text[max(0, start - 3) : start])
        if (
            owner is not None
            and not text[max(0, start - len(owner[1]) - 1) : start - len(owner[1])].isalnum()
        ):
            places.append((start - len(owner[1]), end, _DOLLAR_OF_OWNER[owner[1]]))
        else:
            places.append((start, end, DOLLARS_OF_REGION.get(scan.region, "USD")))
    for start, end in scan.at(Cue.CURRENCY):
        word = text[start:end]
        if word.lower() in NEEDS_CAPITALS and not word.isupper():
            continue
        if word.lower() in CODES and not word.isupper() and word.lower() != "euro":
            continue
        places.append((start, end, CURRENCY_OF_WORD[word.lower()]))
    places.sort()
    return places


def _beside(text: str, start: int, end: int, currency: str, behind_last: int) -> Candidate | None:
    """The amount that goes on behind the currency, else the one that ends before it."""
    is_short = text[start:end].lower() in BEFORE_ONLY_WITH_POINT
    window = text[end : end + _NUMBER_CHARS + _SCALE_CHARS]
    is_name = end - start > 3
    match = None if is_name else _BEHIND.match(window)
    if match is not None and _is_in_next_row(text, end, end + match.start(2), match[2]):
        match = None
    low = max(behind_last, start - _NUMBER_CHARS - _SCALE_CHARS)
    before = None if is_short else _BEFORE.search(text[low:start])
    if match is not None and before is not None and _is_of_next_cell(text, end, match, before):
        match = None
    if match is not None and not (is_short and "." not in match[2] and "," not in match[2]):
        value = amount_value(
            match[2], scale=match[4] or "", is_negative=_is_negative(match[1], match[3])
        )
        if start and text[start - 1] in "-−–" and (start < 2 or not text[start - 2].isalnum()):
            start, value = start - 1, -abs(value)
        return _amount(start, end + match.end(), value, currency)
    if before is None:
        return None
    value = amount_value(before[2], scale=before[3] or "", is_negative=bool(before[1].strip("(")))
    at = low + before.start(2 if before[1] == "(" else 1)
    return _amount(at, end, value, currency)


def _is_of_next_cell(
    text: str, currency_end: int, behind: re.Match[str], before: re.Match[str]
) -> bool:
    """Whether a currency between two numbers belongs to the first, as in a row of a table.

    The first has cents; the second has none, or is a percentage or the beginning of a date.
    """
    if _CENTS.search(before[2]) is None:
        return False
    is_part = _NOT_BEHIND_BARE.match(text, currency_end + behind.end(2)) is not None
    return is_part or _CENTS.search(behind[2]) is None


def _is_in_next_row(text: str, currency_end: int, start: int, digits: str) -> bool:
    """Whether the currency heads a column, and the number is the first of the row below.

    That is a number without decimals, such as a code or a count, in a line with amounts.
    """
    if "\n" not in text[currency_end:start] or not digits.isdecimal():
        return False
    return _BARE.search(_rest_of_line(text, start + len(digits))) is not None


def _rest_of_line(text: str, start: int) -> str:
    return text[start : start + _ROW_CHARS].partition("\n")[0]


def _is_negative(sign: str, behind: str) -> bool:
    return bool(sign and sign != "(") or behind == "-"


def _amount(start: int, end: int, value: Decimal, currency: str) -> Candidate:
    return Candidate(FindingKind.AMOUNT, start, end, _written(value, currency), 0.93, Proof.STATED)


def _written(value: Decimal, currency: str) -> str:
    decimals = max(2, min(4, -int(value.as_tuple().exponent)))
    return f"{value:.{decimals}f} {currency}".rstrip()


def _is_quantity(text: str, start: int, end: int) -> bool:
    """Whether the next two numbers of the line are a price and this number of times that price."""
    following = _BARE.finditer(_rest_of_line(text, end))
    price, product = next(following, None), next(following, None)
    if price is None or product is None:
        return False
    count, each = amount_value(text[start:end]), amount_value(price[0])
    return round(count * each, 2) == amount_value(product[0])


def _bare(scan: Scan, start: int, end: int, currency: str) -> Candidate | None:
    """A number with two decimals that a label gives a role."""
    text = scan.text
    before = text[start - 1] if start else " "
    if before.isalnum() or before in ".,/%" or _NOT_BEHIND_BARE.match(text, end):
        return None
    role, confidence = amount_role(text, start)
    if not role or _is_quantity(text, start, end):
        return None
    is_negative = before in "-−–" and (start < 2 or not text[start - 2].isalnum())
    begin = start - 1 if is_negative else start
    value = amount_value(text[start:end], is_negative=is_negative)
    return Candidate(
        FindingKind.AMOUNT, begin, end, _written(value, currency), confidence, Proof.STATED, role
    )
