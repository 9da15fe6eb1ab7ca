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
from dataclasses import dataclass, replace
from functools import partial

import olefile

from desktop.domain.errors import (
    DocumentDamagedError,
    MailTooLargeError,
    PartDamagedError,
    ReadingError,
)
from desktop.domain.notes import Note, NoteKind
from desktop.reading import mail_mapi as mapi
from desktop.reading.compound import COMPOUND_FAILURES, compound_file
from desktop.reading.letter import MAX_PARTS_OF_LETTER, Letter, LetterPart
from desktop.reading.mail_message import BY_SMIME, MAX_MAIL_BYTES, letter_of_message
from desktop.reading.mail_signed import is_message, is_sealed, is_signature, signed_content
from desktop.reading.mail_words import text_in
from desktop.reading.mail_written import written

MAX_DEPTH = 10
"""Messages within messages within one file."""

_PROPERTIES = "__properties_version1.0"
_HEADER_BYTES, _HEADER_BYTES_INSIDE, _HEADER_BYTES_OF_PART = 32, 24, 8
_PROPERTY = struct.Struct("<HHI8s")
_TEXT, _OLD_TEXT, _BYTES = "001F", "001E", "0102"
_MESSAGE_INSIDE = "__substg1.0_3701000D"
_IS_MESSAGE = 5
_SIGNED = Note(NoteKind.SIGNED_MAIL)


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
        whole = _Storage(file, frozenset(paths), (), _HEADER_BYTES)
        page = mapi.code_page(whole.number(mapi.CODE_PAGE) or 1252)
        return _letter(replace(whole, page=page), 0)
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
        header_bytes: Before its properties of fixed length.
        page: The encoding of texts that are not in Unicode.
    """

    file: "olefile.OleFileIO"
    paths: frozenset[tuple[str, ...]]
    place: tuple[str, ...]
    header_bytes: int
    page: str = ""

    def inside(self, name: str, header_bytes: int = _HEADER_BYTES_OF_PART) -> "_Storage":
        """A place within it."""
        return replace(self, place=(*self.place, name), header_bytes=header_bytes)

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
        return text_in(old, self.page).rstrip("\0") if old else ""

    def content(self, tag: str) -> bytes:
        """A property that is bytes."""
        return self.stream(f"__substg1.0_{tag}{_BYTES}")

    def number(self, tag: int) -> int | None:
        """A property of fixed length, None where there is none."""
        listed = self.stream(_PROPERTIES)[self.header_bytes :]
        whole = len(listed) - len(listed) % _PROPERTY.size
        found = None
        for _, each, _, value in _PROPERTY.iter_unpack(listed[:whole]):
            if each == tag:
                found = int.from_bytes(value, "little")
        return found


def _letter(storage: _Storage, depth: int) -> Letter:
    people = storage.named("__recip_version1.0_#")[:MAX_PARTS_OF_LETTER]
    fields = tuple(mapi.fields_of(storage, map(storage.inside, people)))
    parts = tuple(_parts(storage, depth))
    kind = storage.text(mapi.CLASS).lower()
    plain, html, rich = mapi.body_of(storage)
    letter = Letter(fields, plain, html, rich, parts)
    if "smime" not in kind:
        return letter
    if len(parts) == 1:
        return _unwrapped(letter, parts[0], is_split="multipartsigned" in kind)
    return replace(letter, notes=(_SIGNED if "signed" in kind else BY_SMIME,))


def _unwrapped(letter: Letter, part: LetterPart, *, is_split: bool) -> Letter:
    """The message that Outlook keeps as it travelled, in a file of its own: signed or encrypted.

    Args:
        letter: What is kept outside: the header, and a body as a rule empty.
        part: The file.
        is_split: Whether the signature stands beside what is signed, not around it.
    """
    try:
        data = part.read()
        content = data if is_split else signed_content(data)
        if content is None and not is_signature(data):
            parts = () if is_sealed(data) else letter.parts
            return replace(letter, parts=parts, notes=(BY_SMIME,))
        if content is None or not is_message(content):
            return replace(letter, notes=(_SIGNED,))
        inner = letter_of_message(content)
    except ReadingError:
        return replace(letter, notes=(_SIGNED,))
    notes = tuple(dict.fromkeys((_SIGNED, *inner.notes)))
    return replace(inner, fields=letter.fields, notes=notes)


def _parts(storage: _Storage, depth: int) -> Iterator[LetterPart]:
    names = storage.named("__attach_version1.0_#")
    if len(names) > MAX_PARTS_OF_LETTER:
        raise DocumentDamagedError
    for each in names:
        part = storage.inside(each)
        name = mapi.file_name(part)
        if part.number(mapi.METHOD) == _IS_MESSAGE:
            inside = part.inside(_MESSAGE_INSIDE, _HEADER_BYTES_INSIDE)
            subject = " ".join(inside.text(mapi.SUBJECT).split())[:120]
            title = f"{subject or name or 'message'}.eml"
            yield LetterPart(title, partial(_inside, inside, depth + 1))
        else:
            yield LetterPart(name, partial(_content, part))


def _content(part: _Storage) -> bytes:
    try:
        return part.content(mapi.DATA)
    except COMPOUND_FAILURES:
        raise PartDamagedError from None


def _inside(storage: _Storage, depth: int) -> bytes:
    """A message inside, written anew."""
    if depth > MAX_DEPTH:
        raise PartDamagedError
    try:
        return written(_letter(storage, depth))
    except ReadingError:
        raise
    except COMPOUND_FAILURES:
        raise PartDamagedError from None
