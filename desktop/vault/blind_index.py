"""Blind indexes: keyed tags by which sealed values and page text are found.

Values of findings get *bucket tags* of 8 bits (12 for unique identifiers): short on purpose, so
that each bucket holds many values and counting tags teaches little; every hit is opened and
compared.

    key = HKDF(index key, label and table, column, kind)      one for each column, kind and index
    tag = first `bits` bits of HMAC-SHA256(key, value, UTF-8), as a number

Tags of words and of prefixes are padded with random ones to 2, 4 or 8 (then to multiples of 8), so
that the number of words does not show.

Page text goes into FTS5 as *token tags* in reading order, so that SQLite counts, ranks and finds
phrases without seeing a word:

    key = HKDF(index key, label)
    tag = first 40 bits of HMAC-SHA256(key, folded token, UTF-8), as 8 letters a-z and digits 2-7

Forty bits: among a million different words of a matter less than one pair shares a tag, and each
hit is verified on the opened page.
"""

import hmac
import secrets
from collections.abc import Iterable
from functools import lru_cache

from desktop.vault.keys import IndexKey, derive_index_bytes
from desktop.vault.labels import Label
from desktop.vault.normalise import fold, lookup_tokens, words

VALUE_BITS = 8
UNIQUE_VALUE_BITS = 12
PREFIX_CHARACTERS = 3
CACHED_TOKENS = 20_000
"""Covers the words of some hundred pages of one language; about 3 MB."""

_MAX_BITS = 32
_PAIRS = tuple(
    first + second
    for first in "abcdefghijklmnopqrstuvwxyz234567"
    for second in "abcdefghijklmnopqrstuvwxyz234567"
)


def value_tag(
    index_key: IndexKey,
    table: str,
    column: str,
    kind: str,
    normalised: str,
    *,
    bits: int = VALUE_BITS,
) -> int:
    """The bucket of a whole value.

    Args:
        index_key: The matter's index key.
        table: Table of the sealed value.
        column: Column of the sealed value.
        kind: What the value is about, such as "iban"; the same text of two kinds is not linked.
        normalised: The value as `desktop.vault.normalise` gives it.
        bits: 1 to 32.
    """
    return _bucket(
        derive_index_bytes(index_key, Label.INDEX_VALUE, table, column, kind), normalised, bits
    )


def token_tag(
    index_key: IndexKey, table: str, column: str, kind: str, token: str, *, bits: int = VALUE_BITS
) -> int:
    """The bucket of one folded word of a value: what a query asks for."""
    return _bucket(
        derive_index_bytes(index_key, Label.INDEX_TOKEN, table, column, kind), token, bits
    )


def token_tags(
    index_key: IndexKey,
    table: str,
    column: str,
    kind: str,
    tokens: Iterable[str],
    *,
    bits: int = VALUE_BITS,
) -> tuple[int, ...]:
    """The buckets of all folded words of a value, padded, ascending, without repetition."""
    key = derive_index_bytes(index_key, Label.INDEX_TOKEN, table, column, kind)
    return _with_dummies({_bucket(key, token, bits) for token in tokens}, bits)


def prefix_tag(
    index_key: IndexKey, table: str, column: str, kind: str, token: str, *, bits: int = VALUE_BITS
) -> int:
    """The bucket of the first three characters of a folded word: what a query asks for.

    Raises:
        ValueError: The word is shorter; such a query has to open all values.
    """
    if len(token) < PREFIX_CHARACTERS:
        raise ValueError(f"a prefix has {PREFIX_CHARACTERS} characters")
    key = derive_index_bytes(index_key, Label.INDEX_PREFIX, table, column, kind)
    return _bucket(key, token[:PREFIX_CHARACTERS], bits)


def prefix_tags(
    index_key: IndexKey,
    table: str,
    column: str,
    kind: str,
    tokens: Iterable[str],
    *,
    bits: int = VALUE_BITS,
) -> tuple[int, ...]:
    """The prefix buckets of all folded words of a value, padded, ascending, without repetition.

    One prefix a word and no ladder of lengths: a ladder would spell out the tree of words. Words of
    one or two characters have none.
    """
    key = derive_index_bytes(index_key, Label.INDEX_PREFIX, table, column, kind)
    prefixes = {token[:PREFIX_CHARACTERS] for token in tokens if len(token) >= PREFIX_CHARACTERS}
    return _with_dummies({_bucket(key, prefix, bits) for prefix in prefixes}, bits)


class PageTokenTags:
    """Makes the token tags of pages; remembers the most recent words, so drop it when locking."""

    def __init__(self, index_key: IndexKey) -> None:
        """Take the matter's index key."""
        key = derive_index_bytes(index_key, Label.INDEX_PAGE_TOKEN)

        def tag(token: str) -> str:
            digest = hmac.digest(key, fold(token).encode("utf-8", "surrogatepass"), "sha256")
            number = int.from_bytes(digest[:5], "big")
            return (
                _PAIRS[number >> 30]
                + _PAIRS[number >> 20 & 1023]
                + _PAIRS[number >> 10 & 1023]
                + _PAIRS[number & 1023]
            )

        self._tag = lru_cache(maxsize=CACHED_TOKENS)(tag)

    def tag(self, token: str) -> str:
        """The tag of one word, folded or as written."""
        return self._tag(token)

    def tags(self, text: str) -> list[str]:
        """The tags of a text's words in reading order, one for each of `normalise.words(text)`."""
        return list(map(self._tag, lookup_tokens(text)))

    def tagged_words(self, text: str) -> list[tuple[str, int, int]]:
        """Each word's tag with the span [start, end) of the text where it stands."""
        return [(self._tag(token), start, end) for token, start, end in words(text)]

    def forget(self) -> None:
        """Drop the remembered words."""
        self._tag.cache_clear()


def _bucket(key: bytes, text: str, bits: int) -> int:
    if not 1 <= bits <= _MAX_BITS:
        raise ValueError(f"a tag has 1 to {_MAX_BITS} bits")
    digest = hmac.digest(key, text.encode("utf-8", "surrogatepass"), "sha256")
    return int.from_bytes(digest[:4], "big") >> (_MAX_BITS - bits)


def _with_dummies(tags: set[int], bits: int) -> tuple[int, ...]:
    """Add random tags up to 2, 4, 8 or a multiple of 8, or to all there are."""
    count = len(tags)
    wanted = 2 if count <= 2 else 4 if count <= 4 else -(-count // 8) * 8
    wanted = min(wanted, 1 << bits)
    while len(tags) < wanted:
        tags.add(secrets.randbits(bits))
    return tuple(sorted(tags))
