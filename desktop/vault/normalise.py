"""How text becomes comparable: the same words from index and query, however they were typed.

Words
- Runs of letters, digits and their combining marks. Everything else separates: *l'avocat* gives
  `l` and `avocat`, *Jean-Pierre* gives `jean` and `pierre`. A query word that gives several tokens
  is a phrase, so that *O'Brien* still finds only O'Brien.
- Chinese, Japanese and Korean characters are words one by one; a run of them is a phrase.
- A number keeps its separators where they group thousands or mark decimals, and is folded to plain
  digits with a point, without decimals that are zero: *1.234,50*, *1,234.50*, *1'234.50*,
  *1 234,50* and *1234.50* are one word, and so are *1.234,00* and *1234*. Elsewhere separators
  separate: *01.02.2024*, *01/02/2024* and *01-02-2024* are the same phrase.
- A word broken at the end of a line (*Ver-* / *trag*) is joined where the next line goes on in
  lower case. Soft hyphens, zero-width characters and direction marks inside a word are dropped.

Folding: compatibility forms (NFKD), case folding, accents off, special letters by table. The
stripped form is indexed (*Müller*: `muller`, *Straße*: `strasse`); a query also asks for the other
spellings (`query_forms`), so that Müller, Mueller and Muller find each other.
"""

import re
import unicodedata
from functools import cache
from itertools import combinations

_CJK = (
    "\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u3096\u3099-\u30ff\u3105-\u318e"
    "\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7af\uf900-\ufaff"
    "\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""Han, kana, bopomofo, hangul: scripts whose runs are searched character by character."""

_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a03"
    "\u0a3c-\u0a51\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd"
    "\u0c00-\u0c04\u0c3c-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d81-\u0ddf"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u0f18\u0f19\u0f35\u0f37\u0f39"
    "\u0f71-\u0f84\u102b-\u103e\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
)
"""Combining marks: accents of decomposed text, vowels and points of other scripts."""

_SOFT_HYPHENS = "\u0002\u00ad\ufffe"
"""U+0002 and U+FFFE are how pdfium reports a hyphen at the end of a line."""

_INVISIBLE = "\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_HYPHENS = "\\-\u2010\u2011"
_APOSTROPHES = "'\u2019\u02bc"
_FIXED_SPACES = "\u00a0\u2009\u202f"
_LOWER = "a-z\u00df-\u00f6\u00f8-\u017f\u03ac-\u03ce\u0430-\u045f"

_NUMBER = (
    rf"(?<![0-9][.,{_APOSTROPHES}])(?:[0-9]{{1,3}}(?:"
    r"(?:,[0-9]{3})+(?:\.[0-9]+)?"
    r"|(?:\.[0-9]{3})+(?:,[0-9]+)?"
    rf"|(?:[{_APOSTROPHES}{_FIXED_SPACES}][0-9]{{3}})+(?:[.,][0-9]+)?"
    r"|(?: [0-9]{3})+[.,][0-9]{2})"
    rf"|[0-9]+[.,][0-9]+)(?![.,{_APOSTROPHES}]?[0-9])"
)
_LETTER = rf"[^\W_{_CJK}]"
_LINE_END = (
    rf"(?<=[^\W\d_])[{_INVISIBLE}]*[{_HYPHENS}{_SOFT_HYPHENS}][ \t]*\r?\n[ \t]*(?=[{_LOWER}])"
)
_ANY_WORD = (
    rf"{_NUMBER}"
    rf"|{_LETTER}+(?:(?:{_LINE_END}|[{_MARKS}{_INVISIBLE}{_SOFT_HYPHENS}]+){_LETTER}*)*"
    rf"|[{_CJK}][{_MARKS}]*"
)
_ASCII_WORD = re.compile(
    r"(?<![0-9][.,'])(?:[0-9]{1,3}(?:(?:,[0-9]{3})+(?:\.[0-9]+)?|(?:\.[0-9]{3})+(?:,[0-9]+)?"
    r"|(?:'[0-9]{3})+(?:[.,][0-9]+)?|(?: [0-9]{3})+[.,][0-9]{2})|[0-9]+[.,][0-9]+)(?![.,']?[0-9])"
    r"|[A-Za-z0-9]+(?:(?<=[A-Za-z])-[ \t]*\r?\n[ \t]*(?=[a-z])[A-Za-z0-9]+)*"
)
_DROPPED = re.compile(
    rf"[{_HYPHENS}{_SOFT_HYPHENS}][ \t]*\r?\n[ \t]*|[{_INVISIBLE}{_SOFT_HYPHENS}]+"
)
_SEPARATED_NUMBER = re.compile(rf"[0-9]+(?:[ .,{_APOSTROPHES}{_FIXED_SPACES}][0-9]+)+")
_GROUP_MARKS = re.compile(rf"[ {_APOSTROPHES}{_FIXED_SPACES}]")

