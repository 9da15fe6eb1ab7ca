"""OpenPGP as it stands in the text of a message: what it hides is said, what it signs is read.

Only lines that are armour are taken for it: words between its first and its last line are words.

Source: RFC 9580, sections 6.2 (armour) and 7 (signed text).
"""

import re

from desktop.domain.notes import Note, NoteKind

BY_OPENPGP = Note(NoteKind.ENCRYPTED_MAIL, "It is OpenPGP.")

_BLOCK = re.compile(
    r"^-----BEGIN PGP (MESSAGE|SIGNATURE)-----[ \t\r]*$((?:\n[A-Za-z]{1,20}: [^\n]*)*+)"
    r"(?:\n[ \t\r]*$)*+(?:\n[A-Za-z0-9+/=]{1,80}[ \t\r]*$)*+"
    r"(?:\n-----END PGP \1-----[^\n]*)?",
    re.MULTILINE,
)
"""Its first line, what its program says of itself, the armour, and its last line."""

_SIGNED = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----", re.MULTILINE)


def armour_of(plain: str, html: str) -> tuple[str, tuple[Note, ...]]:
    """A text with a word in place of each block of armour, which is none to be read.

    Args:
        plain: The body as plain text.
        html: The body as a web page, which is looked at only.

    Returns:
        The text, and what was noticed.
    """
    notes: dict[Note, None] = {}
    if "-----BEGIN PGP MESSAGE-----" in html:
        notes[BY_OPENPGP] = None
    if _SIGNED.search(plain):
        notes[Note(NoteKind.SIGNED_MAIL)] = None

    def named(block: re.Match[str]) -> str:
        if block[1] == "MESSAGE":
            notes[BY_OPENPGP] = None
        return f"[OpenPGP {block[1].lower()}, {block[0].count(chr(10)) + 1} lines]{block[2]}"

    return _BLOCK.sub(named, plain), tuple(notes)
