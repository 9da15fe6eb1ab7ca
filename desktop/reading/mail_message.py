"""Messages as they travel (RFC 5322 and MIME), taken apart by Python's own e-mail package.

The package is asked to parse and to decode, and for nothing else: headers stay as they were written
(its oldest policy) and are decoded here, so that a field that is none spoils no other. Nothing is
fetched. Which piece is the body follows RFC 2183: text that is not said to be a file.
"""

import base64
import binascii
import email
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.generator import BytesGenerator
from email.message import Message
from email.policy import compat32
from functools import partial
from io import BytesIO

from desktop.domain.errors import DocumentDamagedError, MailTooLargeError, PartDamagedError
from desktop.domain.notes import Note, NoteKind
from desktop.reading.flow_html import declared_encoding
from desktop.reading.letter import MAX_PARTS_OF_LETTER, Letter, LetterPart
from desktop.reading.mail_armour import BY_OPENPGP
from desktop.reading.mail_signed import is_message, is_sealed, is_signature, signed_content
from desktop.reading.mail_words import field_words, text_in
from desktop.reading.source import Part

MAX_MAIL_BYTES = 128 << 20
"""Mail servers let through 25 to 150 MB. The parser takes ten times the bytes of a message: one
of 100 MB takes 1 GiB and 18 s on two busy cores."""

MAX_FIELDS = 500
"""Of one header; a message that went through twenty servers has about a hundred."""

_SIGNATURES = frozenset({"application/pkcs7-signature", "application/pgp-signature"}) | {
    "application/x-pkcs7-signature"
}
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SIGNED = Note(NoteKind.SIGNED_MAIL)
BY_SMIME = Note(NoteKind.ENCRYPTED_MAIL, "It is S/MIME.")
_MAX_WRAPPED = 8
"""Signatures around signatures; two or three are signed and signed again by a gateway."""

_NAMELESS = {
    "text/calendar": "invitation.ics",
    "text/vcard": "contact.vcf",
    "text/x-vcard": "contact.vcf",
    "application/pdf": "document.pdf",
    "image/jpeg": "picture.jpg",
    "image/png": "picture.png",
    "image/gif": "picture.gif",
}
"""What a file is called that has no name, so that a list says what it is."""

_REPORTS = frozenset({"message/delivery-status", "text/rfc822-headers"})
_COUNTED = re.compile(rb"([0-9]{1,10})[ \t]*\r?\n")
_HEAD_BYTES = 64

"".encode("raw-unicode-escape")  # loads it: the package takes bytes out of text with it

_FAILURES = (MessageError, RecursionError, ValueError, LookupError, TypeError, AttributeError)
"""What the package raises on what is no message."""


def letter_of_message(data: bytes) -> Letter:
    """Take a message apart.

    Raises:
        DocumentDamagedError: It is none, or messages within messages are nested without end.
        MailTooLargeError: More than MAX_MAIL_BYTES, or than the worker has memory for.
    """
    if len(data) > MAX_MAIL_BYTES:
        raise MailTooLargeError
    try:
        return _letter(email.message_from_bytes(_of_apple(data), policy=compat32))
    except MemoryError:
        raise MailTooLargeError from None
    except _FAILURES:
        raise DocumentDamagedError from None


def _of_apple(data: bytes) -> bytes:
    """A message without what Apple's Mail puts around it: its length before, a list behind."""
    counted = _COUNTED.match(data)
    if counted is None:
        return data
    end = counted.end() + int(counted[1])
    is_list = data[end : end + _HEAD_BYTES].lstrip().startswith(b"<?xml")
    return data[counted.end() : end if is_list else None]


class _Pieces:
    """What was found of one message so far."""

    def __init__(self) -> None:
        self.plain: list[str] = []
        self.html: list[str] = []
        self.parts: list[Part] = []
        self.noticed: dict[Note, None] = {}
        self._wrapped = 0

    def take(self, piece: Message) -> None:
        """Take a piece that holds no further ones."""
        kind = piece.get_content_type()
        if kind in _SIGNATURES:
            self.noticed[_SIGNED] = None
        elif kind in _SEALED:
            self._take_sealed(piece)
        elif kind == "message/rfc822":
            self.parts.append(_attached_message(piece))
        elif kind in _REPORTS:
            self.plain.append(_report(piece))
        elif kind.startswith(("text/plain", "text/html", "multipart/")) and not _is_file(piece):
            self._take_body(piece, self.html if kind == "text/html" else self.plain)
        else:
            name = _file_name(piece) or _NAMELESS.get(kind, "")
            self.parts.append(LetterPart(name, partial(_content, piece)))

    def take_all(self, message: Message) -> None:
        """Take every piece of a message."""
        for piece in _leaves(message):
            if piece.get_content_type() == "multipart/encrypted":
                self.noticed[BY_OPENPGP if _is_of_openpgp(piece) else BY_SMIME] = None
            elif not piece.is_multipart() or piece.get_content_type().startswith("message/"):
                self.take(piece)

    def _take_sealed(self, piece: Message) -> None:
        """Take what is in a signature that is wrapped around it; what is encrypted stays shut."""
        try:
            data = _content(piece)
        except PartDamagedError:
            data = b""
        content = signed_content(data)
        is_said = str(piece.get_param("smime-type", "")).lower() == "signed-data"
        if content is None and not is_said and not is_signature(data):
            self.noticed[BY_SMIME] = None
            if not is_sealed(data):
                self._take_as_file(piece)
            return
        self.noticed[_SIGNED] = None
        self._wrapped += 1
        if content is None or self._wrapped > _MAX_WRAPPED or not is_message(content):
            self._take_as_file(piece)
        else:
            self.take_all(email.message_from_bytes(content, policy=compat32))

    def _take_as_file(self, piece: Message) -> None:
        name = _file_name(piece) or "smime.p7m"
        self.parts.append(LetterPart(name, partial(_content, piece)))

    def _take_body(self, piece: Message, texts: list[str]) -> None:
        """Take a text; one that cannot be decoded is refused by itself, as a file."""
        try:
            content, encoding = _content(piece), piece.get_content_charset()
            if texts is self.html:
                encoding = encoding or declared_encoding(content)
            texts.append(text_in(content, encoding))
        except PartDamagedError:
            self.parts.append(LetterPart("body of the message", partial(_content, piece)))