_SPECIAL_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "\u0131": "i",
        "ŧ": "t",
        "ŋ": "n",
    }
)
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_CONTRACTIBLE = re.compile(r"(?<![aeq])([aou])e|aa")
_EXPANDABLE = re.compile(r"[ao](?!e)|(?<![aeoq])u(?!e)")
_MIN_EXPANDED_CHARACTERS = 4
_MAX_EXPANDED_VOWELS = 3


def words(text: str) -> list[tuple[str, int, int]]:
    """The words of a text in reading order: each as written, joined, with its span [start, end)."""
    if text.isascii() and "\n" not in text and "\x02" not in text:
        return [(match[0], *match.span()) for match in _ASCII_WORD.finditer(text)]
    return [
        (word if word.isalnum() else _DROPPED.sub("", word), *match.span())
        for match in _pattern_for(text).finditer(text)
        for word in (match[0],)
    ]


def lookup_tokens(text: str) -> list[str]:
    """The same words without spans and still unjoined: what `fold` takes, made twice as fast."""
    return _pattern_for(text).findall(text)


def count_words(text: str, start: int, end: int) -> int:
    """How many words there are in a part of a text that begins and ends between words."""
    return sum(1 for _ in _pattern_for(text).finditer(text, start, end))


def fold(token: str) -> str:
    """The comparable form of one word; folding again changes nothing."""
    if token.isascii() and token.isalnum():
        return token.lower()
    token = _DROPPED.sub("", token)
    if _SEPARATED_NUMBER.fullmatch(token):
        return _plain_number(token)
    decomposed = unicodedata.normalize("NFKD", token).casefold().translate(_SPECIAL_LETTERS)
    decomposed = unicodedata.normalize("NFKD", decomposed)
    kept = "".join(character for character in decomposed if _is_kept(character))
    return unicodedata.normalize("NFC", kept) or token


def query_forms(token: str) -> tuple[str, ...]:
    """The folded forms under which a word of a query may be indexed; its own comes first.

    - written with an umlaut: stripped and spelt out (*Müller*: muller, mueller)
    - spelt out: contracted, unless the e belongs to another vowel (*Mueller*: mueller, muller;
      *neue* stays)
    - plain, of four letters or more: each of up to three vowels spelt out (*Muller*: muller,
      mueller)
    """
    plain = fold(token)
    written = unicodedata.normalize("NFC", _DROPPED.sub("", token)).casefold()
    spelt_out = fold(written.translate(_SPELT_OUT))
    if spelt_out != plain:
        return (plain, spelt_out)
    if not plain.isalpha():
        return (plain,)
    contracted = _CONTRACTIBLE.sub(lambda match: match[1] or "a", plain)
    if contracted != plain:
        return (plain, contracted)
    return (plain, *_expansions(plain))


def folded_words(text: str) -> list[str]:
    """The folded words of a text in reading order."""
    return [fold(token) for token in lookup_tokens(text)]


def _pattern_for(text: str) -> re.Pattern[str]:
    """The quick pattern where it finds the same: plain letters, no hyphens marked by pdfium."""
    return _ASCII_WORD if text.isascii() and "\x02" not in text else _any_word()


@cache
def _any_word() -> re.Pattern[str]:
    """Compiled for the first text that needs it: 20 ms that no start has to wait for."""
    return re.compile(_ANY_WORD)


def _is_kept(character: str) -> bool:
    """Letters, digits, and marks that are part of a letter rather than an accent or point."""
    combining = unicodedata.combining(character)
    if combining:
        return not (10 <= combining <= 36 or combining >= 200)
    return (
        character.isalnum()
        or character == "\u2044"
        or unicodedata.category(character) in ("Mn", "Mc")
    )


def _plain_number(token: str) -> str:
    """A number without grouping, its decimals behind a point, none where they are zero."""
    digits = _GROUP_MARKS.sub("", token)
    point = max(digits.rfind("."), digits.rfind(","))
    if point < 0:
        return digits
    mark, whole, decimals = digits[point], digits[:point], digits[point + 1 :]
    is_grouping = len(decimals) == 3 and len(whole) <= 3 and not whole.startswith("0")
    if digits.count(mark) > 1 or (is_grouping and digits == token):
        return digits.replace(mark, "")
    whole = whole.replace(".", "").replace(",", "")
    return whole if not decimals.strip("0") else f"{whole}.{decimals}"


def _expansions(plain: str) -> list[str]:
    positions = [match.start() for match in _EXPANDABLE.finditer(plain)]
    if len(plain) < _MIN_EXPANDED_CHARACTERS or len(positions) > _MAX_EXPANDED_VOWELS:
        return []
    return [
        "".join(
            character + "e" if position in chosen else character
            for position, character in enumerate(plain)
        )
        for count in range(1, len(positions) + 1)
        for chosen in combinations(positions, count)
    ]
