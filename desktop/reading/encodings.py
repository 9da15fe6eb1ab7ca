"""In which encoding a text without a declaration is written.

A byte order mark decides, then UTF-8, which no other text of some length is by chance. What is left
is a guess: Windows-1252 where every letter beyond ASCII is one of Western Europe's, otherwise what
charset-normalizer finds most like a language.
"""

import codecs
from collections.abc import Iterable
from dataclasses import dataclass

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WESTERN = "cp1252"
_LATIN = "iso8859-1"
_OF_WESTERN_EUROPE = frozenset(
    "äöüßÄÖÜéèêëÉÈÊàâÀÂçÇôîïÔÎûùúÚñÑáíóÁÍÓãõåÅæÆøØœŒìòý"
    "€£§°«»•·©®™ªº½¼…“”„\u2018\u2019\u201a\u2013\u2014\u00b4\u00a0"
)

GUESSED = (
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1257",
    "cp1255",
    "cp1256",
    "koi8_r",
    "cp850",
    "cp437",
    "mac_roman",
    "shift_jis",
    "gb18030",
    "big5",
    "euc_kr",
)
"""The encodings that are thought of; each is loaded before the worker may open files no more."""

DECLARED = (
    "ascii",
    "latin-1",
    *(f"iso8859-{part}" for part in (*range(2, 12), *range(13, 17))),
    "koi8_u",
    "cp866",
    "cp874",
    "cp932",
    "cp949",
    "cp950",
    "gb2312",
    "gbk",
    "euc_jp",
    "iso2022_jp",
    "utf-7",
    "utf-16",
    "utf-32",
)
"""Encodings that web pages and messages name, beside those that are guessed."""

_SAMPLE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text.

    Attributes:
        guess: The encoding, where it was guessed; "" where it is certain.
    """

    text: str
    guess: str = ""


def decoded(data: bytes, declared: str = "") -> Decoded:
    """The text of a file.

    Args:
        data: The file.
        declared: The encoding that the text itself names, if any; believed where it fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(data.removeprefix(mark).decode(encoding, "replace"))
    for encoding in ("utf-8", declared):
        text = _read_as(data, encoding)
        if text is not None:
            return Decoded(text)
    sample = data[:_SAMPLE_BYTES].decode(_WESTERN, "replace")
    beyond = {letter for letter in sample if not letter.isascii()}
    if beyond <= _OF_WESTERN_EUROPE:
        return Decoded(data.decode(_WESTERN, "replace"), _WESTERN)
    best = from_bytes(data[:_SAMPLE_BYTES], cp_isolation=list(GUESSED)).best()
    encoding = _WESTERN if best is None else best.encoding
    return Decoded(data.decode(encoding, "replace"), encoding)


def from_latin(data: bytes) -> str:
    """A text that names ISO 8859-1, which programs take for Windows-1252: there stands the euro.

    Source: WHATWG Encoding Standard, section 4.2.
    """
    try:
        return data.decode(_WESTERN)
    except UnicodeDecodeError:
        return data.decode("latin-1")


def load_encodings(others: Iterable[str]) -> None:
    """Load everything that is imported when it is first used.

    Args:
        others: Encodings that some kinds of file name.
    """
    for encoding in (*GUESSED, *DECLARED, *others):
        codecs.lookup(encoding)
    decoded("Жизнь".encode("cp1251") * 20)


def _read_as(data: bytes, encoding: str) -> str | None:
    if not encoding:
        return None
    try:
        return from_latin(data) if codecs.lookup(encoding).name == _LATIN else data.decode(encoding)
    except (LookupError, UnicodeError, ValueError):
        return None
