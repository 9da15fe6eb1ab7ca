"""PDF, RTF, web pages and plain text, told by the beginning of a file."""

import re

from desktop.domain.document import FileKind

HEAD_BYTES = 1030
"""So much of a file decides. PDF's readers look for its header behind at most 1,024 other bytes
(Adobe's implementation note 13 to PDF 1.7); six bytes of the header itself are looked at."""

_PDF_HEADER = re.compile(rb"%PDF-[0-9]")

_WEB_PAGE = re.compile(
    r"\s*+(?:<\?xml[^>]*+>\s*+)?(?>(?:<!--.*?-->\s*+)*)<(?:!doctype\s+html|html|head|body|title|meta)\b",
    re.IGNORECASE | re.DOTALL,
)

_OTHER_LANGUAGES = (b"%PDF", b"%!PS", b"%!FontType", b"\x1b%-12345X", b"!<arch>", b"<?php", b"#!")
"""Programs, pages for printers and what is left of a PDF: text, but none to be read by people."""

_NO_TEXT = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffe\uffff]")
_WRITTEN = re.compile(rb"[A-Za-z0-9 \n]")
"""Of these every text has some, whatever its encoding."""


def is_pdf(content: bytes) -> bool:
    """Whether a PDF begins within the first `HEAD_BYTES`."""
    return _PDF_HEADER.search(content[:HEAD_BYTES]) is not None


def text_kind_of(content: bytes) -> FileKind | None:
    """The kind of a text, None where its beginning is none."""
    head = content[:HEAD_BYTES]
    if head.startswith(b"{\\rtf"):
        return FileKind.RTF
    if head.startswith(_OTHER_LANGUAGES):
        return None
    text = _decoded(head)
    if text is None or not text.strip() or _NO_TEXT.search(text):
        return None
    return FileKind.HTML if _WEB_PAGE.match(text) else FileKind.TEXT


def _decoded(head: bytes) -> str | None:
    """The beginning as text; what is not certain is how its letters are written, and no matter."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\0\0", "utf-32-le"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if head.startswith(mark):
            return head.removeprefix(mark).decode(encoding, "ignore")
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(head) - 3:  # cut within a letter
            return head[: error.start].decode("utf-8")
    return head.decode("latin-1") if _WRITTEN.search(head) else None
