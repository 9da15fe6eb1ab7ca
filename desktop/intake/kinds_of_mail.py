"""Messages and mailboxes, told by the header fields at their beginning.

Sources: RFC 5322, sections 2.2 and 3.6 (fields); RFC 4155, appendix A (mailboxes); Microsoft's
[MS-OXMSG], section 2.2 (names of streams, in UTF-16).
"""

import re

from desktop.domain.document import FileKind

_HEAD_BYTES = 1030
_MAILBOX = re.compile(rb"From [^\r\n]*\d\d:\d\d[^\r\n]*\r?\n[!-9;-~]+[ \t]*:")
_LENGTH_OF_APPLE = re.compile(rb"\A[0-9]{1,10}[ \t]*\r?\n")
"""Apple's Mail keeps each message behind a line with its length."""

_FIELD = re.compile(rb"([!-9;-~]{1,76})[ \t]*:")

_OF_MAIL_ALONE = frozenset(
    {
        b"received",
        b"return-path",
        b"message-id",
        b"mime-version",
        b"delivered-to",
        b"x-received",
        b"x-mailer",
        b"dkim-signature",
        b"arc-seal",
        b"authentication-results",
    }
)
"""One of these fields tells a message from a note that begins with "From:" and "To:"."""

_PROPERTIES = "__properties_version1.0".encode("utf-16-le")
_SUBSTREAM = "__substg1.0_".encode("utf-16-le")


def mail_kind_of(content: bytes) -> FileKind | None:
    """The kind of a message or mailbox, None where it is neither."""
    head = content[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    head = _LENGTH_OF_APPLE.sub(b"", head)
    if _MAILBOX.match(head):
        return FileKind.MBOX
    return FileKind.EML if _begins_with_fields(head) else None


def is_outlook_message(content: bytes) -> bool:
    """Whether a container of Microsoft's holds a message.

    Args:
        content: All of it: the names of its streams stand anywhere.
    """
    return _PROPERTIES in content and _SUBSTREAM in content


def _begins_with_fields(head: bytes) -> bool:
    """Whether the lines up to the first empty one are fields, with one that only messages have."""
    is_mail = False
    lines = head.split(b"\n")
    for line in lines[:-1] if len(head) >= _HEAD_BYTES - 3 else lines:
        text = line.rstrip(b"\r")
        if not text:
            break
        if text[:1] in b" \t":
            continue
        field = _FIELD.match(text)
        if field is None:
            return False
        is_mail = is_mail or field[1].lower() in _OF_MAIL_ALONE
    return is_mail
