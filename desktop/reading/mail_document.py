"""Messages and mailboxes as open documents: header and body are pages, what came along are files.

On the first page stand the fields that people read, then what came with the message, then the body.
All fields as they came follow on a page of their own: they say which way the message took.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from desktop.domain.document import FileKind
from desktop.domain.notes import MAX_NOTES, Note, NoteKind
from desktop.reading.flow import Block, Flow, NewPage, Paragraph, Table
from desktop.reading.flow_document import FlowDocument
from desktop.reading.flow_kinds import FLOWS
from desktop.reading.flow_text import paragraphs_of
from desktop.reading.letter import Letter
from desktop.reading.mail_armour import armour_of
from desktop.reading.mail_mailbox import mailbox_of
from desktop.reading.mail_message import letter_of_message
from desktop.reading.mail_outlook import letter_of_outlook
from desktop.reading.mail_tnef import letter_of_tnef

_SHOWN_FIELDS = ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject", "Message-ID")
_OF_THE_FORM = ("mime-version", "content-")
"""Fields that say how the message is put together, and nothing of its way."""

_WORD = re.compile(r"\w{3,}")

_FEW_MORE = 0.05
"""A web page says the same as the plain text beside it where it has so few other words."""


_LETTERS: Mapping[FileKind, Callable[[bytes], Letter]] = {
    FileKind.EML: letter_of_message,
    FileKind.MSG: letter_of_outlook,
    FileKind.TNEF: letter_of_tnef,
}


class LetterDocument(FlowDocument):
    """An open message.

    Args:
        kind: EML, MSG or TNEF.
        data: The file.
    """

    def __init__(self, kind: FileKind, data: bytes) -> None:
        """Take it apart and set it.

        Raises:
            DocumentDamagedError: It is no message.
            MailTooLargeError: It is too large.
            TooManyPagesError: Its body is too long.
        """
        super().__init__(flow_of_letter(_LETTERS[kind](data)))


class MailboxDocument(FlowDocument):
    """An open mailbox.

    Args:
        data: The file.
    """

    def __init__(self, data: bytes) -> None:
        """Find its messages.

        Raises:
            DocumentDamagedError: There is none.
            TooManyPartsError: There are more than MAX_PARTS.
        """
        super().__init__(mailbox_of(data))


def flow_of_letter(letter: Letter, noticed: Sequence[Note] = ()) -> Flow:
    """A message as a flow.

    Args:
        letter: The message.
        noticed: Of the file that it came in.
    """
    plain, armour = armour_of(letter.plain, letter.html)
    letter = replace(letter, plain=plain)
    body, of_body = _body(letter)
    embedded = (Note(NoteKind.EMBEDDED_FILES),) if letter.parts else ()
    notes = tuple(dict.fromkeys((*noticed, *letter.notes, *armour, *of_body, *embedded)))
    sealed = (
        Paragraph.of(note.sentence, label="Encrypted")
        for note in notes
        if note.kind is NoteKind.ENCRYPTED_MAIL
    )
    blocks = (*_head(letter), *sealed, *body, *_all_fields(letter))
    return Flow(blocks, notes[:MAX_NOTES], tuple(letter.parts))


def _head(letter: Letter) -> Iterator[Block]:
    yield Paragraph.of(letter.field("subject") or "Message without a subject", level=1)
    for name in _SHOWN_FIELDS:
        value = letter.field(name.lower())
        if value:
            yield Paragraph.of(f"{name}: {value}")
    for number, part in enumerate(letter.parts, start=1):
        yield Paragraph.of(f"Attachment {number}: {part.name or 'without a name'}")


def _body(letter: Letter) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """The plain text, and the web page where it says more, or the Rich Text where there is neither.

    Whoever received the message may have seen either.
    """
    if not letter.html:
        if letter.plain.strip() or not letter.rich:
            return paragraphs_of(letter.plain.replace("\r\n", "\n")), ()
        rich = FLOWS[FileKind.RTF](letter.rich)
        return rich.blocks, rich.notes
    page = FLOWS[FileKind.HTML]("\ufeff".encode() + letter.html.encode("utf-8", "replace"))
    plain = paragraphs_of(letter.plain.replace("\r\n", "\n"))
    if not plain:
        return page.blocks, page.notes
    if not _says_more(page.blocks, plain):
        return plain, page.notes
    title = Paragraph.of("The same message as a web page, which says more", level=3)
    return (*plain, title, *page.blocks), page.notes


def _says_more(page: Iterable[Block], plain: Iterable[Block]) -> bool:
    """Whether a web page has words that the plain text beside it lacks."""
    words, known = _words(page), _words(plain)
    return len(words - known) > _FEW_MORE * len(words)


def _words(blocks: Iterable[Block]) -> set[str]:
    return {
        word.casefold()
        for paragraph in _paragraphs(blocks)
        for word in _WORD.findall("".join(piece.text for piece in paragraph.pieces))
    }


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Those in the cells of tables among them."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from cell


def _all_fields(letter: Letter) -> Iterator[Block]:
    known = tuple(name.lower() for name in _SHOWN_FIELDS)
    others = [
        (name, value)
        for name, value in letter.fields
        if name.lower() not in known and not name.lower().startswith(_OF_THE_FORM)
    ]
    if not others:
        return
    yield NewPage()
    yield Paragraph.of("Other fields of the header", level=2)
    for name, value in others:
        yield Paragraph.of(f"{name}: {value}")
