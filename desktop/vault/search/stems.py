"""The words of a matter that have the stem of one, in German, English or French."""

from collections.abc import Sequence
from typing import Any

import snowballstemmer

from desktop.vault.normalise import query_forms
from desktop.vault.search.sorted_words import beginning_with

STEM_LANGUAGES = ("german", "english", "french")
LONGEST_ENDING = 8
MIN_STEM_LETTERS = 3


def same_stem(word: str, words: Sequence[str]) -> frozenset[str]:
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
