"""Outlook's messages (MSG): a container of streams, one for each property.

Source: Microsoft's [MS-OXMSG], section 2 (storages, streams, properties) and [MS-OXPROPS] (tags).

    __properties_version1.0      a header (32 bytes, 24 in a message inside, 8 in what came along),
                                 then for each property: type (2), tag (2), flags (4), value (8)
    __substg1.0_TTTTYYYY         the value of tag T with type Y where it has no fixed length
    __recip_version1.0_#N        a person it was sent to
    __attach_version1.0_#N       what came with it; a message inside lies in __substg1.0_3701000D

olefile reads the container. Nothing in it is run; a message inside is written anew as a message of
the internet's kind (`mail_written`), since it has no file of its own.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.errors import MessageError
from email.parser import HeaderParser
from functools import partial

import olefile

from desktop.domain.errors import (
    DocumentDamagedError,
    MailTooLargeError,
    PartDamagedError,
    ReadingError,
)
from desktop.domain.notes import Note, NoteKind
from desktop.reading.compound import COMPOUND_FAILURES, compound_file
from desktop.reading.encodings import decoded
from desktop.reading.flow_html import declared_encoding
from desktop.reading.letter import MAX_PARTS_OF_LETTER, Letter, LetterPart
from desktop.reading.mail_message import MAX_FIELDS, MAX_MAIL_BYTES
from desktop.reading.mail_rich import unpacked
from desktop.reading.mail_words import field_words, text_in
from desktop.reading.mail_written import written

MAX_DEPTH = 10
"""Messages within messages within one file."""

_PROPERTIES = "__properties_version1.0"
_HEADER_BYTES, _HEADER_BYTES_INSIDE, _HEADER_BYTES_OF_PART = 32, 24, 8
_PROPERTY = struct.Struct("<HHI8s")
_TEXT, _OLD_TEXT, _BYTES = "001F", "001E", "0102"
_MESSAGE_INSIDE = "__substg1.0_3701000D"
_IS_MESSAGE = 5

_SUBJECT, _BODY, _HTML, _RICH = "0037", "1000", "1013", "1009"
_HEADERS, _MESSAGE_ID = "007D", "1035"
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP = "0C1A", "0C1F", "5D01"
_NAME, _ADDRESS, _SMTP = "3001", "3003", "39FE"
_LONG_NAME, _SHORT_NAME, _DATA, _METHOD = "3707", "3704", "3701", 0x3705
_SENT_AT, _RECEIVED_AT, _ROLE, _CODE_PAGE = 0x0039, 0x0E06, 0x0C15, 0x3FFD
_CLASS = "001A"

_ROLES = {1: "To", 2: "Cc", 3: "Bcc"}
_WINDOWS_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def letter_of_outlook(data: bytes) -> Letter:
    """Take a message of Outlook apart.

    Raises:
        DocumentDamagedError: It is none.
        MailTooLargeError: More than MAX_MAIL_BYTES.
    """
    if len(data) > MAX_MAIL_BYTES:
        raise MailTooLargeError
    try:
        file = compound_file(data)
        paths = {tuple(path) for path in file.listdir(streams=True, storages=True)}
        return _letter(_Storage(file, frozenset(paths), ()), _HEADER_BYTES, 0)
    except ReadingError:
        raise
    except COMPOUND_FAILURES:
        raise DocumentDamagedError from None


@dataclass(frozen=True, slots=True)
class _Storage:
    """A place in the container that has properties.

    Attributes:
        file: The open container.
        paths: Of all that is in it.
        place: Of this one.
    """

    file: "olefile.OleFileIO"
    paths: frozenset[tuple[str, ...]]
    place: tuple[str, ...]

    def inside(self, name: str) -> "_Storage":
        """A place within it."""
        return _Storage(self.file, self.paths, (*self.place, name))

    def named(self, start: str) -> list[str]:
        """What lies directly in it under names that begin so."""
        depth = len(self.place)
        return sorted(
            path[depth]
            for path in self.paths
            if len(path) == depth + 1
            and path[:depth] == self.place
            and path[depth].startswith(start)
        )

    def stream(self, name: str) -> bytes:
        """The content of a stream, empty where there is none."""
        path = (*self.place, name)
        if path not in self.paths:
            return b""
        content: bytes = self.file.openstream(list(path)).read()
        return content

    def text(self, tag: str) -> str:
        """A property that is a text."""
        modern = self.stream(f"__substg1.0_{tag}{_TEXT}")
        if modern:
            return modern.decode("utf-16-le", "replace").rstrip("\0")
        old = self.stream(f"__substg1.0_{tag}{_OLD_TEXT}")
        return text_in(old, self._code_page()).rstrip("\0") if old else ""

    def content(self, tag: str) -> bytes:
        """A property that is bytes."""
        return self.stream(f"__substg1.0_{tag}{_BYTES}")

    def fixed(self, header_bytes: int) -> dict[int, int]:
        """Properties of fixed length, as numbers by their tags."""
        listed = self.stream(_PROPERTIES)[header_bytes:]
        whole = len(listed) - len(listed) % _PROPERTY.size
        return {
            tag: int.from_bytes(value, "little")
            for _, tag, _, value in _PROPERTY.iter_unpack(listed[:whole])
        }

    def _code_page(self) -> str:
        page = _Storage(self.file, self.paths, ()).fixed(_HEADER_BYTES).get(_CODE_PAGE, 1252)
        return "utf-8" if page == 65001 else f"cp{page}"


def _letter(storage: _Storage, header_bytes: int, depth: int) -> Letter:
    html = storage.content(_HTML) or storage.text(_HTML).encode("utf-8")
    plain = storage.text(_BODY).replace("\r\n", "\n")
    packed = b"" if plain.strip() or html else storage.content(_RICH)
    return Letter(
        fields=tuple(_fields(storage, header_bytes)),
        plain=plain,
        html=decoded(html, declared_encoding(html)).text if html else "",
        rich=unpacked(packed) if packed else b"",
        parts=tuple(_parts(storage, depth)),
        notes=tuple(_notes(storage.text(_CLASS))),
    )


def _notes(message_class: str) -> Iterator[Note]:
    """What the class of a message says, such as "IPM.Note.SMIME.MultipartSigned"."""
    kind = message_class.lower()
    if "smime" in kind:
        is_signed = "signed" in kind
        yield Note(NoteKind.SIGNED_MAIL if is_signed else NoteKind.ENCRYPTED_MAIL)


def _fields(storage: _Storage, header_bytes: int) -> Iterator[tuple[str, str]]:
    """The header as it travelled where it is kept, and what Outlook itself noted beside it."""
    travelled = _travelled(storage.text(_HEADERS))
    known = {name.lower() for name, _ in travelled}
    for name, value in _noted(storage, header_bytes):
        if value and name.lower() not in known:
            yield name, value
    yield from travelled


def _travelled(headers: str) -> list[tuple[str, str]]:
    try:
        parsed = HeaderParser().parsestr(headers)
        return [(name[:80], field_words(value)) for name, value in parsed.raw_items()][:MAX_FIELDS]
    except (MessageError, *COMPOUND_FAILURES):
        return []


def _noted(storage: _Storage, header_bytes: int) -> Iterator[tuple[str, str]]:
    fixed = storage.fixed(header_bytes)
    address = storage.text(_SENDER_SMTP) or storage.text(_SENDER_ADDRESS)
    yield "From", _person(storage.text(_SENDER_NAME), address)
    sent_to: dict[str, list[str]] = {"To": [], "Cc": [], "Bcc": []}
    for name in storage.named("__recip_version1.0_#")[:MAX_PARTS_OF_LETTER]:
        person = storage.inside(name)
        role = _ROLES.get(person.fixed(_HEADER_BYTES_OF_PART).get(_ROLE, 1), "To")
        address = person.text(_SMTP) or person.text(_ADDRESS)
        sent_to[role].append(_person(person.text(_NAME), address))
    for role, people in sent_to.items():
        yield role, ", ".join(people)
    yield "Date", _moment(fixed.get(_SENT_AT) or fixed.get(_RECEIVED_AT) or 0)
    yield "Subject", " ".join(storage.text(_SUBJECT).split())
    yield "Message-ID", storage.text(_MESSAGE_ID)


def _person(name: str, address: str) -> str:
    if not address or address == name:
        return name or address
    return f"{name} <{address}>" if name else address


def _moment(ticks: int) -> str:
    """A time as Windows counts it: 100 ns since 1601, UTC."""
    try:
        moment = _WINDOWS_EPOCH + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return ""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if ticks else ""


def _parts(storage: _Storage, depth: int) -> Iterator[LetterPart]:
    names = storage.named("__attach_version1.0_#")
    if len(names) > MAX_PARTS_OF_LETTER:
        raise DocumentDamagedError
    for each in names:
        part = storage.inside(each)
        name = part.text(_LONG_NAME) or part.text(_SHORT_NAME) or part.text(_NAME)
        if part.fixed(_HEADER_BYTES_OF_PART).get(_METHOD) == _IS_MESSAGE:
            inside = part.inside(_MESSAGE_INSIDE)
            subject = " ".join(inside.text(_SUBJECT).split())[:120]
            title = f"{subject or name or 'message'}.eml"
            yield LetterPart(title, partial(_inside, inside, depth + 1))
        else:
            yield LetterPart(name, partial(_content, part))


def _content(part: _Storage) -> bytes:
    try:
        return part.content(_DATA)
    except COMPOUND_FAILURES:
        raise PartDamagedError from None


def _inside(storage: _Storage, depth: int) -> bytes:
    """A message inside, written anew."""
    if depth > MAX_DEPTH:
        raise PartDamagedError
    try:
        return written(_letter(storage, _HEADER_BYTES_INSIDE, depth))
    except ReadingError:
        raise
    except COMPOUND_FAILURES:
        raise PartDamagedError from None
