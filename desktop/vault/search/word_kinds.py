"""The words that a prefix, a misspelling, a sound or a stem stands for, among those of a matter.

No n-gram, sound or stem of a word is stored: they are sought among the words that have been met,
in memory, and the exact words found are then asked for. Over 100,000 words that takes 1 ms for a
prefix and 5 to 50 ms for the others.
"""

from collections.abc import Sequence
from typing import Protocol, assert_never

from desktop.domain.errors import QueryError
from desktop.vault.normalise import fold, query_forms
from desktop.vault.search.sorted_words import SortedWords, beginning_with
from desktop.vault.search.sounds import sounding_like
from desktop.vault.search.tree import Prefix, Sound, Stem, Typo

MAX_WORDS = 1_000
"""A prefix of more words is no question; asking the index for so many takes 50 ms."""

LONG_WORD_LETTERS = 8
"""From here on two letters may differ, before one."""

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
            from desktop.vault.search.stems import same_stem  # noqa: PLC0415 - few ask for it

            return same_stem(kind.word, listed.words()) | {*query_forms(kind.word)}
        case _:
            assert_never(kind)


def _misspelt(word: str, listed: ListedWords) -> frozenset[str]:
    from desktop.vault.search.misspelt import misspelt  # noqa: PLC0415 - few ask for it

    most = 2 if len(fold(word)) >= LONG_WORD_LETTERS else 1
    return frozenset(near for form in query_forms(word) for near in misspelt(form, most, listed))
