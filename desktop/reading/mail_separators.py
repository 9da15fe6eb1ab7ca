"""Where the messages of a mailbox begin, whichever program wrote it and whatever got lost.

Each message stands behind a line that begins with "From ". Lines of bodies begin so too: programs
should put a ">" before them and many do not, and an empty line before a separator gets lost. So a
line is weighed by what stands around it; what could be otherwise is reported. Source: RFC 4155,
appendix A.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.domain.errors import TooManyPartsError
from desktop.domain.limits import MAX_PARTS

MAX_LOOKED_AT = 200_000
"""Lines that might be separators; more are an attack on time."""

_LINE = re.compile(
    rb"^(?:\xef\xbb\xbf)?From (?=[^\r\n]{0,2000}+\r?\n)[^\r\n]*?\d\d:\d\d[^\r\n]*\r?\n",
    re.MULTILINE,
)
_DAY = re.compile(
    rb"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\b.{0,40}\b(?:19|20)\d\d\b", re.DOTALL
)
_MONTH = re.compile(rb"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\b")

_FIELD = re.compile(rb"([!-9;-~]{1,76})[ \t]*:")
_QUOTED = b">From "
_HEADER_BYTES = 8_192
_OF_MAIL = frozenset(
    {
        *(b"from", b"to", b"cc", b"date", b"subject", b"sender", b"reply-to", b"message-id"),
        *(b"received", b"return-path", b"delivered-to", b"mime-version", b"content-type"),
        *(b"x-mozilla-status", b"x-gmail-labels", b"x-gm-thrid", b"x-uid", b"status"),
    }
)
_FEW = 2
"""Fields of messages that must follow a line of an unusual form."""

_BOUNDARY = re.compile(
    rb"boundary\s{0,4}=\s{0,4}(?:\"([^\"\r\n]{1,70})\"|([^\s;\"]{1,70}))", re.IGNORECASE
)
_SEARCHED_BYTES = 4 << 30
"""Looked through in all for the ends of bodies; some seconds."""


@dataclass(frozen=True, slots=True)
class MessagePlace:
    """Where a message lies.

    Attributes:
        begin: Of its header.
        end: Behind its body, without the empty line before the next separator.
        is_doubtful: Whether the line before it is a separator only by all appearance.
        left: How many lines in it look like separators and were taken for its text.
    """

    begin: int
    end: int
    is_doubtful: bool
    left: int


@dataclass(frozen=True, slots=True)
class _Separator:
    """A line that may be a separator.

    Attributes:
        is_apart: Whether an empty line, or nothing, stands before it.
        is_dated: Whether it has a day, a month, a time and a year, as programs write them.
        fields: How many of the fields that follow are such as messages have; -1 where none follows.
    """

    begin: int
    end: int
    is_apart: bool
    is_dated: bool
    fields: int

    @property
    def is_sure(self) -> bool:
        """Whether it is as programs write it."""
        return self.is_apart and self.is_dated and self.fields >= 0

    @property
    def is_likely(self) -> bool:
        """Whether it lacks one thing, and a header of a message follows."""
        return (self.is_dated and self.fields >= 1) or (self.is_apart and self.fields >= _FEW)

    @property
    def is_seeming(self) -> bool:
        """Whether a reader may take it for one."""
        return self.is_dated + self.is_apart + (self.fields >= 0) >= _FEW


def places_of(data: bytes) -> Iterator[MessagePlace]:
    """The messages of a mailbox, one behind the other; none where it does not begin with one.

    Raises:
        TooManyPartsError: More than MAX_PARTS, or MAX_LOOKED_AT lines that might begin one.
    """
    bodies = _Bodies(data)
    current: _Separator | None = None
    count = left = 0
    for separator in _separators(data):
        is_one = separator.is_sure or separator.is_likely
        if current is None:
            is_one = separator.fields >= 0
        elif bodies.holds(current.end, separator.begin):
            is_one = False
        if not is_one:
            left += separator.is_seeming
            continue
        if current is not None:
            yield MessagePlace(current.end, _end(data, separator), not current.is_sure, left)
        current, left, count = separator, 0, count + 1
        if count > MAX_PARTS:
            raise TooManyPartsError
    if current is not None:
        yield MessagePlace(current.end, len(data), not current.is_sure, left)


def _separators(data: bytes) -> Iterator[_Separator]:
    """The lines that may be separators."""
    for count, found in enumerate(_LINE.finditer(data)):
        if count >= MAX_LOOKED_AT:
            raise TooManyPartsError
        begin, end = found.span()
        before = data[max(0, begin - 3) : begin]
        is_apart = before.endswith((b"\n\n", b"\n\r\n")) or not before.strip()
        is_dated = bool(_DAY.search(found[0]) and _MONTH.search(found[0]))
        yield _Separator(begin, end, is_apart, is_dated, _fields(data, end))


def _fields(data: bytes, at: int) -> int:
    """How many of the fields of a header are such as messages have, -1 where none stands there."""
    head = data[at : at + _HEADER_BYTES]
    count, is_header = 0, False
    for line in head.split(b"\n"):
        if line.startswith((b" ", b"\t")) and is_header:
            continue
        field = _FIELD.match(line)
        if field is None and not line.startswith(_QUOTED):
            break
        is_header = True
        count += field is not None and field[1].lower() in _OF_MAIL
    return count if is_header else -1


def _end(data: bytes, separator: _Separator) -> int:
    """The end of the body before a separator."""
    for empty in (b"\n\r\n", b"\n\n"):
        if data.endswith(empty, 0, separator.begin):
            return separator.begin - len(empty) + 1
    return separator.begin


class _Bodies:
    """Where the bodies of messages in several pieces end.

    Args:
        data: The mailbox.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._left_bytes = _SEARCHED_BYTES
        self._known = (-1, -1, -1)

    def holds(self, begin: int, place: int) -> bool:
        """Whether a place lies within a piece of the message that begins there.

        A piece was opened before it and the last one is closed behind it, by the words that the
        header of the message gives for that and that stand nowhere else.
        """
        if self._known[0] != begin:
            self._known = (begin, *self._span(begin))
        _, opened, closed = self._known
        return 0 <= opened < place < closed

    def _span(self, begin: int) -> tuple[int, int]:
        head = self._data[begin : begin + _HEADER_BYTES]
        header = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0]
        found = _BOUNDARY.search(header)
        if found is None or self._left_bytes <= 0:
            return -1, -1
        mark = b"\n--" + (found[1] or found[2])
        opened = self._data.find(mark, begin)
        closed = self._data.find(mark + b"--", begin)
        searched = (opened if opened >= 0 else len(self._data)) - begin
        searched += (closed if closed >= 0 else len(self._data)) - begin
        self._left_bytes -= searched
        return opened, closed
