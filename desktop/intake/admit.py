"""The door: a file is opened, measured, told by its content, read once and hashed.

Nothing is parsed here. What a name leads to is looked at before it is opened (opening some devices
does something) and again afterwards (it may have been exchanged in between).
"""

import errno
import hashlib
import io
import os
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from desktop.domain.document import FileKind, Origin
from desktop.domain.errors import (
    FileChangedError,
    FileEmptyError,
    FileTooLargeError,
    FileUnreadableError,
    NotAFileError,
)
from desktop.domain.limits import MAX_FILE_BYTES
from desktop.intake.folders import files_in
from desktop.intake.kinds import HEAD_BYTES, kind_of, may_be_read, refusal_of
from desktop.intake.names import clean_name

__all__ = ["admit", "files_in"]

_OPENING = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe put there in between must not make us wait
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)

_OF_NO_FILE = frozenset({errno.ELOOP, errno.ENXIO, errno.ENODEV})
"""What opening a link, a socket or an absent device fails with."""


def admit(path: Path, *, clock: Callable[[], datetime]) -> tuple[Origin, bytes]:
    """Read a file that may become a document.

    Args:
        path: Of an ordinary file; links are not followed.
        clock: Tells the time, in UTC.

    Returns:
        Where it came from, and its bytes.

    Raises:
        NotAFileError: A folder, link, pipe, socket or device.
        FileUnreadableError: The operating system did not hand the bytes over.
        FileEmptyError: Zero bytes.
        FileTooLargeError: More than `MAX_FILE_BYTES`.
        UnknownKindError: Not a kind of file that can be read.
        OldOfficeError: An office document in the form before 2007.
        LockedOfficeError: An office document that rights management protects.
        FileChangedError: It was written to or exchanged meanwhile.
    """
    try:
        kind, original = _taken_in(path)
    except ValueError:  # a name with a zero byte in it
        raise FileUnreadableError from None
    except OSError as error:
        if error.errno in _OF_NO_FILE:
            raise NotAFileError from None
        raise FileUnreadableError from None
    origin = Origin(
        name=clean_name(path.name),
        folder=clean_name(str(path.parent)),
        kind=kind,
        size_bytes=len(original),
        sha256=hashlib.sha256(original).hexdigest(),
        md5=hashlib.md5(original, usedforsecurity=False).hexdigest(),
        received_at=clock(),
    )
    return origin, original


def _taken_in(path: Path) -> tuple[FileKind, bytes]:
    seen = path.lstat()
    _demand_file(path, seen)
    with os.fdopen(os.open(path, _OPENING), "rb") as file:
        before = os.fstat(file.fileno())
        _demand_file(path, before)
        if not os.path.samestat(seen, before):
            raise FileChangedError
        kind, original = _read(file, before.st_size)
        after = os.fstat(file.fileno())
    if len(original) != before.st_size or _written_at(before) != _written_at(after):
        raise FileChangedError
    return kind, original


def _demand_file(path: Path, status: os.stat_result) -> None:
    if stat.S_ISREG(status.st_mode):
        return
    if stat.S_ISDIR(status.st_mode) and not os.access(path, os.R_OK | os.X_OK):
        raise FileUnreadableError("The folder could not be opened.")
    raise NotAFileError


def _read(file: io.BufferedReader, size_bytes: int) -> tuple[FileKind, bytes]:
    """Its kind and its bytes, and one byte more where it has grown."""
    if size_bytes == 0:
        raise FileEmptyError
    if size_bytes > MAX_FILE_BYTES:
        raise FileTooLargeError
    head = file.peek(HEAD_BYTES)[:HEAD_BYTES]
    if not may_be_read(head):
        raise refusal_of(head)
    original = file.read(size_bytes + 1)
    kind = kind_of(original)
    if kind is None:
        raise refusal_of(original)
    return kind, original


def _written_at(status: os.stat_result) -> tuple[int, int]:
    return status.st_size, status.st_mtime_ns
