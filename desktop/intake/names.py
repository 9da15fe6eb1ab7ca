"""Names of files as they may be stored and shown."""

import unicodedata

REPLACEMENT = "\ufffd"

_FORBIDDEN_CATEGORIES = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Controls; bytes that are no text (Python shows them as lone surrogates); ends of line."""

_JOINERS = frozenset("\u200c\u200d")
"""Needed to write Persian and several languages of India."""


def clean_name(name: str) -> str:
    """The name with whatever could hide or reorder its letters replaced, its length unchanged.

    Of the invisible format characters only the two joiners stay: with the others
    "invoice<RIGHT-TO-LEFT OVERRIDE>fdp.exe" is shown as "invoiceexe.pdf".
    """
    if name.isascii() and name.isprintable():
        return name
    return "".join(REPLACEMENT if _is_forbidden(letter) else letter for letter in name)


def _is_forbidden(letter: str) -> bool:
    category = unicodedata.category(letter)
    if category == "Cf":
        return letter not in _JOINERS
    return category in _FORBIDDEN_CATEGORIES
