"""Which words sound alike, by German, English or French rules.

German: Kölner Phonetik, a digit for each group of consonants, and, because it gives *Meier*, *mehr*
and *mir* one code, the sound of the first vowel too: *ei*, *ai*, *ey* and *ay* are one, *ie* and
*y* are *i*. English: Metaphone; its codes of up to three letters are joined by the same vowel.
French: `desktop.vault.search.french_sounds`; its codes of up to three letters join nothing.

Words come folded (`desktop.vault.normalise`): *ü* is *u* or *ue*, and both count as *u*.

Source: H. J. Postel, Die Kölner Phonetik, IBM-Nachrichten 19 (1969), 925-931; L. Philips, Hanging
on the Metaphone, Computer Language 7 (1990), as the library jellyfish has it.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby

from jellyfish import metaphone

from desktop.vault.search.french_sounds import french_code
from desktop.vault.search.sorted_words import beginning_with

SHORT_CODE_LETTERS = 3
"""An English or French code of so many letters says too little by itself."""

_SINGLE = dict.fromkeys("aeijouy", "0") | {
    "b": "1",
    "f": "3",
    "v": "3",
    "w": "3",
    "g": "4",
    "k": "4",
    "q": "4",
    "l": "5",
    "m": "6",
    "n": "6",
    "r": "7",
    "s": "8",
    "z": "8",
}
_HARD_AT_START = frozenset("ahkloqrux")
_HARD_WITHIN = frozenset("ahkoqux")
_LETTERS = re.compile("[^a-z]+")
_VOWELS = (
    (re.compile("aeu|eu|oi|oy"), "oi"),
    (re.compile("[ae][iy]"), "ai"),
    (re.compile("a[uo]"), "au"),
    (re.compile("ie|i|y|j"), "i"),
    (re.compile("a"), "a"),
    (re.compile("e"), "e"),
    (re.compile("o"), "o"),
    (re.compile("u"), "u"),
)


def german_code(word: str) -> str:
    """The code of a folded word; "" for one without Latin letters."""
    letters = _LETTERS.sub("", word)
    codes = "".join(_digits(letters, at) for at in range(len(letters)))
    single = "".join(digit for digit, _ in groupby(codes))
    return single[:1] + single[1:].replace("0", "")


def _digits(letters: str, at: int) -> str:
    """What one letter adds to the code."""
    letter = letters[at]
    before, behind = letters[at - 1 : at], letters[at + 1 : at + 2]
    match letter:
        case "p":
            return "3" if behind == "h" else "1"
        case "d" | "t":
            return "8" if behind and behind in "csz" else "2"
        case "c":
            is_hard = behind in (_HARD_WITHIN if at else _HARD_AT_START) if behind else False
            return "4" if is_hard and before not in ("s", "z") else "8"
        case "x":
            return "8" if before and before in "ckq" else "48"
        case _:
            return _SINGLE.get(letter, "")


def _vowel(word: str) -> str:
    """The sound of the first vowel, "" where there is none."""
    first = re.search("[aeiouyj]", word)
    if first is None:
        return ""
    return next(sound for vowel, sound in _VOWELS if vowel.match(word, first.start()))


def sound_lines(word: str) -> tuple[str, str, str]:
    """A folded word behind each of its keys of sound: "eMR.ai|meier", "fmeier|meier", "g67..."."""
    return (
        f"e{_english_key(word)}|{word}",
        f"f{_french_key(word)}|{word}",
        f"g{_german_key(word)}|{word}",
    )


def sounding_like(forms: Iterable[str], lists: Iterable[Sequence[str]]) -> set[str]:
    """The words that sound like one of some folded spellings.

    Args:
        forms: The spellings.
        lists: `sound_lines` of the words, each list ascending.
    """
    keys = {line[: line.index("|") + 1] for form in forms for line in sound_lines(form)}
    return {
        line[len(key) :] for lines in lists for key in keys for line in beginning_with(key, lines)
    }


def _german_key(word: str) -> str:
    code = german_code(word)
    # M and N share a digit; at the start of a name nobody takes one for the other.
    return f"{code or word}.{_vowel(word)}.{word[:1] if code.startswith('6') else ''}"


def _english_key(word: str) -> str:
    code = metaphone(word)
    return f"{code or word}.{_vowel(word) if len(code) <= SHORT_CODE_LETTERS else ''}"


def _french_key(word: str) -> str:
    code = french_code(word)
    return code if len(code) > SHORT_CODE_LETTERS else word
