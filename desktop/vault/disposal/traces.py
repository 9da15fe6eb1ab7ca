"""What is remembered of sealed values, to prove afterwards that none of them is left.

A trace is the beginning of an envelope: version, suite, key id and nonce, 18 bytes that stand
nowhere else and open nothing. Of a wrapped key it is the 18 bytes before its nonce's end, of which
the last 12 are the nonce. Traces are looked for in the decrypted pages of the file and of its log.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from desktop.vault.database import Database
from desktop.vault.disposal.raw_pages import raw_pages
from desktop.vault.keys import DatabaseKey

TRACE_BYTES = 18
_START = b"\x01\x01"
_WRAPPED_NONCE_END = 50
"""Where the nonce of a wrapped key ends (`desktop.vault.wrapping`)."""

TRACED_PAGES = 20
"""Pages of each document of which a trace is kept: its first ones. All of a document goes in one
transaction, so that any of it stands for the rest."""


def traces_of(database: Database, document_row: int) -> Iterator[bytes]:
    """Traces of a document: its key, origin and chunks, its first pages, what they led to."""
    row = database.row(
        "SELECT wrapped_key, origin FROM document WHERE document_row = ?", document_row
    )
    if row is not None:
        yield trace_of_wrapped(row[0])
        yield row[1][:TRACE_BYTES]
    for query in (
        "SELECT substr(chunk, 1, 18) FROM chunk WHERE document_row = ? ORDER BY number LIMIT ?",
        "SELECT substr(summary, 1, 18) FROM page WHERE document_row = ? AND summary IS NOT NULL"
        " ORDER BY number LIMIT ?",
        "SELECT substr(content, 1, 18) FROM page WHERE document_row = ? AND content IS NOT NULL"
        " ORDER BY number LIMIT ?",
        "SELECT substr(record, 1, 18) FROM page JOIN finding USING (page_row)"
        " WHERE document_row = ? ORDER BY finding_row LIMIT ?",
        "SELECT substr(record, 1, 18) FROM page JOIN ledger USING (page_row)"
        " WHERE document_row = ? ORDER BY page_row LIMIT ?",
        "SELECT substr(record, 1, 18) FROM family WHERE document_row = ? LIMIT ?",
        "SELECT substr(record, 1, 18) FROM noticed WHERE document_row = ? LIMIT ?",
        "SELECT substr(record, 1, 18) FROM extraction WHERE document_row = ? LIMIT ?",
        "SELECT substr(record, 1, 18) FROM answer JOIN answer_document USING (answer_row)"
        " WHERE document_row = ? LIMIT ?",
    ):
        yield from (trace for (trace,) in database.rows(query, document_row, TRACED_PAGES))


def trace_of_wrapped(wrapped: bytes) -> bytes:
    """The trace of a wrapped key."""
    return wrapped[_WRAPPED_NONCE_END - TRACE_BYTES : _WRAPPED_NONCE_END]


def traces_left(path: Path, key: DatabaseKey, traces: frozenset[bytes]) -> int:
    """How many traces stand somewhere in a file or its log.

    Args:
        path: The database.
        key: Its raw key.
        traces: To look for.
    """
    return sum(len(found) for found in _found_by_page(raw_pages(path, key), traces))


def _found_by_page(pages: Iterable[bytes], traces: frozenset[bytes]) -> Iterator[set[bytes]]:
    for page in pages:
        found: set[bytes] = set()
        start = page.find(_START)
        while start >= 0:
            behind = start + _WRAPPED_NONCE_END
            for piece in (page[start : start + TRACE_BYTES], page[behind - TRACE_BYTES : behind]):
                if piece in traces:
                    found.add(piece)
            start = page.find(_START, start + 1)
        if found:
            yield found
