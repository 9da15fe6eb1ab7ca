"""Mailboxes: a page that lists the messages, and the messages as files."""

from collections.abc import Iterator, Sequence
from email.parser import BytesHeaderParser
from email.policy import compat32
from functools import partial

from desktop.domain.errors import DocumentDamagedError
from desktop.domain.notes import Note, NoteKind
from desktop.reading.flow import Block, Cell, Flow, Paragraph, Table
from desktop.reading.letter import LetterPart
from desktop.reading.mail_separators import MessagePlace, places_of
from desktop.reading.mail_words import field_words

_HEADER_BYTES = 65_536
"""Looked at of each message to list it."""

_LISTED_CHARS = 160
_LISTED_NUMBERS = 40


def mailbox_of(data: bytes) -> Flow:
    """A page that lists the messages and says what is doubtful, and the messages.

    Raises:
        DocumentDamagedError: There is none.
        TooManyPartsError: More than MAX_PARTS.
    """
    places = tuple(places_of(data))
    if not places:
        raise DocumentDamagedError
    rows: list[tuple[Cell, ...]] = [tuple(map(_cell, ("Number", "Date", "From", "Subject")))]
    parts = []
    for number, place in enumerate(places, start=1):
        header = data[place.begin : min(place.end, place.begin + _HEADER_BYTES)]
        fields = BytesHeaderParser(policy=compat32).parsebytes(header)
        date, sender, subject = (
            field_words(fields.get(name, "")) for name in ("Date", "From", "Subject")
        )
        listed = (str(number), date, sender, subject)
        rows.append(tuple(_cell(text[:_LISTED_CHARS]) for text in listed))
        name = f"{number:04} {subject[:_LISTED_CHARS]}".rstrip() + ".eml"
        parts.append(LetterPart(name, partial(_slice, data, place.begin, place.end)))
    doubts = tuple(_doubts(places))
    blocks: tuple[Block, ...] = (
        Paragraph.of(f"Mailbox with {_counted(len(parts), 'message')}", level=1),
        *(Paragraph.of(doubt, label="Doubtful") for doubt in doubts),
        Table(tuple(rows), first_is_head=True),
    )
    notes = (Note(NoteKind.DAMAGED, "See the list of messages."),) if doubts else ()
    return Flow(blocks, notes, tuple(parts))


def _doubts(places: Sequence[MessagePlace]) -> Iterator[str]:
    """What could be otherwise."""
    doubtful = [number for number, place in enumerate(places, start=1) if place.is_doubtful]
    if doubtful:
        yield (
            "The line before a message lacks the empty line above it, or is written in an unusual"
            " way; it was taken for the beginning of one, and may be a line of the message before:"
            f" {_numbers(doubtful)}."
        )
    holding = [number for number, place in enumerate(places, start=1) if place.left]
    if holding:
        lines = _counted(sum(place.left for place in places), "line")
        yield (
            f"{lines} within a message could begin another; taken for its text, in:"
            f" {_numbers(holding)}."
        )


def _numbers(numbers: Sequence[int]) -> str:
    listed = ", ".join(map(str, numbers[:_LISTED_NUMBERS]))
    more = len(numbers) - _LISTED_NUMBERS
    return f"{listed} and {more} more" if more > 0 else listed


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _slice(data: bytes, start: int, end: int) -> bytes:
    return data[start:end]


def _cell(text: str) -> Cell:
    return (Paragraph.of(text),)
