"""Landlock: the Linux kernel (5.13 and later) refuses files to a process that asked for it.

The rules handle every right that the kernel knows and grant none, but for reading in the folders
named. What is open already stays open. Source: kernel documentation, userspace-api/landlock.
"""

import ctypes
import os
from collections.abc import Iterable
from pathlib import Path

from desktop.walls.libc import architecture, syscall, thread_count

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every architecture
_TELL_VERSION = 1 << 0
_RESTRICT_ALL_THREADS = 1 << 3
_RULE_PATH_BENEATH = 1

_FILE_RIGHTS_SINCE = {1: 13, 2: 14, 3: 15, 5: 16, 9: 17}
"""Version -> how many rights over files there are, from the lowest bit up."""

_NETWORK_SINCE, _SCOPES_SINCE, _ALL_THREADS_SINCE = 4, 6, 8
"""Before version 8 the rules bind the calling thread and those it starts, not its siblings."""

_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_BIND_AND_CONNECT_TCP = 0b11
_ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("handled_files", ctypes.c_uint64),
        ("handled_network", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def landlock_version() -> int:
    """Version of the kernel's Landlock, 0 where there is none."""
    if architecture() is None:
        return 0
    return max(0, syscall(_CREATE_RULESET, ctypes.c_void_p(), 0, _TELL_VERSION))


def shut_files(readable: Iterable[Path] = ()) -> bool:
    """Refuse this process all files but those in `readable`, for reading, for good.

    Needs `forbid_new_privileges` before it.

    Returns:
        Whether the wall stands around every thread of the process.
    """
    version = landlock_version()
    if version == 0:
        return False
    threads = thread_count()  # nothing under /proc can be read afterwards
    ruleset = _new_ruleset(version)
    if ruleset < 0:
        return False
    try:
        if not all(_allow_reading(ruleset, path) for path in readable):
            return False
        is_for_all = version >= _ALL_THREADS_SINCE
        flags = _RESTRICT_ALL_THREADS if is_for_all else 0
        return syscall(_RESTRICT_SELF, ruleset, flags) == 0 and (is_for_all or threads == 1)
    finally:
        os.close(ruleset)


def _new_ruleset(version: int) -> int:
    """A file descriptor of rules that handle all rights this version knows; -1 for failure."""
    file_rights = max(count for since, count in _FILE_RIGHTS_SINCE.items() if since <= version)
    ruleset = _Ruleset(
        (1 << file_rights) - 1,
        _BIND_AND_CONNECT_TCP if version >= _NETWORK_SINCE else 0,
        _ABSTRACT_SOCKETS_AND_SIGNALS if version >= _SCOPES_SINCE else 0,
    )
    fields = 1 + (version >= _NETWORK_SINCE) + (version >= _SCOPES_SINCE)
    size_bytes = fields * ctypes.sizeof(ctypes.c_uint64)
    return syscall(_CREATE_RULESET, ctypes.c_void_p(ctypes.addressof(ruleset)), size_bytes, 0)


def _allow_reading(ruleset: int, path: Path) -> bool:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        rights = _READ_FILE | _READ_FOLDER if path.is_dir() else _READ_FILE
        rule = _PathBeneath(rights, opened)
        address = ctypes.c_void_p(ctypes.addressof(rule))
        return syscall(_ADD_RULE, ruleset, _RULE_PATH_BENEATH, address, 0) == 0
    finally:
        os.close(opened)
