"""Outlook's own wrapping of a message (winmail.dat): its body, and the files that came with it.

Source: Microsoft's [MS-OXTNEF], sections 2.1.3 (attributes), 2.1.3.3 and 2.1.3.4 (properties).

    signature (4) | key (2) | for each attribute:
        level (1): 1 of the message, 2 of what came along
        tag (4) | length (4) | content | sum of its bytes (2)
    properties: count (4) | for each:
        type (2) | tag (2)
        with a name of its own: group (16) | kind (4) | number (4), or length (4) and name
        value; of types without fixed length: count (4) | for each length (4) and value
        all filled up to 4 bytes

What lies is believed in nothing: a length beyond the end ends the reading there, and that is said.
A message within the message is a file of the same form, so that nothing is nested here.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from desktop.domain.errors import DocumentDamagedError, MailTooLargeError, PartTooLargeError
from desktop.domain.limits import MAX_PART_BYTES
from desktop.domain.notes import Note, NoteKind
from desktop.reading import mail_mapi as mapi
from desktop.reading.letter import MAX_PARTS_OF_LETTER, Letter, LetterPart
from desktop.reading.mail_message import MAX_MAIL_BYTES
from desktop.reading.mail_words import text_in

MAX_ITEMS = 50_000
"""Attributes, properties and values; Outlook writes about a hundred of a message, and ten of each
person and file."""

_SIGNATURE = b"\x78\x9f\x3e\x22"
_START = len(_SIGNATURE) + 2
_ATTRIBUTE = struct.Struct("<BII")
_SUM_BYTES = 2
_OF_MESSAGE, _OF_FILE = 1, 2

_OLDER = {0x8004: mapi.SUBJECT, 0x800C: mapi.BODY, 0x8009: mapi.MESSAGE_ID}
"""Attributes that say what properties say too, and the properties."""

_PROPERTIES, _PEOPLE, _CODE_PAGE = 0x9003, 0x9004, 0x9007
_FILE_BEGINS, _FILE_TITLE, _FILE_DATA, _FILE_PROPERTIES = 0x9002, 0x8010, 0x800F, 0x9005

_FIXED_BYTES = {0x02: 4, 0x03: 4, 0x04: 4, 0x0A: 4, 0x0B: 4} | dict.fromkeys(
    (0x05, 0x06, 0x07, 0x14, 0x40), 8
)
_GUID, _GUID_BYTES = 0x48, 16
_OLD_TEXT, _TEXT, _BYTES, _OBJECT = 0x1E, 0x1F, 0x102, 0x0D
_VARIABLE = frozenset({_OLD_TEXT, _TEXT, _BYTES, _OBJECT})
_MANY = 0x1000
_NAMED_FROM = 0x8000
_BY_NAME = 1


class _CutOffError(Exception):
    """The bytes end before what they announce."""


class _Bytes:
    """Bytes that are read from the front.

    Args:
        data: All of them.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    @property
    def is_at_end(self) -> bool:
        """Whether none is left."""
        return self._at >= len(self._data)

    def take(self, count: int) -> bytes:
        """The next bytes.

        Raises:
            _CutOffError: There are not so many.
        """
        end = self._at + count
        if end > len(self._data):
            raise _CutOffError
        taken = self._data[self._at : end]
        self._at = end
        return taken

    def padded(self, count: int) -> bytes:
        """The next bytes, and over those that fill them up to four."""
        taken = self.take(count)
        self._at += -count % 4
        return taken

    def leave_rest(self) -> None:
        """Pass over all that is left."""
        self._at = len(self._data)

    def number(self, size: int = 4) -> int:
        """The next bytes as a number."""
        return int.from_bytes(self.take(size), "little")


@dataclass(slots=True)
class _Set:
    """Properties of the message, of a person or of a file.

    Attributes:
        values: By tag and type.
        page: The encoding of texts that are not in Unicode.
    """

    page: str
    values: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def text(self, tag: str) -> str:
        """One that is a text, "" where it is not there."""
        modern = self.values.get((int(tag, 16), _TEXT))
        if modern is not None:
            return modern.decode("utf-16-le", "replace").rstrip("\0")
        old = self.values.get((int(tag, 16), _OLD_TEXT), b"")
        return text_in(old.rstrip(b"\0"), self.page) if old else ""

    def content(self, tag: str) -> bytes:
        """One that is bytes, empty where it is not there."""
        return self.values.get((int(tag, 16), _BYTES), b"")

    def inside(self, tag: str) -> bytes:
        """One that is an object, without the name of its class; empty where it is not there."""
        return self.values.get((int(tag, 16), _OBJECT), b"")[_GUID_BYTES:]

    def number(self, tag: int) -> int | None:
        """One of fixed length, None where it is not there."""
        for (each, kind), value in self.values.items():
            if each == tag and kind in _FIXED_BYTES:
                return int.from_bytes(value, "little")
        return None


@dataclass(slots=True)
class _File:
    """A file that came along, as far as it was read."""

    properties: _Set
    title: bytes = b""
    data: bytes = b""

    def name(self) -> str:
        """What it is called, perhaps ""."""
        title = self.title.rstrip(b"\0")
        return mapi.file_name(self.properties) or text_in(title, self.properties.page)

    def read(self) -> bytes:
        """Its bytes; beside an object the older form holds a word or a picture of it only.

        Raises:
            PartTooLargeError: More than MAX_PART_BYTES.
        """
        properties = self.properties
        content = properties.inside(mapi.DATA) or self.data or properties.content(mapi.DATA)
        if len(content) > MAX_PART_BYTES:
            raise PartTooLargeError
        return content