def _letter(message: Message) -> Letter:
    found = _Pieces()
    found.take_all(message)
    fields = tuple((name[:80], field_words(value)) for name, value in message.raw_items())[
        :MAX_FIELDS
    ]
    return Letter(
        fields=fields,
        plain="\n\n".join(found.plain),
        html="\n".join(found.html),
        parts=tuple(found.parts),
        notes=tuple(found.noticed),
    )


def _leaves(message: Message) -> Iterator[Message]:
    """The pieces of a message in their order, those of encrypted ones and of attached messages not.

    Raises:
        DocumentDamagedError: More than MAX_PARTS_OF_LETTER.
    """
    waiting: list[Message] = [message]
    count = 0
    while waiting:
        piece = waiting.pop()
        count += 1
        if count > MAX_PARTS_OF_LETTER:
            raise DocumentDamagedError
        kind = piece.get_content_type()
        is_many = kind.startswith("multipart/") and kind != "multipart/encrypted"
        if is_many and piece.is_multipart():
            waiting.extend(reversed(_pieces_in(piece)))
        else:
            yield piece


def _pieces_in(piece: Message) -> list[Message]:
    """What a piece holds; a text is not asked for, since the encoding it claims may be none."""
    inner = piece.get_payload() if piece.is_multipart() else ()
    return [each for each in inner if isinstance(each, Message)]


def _is_of_openpgp(piece: Message) -> bool:
    """Whether an encrypted piece is OpenPGP's (RFC 3156, section 4), or does not say."""
    return "pgp" in str(piece.get_param("protocol", "pgp")).lower()


def _attached_message(piece: Message) -> Part:
    """A message that came with a message; written anew from how it was parsed."""
    attached = next(iter(_pieces_in(piece)), None)
    if attached is None:
        return LetterPart(_file_name(piece), partial(_content, piece))
    subject = field_words(str(attached.get("Subject", "")))
    name = _file_name(piece) or f"{subject[:120] or 'message'}.eml"
    return LetterPart(name, partial(_written, attached))


def _written(message: Message) -> bytes:
    made = BytesIO()
    try:
        BytesGenerator(made, mangle_from_=False, policy=compat32).flatten(message)
    except _FAILURES:
        raise PartDamagedError from None
    return made.getvalue()


def _report(piece: Message) -> str:
    """What a mail server says about a delivery: its fields, as text."""
    if not piece.is_multipart():
        return text_in(_content(piece), None)
    blocks = _pieces_in(piece)[:MAX_FIELDS]
    return "\n".join(
        f"{name}: {field_words(value)}" for block in blocks for name, value in block.raw_items()
    )


def _content(piece: Message) -> bytes:
    """The bytes of a piece, decoded as far as they can be."""
    if piece.is_multipart():
        raise PartDamagedError
    encoding = str(piece.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "base64":
        try:
            written = str(piece.get_payload())
        except ValueError:  # it claims an encoding that is none
            written = ""
        if written:
            return _unbased(written.encode("utf-8", "surrogateescape"))
    # Asked for text, the package replaces what does not fit the encoding that is claimed.
    content = piece.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise PartDamagedError
    return content


def _unbased(raw: bytes) -> bytes:
    """Base64 decoded; where its end was cut off, what is there."""
    alone = b"".join(raw.split())
    for cut in (alone, alone + b"==", alone[: len(alone) // 4 * 4]):
        try:
            return base64.b64decode(cut)
        except binascii.Error:
            continue
    raise PartDamagedError


def _is_file(piece: Message) -> bool:
    return piece.get_content_disposition() == "attachment" or bool(_file_name(piece))


def _file_name(piece: Message) -> str:
    """The name a piece gives itself; what cannot be read of it is left out."""
    try:
        name = piece.get_filename("")
    except (*_FAILURES, OSError):
        return ""
    return field_words(name)
