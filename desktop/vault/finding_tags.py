"""By what a finding is found: its whole value, and for personal ones each of its words.

A text becomes 40 bits of HMAC-SHA256(key, text, UTF-8): the first 8 are its *bucket*, the other 32
its *check*. Values and words have a key each:

    values   HKDF(index key, INDEX_VALUE label, "finding", "value", "whole")
    words    HKDF(index key, INDEX_TOKEN label, "finding", "value", "word")

The kind of a finding is not part of it: a query seldom knows what kind of value it is, and one
bucket then answers for all kinds. `desktop.vault.finding_index` says how tags are kept.

Words are indexed contracted: *Müller*, *Mueller* and *Muller* are one.

Ranges are found by words that no text holds: of a date its month (U+0000, `date 2024-03`), of an
amount its sign and a quarter of a power of ten (U+0000, `amount +14`: 3,162 to 5,623).
"""

import calendar
import math
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from desktop.domain.finding import Finding, FindingKind
from desktop.vault import schema
from desktop.vault.keyed_hash import keyed_hash
from desktop.vault.keys import IndexKey, derive_index_bytes
from desktop.vault.labels import Label
from desktop.vault.normalise import fold, folded_words, lookup_tokens

IDENTIFIERS = frozenset(
    {
        FindingKind.IBAN,
        FindingKind.PAYMENT_CARD,
        FindingKind.VAT_ID,
        FindingKind.NATIONAL_ID,
    }
)
"""Found as a whole, however they are grouped; their parts are no words."""

WITHOUT_WORDS = IDENTIFIERS | {FindingKind.PHONE}
"""Kinds whose values hold no words."""

PHONE_TAIL_DIGITS = 7
"""The end of a number, by which it is found without its country and area codes."""

MIN_IDENTIFIER_CHARACTERS = 5

BUCKETS = 256

AMOUNT_STEPS = 4
"""Parts of a power of ten: 1 to 1.78, to 3.16, to 5.62, to 10."""

LARGEST_STEP = 15 * AMOUNT_STEPS
"""Of amounts; smaller ones than 0.01 and larger ones than 10**15 share the last steps."""

SMALLEST_STEP = -2 * AMOUNT_STEPS

_BEYOND_LARGEST = Decimal(10) ** 16
_BELOW_SMALLEST = Decimal("0.001")

_CONTRACTED = re.compile("([aou])e|aa")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_CHECK_BYTES = 4


class Tag(NamedTuple):
    """What stands for a text.

    Attributes:
        bucket: 0 to 255 for values, 256 to 511 for words.
        check: Four bytes that tell it from the other texts of its bucket.
    """

    bucket: int
    check: bytes


class FindingTagger:
    """Makes the tags of one matter."""

    def __init__(self, index_key: IndexKey) -> None:
        """Derive the two keys."""
        self._hashed_value = keyed_hash(
            derive_index_bytes(index_key, Label.INDEX_VALUE, "finding", "value", "whole")
        )
        self._hashed_word = keyed_hash(
            derive_index_bytes(index_key, Label.INDEX_TOKEN, "finding", "value", "word")
        )

    def of_value(self, text: str) -> Tag:
        """The tag of a whole value in its comparable form."""
        return _tag(self._hashed_value(_bytes_of(text)), 0)

    def of_word(self, text: str) -> Tag:
        """The tag of a contracted word."""
        return _tag(self._hashed_word(_bytes_of(text)), BUCKETS)

    def of_range(self, finding: Finding) -> list[Tag]:
        """The tags by which a date or amount is found in a range."""
        return list(map(self.of_word, range_texts(finding)))

    def of_finding(self, finding: Finding) -> list[Tag]:
        """Every tag by which a finding is found, but for ranges."""
        tags = [self.of_value(value_text(finding.kind, finding.value))]
        if finding.sensitivity in schema.PERSONAL:
            tags.extend(map(self.of_word, token_texts(finding)))
        return tags


def contracted(token: str) -> str:
    """A folded word with umlauts that were spelt out drawn together, so that all spellings meet."""
    return _CONTRACTED.sub(lambda match: match[1] or "a", fold(token))


def compact(text: str) -> str:
    """An identifier without spaces and marks, in lower case."""
    return fold(_NOT_ALPHANUMERIC.sub("", text))


def digits_of(text: str) -> str:
    """The digits of a telephone number; those of an international one without leading zeros."""
    return "".join(filter(str.isdecimal, text)).lstrip("0")


def value_text(kind: FindingKind, text: str) -> str:
    """The comparable form of a whole value."""
    if kind in IDENTIFIERS:
        return compact(text)
    if kind is FindingKind.PHONE:
        return digits_of(text)
    if kind is FindingKind.EMAIL:
        return text.strip().casefold()
    return " ".join(map(contracted, lookup_tokens(text)))


def token_texts(finding: Finding) -> set[str]:
    """What a personal finding is found by besides its whole value."""
    if finding.kind in IDENTIFIERS:
        return set()
    if finding.kind is FindingKind.PHONE:
        tail = digits_of(finding.value)[-PHONE_TAIL_DIGITS:]
        return {tail} if len(tail) == PHONE_TAIL_DIGITS else set()
    words = folded_words(f"{finding.mention} \n {finding.value}")
    return {contracted(word) for word in words}


def range_texts(finding: Finding) -> Iterator[str]:
    """What a date or amount is found by in a range."""
    if finding.kind is FindingKind.DATE and (days := days_of(finding.value)):
        yield month_text(days[0])
    elif finding.kind is FindingKind.AMOUNT and (amount := amount_of(finding.value)):
        yield amount_text(step_of(amount[0]))


def month_text(day: date) -> str:
    """What stands for the month of a day."""
    return f"\0date {day:%Y-%m}"


def amount_text(step: tuple[bool, int]) -> str:
    """What stands for the sign and size of an amount."""
    is_negative, size = step
    return f"\0amount {'-' if is_negative else '+'}{size}"


def step_of(amount: Decimal) -> tuple[bool, int]:
    """Whether an amount is negative, and its step: the quarter of a power of ten it begins."""
    size = min(abs(amount), _BEYOND_LARGEST)
    if size < _BELOW_SMALLEST:
        return amount < 0, SMALLEST_STEP
    step = math.floor(math.log10(size) * AMOUNT_STEPS + 1e-9)
    return amount < 0, min(max(step, SMALLEST_STEP), LARGEST_STEP)


def days_of(value: str) -> tuple[date, date] | None:
    """The first and last day of a date's value, "2024-03-15" or "2024-03"; None for another."""
    match = _ISO_DATE.fullmatch(value)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    try:
        if match[3]:
            day = date(year, month, int(match[3]))
            return day, day
        return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
    except ValueError:
        return None


def amount_of(value: str) -> tuple[Decimal, str] | None:
    """The number and currency of an amount's value, "1234.50 EUR"; None where it has no number."""
    number, _, currency = value.partition(" ")
    try:
        amount = Decimal(number)
    except InvalidOperation:
        return None
    return (amount, currency) if amount.is_finite() else None


def _bytes_of(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _tag(digest: bytes, first_bucket: int) -> Tag:
    return Tag(first_bucket + digest[0], digest[1 : 1 + _CHECK_BYTES])