def letter_of_tnef(data: bytes) -> Letter:
    """Take a wrapped message apart.

    Raises:
        DocumentDamagedError: It is none, or holds more files or properties than the bounds.
        MailTooLargeError: More than MAX_MAIL_BYTES.
        PartTooLargeError: Its Rich Text is longer than its bound.
    """
    if len(data) > MAX_MAIL_BYTES:
        raise MailTooLargeError
    if not data.startswith(_SIGNATURE):
        raise DocumentDamagedError
    return _Wrapped(data).letter()


class _Wrapped:
    """What was read of a wrapped message so far."""

    def __init__(self, data: bytes) -> None:
        self._doubts: dict[str, None] = {}
        self._left = MAX_ITEMS
        attributes = list(self._attributes(data))
        pages = (content for _, tag, content in attributes if tag == _CODE_PAGE)
        self._page = mapi.code_page(int.from_bytes(next(pages, b"")[:4], "little") or 1252)
        self._message = _Set(self._page)
        self._people: list[_Set] = []
        self._files: list[_File] = []
        for level, tag, content in attributes:
            if level == _OF_MESSAGE:
                self._take(tag, content)
            elif level == _OF_FILE:
                self._take_of_file(tag, content)

    def letter(self) -> Letter:
        """The message."""
        plain, html, rich = mapi.body_of(self._message)
        notes = (Note(NoteKind.DAMAGED, " ".join(self._doubts)),) if self._doubts else ()
        parts = tuple(LetterPart(each.name(), each.read) for each in self._files)
        fields = tuple(mapi.fields_of(self._message, self._people))
        return Letter(fields, plain, html, rich, parts, notes)

    def _attributes(self, data: bytes) -> Iterator[tuple[int, int, bytes]]:
        """Level, tag and content of each."""
        left = _Bytes(data)
        left.take(min(_START, len(data)))
        while not left.is_at_end:
            self._spend()
            try:
                level, tag, length = _ATTRIBUTE.unpack(left.take(_ATTRIBUTE.size))
                content = left.take(length)
                total = left.number(_SUM_BYTES)
            except _CutOffError:
                self._doubts["It ends before what it announces."] = None
                return
            if int(np.frombuffer(content, np.uint8).sum(dtype=np.uint64)) & 0xFFFF != total:
                self._doubts["A sum of bytes is not right."] = None
            yield level, tag & 0xFFFF, content

    def _take(self, tag: int, content: bytes) -> None:
        """Take an attribute of the message; what properties say goes before the older forms."""
        values = self._message.values
        if tag == _PROPERTIES:
            values.update(self._properties(_Bytes(content)).values)
        elif tag == _PEOPLE:
            self._people.extend(self._rows(_Bytes(content)))
        elif tag in _OLDER:
            values.setdefault((int(_OLDER[tag], 16), _OLD_TEXT), content)

    def _take_of_file(self, tag: int, content: bytes) -> None:
        """Take an attribute of what came along; one of them begins each file, as a rule."""
        is_second = tag == _FILE_DATA and bool(self._files) and bool(self._files[-1].data)
        if tag == _FILE_BEGINS or not self._files or is_second:
            if len(self._files) >= MAX_PARTS_OF_LETTER:
                raise DocumentDamagedError
            self._files.append(_File(_Set(self._page)))
        last = self._files[-1]
        if tag == _FILE_TITLE:
            last.title = content
        elif tag == _FILE_DATA:
            last.data = content
        elif tag == _FILE_PROPERTIES:
            last.properties = self._properties(_Bytes(content))

    def _spend(self) -> None:
        """Count an attribute, a property or one of its values.

        Raises:
            DocumentDamagedError: They are more than MAX_ITEMS.
        """
        self._left -= 1
        if self._left < 0:
            raise DocumentDamagedError

    def _rows(self, left: _Bytes) -> Iterator[_Set]:
        """The properties of each person."""
        try:
            count = left.number()
        except _CutOffError:
            count = 0
        for _ in range(count):
            self._spend()
            if left.is_at_end:
                self._doubts["It ends before what it announces."] = None
                return
            yield self._properties(left)

    def _properties(self, left: _Bytes) -> _Set:
        """Properties as far as they can be read.

        Raises:
            DocumentDamagedError: There are more than MAX_ITEMS in all.
        """
        found = _Set(self._page)
        try:
            for _ in range(left.number()):
                self._spend()
                kind, tag = left.number(2), left.number(2)
                if tag >= _NAMED_FROM:
                    _pass_name(left)
                found.values[tag, kind] = self._value(left, kind)
        except _CutOffError:
            self._doubts["Properties end before what they announce."] = None
            left.leave_rest()
        return found

    def _value(self, left: _Bytes, kind: int) -> bytes:
        """The value of a property; of several the last."""
        bare = kind & ~_MANY
        value = b""
        count = left.number() if kind & _MANY or bare in _VARIABLE else 1
        for _ in range(count):
            self._spend()
            if bare in _VARIABLE:
                value = left.padded(left.number())
            elif bare == _GUID:
                value = left.take(_GUID_BYTES)
            elif bare in _FIXED_BYTES:
                value = left.take(_FIXED_BYTES[bare])
            else:
                raise _CutOffError  # a type unheard of: where its value ends cannot be told
        return value


def _pass_name(left: _Bytes) -> None:
    """Pass over the name of a property that has one of its own."""
    left.take(_GUID_BYTES)
    if left.number() == _BY_NAME:
        left.padded(left.number())
    else:
        left.take(4)
