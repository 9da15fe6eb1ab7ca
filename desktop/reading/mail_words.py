"""Words of messages, in whatever encoding they claim.

Only encodings that were loaded before the worker may open files no more are asked for; a claim that
names another, or does not fit, is treated as none.
"""

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header
from encodings.aliases import aliases

from desktop.reading.encodings import decoded, from_latin

MAX_FIELD_CHARS = 16_384
"""Of one field of a header; a list of some hundred addresses fits."""

_FOLD = re.compile(r"\r?\n[ \t]+")
"""Where a field goes on in the next line."""

_MISFIT = "\ufffd"
_UTF_8 = codecs.lookup("utf-8").name
_LATIN = codecs.lookup("latin-1").name
_ENCODINGS = (
    "ascii",
    "utf_8",
    "utf_7",
    "utf_16",
    "utf_32",
    *(f"iso8859_{number}" for number in (*range(1, 12), *range(13, 17))),
    *(f"cp{number}" for number in (437, 850, 852, 866, 874, 932, 949, 950, *range(1250, 1259))),
    "koi8_r",
    "koi8_u",
    "mac_roman",
    "latin_1",
    "gb2312",
    "gbk",
    "gb18030",
    "hz",
    "big5",
    "big5hkscs",
    "shift_jis",
    "euc_jp",
    "euc_kr",
    "iso2022_jp",
    "iso2022_kr",
    "johab",
    "tis_620",
)
_LOADED = {name: codecs.lookup(name).name for name in _ENCODINGS}
_LOADED |= {codec.replace("-", "_"): codec for codec in _LOADED.values()}
_LOADED |= {alias: _LOADED[name] for alias, name in aliases.items() if name in _LOADED}


def text_in(content: bytes, encoding: str | None) -> str:
    """Bytes as text, in the encoding they claim where that is known, by a guess otherwise."""
    known = _LOADED.get((encoding or "").strip().lower().replace("-", "_").replace(" ", "_"))
    if known is None or known == "ascii":
        return decoded(content).text
    if known == _LATIN:
        return from_latin(content)
    try:
        return content.decode(known)
    except (UnicodeError, ValueError):
        text = content.decode(known, "replace")
    misfits = text.count(_MISFIT)
    if known == _UTF_8 and misfits > sum(not each.isascii() for each in text) - misfits:
        return decoded(content).text
    return text


def field_words(raw: str) -> str:
    """The value of a field: encoded words decoded, on one line.

    Source: RFC 2047.
    """
    value = _FOLD.sub(" ", raw[:MAX_FIELD_CHARS])
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        pieces = [(value, None)]
    words = "".join(
        piece if isinstance(piece, str) and not _is_raw(piece) else text_in(_bytes(piece), encoding)
        for piece, encoding in pieces
    )
    return " ".join(words.split())


def _is_raw(piece: str) -> bool:
    """Whether it holds bytes beyond ASCII, which Python keeps as lone surrogates."""
    return any("\udc80" <= letter <= "\udcff" for letter in piece)


def _bytes(piece: str | bytes) -> bytes:
    if isinstance(piece, bytes):
        return piece
    return piece.encode("utf-8", "surrogateescape")
