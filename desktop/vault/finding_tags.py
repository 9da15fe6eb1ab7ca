"""By what a finding is found: its whole value, and for personal ones each of its words.

A text becomes 40 bits of HMAC-SHA256(key, text, UTF-8): the first 8 are its *bucket*, the other 32
its *check*. Values and words have a key each:

    values   HKDF(index key, INDEX_VALUE label, "finding", "value", "whole")
    words    HKDF(index key, INDEX_TOKEN label, "finding", "value", "word")

The kind of a finding is not part of it: a query seldom knows what kind of value it is, and one
bucket then answers for all kinds. `desktop.vault.finding_index` says how tags are kept.

Words are indexed contracted: *Müller*, *Mueller* and *Muller* are one.
"""

import hmac
import re
from typing import NamedTuple

from desktop.domain.finding import Finding, FindingKind
from desktop.vault import schema
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

PHONE_TAIL_DIGITS = 7
"""The end of a number, by which it is found without its country and area codes."""

MIN_IDENTIFIER_CHARACTERS = 5

BUCKETS = 256

_CONTRACTED = re.compile("([aou])e|aa")
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
        self._value_key = derive_index_bytes(
            index_key, Label.INDEX_VALUE, "finding", "value", "whole"
        )
        self._word_key = derive_index_bytes(
            index_key, Label.INDEX_TOKEN, "finding", "value", "word"
        )

    def of_value(self, text: str) -> Tag:
        """The tag of a whole value in its comparable form."""
        return _tag(self._value_key, text, 0)

    def of_word(self, text: str) -> Tag:
        """The tag of a contracted word."""
        return _tag(self._word_key, text, BUCKETS)

    def of_finding(self, finding: Finding) -> list[Tag]:
        """Every tag by which a finding is found."""
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


def _tag(key: bytes, text: str, first_bucket: int) -> Tag:
    digest = hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256")
    return Tag(first_bucket + digest[0], digest[1 : 1 + _CHECK_BYTES])
