"""Reading the bytes of a database's files past SQLite, without letting go of SQLite's locks.

On POSIX systems a process loses every lock that it holds on a file as soon as it closes any
descriptor of that file. If a backup opened a database file, read it and closed it, the connections
of this process would stand without locks, and another process could end the write-ahead log under
them. So a descriptor that was opened here stays open, and is used again, until the process has no
connection to that database any more. `Database` says when one opens and when it closes.

Source: https://sqlite.org/howtocorrupt.html, section 2.2.
"""

import os
import sys
import threading
from collections import Counter
from pathlib import Path
from typing import Self

_lock = threading.Lock()
_connections: Counter[str] = Counter()
_kept: dict[str, dict[str, list[int]]] = {}
"""Of a database with connections: its files, and their descriptors that nobody reads now."""


def connected(database: Path) -> None:
    """Note that this process is about to connect to a database."""
    with _lock:
        _connections[_name(database)] += 1


def disconnected(database: Path) -> None:
    """Note that a connection has ended; with the last one, what was kept open is closed."""
    name = _name(database)
    with _lock:
        _connections[name] -= 1
        if _connections[name] > 0:
            return
        del _connections[name]
        for descriptors in _kept.pop(name, {}).values():
            for descriptor in descriptors:
                os.close(descriptor)


class RawFile:
    """One of the files of a database, to be read; belongs to one thread.

    Args:
        database: The database, to which this process has a connection.
        suffix: "" for the file itself, "-wal" or "-shm" for what lies beside it.

    Raises:
        OSError: It is not there or cannot be read.
    """

    def __init__(self, database: Path, suffix: str = "") -> None:
        """Open it, or take a descriptor that was kept."""
        self._database = _name(database)
        self._file = self._database + suffix
        self._descriptor = _taken(self._database, self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Give it back."""
        _given_back(self._database, self._file, self._descriptor)

    def size_bytes(self) -> int:
        """How long it is now."""
        return os.fstat(self._descriptor).st_size

    def read(self, offset: int, count: int) -> bytes:
        """Up to `count` bytes from `offset`; fewer at the end of the file."""
        parts: list[bytes] = []
        while count > 0:
            part = _read_once(self._descriptor, offset, count)
            if not part:
                break
            parts.append(part)
            offset += len(part)
            count -= len(part)
        return parts[0] if len(parts) == 1 else b"".join(parts)


def has_salt(path: Path, salt: bytes) -> bool:
    """Whether a database begins with its salt, or has no page yet.

    Those bytes are the only ones that no HMAC guards: the key brings the salt along.
    """
    with RawFile(path) as file:
        return file.read(0, len(salt)) in (b"", salt)


def _read_once(descriptor: int, offset: int, count: int) -> bytes:
    if sys.platform == "win32":
        os.lseek(descriptor, offset, os.SEEK_SET)
        return os.read(descriptor, count)
    return os.pread(descriptor, count, offset)


def _taken(database: str, file: str) -> int:
    there = os.stat(file)  # noqa: PTH116 - the name is text all along
    with _lock:
        waiting = _kept.get(database, {}).get(file, [])
        for descriptor in waiting:
            if os.path.samestat(os.fstat(descriptor), there):
                waiting.remove(descriptor)
                return descriptor
    return os.open(file, os.O_RDONLY | getattr(os, "O_BINARY", 0))


def _given_back(database: str, file: str, descriptor: int) -> None:
    with _lock:
        if sys.platform == "win32" or database not in _connections:
            os.close(descriptor)
        else:
            _kept.setdefault(database, {}).setdefault(file, []).append(descriptor)


def _name(database: Path) -> str:
    return os.path.realpath(database)
