"""Properties of Outlook's messages, in whichever file they stand: what they are called and mean.

Source: Microsoft's [MS-OXPROPS] (tags), [MS-OXOMSG], sections 2.2.1 and 2.2.3 (people).
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.errors import MessageError
from email.parser import HeaderParser
from typing import Protocol

from desktop.reading.encodings import decoded
from desktop.reading.flow_html import declared_encoding
from desktop.reading.mail_message import MAX_FIELDS
from desktop.reading.mail_rich import unpacked
from desktop.reading.mail_words import field_words

CLASS, SUBJECT, BODY, HTML, RICH = "001A", "0037", "1000", "1013", "1009"
HEADERS, MESSAGE_ID = "007D", "1035"
SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP = "0C1A", "0C1F", "5D01"
NAME, ADDRESS, SMTP = "3001", "3003", "39FE"
LONG_NAME, SHORT_NAME, DATA = "3707", "3704", "3701"
METHOD, SENT_AT, RECEIVED_AT, ROLE, CODE_PAGE = 0x3705, 0x0039, 0x0E06, 0x0C15, 0x3FFD

_ROLES = {1: "To", 2: "Cc", 3: "Bcc"}
_WINDOWS_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


class Properties(Protocol):
    """The properties of a message, of a person or of what came along."""

    def text(self, tag: str) -> str:
        """One that is a text, "" where it is not there."""

    def content(self, tag: str) -> bytes:
        """One that is bytes, empty where it is not there."""

    def number(self, tag: int) -> int | None:
        """One of fixed length, None where it is not there."""


def fields_of(message: Properties, people: Iterable[Properties]) -> Iterator[tuple[str, str]]:
    """The header as it travelled where it is kept, and what Outlook itself noted beside it."""
    travelled = _travelled(message.text(HEADERS))
    known = {name.lower() for name, _ in travelled}
    for name, value in _noted(message, people):
        if value and name.lower() not in known:
            yield name, value
    yield from travelled


def body_of(message: Properties) -> tuple[str, str, bytes]:
    """The body as plain text, as a web page, and as Rich Text where there is neither.

    Raises:
        PartTooLargeError: The Rich Text is longer than its bound.
    """
    html = message.content(HTML) or message.text(HTML).encode("utf-8", "replace")
    plain = message.text(BODY).replace("\r\n", "\n")
    packed = b"" if plain.strip() or html else message.content(RICH)
    page = decoded(html, declared_encoding(html)).text if html else ""
    return plain, page, unpacked(packed) if packed else b""


def file_name(part: Properties) -> str:
    """What a file that came along is called, perhaps ""."""
    return part.text(LONG_NAME) or part.text(SHORT_NAME) or part.text(NAME)


def person(name: str, address: str) -> str:
    """A person as fields of a header name them."""
    if not address or address == name:
        return name or address
    return f"{name} <{address}>" if name else address


def code_page(number: int) -> str:
    """The encoding that a number of Windows stands for."""
    return "utf-8" if number == 65001 else f"cp{number}"


def _travelled(headers: str) -> list[tuple[str, str]]:
    try:
        parsed = HeaderParser().parsestr(headers)
        return [(name[:80], field_words(value)) for name, value in parsed.raw_items()][:MAX_FIELDS]
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return []


def _noted(message: Properties, people: Iterable[Properties]) -> Iterator[tuple[str, str]]:
    address = message.text(SENDER_SMTP) or message.text(SENDER_ADDRESS)
    yield "From", person(message.text(SENDER_NAME), address)
    sent_to: dict[str, list[str]] = {"To": [], "Cc": [], "Bcc": []}
    for each in people:
        role = _ROLES.get(each.number(ROLE) or 1, "To")
        sent_to[role].append(person(each.text(NAME), each.text(SMTP) or each.text(ADDRESS)))
    for role, names in sent_to.items():
        yield role, ", ".join(filter(None, names))
    yield "Date", _moment(message.number(SENT_AT) or message.number(RECEIVED_AT) or 0)
    yield "Subject", " ".join(message.text(SUBJECT).split())
    yield "Message-ID", message.text(MESSAGE_ID)


def _moment(ticks: int) -> str:
    """A time as Windows counts it: 100 ns since 1601, UTC."""
    try:
        moment = _WINDOWS_EPOCH + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return ""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if ticks else ""
