"""The words that a prefix, a misspelling, a sound or a stem stands for, among those of a matter.

No n-gram, sound or stem of a word is stored: they are sought among the words that have been met,
in memory, and the exact words found are then asked for. Over 100,000 words that takes 1 ms for a
prefix and 5 to 50 ms for the others.
"""

from collections.abc import Sequence
from typing import Any, Protocol, assert_never

import snowballstemmer

from desktop.domain.errors import QueryError
from desktop.vault.normalise import fold, query_forms
from desktop.vault.search.misspelt import SortedWords, beginning_with, misspelt
from desktop.vault.search.sounds import sounding_like
from desktop.vault.search.tree import Prefix, Sound, Stem, Typo

MAX_WORDS = 1_000
"""A prefix of more words is no question; asking the index for so many takes 50 ms."""

LONG_WORD_LETTERS = 8
"""From here on two letters may differ, before one."""

STEM_LANGUAGES = ("german", "english", "french")
LONGEST_ENDING = 8
MIN_STEM_LETTERS = 3

WordKind = Prefix | Typo | Sound | Stem


class ListedWords(SortedWords, Protocol):
    """The words of a matter, and how they sound."""

    def sounds(self) -> Sequence[Sequence[str]]:
        """All as lists of lines of `desktop.vault.search.sounds`, each ascending."""
        ...


def words_meant(kind: WordKind, listed: ListedWords) -> frozenset[str]:
    """The words of a matter that are meant, and what was written itself.

    Args:
        kind: What was asked for.
        listed: The words of the matter.

    Raises:
        QueryError: There are too many.
    """
    match kind:
        case Prefix():
            words = listed.words()
            found = {
                word for form in query_forms(kind.start) for word in beginning_with(form, words)
            }
            if len(found) > MAX_WORDS:
                raise QueryError(
                    f"{kind.start}* stands for {len(found)} words of this matter.",
                    remedy="Write one more letter before the *.",
                )
            return frozenset(found)
        case Typo():
            return _misspelt(kind.word, listed) | {*query_forms(kind.word)}
        case Sound():
            forms = query_forms(kind.word)
            return frozenset(sounding_like(forms, listed.sounds())) | {*forms}
        case Stem():
            return _same_stem(kind.word, listed.words()) | {*query_forms(kind.word)}
        case _:
            assert_never(kind)


def _misspelt(word: str, listed: ListedWords) -> frozenset[str]:
    most = 2 if len(fold(word)) >= LONG_WORD_LETTERS else 1
    return frozenset(near for form in query_forms(word) for near in misspelt(form, most, listed))


def _same_stem(word: str, words: Sequence[str]) -> frozenset[str]:
    """Words with the stem of the word in one of the languages.

    A stem is the beginning of its words but for the last letter (*company*, *companies*:
    `compani`), so that few words need to be stemmed: a tenth of a millisecond each.
    """
    found: set[str] = set()
    for language in STEM_LANGUAGES:
        stemmer: Any = snowballstemmer.stemmer(language)
        for form in query_forms(word):
            stem = stemmer.stemWord(form)
            start = stem[: max(MIN_STEM_LETTERS, len(stem) - 1)]
            found.update(
                candidate
                for candidate in beginning_with(start, words)
                if len(candidate) <= len(stem) + LONGEST_ENDING
                and stemmer.stemWord(candidate) == stem
            )
    return frozenset(found)
