"""The blind index of page text: keyed tags in the place of words.

Page text goes into FTS5 as tags in reading order, so that SQLite counts, ranks and finds phrases
without seeing a word:

    key = HKDF(index key, INDEX_PAGE_TOKEN label)
    tag = first 40 bits of HMAC-SHA256(key, folded token, UTF-8), as 8 letters a-z and digits 2-7

Forty bits: among a million different words of a matter less than one pair shares a tag, and each
hit is verified on the opened page. What findings are found by: `desktop.vault.finding_tags`.
"""

from collections.abc import Iterable
from functools import lru_cache

from desktop.vault.keyed_hash import keyed_hash
from desktop.vault.keys import IndexKey, derive_index_bytes
from desktop.vault.labels import Label
from desktop.vault.normalise import fold

CACHED_TOKENS = 50_000
"""Covers the words of some thousand pages of one language; about 8 MB."""

_PAIRS = tuple(
    first + second
    for first in "abcdefghijklmnopqrstuvwxyz234567"
    for second in "abcdefghijklmnopqrstuvwxyz234567"
)


class PageTokenTags:
    """Makes the token tags of pages; remembers the most recent words, so drop it when locking."""

    def __init__(self, index_key: IndexKey) -> None:
        """Take the matter's index key."""
        hashed = keyed_hash(derive_index_bytes(index_key, Label.INDEX_PAGE_TOKEN))

        def tag(token: str) -> str:
            digest = hashed(fold(token).encode("utf-8", "surrogatepass"))
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

    def tags(self, tokens: Iterable[str]) -> list[str]:
        """The tags of some words, one for each: folded, or as `lookup_tokens` finds them."""
        return list(map(self._tag, tokens))

    def forget(self) -> None:
        """Drop the remembered words."""
        self._tag.cache_clear()
