"""Mailboxes: messages one behind the other, each behind a line that begins with "From ".

A line of a body that begins so is told from the next message by what follows: a time on the same
line, and a field of a header on the next. Source: RFC 4155, appendix A.
"""

import re
from collections.abc import Iterator
from email.parser import BytesHeaderParser
from email.policy import compat32
from functools import partial

from desktop.domain.errors import DocumentDamagedError, TooManyPartsError
from desktop.domain.limits import MAX_PARTS
from desktop.reading.flow import Block, Cell, Flow, Paragraph, Table
from desktop.reading.letter import LetterPart
from desktop.reading.mail_words import field_words

_FROM_LINE = re.compile(
    rb"(?:\A(?:\xef\xbb\xbf)?\s*|\n\r?\n)From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n"
    rb"(?=[!-9;-~]{1,76}[ \t]*:)"
)
_HEADER_BYTES = 65_536
"""Looked at of each message to list it."""

_LISTED_CHARS = 160


def mailbox_of(data: bytes) -> tuple[Flow, tuple[LetterPart, ...]]:
    """A page that lists the messages, and the messages.

    Raises:
        DocumentDamagedError: There is none.
        TooManyPartsError: More than MAX_PARTS.
    """
    places = list(_places(data))
    if not places:
        raise DocumentDamagedError
    rows: list[tuple[Cell, ...]] = [tuple(map(_cell, ("Number", "Date", "From", "Subject")))]
    parts = []
    for number, (start, end) in enumerate(places, start=1):
        fields = BytesHeaderParser(policy=compat32).parsebytes(
            data[start : min(end, start + _HEADER_BYTES)]
        )
        date, sender, subject = (
            field_words(fields.get(name, "")) for name in ("Date", "From", "Subject")
        )
        listed = (str(number), date, sender, subject)
        rows.append(tuple(_cell(text[:_LISTED_CHARS]) for text in listed))
        name = f"{number:04} {subject[:_LISTED_CHARS]}".rstrip() + ".eml"
        parts.append(LetterPart(name, partial(_slice, data, start, end)))
    title = f"Mailbox with {len(parts)} {'message' if len(parts) == 1 else 'messages'}"
    blocks: tuple[Block, ...] = (
        Paragraph.of(title, level=1),
        Table(tuple(rows), first_is_head=True),
    )
    return Flow(blocks), tuple(parts)


def _places(data: bytes) -> Iterator[tuple[int, int]]:
    """Where each message begins and ends, the line before it not counted."""
    start, count = -1, 0
    for found in _FROM_LINE.finditer(data):
        if start >= 0:
            yield start, found.start() + 1
        start, count = found.end(), count + 1
        if count > MAX_PARTS:
            raise TooManyPartsError
    if start >= 0:
        yield start, len(data)


def _slice(data: bytes, start: int, end: int) -> bytes:
    return data[start:end]


def _cell(text: str) -> Cell:
    return (Paragraph.of(text),)
