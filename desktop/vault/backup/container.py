"""A backup file that is open: its finished backups, its sealed parts, and adding to it.

Layout: `desktop.vault.backup.layout`.
"""

import errno
import hashlib
import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from typing_extensions import override

from desktop.domain.errors import (
    BackupBusyError,
    BackupDamagedError,
    BackupError,
    BackupFullError,
    BackupPlaceError,
    InCameraError,
    NoBackupError,
)
from desktop.vault.backup.layout import (
    BLOCK_BYTES,
    FINISH_MAGIC,
    OVERHEAD_BYTES,
    Contents,
    Finish,
    Header,
    Part,
    PartKind,
    associated_data,
    encoded_finish,
    encoded_header,
    finish_of,
    header_of,
    opened_part,
    sealed_part,
)
from desktop.vault.keys import DataKey

MAX_PART_BYTES = 64 << 20
"""More than any part that is written: a bound for what an altered length asks for."""

_WRITE_BUFFER_BYTES = 1 << 20
_SEARCHED_BYTES = 1 << 20
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Container:
    """A file of backups, open for reading; made by `reading` and `adding`.

    Attributes:
        path: The file.
        header: Its beginning.
    """

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        """Read the header.

        Raises:
            NoBackupError: The file is none of ours.
            BackupTooNewError: It has a later format.
            BackupDamagedError: Its header was altered.
        """
        self.path = path
        self._file = file
        self.header = header_of(self.read(0, BLOCK_BYTES))

    def size_bytes(self) -> int:
        """How long the file is."""
        with named_place_errors():
            return os.fstat(self._file.fileno()).st_size

    def read(self, offset: int, count: int) -> bytes:
        """Up to `count` bytes from `offset`."""
        with named_place_errors():
            self._file.seek(offset)
            return self._file.read(count)

    def last_finish(self) -> tuple[int, Finish]:
        """Offset and content of the finish of the latest backup.

        A finish that was altered counts as none, as if the addition had been cut short before it.

        Raises:
            NoBackupError: No backup was finished.
            BackupTooNewError: A later format stands behind.
        """
        end = self.size_bytes()
        while end > BLOCK_BYTES:
            start = max(BLOCK_BYTES, (end - 1) // _SEARCHED_BYTES * _SEARCHED_BYTES)
            searched = self.read(start, end - start)
            at = len(searched)
            while (at := searched.rfind(FINISH_MAGIC, 0, at)) >= 0:
                found = self._finish_at(start + at)
                if found is not None:
                    return start + at, found
            end = start
        raise NoBackupError

    def finishes(self) -> Iterator[tuple[int, Finish]]:
        """Every finished backup, the latest first.

        Raises:
            NoBackupError: No backup was finished.
            BackupDamagedError: The finish of an earlier one was altered.
        """
        offset, finish = self.last_finish()
        yield offset, finish
        while finish.before:
            before = self._finish_at(finish.before)
            if before is None or before.number != finish.number - 1:
                raise BackupDamagedError(
                    f"The end of backup {finish.number - 1} in this file was altered or damaged."
                )
            offset, finish = finish.before, before
            yield offset, finish

    def key_record(self, finish: Finish) -> bytes:
        """What says how a backup is opened.

        Raises:
            BackupDamagedError: It was altered.
        """
        record = self._part(finish.key_record)
        if hashlib.sha256(record).digest() != finish.key_record_sha256:
            raise BackupDamagedError("The part of the backup that names its keys was altered.")
        return record

    def opened(
        self, key: DataKey, kind: PartKind, part: Part, finish: Finish | None = None
    ) -> bytes:
        """Open a sealed part.

        Raises:
            BackupDamagedError: It was altered or is missing.
        """
        associated = associated_data(self.header.container_id, kind, part.offset, finish)
        return opened_part(key, self._part(part), associated)

    def demand_zeros(self, start: int, end: int) -> None:
        """Refuse anything else where nothing is written.

        Raises:
            BackupDamagedError: Something is.
        """
        if not 0 <= end - start < BLOCK_BYTES or any(self.read(start, end - start)):
            raise BackupDamagedError

    def _part(self, part: Part) -> bytes:
        if part.length > MAX_PART_BYTES:
            raise BackupDamagedError
        # An offset can be beyond what the system takes for one.
        if part.end > self.size_bytes():
            raise BackupDamagedError("The backup is cut: a part of it is missing.")
        read = self.read(part.offset, part.length)
        if len(read) != part.length:
            raise BackupDamagedError("The backup is cut: a part of it is missing.")
        return read

    def _finish_at(self, offset: int) -> Finish | None:
        if offset % BLOCK_BYTES:
            return None
        try:
            finish = finish_of(self.read(offset, BLOCK_BYTES))
        except BackupDamagedError:
            return None
        is_own = finish.container_id == self.header.container_id and finish.before < offset
        return finish if is_own else None


class Addition(Container):
    """A file to which one backup is being added; nothing before its end is touched.

    Attributes:
        begun_at: Where the addition begins: behind the last finish, or behind the header.
        last: Offset and finish of the backup before, None for the first.
        is_finished: Whether `finish` has returned.
    """

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        """Take away what an addition that was cut short has left."""
        super().__init__(path, file)
        try:
            self.last: tuple[int, Finish] | None = self.last_finish()
        except NoBackupError:
            self.last = None
        self.begun_at = BLOCK_BYTES if self.last is None else self.last[0] + BLOCK_BYTES
        self._end = self.begun_at
        self._waiting: list[bytes] = []
        self._waiting_bytes = 0
        self.is_finished = False
        with named_place_errors():
            file.truncate(self._end)

    @property
    def added_bytes(self) -> int:
        """By how much the file has grown."""
        return self._end - self.begun_at

    def add(self, key: DataKey, kind: PartKind, plain: bytes | memoryview) -> Part:
        """Seal a part and write it behind the others."""
        offset = self._end
        associated = associated_data(self.header.container_id, kind, offset)
        self._write(*sealed_part(key, plain, associated))
        return Part(offset, self._end - offset)

    def finish(self, key: DataKey, key_record: bytes, catalogue: bytes, made_at_us: int) -> Finish:
        """Write key record, catalogue and finish; when this returns, the backup is on the disk."""
        offset = self._end
        self._write(key_record)
        last_offset, number = (0, 0) if self.last is None else (self.last[0], self.last[1].number)
        finish = Finish(
            container_id=self.header.container_id,
            number=number + 1,
            made_at_us=made_at_us,
            before=last_offset,
            key_record=Part(offset, len(key_record)),
            key_record_sha256=hashlib.sha256(key_record).digest(),
            catalogue=Part(self._end, len(catalogue) + OVERHEAD_BYTES),
        )
        associated = associated_data(
            self.header.container_id, PartKind.CATALOGUE, self._end, finish
        )
        self._write(*sealed_part(key, catalogue, associated))
        self._write(bytes(-self._end % BLOCK_BYTES))
        # What a finish stands for is on the disk before the finish is.
        self._flush()
        self._write(encoded_finish(finish))
        self._flush()
        self.is_finished = True
        return finish

    def abandon(self) -> None:
        """Take the addition away again, unless it was finished."""
        if not self.is_finished:
            self._waiting.clear()
            with named_place_errors():
                self._file.truncate(self.begun_at)

    @override
    def opened(
        self, key: DataKey, kind: PartKind, part: Part, finish: Finish | None = None
    ) -> bytes:
        """Open a sealed part, one that was just added too."""
        if part.end > self._end - self._waiting_bytes:
            self._put()
        return super().opened(key, kind, part, finish)

    def _write(self, *pieces: bytes) -> None:
        for piece in pieces:
            self._waiting.append(piece)
            self._waiting_bytes += len(piece)
            self._end += len(piece)
        if self._waiting_bytes >= _WRITE_BUFFER_BYTES:
            self._put()

    def _put(self) -> None:
        with named_place_errors():
            self._file.seek(self._end - self._waiting_bytes)
            together = b"".join(self._waiting)
            if self._file.write(together) != len(together):
                raise BackupFullError
        self._waiting.clear()
        self._waiting_bytes = 0

    def _flush(self) -> None:
        self._put()
        with named_place_errors():
            os.fsync(self._file.fileno())


@contextmanager
def reading(path: Path) -> Iterator[Container]:
    """Open a file of backups to read it.

    Raises:
        NoBackupError: It is none of ours, or not there.
        BackupPlaceError: The system does not let us read it.
    """
    try:
        file = path.open("rb", buffering=0)
    except FileNotFoundError:
        raise NoBackupError from None
    except OSError:
        raise BackupPlaceError from None
    with file:
        yield Container(path, file)


@contextmanager
def adding(path: Path, contents: Contents) -> Iterator[Addition]:
    """Open a file to add a backup to it; make it where there is none.

    If the block ends without `finish`, the file is as before.

    Raises:
        BackupBusyError: Another process adds to it.
        NoBackupError: The file is none of ours.
        BackupPlaceError: It cannot be written.
        BackupFullError: There is no room.
    """
    is_new = not path.exists()
    with named_place_errors():
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
        file = os.fdopen(os.open(path, flags, 0o600), "r+b", buffering=0)
    addition: Addition | None = None
    try:
        _take(file)
        if not os.fstat(file.fileno()).st_size:
            _begin(file, contents)
        addition = Addition(path, file)
        if addition.header.contents is not contents:
            raise NoBackupError
        yield addition
    finally:
        is_finished = addition is not None and addition.is_finished
        if addition is not None:
            with suppress(BackupError):
                addition.abandon()
        file.close()
        if is_new and not is_finished:
            with suppress(OSError):
                path.unlink(missing_ok=True)
    with named_place_errors():
        sync_folder(path.parent)


def _begin(file: IO[bytes], contents: Contents) -> None:
    with named_place_errors():
        file.write(encoded_header(Header(contents, secrets.token_bytes(16))))


def _take(file: IO[bytes]) -> None:
    """Take a lock that ends with the process."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - only there

            file.seek(1 << 62)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - not there on Windows

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise BackupBusyError from None


def sync_folder(folder: Path) -> None:
    """Make new names in a folder last through a power cut; Windows does so by itself."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@contextmanager
def named_place_errors() -> Iterator[None]:
    """Turn what the system says about the file of a backup into errors to act on."""
    try:
        yield
    except InCameraError:
        raise
    except OSError as error:
        raise (BackupFullError if error.errno in _FULL else BackupPlaceError)() from None
