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

from jellyfish import metaphone

from desktop.vault.search.french_sounds import french_codes
from desktop.vault.search.sorted_words import beginning_with

SHORT_CODE_LETTERS = 3
"""An English or French code of so many letters says too little by itself."""

_NO_LETTERS = re.compile(r"[^a-z\n]+")
_BY_NEIGHBOURS = tuple(
    (re.compile(pattern, re.MULTILINE), sound)
    for pattern, sound in (
        ("p(?=h)", "3"),
        ("[dt](?=[csz])", "8"),
        ("(?<=[ckq])x", "X"),
        ("^c(?=[ahkloqruxX])", "4"),
        (r"(?<=[^sz\n])c(?=[ahkoquxX])", "4"),
        ("c", "8"),
    )
)
"""Letters whose digit depends on those beside them, before the others become digits. X: an *x* that
adds one digit, not two; its *c* is still there to be seen."""

_DIGITS = str.maketrans(
    dict.fromkeys("aeijouy", "0")
    | dict.fromkeys("bp", "1")
    | dict.fromkeys("dt", "2")
    | dict.fromkeys("fvw", "3")
    | dict.fromkeys("gkq", "4")
    | {"l": "5", "m": "6", "n": "6", "r": "7", "s": "8", "z": "8", "X": "8", "h": None}
)
_SAME_DIGITS = re.compile(r"([0-9])\1+")
_LATER_VOWELS = re.compile("(?<=[0-9])0")
_FIRST_VOWEL = re.compile(
    r"^[^aeiouyj\n]*(aeu|eu|oi|oy|[ae][iy]|a[uo]|ie|i|y|j|a|e|o|u|)", re.MULTILINE
)
_SOUND_OF_VOWEL = (
    dict.fromkeys(("aeu", "eu", "oi", "oy"), "oi")
    | dict.fromkeys(("ai", "ay", "ei", "ey"), "ai")
    | dict.fromkeys(("au", "ao"), "au")
    | dict.fromkeys(("ie", "i", "y", "j"), "i")
)


def german_codes(lines: str) -> list[str]:
    """The codes of folded words, one a line; "" for one without Latin letters."""
    lines = _NO_LETTERS.sub("", lines)
    for pattern, sound in _BY_NEIGHBOURS:
        lines = pattern.sub(sound, lines)
    lines = _SAME_DIGITS.sub(r"\1", lines.replace("x", "48").translate(_DIGITS))
    return _LATER_VOWELS.sub("", lines).split("\n")


def sound_lines(words: Iterable[str]) -> list[str]:
    """Folded words behind their keys of sound: "eMR.ai|meier", "fmeier|meier", "g67.ai.|meier"."""
    words = list(words)
    if not words:
        return []
    lines = "\n".join(words)
    vowels = [_SOUND_OF_VOWEL.get(vowel, vowel) for vowel in _FIRST_VOWEL.findall(lines)]
    english = [
        f"e{_english_key(word, vowel)}|{word}" for word, vowel in zip(words, vowels, strict=True)
    ]
    french = [
        f"f{code if len(code) > SHORT_CODE_LETTERS else word}|{word}"
        for word, code in zip(words, french_codes(lines), strict=True)
    ]
    german = [
        f"g{_german_key(word, code, vowel)}|{word}"
        for word, code, vowel in zip(words, german_codes(lines), vowels, strict=True)
    ]
    return english + french + german


def sounding_like(forms: Iterable[str], lists: Iterable[Sequence[str]]) -> set[str]:
    """The words that sound like one of some folded spellings.

    Args:
        forms: The spellings.
        lists: `sound_lines` of the words, each list ascending.
    """
    keys = {line[: line.index("|") + 1] for line in sound_lines(forms)}
    return {
        line[len(key) :] for lines in lists for key in keys for line in beginning_with(key, lines)
    }


def _german_key(word: str, code: str, vowel: str) -> str:
    # M and N share a digit; at the start of a name nobody takes one for the other.
    return f"{code or word}.{vowel}.{word[:1] if code.startswith('6') else ''}"


def _english_key(word: str, vowel: str) -> str:
    code = metaphone(word)
    return f"{code or word}.{vowel if len(code) <= SHORT_CODE_LETTERS else ''}"
