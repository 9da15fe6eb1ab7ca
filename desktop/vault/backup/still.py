"""A database file as it stands at one moment, byte for byte, while others go on writing.

SQLite's backup interface would decrypt each page and encrypt it anew, so that no page of one copy
is like that of the next. Here the encrypted pages are taken as they lie on the disk: that costs
little more than copying, and pages that did not change are known again.

What makes the copy consistent:

- A read transaction is open all the time. Checkpoints then move nothing into the database file that
  was written after it began, and the write-ahead log is not begun anew, unless all of it was in the
  database file already when it began; in that case the database file does not change at all.
- Pages are taken from the write-ahead log as far as the last commit that the shared memory names,
  the newest frame of each page, and all others from the database file.
- Each frame carries the salts of its log. If they are not those of the log that was looked through,
  the log was begun anew meanwhile, so the database file alone is right from then on.

A header in the shared memory, both copies of it equal, gives the number of frames, the number of
pages and the salts:

    offset  size  what, in the byte order of the machine where not said otherwise
    14      2     page size
    16      4     frames up to the last commit
    20      4     pages of the database after it
    32      8     salts, as they stand in the log

A frame of the log is 24 bytes and a page; its header has the number of the page (4, big-endian) at
0 and the salts at 8. The log begins with 32 bytes of its own.

Source: https://sqlite.org/walformat.html and https://sqlite.org/fileformat2.html, section 4.
"""

import struct
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

from desktop.domain.errors import VaultBusyError, VaultDamagedError, VaultReadOnlyError
from desktop.vault.database import Database
from desktop.vault.raw_files import RawFile

PAGE_BYTES = 4_096
"""Of every database of the vault."""

_HEADER_BYTES = 48
_HEADER = struct.Struct("=14xHII8x8s8x")
_FRAME_HEADER = struct.Struct(">I4x8s")
_LOG_START = 32
_FRAME_HEADER_BYTES = 24
_FRAME_BYTES = _FRAME_HEADER_BYTES + PAGE_BYTES
_FRAMES_AT_ONCE = 256
_TRIES = 20
"""Looking through a log of 1,000 pages takes 2 ms; it is begun anew in that time once in a while,
not twenty times running."""


class _LogBegunAnewError(Exception):
    pass


class SharedMemory(Protocol):
    """What says how much of a log counts."""

    def read(self, offset: int, count: int) -> bytes:
        """Up to `count` bytes from `offset`."""


class Still:
    """One moment of a database file; made by `still_of`.

    Attributes:
        page_count: Pages at that moment.
    """

    def __init__(self, file: RawFile, log: RawFile | None, shared: SharedMemory) -> None:
        """Look through the log as far as the last commit."""
        self._file = file
        self._log = log
        self._salts = b""
        self._frames: dict[int, int] = {}
        for _ in range(_TRIES):
            frames, pages, self._salts = _log_state(shared)
            try:
                self._frames = self._looked_through(frames)
            except _LogBegunAnewError:
                continue
            self.page_count = pages if frames else file.size_bytes() // PAGE_BYTES
            self._pages_in_log = sorted(self._frames)
            return
        raise VaultBusyError

    @property
    def size_bytes(self) -> int:
        """Of all pages."""
        return self.page_count * PAGE_BYTES

    def read(self, first: int, count: int) -> bytes:
        """So many pages from the one with this number, which is counted from 0.

        Raises:
            VaultDamagedError: The file is shorter than it should be.
        """
        count = min(count, self.page_count - first)
        data = self._file.read(first * PAGE_BYTES, count * PAGE_BYTES)
        start = bisect_left(self._pages_in_log, first + 1)
        inside = self._pages_in_log[start : bisect_left(self._pages_in_log, first + count + 1)]
        if inside:
            data = self._with_frames(data.ljust(count * PAGE_BYTES, b"\0"), first, inside)
        if len(data) != count * PAGE_BYTES:
            raise VaultDamagedError("A file of the vault is shorter than it should be.")
        return data

    def _with_frames(self, data: bytes, first: int, pages: list[int]) -> bytes:
        patched = bytearray(data)
        try:
            for page in pages:
                at = (page - 1 - first) * PAGE_BYTES
                patched[at : at + PAGE_BYTES] = self._frame(self._frames[page], page)
        except _LogBegunAnewError:
            self._frames, self._pages_in_log = {}, []
            return self._file.read(first * PAGE_BYTES, len(data))
        return bytes(patched)

    def _frame(self, offset: int, page: int) -> bytes:
        if self._log is None:
            raise _LogBegunAnewError
        content = self._log.read(offset + _FRAME_HEADER_BYTES, PAGE_BYTES)
        # Read last, since it is written first: if it is the old one, so is the page.
        header = self._log.read(offset, _FRAME_HEADER.size)
        is_whole = len(content) == PAGE_BYTES and len(header) == _FRAME_HEADER.size
        if not is_whole or _FRAME_HEADER.unpack(header) != (page, self._salts):
            raise _LogBegunAnewError
        return content

    def _looked_through(self, frames: int) -> dict[int, int]:
        """Where the newest frame of each page stands."""
        found: dict[int, int] = {}
        if frames and self._log is None:
            raise _LogBegunAnewError
        for first in range(0, frames, _FRAMES_AT_ONCE):
            count = min(_FRAMES_AT_ONCE, frames - first)
            offset = _LOG_START + first * _FRAME_BYTES
            read = self._log.read(offset, count * _FRAME_BYTES) if self._log else b""
            if len(read) != count * _FRAME_BYTES:
                raise _LogBegunAnewError
            for number in range(count):
                page, salts = _FRAME_HEADER.unpack_from(read, number * _FRAME_BYTES)
                if salts != self._salts:
                    raise _LogBegunAnewError
                found[page] = offset + number * _FRAME_BYTES
        return found


@contextmanager
def still_of(database: Database) -> Iterator[Still]:
    """Hold a database file still, for the reader alone; writers go on.

    Args:
        database: A connection that is used for nothing else meanwhile.

    Raises:
        VaultBusyError: The log is begun anew again and again.
        VaultReadOnlyError: The files cannot be read.
    """
    with database.snapshot(), ExitStack() as files:
        database.value("SELECT count(*) FROM sqlite_schema")  # The transaction begins with a read.
        try:
            file = files.enter_context(RawFile(database.path))
            shared = files.enter_context(RawFile(database.path, "-shm"))
            log = (
                files.enter_context(RawFile(database.path, "-wal")) if _has_log(database) else None
            )
            still = Still(file, log, shared)
        except OSError:
            raise VaultReadOnlyError("A file of the vault cannot be read.") from None
        yield still


def _has_log(database: Database) -> bool:
    return Path(f"{database.path}-wal").exists()


def _log_state(shared: SharedMemory) -> tuple[int, int, bytes]:
    """Frames, pages and salts, once both copies of the header say the same."""
    for _ in range(1_000):
        read = shared.read(0, 2 * _HEADER_BYTES)
        if len(read) == 2 * _HEADER_BYTES and read[:_HEADER_BYTES] == read[_HEADER_BYTES:]:
            page_bytes, frames, pages, salts = _HEADER.unpack_from(read)
            if frames and page_bytes != PAGE_BYTES:
                raise VaultDamagedError("A file of the vault has pages of another size.")
            return frames, pages, salts
    raise VaultBusyError
